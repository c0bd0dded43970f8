"""An export that the cloud refuses can be made on this computer, of the very same video."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import av
import pytest

from tests.assistant.two_backends import LOCAL, User, photos, user
from tiktok_photo_video.assistant.carrying import asks_for_export_here
from tiktok_photo_video.assistant.conversation import Wishes
from tiktok_photo_video.assistant.kept_drafts import KeptDrafts
from tiktok_photo_video.backend.config import Policy
from tiktok_photo_video.errors import BackendError, InputError
from tiktok_photo_video.language import Language
from tiktok_photo_video.wire.codes import WireCode

pytestmark = pytest.mark.anyio


@pytest.fixture
def me(tmp_path: Path) -> Iterator[User]:
    with user(tmp_path, Policy(exports_allowed=False)) as somebody:
        yield somebody


def length_s(path: str | Path) -> float:
    with av.open(str(path)) as video:
        return round((video.duration or 0) / 1e6, 1)


def to(path: Path) -> Wishes:
    return Wishes(output=path)


@pytest.mark.requirement("export-here")
@pytest.mark.parametrize("language", list(Language))
async def test_a_refused_export_offers_to_render_the_same_video_here(
    me: User, tmp_path: Path, language: Language
) -> None:
    await me.say(me.far, "a 1 second 360x640 video", *photos(tmp_path / "p", 2))
    async with me.talk(me.far, language=language, wishes=to(tmp_path / "a.mp4")) as talk:
        with pytest.raises(BackendError) as caught:
            await talk.export()
        told = talk.explained(caught.value)
    assert caught.value.wire_code == WireCode.EXPORT_BLOCKED
    assert "export --backend local" in told.hint
    said = {Language.ENGLISH: "export it here", Language.CHINESE: "在本地导出"}[language]
    assert said in told.hint
    assert asks_for_export_here(said)


@pytest.mark.requirement("export-here")
async def test_what_is_offered_works_in_the_chat_and_leaves_the_cloud_as_it_was(
    me: User, tmp_path: Path
) -> None:
    await me.say(me.far, "a 1 second 360x640 video, title 'Lisbon'", *photos(tmp_path / "p", 2))
    theirs = KeptDrafts(me.home).of(me.book.all()[0])
    await me.say(me.far, "export it here", wishes=to(tmp_path / "a.mp4"))
    assert me.videos == [str(tmp_path / "a.mp4")]
    assert length_s(me.videos[0]) == 1.0
    mine, cloud = me.book.all()
    assert (mine.backend, cloud.backend) == ("local", me.cloud_url)
    assert KeptDrafts(me.home).of(mine) == theirs
    assert "nothing was uploaded" in " ".join(me.words)
    await me.say(me.far, "make it 2 seconds")  # the cloud's project is where it was
    assert me.book.last(me.cloud_url) is not None


@pytest.mark.requirement("export-here")
async def test_the_command_brings_the_project_over_that_was_used_last(
    me: User, tmp_path: Path
) -> None:
    await me.say(me.far, "a 1 second 360x640 video", *photos(tmp_path / "p", 2))
    me.connected.clear()
    await me.export(LOCAL, wishes=to(tmp_path / "a.mp4"))
    assert me.connected == [me.here_url]  # nothing is asked of the cloud, nor sent there
    assert length_s(tmp_path / "a.mp4") == 1.0
    await me.say(LOCAL, "make it 2 seconds")  # and here one can go on with it
    await me.export(LOCAL, wishes=to(tmp_path / "b.mp4"))
    assert length_s(tmp_path / "b.mp4") == 2.0
    assert len(me.book.all()) == 2


@pytest.mark.requirement("export-here")
async def test_a_project_that_is_named_comes_over_although_another_was_used_since(
    me: User, tmp_path: Path
) -> None:
    await me.say(me.far, "a 1 second 360x640 video", *photos(tmp_path / "p", 2))
    far = me.book.all()[0].id
    await me.say(LOCAL, "a 3 second 360x640 video", *photos(tmp_path / "q", 1))
    named = Wishes(project_id=far, output=tmp_path / "a.mp4")
    await me.export(LOCAL, wishes=named)
    assert length_s(tmp_path / "a.mp4") == 1.0


@pytest.mark.requirement("export-here")
async def test_a_project_of_this_computer_that_was_used_last_is_exported_as_ever(
    me: User, tmp_path: Path
) -> None:
    await me.say(me.far, "a 1 second 360x640 video", *photos(tmp_path / "p", 2))
    await me.say(LOCAL, "a 2 second 360x640 video", *photos(tmp_path / "q", 1))
    await me.export(LOCAL, wishes=to(tmp_path / "a.mp4"))
    assert length_s(tmp_path / "a.mp4") == 2.0


@pytest.mark.requirement("draft-left-out")
async def test_photos_that_are_gone_are_left_out_and_named(me: User, tmp_path: Path) -> None:
    first, second, third = photos(tmp_path / "p")
    await me.say(me.far, "a 3 second 360x640 video", first, second, third)
    second.unlink()
    third.write_bytes(first.read_bytes() + b"changed")
    await me.export(LOCAL, wishes=to(tmp_path / "a.mp4"))
    (told,) = [words for words in me.words if second.name in words]
    assert third.name in told
    assert first.name not in told
    assert 0.0 < length_s(tmp_path / "a.mp4") < 2.5  # one of three that shared three seconds


@pytest.mark.requirement("export-here-plain")
async def test_without_any_file_nothing_is_begun_and_that_is_told(me: User, tmp_path: Path) -> None:
    files = photos(tmp_path / "p", 1)
    await me.say(me.far, "a 1 second 360x640 video", *files)
    files[0].unlink()
    with pytest.raises(InputError, match="where it was sent from") as caught:
        await me.export(LOCAL, wishes=to(tmp_path / "a.mp4"))
    assert caught.value.hint
    assert len(me.book.all()) == 1
    assert not (tmp_path / "a.mp4").exists()


@pytest.mark.requirement("export-here-plain")
async def test_a_draft_that_cannot_be_read_is_told_with_what_is_possible_instead(
    me: User, tmp_path: Path
) -> None:
    await me.say(me.far, "a 1 second 360x640 video", *photos(tmp_path / "p", 2))
    project = me.book.all()[0]
    KeptDrafts(me.home).keep(project, {"t": [{"tt": 0, "sg": [{"theirs": 1}]}]})
    me.connected.clear()
    with pytest.raises(InputError, match="cannot be rendered on this computer") as caught:
        await me.export(LOCAL, wishes=to(tmp_path / "a.mp4"))
    assert "make" in caught.value.hint
    assert "2 files" in caught.value.hint
    assert me.book.all() == (project,)
    async with me.talk(me.far) as talk:
        talk.existing_project()
        refused = BackendError("x", wire_code=int(WireCode.EXPORT_BLOCKED), code="export_blocked")
        assert "export it here" not in talk.explained(refused).hint


@pytest.mark.requirement("export-here")
@pytest.mark.parametrize(
    ("message", "is_meant"),
    [
        ("export it here", True),
        ("Please export it here.", True),
        ("render the video on my own computer", True),
        ("export locally", True),
        ("在本地导出", True),
        ("请在这台电脑上导出视频。", True),
        ("export", False),
        ("export it and send it here", False),
        ("write 'export it here' on photo 2", False),
        ("导出到本地", False),
        ("", False),
    ],
)
async def test_only_a_wish_for_an_export_here_is_taken_for_one(
    *, message: str, is_meant: bool
) -> None:
    assert asks_for_export_here(message) is is_meant


@pytest.mark.requirement("session-timeline-restored")
async def test_a_lost_session_gets_files_and_timeline_back_where_the_backend_allows(
    me: User, tmp_path: Path
) -> None:
    files = photos(tmp_path / "p")
    await me.say(me.far, "a 6 second 360x640 video, title 'Lisbon'", *files)
    before = KeptDrafts(me.home).of(me.book.all()[0])
    me.lose(me.cloud)
    me.told.clear()
    async with me.talk(me.far) as talk:
        state = await talk.state()
    assert state.draft == before
    (told,) = me.words
    assert "sent 3 files again and put your video back as it was" in told
    me.told.clear()
    await me.say(me.far, "make it 4 seconds")
    (project,) = me.book.all()
    assert KeptDrafts(me.home).of(project) != before
    await me.say(me.far, "undo")
    assert KeptDrafts(me.home).of(project) == before


@pytest.mark.requirement("session-timeline-restored")
async def test_an_export_that_finds_its_session_lost_goes_on_in_the_new_one(
    me: User, tmp_path: Path
) -> None:
    await me.say(LOCAL, "a 1 second 360x640 video", *photos(tmp_path / "p", 2))
    async with me.talk(LOCAL, wishes=to(tmp_path / "a.mp4")) as talk:
        await talk.state()
        me.lose(me.here)
        await talk.export()
    assert length_s(tmp_path / "a.mp4") == 1.0
