"""One suite of scenarios over the real client: whatever answers the wire must pass them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from tests.backend.workbench import PHOTOS
from tests.contract import cloud, forms
from tests.contract.conftest import Ruled
from tests.contract.subjects import Gift, Rule, Subject, on_backends_with, on_every_backend
from tests.contract.variants import Heartbeat as Beat
from tests.media_factory import write_photo
from tiktok_photo_video.assistant.conversation import Conversation, Wishes
from tiktok_photo_video.backend import turns as turns_room
from tiktok_photo_video.chat.reply import FileReady, Reply
from tiktok_photo_video.client import (
    STREAM_DROPPED,
    BackendClient,
    is_changed,
    recovered_state,
    wait_render,
)
from tiktok_photo_video.client.upload import require_usable
from tiktok_photo_video.errors import BackendError, MediaError, TransportError
from tiktok_photo_video.language import Language
from tiktok_photo_video.settings import Settings
from tiktok_photo_video.wire import routes
from tiktok_photo_video.wire.codes import RetryRule, WireCode, retry_rule_of
from tiktok_photo_video.wire.draft import has_content, summarise
from tiktok_photo_video.wire.events import (
    Failure,
    Heartbeat,
    StreamEvent,
    Text,
    TextAssembler,
    ToolCall,
    ToolResult,
)
from tiktok_photo_video.wire.payloads import RenderRequest, RenderState, SessionState

pytestmark = pytest.mark.anyio

NO_SUCH = "no-such"
DRAFT = forms.DRAFT


def new_id() -> str:
    """An id for a render that no backend has met, however often this suite was run against it."""
    return f"render_{uuid4().hex}"


async def heard(client: BackendClient, session_id: str, message: str) -> list[StreamEvent]:
    return [event async for event in client.run(session_id, message)]


def shown(events: list[StreamEvent]) -> str:
    """What a user reads of a turn."""
    assembler = TextAssembler()
    for event in events:
        if isinstance(event, Text):
            assembler.add(event)
    return assembler.text


async def session_with(client: BackendClient, photos: list[Path]) -> str:
    ids = await client.create_session(task_name="contract", language="en")
    await client.upload(ids.session_id, photos)
    return ids.session_id


async def first_cut(subject: Subject, client: BackendClient, photos: list[Path]) -> SessionState:
    """A session with photos and a first video of one second."""
    session_id = await session_with(client, photos)
    await heard(client, session_id, subject.words.first_cut)
    return await client.state(session_id)


async def refused(call: Awaitable[object]) -> BackendError:
    """What a call is refused with, which must be fit to be shown."""
    with pytest.raises(BackendError) as caught:
        await call
    error = caught.value
    assert error.message
    assert error.code
    assert "nmv_usr_" not in error.sentence()
    return error


# Access and sessions.


@pytest.mark.requirement("contract-access")
@on_every_backend
async def test_a_token_is_kept_for_the_next_program(subject: Subject) -> None:
    async with subject.connect() as client:
        ids = await client.create_session(task_name="contract", language="en")
    async with subject.connect() as again:
        assert (await again.state(ids.session_id)).session_id == ids.session_id
    if subject.cloud:
        assert len(subject.script.script.sent_to(routes.ANONYMOUS_TOKEN)) == 1


@pytest.mark.requirement("contract-access")
@on_backends_with(Gift.FORGETS_TOKENS)
async def test_an_anonymous_token_that_is_refused_is_replaced_and_the_session_goes_on(
    subject: Subject,
) -> None:
    async with subject.connect() as client:
        ids = await client.create_session()
        subject.forget_tokens()
        assert (await client.state(ids.session_id)).session_id == ids.session_id


@pytest.mark.requirement("contract-refusals")
@on_every_backend
async def test_a_wrong_token_of_the_users_own_is_code_1001_and_not_replaced(
    subject: Subject,
) -> None:
    async with subject.connect(token="nmv_usr_wrong") as client:
        error = await refused(client.credits())
    assert error.wire_code == WireCode.BAD_TOKEN
    assert "NEMO_TOKEN" in error.sentence()
    if subject.cloud:
        assert subject.script.script.sent_to(routes.ANONYMOUS_TOKEN) == []


@pytest.mark.requirement("contract-happy-path")
@on_every_backend
async def test_a_new_session_is_empty(subject: Subject) -> None:
    async with subject.connect() as client:
        ids = await client.create_session(task_name="contract", language="en")
        state = await client.state(ids.session_id)
    assert state.session_id == ids.session_id
    assert state.video_infos == ()
    assert not has_content(state.draft)


@pytest.mark.requirement("contract-refusals")
@on_every_backend
async def test_every_verb_refuses_an_unknown_session_with_1002(
    subject: Subject, photos: list[Path]
) -> None:
    async with subject.connect() as client:
        for call in (
            client.state(NO_SUCH),
            client.upload(NO_SUCH, photos),
            heard(client, NO_SUCH, "hello"),
            client.submit_render(RenderRequest("r-lost", NO_SUCH, DRAFT)),
        ):
            error = await refused(call)
            assert error.wire_code == WireCode.NO_SESSION
            assert error.hint


# Uploads.


@pytest.mark.requirement("contract-uploads")
@on_every_backend
async def test_photos_that_are_sent_are_told_and_listed_under_their_names(
    subject: Subject, photos: list[Path]
) -> None:
    names = [path.name for path in photos]
    sent: list[int] = []
    async with subject.connect() as client:
        ids = await client.create_session()
        uploaded = await client.upload(
            ids.session_id, photos, on_progress=lambda done, _: sent.append(done)
        )
        state = await client.state(ids.session_id)
    assert [file.filename for file in uploaded.files] == names
    assert [info.filename for info in state.video_infos] == names
    assert sent == sorted(sent)
    assert sent[-1] >= sum(path.stat().st_size for path in photos)


@pytest.mark.requirement("contract-uploads")
@on_backends_with(Gift.WEB)
async def test_photos_at_an_address_are_fetched_by_the_backend(subject: Subject) -> None:
    url = subject.publish("red.jpg", PHOTOS["red.jpg"])
    async with subject.connect() as client:
        ids = await client.create_session()
        (file,) = (await client.upload_urls(ids.session_id, [url])).files
        state = await client.state(ids.session_id)
    assert file.filename == "red.jpg"
    assert [info.filename for info in state.video_infos] == ["red.jpg"]


@pytest.mark.requirement("contract-uploads")
@on_every_backend
async def test_words_under_a_photos_name_are_code_4001_and_nothing_is_kept(
    subject: Subject, tmp_path: Path, photos: list[Path]
) -> None:
    words = tmp_path / "海边 notes.jpg"
    words.write_text("only words", encoding="utf-8")
    async with subject.connect() as client:
        ids = await client.create_session()
        error = await refused(client.upload(ids.session_id, [*photos, words]))
        assert (await client.state(ids.session_id)).video_infos == ()
    assert error.wire_code == WireCode.UNSUPPORTED_FILE
    assert error.hint


@pytest.mark.requirement("contract-uploads")
@on_every_backend
async def test_heic_is_taken_or_refused_with_the_formats_that_are(
    subject: Subject, tmp_path: Path
) -> None:
    path = write_photo(tmp_path / "IMG_1.heic", "heic")
    async with subject.connect() as client:
        ids = await client.create_session()
        if subject.cloud and not subject.script.variant.takes_heic:
            error = await refused(client.upload(ids.session_id, [path]))
            assert error.wire_code == WireCode.UNSUPPORTED_FILE
            assert "jpg" in error.hint
        else:
            assert len((await client.upload(ids.session_id, [path])).files) == 1


@pytest.mark.requirement("contract-uploads")
@on_backends_with(Gift.WEB)
async def test_a_file_beyond_the_limit_is_code_4002_before_its_bytes_are_moved(
    subject: Subject, tmp_path: Path
) -> None:
    limit_mb = subject.script.variant.max_upload_mb if subject.cloud else 200
    url = subject.publish("huge.jpg", PHOTOS["red.jpg"], limit_mb * 1024**2 + 1)
    async with subject.connect() as client:
        ids = await client.create_session()
        error = await refused(client.upload_urls(ids.session_id, [url]))
        assert (await client.state(ids.session_id)).video_infos == ()
    assert error.wire_code == WireCode.FILE_TOO_LARGE
    assert error.hint


@pytest.mark.requirement("contract-uploads")
@on_every_backend
async def test_a_file_on_disk_beyond_the_limit_never_leaves(
    subject: Subject, tmp_path: Path
) -> None:
    huge = tmp_path / "huge.jpg"
    with huge.open("wb") as file:
        file.truncate(routes.MAX_UPLOAD_BYTES + 1)  # a hole: it takes no room
    sent: list[int] = []
    async with subject.connect() as client:
        ids = await client.create_session()
        with pytest.raises(MediaError) as caught:
            await client.upload(
                ids.session_id, [huge], on_progress=lambda done, _: sent.append(done)
            )
        assert (await client.state(ids.session_id)).video_infos == ()
    assert caught.value.code == "file_too_large"
    assert sent == []
    with pytest.raises(MediaError):
        require_usable(tmp_path / "notes.txt")


# Turns.


@pytest.mark.requirement("contract-edits")
@on_every_backend
async def test_an_edit_is_told_once_and_changes_the_state(
    subject: Subject, photos: list[Path]
) -> None:
    async with subject.connect() as client:
        session_id = await session_with(client, photos)
        before = await client.state(session_id)
        events = await heard(client, session_id, subject.words.first_cut)
        after = await client.state(session_id)
    assert is_changed(before, after)
    assert after.draft is not None
    assert has_content(after.draft)
    assert summarise(after.draft, Language.ENGLISH).startswith("Timeline (")
    assert not any(isinstance(event, Failure) for event in events)
    assert shown(events)
    if subject.cloud:
        ends_in_noise = subject.script.variant.ends_in_noise
        noise = f"\n\n{forms.NOISE}" if ends_in_noise else ""
        assert shown(events) == forms.SAID + noise


@pytest.mark.requirement("contract-edits")
@on_every_backend
async def test_tools_are_events_and_never_words(subject: Subject, photos: list[Path]) -> None:
    async with subject.connect() as client:
        session_id = await session_with(client, photos)
        events = await heard(client, session_id, subject.words.first_cut)
    tools = [event.name for event in events if isinstance(event, ToolCall | ToolResult)]
    assert "edit_multitrack" not in shown(events)
    if subject.name != "live":
        assert tools == ["edit_multitrack"] * 2


@pytest.mark.requirement("contract-edits")
@on_every_backend
async def test_each_change_gives_another_state(subject: Subject, photos: list[Path]) -> None:
    async with subject.connect() as client:
        before = await first_cut(subject, client, photos)
        await heard(client, before.session_id, subject.words.edit)
        after = await client.state(before.session_id)
    assert after.draft != before.draft


@pytest.mark.requirement("contract-edits")
@on_backends_with(Gift.SILENT_EDITS)
async def test_an_edit_without_a_word_shows_in_the_state_alone(
    subject: Subject, photos: list[Path]
) -> None:
    async with subject.connect() as client:
        before = await first_cut(subject, client, photos)
        events = await heard(client, before.session_id, cloud.SILENT)
        after = await client.state(before.session_id)
    assert shown(events) == ""
    assert is_changed(before, after)


@pytest.mark.requirement("contract-heartbeats")
@on_backends_with(Gift.HEARTBEATS)
async def test_signs_of_life_are_told_as_such_and_never_shown(
    subject: Subject, photos: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns_room, "FIRST_HEARTBEAT_S", 0.0)  # so that each turn has one
    async with subject.connect() as client:
        session_id = await session_with(client, photos)
        events = await heard(client, session_id, subject.words.first_cut)
    beats = sum(isinstance(event, Heartbeat) for event in events)
    # A line of no known field is nothing to a decoder: it only keeps the silence from growing.
    silent = subject.cloud and subject.script.variant.heartbeat in (Beat.NONE, Beat.BARE_LINE)
    assert (beats == 0) if silent else (beats > 0)
    assert "heartbeat" not in shown(events).lower()


@pytest.mark.requirement("contract-failing-turns")
@on_backends_with(Gift.FAILING_TURNS)
async def test_a_turn_that_fails_is_told_in_the_backends_words(
    subject: Subject, photos: list[Path]
) -> None:
    async with subject.connect() as client:
        before = await first_cut(subject, client, photos)
        events = await heard(client, before.session_id, cloud.FAILING)
        assert not is_changed(before, await client.state(before.session_id))
    failures = [event for event in events if isinstance(event, Failure)]
    told = [failure.message for failure in failures] or [shown(events)]
    code = [failure.code for failure in failures]
    assert all('the "model" broke' in words for words in told) or code == ["no_credits"]


class Cutting(httpx.AsyncBaseTransport):
    """A line that breaks as soon as a turn has begun."""

    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        self._inner = inner
        self.turns = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await self._inner.handle_async_request(request)
        if request.url.path == routes.RUN_SSE:
            self.turns += 1
            await response.aclose()
            return httpx.Response(200, headers=response.headers, stream=Broken())
        return response

    async def aclose(self) -> None:
        await self._inner.aclose()


class Broken(httpx.AsyncByteStream):
    """A body of which nothing arrives."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for _ in (b"",):
            raise httpx.ReadError("the line broke")
        yield b""


