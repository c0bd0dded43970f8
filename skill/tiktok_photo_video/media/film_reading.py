"""Reading a clip frame by frame: what who draws it asks for, wherever it is decoded."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Protocol

import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from tiktok_photo_video.media.film_colors import FilmDeveloper, FilmPlanes
from tiktok_photo_video.media.films import Film

Size = tuple[int, int]


@dataclass(frozen=True, slots=True)
class FoundFrame:
    """The frame that is seen at a moment.

    Attributes:
        serial: the same as long as the same frame is seen, and never that of another.
        size_px: width and height at which it is shown, upright.
    """

    serial: int
    size_px: Size


class FilmReader(Protocol):
    """A clip that is read forwards; for one thread, to be closed.

    Each call may raise :class:`MediaError`, where decoding breaks down over the clip.
    """

    @property
    def stored_pixels(self) -> int:
        """See :attr:`tiktok_photo_video.media.films.Film.stored_pixels`."""

    @property
    def bad_packets(self) -> int:
        """How many packets could not be decoded so far."""

    @property
    def missing_s(self) -> float:
        """How far beyond the film's last frame a frame was asked for, at most."""

    def at(self, time_s: Fraction) -> FoundFrame | None:
        """Go to what is seen at a time; see :meth:`tiktok_photo_video.media.films.Film.frame_at`.

        ``None`` if nothing can be decoded.
        """

    def planes(self, size_px: Size) -> FilmPlanes:
        """The frame gone to as planes of this size; for reading, until the next is asked for."""

    def rgb(self, size_px: Size) -> NDArray[np.uint8]:
        """The frame gone to as sRGB of shape (h, w, 3); until the next is asked for."""

    def close(self) -> None:
        """Let go of the clip."""


class ReadsFilmHere:
    """A :class:`FilmReader` that decodes where it is called."""

    def __init__(self, path: Path, *, name: str) -> None:
        """Open a clip.

        Raises:
            MediaError: with one of the stable codes of this room.
        """
        self._film = Film(path, name=name)
        self._developer = FilmDeveloper()
        self._shown: VideoFrame | None = None
        self._serial = 0

    @property
    def stored_pixels(self) -> int:
        """See :class:`FilmReader`."""
        return self._film.stored_pixels

    @property
    def bad_packets(self) -> int:
        """See :class:`FilmReader`."""
        return self._film.bad_packets

    @property
    def missing_s(self) -> float:
        """See :class:`FilmReader`."""
        return self._film.missing_s

    def at(self, time_s: Fraction) -> FoundFrame | None:
        """See :class:`FilmReader`."""
        shown = self._film.frame_at(time_s)
        if shown is not self._shown:
            self._shown, self._serial = shown, self._serial + 1
        return FoundFrame(self._serial, self._film.displayed_size(shown)) if shown else None

    def planes(self, size_px: Size) -> FilmPlanes:
        """See :class:`FilmReader`."""
        return self._developer.planes(self._frame, size_px)

    def rgb(self, size_px: Size) -> NDArray[np.uint8]:
        """See :class:`FilmReader`."""
        return self._developer.rgb(self._frame, size_px)

    def close(self) -> None:
        """See :class:`FilmReader`."""
        self._shown = None
        self._film.close()

    @property
    def _frame(self) -> VideoFrame:
        if self._shown is None:
            raise LookupError("no frame was gone to")
        return self._shown
