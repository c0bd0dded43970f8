"""An export is ordered once: doubts are settled by its id."""

from __future__ import annotations

import json
from pathlib import Path

import anyio
import httpx
import pytest

from tests.client.scripted_backend import SKILL, ScriptedBackend, bare, refusing
from tiktok_photo_video.assistant.ordering import ORDER_UNCERTAIN, Orders
from tiktok_photo_video.assistant.projects import Export, Project, Projects
from tiktok_photo_video.client import BackendClient, Endpoint
from tiktok_photo_video.errors import BackendError, TransportError
from tiktok_photo_video.wire import routes
from tiktok_photo_video.wire.codes import WireCode
from tiktok_photo_video.wire.payloads import RenderRequest

pytestmark = pytest.mark.anyio
TAKEN = bare({"code": 0, "data": {}})


class Counter:
    """Orders at a scripted backend whose poll answers are the same for every id."""

    def __init__(self, script: ScriptedBackend, home: Path) -> None:
        self.script = script
        self.book = Projects(home)
        self.project: Project = self.book.remember("s1", backend="cloud", name="x")
        client = BackendClient(
            Endpoint("https://backend.example"),
            SKILL,
            home=home,
            transport=httpx.MockTransport(self._handle),
        )
        self.polled: httpx.Response | Exception = httpx.Response(404, json={"code": 404})
        self.polls = 0
        self.noted_first: list[bool] = []
        self.orders = Orders(client, self.book, request_of=_request, sleep=_no_wait)

    async def order(self, folder: Path) -> Export:
        return await self.orders.order(self.project, folder / "a.mp4")

    @property
    def sent(self) -> list[str]:
        """The ids that were ordered, in order."""
        return [json.loads(r.content)["id"] for r in self.script.sent_to(routes.RENDER)]

    @property
    def noted(self) -> list[str]:
        """The ids in the book."""
        return [export.id for export in self.book.exports(backend="cloud")]

    async def _handle(self, request: httpx.Request) -> httpx.Response:
        if request.url.path.startswith(routes.RENDER + "/"):
            self.polls += 1
            if isinstance(self.polled, Exception):
                raise self.polled
            return self.polled
        if request.url.path == routes.RENDER:
            await request.aread()
            self.noted_first.append(json.loads(request.content)["id"] in self.noted)
        return await self.script.transport.handle_async_request(request)


def _request(export: Export) -> RenderRequest:
    return RenderRequest(export.id, export.project, {"t": []})


async def _no_wait(_: float) -> None:
    await anyio.lowlevel.checkpoint()


@pytest.fixture
def counter(backend: ScriptedBackend, tmp_path: Path) -> Counter:
    return Counter(backend, tmp_path / "home")


UNDER_WAY = httpx.Response(200, json={"status": "processing", "progress": 5})


@pytest.mark.requirement("order-duplicate")
@pytest.mark.parametrize(
    "taken_already",
    [
        refusing(WireCode.CONFLICT),
        bare({"code": 422, "message": "Duplicate render id"}),
        bare({"success": False, "error": "id already exists"}, 400),
    ],
)
async def test_a_duplicate_id_is_replaced_by_a_new_one_once(
    counter: Counter, tmp_path: Path, taken_already: object
) -> None:
    counter.script.on(routes.RENDER, taken_already, TAKEN)  # type: ignore[arg-type]
    export = await counter.order(tmp_path)
    assert len(set(counter.sent)) == len(counter.sent) == 2
    assert counter.noted == [export.id] == counter.sent[1:]
    assert counter.noted_first == [True, True]
    counter.script.on(routes.RENDER, taken_already)  # type: ignore[arg-type]
    with pytest.raises(BackendError):
        await counter.order(tmp_path)
    assert len(counter.sent) == 4
    assert counter.noted == [export.id]


@pytest.mark.requirement("order-never-twice")
@pytest.mark.parametrize(
    "broken", [httpx.ReadError("x"), httpx.ReadTimeout("x"), refusing(WireCode.GATEWAY_TIMED_OUT)]
)
async def test_an_order_that_arrived_although_the_line_broke_is_not_made_again(
    counter: Counter, tmp_path: Path, broken: object
) -> None:
    counter.script.on(routes.RENDER, broken)  # type: ignore[arg-type]
    counter.polled = UNDER_WAY
    export = await counter.order(tmp_path)
    assert counter.sent == [export.id] == counter.noted


@pytest.mark.requirement("order-never-twice")
async def test_an_order_that_the_backend_does_not_know_is_sent_again_under_the_same_id(
    counter: Counter, tmp_path: Path
) -> None:
    counter.script.on(routes.RENDER, httpx.ReadError("x"), TAKEN)
    export = await counter.order(tmp_path)
    assert counter.sent == [export.id, export.id]
    assert counter.polls == 1
    counter.script.on(routes.RENDER, httpx.ReadError("x"), refusing(WireCode.CONFLICT))
    late = await counter.order(tmp_path)  # it came through just then
    assert counter.sent[2:] == [late.id, late.id]


@pytest.mark.requirement("order-never-twice")
async def test_while_the_backend_cannot_be_asked_nothing_is_ordered_again_and_the_id_is_kept(
    counter: Counter, tmp_path: Path
) -> None:
    counter.script.on(routes.RENDER, httpx.ReadError("x"))
    counter.polled = httpx.ConnectError("x")
    with pytest.raises(TransportError) as caught:
        await counter.order(tmp_path)
    assert caught.value.code == ORDER_UNCERTAIN
    assert "status" in caught.value.hint
    assert counter.sent == counter.noted
    assert len(counter.sent) == 1


@pytest.mark.requirement("order-never-twice")
async def test_what_never_left_or_was_refused_is_forgotten(
    counter: Counter, tmp_path: Path
) -> None:
    counter.script.on(routes.RENDER, httpx.ConnectError("x"))
    with pytest.raises(TransportError) as caught:
        await counter.order(tmp_path)
    assert caught.value.code == "unreachable"
    for code in (WireCode.EXPORT_BLOCKED, WireCode.RATE_LIMITED, WireCode.UNAVAILABLE):
        counter.script.on(routes.RENDER, refusing(code))
        with pytest.raises(BackendError):
            await counter.order(tmp_path)
    assert counter.noted == []
    assert len(counter.sent) == 4
