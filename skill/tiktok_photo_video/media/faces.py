"""Finds the faces that a crop must keep and a title must not cover."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import cache
from typing import Protocol, cast

import dlib
import numpy as np
from numpy.typing import NDArray
from PIL import Image

_LONG_SIDE_PX = 700
# The detector's window is 80 pixels: at this size, doubled once, it finds faces from about 6 % of
# the long side on, in 70 ms. Smaller ones do not steer a crop.
_DOUBLINGS = 1

SURE_SCORE, LIKELY_SCORE = 0.0, -0.6
"""Above the first a hit is a face; down to the second it may be one (a profile, a hat)."""


@dataclass(frozen=True, slots=True)
class Face:
    """One face, in fractions (0..1) of the upright photo.

    Attributes:
        x: left edge.
        y: upper edge.
        width: of the box, which reaches from the brows to the chin.
        height: likewise.
        score: how sure the detector is; above 0, and above 1 for clear frontal faces.

    """

    x: float
    y: float
    width: float
    height: float
    score: float

    @property
    def area(self) -> float:
        """Share of the photo that it covers, 0..1."""
        return self.width * self.height


class _Rectangle(Protocol):
    def left(self) -> int: ...
    def top(self) -> int: ...
    def right(self) -> int: ...
    def bottom(self) -> int: ...


class _Detector(Protocol):
    def run(
        self, image: NDArray[np.uint8], upsample_num_times: int, adjust_threshold: float
    ) -> tuple[list[_Rectangle], list[float], list[int]]: ...


# The detector keeps scratch memory; and dlib holds the interpreter while it looks anyway.
_one_at_a_time = threading.Lock()


def find_faces(rgb: NDArray[np.uint8], *, min_score: float = SURE_SCORE) -> tuple[Face, ...]:
    """The frontal faces in an upright photo, the largest first.

    Args:
        rgb: ``(height, width, 3)`` uint8.
        min_score: how sure the detector must be.

    Returns:
        Boxes clipped to the photo; empty when no face was found.

    """
    grey = _small_grey(rgb)
    with _one_at_a_time:
        boxes, scores, _ = _detector().run(grey, _DOUBLINGS, min_score)
    height, width = grey.shape
    found = [_face(box, score, width, height) for box, score in zip(boxes, scores, strict=True)]
    return tuple(sorted(found, key=lambda face: (-face.area, face.x, face.y)))


def _small_grey(rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Grey is all the detector looks at; small pictures are left as they are."""
    image = Image.fromarray(rgb)
    scale = min(1.0, _LONG_SIDE_PX / max(image.size))
    width, height = (max(1, round(side * scale)) for side in image.size)
    small = image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return np.array(small.convert("L"))


@cache
def _detector() -> _Detector:
    """The one detector: building it takes longer than looking at two photos."""
    return cast("_Detector", dlib.get_frontal_face_detector())


def _face(box: _Rectangle, score: float, width: int, height: int) -> Face:
    left, right = (min(max(edge / width, 0.0), 1.0) for edge in (box.left(), box.right() + 1))
    top, bottom = (min(max(edge / height, 0.0), 1.0) for edge in (box.top(), box.bottom() + 1))
    return Face(x=left, y=top, width=right - left, height=bottom - top, score=float(score))
