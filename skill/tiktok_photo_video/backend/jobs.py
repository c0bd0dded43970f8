"""Render jobs as the process has them in hand: what each is about to do, and whose turn it is."""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from dataclasses import dataclass, field
from enum import StrEnum


class Stage(StrEnum):
    """What a job is doing; finer than the states of the wire."""

    QUEUED = "queued"
    RENDERING = "rendering"
    JOINING = "joining"
    WAITING_DISK = "waiting_disk"
    WAITING_MEMORY = "waiting_memory"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(slots=True)
class Job:
    """A job that is queued or under way.

    Attributes:
        is_over: set when it is called off, or everything is to stop.
        begun: when it was begun, on the monotonic clock, and how many frames there were then.
    """

    render_id: str
    session_id: str
    stage: Stage = Stage.QUEUED
    is_over: threading.Event = field(default_factory=threading.Event)
    begun: tuple[float, int] | None = None


class WaitingLine:
    """Jobs that wait: in the order they came, but one of each session in turn.

    So a session with ten exports keeps nobody from a single one.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: OrderedDict[str, deque[Job]] = OrderedDict()

    def add(self, job: Job) -> None:
        """Put a job at the end of its session's own line."""
        with self._lock:
            self._waiting.setdefault(job.session_id, deque()).append(job)

    def take(self) -> Job | None:
        """The next job; its session goes behind all others. ``None`` when nothing waits."""
        with self._lock:
            if not self._waiting:
                return None
            session_id, jobs = self._waiting.popitem(last=False)
            job = jobs.popleft()
            if jobs:
                self._waiting[session_id] = jobs
            return job

    def drop(self, job: Job) -> bool:
        """Take a job out of the line; whether it was in it."""
        with self._lock:
            jobs = self._waiting.get(job.session_id, deque())
            if job not in jobs:
                return False
            jobs.remove(job)
            if not jobs:
                del self._waiting[job.session_id]
            return True

    def clear(self) -> None:
        """Let go of all that wait."""
        with self._lock:
            self._waiting.clear()
