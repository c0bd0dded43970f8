"""Clips that are read in processes of their own: one that breaks its decoder harms no other.

A clip that is open has a process to itself, which lays frames down in memory that it shares with
the service. Processes stay for the next clip, and end by themselves when they are idle.
"""

from __future__ import annotations

import contextlib
import mmap
import os
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from tiktok_photo_video.errors import MediaError, ServiceError
from tiktok_photo_video.media import refusals
from tiktok_photo_video.media.errands import Limits
from tiktok_photo_video.media.film_colors import FilmPlanes
from tiktok_photo_video.media.film_errands import (
    FilmState,
    Plane,
    planes_bytes,
    planes_in,
    rgb_bytes,
    rgb_in,
)
from tiktok_photo_video.media.film_reading import FoundFrame, Size
from tiktok_photo_video.render.chunk_cache import storage_error
from tiktok_photo_video.render.priority import rank
from tiktok_photo_video.service.decoding_process import (
    DecodingProcess,
    DiedError,
    TooLongError,
    cannot_start,
    started,
    understood,
)

Found = TypeVar("Found")

FILM_WORKER: Sequence[str] = (sys.executable, "-P", "-m", "tiktok_photo_video.media.film_worker")
# For one frame: of a film with one key frame only, all frames before it are decoded first.
FILM_LIMITS = Limits(wall_s=120.0, cpu_s=90.0, idle_s=60.0)
# Two exporting threads and two drawing a rough cut have at most two each; frames are looked at
# besides.
_MOST_OPEN, _MOST_IDLE = 12, 4
# So many errands a process, which is an hour of film: what a library leaks must not add up.
_ERRANDS_EACH = 200_000
# What broke may have been broken by the clip before: a new process has had none.
_TRIES = 2


class FilmProcesses:
    """Opens clips, each in a process; safe to share between threads."""

    def __init__(
        self,
        scratch: Path,
        *,
        most_open: int = _MOST_OPEN,
        limits: Limits = FILM_LIMITS,
        command: Sequence[str] = FILM_WORKER,
    ) -> None:
        """Set up; nothing is started yet.

        Args:
            scratch: a folder of our own, for the memory that is shared.
            most_open: how many clips are open at once; who comes later waits, unless it has
                one open already.
            limits: what a process may take for one frame.
            command: what to start; the limits are added as its last word.
        """
        self._scratch = scratch
        self._most_open, self._limits, self._command = most_open, limits, command
        self._changed = threading.Condition()
        self._is_closed = False
        # By the thread that has them open.
        self._open: Counter[int] = Counter()
        self._busy: set[DecodingProcess] = set()
        # With how far they stand back: a look must not wait for a process that makes way.
        self._idle: list[tuple[int, DecodingProcess]] = []

    def open(self, path: Path, *, name: str) -> FilmInProcess:
        """A clip, to be read by this thread and closed by it.

        Raises:
            MediaError: the clip cannot be read.
            ServiceError: no process can be started.
        """
        thread = threading.get_ident()
        self._enter(thread)
        try:
            return self._opened(path, name, thread)
        except BaseException:
            self._leave(thread)
            raise

    def warm(self) -> None:
        """Start a process if none waits: a clip is going to be looked at."""
        with contextlib.suppress(ServiceError):  # who reads the clip will be told
            self._keep(self._taken())

    def close(self) -> None:
        """End all processes; who reads a clip is told that it cannot be decoded."""
        with self._changed:
            self._is_closed = True
            ending = [*self._busy, *(process for _, process in self._idle)]
            self._idle.clear()
            self._changed.notify_all()
        for process in ending:
            process.end()

    def _opened(self, path: Path, name: str, thread: int) -> FilmInProcess:
        for _ in range(_TRIES):
            process = self._taken()
            try:
                return self._film(process, path, name, thread)
            except DiedError:
                self._keep(process)
            except BaseException:
                self._keep(process)
                raise
        raise refusals.crashed(name)

    def _film(self, process: DecodingProcess, path: Path, name: str, thread: int) -> FilmInProcess:
        on_close = partial(self._put_back, thread)
        return FilmInProcess(process, path, name, scratch=self._scratch, on_close=on_close)

    def _enter(self, thread: int) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._may_open(thread))
            self._open[thread] += 1

    def _may_open(self, thread: int) -> bool:
        # Who has one and needs another must get it, or all would wait for each other.
        is_free = self._open[thread] > 0 or self._open.total() < self._most_open
        return is_free or self._is_closed

    def _leave(self, thread: int) -> None:
        with self._changed:
            self._open[thread] -= 1
            self._open += Counter()  # threads that have none are forgotten
            self._changed.notify_all()

    def _taken(self) -> DecodingProcess:
        with self._changed:
            if self._is_closed:
                raise cannot_start("the service is ending")
            process = self._waiting() or started(self._command, self._limits)
            self._busy.add(process)
            return process

    def _waiting(self) -> DecodingProcess | None:
        """An idle process for this thread, if one is alive; those that are not are cleared."""
        alive = [(own, process) for own, process in self._idle if process.is_alive]
        for _, process in self._idle:
            if not process.is_alive:
                process.end()
        mine = rank()
        at = next((at for at, (own, _) in enumerate(alive) if own == mine), None)
        found = None if at is None else alive.pop(at)[1]
        self._idle = alive
        return found

    def _put_back(self, thread: int, process: DecodingProcess) -> None:
        self._keep(process)
        self._leave(thread)

    def _keep(self, process: DecodingProcess) -> None:
        with self._changed:
            self._busy.discard(process)
            if self._is_closed or not process.is_alive or process.errands >= _ERRANDS_EACH:
                process.end()
            else:
                self._idle.append((rank(), process))
            while len(self._idle) > _MOST_IDLE:
                self._idle.pop(0)[1].end()


