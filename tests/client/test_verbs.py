"""Sessions, uploads, state, balance, and renders over the wire."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest

from tests.client.conftest import Connect
from tests.client.scripted_backend import (
    Answer,
    FakeTime,
    ScriptedBackend,
    bare,
    ok,
    refusal,
    refusing,
)
from tiktok_photo_video.client import (
    CLOUD_PACE,
    LOCAL_PACE,
    Endpoint,
    is_changed,
    recovered_state,
    wait_render,
)
from tiktok_photo_video.client.transport import new_http
from tiktok_photo_video.errors import (
    BackendError,
    InputError,
    MediaError,
    ProtocolError,
    RequestError,
    TransportError,
)
from tiktok_photo_video.wire import routes
from tiktok_photo_video.wire.codes import WireCode
from tiktok_photo_video.wire.payloads import RenderRequest, RenderState, RenderStatus, SessionState

pytestmark = pytest.mark.anyio

UPLOAD, STATE = routes.upload("s1"), routes.state("s1")
FILES = ok({"files": [{"filename": "a.jpg", "file_type": "image", "cdn_url": "/f/1"}]})


def photo(folder: Path, name: str, content: bytes = b"\xff\xd8 not really") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.requirement("client-session")
async def test_a_session_is_made_with_name_and_language(
    backend: ScriptedBackend, connect: Connect
) -> None:
    backend.on(routes.create_session(), ok({"session_id": 7000000000000000001, "task_id": "t"}))
    async with connect() as client:
        ids = await client.create_session(task_name="Trip", language="zh")
    assert (ids.session_id, ids.task_id) == ("7000000000000000001", "t")
    body = json.loads(backend.sent_to(routes.create_session())[0].content)
    assert body == {"task_name": "Trip", "language": "zh"}


@pytest.mark.requirement("client-session")
async def test_a_lost_session_is_told_as_such(backend: ScriptedBackend, connect: Connect) -> None:
    backend.on(STATE, bare({"detail": "Session not found"}, 404))
    async with connect() as client:
        with pytest.raises(BackendError) as caught:
            await client.state("s1")
    assert (caught.value.code, caught.value.wire_code) == ("no_session", 1002)


@pytest.mark.requirement("client-errors")
@pytest.mark.parametrize("content", [b"<html>", b"", b"[" * 100_000])
async def test_an_answer_that_is_not_json_is_a_protocol_error(
    backend: ScriptedBackend, connect: Connect, content: bytes
) -> None:
    backend.on(STATE, lambda _: httpx.Response(200, content=content))
    async with connect() as client:
        with pytest.raises(ProtocolError):
            await client.state("s1")


@pytest.mark.requirement("client-extension")
async def test_extensions_live_under_their_prefix_and_are_refused_elsewhere(
    backend: ScriptedBackend, connect: Connect
) -> None:
    backend.on("/api/x-photo-video/undo", ok({"done": True}))
    async with connect() as client:
        assert await client.extension("POST", "/undo", body={"n": 1}) == {"done": True}
        with pytest.raises(BackendError) as caught:
            await client.extension("GET", "/other")
    assert caught.value.code == "not_found"


@pytest.mark.requirement("client-no-proxy")
def test_a_local_backend_is_never_asked_through_a_proxy() -> None:
    assert not new_http(Endpoint("http://127.0.0.1:1", is_local=True)).trust_env
    assert new_http(Endpoint("https://b.example")).trust_env


@pytest.mark.requirement("client-upload")
async def test_files_go_as_multipart_with_progress_to_the_last_byte(
    backend: ScriptedBackend, connect: Connect, tmp_path: Path
) -> None:
    backend.on(UPLOAD, FILES)
    files = [
        photo(tmp_path, "海 1.jpg", b"x" * 200_000),
        photo(tmp_path, "b.HEIC"),
        photo(tmp_path, "c"),
    ]
    steps: list[tuple[int, int]] = []
    async with connect() as client:
        upload = await client.upload("s1", files, on_progress=lambda a, b: steps.append((a, b)))
    assert [file.filename for file in upload.files] == ["a.jpg"]
    request = backend.sent_to(UPLOAD)[0]
    assert request.content.count(b'name="files"') == 3
    assert "海 1.jpg".encode() in request.content
    assert b"x" * 200_000 in request.content
    total = int(request.headers["content-length"])
    assert len(request.content) == total
    assert steps[-1] == (total, total)
    assert steps == sorted(steps)


@pytest.mark.requirement("client-upload")
async def test_an_upload_is_made_again_whole_after_a_new_token(
    backend: ScriptedBackend, connect: Connect, tmp_path: Path
) -> None:
    backend.on(UPLOAD, refusal(WireCode.BAD_TOKEN), FILES)
    async with connect() as client:
        await client.upload("s1", [photo(tmp_path, "a.jpg", b"whole")])
    assert [b"whole" in request.content for request in backend.sent_to(UPLOAD)] == [True, True]


@pytest.mark.requirement("client-upload-checked-first")
@pytest.mark.parametrize(
    ("name", "content", "code"),
    [("notes.docx", b"x", "unsupported_file"), ("empty.jpg", b"", "empty_file")],
)
async def test_a_file_that_cannot_be_used_is_refused_before_a_byte_leaves(
    *,
    backend: ScriptedBackend,
    connect: Connect,
    tmp_path: Path,
    name: str,
    content: bytes,
    code: str,
) -> None:
    good = photo(tmp_path, "good.jpg")
    async with connect() as client:
        with pytest.raises(MediaError) as caught:
            await client.upload("s1", [good, photo(tmp_path, name, content)])
    assert (caught.value.code, caught.value.name) == (code, name)
    assert backend.requests == []


@pytest.mark.requirement("client-upload-checked-first")
async def test_of_several_files_that_cannot_be_used_all_are_named(
    backend: ScriptedBackend, connect: Connect, tmp_path: Path
) -> None:
    bad = [photo(tmp_path, "a.jpg", b""), photo(tmp_path, "b.docx", b"x"), tmp_path / "c.jpg"]
    async with connect() as client:
        with pytest.raises(InputError) as caught:
            await client.upload("s1", [photo(tmp_path, "good.jpg"), *bad])
    assert caught.value.code == "media_several"
    assert caught.value.facts["names"] == "a.jpg, b.docx, c.jpg"
    assert "a.jpg: the file is empty" in caught.value.message
    assert backend.requests == []


@pytest.mark.requirement("client-upload-checked-first")
async def test_a_file_over_the_limit_is_refused_with_the_limit(
    backend: ScriptedBackend, connect: Connect, tmp_path: Path
) -> None:
    large = tmp_path / "large.mp4"
    with large.open("wb") as file:
        file.truncate(routes.MAX_UPLOAD_BYTES + 1)
    async with connect() as client:
        with pytest.raises(MediaError) as caught:
            await client.upload("s1", [large])
    assert caught.value.code == "file_too_large"
    assert "200 MB" in caught.value.message
    assert backend.requests == []


@pytest.mark.requirement("client-upload-checked-first")
async def test_missing_files_and_folders_and_nothing_are_refused(
    connect: Connect, tmp_path: Path
) -> None:
    async with connect() as client:
        for path in (tmp_path / "gone.jpg", tmp_path):
            with pytest.raises(MediaError):
                await client.upload("s1", [path])
        with pytest.raises(RequestError):
            await client.upload("s1", [])


@pytest.mark.requirement("client-upload")
async def test_addresses_are_sent_as_such(backend: ScriptedBackend, connect: Connect) -> None:
    backend.on(UPLOAD, FILES)
    async with connect() as client:
        await client.upload_urls("s1", ["https://h.example/a.jpg"])
    body = json.loads(backend.sent_to(UPLOAD)[0].content)
    assert body == {"urls": ["https://h.example/a.jpg"], "source_type": "url"}


ORDER = RenderRequest("r1", "s1", {"t": [], "foreign": {"deep": 1}})


@pytest.mark.requirement("client-render")
@pytest.mark.parametrize(
    "answer",
    [
        {"code": 0, "data": {}},
        {"success": True, "data": {"id": "r1", "status": "pending", "progress": 5}},
        {"status": "pending"},
    ],
)
async def test_an_order_is_pending_whatever_form_the_answer_has(
    backend: ScriptedBackend, connect: Connect, answer: object
) -> None:
    backend.on(routes.RENDER, bare(answer))
    async with connect() as client:
        status = await client.submit_render(ORDER)
    assert (status.id, status.state) == ("r1", RenderState.PENDING)
    body = json.loads(backend.sent_to(routes.RENDER)[0].content)
    assert (body["sessionId"], body["draft"]) == ("s1", ORDER.draft)


@pytest.mark.requirement("client-render")
async def test_a_plan_that_may_not_export_is_told_apart_from_credits(
    backend: ScriptedBackend, connect: Connect
) -> None:
    backend.on(routes.RENDER, bare({}, 402), bare({"code": 2001}, 402))
    async with connect() as client:
        for code in ("export_blocked", "no_credits"):
            with pytest.raises(BackendError) as caught:
                await client.submit_render(ORDER)
            assert caught.value.code == code


@pytest.mark.requirement("client-render")
async def test_a_render_can_be_called_off(backend: ScriptedBackend, connect: Connect) -> None:
    backend.on(routes.render_cancel("r1"), ok({}))
    async with connect() as client:
        assert (await client.cancel_render("r1")).state is RenderState.CANCELLED


PENDING, DONE = (
    bare({"status": "processing", "progress": 40}),
    bare({"data": {"status": "completed", "outputUrl": "/v"}}),
)


@pytest.mark.requirement("client-wait-render")
async def test_waiting_outlasts_failures_that_pass_without_a_new_order(
    backend: ScriptedBackend, connect: Connect, fake_time: FakeTime
) -> None:
    passing: list[Answer] = [bare({}, 408), bare({}, 429), bare({}, 503), httpx.ReadTimeout("x")]
    backend.on(routes.render("r1"), PENDING, *passing, DONE)
    seen: list[RenderStatus] = []
    async with connect() as client:
        status = await wait_render(
            client, "r1", on_status=seen.append, pace=CLOUD_PACE, sleep=fake_time.timing.sleep
        )
    assert [s.state.value for s in seen] == ["processing", "completed"]
    assert (status.url, status.progress) == ("/v", 100)
    assert fake_time.slept == [30.0] * 6
    assert backend.sent_to(routes.RENDER) == []


@pytest.mark.requirement("client-wait-render")
async def test_waiting_for_a_local_render_is_quick_and_ends_with_its_failure(
    backend: ScriptedBackend, connect: Connect, fake_time: FakeTime
) -> None:
    failed = bare({"data": {"status": "failed", "error": "no disk"}})
    backend.on(routes.render("r1"), *[PENDING] * 9, failed)
    async with connect() as client:
        status = await wait_render(
            client, "r1", on_status=lambda _: None, pace=LOCAL_PACE, sleep=fake_time.timing.sleep
        )
    assert (status.state, status.error) == (RenderState.FAILED, "no disk")
    assert fake_time.slept[0] == 0.2
    assert max(fake_time.slept) == 1.0
    assert fake_time.slept == sorted(fake_time.slept)


@pytest.mark.requirement("client-wait-render")
async def test_a_render_that_outlasts_the_pace_can_be_asked_for_later(
    backend: ScriptedBackend, connect: Connect, fake_time: FakeTime
) -> None:
    backend.on(routes.render("r1"), PENDING)
    async with connect() as client:
        with pytest.raises(TransportError) as caught:
            await wait_render(client, "r1", on_status=lambda _: None, sleep=fake_time.timing.sleep)
    assert caught.value.code == "render_timeout"
    assert "r1" in caught.value.hint
    assert fake_time.slept == [30.0] * 10


@pytest.mark.requirement("client-wait-render")
@pytest.mark.parametrize(
    ("answer", "error", "polls"),
    [
        (refusing(WireCode.NOT_FOUND), BackendError, 1),
        (httpx.ConnectError("x"), TransportError, LOCAL_PACE.max_failures),
    ],
)
async def test_waiting_ends_when_the_backend_refuses_or_stays_away(
    *,
    backend: ScriptedBackend,
    connect: Connect,
    fake_time: FakeTime,
    answer: Exception,
    error: type[Exception],
    polls: int,
) -> None:
    backend.on(routes.render("r1"), answer)
    async with connect() as client:
        with pytest.raises(error):
            await wait_render(
                client,
                "r1",
                on_status=lambda _: None,
                pace=LOCAL_PACE,
                sleep=fake_time.timing.sleep,
            )
    assert len(backend.sent_to(routes.render("r1"))) == polls


def state_answer(draft: object) -> object:
    return {"data": {"session_id": "s1", "state": {"draft": draft}}}


@pytest.mark.requirement("client-recovery")
async def test_after_a_drop_the_state_is_read_until_it_changes(
    backend: ScriptedBackend, connect: Connect, fake_time: FakeTime
) -> None:
    old, new = bare(state_answer({"d": 1})), bare(state_answer({"d": 2}))
    backend.on(STATE, old, old, httpx.ReadTimeout("x"), bare({}, 503), new)
    async with connect() as client:
        before = await client.state("s1")
        now = await recovered_state(client, "s1", before=before, sleep=fake_time.timing.sleep)
    assert now.draft == {"d": 2}
    assert fake_time.slept == [30.0, 60.0, 60.0, 60.0]
    assert backend.sent_to(routes.RUN_SSE) == []


@pytest.mark.requirement("client-recovery")
async def test_a_turn_that_left_no_trace_is_told_as_lost(
    backend: ScriptedBackend, connect: Connect, fake_time: FakeTime
) -> None:
    backend.on(STATE, bare(state_answer({})))
    async with connect() as client:
        with pytest.raises(TransportError) as caught:
            await recovered_state(client, "s1", before=None, sleep=fake_time.timing.sleep)
    assert caught.value.code == "turn_lost"
    assert len(fake_time.slept) == 5


@pytest.mark.requirement("client-recovery")
async def test_a_lost_session_ends_the_recovery_at_once(
    backend: ScriptedBackend, connect: Connect, fake_time: FakeTime
) -> None:
    backend.on(STATE, refusing(WireCode.NO_SESSION))
    async with connect() as client:
        with pytest.raises(BackendError):
            await recovered_state(client, "s1", before=None, sleep=fake_time.timing.sleep)
    assert len(fake_time.slept) == 1


@pytest.mark.requirement("client-recovery")
def test_new_media_is_a_change_and_another_name_is_none() -> None:
    before = SessionState("s1", task_name="a")
    assert is_changed(before, SessionState("s1", generated_media=({"x": 1},)))
    assert not is_changed(before, SessionState("s1", task_name="b"))
