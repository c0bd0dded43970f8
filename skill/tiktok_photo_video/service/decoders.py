"""Decoding in processes of its own: a file that crashes or never ends takes only its own down.

Each process does one errand at a time, stays for the next, ends by itself when it is idle, and is
started anew when it died. What a file costs is limited by the process itself (memory, processor
time) and from here (the clock on the wall).
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, TypeVar

from tiktok_photo_video.errors import ServiceError
from tiktok_photo_video.media import MAX_SOUND_DURATION_S, MediaInfo, MediaKind, refusals
from tiktok_photo_video.media.decoding import SAMPLE_RATE_HZ, Samples, Seen, Stretch
from tiktok_photo_video.media.errands import (
    MAX_LINE_BYTES,
    Limits,
    info_in,
    read_answer,
    samples_in,
    seen_in,
)
from tiktok_photo_video.settings import decoder_environment

Found = TypeVar("Found")

WORKER: Sequence[str] = (sys.executable, "-P", "-m", "tiktok_photo_video.media.worker")
# So many errands a process: what a library leaks must not add up.
_ERRANDS_EACH = 500
_START_TIMEOUT_S = 30.0
# What broke may have been broken by the file before: a new process has had none.
_TRIES = 2


class _DiedError(Exception):
    """The process ended, or answered nonsense, in the middle of an errand."""


class _TooLongError(Exception):
    """The process was ended because its time was over."""


class _Process:
    """One decoding process, used by one thread at a time."""

    def __init__(self, command: Sequence[str], limits: Limits) -> None:
        self._limits = limits
        self.errands = 0
        self._is_ready = False
        self._process, self._errands, self._answers = _opened([*command, limits.text()])

    def ask(self, errand: Mapping[str, object]) -> bytes:
        """The answer's line.

        Raises:
            _DiedError: it died over it.
            _TooLongError: it took too long, and was ended.
        """
        if not self._is_ready:
            self._line(_START_TIMEOUT_S)
            self._is_ready = True
        self.errands += 1
        try:
            self._errands.write(json.dumps(errand).encode() + b"\n")
            self._errands.flush()
        except OSError:
            raise _DiedError from None
        return self._line(self._limits.wall_s)

    @property
    def is_alive(self) -> bool:
        """Whether it runs."""
        return self._process.poll() is None

    def end(self) -> None:
        """End it, whatever it is doing."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._errands, self._answers):
            with contextlib.suppress(OSError):
                pipe.close()

    def _line(self, limit_s: float) -> bytes:
        is_late = threading.Event()

        def give_up() -> None:
            is_late.set()
            self._process.kill()

        clock = threading.Timer(limit_s, give_up)
        clock.daemon = True
        clock.start()
        try:
            line = self._answers.readline(MAX_LINE_BYTES)
        finally:
            clock.cancel()
        if line.endswith(b"\n"):
            return line
        self.end()
        if is_late.is_set() or self._process.returncode == _OVER_ITS_TIME:
            raise _TooLongError
        raise _DiedError


def _opened(command: Sequence[str]) -> tuple[subprocess.Popen[bytes], IO[bytes], IO[bytes]]:
    """A process, what it reads, and what it writes."""
    process = subprocess.Popen(  # noqa: S603 our own interpreter and module
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=decoder_environment(),
    )
    if process.stdin is None or process.stdout is None:
        raise OSError(errno.EPIPE, "no pipes")
    return process, process.stdin, process.stdout


# What a process gets that used up its processor time; there is no such signal on Windows.
_OVER_ITS_TIME = -getattr(signal, "SIGXCPU", 0) or None


