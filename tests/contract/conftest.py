"""Two backends that must look the same to a client: our own behind a socket, and a script."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from tests.backend.workbench import PHOTOS, served
from tests.client.scripted_backend import SKILL, ScriptedBackend, file_of, ok, refusal, stream_of
from tiktok_photo_video.backend.config import BackendConfig
from tiktok_photo_video.backend.core import Backend
from tiktok_photo_video.client import BackendClient, Endpoint, Secret
from tiktok_photo_video.wire import routes
from tiktok_photo_video.wire.codes import WireCode

Connect = Callable[..., BackendClient]

CLOUD_DRAFT = {"t": [{"tt": 0, "sg": [{"theirs": 1}], "d": 6000}], "d": 6000}
CLOUD_TOKEN = "nmv_usr_one"


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(Backend(BackendConfig(tmp_path_factory.mktemp("contract") / "home"))) as url:
        yield url


@pytest.fixture
def local(address: str, tmp_path: Path) -> Connect:
    """Makes a client of our own backend; each ``who`` is another user."""

    def connect(who: str = "me", *, token: str | None = None) -> BackendClient:
        endpoint = Endpoint(address, is_local=True, token=Secret(token) if token else None)
        return BackendClient(endpoint, SKILL, home=tmp_path / who)

    return connect


@pytest.fixture
def scripted(tmp_path: Path) -> Connect:
    """Makes a client of a script that answers as the cloud is known to."""
    backend = cloud_script()

    def connect(who: str = "me", *, token: str | None = None) -> BackendClient:
        endpoint = Endpoint("https://cloud.example", token=Secret(token) if token else None)
        return BackendClient(endpoint, SKILL, home=tmp_path / who, transport=backend.transport)

    return connect


@pytest.fixture(params=["local", "scripted"])
def connect(request: pytest.FixtureRequest) -> Connect:
    """A client of either backend."""
    chosen: Connect = request.getfixturevalue(request.param)
    return chosen


@pytest.fixture
def photos(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / name for name in list(PHOTOS)[:2]]
    for path in paths:
        path.write_bytes(PHOTOS[path.name])
    return paths


def cloud_script() -> ScriptedBackend:
    """The cloud's answers, in its own forms rather than ours."""
    backend = ScriptedBackend()
    session = {"data": {"session_id": "71", "task_id": "t"}}
    draft_of = {True: CLOUD_DRAFT, False: {}}
    files = [{"filename": name} for name in list(PHOTOS)[:2]]
    told = False

    def state(_: httpx.Request) -> httpx.Response:
        inner = {
            "draft": draft_of[told],
            "video_infos": files,
        }
        return httpx.Response(200, json={"code": 0, "data": {"session_id": "71", "state": inner}})

    def turn(_: httpx.Request) -> httpx.Response:
        nonlocal told
        told = True
        said = {"content": {"role": "model", "parts": [{"text": "A first cut."}]}}
        return stream_of(b": heartbeat\n\n", f"data: {json.dumps(said)}\n\n".encode())

    backend.on(routes.create_session(), ok(session["data"]))
    backend.on(routes.upload("71"), ok({"files": files}))
    backend.on(routes.state("71"), _guarded(state))
    backend.on(routes.state("no-such"), lambda _: refusal(WireCode.NO_SESSION))
    backend.on(routes.RUN_SSE, turn)
    backend.on(routes.CREDITS, _guarded(ok({"available": 90, "frozen": 10, "total": 100})))
    backend.on(routes.RENDER, ok({}))
    done = {"status": "completed", "progress": 100, "output": {"url": "/v/1.mp4", "duration": 3.0}}
    backend.on(
        routes.render("r-1"),
        lambda _: httpx.Response(200, json={"status": "processing", "progress": 0.4}),
        lambda _: httpx.Response(200, json=done),
    )
    backend.on("/v/1.mp4", lambda _: file_of(b"\0\0\0\x20ftypmp42"))
    return backend


def _guarded(
    answer: Callable[[httpx.Request], httpx.Response],
) -> Callable[[httpx.Request], httpx.Response]:
    def checked(request: httpx.Request) -> httpx.Response:
        if request.headers[routes.AUTHORIZATION] != f"Bearer {CLOUD_TOKEN}":
            return refusal(WireCode.BAD_TOKEN)
        return answer(request)

    return checked
