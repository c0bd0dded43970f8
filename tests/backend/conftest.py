"""What the backend's tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.backend.workbench import Workbench
from tests.usual_songs import usual_songs

songs = pytest.fixture(autouse=True, scope="module")(usual_songs)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workbench]:
    workbench = Workbench(tmp_path / "home")
    yield workbench
    workbench.close()
