"""A delivery with a scripted backend behind it, and what it told."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import anyio

from tests.client.scripted_backend import SKILL, ScriptedBackend
from tiktok_photo_video.assistant.connection import chosen_backend
from tiktok_photo_video.assistant.delivery import Delivery
from tiktok_photo_video.assistant.projects import Export, Project, Projects
from tiktok_photo_video.chat.reply import Reply, Say
from tiktok_photo_video.client import BackendClient, Endpoint
from tiktok_photo_video.language import Language
from tiktok_photo_video.settings import Settings
from tiktok_photo_video.wire import routes
from tiktok_photo_video.wire.payloads import RenderState, RenderStatus

DRAFT = {"t": [], "m": {"width": 1080, "height": 1920}}


class Desk:
    """A delivery of one project's exports; ``told`` is what was told of all of them."""

    def __init__(self, backend: ScriptedBackend, home: Path, *, name: str = "local") -> None:
        self.script = backend
        self.home = home
        self.language = Language.ENGLISH
        self.told: list[Reply] = []
        self.on_told: Callable[[Reply], None] = lambda _: None
        self.book = Projects(home)
        self.project: Project = self.book.remember("s1", backend=name, name="x")
        chosen = chosen_backend(name, Settings(home))
        self.client = BackendClient(
            Endpoint("https://backend.example", is_local=chosen.is_local),
            SKILL,
            home=home,
            transport=backend.transport,
        )
        self._chosen = chosen
        self.delivery = self.speaking(self.language)

    def speaking(self, language: Language, book: Projects | None = None) -> Delivery:
        """A delivery in a language; one with a book of its own is another program."""
        return Delivery(
            self.client,
            self._chosen,
            book or self.book,
            emit=self._hear,
            language=language,
            sleep=_no_wait,
        )

    def _hear(self, reply: Reply) -> None:
        self.told.append(reply)
        self.on_told(reply)

    def exports(self) -> tuple[Export, ...]:
        """What is in the book."""
        return self.book.exports(backend=self.project.backend)

    def orders(self) -> list[dict[str, object]]:
        """What was ordered."""
        return [json.loads(request.content) for request in self.script.sent_to(routes.RENDER)]

    @property
    def words(self) -> list[str]:
        """Everything that was said."""
        return [reply.text for reply in self.told if isinstance(reply, Say)]

    def told_of(self, kind: type[Reply]) -> list[Reply]:
        """The replies of one kind."""
        return [reply for reply in self.told if isinstance(reply, kind)]


async def _no_wait(_: float) -> None:
    await anyio.lowlevel.checkpoint()


def status(state: RenderState, **facts: object) -> RenderStatus:
    """How the export r1 stands, whose video is at /v/1.mp4."""
    return RenderStatus("r1", state, url="/v/1.mp4", **facts)  # type: ignore[arg-type]
