"""Access, sessions and uploads, on every backend."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.backend.workbench import PHOTOS
from tests.contract.scenarios import (
    DRAFT,
    NO_SUCH,
    heard,
    refused,
)
from tests.contract.subjects import Gift, Subject, on_backends_with, on_every_backend
from tests.media_factory import write_photo
from tiktok_photo_video.client.upload import require_usable
from tiktok_photo_video.errors import MediaError
from tiktok_photo_video.wire import routes
from tiktok_photo_video.wire.codes import WireCode
from tiktok_photo_video.wire.draft import has_content
from tiktok_photo_video.wire.payloads import RenderRequest

pytestmark = pytest.mark.anyio


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
