"""``Is it done?`` and ``where is it?`` are answered by the file, not by a timeline or a render."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.assistant.conversing import CLOUD, Scene, draft_of, scene, state_of
from tests.client.scripted_backend import ScriptedBackend
from tiktok_photo_video.assistant.ordering import digest_of
from tiktok_photo_video.assistant.projects import Projects
from tiktok_photo_video.chat.reply import StateShown
from tiktok_photo_video.chat.whereabouts import asks_where, asks_whether_done
from tiktok_photo_video.wire import routes
from tiktok_photo_video.wire.renders import DEFAULT_OUTPUT

DRAFT = draft_of("x")


@pytest.fixture
def here(backend: ScriptedBackend, tmp_path: Path) -> Scene:
    found = scene(tmp_path / "home", backend, CLOUD)
    backend.on(routes.state("s1"), state_of(draft=DRAFT))
    Projects(found.home).remember("s1", backend="cloud", name="x")
    return found


def finished(here: Scene, path: Path, *, of: dict[str, object] = DRAFT) -> None:
    """A finished export of the scene's project."""
    book = Projects(here.home)
    project = book.remember("s1", backend="cloud", name="x")
    digest = digest_of(of, DEFAULT_OUTPUT)
    book.ordered("r1", project=project, path=path, digest=digest)
    book.delivered("r1")
    path.write_bytes(b"video")


@pytest.mark.anyio
@pytest.mark.requirement("state-tells-file")
@pytest.mark.parametrize("message", ["is it done?", "好了吗", "where did you save it"])
async def test_who_asks_whether_it_is_done_is_told_where_it_is(
    here: Scene, tmp_path: Path, message: str
) -> None:
    finished(here, tmp_path / "a.mp4")
    async with here.talk(language=None) as talk:
        await talk.handle(message)
    (words,) = here.words
    assert str(tmp_path / "a.mp4") in words
    assert not any(isinstance(event, StateShown) for event in here.told)


@pytest.mark.anyio
@pytest.mark.requirement("state-tells-file")
async def test_a_video_from_before_the_last_change_is_called_so(
    here: Scene, tmp_path: Path
) -> None:
    finished(here, tmp_path / "a.mp4", of=draft_of("older"))
    await here.say("is it ready?")
    (words,) = here.words
    assert str(tmp_path / "a.mp4") in words
    assert '"export"' in words


@pytest.mark.anyio
@pytest.mark.requirement("state-tells-file")
async def test_without_a_file_the_timeline_is_told(here: Scene, tmp_path: Path) -> None:
    finished(here, tmp_path / "a.mp4")
    (tmp_path / "a.mp4").unlink()
    await here.say("is it done?")
    assert any(isinstance(event, StateShown) for event in here.told)


@pytest.mark.anyio
@pytest.mark.requirement("state-tells-file")
async def test_where_is_my_video_renders_nothing_when_it_is_there(
    here: Scene, tmp_path: Path
) -> None:
    finished(here, tmp_path / "a.mp4")
    await here.say("where is my video?")
    assert here.sent(routes.RENDER) == 0
    assert any(str(tmp_path / "a.mp4") in words for words in here.words)


@pytest.mark.requirement("state-tells-file")
@pytest.mark.parametrize(
    ("text", "where", "done"),
    [
        ("where is the file?", True, True),
        ("视频存在哪里", True, True),
        ("where do I download it", False, False),
        ("export", False, True),
        ("is my video finished yet", False, True),
        ("导好了没有", False, True),
        ("show the timeline", False, False),
        ("现在有哪些轨道", False, False),
    ],
)
def test_questions_for_the_file_are_told_from_others(text: str, *, where: bool, done: bool) -> None:
    assert asks_where(text) is where
    assert asks_whether_done(text) is done
