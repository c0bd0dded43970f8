"""The stream against the kit that defined it: its real server read, its real model satisfied."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest

from tests.backend.workbench import PHOTOS, served
from tests.client.scripted_backend import SKILL
from tiktok_photo_video.backend.config import BackendConfig
from tiktok_photo_video.backend.core import Backend
from tiktok_photo_video.client import BackendClient, Endpoint, Secret, TurnLimits
from tiktok_photo_video.client.stream import run as run_turn
from tiktok_photo_video.errors import BackendError
from tiktok_photo_video.wire import routes
from tiktok_photo_video.wire.codes import WireCode
from tiktok_photo_video.wire.events import (
    Failure,
    Ignored,
    StateDelta,
    StreamEvent,
    Text,
    TextAssembler,
    ToolCall,
    ToolResult,
    event_frame,
    failure_event,
    text_event,
    tool_call_event,
    tool_result_event,
)
from tiktok_photo_video.wire.payloads import RunRequest
from tiktok_photo_video.wire.sse import Decoder

# The kit warns of its own young parts, which is not about us.
pytestmark = [pytest.mark.anyio, pytest.mark.filterwarnings(r"ignore:\[EXPERIMENTAL\]:UserWarning")]

BROKEN = 'the "model"\nbroke {down} 坏了'


@pytest.fixture(scope="module", autouse=True)
def kit() -> None:
    """The kit is imported here and below: it takes two seconds, in each process that collects."""
    pytest.importorskip("google.adk", reason="google-adk is not installed; it is in the dev extra")


@pytest.fixture(scope="module")
def adk_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    from tests.interop.adk_script import script
    from tests.interop.adk_server import adk_served

    with adk_served(script(broken=BROKEN), tmp_path_factory.mktemp("adk")) as address:
        yield address


@pytest.fixture
async def adk(adk_address: str, tmp_path: Path) -> AsyncIterator[BackendClient]:
    """A client of the real ADK server, with a session ``s1`` to talk in."""
    sessions = f"{adk_address}/apps/{routes.APP_NAME}/users/{routes.ME}/sessions"
    async with httpx.AsyncClient(trust_env=False) as http:
        await http.delete(f"{sessions}/s1")
        (await http.post(sessions, json={"sessionId": "s1"})).raise_for_status()
    endpoint = Endpoint(adk_address, is_local=True, token=Secret("nmv_usr_any"))
    async with BackendClient(endpoint, SKILL, home=tmp_path) as client:
        yield client


async def heard(client: BackendClient, message: str, *, streaming: bool) -> list[StreamEvent]:
    """The events of a turn that mean something."""
    if not streaming:
        events = [event async for event in client.run("s1", message)]
    else:
        request = RunRequest("s1", message, streaming=True)
        turn = run_turn(client._calls, request, limits=TurnLimits(), monotonic=time.monotonic)
        events = [event async for event in turn]
    return [event for event in events if not isinstance(event, Ignored)]


def shown(events: list[StreamEvent]) -> str:
    """What a user reads of it."""
    assembler = TextAssembler()
    for event in events:
        if isinstance(event, Text):
            assembler.add(event)
    return assembler.text


@pytest.mark.requirement("interop-adk-server")
async def test_a_text_of_a_real_server_arrives_as_it_was_said(adk: BackendClient) -> None:
    events = await heard(adk, "hello", streaming=False)
    assert [type(event) for event in events] == [Text]
    assert shown(events) == 'It says "hi",\nand 再见 🎬.'


@pytest.mark.requirement("interop-adk-server")
async def test_a_streamed_text_comes_in_pieces_and_is_shown_once(adk: BackendClient) -> None:
    events = await heard(adk, "pieces", streaming=True)
    texts = [event for event in events if isinstance(event, Text)]
    assert [(event.text, event.partial) for event in texts] == [
        ("Wor", True),
        ("king ", True),
        ("on it.", True),
        ("Working on it.", False),
    ]
    assert shown(events) == "Working on it."


@pytest.mark.requirement("interop-adk-server")
@pytest.mark.parametrize("streaming", [False, True])
async def test_a_tool_of_a_real_server_changes_the_state(
    adk: BackendClient, *, streaming: bool
) -> None:
    events = await heard(adk, "edit", streaming=streaming)
    assert [event for event in events if not isinstance(event, Text)] == [
        ToolCall("edit_multitrack", {"op": "title"}),
        ToolResult("edit_multitrack", {"ok": True}),
        StateDelta({"draft": {"t": [{"op": "title"}]}, "video_infos": [{"filename": "海.jpg"}]}),
    ]
    assert shown(events) == "Let me see.\n\nDone."


@pytest.mark.requirement("interop-adk-server")
@pytest.mark.parametrize("streaming", [False, True])
async def test_reasoning_of_a_real_server_is_not_shown(
    adk: BackendClient, *, streaming: bool
) -> None:
    assert shown(await heard(adk, "think", streaming=streaming)) == "A cut."


@pytest.mark.requirement("interop-adk-server")
async def test_the_same_words_said_three_times_are_three_messages(adk: BackendClient) -> None:
    assert shown(await heard(adk, "twice", streaming=False)) == "Same.\n\nSame.\n\nSame."


@pytest.mark.requirement("interop-adk-server")
async def test_a_turn_without_words_is_silent(adk: BackendClient) -> None:
    assert shown(await heard(adk, "nothing", streaming=False)) == ""


@pytest.mark.requirement("interop-adk-failures")
@pytest.mark.parametrize("streaming", [False, True])
async def test_a_model_that_breaks_is_a_failure_in_its_own_words(
    adk: BackendClient, *, streaming: bool
) -> None:
    failures = await heard(adk, "break", streaming=streaming)
    assert failures
    for failure in failures:
        assert isinstance(failure, Failure)
        assert failure.code == "RuntimeError"
        assert 'the "model" broke {down} 坏了' in failure.message


@pytest.mark.requirement("interop-adk-failures")
async def test_a_model_that_breaks_midway_keeps_what_was_said_and_fails(
    adk: BackendClient,
) -> None:
    events = await heard(adk, "break midway", streaming=True)
    assert shown(events).startswith("Half a")
    assert any(isinstance(event, ToolResult) for event in events)
    assert isinstance(events[-1], Failure)


@pytest.mark.requirement("interop-adk-failures")
async def test_a_tool_that_breaks_is_a_failure(adk: BackendClient) -> None:
    events = await heard(adk, "break the tool", streaming=False)
    assert isinstance(events[-1], Failure)
    assert 'the "music" tool broke {down}' in events[-1].message


@pytest.mark.requirement("interop-adk-failures")
@pytest.mark.parametrize("streaming", [False, True])
async def test_words_that_were_cut_short_are_shown_and_the_reason_told(
    adk: BackendClient, *, streaming: bool
) -> None:
    events = await heard(adk, "stop short", streaming=streaming)
    assert shown(events) == "A long story"
    assert events[-1] == Failure("MAX_TOKENS", "")


@pytest.mark.requirement("interop-adk-failures")
async def test_an_answer_that_the_model_may_not_give_is_a_failure(adk: BackendClient) -> None:
    assert await heard(adk, "block", streaming=False) == [Failure("SAFETY", "")]


@pytest.mark.requirement("interop-adk-failures")
async def test_a_session_that_a_real_server_does_not_know_is_code_1002(
    adk: BackendClient,
) -> None:
    with pytest.raises(BackendError) as caught:
        [event async for event in adk.run("no-such", "hello")]
    assert caught.value.wire_code == WireCode.NO_SESSION
    assert caught.value.hint


@pytest.mark.requirement("interop-adk-failures")
async def test_a_server_that_knows_nothing_of_videos_refuses_our_verbs(
    adk: BackendClient,
) -> None:
    for answer in (adk.state("s1"), adk.credits(), adk.create_session()):
        with pytest.raises(BackendError) as caught:
            await answer
        assert caught.value.wire_code == WireCode.NOT_FOUND


# The other way round: what we write, read by the kit's own model.

STAMP = {"invocation_id": "e-1", "event_id": "Ab3dE6gH", "timestamp_s": 1900000000.5}
EMITTED: dict[str, dict[str, object]] = {
    "text": text_event("hi\n再见 🎬", **STAMP),  # type: ignore[arg-type]
    "partial": text_event("hi", **STAMP, partial=True),  # type: ignore[arg-type]
    "call": tool_call_event("adk-1", "edit", {"op": [1]}, **STAMP),  # type: ignore[arg-type]
    "result": tool_result_event("adk-1", "edit", {"ok": True}, {"draft": {"t": []}}, **STAMP),  # type: ignore[arg-type]
    "failure": failure_event("render", 'a "bad" day', **STAMP),  # type: ignore[arg-type]
}


def lost(ours: object, theirs: object) -> bool:
    """Whether the kit's reading leaves out or changes anything that we wrote."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return any(key not in theirs or lost(ours[key], theirs[key]) for key in ours)
    return ours != theirs


