"""The conversation: routes a message, drives the client, and tells what happens.

Every face (command line, chat, MCP) gives it messages and gets the same reply events.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import anyio

from tiktok_photo_video.assistant.connection import Backend, open_client
from tiktok_photo_video.assistant.delivery import Delivery
from tiktok_photo_video.assistant.errors_in_words import Circumstances, in_words
from tiktok_photo_video.assistant.kept_choice import KeptChoice
from tiktok_photo_video.assistant.live_session import LiveSession
from tiktok_photo_video.assistant.pace import UploadPace
from tiktok_photo_video.assistant.projects import Project, Projects
from tiktok_photo_video.assistant.spend_guard import SpendGuard
from tiktok_photo_video.assistant.telling import tell_turn
from tiktok_photo_video.assistant.turn import while_telling
from tiktok_photo_video.chat.intents import Intent, Step, route
from tiktok_photo_video.chat.replies import say
from tiktok_photo_video.chat.reply import (
    Progress,
    Reply,
    Say,
    Stage,
    StateShown,
)
from tiktok_photo_video.client import (
    BackendClient,
)
from tiktok_photo_video.client.timing import Sleep
from tiktok_photo_video.errors import (
    InputError,
    PhotoVideoError,
    RequestError,
)
from tiktok_photo_video.language import Language, language_from_code, language_of
from tiktok_photo_video.settings import Settings
from tiktok_photo_video.wire.draft import (
    has_content,
    summarise,
)
from tiktok_photo_video.wire.payloads import SessionState

Emit = Callable[[Reply], None]
Connect = Callable[[Backend, Settings], Awaitable[BackendClient]]
USUAL_REQUEST = "turn my photos into a TikTok video with music and transitions"


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a face wants the conversation to go.

    Attributes:
        project_id: which project; ``None`` means the one used last.
        new_project: begin a new one.
        output: where an export goes; ``None`` lets the program choose.
        detach: do not wait for an export.
        announce: say "Connecting…" and, for a new project, "Ready!".
    """

    project_id: str | None = None
    new_project: bool = False
    output: Path | None = None
    detach: bool = False
    announce: bool = False


