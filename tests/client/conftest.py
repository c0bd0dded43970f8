"""What every test of the client has: one event loop, a home folder, a scripted backend."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.client.scripted_backend import NOW, SKILL, FakeTime, ScriptedBackend
from tiktok_photo_video.client import BackendClient, Endpoint, Secret

Connect = Callable[..., BackendClient]


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def backend() -> ScriptedBackend:
    return ScriptedBackend()


@pytest.fixture
def fake_time() -> FakeTime:
    return FakeTime(NOW)


@pytest.fixture
def connect(backend: ScriptedBackend, fake_time: FakeTime, tmp_path: Path) -> Connect:
    """Makes a client of the scripted backend; ``own_token`` stands for NEMO_TOKEN."""

    def make(
        *,
        own_token: str | None = None,
        client_id: str | None = None,
        is_local: bool = False,
    ) -> BackendClient:
        endpoint = Endpoint(
            "https://backend.example/",
            is_local=is_local,
            extra_headers={"X-Extra": "for the backend only"},
            token=Secret(own_token) if own_token else None,
        )
        return BackendClient(
            endpoint,
            SKILL,
            home=tmp_path / "home",
            client_id=client_id,
            timing=fake_time.timing,
            transport=backend.transport,
        )

    return make
