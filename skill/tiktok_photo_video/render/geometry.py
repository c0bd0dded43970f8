"""Rectangles in fractions of a picture, and how they are placed and moved. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tiktok_photo_video.timeline.model import Easing


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle; ``x`` and ``y`` are its top left corner. Fractions unless said otherwise."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The x of the right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The y of the bottom edge."""
        return self.y + self.height

    @property
    def center(self) -> tuple[float, float]:
        """The middle, as (x, y)."""
        return self.x + self.width / 2, self.y + self.height / 2


FULL = Rect(0.0, 0.0, 1.0, 1.0)


def union(rects: Iterable[Rect]) -> Rect | None:
    """The smallest rectangle around all of them; ``None`` for none."""
    given = tuple(rects)
    if not given:
        return None
    left, top = min(r.x for r in given), min(r.y for r in given)
    return Rect(left, top, max(r.right for r in given) - left, max(r.bottom for r in given) - top)


def overlap(one: Rect, other: Rect) -> Rect:
    """What two rectangles have in common; of no size when that is nothing."""
    left, top = max(one.x, other.x), max(one.y, other.y)
    return Rect(
        left,
        top,
        max(min(one.right, other.right) - left, 0.0),
        max(min(one.bottom, other.bottom) - top, 0.0),
    )


def clipped(rect: Rect) -> Rect:
    """The part of a rectangle that lies inside the picture."""
    return overlap(rect, FULL)


def placed_around(rect: Rect, *, width: float, height: float, keep: Rect | None) -> Rect:
    """A rectangle of this size around ``rect``'s middle, inside the picture.

    Where it can, it is moved so that ``keep`` lies inside it; what cannot be kept whole is
    at least centred.
    """
    center_x, center_y = rect.center
    kept_x = (keep.x, keep.right) if keep else None
    kept_y = (keep.y, keep.bottom) if keep else None
    return Rect(_start(center_x, width, kept_x), _start(center_y, height, kept_y), width, height)


def _start(center: float, size: float, keep: tuple[float, float] | None) -> float:
    start = center - size / 2
    if keep:
        low, high = keep[1] - size, keep[0]
        start = (low + high) / 2 if low > high else min(max(start, low), high)
    return min(max(start, 0.0), max(1.0 - size, 0.0))


# A full curve stands still where it is flat, which reads as a stop when a cut comes before
# it; this share of the curve keeps the camera alive through the cut.
_CURVE_SHARE = 0.7

_CURVES: dict[Easing, Callable[[float], float]] = {
    Easing.LINEAR: lambda p: p,
    Easing.EASE_IN_OUT: lambda p: p * p * (3.0 - 2.0 * p),
    Easing.EASE_OUT: lambda p: 1.0 - (1.0 - p) ** 2,
}


def eased(progress: float, easing: Easing) -> float:
    """Progress 0..1, spread over time as the easing says."""
    return progress + _CURVE_SHARE * (_CURVES[easing](progress) - progress)


def between(start: Rect, end: Rect, progress: float) -> Rect:
    """The view on the way from one to the other.

    The size grows geometrically, so that a zoom looks equally fast all along; the corner
    moves in step with the size, so that the zoom has one fixed point.
    """
    if start.width == end.width:
        part = progress
        width, height = start.width, start.height
    else:
        width = start.width * (end.width / start.width) ** progress
        height = start.height * (end.height / start.height) ** progress
        part = (width - start.width) / (end.width - start.width)
    return Rect(
        start.x + (end.x - start.x) * part, start.y + (end.y - start.y) * part, width, height
    )