@pytest.mark.requirement("contract-broken-lines")
@on_every_backend
async def test_after_a_broken_line_the_state_tells_and_nothing_is_sent_twice(
    subject: Subject, photos: list[Path]
) -> None:
    lines: list[Cutting] = []

    def cutting(inner: httpx.AsyncBaseTransport) -> httpx.AsyncBaseTransport:
        lines.append(Cutting(inner))
        return lines[0]

    message = cloud.BROKEN if subject.cloud else subject.words.first_cut
    async with subject.connect(through=cutting) as client:
        session_id = await session_with(client, photos)
        before = await client.state(session_id)
        with pytest.raises(TransportError) as caught:
            await heard(client, session_id, message)
        assert caught.value.code == STREAM_DROPPED
        again = recovered_state(client, session_id, before=before, sleep=subject.sleep)
        if subject.cloud and subject.script.variant.drop_cancels:
            with pytest.raises(TransportError) as lost:
                await again
            assert lost.value.code == "turn_lost"
        else:
            assert has_content((await again).draft)
    assert lines[0].turns == 1


@pytest.mark.requirement("contract-credits")
@on_every_backend
async def test_the_balance_adds_up(subject: Subject) -> None:
    async with subject.connect() as client:
        balance = await client.credits()
    assert balance.available + balance.frozen == balance.total


