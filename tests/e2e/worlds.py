"""A user with a project, a backend that has it, and what becomes of both."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, field, replace
from pathlib import Path

import anyio
import pytest

from tests.backend.workbench import until_idle
from tests.client.scripted_backend import SKILL
from tests.e2e.crashing import (
    BASE,
    POLICY,
    Desk,
    Line,
    Plant,
)
from tests.media_factory import BLUE, RED, flat, photo_bytes
from tiktok_photo_video.assistant.connection import Backend as Choice
from tiktok_photo_video.assistant.conversation import Conversation, Wishes
from tiktok_photo_video.assistant.projects import Projects
from tiktok_photo_video.backend.accounts import Account
from tiktok_photo_video.backend.config import BackendConfig
from tiktok_photo_video.backend.core import Backend
from tiktok_photo_video.chat.reply import FileReady, Reply
from tiktok_photo_video.client import BackendClient, Endpoint
from tiktok_photo_video.language import Language
from tiktok_photo_video.settings import Settings
from tiktok_photo_video.wire.renders import RenderRequest
from tiktok_photo_video_tools import exports
from tiktok_photo_video_tools.session import Options

LOCAL, CLOUD = Choice("local", is_local=True), Choice(BASE, is_local=False)
COST = POLICY.edit_cost
STATUS = Options(as_json=True)


async def at_once(_: float) -> None:
    """Waiting that takes no time; others get their turn."""
    await anyio.lowlevel.checkpoint()


@dataclass
class World:
    """One user with a project, and the backend that has it.

    Attributes:
        told: everything that was told, in all lives of the client.
    """

    plant: Plant
    desk: Desk
    choice: Choice
    told: list[Reply] = field(default_factory=list)

    @property
    def target(self) -> Path:
        """Where the video is to go."""
        return self.desk.folder / "out.mp4"

    def talk(self, line: Line) -> Conversation:
        """A conversation over a line; each is a program of its own."""

        async def connect(*_: object) -> BackendClient:
            endpoint = Endpoint(BASE, is_local=self.choice.is_local)
            return BackendClient(endpoint, SKILL, home=self.desk.home, transport=line)

        return Conversation(
            Settings(self.desk.home),
            self.choice,
            emit=self.told.append,
            wishes=Wishes(output=self.target),
            language=Language.ENGLISH,
            connect=connect,
            sleep=at_once,
        )

    async def export(self, line: Line) -> None:
        """The export command."""
        async with self.talk(line) as talk:
            await talk.export()

    async def say(self, line: Line, message: str) -> None:
        """The chat command."""
        async with self.talk(line) as talk:
            await talk.edit(message)

    async def status(self, capsys: pytest.CaptureFixture[str]) -> list[dict[str, str]]:
        """The status command, which delivers what is done."""
        capsys.readouterr()
        async with self.talk(Line(self.plant)) as talk:
            await exports._show_exports(talk, STATUS, wait_s=60)
        rows: list[dict[str, str]] = json.loads(capsys.readouterr().out)["exports"]
        return rows

    @property
    def deliveries(self) -> int:
        """How often the user was told that the video is there."""
        return sum(isinstance(event, FileReady) for event in self.told)


@dataclass(frozen=True, slots=True)
class Template:
    """Folders to begin from: a backend's with two projects, and a client's that knows both.

    The one project has a video that was paid for, the other has photos only.
    """

    backend: Path
    client: Path
    made: str
    bare: str

    def world(self, folder: Path, choice: Choice, *, project: str) -> World:
        """A world of its own."""
        desk = Desk(folder / "client", folder / "videos")
        desk.folder.mkdir()
        shutil.copytree(self.client, desk.home)
        Projects(desk.home).remember(project, backend=choice.name, name="project")
        plant = Plant(shutil.copytree(self.backend, folder / "backend"))
        return World(plant, desk, choice)


def new_template(folder: Path) -> Template:
    """The folders, made as a user makes them."""
    photos = [folder / "red.jpg", folder / "blue.jpg"]
    for path, color in zip(photos, (RED, BLUE), strict=True):
        path.write_bytes(photo_bytes(image=flat(color, 64, 64)))
    desk = Desk(folder / "client", folder / "videos")
    world = World(Plant(folder / "backend"), desk, LOCAL)
    world.plant.start()
    made, bare = anyio.run(_prepared, world, photos)
    world.plant.kill()
    _made_tiny(world.plant.home, made)
    _warmed(world.plant.home)
    return Template(world.plant.home, desk.home, made, bare)


async def _prepared(world: World, photos: list[Path]) -> tuple[str, str]:
    sessions = []
    for message in ("a 1 second video", ""):
        async with world.talk(Line(world.plant)) as talk:
            ids = await talk.client.create_session()
            await talk.client.upload(ids.session_id, photos)
            if message:
                _ = [event async for event in talk.client.run(ids.session_id, message)]
            sessions.append(ids.session_id)
    return sessions[0], sessions[1]


def _made_tiny(home: Path, session_id: str) -> None:
    """Change a project's picture to one that renders in a blink."""
    backend = Backend(BackendConfig(home, policy=POLICY))
    with backend.store.read() as connection:
        user_id = connection.exec_driver_sql("SELECT user_id FROM sessions").scalar()
    session = backend.sessions.get(Account(str(user_id)), session_id)
    timeline = backend.sessions.timeline(session)
    assert timeline is not None
    tiny = replace(timeline, width_px=72, height_px=128)
    backend.sessions.keep(session, tiny, message="tiny")
    backend.renders.stop()
    backend.store.close()


def _warmed(home: Path) -> None:
    """Render it once, so that what is kept of it serves all tests; then forget that it was."""
    backend = Backend(BackendConfig(home, policy=POLICY))
    with backend.store.change() as connection:
        rows = connection.exec_driver_sql("SELECT user_id, session_id FROM sessions").all()
    account = Account(rows[0].user_id)
    sessions = [backend.sessions.get(account, row.session_id) for row in rows]
    made = next(session for session in sessions if session.version)
    draft = backend.sessions.state(made).draft
    backend.renders.submit(account, RenderRequest("warm", made.session_id, draft or {}))
    until_idle(backend.renders)
    with backend.store.change() as connection:
        connection.exec_driver_sql("DELETE FROM made_files")
        connection.exec_driver_sql("DELETE FROM renders")
    (home / "results" / "warm.mp4").unlink()
    backend.renders.stop()
    backend.store.close()
