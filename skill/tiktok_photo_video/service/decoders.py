"""Decoding in processes of its own: a file that crashes or never ends takes only its own down.

Each process does one errand at a time, stays for the next, ends by itself when it is idle, and is
started anew when it died. What a file costs is limited by the process itself (memory, processor
time) and from here (the clock on the wall).
"""

from __future__ import annotations

import contextlib
import os
import queue
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from tiktok_photo_video.errors import ServiceError
from tiktok_photo_video.media import MAX_SOUND_DURATION_S, MediaInfo, MediaKind, refusals
from tiktok_photo_video.media.decoding import SAMPLE_RATE_HZ, Seen, Stretch
from tiktok_photo_video.media.errands import (
    Limits,
    Rgba,
    info_in,
    rgba_in,
    seen_in,
)
from tiktok_photo_video.media.film_reading import FilmReader
from tiktok_photo_video.media.reels import Reel
from tiktok_photo_video.service.decoding_process import (
    DecodingProcess,
    DiedError,
    TooLongError,
    cannot_start,
    started,
    understood,
)
from tiktok_photo_video.service.film_processes import FilmProcesses

Found = TypeVar("Found")

WORKER: Sequence[str] = (sys.executable, "-P", "-m", "tiktok_photo_video.media.worker")
# So many errands a process: what a library leaks must not add up.
_ERRANDS_EACH = 500
# What broke may have been broken by the file before: a new process has had none.
_TRIES = 2


class DecoderProcesses:
    """A :class:`~tiktok_photo_video.media.decoding.Decoder` of several processes."""

    def __init__(
        self,
        scratch: Path,
        *,
        count: int = 2,
        films: FilmProcesses | None = None,
        limits: Limits = Limits(),  # noqa: B008 - it is frozen
        command: Sequence[str] = WORKER,
    ) -> None:
        """Set up; nothing is started yet.

        Args:
            scratch: a folder of our own, for what is too large for a pipe.
            count: how many files are decoded at once.
            films: what reads clips frame by frame; ``None`` for the usual.
            limits: what one of them may take.
            command: what to start; the limits are added as its last word.
        """
        self._scratch, self._limits, self._command = scratch, limits, command
        self._films = films or FilmProcesses(scratch)
        self._lock = threading.Lock()
        self._is_closed = False
        self._busy: set[DecodingProcess] = set()
        # A turn is the right to have a process work, with one that waits if there is one.
        self._turns: queue.LifoQueue[DecodingProcess | None] = queue.LifoQueue()
        for _ in range(count):
            self._turns.put(None)

    def probe(self, path: Path, *, name: str) -> MediaInfo:
        """See :class:`~tiktok_photo_video.media.decoding.Decoder`."""
        return self._asked("probe", path, name, info_in)

    def picture(self, path: Path, *, name: str, kind: MediaKind, copy: Path) -> Seen:
        """See :class:`~tiktok_photo_video.media.decoding.Decoder`."""
        if kind is MediaKind.VIDEO:
            self._films.warm()
        return self._asked("picture", path, name, seen_in, kind=kind.value, out=str(copy))

    def as_film(self, path: Path, *, name: str, film: Path) -> bool:
        """See :class:`~tiktok_photo_video.media.decoding.Decoder`."""
        return self._asked("as_film", path, name, _is_whole, out=str(film))

    def song(
        self,
        path: Path,
        *,
        name: str,
        sample_rate_hz: int = SAMPLE_RATE_HZ,
        max_duration_s: float = MAX_SOUND_DURATION_S,
    ) -> Reel:
        """See :class:`~tiktok_photo_video.media.decoding.Decoder`."""
        with self._scratch_file() as out:
            told = {"sample_rate_hz": sample_rate_hz, "max_duration_s": max_duration_s}
            self._asked("song", path, name, _samples, out=str(out), **told)
            return Reel.taken_over(out)

    def clip_sound(self, path: Path, *, name: str, stretch: Stretch) -> Reel | None:
        """See :class:`~tiktok_photo_video.media.decoding.Decoder`."""
        told = [str(part) for part in (stretch.start_s, stretch.duration_s, stretch.speed)]
        with self._scratch_file() as out:
            count = self._asked("clip_sound", path, name, _samples, stretch=told, out=str(out))
            return None if count is None else Reel.taken_over(out)

    def film(self, path: Path, *, name: str) -> FilmReader:
        """See :class:`~tiktok_photo_video.media.decoding.Decoder`."""
        return self._films.open(path, name=name)

    def logo(self, path: Path, *, name: str, max_width_px: int, max_height_px: int) -> Rgba:
        """See :class:`~tiktok_photo_video.media.decoding.Decoder`."""
        box = (max_width_px, max_height_px)
        with self._scratch_file() as out:
            read = partial(_logo_in, out, most_px=box)
            return self._asked("logo", path, name, read, out=str(out), box=box)

    def warm(self) -> None:
        """Start every process that is not running: files are on their way."""
        for process in self._waiting():
            self._turns.put(process if process and process.is_alive else self._renewed(process))

    def close(self) -> None:
        """End all processes; who waits for one is told that its file cannot be decoded."""
        self._films.close()
        with self._lock:
            self._is_closed = True
            busy = tuple(self._busy)
        for process in busy:
            process.end()
        for waiting in self._waiting():
            if waiting:
                waiting.end()
            self._turns.put(None)  # who comes now is told, and does not wait

    def _waiting(self) -> list[DecodingProcess | None]:
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
            with self._turn() as process, contextlib.suppress(DiedError):
                try:
                    return understood(process.ask(errand), name, read)
                except TooLongError:
                    raise refusals.too_slow(name, self._limits.wall_s) from None
        raise refusals.crashed(name)

    def _renewed(self, process: DecodingProcess | None) -> DecodingProcess | None:
        """A process in the place of one that ended by itself; none if it cannot be started."""
        if process:
            process.end()
        try:
            return self._started()
        except ServiceError:
            return None  # who has a file will be told

    @contextmanager
    def _turn(self) -> Iterator[DecodingProcess]:
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

    def _kept(self, process: DecodingProcess | None) -> DecodingProcess | None:
        if process is None:
            return None
        with self._lock:
            self._busy.discard(process)
            is_kept = not self._is_closed and process.errands < _ERRANDS_EACH
        if is_kept and process.is_alive:
            return process
        process.end()
        return None

    def _started(self) -> DecodingProcess:
        with self._lock:
            if self._is_closed:
                raise cannot_start("the service is ending")
            return started(self._command, self._limits)

    @contextmanager
    def _scratch_file(self) -> Iterator[Path]:
        handle, name = tempfile.mkstemp(dir=self._scratch)
        os.close(handle)
        try:
            yield Path(name)
        finally:
            # Where open files cannot be deleted, a reel that was made of it does so later.
            with contextlib.suppress(PermissionError):
                Path(name).unlink(missing_ok=True)


def _is_whole(facts: Mapping[str, Any]) -> bool:
    return facts["is_whole"] is True


def _samples(facts: Mapping[str, Any]) -> int | None:
    count = facts["samples"]
    return None if count is None else int(count)


def _logo_in(out: Path, facts: Mapping[str, Any], *, most_px: tuple[int, int]) -> Rgba:
    return rgba_in(out, facts["size"], most_px=most_px)
