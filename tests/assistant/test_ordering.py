"""An export is ordered once: doubts are settled by its id."""

from __future__ import annotations

import json
from pathlib import Path
from uuid import uuid4

import anyio
import httpx
import pytest

from tests.client.scripted_backend import SKILL, ScriptedBackend, bare, refusing
from tiktok_photo_video.assistant.ordering import (
    MAY_ARRIVE_FOR_S,
    ORDER_UNCERTAIN,
    Order,
    Orders,
    digest_of,
    settle_doubts,
)
from tiktok_photo_video.assistant.projects import Export, Project, Projects
from tiktok_photo_video.client import BackendClient, Endpoint
from tiktok_photo_video.errors import BackendError, TransportError
from tiktok_photo_video.wire import routes
from tiktok_photo_video.wire.codes import WireCode
from tiktok_photo_video.wire.payloads import RenderRequest, RenderStatus

pytestmark = pytest.mark.anyio
TAKEN = bare({"code": 0, "data": {}})


class Counter:
    """Orders at a scripted backend whose poll answers are the same for every id."""

    def __init__(self, script: ScriptedBackend, home: Path) -> None:
        self.script = script
        self.now_s = 1e9
        self.book = Projects(home, now_s=lambda: self.now_s)
        self.project: Project = self.book.remember("s1", backend="cloud", name="x")
        client = BackendClient(
            Endpoint("https://backend.example"),
            SKILL,
            home=home,
            transport=httpx.MockTransport(self._handle),
        )
        self.polled: httpx.Response | Exception = httpx.Response(404, json={"code": 404})
        self.polls = 0
        self.found: RenderStatus | None = None
        self.client = client
        self.noted_first: list[bool] = []
        self.orders = Orders(client, self.book, request_of=_request, sleep=_no_wait)

    async def order(self, folder: Path, *, digest: str = "") -> Export:
        """Order something of its own, or what has this digest."""
        wanted = Order(digest or uuid4().hex, folder / "a.mp4")
        placed = await self.orders.order(self.project, wanted, place=lambda: wanted.wished)
        self.found = placed.status
        return placed.export

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


FAILED = httpx.Response(200, json={"status": "failed", "error": "x"})
DONE = httpx.Response(200, json={"status": "completed", "output": {"url": "/v/1.mp4"}})
UNKNOWN = httpx.Response(404, json={"code": 404})


@pytest.mark.requirement("order-rejoined")
@pytest.mark.parametrize("standing", [UNDER_WAY, DONE])
async def test_the_very_same_order_is_gone_on_with(
    counter: Counter, tmp_path: Path, standing: httpx.Response
) -> None:
    counter.script.on(routes.RENDER, TAKEN)
    first = await counter.order(tmp_path, digest="d")
    assert counter.found is None
    counter.polled = standing
    again = await counter.order(tmp_path, digest="d")
    assert (again.id, counter.sent) == (first.id, [first.id])
    assert counter.found is not None


@pytest.mark.requirement("order-rejoined")
async def test_another_draft_or_place_or_a_delivered_one_is_another_order(
    counter: Counter, tmp_path: Path
) -> None:
    counter.script.on(routes.RENDER, TAKEN)
    counter.polled = UNDER_WAY
    first = await counter.order(tmp_path, digest="d")
    await counter.order(tmp_path, digest="e")
    await counter.order(tmp_path / "elsewhere", digest="d")
    counter.book.delivered(first.id)
    await counter.order(tmp_path, digest="d")
    assert len(set(counter.sent)) == 4


@pytest.mark.requirement("order-rejoined")
async def test_the_same_order_that_failed_is_made_anew(counter: Counter, tmp_path: Path) -> None:
    counter.script.on(routes.RENDER, TAKEN)
    first = await counter.order(tmp_path, digest="d")
    counter.polled = FAILED
    again = await counter.order(tmp_path, digest="d")
    assert counter.sent == [first.id, again.id]
    (gone,) = (e for e in counter.book.exports(backend="cloud") if e.id == first.id)
    assert not gone.is_open


@pytest.mark.requirement("order-rejoined")
async def test_an_order_that_may_never_have_left_is_sent_under_its_own_id(
    counter: Counter, tmp_path: Path
) -> None:
    killed = counter.book.ordered(
        "render_1",
        project=counter.project,
        path=tmp_path / "a.mp4",
        wished=str(tmp_path / "a.mp4"),
        digest="d",
    )
    # It comes through just then: a backend refuses the second of the same id.
    counter.script.on(routes.RENDER, refusing(WireCode.CONFLICT))
    again = await counter.order(tmp_path, digest="d")
    assert (again.id, counter.sent) == (killed.id, [killed.id])
    assert counter.found is None
    assert counter.noted == [killed.id]


