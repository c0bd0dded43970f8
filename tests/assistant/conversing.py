"""A conversation with a scripted backend behind it, and what it told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import anyio
import httpx

from tests.client.scripted_backend import SKILL, ScriptedBackend, ok, stream_of
from tiktok_photo_video.assistant.connection import Backend
from tiktok_photo_video.assistant.conversation import Conversation, Wishes
from tiktok_photo_video.chat.reply import Reply, Say
from tiktok_photo_video.client import BackendClient, Endpoint, Secret
from tiktok_photo_video.language import Language
from tiktok_photo_video.settings import Settings
from tiktok_photo_video.wire import routes

HOST = "backend.example"
CLOUD = Backend("cloud", is_local=False)
LOCAL = Backend("local", is_local=True)
NO_WISHES = Wishes()
NEW_SESSION = routes.create_session()

Answer = Callable[[httpx.Request], httpx.Response]


def state_of(session_id: str = "s1", **state: object) -> Answer:
    """The state of a session; without ``draft`` an empty one."""
    return ok({"session_id": session_id, "state": state})


def draft_of(title: str) -> dict[str, object]:
    """A timeline in a form that is not ours."""
    return {"m": {"title": title}, "t": [{"tt": 0, "sg": [{"d": 1000}]}]}


def says(*texts: str, more: bytes = b"") -> Answer:
    """A turn of these texts."""
    lines = [f'data: {{"type":"text","content":"{text}"}}\n\n'.encode() for text in texts]
    return lambda _: stream_of(*lines, more)


def breaks(*texts: str) -> Answer:
    """A turn whose line breaks after these texts."""
    lines = [f'data: {{"type":"text","content":"{text}"}}\n\n'.encode() for text in texts]
    return lambda _: stream_of(*lines, httpx.ReadError("broken"))


@dataclass
class Scene:
    """A home, a script, and everything that was told."""

    home: Path
    script: ScriptedBackend
    backend: Backend = CLOUD
    own_token: str | None = None
    told: list[Reply] = field(default_factory=list)
    slept: list[float] = field(default_factory=list)

    def talk(
        self, *, language: Language | None = Language.ENGLISH, wishes: Wishes = NO_WISHES
    ) -> Conversation:
        """A conversation that is not open yet."""
        return Conversation(
            Settings(self.home, nemo_token=self.own_token or ""),
            self.backend,
            emit=self.told.append,
            wishes=wishes,
            language=language,
            connect=self._connect,
            sleep=self._sleep,
        )

    async def say(self, message: str, *files: Path, wishes: Wishes = NO_WISHES) -> None:
        """One message in a conversation of its own, as a command does."""
        async with self.talk(wishes=wishes) as talk:
            await talk.handle(message, files)

    def sent(self, path: str) -> int:
        """How many requests a path has had."""
        return len(self.script.sent_to(path))

    @property
    def words(self) -> list[str]:
        """Everything that was said."""
        return [event.text for event in self.told if isinstance(event, Say)]

    async def _connect(self, backend: Backend, settings: Settings) -> BackendClient:
        return BackendClient(
            Endpoint(
                f"https://{HOST}",
                is_local=backend.is_local,
                token=Secret(settings.nemo_token) if settings.nemo_token else None,
            ),
            SKILL,
            home=settings.home,
            transport=self.script.transport,
        )

    async def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        await anyio.lowlevel.checkpoint()


def scene(home: Path, script: ScriptedBackend, backend: Backend = CLOUD) -> Scene:
    """A scene whose backend knows session s1, empty."""
    script.on(NEW_SESSION, ok({"session_id": "s1"}))
    script.on(routes.state("s1"), state_of())
    script.on(routes.state("s2"), state_of("s2"))
    for session in ("s1", "s2"):
        script.on(routes.upload(session), ok({"files": [{"filename": "a.jpg"}]}))
    script.on(routes.RUN_SSE, says("Done."))
    return Scene(home, script, backend)


def photo(folder: Path, name: str = "a.jpg") -> Path:
    """A file that is sent as a photo; nobody looks into it."""
    path = folder / name
    path.write_bytes(b"photo")
    return path