def kit_reading(event: object) -> dict[str, object]:
    from google.adk.events import Event

    read: dict[str, object] = Event.model_validate(event).model_dump(
        mode="json", by_alias=True, exclude_none=True
    )
    return read


@pytest.mark.requirement("interop-adk-model")
@pytest.mark.parametrize("kind", EMITTED)
def test_each_kind_of_event_that_we_write_is_one_of_the_kits(kind: str) -> None:
    (frame,) = Decoder().feed(event_frame(EMITTED[kind]))
    event = json.loads(frame.data)
    assert not lost(event, kit_reading(event))


@pytest.mark.requirement("interop-adk-model")
def test_the_kit_understands_our_events_as_meant() -> None:
    from google.adk.events import Event

    events = {kind: Event.model_validate(event) for kind, event in EMITTED.items()}
    assert events["text"].is_final_response()
    assert not events["partial"].is_final_response()
    assert [call.name for call in events["call"].get_function_calls()] == ["edit"]
    assert [answer.name for answer in events["result"].get_function_responses()] == ["edit"]
    assert events["result"].actions.state_delta == {"draft": {"t": []}}
    assert (events["failure"].error_code, events["failure"].error_message) == (
        "render",
        'a "bad" day',
    )


class Tapped(httpx.AsyncByteStream):
    """A body that is written down while it passes."""

    def __init__(self, stream: httpx.AsyncByteStream, tape: list[bytes]) -> None:
        self._stream = stream
        self._tape = tape

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._stream:
            self._tape.append(chunk)
            yield chunk

    async def aclose(self) -> None:
        await self._stream.aclose()


