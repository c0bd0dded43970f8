"""What the assistant's tests share."""

from __future__ import annotations

import pytest

from tests.client.scripted_backend import ScriptedBackend
from tests.usual_songs import usual_songs

songs = pytest.fixture(autouse=True, scope="module")(usual_songs)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def backend() -> ScriptedBackend:
    return ScriptedBackend()
