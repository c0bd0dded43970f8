"""A user with two backends of our own: one plays the cloud, one stands on this computer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.backend.workbench import PHOTOS, served
from tests.client.scripted_backend import SKILL
from tiktok_photo_video.assistant.connection import Backend
from tiktok_photo_video.assistant.conversation import Conversation, Wishes
from tiktok_photo_video.assistant.projects import Projects
from tiktok_photo_video.backend.config import BackendConfig, Policy
from tiktok_photo_video.backend.core import Backend as Engine
from tiktok_photo_video.chat.reply import FileReady, Reply, Say
from tiktok_photo_video.client import BackendClient, Endpoint
from tiktok_photo_video.language import Language
from tiktok_photo_video.settings import Settings

LOCAL = Backend("local", is_local=True)
NO_WISHES = Wishes()


@dataclass
class User:
    """A home folder, two backends, and everything that was told."""

    home: Path
    cloud: Engine
    cloud_url: str
    here: Engine
    here_url: str
    told: list[Reply] = field(default_factory=list)
    connected: list[str] = field(default_factory=list)

    @property
    def far(self) -> Backend:
        """The cloud, as the user chose it."""
        return Backend(self.cloud_url, is_local=False)

    @property
    def words(self) -> list[str]:
        """Everything that was said."""
        return [event.text for event in self.told if isinstance(event, Say)]

    @property
    def videos(self) -> list[str]:
        """Every finished video."""
        return [event.path for event in self.told if isinstance(event, FileReady)]

    @property
    def book(self) -> Projects:
        return Projects(self.home)

    def talk(
        self,
        backend: Backend,
        *,
        wishes: Wishes = NO_WISHES,
        language: Language = Language.ENGLISH,
    ) -> Conversation:
        """A conversation that is not open yet."""
        return Conversation(
            Settings(self.home),
            backend,
            emit=self.told.append,
            wishes=wishes,
            language=language,
            connect=self._connect,
        )

    async def say(
        self, backend: Backend, message: str, *files: Path, wishes: Wishes = NO_WISHES
    ) -> None:
        """One message in a conversation of its own, as a command does."""
        async with self.talk(backend, wishes=wishes) as talk:
            await talk.handle(message, files)

    async def export(self, backend: Backend, *, wishes: Wishes) -> None:
        """What the export command does."""
        async with self.talk(backend, wishes=wishes) as talk:
            await talk.export()

    def lose(self, engine: Engine) -> None:
        """Have a backend forget every session."""
        with engine.store.change() as connection:
            for table in ("renders", "last_turns", "versions", "media", "sessions"):
                connection.exec_driver_sql(f"DELETE FROM {table}")  # noqa: S608 our own names

    async def _connect(self, backend: Backend, settings: Settings) -> BackendClient:
        url = self.here_url if backend.is_local else self.cloud_url
        self.connected.append(url)
        endpoint = Endpoint(url, is_local=backend.is_local)
        return BackendClient(endpoint, SKILL, home=settings.home)


@contextmanager
def user(folder: Path, policy: Policy) -> Iterator[User]:
    """A user whose cloud has this policy."""
    cloud = Engine(BackendConfig(folder / "cloud", policy=policy))
    here = Engine(BackendConfig(folder / "here"))
    with served(cloud) as cloud_url, served(here) as here_url:
        yield User(folder / "home", cloud, cloud_url, here, here_url)


def photos(folder: Path, count: int = 3) -> list[Path]:
    """Real photos on the user's disk."""
    folder.mkdir(exist_ok=True)
    paths = [folder / name for name in list(PHOTOS)[:count]]
    for path in paths:
        path.write_bytes(PHOTOS[path.name])
    return paths