# Exports.


@pytest.mark.requirement("contract-happy-path")
@on_every_backend
async def test_an_order_becomes_a_file(
    subject: Subject, photos: list[Path], tmp_path: Path
) -> None:
    async with subject.connect() as client:
        state = await first_cut(subject, client, photos)
        render_id = new_id()
        ordered = await client.submit_render(
            RenderRequest(render_id, state.session_id, state.draft or {})
        )
        assert (ordered.id, ordered.state.is_final) == (render_id, False)
        seen: list[int] = []
        status = await wait_render(
            client,
            render_id,
            on_status=lambda s: seen.append(s.progress),
            pace=subject.choice.pace,
            sleep=subject.sleep,
        )
        assert (status.id, status.state) == (render_id, RenderState.COMPLETED)
        assert seen == sorted(seen)
        assert seen[-1] == 100
        path = await client.download(status, to=tmp_path / "out.mp4")
    assert b"ftyp" in path.read_bytes()[:16]
    assert list(tmp_path.glob("*.part")) == []
    if subject.cloud:
        assert path.read_bytes() == cloud.VIDEO


@pytest.mark.requirement("contract-cancel")
@on_every_backend
async def test_a_render_that_is_called_off_gives_no_file(
    subject: Subject, photos: list[Path], tmp_path: Path
) -> None:
    async with subject.connect() as client:
        state = await first_cut(subject, client, photos)
        await heard(client, state.session_id, subject.words.longer)
        state = await client.state(state.session_id)  # what takes long can be called off
        render_id = new_id()
        await client.submit_render(RenderRequest(render_id, state.session_id, state.draft or {}))
        if subject.cloud and not subject.script.variant.can_cancel:
            assert (await refused(client.cancel_render(render_id))).code == "not_found"
            return
        assert (await client.cancel_render(render_id)).state.is_failed
        status = await client.poll_render(render_id)
        assert status.state.is_failed
        error = await refused(client.fetch(routes.render_download(render_id), to=tmp_path / "n"))
    assert error.wire_code == WireCode.NOT_FOUND
    assert not (tmp_path / "n").exists()


