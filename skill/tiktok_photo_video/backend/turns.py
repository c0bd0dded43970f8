"""Turns: one message and what comes of it, streamed as events.

A turn belongs to the session, not to the connection: it goes on when the client drops, and
a second turn on the same session waits for the first.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import uuid
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import anyio
from anyio.abc import TaskGroup

from tiktok_photo_video.backend.agent import Agent, Answer
from tiktok_photo_video.backend.ledger import Ledger
from tiktok_photo_video.backend.refusals import Refusal
from tiktok_photo_video.backend.sessions import Session, Sessions
from tiktok_photo_video.errors import PhotoVideoError
from tiktok_photo_video.wire.draft import draft_from_timeline
from tiktok_photo_video.wire.events import (
    event_frame,
    failure_event,
    text_event,
    tool_call_event,
    tool_result_event,
)
from tiktok_photo_video.wire.sse import encode_comment

_LOG = logging.getLogger(__name__)
HEARTBEAT_S = 10.0
# The first comes soon: until then a slow turn looks like a dead line.
FIRST_HEARTBEAT_S = 1.0
EDIT_TOOL = "edit_multitrack"


@dataclass
class _Turn:
    """The frames a turn has produced so far, and the signal that there are more."""

    frames: list[bytes] = field(default_factory=list)
    changed: anyio.Event = field(default_factory=anyio.Event)
    is_over: bool = False

    def add(self, *frames: bytes) -> None:
        self.frames.extend(frames)
        self._signal()

    def end(self) -> None:
        self.is_over = True
        self._signal()

    def _signal(self) -> None:
        changed, self.changed = self.changed, anyio.Event()
        changed.set()


class Turns:
    """Runs turns in a task group that outlives every connection."""

    def __init__(
        self,
        agent: Agent,
        sessions: Sessions,
        tasks: TaskGroup,
        *,
        now_s: Callable[[], float],
        ledger: Ledger | None = None,
    ) -> None:
        self._agent = agent
        self._sessions = sessions
        self._tasks = tasks
        self._now_s = now_s
        self._ledger = ledger
        self._locks: dict[str, anyio.Lock] = {}
        self._running = 0

    @property
    def is_busy(self) -> bool:
        """Whether a turn is under way."""
        return self._running > 0

    def start(self, session: Session, message: str) -> AsyncIterator[bytes]:
        """Begin a turn; the iterator gives its event frames, with heartbeats in between."""
        turn = _Turn()
        self._tasks.start_soon(self._run, turn, session, message)
        return _frames(turn)

    @asynccontextmanager
    async def alone(self, session_id: str) -> AsyncIterator[None]:
        """Work on a session while nothing else changes it: after the turn under way, if any."""
        self._running += 1
        lock = self._locks.setdefault(session_id, anyio.Lock())
        try:
            async with lock:
                yield
        finally:
            self._running -= 1
            if not lock.statistics().tasks_waiting and not lock.locked():
                self._locks.pop(session_id, None)

    async def _run(self, turn: _Turn, session: Session, message: str) -> None:
        invocation_id = f"e-{uuid.uuid4()}"
        try:
            async with self.alone(session.session_id):
                turn.add(*await self._outcome(session, message, invocation_id))
        finally:
            turn.end()

    async def _outcome(self, session: Session, message: str, invocation_id: str) -> list[bytes]:
        """The frames of an answer, or of the reason why there is none."""
        answering = asyncio.get_running_loop().run_in_executor(None, self._answer, session, message)
        # Waited for, not awaited: whatever went wrong is an answer too, and must not end
        # the task group that all turns live in.
        await asyncio.wait({answering})
        error = answering.exception()
        if error is None:
            return self._events(answering.result(), invocation_id)
        if isinstance(error, PhotoVideoError):
            return [self._failure(error.code, error.sentence(), invocation_id, error.facts)]
        if isinstance(error, Refusal):
            return [self._failure(error.word, error.sentence(), invocation_id, error.facts)]
        _LOG.error("a turn failed", exc_info=error)
        said = f"The edit failed unexpectedly ({type(error).__name__})."
        facts = {"detail": type(error).__name__}
        return [self._failure("internal", said, invocation_id, facts)]

    def _answer(self, session: Session, message: str) -> Answer:
        # The session as it stands when the turn's turn has come, not when it was asked for.
        session = self._sessions.current(session)
        if self._ledger is None:
            return self._agent.answer(session, message)
        with self._ledger.charged(session.user_id, session.session_id) as charge:
            return self._agent.answer(replace(session, charge=charge), message)

    def _events(self, answer: Answer, invocation_id: str) -> list[bytes]:
        frames = []
        if answer.timeline is not None:
            call_id = f"adk-{uuid.uuid4()}"
            delta = {"draft": draft_from_timeline(answer.timeline)}
            frames.append(
                event_frame(
                    tool_call_event(
                        call_id,
                        EDIT_TOOL,
                        {"operations": list(answer.operations)},
                        **self._stamp(invocation_id),
                    )
                )
            )
            frames.append(
                event_frame(
                    tool_result_event(
                        call_id,
                        EDIT_TOOL,
                        {"ok": True, "version": answer.session.version},
                        delta,
                        **self._stamp(invocation_id),
                    )
                )
            )
        frames.append(event_frame(text_event(answer.text, **self._stamp(invocation_id))))
        return frames

    def _failure(
        self, code: str, message: str, invocation_id: str, facts: Mapping[str, object]
    ) -> bytes:
        stamp = self._stamp(invocation_id)
        return event_frame(failure_event(code, message, facts=facts, **stamp))

    def _stamp(self, invocation_id: str) -> dict[str, Any]:
        return {
            "invocation_id": invocation_id,
            "event_id": secrets.token_hex(4),
            "timestamp_s": self._now_s(),
        }


async def _frames(turn: _Turn) -> AsyncIterator[bytes]:
    sent = 0
    wait_s = min(FIRST_HEARTBEAT_S, HEARTBEAT_S)
    while True:
        changed = turn.changed
        while sent < len(turn.frames):
            yield turn.frames[sent]
            sent += 1
        if turn.is_over:
            return
        with anyio.move_on_after(wait_s) as waiting:
            await changed.wait()
        if waiting.cancelled_caught:
            wait_s = HEARTBEAT_S
            yield encode_comment("heartbeat")
