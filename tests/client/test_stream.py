"""A turn: events as they come, sent once, bounded in time."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import aclosing
from pathlib import Path

import anyio
import httpx
import pytest

from tests.client.conftest import Connect
from tests.client.scripted_backend import SKILL, FakeTime, ScriptedBackend, bare, refusal, stream_of
from tiktok_photo_video.client import BackendClient, Endpoint, TurnLimits
from tiktok_photo_video.errors import BackendError, ProtocolError, TransportError
from tiktok_photo_video.wire import routes
from tiktok_photo_video.wire.codes import WireCode
from tiktok_photo_video.wire.events import Heartbeat, StreamEvent, Text, ToolCall

pytestmark = pytest.mark.anyio

RUN = routes.RUN_SSE


async def listen(client: BackendClient, heard: list[StreamEvent]) -> None:
    """A turn whose events count although it fails."""
    async for event in client.run("s1", "make it"):
        heard.append(event)


async def turn(client: BackendClient, text: str = "make it") -> list[StreamEvent]:
    async with client:
        return [event async for event in client.run("s1", text)]


@pytest.mark.requirement("client-turn")
async def test_a_turn_goes_out_as_specified(backend: ScriptedBackend, connect: Connect) -> None:
    backend.on(RUN, stream_of(b'data: {"type":"text","content":"Done"}\n\n'))
    assert await turn(connect(), "加音乐") == [Text("Done")]
    request = backend.sent_to(RUN)[0]
    assert request.headers["accept"] == "text/event-stream"
    body = json.loads(request.content)
    assert (body["app_name"], body["user_id"], body["session_id"]) == ("nemo_agent", "me", "s1")
    assert body["new_message"]["parts"] == [{"text": "加音乐"}]


@pytest.mark.requirement("client-turn")
async def test_events_come_in_order_however_the_stream_is_cut(
    backend: ScriptedBackend, connect: Connect
) -> None:
    stream = (
        ': ping\n\ndata: heartbeat\n\ndata:\n\ndata: {"content":{"parts":[{"text":"好 🎬"},'
        '{"functionCall":{"name":"edit","args":{}}}]},"id":"1"}\r\n\r\n'
        'data: {"type":"text","content":"z"}'
    ).encode()
    expected = [Heartbeat(), Heartbeat(), Text("好 🎬", False, "1"), ToolCall("edit"), Text("z")]
    backend.on(RUN, stream_of(*(bytes([byte]) for byte in stream)))
    assert await turn(connect()) == [Heartbeat(), *expected]
    backend.on(RUN, stream_of(stream))
    assert await turn(connect()) == expected


@pytest.mark.requirement("client-turn")
async def test_comments_alone_are_signs_of_life(backend: ScriptedBackend, connect: Connect) -> None:
    backend.on(RUN, stream_of(b": keep-alive\n\n", b": keep-alive\n\n"))
    assert await turn(connect()) == [Heartbeat(), Heartbeat()]


@pytest.mark.requirement("client-turn")
async def test_a_silent_turn_ends_without_an_error(
    backend: ScriptedBackend, connect: Connect
) -> None:
    backend.on(RUN, stream_of())
    assert await turn(connect()) == []


@pytest.mark.requirement("client-never-resends")
@pytest.mark.parametrize(
    "broken", [httpx.ReadError("x"), httpx.RemoteProtocolError("x"), httpx.ReadTimeout("x")]
)
async def test_a_dropped_stream_is_told_and_never_sent_again(
    backend: ScriptedBackend, connect: Connect, broken: Exception
) -> None:
    backend.on(RUN, stream_of(b"data: heartbeat\n\n", broken))
    seen: list[StreamEvent] = []
    async with connect() as client:
        with pytest.raises(TransportError) as caught:
            await listen(client, seen)
    assert caught.value.code == "stream_dropped"
    assert seen == [Heartbeat()]
    assert len(backend.sent_to(RUN)) == 1


@pytest.mark.requirement("client-never-resends")
async def test_a_backend_that_was_never_reached_is_told_apart_from_a_drop(
    backend: ScriptedBackend, connect: Connect
) -> None:
    backend.on(RUN, httpx.ConnectError("x"))
    with pytest.raises(TransportError) as caught:
        await turn(connect())
    assert caught.value.code == "unreachable"
    backend.on(RUN, httpx.ReadTimeout("x"))
    with pytest.raises(TransportError) as caught:
        await turn(connect())
    assert caught.value.code == "stream_dropped"


@pytest.mark.requirement("client-renews-once")
@pytest.mark.parametrize("status", [200, 401])
async def test_a_token_refused_before_the_turn_is_replaced(
    backend: ScriptedBackend, connect: Connect, status: int
) -> None:
    backend.on(RUN, refusal(WireCode.BAD_TOKEN, status=status), stream_of(b"data:\n\n"))
    assert await turn(connect()) == [Heartbeat()]


@pytest.mark.requirement("client-errors")
async def test_refusals_and_other_answers_than_streams_are_told(
    backend: ScriptedBackend, connect: Connect
) -> None:
    backend.on(RUN, bare({"detail": "Session not found: s1"}, 404))
    with pytest.raises(BackendError) as caught:
        await turn(connect())
    assert caught.value.wire_code == WireCode.NO_SESSION
    backend.on(RUN, lambda _: httpx.Response(200, text="<html>"))
    with pytest.raises(ProtocolError):
        await turn(connect())


@pytest.mark.requirement("client-turn-limit")
async def test_a_turn_of_heartbeats_alone_ends_after_fifteen_minutes(
    backend: ScriptedBackend, connect: Connect, fake_time: FakeTime
) -> None:
    def minute() -> None:
        fake_time.seconds += 60

    backend.on(RUN, stream_of(*[b"data:\n\n"] * 30, before=minute))
    seen: list[StreamEvent] = []
    async with connect() as client:
        with pytest.raises(TransportError) as caught:
            await listen(client, seen)
    assert caught.value.code == "turn_timeout"
    assert seen == [Heartbeat()] * 15


@pytest.mark.requirement("client-turn-limit")
async def test_leaving_a_turn_early_closes_its_connection(
    backend: ScriptedBackend, connect: Connect
) -> None:
    response = stream_of(b"data:\n\n", b"data:\n\n")
    backend.on(RUN, response)
    async with connect() as client, aclosing(client.run("s1", "make it")) as events:
        async for _ in events:
            break
    assert response.is_closed


@pytest.mark.requirement("client-turn-limit")
async def test_a_cancelled_turn_closes_its_connection(
    backend: ScriptedBackend, connect: Connect
) -> None:
    response = stream_of(*[b"data:\n\n"] * 3)
    backend.on(RUN, response)
    async with connect() as client:
        with anyio.CancelScope() as scope:
            async with aclosing(client.run("s1", "make it")) as events:
                async for _ in events:
                    scope.cancel()
                    await anyio.lowlevel.checkpoint()
    assert scope.cancelled_caught
    assert response.is_closed


class Silence(httpx.AsyncByteStream):
    """A body that never comes."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        await anyio.sleep_forever()
        yield b""


@pytest.mark.requirement("client-turn-limit")
async def test_a_silent_stream_is_cut_at_the_limit_of_the_turn(
    backend: ScriptedBackend, tmp_path: Path
) -> None:
    headers = {"content-type": "text/event-stream"}
    backend.on(RUN, httpx.Response(200, headers=headers, stream=Silence()))
    client = BackendClient(
        Endpoint("https://backend.example"),
        SKILL,
        home=tmp_path,
        turn_limits=TurnLimits(turn_s=0.01),
        transport=backend.transport,
    )
    with pytest.raises(TransportError) as caught:
        await turn(client)
    assert caught.value.code == "turn_timeout"