class Conversation:
    """One user's talk with one backend; an async context manager around its connection."""

    def __init__(
        self,
        settings: Settings,
        backend: Backend,
        *,
        emit: Emit,
        wishes: Wishes = Wishes(),
        language: Language | None = None,
        connect: Connect = open_client,
        sleep: Sleep = anyio.sleep,
    ) -> None:
        self._settings = settings
        self._backend = backend
        self._emit = emit
        self._wishes = wishes
        self._language = language or language_from_code(settings.language)
        self._fixed_language = language is not None
        self._projects = Projects(settings.home)
        self._client: BackendClient | None = None
        self._session: LiveSession | None = None
        self._connect = connect
        self._sleep = sleep
        self._guard = SpendGuard(self._projects, is_metered=not backend.is_local)
        # A turn is one at a time: what is said meanwhile waits for its end.
        self._turns = anyio.Lock()

    async def __aenter__(self) -> Conversation:
        if self._wishes.announce:
            self._progress(Stage.CONNECTING, say("connection.connecting", self._language))
        self._client = await self._connect(self._backend, self._settings)
        await self.client.connect()
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._client:
            await self._client.aclose()

    @property
    def client(self) -> BackendClient:
        """The open connection."""
        if self._client is None:
            raise RuntimeError("the conversation is not open")
        return self._client

    @property
    def project_id(self) -> str | None:
        """The project this conversation turned out to be about."""
        return self._session.project.id if self._session else None

    @property
    def language(self) -> Language:
        """The language of the answers."""
        return self._language

    @property
    def backend(self) -> Backend:
        """Which backend this conversation is with."""
        return self._backend

    @property
    def delivery(self) -> Delivery:
        """What brings finished videos to the user."""
        return Delivery(
            self.client,
            self._backend,
            self._projects,
            emit=self._emit,
            language=self._language,
            sleep=self._sleep,
        )

    def explained(self, error: PhotoVideoError) -> PhotoVideoError:
        """A failure of this conversation in the user's language, with the way on."""
        session, client = self._session, self._client
        project = session and self._projects.known(session.project.id)
        materials = project.materials if project else ()
        user_id = (session and session.user_id) or (client and client.user_id) or None
        has_no_own_token = client.is_anonymous if client else not self._settings.nemo_token
        circumstances = Circumstances(
            is_local=self._backend.is_local,
            is_anonymous=has_no_own_token or (user_id or "").startswith("anon_"),
            user_id=user_id,
            web_url=self._settings.web_url,
            photos_here=bool(materials) and all(m.is_still_there for m in materials),
        )
        return in_words(error, self._language, circumstances)

    def listen_to(self, message: str) -> None:
        """Answer in the language of a message from now on, also where it cannot be handled."""
        self._language = self._language_of(message)

    async def handle(self, message: str, files: Sequence[Path] = ()) -> None:
        """Do what one message asks, step by step, telling everything through ``emit``.

        Raises:
            PhotoVideoError: a step failed; steps before it are done, later ones are not.
        """
        if not message.strip() and not files:
            raise RequestError(say("edit.empty", self._language), code="no_message")
        if self._turns.locked():
            self._emit(Say(say("working.queued", self._language_of(message))))
        async with self._turns:
            self.listen_to(message)
            for step in route(message, with_files=bool(files)).steps:
                await self._do(step, files)

    async def make(self, photos: Sequence[Path], message: str) -> None:
        """Photos and a request in, a finished video out, in a project of its own."""
        self.listen_to(message)
        session = await self._live()
        try:
            await self.upload(photos)
        except PhotoVideoError:
            # A project without photos is none: the one before stays the last one used.
            self._projects.forget(session.project.id)
            raise
        went_well = not message.strip() or await self.edit(message)
        may_ask_again = went_well or not self._guard.is_metered
        if may_ask_again and not has_content((await session.state()).draft):
            # The words asked for something else than a video; who says make wants one.
            await self.edit(USUAL_REQUEST)
        await self.export()

    async def project(self) -> Project:
        """The project this conversation is about; made at the backend when there is none."""
        return (await self._live()).project

    def existing_project(self) -> Project:
        """The project this conversation is about.

        Raises:
            InputError: there is none yet, and what is asked needs one.
        """
        return self._existing().project

    async def upload(self, files: Sequence[Path]) -> None:
        """Send files to the project."""
        if not files:
            self._say("upload.ask")
            return
        session = await self._live()
        self._tell_that_files_leave()
        pace = UploadPace(self._emit, say("upload.looking", self._language))
        sent = await session.call(lambda id_: self.client.upload(id_, files, on_progress=pace))
        self._projects.sent(session.project.id, files)
        only_photos = all(file.file_type in ("", "image") for file in sent.files)
        self._say("upload.photos" if only_photos else "upload.files", count=len(sent.files))

    async def edit(self, message: str) -> bool:
        """Send a message to the editing chat and tell what it did.

        Gives whether the turn ended well. A message is sent once, whatever happens to it.

        Raises:
            RequestError: on a backend that charges, the same words were lost a moment ago.
            InputError: the agent could do nothing with it, and said why.
        """
        session = await self._live()
        self._progress(Stage.WORKING, "")
        turn = await while_telling(
            lambda: session.turn(message), lambda: self._say("working.still")
        )
        tell_turn(turn, self._emit, self._language)
        return turn.outcome.failure is None

    async def export(self) -> None:
        """Render the project and bring the video to the user."""
        session = self._existing()
        state = await session.state()
        if state.draft is None or not has_content(state.draft):
            raise InputError(say("export.empty", self._language), code="empty_timeline")
        await self.delivery.export(
            session.project,
            state.draft,
            output=self._wishes.output,
            detach=self._wishes.detach,
        )

    async def state(self) -> SessionState:
        """Tell how the project stands."""
        state = await self._existing().state()
        if state.draft is None or not has_content(state.draft):
            self._say("state.empty")
        else:
            self._emit(StateShown(summarise(state.draft, self._language)))
        return state

    async def credits(self) -> None:
        """Tell what may be spent."""
        balance = await self.client.credits()
        if self._backend.is_local:
            self._say("credits.local")
            return
        self._say(
            "credits.cloud",
            available=_plain(balance.available),
            frozen=_plain(balance.frozen),
            total=_plain(balance.total),
        )

    async def _do(self, step: Step, files: Sequence[Path]) -> None:
        if step.intent is Intent.UPLOAD:
            await self.upload(files)
        elif step.intent is Intent.EXPORT:
            await self.export()
        elif step.intent is Intent.CREDITS:
            await self.credits()
        elif step.intent is Intent.STATE:
            await self.state()
        else:
            await self.edit(step.text)

    def _tell_that_files_leave(self) -> None:
        kept, address = KeptChoice(self._settings.home), self.client.endpoint.identity
        if self._backend.is_local or kept.is_told(address):
            return
        self._say("connection.leaving", host=self.client.endpoint.name)
        kept.tell(address)

    async def _live(self) -> LiveSession:
        if self._session is None:
            self._session = self._known_session() or await self._new_session()
        return self._in_this_language(self._session)

    def _existing(self) -> LiveSession:
        self._session = self._session or self._known_session()
        if self._session is None:
            raise InputError(say("state.empty", self._language), code="no_project_yet")
        return self._in_this_language(self._session)

    def _known_session(self) -> LiveSession | None:
        project = self._known_project()
        return self._session_of(project) if project else None

    def _session_of(self, project: Project) -> LiveSession:
        return LiveSession(
            self.client,
            project,
            projects=self._projects,
            guard=self._guard,
            emit=self._emit,
            sleep=self._sleep,
        )

    def _in_this_language(self, session: LiveSession) -> LiveSession:
        session.language = self._language
        return session

    def _known_project(self) -> Project | None:
        if self._wishes.new_project:
            return None
        name = self._backend.name
        wanted = self._wishes.project_id
        known = self._projects.get(wanted, name) if wanted else self._projects.last(name)
        # Naming a project is using it: the next command means it too.
        return self._projects.remember(known.id, backend=name, name=known.name) if known else None

    async def _new_session(self) -> LiveSession:
        ids = await self.client.create_session(task_name="project", language=self._language.value)
        if self._wishes.announce:
            self._say("connection.ready")
        name = self._backend.name
        session = self._session_of(
            self._projects.remember(ids.session_id, backend=name, name="project")
        )
        session.user_id = ids.user_id
        return session

    def _language_of(self, message: str) -> Language:
        if self._fixed_language:
            return self._language
        return language_of(message, otherwise=self._language)

    def _say(self, key: str, **facts: object) -> None:
        self._emit(Say(say(key, self._language, **facts)))

    def _progress(self, stage: Stage, detail: str) -> None:
        self._emit(Progress(stage, fraction=None, detail=detail))


def _plain(number: float) -> str:
    return f"{number:g}"
