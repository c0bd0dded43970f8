"""Who asks for the status while an export is under way hears how it goes."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path

import anyio
import httpx
import pytest
from anyio.abc import TaskGroup

from tests.assistant.conversing import CLOUD, LOCAL, Scene, draft_of, scene, state_of
from tests.client.scripted_backend import ScriptedBackend, bare, file_of, refusing
from tiktok_photo_video.assistant.connection import Backend
from tiktok_photo_video.assistant.conversation import Conversation, Wishes
from tiktok_photo_video.assistant.projects import Projects
from tiktok_photo_video.chat.reply import FileReady, StateShown
from tiktok_photo_video.language import Language
from tiktok_photo_video.wire import routes
from tiktok_photo_video.wire.codes import WireCode

pytestmark = pytest.mark.anyio
POLL = routes.render("r1")
Answer = httpx.Response | Callable[[httpx.Request], httpx.Response] | Exception


def under_way(percent: int, **facts: object) -> Callable[[httpx.Request], httpx.Response]:
    extension = {routes.EXTENSION_KEY: facts} if facts else {}
    return bare({"status": "processing", "progress": percent, **extension})


DONE = bare({"status": "completed", "output": {"url": "/v/1.mp4"}})


@pytest.fixture
def at(backend: ScriptedBackend, tmp_path: Path) -> Callable[[Backend], Scene]:
    def make(chosen: Backend) -> Scene:
        found = scene(tmp_path / "home", backend, chosen)
        backend.on(routes.state("s1"), state_of(draft=draft_of("x")))
        backend.on("/v/1.mp4", lambda _: file_of(b"video"))
        return found

    return make


def with_export(here: Scene, folder: Path) -> Path:
    """The scene's project with an export that was ordered before."""
    book = Projects(here.home)
    project = book.remember("s1", backend=here.backend.name, name="x")
    book.ordered("r1", project=project, path=folder / "a.mp4")
    book.arrived("r1")
    return folder / "a.mp4"


@pytest.mark.requirement("state-tells-export")
@pytest.mark.parametrize("chosen", [CLOUD, LOCAL], ids=["cloud", "local"])
@pytest.mark.parametrize(
    ("message", "language", "words"),
    [
        ("status", Language.ENGLISH, "Your export is 40 % done, about 8 s left."),
        ("状态", Language.CHINESE, "你的导出已完成 40%，还需约 8 秒。"),
    ],
)
async def test_the_status_tells_the_timeline_and_how_far_the_export_is(
    *,
    at: Callable[[Backend], Scene],
    tmp_path: Path,
    chosen: Backend,
    message: str,
    language: Language,
    words: str,
) -> None:
    here = at(chosen)
    with_export(here, tmp_path)
    here.script.on(POLL, under_way(39, frames_done=40, frames_total=100, eta_s=8.2))
    async with here.talk(language=language) as talk:
        await talk.handle(message)
    assert isinstance(here.told[0], StateShown)
    assert here.words == [words]


@pytest.mark.requirement("state-tells-export")
@pytest.mark.parametrize(
    ("language", "words"),
    [(Language.ENGLISH, "Your export is 40 % done."), (Language.CHINESE, "你的导出已完成 40%。")],
)
async def test_a_backend_that_tells_no_time_is_quoted_without(
    at: Callable[[Backend], Scene], tmp_path: Path, language: Language, words: str
) -> None:
    here = at(CLOUD)
    with_export(here, tmp_path)
    here.script.on(POLL, under_way(40))
    async with here.talk(language=language) as talk:
        await talk.handle("status")
    assert here.words == [words]


@pytest.mark.requirement("state-tells-export")
async def test_an_export_that_is_done_by_now_is_delivered_once(
    at: Callable[[Backend], Scene], tmp_path: Path
) -> None:
    here = at(CLOUD)
    path = with_export(here, tmp_path)
    here.script.on(POLL, DONE)
    for _ in range(2):
        await here.say("status")
    assert path.read_bytes() == b"video"
    assert sum(isinstance(event, FileReady) for event in here.told) == 1
    assert here.sent(POLL) == 1


@pytest.mark.requirement("state-tells-export")
async def test_an_export_that_failed_is_told_once(
    at: Callable[[Backend], Scene], tmp_path: Path
) -> None:
    here = at(CLOUD)
    with_export(here, tmp_path)
    here.script.on(POLL, bare({"status": "failed", "error": "A photo is missing."}))
    for _ in range(2):
        await here.say("status")
    (words,) = here.words
    assert "A photo is missing." in words


@pytest.mark.requirement("state-tells-export")
@pytest.mark.parametrize("answer", [refusing(WireCode.NOT_FOUND), httpx.ReadError("x")])
async def test_where_it_cannot_be_asked_the_timeline_is_told_all_the_same(
    at: Callable[[Backend], Scene], tmp_path: Path, answer: Answer
) -> None:
    here = at(CLOUD)
    with_export(here, tmp_path)
    here.script.on(POLL, answer)
    await here.say("status")
    assert [type(event) for event in here.told] == [StateShown]


class Interrupted(Scene):
    """A scene in which the user says something while an export is waited for."""

    talking: Conversation
    group: TaskGroup
    has_asked = False

    async def _sleep(self, seconds: float) -> None:
        if seconds and not self.has_asked:
            self.has_asked = True
            self.group.start_soon(self.talking.handle, "status")
        await anyio.wait_all_tasks_blocked()


@pytest.mark.requirement("state-tells-export")
async def test_asked_in_the_middle_of_the_wait_it_answers_at_once(tmp_path: Path) -> None:
    polls = count(1)

    def poll(request: httpx.Request) -> httpx.Response:
        assert request.url.path.startswith(routes.RENDER)
        return (under_way(40) if next(polls) < 3 else DONE)(request)

    script = ScriptedBackend(otherwise=poll)
    scene(tmp_path / "home", script)
    script.on(routes.state("s1"), state_of(draft=draft_of("x")))
    script.on(routes.RENDER, bare({"code": 0, "data": {}}))
    script.on("/v/1.mp4", lambda _: file_of(b"video"))
    here = Interrupted(tmp_path / "home", script, CLOUD)
    Projects(here.home).remember("s1", backend="cloud", name="x")
    async with (
        here.talk(wishes=Wishes(output=tmp_path / "a.mp4")) as here.talking,
        anyio.create_task_group() as here.group,
    ):
        await here.talking.handle("export")
    kinds = [type(event) for event in here.told]
    assert kinds.index(StateShown) < kinds.index(FileReady)
    assert "Your export is 40 % done." in here.words
    assert kinds.count(FileReady) == 1
    assert (tmp_path / "a.mp4").read_bytes() == b"video"