class DecoderProcesses:
    """A :class:`~tiktok_photo_video.media.decoding.Decoder` of several processes."""

    def __init__(
        self,
        scratch: Path,
        *,
        count: int = 2,
        limits: Limits = Limits(),  # noqa: B008 - it is frozen
        command: Sequence[str] = WORKER,
    ) -> None:
        """Set up; nothing is started yet.

        Args:
            scratch: a folder of our own, for what is too large for a pipe.
            count: how many files are decoded at once.
            limits: what one of them may take.
            command: what to start; the limits are added as its last word.
        """
        self._scratch, self._limits, self._command = scratch, limits, command
        self._lock = threading.Lock()
        self._is_closed = False
        self._busy: set[_Process] = set()
        # A turn is the right to have a process work, with one that waits if there is one.
        self._turns: queue.LifoQueue[_Process | None] = queue.LifoQueue()
        for _ in range(count):
            self._turns.put(None)

    def probe(self, path: Path, *, name: str) -> MediaInfo:
        """See :class:`~tiktok_photo_video.media.decoding.Decoder`."""
        return self._asked("probe", path, name, info_in)

    def picture(self, path: Path, *, name: str, kind: MediaKind, copy: Path) -> Seen:
        """See :class:`~tiktok_photo_video.media.decoding.Decoder`."""
        return self._asked("picture", path, name, seen_in, kind=kind.value, out=str(copy))

    def film(self, path: Path, *, name: str, film: Path) -> None:
        """See :class:`~tiktok_photo_video.media.decoding.Decoder`."""
        self._asked("film", path, name, dict, out=str(film))

    def song(
        self,
        path: Path,
        *,
        name: str,
        sample_rate_hz: int = SAMPLE_RATE_HZ,
        max_duration_s: float = MAX_SOUND_DURATION_S,
    ) -> Samples:
        """See :class:`~tiktok_photo_video.media.decoding.Decoder`."""
        with self._scratch_file() as out:
            told = {"sample_rate_hz": sample_rate_hz, "max_duration_s": max_duration_s}
            self._asked("song", path, name, _samples, out=str(out), **told)
            return samples_in(out)

    def clip_sound(self, path: Path, *, name: str, stretch: Stretch) -> Samples | None:
        """See :class:`~tiktok_photo_video.media.decoding.Decoder`."""
        told = [str(part) for part in (stretch.start_s, stretch.duration_s, stretch.speed)]
        with self._scratch_file() as out:
            count = self._asked("clip_sound", path, name, _samples, stretch=told, out=str(out))
            return None if count is None else samples_in(out)

    def warm(self) -> None:
        """Start every process that is not running: files are on their way."""
        for process in self._waiting():
            self._turns.put(process if process and process.is_alive else self._renewed(process))

    def close(self) -> None:
        """End all processes; who waits for one is told that its file cannot be decoded."""
        with self._lock:
            self._is_closed = True
            busy = tuple(self._busy)
        for process in busy:
            process.end()
        for waiting in self._waiting():
            if waiting:
                waiting.end()
            self._turns.put(None)  # who comes now is told, and does not wait

    def _waiting(self) -> list[_Process | None]:
        """All turns that nobody has, to be put back."""
        found = []
        with contextlib.suppress(queue.Empty):
            while True:
                found.append(self._turns.get_nowait())
        return found

    def _asked(
        self,
        what: str,
        path: Path,
        name: str,
        read: Callable[[Mapping[str, Any]], Found],
        **more: object,
    ) -> Found:
        errand = {"do": what, "path": str(path), "name": name, **more}
        for _ in range(_TRIES):
            with self._turn() as process, contextlib.suppress(_DiedError):
                try:
                    return _read(process.ask(errand), name, read)
                except _TooLongError:
                    raise refusals.too_slow(name, self._limits.wall_s) from None
        raise refusals.crashed(name)

    def _renewed(self, process: _Process | None) -> _Process | None:
        """A process in the place of one that ended by itself; none if it cannot be started."""
        if process:
            process.end()
        try:
            return self._started()
        except ServiceError:
            return None  # who has a file will be told

    @contextmanager
    def _turn(self) -> Iterator[_Process]:
        """A process to work with; it stays for the next unless it died or did much already."""
        process = self._turns.get()
        try:
            if process is None or not process.is_alive:
                process = self._started()
            with self._lock:
                self._busy.add(process)
            yield process
        finally:
            self._turns.put(self._kept(process))

    def _kept(self, process: _Process | None) -> _Process | None:
        if process is None:
            return None
        with self._lock:
            self._busy.discard(process)
            is_kept = not self._is_closed and process.errands < _ERRANDS_EACH
        if is_kept and process.is_alive:
            return process
        process.end()
        return None

    def _started(self) -> _Process:
        with self._lock:
            if self._is_closed:
                raise _cannot_start("the service is ending")
            try:
                return _Process(self._command, self._limits)
            except OSError as error:
                raise _cannot_start(error.strerror or str(error)) from error

    @contextmanager
    def _scratch_file(self) -> Iterator[Path]:
        handle, name = tempfile.mkstemp(dir=self._scratch)
        os.close(handle)
        try:
            yield Path(name)
        finally:
            Path(name).unlink(missing_ok=True)


def _read(line: bytes, name: str, read: Callable[[Mapping[str, Any]], Found]) -> Found:
    try:
        return read(read_answer(line, name=name))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _DiedError from error


def _samples(facts: Mapping[str, Any]) -> int | None:
    count = facts["samples"]
    return None if count is None else int(count)


def _cannot_start(reason: str) -> ServiceError:
    return ServiceError(
        f"Files cannot be decoded now: {reason}.",
        code="decoder_not_started",
        hint="Try again; if it stays so, run the doctor command.",
        facts={"reason": reason},
    )