class Tap(httpx.AsyncHTTPTransport):
    """A real connection whose streams of events are written down."""

    def __init__(self) -> None:
        super().__init__(trust_env=False)
        self.tape: list[bytes] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await super().handle_async_request(request)
        if request.url.path == routes.RUN_SSE:
            assert isinstance(response.stream, httpx.AsyncByteStream)
            response.stream = Tapped(response.stream, self.tape)
        return response


@pytest.mark.requirement("interop-adk-model")
async def test_every_event_of_real_turns_is_one_of_the_kits(tmp_path: Path) -> None:
    photos = [tmp_path / name for name in PHOTOS]
    for path in photos:
        path.write_bytes(PHOTOS[path.name])
    tap = Tap()
    with served(Backend(BackendConfig(tmp_path / "home"))) as address:
        endpoint = Endpoint(address, is_local=True)
        async with BackendClient(endpoint, SKILL, home=tmp_path, transport=tap) as client:
            ids = await client.create_session(task_name="interop", language="en")
            await client.upload(ids.session_id, photos)
            for message in ("a 5 second video with music", "加字幕", "flurble wobbix", "undo"):
                async for _ in client.run(ids.session_id, message):
                    pass
    frames = Decoder().feed(b"".join(tap.tape))
    events = [json.loads(frame.data) for frame in frames if frame.data.startswith("{")]
    assert len(events) >= 4
    assert [event for event in events if lost(event, kit_reading(event))] == []
    assert len({event["id"] for event in events}) == len(events)