@pytest.mark.requirement("order-rejoined")
async def test_an_order_that_the_backend_has_lost_is_made_anew_and_no_longer_listed(
    counter: Counter, tmp_path: Path
) -> None:
    counter.script.on(routes.RENDER, TAKEN)
    first = await counter.order(tmp_path, digest="d")
    again = await counter.order(tmp_path, digest="d")
    assert counter.sent == [first.id, again.id]
    assert counter.noted == [again.id]


@pytest.mark.requirement("order-rejoined")
async def test_while_the_same_order_cannot_be_asked_about_none_is_made(
    counter: Counter, tmp_path: Path
) -> None:
    counter.script.on(routes.RENDER, TAKEN)
    first = await counter.order(tmp_path, digest="d")
    counter.polled = httpx.ConnectError("x")
    with pytest.raises(TransportError) as caught:
        await counter.order(tmp_path, digest="d")
    assert caught.value.code == ORDER_UNCERTAIN
    assert counter.sent == counter.noted == [first.id]


@pytest.mark.requirement("order-rejoined")
def test_the_digest_tells_drafts_and_qualities_apart_and_nothing_else() -> None:
    draft = {"m": {"title": "夏 \ud83d"}, "t": [1, 2]}
    turned = {"t": [1, 2], "m": {"title": "夏 \ud83d"}}
    assert digest_of(draft, {"quality": "high"}) == digest_of(turned, {"quality": "high"})
    assert digest_of(draft, {"quality": "high"}) != digest_of(draft, {"quality": "low"})
    assert digest_of({**draft, "t": [2, 1]}, {}) != digest_of(draft, {})


@pytest.mark.requirement("order-rejoined")
async def test_two_programs_that_want_the_same_at_once_share_one_order(
    counter: Counter, tmp_path: Path
) -> None:
    counter.script.on(routes.RENDER, refusing(WireCode.CONFLICT))
    counter.polled = UNDER_WAY  # the other one has sent it, under the id that it found noted
    export = await counter.order(tmp_path)
    assert counter.sent == counter.noted == [export.id]


@pytest.mark.requirement("order-dropped")
@pytest.mark.parametrize(
    ("polled", "age_s", "is_kept"),
    [
        (UNKNOWN, MAY_ARRIVE_FOR_S + 1, False),
        (UNKNOWN, MAY_ARRIVE_FOR_S - 1, True),
        (UNKNOWN, -MAY_ARRIVE_FOR_S, True),  # the clock was put back
        (UNDER_WAY, MAY_ARRIVE_FOR_S + 1, True),
        (FAILED, MAY_ARRIVE_FOR_S + 1, True),
        (httpx.Response(503, json={"code": 503}), MAY_ARRIVE_FOR_S + 1, True),
        (httpx.Response(403, json={"code": 403}), MAY_ARRIVE_FOR_S + 1, True),
        (httpx.ReadError("x"), MAY_ARRIVE_FOR_S + 1, True),
    ],
)
async def test_an_order_that_never_arrived_is_dropped_once_it_cannot_arrive_any_more(
    *,
    counter: Counter,
    tmp_path: Path,
    polled: httpx.Response | Exception,
    age_s: float,
    is_kept: bool,
) -> None:
    counter.book.ordered("render_1", project=counter.project, path=tmp_path / "a.mp4")
    counter.now_s += age_s
    counter.polled = polled
    await settle_doubts(counter.client, counter.book, "cloud")
    assert counter.noted == (["render_1"] if is_kept else [])


@pytest.mark.requirement("order-dropped")
async def test_only_orders_in_doubt_are_asked_about(counter: Counter, tmp_path: Path) -> None:
    counter.script.on(routes.RENDER, TAKEN)
    await counter.order(tmp_path)
    for number, note in enumerate((counter.book.delivered, counter.book.ended)):
        counter.book.ordered(f"r{number}", project=counter.project, path=tmp_path / "b.mp4")
        note(f"r{number}")
    other = counter.book.remember("s2", backend="local", name="y")
    counter.book.ordered("r9", project=other, path=tmp_path / "c.mp4")
    counter.now_s += MAY_ARRIVE_FOR_S + 1
    await settle_doubts(counter.client, counter.book, "cloud")
    assert counter.polls == 0
    assert len(counter.noted) == 3
