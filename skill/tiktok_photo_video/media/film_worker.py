"""``python -m tiktok_photo_video.media.film_worker LIMITS``: reads one clip at a time.

Like :mod:`tiktok_photo_video.media.worker`, but a clip stays open from one errand to the next.
"""

from __future__ import annotations

import mmap
import sys
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

from tiktok_photo_video.media.errands import Limits
from tiktok_photo_video.media.film_errands import FilmState, facts_of_planes, write_pixels
from tiktok_photo_video.media.film_reading import ReadsFilmHere, Size
from tiktok_photo_video.media.worker import Errand, Operation, work


class _Reading:
    """The clip that is open."""

    def __init__(self) -> None:
        self._film: ReadsFilmHere | None = None
        self._out = ""
        self._memory: mmap.mmap | bytearray = bytearray()

    def operations(self) -> Mapping[str, Operation]:
        return {
            "open": self._open,
            "at": self._at,
            "planes": self._planes,
            "rgb": self._rgb,
            "close": self._close,
        }

    @property
    def _open_film(self) -> ReadsFilmHere:
        if self._film is None:
            raise LookupError("no clip is open")
        return self._film

    def _open(self, _: Errand, path: Path, name: str) -> Mapping[str, object]:
        self._film = ReadsFilmHere(path, name=name)
        return {"stored_pixels": self._film.stored_pixels}

    def _at(self, errand: Errand, _: Path, __: str) -> Mapping[str, object]:
        film = self._open_film
        found = film.at(Fraction(errand["time"]))
        return FilmState(found, film.bad_packets, film.missing_s).facts()

    def _planes(self, errand: Errand, _: Path, __: str) -> Mapping[str, object]:
        planes = self._open_film.planes(_size(errand))
        write_pixels(self._shared(errand), (planes.y, planes.u, planes.v))
        return facts_of_planes(planes)

    def _rgb(self, errand: Errand, _: Path, __: str) -> Mapping[str, object]:
        write_pixels(self._shared(errand), (self._open_film.rgb(_size(errand)),))
        return {}

    def _shared(self, errand: Errand) -> mmap.mmap | bytearray:
        """The memory that who asked looks into."""
        if self._out != errand["out"]:
            self._out = errand["out"]
            with Path(self._out).open("r+b") as file:
                self._memory = mmap.mmap(file.fileno(), 0)
        return self._memory

    def _close(self, _: Errand, __: Path, ___: str) -> Mapping[str, object]:
        self._open_film.close()
        self._film, self._out, self._memory = None, "", bytearray()
        return {}


def _size(errand: Errand) -> Size:
    width_px, height_px = errand["size"]
    return width_px, height_px


OPERATIONS = _Reading().operations()

if __name__ == "__main__":
    work(Limits.parse(sys.argv[1]), OPERATIONS)
