"""The same as for the commands."""

from __future__ import annotations

import pytest

from tests.service.shared import shared_service
from tests.tools.conftest import folder, photos, project, run, shared_home

__all__ = ["folder", "photos", "project", "run", "service_home", "shared_home"]

service_home = pytest.fixture(scope="session")(shared_service)
