"""What a process that reads clips is asked and answers; pixels come in memory that both share.

The answers are read as strictly as those of :mod:`tiktok_photo_video.media.errands`: where pixels
lie in that memory follows from the size that was asked for, and from nothing that is answered.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tiktok_photo_video.media.film_colors import FilmPlanes
from tiktok_photo_video.media.film_reading import FoundFrame, Size
from tiktok_photo_video.media.limits import MAX_PIXELS

Memory = mmap.mmap | bytearray
Plane = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class FilmState:
    """What is known of a clip at one of its moments; ``found`` is none if nothing is seen."""

    found: FoundFrame | None
    bad_packets: int
    missing_s: float

    def facts(self) -> dict[str, object]:
        """As :meth:`read` reads them."""
        found = [self.found.serial, *self.found.size_px] if self.found else None
        return {"found": found, "bad_packets": self.bad_packets, "missing_s": self.missing_s}

    @classmethod
    def read(cls, facts: Mapping[str, Any]) -> FilmState:
        """What a process says.

        Raises:
            ValueError, KeyError, TypeError: this is not what :meth:`facts` gives.
        """
        found = None
        if facts["found"] is not None:
            serial, width_px, height_px = (int(number) for number in facts["found"])
            if min(width_px, height_px) < 1 or width_px * height_px > MAX_PIXELS:
                raise ValueError("no size of a frame")
            found = FoundFrame(serial, (width_px, height_px))
        return cls(found, int(facts["bad_packets"]), float(facts["missing_s"]))


def planes_bytes(size_px: Size) -> int:
    """How many bytes the planes of a frame are."""
    return size_px[0] * size_px[1] + 2 * _half(size_px[0]) * _half(size_px[1])


def rgb_bytes(size_px: Size) -> int:
    """How many bytes a frame's colours are."""
    return 3 * size_px[0] * size_px[1]


def facts_of_planes(planes: FilmPlanes) -> dict[str, object]:
    """What is said of planes besides their bytes; as :func:`planes_in` reads it."""
    return {"chroma_site": planes.chroma_site}


def planes_in(facts: Mapping[str, Any], content: Memory, size_px: Size) -> FilmPlanes:
    """Planes of a size, in the memory of their bytes.

    Raises:
        ValueError, KeyError, TypeError: these are not a process's planes.
    """
    right, down = (float(part) for part in facts["chroma_site"])
    if not (0 <= right <= 1 and 0 <= down <= 1):
        raise ValueError("no place of colours")
    width, height = size_px
    half = (_half(height), _half(width))
    y = _plane(content, (height, width), 0)
    u = _plane(content, half, y.size)
    return FilmPlanes(y, u, _plane(content, half, y.size + u.size), (right, down))


def rgb_in(content: Memory, size_px: Size) -> Plane:
    """Colours of a size (h, w, 3), in the memory of their bytes."""
    return _plane(content, (size_px[1], size_px[0], 3), 0)


def write_pixels(content: Memory, planes: Iterable[Plane]) -> None:
    """Lay planes down one behind the other, as they are found again.

    Raises:
        ValueError: they are more than there is room for.
    """
    at = 0
    for plane in planes:
        _plane(content, plane.shape, at)[:] = plane
        at += plane.size


def _plane(content: Memory, shape: tuple[int, ...], at: int) -> Plane:
    count = int(np.prod(shape))
    return np.frombuffer(content, np.uint8, count, at).reshape(shape)


def _half(length: int) -> int:
    return (length + 1) // 2