@pytest.mark.requirement("contract-failing-renders")
@on_backends_with(Gift.FAILING_RENDERS)
async def test_a_render_that_fails_is_told_with_the_reason_there_is(
    subject: Subject, photos: list[Path]
) -> None:
    subject.script.renders_fail = "no node was free"
    async with subject.connect() as client:
        state = await first_cut(subject, client, photos)
        await client.submit_render(RenderRequest("r1", state.session_id, state.draft or {}))
        status = await wait_render(
            client,
            "r1",
            on_status=lambda _: None,
            pace=subject.choice.pace,
            sleep=subject.sleep,
        )
    assert status.state is RenderState.FAILED
    assert status.error in ("no node was free", None)


@pytest.mark.requirement("contract-render-orders")
@on_every_backend
async def test_a_render_id_is_taken_once(subject: Subject, photos: list[Path]) -> None:
    async with subject.connect() as client:
        state = await first_cut(subject, client, photos)
        render_id = new_id()
        order = RenderRequest(render_id, state.session_id, state.draft or {})
        await client.submit_render(order)
        error = await refused(client.submit_render(order))
        if not subject.cloud or subject.script.variant.can_cancel:
            await client.cancel_render(render_id)
    is_told = retry_rule_of(error.wire_code) is RetryRule.NEW_ID or "duplicate" in error.message
    assert is_told


