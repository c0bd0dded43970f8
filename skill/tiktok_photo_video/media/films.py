"""Moving pictures by time: a clip is read forwards, one decoded frame and the next in memory."""

from __future__ import annotations

import math
from collections.abc import Generator, Iterator
from contextlib import ExitStack
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import av
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from tiktok_photo_video.media import refusals
from tiktok_photo_video.media.clips import frame_displayed_size
from tiktok_photo_video.media.containers import film_stream, open_container
from tiktok_photo_video.media.intake import open_media
from tiktok_photo_video.timeline.model import MediaKind

# Time stamps wobble by a few milliseconds: containers round them, phones jot down when a frame
# was there. A frame due this much later than it is wanted is meant.
_WOBBLE_S = Fraction(4, 1000)
# How far before the wanted time to start when the nearest key frame was none; then at the start.
_STEPS_BACK_S = (0, 2, 10, 60)
_USUAL_RATE = Fraction(30)
# What reading and decoding a damaged file was seen to raise.
_FAILURES = (av.FFmpegError, OSError, ValueError, EOFError, RuntimeError)


class _Timed(NamedTuple):
    pts: int
    frame: VideoFrame


class Film:
    """A clip's frames by time; for one thread, to be closed.

    What is asked for in rising order is decoded once; going back costs a jump to the key frame
    before. Damage is survived: the frame before it stands in for what is missing.
    """

    def __init__(self, path: Path, *, name: str) -> None:
        """Open a clip.

        Args:
            path: where it is; its format is judged by content.
            name: what the user calls it, for errors.

        Raises:
            MediaError: with one of the stable codes of this room.
        """
        self._path, self._name = path, name
        self._open()
        self._shown: _Timed | None = None
        self._next: _Timed | None = None
        self._first_pts: int | None = None
        self.bad_packets = 0
        """How many packets could not be decoded so far."""
        self.missing_s = 0.0
        """How far beyond the film's last frame a frame was asked for, at most."""

    def close(self) -> None:
        """Let go of the file and of all frames."""
        self._shown = self._next = None
        # It holds this object, which holds it: memory would wait for the garbage collector.
        self._ahead.close()
        self._open_files.close()

    def frame_at(self, time_s: Fraction) -> VideoFrame | None:
        """The frame seen at a time: the last that is due then, or before.

        Args:
            time_s: seconds from the film's beginning; before it the first frame is given, after
                its end the last.

        Returns:
            The same object as long as the same frame is seen; ``None`` if nothing can be decoded.
        """
        wanted = self._origin + math.floor((time_s + _WOBBLE_S) / self._time_base)
        if self._first_pts is not None:
            wanted = max(wanted, self._first_pts)
        if self._shown is None or wanted < self._shown.pts:
            self._go_to(wanted)
        while self._next is not None and self._next.pts <= wanted:
            self._advance()
        if self._next is None and self._shown is not None:
            late_s = float((wanted - self._shown.pts) * self._time_base - 1 / self._rate)
            self.missing_s = max(self.missing_s, late_s)
        return self._shown.frame if self._shown else None

    @property
    def stored_pixels(self) -> int:
        """How many pixels a frame has as it is stored: what it takes in memory."""
        return self._stream.codec_context.width * self._stream.codec_context.height

    def displayed_size(self, frame: VideoFrame) -> tuple[int, int]:
        """Width and height at which one of this film's frames is shown, upright."""
        return frame_displayed_size(self._stream, frame)

    def _open(self) -> None:
        with ExitStack() as files:
            media = files.enter_context(open_media(self._path, name=self._name))
            if media.format.kind is not MediaKind.VIDEO:
                raise refusals.wrong_kind(self._name, media.format.kind, wanted=MediaKind.VIDEO)
            self._container: InputContainer = files.enter_context(open_container(media))
            stream = film_stream(self._container)
            if stream is None or not stream.time_base:
                raise refusals.no_picture(self._name)
            self._open_files = files.pop_all()
        # One thread: the same bytes decode to the same pixels even where they are damaged, and
        # chunks run side by side already.
        stream.thread_type = "NONE"
        stream.codec_context.thread_count = 1
        self._stream: VideoStream = stream
        self._time_base: Fraction = stream.time_base
        self._origin = stream.start_time or 0
        self._rate: Fraction = stream.average_rate or _USUAL_RATE
        self._ahead = self._decoded()

    def _go_to(self, wanted: int) -> None:
        """Stand before the last key frame from which the wanted frame is found."""
        for back_s in _STEPS_BACK_S:
            start = wanted - math.ceil(back_s / self._time_base)
            if start <= self._origin:
                break
            if self._jump(start) and self._shown is not None and self._shown.pts <= wanted:
                return
        self.close()
        self._open()
        self._begin()
        self._first_pts = self._shown.pts if self._shown else None

    def _jump(self, pts: int) -> bool:
        try:
            self._container.seek(pts, stream=self._stream, backward=True)
        except _FAILURES:
            return False
        self._ahead.close()
        self._ahead = self._decoded()
        self._begin()
        return True

    def _begin(self) -> None:
        self._shown, self._next = None, next(self._ahead, None)
        self._advance()

    def _advance(self) -> None:
        self._shown, self._next = self._next, next(self._ahead, None)

    def _decoded(self) -> Generator[_Timed, None, None]:
        """Good frames from here on; where time stamps are missing, at the usual pace."""
        pace = max(round(1 / (self._rate * self._time_base)), 1)
        due, is_first = self._origin, True
        for frame in self._frames():
            due = frame.pts if frame.pts is not None else due
            # A frame patched up after damage is worse than the good one before it.
            if is_first or not frame.is_corrupt:
                yield _Timed(due, frame)
            is_first, due = False, due + pace

    def _frames(self) -> Iterator[VideoFrame]:
        try:
            for packet in self._container.demux(self._stream):
                try:
                    yield from packet.decode()
                except av.error.InvalidDataError:
                    self.bad_packets += 1
        except _FAILURES:
            self.bad_packets += 1
