"""Which project a conversation is about: one that is there, one brought here, or a new one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tiktok_photo_video.assistant.carrying import carried, meant_elsewhere
from tiktok_photo_video.assistant.connection import Backend
from tiktok_photo_video.assistant.kept_drafts import KeptDrafts
from tiktok_photo_video.assistant.live_session import LiveSession
from tiktok_photo_video.assistant.projects import Project, Projects
from tiktok_photo_video.assistant.restoring import Draft
from tiktok_photo_video.assistant.spend_guard import SpendGuard
from tiktok_photo_video.chat.replies import say
from tiktok_photo_video.chat.reply import Reply, Say
from tiktok_photo_video.client import BackendClient
from tiktok_photo_video.client.timing import Sleep
from tiktok_photo_video.errors import InputError, PhotoVideoError
from tiktok_photo_video.language import Language
from tiktok_photo_video.wire.outputs import PLAIN, FileFormat, FileWish


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a face wants the conversation to go.

    Attributes:
        project_id: which project; ``None`` means the one used last.
        new_project: begin a new one.
        output: where an export goes; ``None`` lets the program choose.
        wished: what was said of that place, where ``output`` was then chosen by a program: by it
            the same order is known again. ``None`` means that ``output`` is just what was said.
        place: finds a free place for a file of such a name and kind, an empty name for any;
            ``None`` leaves it in the current folder.
        file: the kind of file an export gives, as far as options say it.
        detach: do not wait for an export.
        announce: say "Connecting…" and, for a new project, "Ready!".
        with_storyboards: show a picture of the video after each edit that changed it.
    """

    project_id: str | None = None
    new_project: bool = False
    output: Path | None = None
    wished: Path | None = None
    place: Callable[[str, FileFormat], Path] | None = None
    file: FileWish = PLAIN
    detach: bool = False
    announce: bool = False
    with_storyboards: bool = False


class ProjectAtHand:
    """The project of one conversation, found when it is first needed, with its session."""

    def __init__(
        self,
        backend: Backend,
        wishes: Wishes,
        *,
        home: Path,
        client: Callable[[], BackendClient],
        emit: Callable[[Reply], None],
        sleep: Sleep,
    ) -> None:
        self.projects = Projects(home)
        self.guard = SpendGuard(self.projects, is_metered=not backend.is_local)
        self.session: LiveSession | None = None
        self._drafts = KeptDrafts(home)
        self._backend = backend
        # Whether it was begun here, and nothing was sent to it yet.
        self._is_empty = False
        self._wishes = wishes
        self._client = client
        self._emit = emit
        self._sleep = sleep

    @property
    def known(self) -> Project | None:
        """The project as the book has it now."""
        return self.projects.known(self.session.project.id) if self.session else None

    @property
    def draft(self) -> Draft | None:
        """The last draft that was seen of it."""
        return self._drafts.of(self.session.project) if self.session else None

    async def live(self, language: Language) -> LiveSession:
        """Its session; a new project is begun when there is none."""
        if self.session is None:
            self.session = self._found() or await self._begun(language)
        return self._speaking(self.session, language)

    def existing(self, language: Language) -> LiveSession:
        """Its session.

        Raises:
            InputError: there is no project yet, and what is asked needs one.
        """
        self.session = self.session or self._found()
        if self.session is None:
            raise InputError(say("state.empty", language), code="no_project_yet")
        return self._speaking(self.session, language)

    async def to_export(self, language: Language) -> LiveSession:
        """Its session, for an export: one of another backend is brought to this computer.

        Raises:
            InputError: there is no project yet, or it cannot be brought here.
        """
        source = self._meant_elsewhere()
        if source is None:
            return self.existing(language)
        came = await carried(
            self._client(),
            source,
            here=self._backend.name,
            projects=self.projects,
            drafts=self._drafts,
            language=language,
        )
        for sentence in came.sentences(language):
            self._emit(Say(sentence))
        self.session = self._session_of(came.project)
        return self._speaking(self.session, language)

    def _meant_elsewhere(self) -> Project | None:
        if self.session or self._wishes.new_project or not self._backend.is_local:
            return None
        return meant_elsewhere(
            self.projects,
            self._drafts,
            wanted=self._wishes.project_id,
            here=self._backend.name,
        )

    def _found(self) -> LiveSession | None:
        if self._wishes.new_project:
            return None
        name, wanted = self._backend.name, self._wishes.project_id
        known = self.projects.get(wanted, name) if wanted else self.projects.last(name)
        if known is None:
            return None
        # Naming a project is using it: the next command means it too.
        return self._session_of(self.projects.remember(known.id, backend=name, name=known.name))

    @contextmanager
    def unless_begun_for_nothing(self) -> Iterator[None]:
        """Files on their way to the project; if none arrives in a new one, it is forgotten.

        A project without photos is none: the one before stays the last one used.
        """
        try:
            yield
        except PhotoVideoError:
            if self._is_empty and self.session:
                self.projects.forget(self.session.project.id)
                self.session = None
            raise
        self._is_empty = False

    async def _begun(self, language: Language) -> LiveSession:
        ids = await self._client().create_session(task_name="project", language=language.value)
        if self._wishes.announce:
            self._emit(Say(say("connection.ready", language)))
        name = self._backend.name
        session = self._session_of(
            self.projects.remember(ids.session_id, backend=name, name="project")
        )
        session.user_id = ids.user_id
        self._is_empty = True
        return session

    def _session_of(self, project: Project) -> LiveSession:
        return LiveSession(
            self._client(),
            project,
            projects=self.projects,
            drafts=self._drafts,
            guard=self.guard,
            emit=self._emit,
            sleep=self._sleep,
        )

    @staticmethod
    def _speaking(session: LiveSession, language: Language) -> LiveSession:
        session.language = language
        return session