@pytest.mark.requirement("contract-render-orders")
@on_every_backend
async def test_an_empty_draft_is_refused_and_ordered_nowhere(subject: Subject) -> None:
    async with subject.connect() as client:
        ids = await client.create_session()
        order = RenderRequest(new_id(), ids.session_id, {})
        assert (await refused(client.submit_render(order))).wire_code == WireCode.UNPROCESSABLE
        assert (await refused(client.poll_render(order.id))).wire_code == WireCode.NOT_FOUND


@pytest.mark.requirement("contract-refusals")
@on_every_backend
async def test_a_render_that_nobody_ordered_is_not_found_by_any_verb(
    subject: Subject, tmp_path: Path
) -> None:
    async with subject.connect() as client:
        for call in (
            client.poll_render(NO_SUCH),
            client.cancel_render(NO_SUCH),
            client.fetch(routes.render_download(NO_SUCH), to=tmp_path / "n.mp4"),
        ):
            assert (await refused(call)).wire_code == WireCode.NOT_FOUND
    assert list(tmp_path.glob("*n.mp4*")) == []


# Rules.


@pytest.mark.requirement("contract-rules")
@on_backends_with(Gift.RULES)
async def test_a_plan_without_exports_is_code_402_and_not_about_credits(
    subject: Subject, ruled: Ruled, photos: list[Path]
) -> None:
    subject = ruled(Rule.NO_EXPORT)
    async with subject.connect() as client:
        state = await first_cut(subject, client, photos)
        order = RenderRequest("r-plan", state.session_id, state.draft or {})
        error = await refused(client.submit_render(order))
        assert (await refused(client.poll_render("r-plan"))).wire_code == WireCode.NOT_FOUND
    assert error.wire_code == WireCode.EXPORT_BLOCKED
    assert error.code != "attribution_missing"
    assert "credits have nothing to do with it" in error.message or error.code == "plan"


