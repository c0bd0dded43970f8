"""What tests share whose processes are modules of the tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def path_of_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes that a test starts find the tests, too."""
    known = os.environ.get("PYTHONPATH", "")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), *filter(None, [known])]))
