"""Work that goes on while its call must be answered: every call ends in time.

Hosts give up on a call after a minute, some earlier. So whatever may take long runs beside the
call, which waits for it only so long; if it is not over by then, the answer says how to ask
again, and the work goes on.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import anyio
from anyio.abc import TaskGroup

from tiktok_photo_video.errors import PhotoVideoError
from tiktok_photo_video_tools.mcp_server.listening import Listener

MAX_WAIT_S = 40.0
"""The most a call waits for anything; no call takes longer than five seconds more."""

_TELL_EVERY_S = 0.5
_MAX_REMEMBERED = 50
_LOG = logging.getLogger(__name__)
_Result = TypeVar("_Result")

Report = Callable[[float, str], Awaitable[None]]
"""Tells the host how far a call is, from 0 to 1, and in words."""


@dataclass
class Job(Generic[_Result]):
    """A piece of work.

    Attributes:
        listener: hears what is said while it is done.
        project: tells the project it is about, as soon as that is known.
        result: what it gave.
        error: why it gave nothing.
        done: set when it is over.
    """

    listener: Listener
    project: Callable[[], str | None] = lambda: None
    result: _Result | None = None
    error: Exception | None = None
    done: anyio.Event = field(default_factory=anyio.Event)
    is_late: bool = False

    @property
    def project_id(self) -> str:
        """The project it is about; empty while that is not known."""
        return self.project() or ""

    @property
    def problem(self) -> str:
        """What went wrong after the call had been answered."""
        if not isinstance(self.error, PhotoVideoError):
            return "It ended unexpectedly." if self.error else ""
        return self.error.sentence()


class Desk:
    """All work of one server; a piece that outlives its call is found again by its project."""

    def __init__(self, tasks: TaskGroup) -> None:
        self._tasks = tasks
        self._late: list[Job[Any]] = []

    def begin(self, work: Callable[[Job[_Result]], Awaitable[_Result]]) -> Job[_Result]:
        """Begin a piece of work, which goes on whatever becomes of the call."""
        job: Job[_Result] = Job(Listener())
        self._tasks.start_soon(_worked, job, work)
        return job

    async def waited(self, job: Job[_Result], report: Report, *, end_s: float) -> _Result | None:
        """What a piece of work gave; ``None`` when it is still under way at ``end_s``.

        Raises:
            PhotoVideoError: it failed.
        """
        try:
            await _until(job, report, end_s=end_s)
        finally:
            # Also where the host no longer wants the answer: the work goes on all the same.
            if not job.done.is_set():
                job.is_late = True
                self._late = [*self._late, job][-_MAX_REMEMBERED:]
        if not job.done.is_set():
            return None
        if job.error:
            raise job.error
        return job.result

    def late(self, project_id: str) -> Job[Any] | None:
        """The last work on a project that outlived its call."""
        found = (job for job in reversed(self._late) if job.project_id == project_id)
        return next(found, None)


async def _until(job: Job[Any], report: Report, *, end_s: float) -> None:
    told = -1.0
    while not job.done.is_set() and (left_s := end_s - anyio.current_time()) > 0:
        if job.listener.fraction > told:
            told = job.listener.fraction
            await report(told, job.listener.detail)
        with anyio.move_on_after(min(left_s, _TELL_EVERY_S)):
            await job.done.wait()


async def _worked(job: Job[_Result], work: Callable[[Job[_Result]], Awaitable[_Result]]) -> None:
    try:
        job.result = await work(job)
    except Exception as error:  # noqa: BLE001 it is raised again in the call that waits
        job.error = error
        if job.is_late:
            _LOG.warning("work failed after its call was answered: %s", job.problem)
    finally:
        job.done.set()
