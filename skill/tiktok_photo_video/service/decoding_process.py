"""One process that decodes: asked a line, answering one, ended when its time is over."""

from __future__ import annotations

import contextlib
import errno
import io
import json
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import IO, Any, TypeVar

from tiktok_photo_video.errors import ServiceError
from tiktok_photo_video.media.errands import MAX_LINE_BYTES, Limits, read_answer
from tiktok_photo_video.settings import decoder_environment

Found = TypeVar("Found")

_START_TIMEOUT_S = 30.0
# How often the clock is looked at: often enough for its limit, seldom enough to cost nothing.
_MOST_BETWEEN_LOOKS_S, _LOOKS_A_LIMIT = 0.5, 10


class DiedError(Exception):
    """The process ended, or answered nonsense, in the middle of an errand."""


class TooLongError(Exception):
    """The process was ended because its time was over."""


class DecodingProcess:
    """One decoding process, used by one thread at a time."""

    def __init__(self, command: Sequence[str], limits: Limits) -> None:
        """Start it.

        Raises:
            OSError: it cannot be started.
        """
        self.limits = limits
        self.errands = 0
        self._is_ready = False
        self._process, self._errands, self._answers = _opened([*command, limits.text()])
        self._clock = _Clock(self._process, limits.wall_s)

    def ask(self, errand: Mapping[str, object]) -> bytes:
        """The answer's line.

        Raises:
            DiedError: it died over it.
            TooLongError: it took too long, and was ended.
        """
        if not self._is_ready:
            self._line(_START_TIMEOUT_S)
            self._is_ready = True
        self.errands += 1
        try:
            with _closed_is_died():
                self._errands.write(json.dumps(errand).encode() + b"\n")
                self._errands.flush()
        except OSError:
            raise DiedError from None
        return self._line(self.limits.wall_s)

    @property
    def is_alive(self) -> bool:
        """Whether it runs."""
        return self._process.poll() is None

    def end(self) -> None:
        """End it, whatever it is doing."""
        self._process.kill()
        self._process.wait()
        self._clock.stop()
        for pipe in (self._errands, self._answers):
            with contextlib.suppress(OSError):
                pipe.close()

    def _line(self, limit_s: float) -> bytes:
        with self._clock.running(limit_s), _closed_is_died():
            line = self._answers.readline(MAX_LINE_BYTES)
        if not line.endswith(b"\n"):
            self._fail()
        return line

    def _fail(self) -> None:
        self.end()
        if self._clock.is_late or self._process.returncode == _OVER_ITS_TIME:
            raise TooLongError
        raise DiedError


@contextlib.contextmanager
def _closed_is_died() -> Iterator[None]:
    """A pipe that is closed here was so because everything ends."""
    try:
        yield
    except ValueError:
        raise DiedError from None


class _Clock:
    """Kills a process whose time for an answer is over.

    One thread looks after all of a process's answers: a clip has two for every frame.
    """

    def __init__(self, process: subprocess.Popen[bytes], usual_s: float) -> None:
        self.is_late = False
        self._process = process
        self._between_s = min(_MOST_BETWEEN_LOOKS_S, usual_s / _LOOKS_A_LIMIT)
        self._lock = threading.Lock()
        self._due_s: float | None = None
        self._is_over = threading.Event()
        threading.Thread(target=self._watch, name="decoding clock", daemon=True).start()

    @contextlib.contextmanager
    def running(self, limit_s: float) -> Iterator[None]:
        """The block may take so many seconds."""
        with self._lock:
            self._due_s = time.monotonic() + limit_s
        try:
            yield
        finally:
            with self._lock:
                self._due_s = None

    def stop(self) -> None:
        """There is nothing to look after any more."""
        self._is_over.set()

    def _watch(self) -> None:
        while not self._is_over.wait(self._between_s) and self._process.poll() is None:
            with self._lock:
                if self._due_s is not None and time.monotonic() > self._due_s:
                    self.is_late = True
                    self._process.kill()


def started(command: Sequence[str], limits: Limits) -> DecodingProcess:
    """A new process.

    Raises:
        ServiceError: the system gives none.
    """
    try:
        return DecodingProcess(command, limits)
    except OSError as error:
        raise cannot_start(error.strerror or str(error)) from error


def cannot_start(reason: str) -> ServiceError:
    """No process is there to decode with."""
    return ServiceError(
        f"Files cannot be decoded now: {reason}.",
        code="decoder_not_started",
        hint="Try again; if it stays so, run the doctor command.",
        facts={"reason": reason},
    )


def understood(line: bytes, name: str, read: Callable[[Mapping[str, Any]], Found]) -> Found:
    """What an answer about the file called ``name`` says.

    Raises:
        MediaError, OSError: the file is to blame, or the disk.
        DiedError: it is nonsense.
    """
    try:
        return read(read_answer(line, name=name))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DiedError from error


def _opened(
    command: Sequence[str],
) -> tuple[subprocess.Popen[bytes], IO[bytes], io.BufferedReader]:
    """A process, what it reads, and what it writes."""
    process = subprocess.Popen(  # noqa: S603 our own interpreter and module
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=decoder_environment(),
    )
    if process.stdin is None or not isinstance(process.stdout, io.BufferedReader):
        raise OSError(errno.EPIPE, "no pipes")
    return process, process.stdin, process.stdout


# What a process gets that used up its processor time; there is no such signal on Windows.
_OVER_ITS_TIME = -getattr(signal, "SIGXCPU", 0) or None
