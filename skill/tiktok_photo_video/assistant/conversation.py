"""The conversation: routes a message, drives the client, and tells what happens.

Every face (command line, chat, MCP) gives it messages and gets the same reply events.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path

import anyio

from tiktok_photo_video.assistant.connection import Backend, open_client
from tiktok_photo_video.assistant.delivery import Delivery
from tiktok_photo_video.assistant.pace import UploadPace
from tiktok_photo_video.assistant.projects import Project, Projects
from tiktok_photo_video.chat.gui_speak import Action, translate
from tiktok_photo_video.chat.intents import Intent, Step, route
from tiktok_photo_video.chat.replies import say
from tiktok_photo_video.chat.reply import (
    Offer,
    Progress,
    Reply,
    Say,
    Stage,
    StateShown,
)
from tiktok_photo_video.client import (
    CLOUD_WAITS_S,
    LOCAL_WAITS_S,
    STREAM_DROPPED,
    BackendClient,
    is_changed,
    recovered_state,
)
from tiktok_photo_video.errors import InputError, PhotoVideoError, RequestError, TransportError
from tiktok_photo_video.language import Language, language_from_code, language_of
from tiktok_photo_video.settings import Settings
from tiktok_photo_video.timeline.diff import diff
from tiktok_photo_video.timeline.model import Timeline
from tiktok_photo_video.timeline.summary import describe_all
from tiktok_photo_video.wire.draft import (
    has_content,
    is_ours,
    summarise,
    timeline_from_draft,
)
from tiktok_photo_video.wire.events import Failure, Heartbeat, Text, TextAssembler
from tiktok_photo_video.wire.payloads import SessionState

Emit = Callable[[Reply], None]
USUAL_REQUEST = "turn my photos into a TikTok video with music and transitions"
STILL_WORKING_EVERY_S = 120.0  # the spec's promise: the user hears from us every two minutes


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
    ) -> None:
        self._settings = settings
        self._backend = backend
        self._emit = emit
        self._wishes = wishes
        self._language = language or language_from_code(settings.language)
        self._fixed_language = language is not None
        self._projects = Projects(settings.home)
        self._client: BackendClient | None = None
        self._project: Project | None = None

    async def __aenter__(self) -> Conversation:
        if self._wishes.announce:
            self._progress(Stage.CONNECTING, say("connection.connecting", self._language))
        self._client = await open_client(self._backend, self._settings)
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
        return self._project.id if self._project else None

    @property
    def language(self) -> Language:
        """The language of the answers."""
        return self._language

    @property
    def delivery(self) -> Delivery:
        """What brings finished videos to the user."""
        return Delivery(
            self.client,
            self._backend,
            self._projects,
            emit=self._emit,
            language=self._language,
        )

    async def handle(self, message: str, files: Sequence[Path] = ()) -> None:
        """Do what one message asks, step by step, telling everything through ``emit``.

        Raises:
            PhotoVideoError: a step failed; steps before it are done, later ones are not.
        """
        if not message.strip() and not files:
            raise RequestError(say("edit.empty", self._language), code="no_message")
        self._listen_to(message)
        for step in route(message, with_files=bool(files)).steps:
            await self._do(step, files)

    async def make(self, photos: Sequence[Path], message: str) -> None:
        """Photos and a request in, a finished video out, in a project of its own."""
        self._listen_to(message)
        project = await self.project()
        try:
            await self.upload(photos)
        except PhotoVideoError:
            # A project without photos is none: the one before stays the last one used.
            self._projects.forget(project.id)
            raise
        if message.strip():
            await self.edit(message)
        if not has_content((await self.client.state(project.id)).draft):
            # The words asked for something else than a video; who says make wants one.
            await self.edit(USUAL_REQUEST)
        await self.export()

    async def project(self) -> Project:
        """The project this conversation is about; made at the backend when there is none."""
        if self._project is None:
            self._project = self._known_project() or await self._new_project()
        return self._project

    def existing_project(self) -> Project:
        """The project this conversation is about.

        Raises:
            InputError: there is none yet, and what is asked needs one.
        """
        self._project = self._project or self._known_project()
        if self._project is None:
            raise InputError(say("state.empty", self._language), code="no_project_yet")
        return self._project

    async def upload(self, files: Sequence[Path]) -> None:
        """Send files to the project."""
        if not files:
            self._say("upload.ask")
            return
        project = await self.project()
        sent = await self.client.upload(
            project.id,
            files,
            on_progress=UploadPace(self._emit, say("upload.looking", self._language)),
        )
        only_photos = all(file.file_type in ("", "image") for file in sent.files)
        self._say("upload.photos" if only_photos else "upload.files", count=len(sent.files))

    async def edit(self, message: str) -> None:
        """Send a message to the editing chat and tell what it did."""
        project = await self.project()
        before = await self.client.state(project.id)
        self._progress(Stage.WORKING, "")
        text = await self._turn(project, message, before)
        translation = translate(text)
        after = await self.client.state(project.id)
        if translation.shown.strip():
            self._emit(Say(translation.shown.strip()))
        else:
            self._tell_silent_edit(before, after)
        if Action.EXPORT in translation.actions:
            # The backend's word alone never starts an export.
            self._emit(Offer(Action.EXPORT, say("offer.export", self._language)))

    async def export(self) -> None:
        """Render the project and bring the video to the user."""
        project = self.existing_project()
        state = await self.client.state(project.id)
        if state.draft is None or not has_content(state.draft):
            raise InputError(say("export.empty", self._language), code="empty_timeline")
        await self.delivery.export(
            project, state.draft, output=self._wishes.output, detach=self._wishes.detach
        )

    async def state(self) -> SessionState:
        """Tell how the project stands."""
        project = self.existing_project()
        state = await self.client.state(project.id)
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

    async def _turn(self, project: Project, message: str, before: SessionState) -> str:
        """The text of a turn; empty when it came without any, or its stream broke."""
        assembler = TextAssembler()
        spoken_s = anyio.current_time()
        try:
            async with aclosing(self.client.run(project.id, message)) as events:
                async for event in events:
                    if isinstance(event, Text):
                        assembler.add(event)
                    elif isinstance(event, Failure) and not assembler.text:
                        raise InputError(translate(event.message).shown, code=event.code)
                    elif isinstance(event, Heartbeat):
                        spoken_s = self._still_working(spoken_s)
        except TransportError as error:
            if error.code != STREAM_DROPPED:
                raise
            await self._recover(project, before)
        return assembler.text

    async def _recover(self, project: Project, before: SessionState) -> None:
        self._say("connection.dropped")
        waits_s = LOCAL_WAITS_S if self._backend.is_local else CLOUD_WAITS_S
        await recovered_state(
            self.client, project.id, before=before, waits_s=waits_s, sleep=anyio.sleep
        )

    def _still_working(self, spoken_s: float) -> float:
        now_s = anyio.current_time()
        if now_s - spoken_s < STILL_WORKING_EVERY_S:
            return spoken_s
        self._say("working.still")
        return now_s

    def _tell_silent_edit(self, before: SessionState, after: SessionState) -> None:
        said = _changes(before, after, self._language)
        if said:
            self._say("edit.changed", changes=said)
        elif is_changed(before, after):
            self._emit(StateShown(summarise(after.draft or {}, self._language)))
        else:
            self._say("edit.nothing")

    def _known_project(self) -> Project | None:
        if self._wishes.new_project:
            return None
        name = self._backend.name
        wanted = self._wishes.project_id
        known = self._projects.get(wanted, name) if wanted else self._projects.last(name)
        # Naming a project is using it: the next command means it too.
        return self._projects.remember(known.id, backend=name, name=known.name) if known else None

    async def _new_project(self) -> Project:
        ids = await self.client.create_session(task_name="project", language=self._language.value)
        if self._wishes.announce:
            self._say("connection.ready")
        return self._projects.remember(ids.session_id, backend=self._backend.name, name="project")

    def _listen_to(self, message: str) -> None:
        if not self._fixed_language:
            self._language = language_of(message, otherwise=self._language)

    def _say(self, key: str, **facts: object) -> None:
        self._emit(Say(say(key, self._language, **facts)))

    def _progress(self, stage: Stage, detail: str) -> None:
        self._emit(Progress(stage, fraction=None, detail=detail))


def _changes(before: SessionState, after: SessionState, language: Language) -> str:
    """What changed between two states in words; empty for nothing, or a foreign draft."""
    drafts = [state.draft for state in (before, after)]
    if drafts[1] is None or not all(draft is None or is_ours(draft) for draft in drafts):
        return ""
    old, new = (timeline_from_draft(draft) if draft else Timeline() for draft in drafts)
    return describe_all(diff(old, new), language=language)


def _plain(number: float) -> str:
    return f"{number:g}"
