"""A backend that moved is found again, where that is safe, and not without end."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from tests.client.scripted_backend import (
    NOW,
    SKILL,
    FakeTime,
    ScriptedBackend,
    file_of,
    ok,
    stream_of,
)
from tiktok_photo_video.client import BackendClient, Endpoint
from tiktok_photo_video.client.calls import RELOCATE_EVERY_S
from tiktok_photo_video.errors import ServiceError, TransportError
from tiktok_photo_video.wire import routes
from tiktok_photo_video.wire.payloads import RenderRequest, RenderState, RenderStatus

pytestmark = pytest.mark.anyio
OLD, NEW = "http://127.0.0.1:1", "http://127.0.0.1:2"


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


class Moving:
    """A backend that answers at one place only, and whoever looks for it."""

    def __init__(self, home: Path) -> None:
        self.script = ScriptedBackend()
        self.time = FakeTime(NOW)
        self.at = OLD
        self.looked_for = 0
        self.asked: list[str] = []
        self.client = BackendClient(
            Endpoint(OLD, is_local=True, extra_headers={"X-Key": "old"}),
            SKILL,
            home=home,
            timing=self.time.timing,
            relocate=self._relocate,
            transport=httpx.MockTransport(self._handle),
        )

    async def _handle(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(f"{request.url.port} {request.headers['X-Key']} {request.url.path}")
        if request.url.port != int(self.at.rpartition(":")[2]):
            raise httpx.ConnectError("x")
        return await self.script.transport.handle_async_request(request)

    async def _relocate(self) -> Endpoint:
        self.looked_for += 1
        return Endpoint(NEW, is_local=True, extra_headers={"X-Key": "new"})


@pytest.fixture
def moving(tmp_path: Path) -> Moving:
    return Moving(tmp_path / "home")


Call = Callable[[BackendClient, Path], object]


async def turn(client: BackendClient, _: Path) -> None:
    async for _event in client.run("s1", "hello"):
        pass


async def uploaded(client: BackendClient, folder: Path) -> None:
    path = folder / "a.jpg"
    path.write_bytes(b"photo")
    await client.upload("s1", [path])


async def downloaded(client: BackendClient, folder: Path) -> None:
    status = RenderStatus("r1", RenderState.COMPLETED, url="/v/1.mp4")
    await client.download(status, to=folder / "a.mp4")
    assert (folder / "a.mp4").read_bytes() == b"video"


async def ordered(client: BackendClient, _: Path) -> None:
    await client.submit_render(RenderRequest("r1", "s1", {}))


async def asked(client: BackendClient, _: Path) -> None:
    await client.credits()


@pytest.mark.requirement("backend-relocated")
@pytest.mark.parametrize("call", [turn, uploaded, downloaded, ordered, asked])
async def test_any_call_is_made_again_where_the_backend_is_now(
    moving: Moving, tmp_path: Path, call: Call
) -> None:
    moving.script.on(routes.RUN_SSE, lambda _: stream_of(b"data:\n\n"))
    moving.script.on(routes.upload("s1"), ok({"files": []}))
    moving.script.on("/v/1.mp4", lambda _: file_of(b"video"))
    moving.script.on(routes.RENDER, ok({}))
    moving.script.on(routes.CREDITS, ok({"available": 1}))
    await moving.client.connect()
    moving.at = NEW
    moving.asked.clear()
    await call(moving.client, tmp_path)  # type: ignore[misc]
    first, second = moving.asked
    assert first.startswith("1 old ")
    assert second == first.replace("1 old", "2 new")
    assert (moving.looked_for, moving.client.endpoint.base_url) == (1, NEW)
    assert len(moving.script.sent_to(routes.ANONYMOUS_TOKEN)) == 1  # the token stays good


@pytest.mark.requirement("backend-relocated")
async def test_a_first_token_is_fetched_there_too(moving: Moving) -> None:
    moving.at = NEW
    moving.script.on(routes.CREDITS, ok({"available": 1}))
    await moving.client.credits()
    assert [line[0] for line in moving.asked] == ["1", "2", "2"]


@pytest.mark.requirement("backend-relocated")
async def test_a_call_whose_line_broke_is_not_made_again(moving: Moving) -> None:
    moving.script.on(routes.RENDER, httpx.ReadError("x"))
    with pytest.raises(TransportError) as caught:
        await moving.client.submit_render(RenderRequest("r1", "s1", {}))
    assert (caught.value.code, moving.looked_for) == ("connection_broken", 0)


@pytest.mark.requirement("backend-relocated")
async def test_a_backend_that_goes_on_dying_is_not_started_without_end(moving: Moving) -> None:
    moving.at = "http://127.0.0.1:3"
    for _ in range(5):
        with pytest.raises(TransportError) as caught:
            await moving.client.credits()
        assert caught.value.code == "unreachable"
    assert moving.looked_for == 1
    moving.time.seconds += RELOCATE_EVERY_S
    with pytest.raises(TransportError):
        await moving.client.credits()
    assert moving.looked_for == 2


@pytest.mark.requirement("backend-relocated")
async def test_one_that_cannot_be_started_is_told_as_such(tmp_path: Path) -> None:
    async def relocate() -> Endpoint:
        raise ServiceError("It does not start.")

    script = ScriptedBackend()
    script.on(routes.ANONYMOUS_TOKEN, httpx.ConnectError("x"))
    async with BackendClient(
        Endpoint(OLD), SKILL, home=tmp_path, relocate=relocate, transport=script.transport
    ) as client:
        with pytest.raises(ServiceError):
            await client.credits()
