"""One suite of scenarios over the real client: whatever answers the wire must pass them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import anyio
import av
import pytest

from tests.contract.conftest import CLOUD_DRAFT, Connect
from tests.media_factory import write_photo
from tiktok_photo_video.client import LOCAL_PACE, BackendClient, wait_render
from tiktok_photo_video.errors import BackendError
from tiktok_photo_video.language import Language
from tiktok_photo_video.wire.codes import WireCode
from tiktok_photo_video.wire.draft import has_content, summarise
from tiktok_photo_video.wire.events import Text
from tiktok_photo_video.wire.payloads import RenderRequest, RenderState, SessionState

pytestmark = pytest.mark.anyio


async def said(client: BackendClient, session_id: str, message: str) -> str:
    return "".join(
        [event.text async for event in client.run(session_id, message) if isinstance(event, Text)]
    )


async def project(client: BackendClient, photos: list[Path]) -> SessionState:
    """A session with photos and a first video of one second."""
    ids = await client.create_session(task_name="contract", language="en")
    await client.upload(ids.session_id, photos)
    await said(client, ids.session_id, "a 1 second video")
    return await client.state(ids.session_id)


@pytest.mark.requirement("contract-happy-path")
async def test_photos_and_a_sentence_become_a_file(
    connect: Connect, photos: list[Path], tmp_path: Path
) -> None:
    async with connect() as client:
        ids = await client.create_session(task_name="contract", language="en")
        uploaded = await client.upload(ids.session_id, photos)
        assert [file.filename for file in uploaded.files] == [path.name for path in photos]
        assert not has_content((await client.state(ids.session_id)).draft or {})
        assert await said(client, ids.session_id, "a 1 second video")
        state = await client.state(ids.session_id)
        assert [info.filename for info in state.video_infos] == [path.name for path in photos]
        assert state.draft is not None
        assert has_content(state.draft)
        assert summarise(state.draft, Language.ENGLISH)
        ordered = await client.submit_render(RenderRequest("r-1", ids.session_id, state.draft))
        assert not ordered.state.is_final
        seen: list[int] = []
        status = await wait_render(
            client,
            "r-1",
            on_status=lambda s: seen.append(s.progress),
            pace=LOCAL_PACE,
            sleep=anyio.sleep,
        )
        assert status.state is RenderState.COMPLETED
        assert seen == sorted(seen)
        assert seen[-1] == 100
        path = await client.download(status, to=tmp_path / "out.mp4")
        assert b"ftyp" in path.read_bytes()[:16]


@pytest.mark.requirement("contract-credits")
async def test_the_balance_adds_up(connect: Connect) -> None:
    async with connect() as client:
        balance = await client.credits()
    assert balance.available + balance.frozen == balance.total


@pytest.mark.requirement("contract-refusals")
async def test_an_unknown_session_is_code_1002(connect: Connect) -> None:
    async with connect() as client:
        with pytest.raises(BackendError) as caught:
            await client.state("no-such")
    assert caught.value.wire_code == WireCode.NO_SESSION
    assert caught.value.hint


@pytest.mark.requirement("contract-refusals")
async def test_a_wrong_token_of_the_users_own_is_code_1001_and_not_replaced(
    connect: Connect,
) -> None:
    async with connect(token="nmv_usr_wrong") as client:
        with pytest.raises(BackendError) as caught:
            await client.credits()
    assert caught.value.wire_code == WireCode.BAD_TOKEN
    assert "NEMO_TOKEN" in caught.value.sentence()
    assert "nmv_usr_wrong" not in caught.value.sentence()


Made = tuple[BackendClient, SessionState]


@pytest.fixture
async def made(local: Connect, photos: list[Path]) -> AsyncIterator[Made]:
    async with local() as client:
        yield client, await project(client, photos)


@pytest.mark.requirement("contract-refusals")
async def test_every_verb_refuses_an_unknown_session(local: Connect, photos: list[Path]) -> None:
    async with local() as client:
        for call in (
            client.upload("1", photos),
            said(client, "1", "hello"),
            client.submit_render(RenderRequest("r-unknown", "1", CLOUD_DRAFT)),
        ):
            with pytest.raises(BackendError) as caught:
                await call
            assert caught.value.wire_code == WireCode.NO_SESSION


@pytest.mark.requirement("contract-accounts")
async def test_a_stranger_sees_neither_session_nor_render(
    local: Connect, made: Made, photos: list[Path], tmp_path: Path
) -> None:
    client, state = made
    await client.submit_render(RenderRequest("r-mine", state.session_id, state.draft or {}))
    async with local("stranger") as stranger:
        for session_call in (
            stranger.state(state.session_id),
            stranger.upload(state.session_id, photos),
            said(stranger, state.session_id, "make it 5 seconds"),
            stranger.submit_render(RenderRequest("r-theirs", state.session_id, state.draft or {})),
        ):
            with pytest.raises(BackendError) as caught:
                await session_call
            assert caught.value.wire_code == WireCode.NO_SESSION
        for render_call in (
            stranger.poll_render("r-mine"),
            stranger.cancel_render("r-mine"),
            stranger.fetch("/api/render/proxy/r-mine/download", to=tmp_path / "stolen.mp4"),
        ):
            with pytest.raises(BackendError) as caught:
                await render_call
            assert caught.value.wire_code == WireCode.NOT_FOUND
    assert (await client.state(state.session_id)).draft == state.draft
    assert not (tmp_path / "stolen.mp4").exists()


@pytest.mark.requirement("contract-render-orders")
async def test_a_render_id_is_taken_once(made: Made) -> None:
    client, state = made
    order = RenderRequest("r-twice", state.session_id, state.draft or {})
    await client.submit_render(order)
    with pytest.raises(BackendError) as caught:
        await client.submit_render(order)
    assert caught.value.wire_code == WireCode.CONFLICT
    await client.cancel_render("r-twice")


@pytest.mark.requirement("contract-render-orders")
@pytest.mark.parametrize(
    ("draft", "reason"), [({}, "empty_timeline"), (CLOUD_DRAFT, "foreign_draft")]
)
async def test_a_draft_that_cannot_be_rendered_is_refused_with_reason_and_hint(
    made: Made, draft: dict[str, object], reason: str
) -> None:
    client, state = made
    with pytest.raises(BackendError) as caught:
        await client.submit_render(RenderRequest(f"r-{reason}", state.session_id, draft))
    assert (caught.value.wire_code, caught.value.code) == (WireCode.UNPROCESSABLE, reason)
    assert caught.value.hint


@pytest.mark.requirement("contract-uploads")
async def test_words_under_a_photos_name_are_code_4001_with_that_name(
    local: Connect, tmp_path: Path, photos: list[Path]
) -> None:
    words = tmp_path / "海边 notes.jpg"
    words.write_text("only words", encoding="utf-8")
    async with local() as client:
        ids = await client.create_session()
        with pytest.raises(BackendError) as caught:
            await client.upload(ids.session_id, [*photos, words])
        assert (await client.state(ids.session_id)).video_infos == ()
    assert caught.value.wire_code == WireCode.UNSUPPORTED_FILE
    assert "海边 notes.jpg" in caught.value.message
    assert caught.value.hint


@pytest.mark.requirement("contract-uploads")
@pytest.mark.parametrize("format_name", ["png", "heic", "webp", "avif", "gif", "tiff"])
async def test_photos_of_every_kind_keep_their_name_and_size(
    local: Connect, tmp_path: Path, format_name: str
) -> None:
    path = write_photo(tmp_path / f"IMG 1 海.{format_name}", format_name)
    async with local() as client:
        ids = await client.create_session()
        (file,) = (await client.upload(ids.session_id, [path])).files
    assert (file.filename, file.width, file.height) == (path.name, 64, 48)


@pytest.mark.requirement("contract-cancel")
async def test_a_cancelled_render_is_told_as_such_and_gives_no_file(
    made: Made, tmp_path: Path
) -> None:
    client, state = made
    await said(client, state.session_id, "make it 9 seconds")
    longer = await client.state(state.session_id)  # keeps the worker busy until we are done
    for render_id, draft in (("r-first", longer.draft), ("r-second", state.draft)):
        await client.submit_render(RenderRequest(render_id, state.session_id, draft or {}))
    assert (await client.cancel_render("r-second")).state is RenderState.CANCELLED
    status = await client.poll_render("r-second")
    assert status.state is RenderState.CANCELLED
    with pytest.raises(BackendError) as caught:
        await client.download(status, to=tmp_path / "none.mp4")
    assert caught.value.wire_code == WireCode.NOT_FOUND
    assert not (tmp_path / "none.mp4").exists()
    await client.cancel_render("r-first")


@pytest.mark.requirement("contract-edits")
async def test_an_edit_changes_the_state_and_an_unclear_message_does_not(made: Made) -> None:
    client, before = made
    await said(client, before.session_id, "flurble wobbix")
    assert await client.state(before.session_id) == before
    await said(client, before.session_id, "make it 2 seconds")
    after = await client.state(before.session_id)
    assert after.draft != before.draft
    assert after.extensions["version"] == 2


@pytest.mark.requirement("contract-happy-path")
async def test_the_local_video_is_what_the_spec_promises(made: Made, tmp_path: Path) -> None:
    client, state = made
    await client.submit_render(RenderRequest("r-spec", state.session_id, state.draft or {}))
    status = await wait_render(
        client, "r-spec", on_status=lambda _: None, pace=LOCAL_PACE, sleep=anyio.sleep
    )
    path = await client.download(status, to=tmp_path / "spec.mp4")
    with av.open(str(path)) as video:
        picture, sound = video.streams.video[0], video.streams.audio[0]
        assert (picture.codec_context.name, sound.codec_context.name) == ("h264", "aac")
        assert (picture.width, picture.height) == (1080, 1920)
        assert picture.average_rate == 30
        assert picture.frames == 30
