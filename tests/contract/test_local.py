"""What the contract leaves open and our own backend promises beyond it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import anyio
import av
import httpx
import pytest

from tests.contract.forms import DRAFT as CLOUD_DRAFT
from tests.contract.scenarios import shown
from tests.contract.subjects import FREELY, Shelf, opened
from tests.media_factory import write_photo
from tiktok_photo_video.client import LOCAL_PACE, BackendClient, wait_render
from tiktok_photo_video.errors import BackendError
from tiktok_photo_video.wire import routes
from tiktok_photo_video.wire.codes import WireCode
from tiktok_photo_video.wire.payloads import RenderRequest, RenderState, SessionState

pytestmark = pytest.mark.anyio

Connect = Callable[..., BackendClient]


async def said(client: BackendClient, session_id: str, message: str) -> str:
    return shown([event async for event in client.run(session_id, message)])


async def project(client: BackendClient, photos: list[Path]) -> SessionState:
    """A session with photos and a first video of one second."""
    ids = await client.create_session(task_name="contract", language="en")
    await client.upload(ids.session_id, photos)
    await said(client, ids.session_id, "a 1 second video")
    return await client.state(ids.session_id)


@pytest.fixture
def local(shelf: Shelf, tmp_path: Path) -> Connect:
    """Makes a client of our own backend; each name is another user."""
    return opened("local", tmp_path, shelf).connect


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


@pytest.mark.requirement("contract-old-clients")
async def test_the_paths_and_bodies_of_old_clients_are_answered_alike(
    made: Made, shelf: Shelf, tmp_path: Path
) -> None:
    client, state = made
    token = (await client._access.token()).reveal()
    address, _ = shelf.local(FREELY)
    user = f"anon_{'0' * 16}"  # any: who asks is known by the token
    async with httpx.AsyncClient(base_url=address, trust_env=False) as http:
        http.headers[routes.AUTHORIZATION] = f"Bearer {token}"
        path = f"/api/state/nemo_agent/{user}/{state.session_id}/latest"
        assert (await http.get(path)).json()["data"]["state"]["draft"] == state.draft
        body = {
            "appName": "nemo_agent",
            "userId": user,
            "sessionId": state.session_id,
            "newMessage": {"parts": [{"text": "make it 2 seconds"}]},
        }
        turn = await http.post(routes.RUN_SSE, json=body)
        assert "edit_multitrack" in turn.text
        order = {"id": "r-old", "sessionId": state.session_id, "draft": state.draft}
        assert (await http.post(routes.OLD_RENDER, json=order)).json()["success"] is True
        polled = (await http.get("/api/render/proxy/r-old")).json()
    assert polled["status"] == polled["data"]["status"]
    await client.cancel_render("r-old")


@pytest.mark.requirement("contract-old-clients")
async def test_a_session_made_by_an_old_client_stands_at_both_levels(
    local: Connect, shelf: Shelf
) -> None:
    address, _ = shelf.local(FREELY)
    async with local() as client, httpx.AsyncClient(base_url=address, trust_env=False) as http:
        token = (await client._access.token()).reveal()
        answer = await http.post(
            f"/api/tasks/anon_{'0' * 16}/with-session/nemo_agent",
            headers={routes.AUTHORIZATION: f"Bearer {token}"},
        )
    assert answer.json()["session_id"] == answer.json()["data"]["session_id"]


@pytest.mark.requirement("contract-old-clients")
async def test_without_a_client_id_a_token_is_code_400(shelf: Shelf) -> None:
    address, _ = shelf.local(FREELY)
    async with httpx.AsyncClient(base_url=address, trust_env=False) as http:
        answer = await http.post(routes.ANONYMOUS_TOKEN)
    assert (answer.status_code, answer.json()["code"]) == (400, WireCode.BAD_REQUEST)
    assert routes.X_CLIENT_ID in answer.json()["message"]