class Stripping(httpx.AsyncBaseTransport):
    """A proxy that takes the three headers off."""

    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        self._inner = inner

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        for name in SKILL_HEADERS:
            del request.headers[name]
        return await self._inner.handle_async_request(request)

    async def aclose(self) -> None:
        await self._inner.aclose()


SKILL_HEADERS = (routes.X_SKILL_SOURCE, routes.X_SKILL_VERSION, routes.X_SKILL_PLATFORM)


@pytest.mark.requirement("contract-rules")
@on_backends_with(Gift.RULES)
async def test_an_export_without_the_three_headers_is_let_through_or_told_why_not(
    subject: Subject, photos: list[Path]
) -> None:
    demands = subject.script.variant.demands_attribution if subject.cloud else False
    async with subject.connect() as client:
        state = await first_cut(subject, client, photos)
    order = RenderRequest(new_id(), state.session_id, state.draft or {})
    async with subject.connect(through=Stripping) as bare:
        if demands or subject.name == "local_metered":
            error = await refused(bare.submit_render(order))
            assert (error.wire_code, error.code) == (
                WireCode.EXPORT_BLOCKED,
                "attribution_missing",
            )
        else:
            assert not (await bare.submit_render(order)).state.is_final


@pytest.mark.requirement("contract-rules")
@on_backends_with(Gift.RULES)
async def test_a_turn_that_cannot_be_paid_is_code_2001_and_changes_nothing(
    subject: Subject, ruled: Ruled, photos: list[Path]
) -> None:
    subject = ruled(Rule.NO_CREDITS)
    async with subject.connect() as client:
        session_id = await session_with(client, photos)
        before = await client.state(session_id)
        error = await refused(heard(client, session_id, subject.words.first_cut))
        assert await client.state(session_id) == before
        assert (await client.credits()).available == 0
    assert error.wire_code == WireCode.NO_CREDITS
    assert error.hint


@pytest.mark.requirement("contract-rules")
@on_backends_with(Gift.RULES, Gift.FORGETS_TOKENS)
async def test_a_second_token_within_the_window_is_code_429_with_the_time_to_come(
    subject: Subject, ruled: Ruled
) -> None:
    subject = ruled(Rule.ONE_TOKEN)
    async with subject.connect() as client:
        ids = await client.create_session()
        subject.forget_tokens()
        error = await refused(client.state(ids.session_id))
    assert (error.wire_code, error.code) == (WireCode.RATE_LIMITED, "token_rate_limited")
    assert "UTC" in error.hint


# A whole conversation.


@pytest.mark.requirement("contract-conversation")
@on_every_backend
async def test_a_conversation_makes_one_whole_file_of_photos_and_a_sentence(
    subject: Subject, photos: list[Path], tmp_path: Path
) -> None:
    told: list[Reply] = []

    async def connect(*_: object) -> BackendClient:
        return subject.connect()

    talk = Conversation(
        Settings(tmp_path / "me"),
        subject.choice,
        emit=told.append,
        wishes=Wishes(new_project=True, output=tmp_path / "out.mp4"),
        language=Language.ENGLISH,
        connect=connect,
        sleep=subject.sleep,
    )
    async with talk:
        await talk.make(photos, subject.words.first_cut)
    (ready,) = [event for event in told if isinstance(event, FileReady)]
    assert ready.path == str(tmp_path / "out.mp4")
    assert ready.size_bytes == (tmp_path / "out.mp4").stat().st_size > 0
    assert b"ftyp" in (tmp_path / "out.mp4").read_bytes()[:16]
    if subject.cloud:
        assert len(subject.script.renders) == 1
        assert [s.messages for s in subject.script.sessions.values()] == [["a 1 second video"]]
        said = " ".join(str(event) for event in told)
        assert forms.NOISE not in said
