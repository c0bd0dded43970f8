"""Exports, and a whole conversation, on every backend."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract import cloud, forms
from tests.contract.scenarios import (
    NO_SUCH,
    first_cut,
    heard,
    new_id,
    refused,
)
from tests.contract.subjects import Gift, Subject, on_backends_with, on_every_backend
from tiktok_photo_video.assistant.conversation import Conversation, Wishes
from tiktok_photo_video.chat.reply import FileReady, Reply
from tiktok_photo_video.client import (
    BackendClient,
    wait_render,
)
from tiktok_photo_video.language import Language
from tiktok_photo_video.settings import Settings
from tiktok_photo_video.wire import routes
from tiktok_photo_video.wire.codes import RetryRule, WireCode, retry_rule_of
from tiktok_photo_video.wire.payloads import RenderRequest, RenderState

pytestmark = pytest.mark.anyio


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
