"""A project's session at its backend: asked, talked with, and opened anew when it is lost."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

from tiktok_photo_video.assistant.kept_drafts import KeptDrafts
from tiktok_photo_video.assistant.projects import Project, Projects
from tiktok_photo_video.assistant.restoring import Draft
from tiktok_photo_video.assistant.revival import is_lost, revived
from tiktok_photo_video.assistant.spend_guard import SpendGuard
from tiktok_photo_video.assistant.stream_failures import error_of, problem_in
from tiktok_photo_video.assistant.turn import Turn
from tiktok_photo_video.chat.gui_speak import Action
from tiktok_photo_video.chat.replies import say
from tiktok_photo_video.chat.reply import Reply, Say
from tiktok_photo_video.chat.turn import Known, Phase, Tick, TurnState
from tiktok_photo_video.client import (
    CLOUD_WAITS_S,
    LOCAL_WAITS_S,
    BackendClient,
    is_changed,
    recovered_state,
)
from tiktok_photo_video.client.timing import Sleep
from tiktok_photo_video.errors import (
    BackendError,
    PhotoVideoError,
    ProtocolError,
    RequestError,
    TransportError,
)
from tiktok_photo_video.language import Language
from tiktok_photo_video.wire.codes import RetryRule, retry_rule_of
from tiktok_photo_video.wire.draft import heading_of
from tiktok_photo_video.wire.payloads import SessionState

_Answer = TypeVar("_Answer")
MAX_NAME = 60  # characters of a project's name in lists


@dataclass(frozen=True, slots=True)
class Ended:
    """How a turn ended: whether all went well, and whether anything is different now."""

    went_well: bool
    is_changed: bool


class LiveSession:
    """The session of one project. A lost one is replaced once; the user is told of it."""

    def __init__(
        self,
        client: BackendClient,
        project: Project,
        *,
        projects: Projects,
        drafts: KeptDrafts,
        guard: SpendGuard,
        emit: Callable[[Reply], None],
        sleep: Sleep,
    ) -> None:
        self._client = client
        self._projects = projects
        self._drafts = drafts
        self._guard = guard
        self._emit = emit
        self._sleep = sleep
        self.was_revived = False
        self._turn: Turn | None = None
        self.project = project
        self.language = Language.ENGLISH
        self.user_id: str | None = None

    async def call(self, what: Callable[[str], Awaitable[_Answer]]) -> _Answer:
        """A call about the session; made again in a new one if the backend has lost this one."""
        try:
            return await what(self.project.id)
        except BackendError as error:
            if not self._can_be_revived(error):
                raise
        await self._revive()
        return await what(self.project.id)

    async def state(self) -> SessionState:
        """What the session holds."""
        return await self.call(self._read)

    async def glance(self) -> Draft | None:
        """The last draft that can be had without changing anything anywhere."""
        with suppress(BackendError, ProtocolError, TransportError):
            await self._read(self.project.id)
        return self._drafts.of(self.project)

    async def _read(self, session_id: str) -> SessionState:
        state = await self._client.state(session_id)
        self.user_id = state.user_id or self.user_id
        self._drafts.keep(self.project, state.draft)
        self._projects.rename(session_id, heading_of(state.draft)[:MAX_NAME])
        return state

    def tick(self) -> None:
        """Let the user hear of the turn that is under way, if one is."""
        if self._turn:
            self._turn.hear(Tick())

    async def turn(self, message: str, *, covered: frozenset[Action] = frozenset()) -> Ended:
        """Send a message once, find out what it did, and tell it.

        ``covered`` is what the user's own words ask for
        beside this.

        Raises:
            RequestError: the session was lost, and a backend that charges is not sent the
                message unasked; or the same words were lost a moment ago.
            TransportError: nothing was sent, or nobody knows what became of it.
            BackendError: the backend refused.
            PhotoVideoError: the turn failed, and did nothing at all.
        """
        self._guard.ask_about_repeat(self.project.id, message, self.language)
        turn = self._turn = Turn(TurnState(self.language, covered), self._emit)
        try:
            return await self._taken(turn, message)
        except BackendError as error:
            # Whatever the turn did went with the session.
            if not self._can_be_revived(error):
                raise
        finally:
            self._turn = None
        return await self._begun_anew(message, covered)

    async def _taken(self, turn: Turn, message: str) -> Ended:
        before = await self.state()
        self._guard.unsettle(self.project.id, message)
        try:
            await turn.listen(self._client, self.project.id, message)
        except (BackendError, TransportError) as error:
            if _was_not_begun(error):
                self._guard.settle(self.project.id)
            raise
        after = await self._after(turn, message, before)
        self._guard.settle(self.project.id)
        return self._told(turn, before, after)

    def _told(self, turn: Turn, before: SessionState, after: SessionState) -> Ended:
        failure = turn.state.failure
        problem = problem_in(failure, self.language) if failure else ""
        changed = is_changed(before, after)
        turn.hear(Known(before, after, is_changed=changed, problem=problem))
        if failure and turn.state.phase is Phase.FAILED:
            raise error_of(failure, self.language)
        return Ended(went_well=failure is None, is_changed=changed)

    async def _after(self, turn: Turn, message: str, before: SessionState) -> SessionState:
        if not turn.state.is_broken:
            return await self._read(self.project.id)
        after = await self._recovered(message, before)
        self._drafts.keep(self.project, after.draft)
        return after

    async def _begun_anew(self, message: str, covered: frozenset[Action]) -> Ended:
        await self._revive()
        if self._guard.is_metered:
            raise RequestError(say("session.say_again", self.language), code="say_again")
        return await self.turn(message, covered=covered)

    async def _recovered(self, message: str, before: SessionState) -> SessionState:
        try:
            return await recovered_state(
                self._client,
                self.project.id,
                before=before,
                waits_s=CLOUD_WAITS_S if self._guard.is_metered else LOCAL_WAITS_S,
                sleep=self._sleep,
            )
        except PhotoVideoError:
            # The user can speak again only now, so the time for a repetition begins now.
            self._guard.unsettle(self.project.id, message)
            raise

    def _can_be_revived(self, error: PhotoVideoError) -> bool:
        return is_lost(error) and not self.was_revived

    async def _revive(self) -> None:
        self.was_revived = True
        revival = await revived(
            self._client,
            self.project,
            projects=self._projects,
            drafts=self._drafts,
            language=self.language,
        )
        self.project = revival.project
        for sentence in revival.sentences(self.language):
            self._emit(Say(sentence))


def _was_not_begun(error: PhotoVideoError) -> bool:
    """Whether it is certain that the backend did nothing with a message."""
    if isinstance(error, BackendError):
        # What is refused at the door is not carried out; a failing gateway tells nothing.
        return retry_rule_of(error.wire_code) is not RetryRule.LATER
    return error.code == "unreachable"