class FilmInProcess:
    """A :class:`~tiktok_photo_video.media.film_reading.FilmReader` in a process of its own."""

    def __init__(
        self,
        process: DecodingProcess,
        path: Path,
        name: str,
        *,
        scratch: Path,
        on_close: Callable[[DecodingProcess], None],
    ) -> None:
        """Open a clip.

        Raises:
            MediaError: it cannot be read.
            DiedError: the process died over it.
        """
        self._process, self._name, self._on_close = process, name, on_close
        self._scratch = scratch
        self._shared: _SharedMemory | None = None
        self.bad_packets = 0
        self.missing_s = 0.0
        self.stored_pixels: int = self._told(_stored_pixels, do="open", path=str(path))

    def at(self, time_s: Fraction) -> FoundFrame | None:
        """See :class:`~tiktok_photo_video.media.film_reading.FilmReader`."""
        state = self._asked(FilmState.read, do="at", time=str(time_s))
        self.bad_packets, self.missing_s = state.bad_packets, state.missing_s
        return state.found

    def planes(self, size_px: Size) -> FilmPlanes:
        """See :class:`~tiktok_photo_video.media.film_reading.FilmReader`."""
        shared = self._room(planes_bytes(size_px))

        def read(facts: Mapping[str, Any]) -> FilmPlanes:
            return planes_in(facts, shared.content, size_px)

        return self._asked(read, do="planes", size=size_px, out=shared.name)

    def rgb(self, size_px: Size) -> Plane:
        """See :class:`~tiktok_photo_video.media.film_reading.FilmReader`."""
        shared = self._room(rgb_bytes(size_px))

        def read(_: Mapping[str, Any]) -> Plane:
            return rgb_in(shared.content, size_px)

        return self._asked(read, do="rgb", size=size_px, out=shared.name)

    def close(self) -> None:
        """Let go of the clip; its process stays for another."""
        if self._process.is_alive:
            with contextlib.suppress(DiedError, MediaError, OSError):
                self._told(lambda _: None, do="close")
        if self._shared:
            self._shared.close()
        self._on_close(self._process)

    def _asked(self, read: Callable[[Mapping[str, Any]], Found], **errand: object) -> Found:
        try:
            return self._told(read, **errand)
        except DiedError:
            raise refusals.crashed(self._name) from None

    def _told(self, read: Callable[[Mapping[str, Any]], Found], **errand: object) -> Found:
        try:
            line = self._process.ask({"path": "", "name": self._name, **errand})
            return understood(line, self._name, read)
        except TooLongError:
            raise refusals.too_slow(self._name, self._process.limits.wall_s) from None
        except DiedError:
            # It may have said more than was understood, which is no answer to what comes next.
            self._process.end()
            raise

    def _room(self, count: int) -> _SharedMemory:
        """Shared memory of so many bytes; the same while frames stay as large."""
        if self._shared and len(self._shared.content) != count:
            self._shared.close()
            self._shared = None
        self._shared = self._shared or _SharedMemory(self._scratch, count)
        return self._shared


class _SharedMemory:
    """A file that two processes have in memory, and that is there only so long."""

    def __init__(self, folder: Path, count: int) -> None:
        handle, self.name = tempfile.mkstemp(dir=folder)
        try:
            _reserve(handle, count)
            self.content = mmap.mmap(handle, count)
        except OSError as error:
            Path(self.name).unlink()
            raise storage_error(error) from error
        finally:
            os.close(handle)

    def close(self) -> None:
        """Take the file away; the memory goes when nobody looks into it any more."""
        with contextlib.suppress(OSError):
            Path(self.name).unlink()


def _reserve(handle: int, count: int) -> None:
    """Have the disk give its room now: where it is full, later is too late for an error."""
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(handle, 0, count)
    else:
        os.truncate(handle, count)


def _stored_pixels(facts: Mapping[str, Any]) -> int:
    return int(facts["stored_pixels"])
