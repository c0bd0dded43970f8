"""The backend of each scenario, and what a user brings along."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.backend.workbench import PHOTOS
from tests.contract.subjects import Rule, Shelf, Subject, opened
from tests.usual_songs import usual_songs

Ruled = Callable[[Rule], Subject]


songs = pytest.fixture(autouse=True, scope="module")(usual_songs)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    shelf = Shelf(tmp_path_factory.mktemp("contract"))
    yield shelf
    shelf.close()


@pytest.fixture
def subject(request: pytest.FixtureRequest, shelf: Shelf, tmp_path: Path) -> Subject:
    """The backend that the scenario names."""
    return opened(request.param, tmp_path, shelf)


@pytest.fixture
def ruled(subject: Subject, shelf: Shelf, tmp_path: Path) -> Ruled:
    """Another backend of the same kind, under a rule."""
    return lambda rule: opened(subject.name, tmp_path / "ruled", shelf, rule)


@pytest.fixture
def photos(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / name for name in list(PHOTOS)[:2]]
    for path in paths:
        path.write_bytes(PHOTOS[path.name])
    return paths
