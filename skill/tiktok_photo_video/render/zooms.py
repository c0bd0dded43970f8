"""Zooms drawn by resizing: a third of a warp's cost, at the same sub-pixel exactness.

A resize scales by any factor, but its corner lies on a whole pixel of both pictures. A zoom
has one point that never moves. Where that point is a whole pixel in the plate and in the
frame, the four quarters around it are each a plain resize from there, three of them of mirrored
copies. So the point is put on the nearest such pixel: the whole shot is shown at most a pixel
aside, and moves just as smoothly.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from tiktok_photo_video.render.framing import Camera
from tiktok_photo_video.render.geometry import Rect
from tiktok_photo_video.render.planes import Plane, Planes
from tiktok_photo_video.render.plates import Plate, PlateParts

_LUMA, _CHROMA = 1, 2  # luma samples to a sample, in both directions
_SIDES = (False, True)
# Moved by half a sample, a view may lack so much of its plate; a view that lacks more lies beyond
# the plate's edge on purpose.
_MIN_CLOSER = 0.99
# Beyond this the colours, which are put in place for the middle of a zoom, would stray at its ends.
_MOST_ZOOM = 1.25
# Each colour sample of the frame lies a quarter of its own width to the left of its middle.
_CHROMA_LEFT = 0.25


@dataclass(frozen=True, slots=True)
class _Axis:
    """One direction of a zoom: frame edge ``shown`` is plate edge ``held`` in every frame.

    ``closer`` is a little below 1: so much less is shown of the plate that nothing beyond its
    edges is.
    """

    shown: int
    held: int
    closer: float
    plate_px: int
    stage: tuple[float, float]

    def span(self, length: float, frame_px: int) -> tuple[float, float]:
        """The start and length of what is really seen instead of a view of this length."""
        stage_start, stage_length = self.stage
        seen = length * self.closer
        per_px = seen / stage_length * self.plate_px / frame_px
        edge_px = self.held - per_px * self.shown
        return stage_start + edge_px / self.plate_px * stage_length, seen


class Zoom:
    """How one shot's zoom is drawn from its plate; made by ``zoom_of``."""

    def __init__(self, plate: Plate, across: _Axis, down: _Axis, *, middle_scale: float) -> None:
        self._plate, self._middle_scale = plate, middle_scale
        self._across, self._down = across, down
        self._scratch: dict[tuple[int, ...], Plane] = {}

    def parts(self) -> PlateParts:
        """The parts of each plane: they cost ten frames, and are good for every chunk of a shot."""
        # Colours of the plate, moved to where the frame's lie; at the middle of the zoom that
        # is exact, and at its ends right to a thirtieth of a sample.
        shift = np.array([[1.0, 0.0, -_CHROMA_LEFT * self._middle_scale], [0.0, 1.0, 0.0]])
        moved = (_moved(plane, shift) for plane in self._plate.planes[1:])
        sources = ((self._plate.planes.y, _LUMA), *((plane, _CHROMA) for plane in moved))
        corner = (self._across.held, self._down.held)
        return tuple(
            dict(_quarters(plane, corner[0] // sub, corner[1] // sub)) for plane, sub in sources
        )

    def view(self, wanted: Rect, frame_px: tuple[int, int]) -> Rect:
        """What is really seen instead of the view asked for: at most a pixel aside."""
        x, width = self._across.span(wanted.width, frame_px[0])
        y, height = self._down.span(wanted.height, frame_px[1])
        return Rect(x, y, width, height)

    def draw(self, parts: PlateParts, scale: tuple[float, float], out: Planes) -> bool:
        """Draw a whole frame; gives whether it could: not at scales very close to 1.

        Args:
            parts: what :meth:`parts` gave for this plate and camera.
            scale: plate pixels to a frame pixel, across and down.
            out: drawn into.
        """
        jobs = []
        for quarters, plane, sub in zip(parts, out, (_LUMA, _CHROMA, _CHROMA), strict=True):
            corner = (self._across.shown // sub, self._down.shown // sub)
            for key, target in _quarters(plane, *corner, mirrored=False):
                if not target.size:
                    continue
                source = _needed(quarters[key], target.shape, scale)
                if source is None:
                    return False
                jobs.append((source, target, key))
        for source, target, key in jobs:
            self._fill(source, target, key, scale)
        return True

    def _fill(
        self, source: Plane, target: Plane, key: tuple[bool, bool], scale: tuple[float, float]
    ) -> None:
        flip = _FLIPS[key]
        place = target if flip is None else self._room(target.shape)
        cv2.resize(
            source,
            None,
            dst=place,
            fx=1.0 / scale[0],
            fy=1.0 / scale[1],
            interpolation=cv2.INTER_LINEAR,
        )
        if flip is not None:
            cv2.flip(place, flip, dst=target)

    def _room(self, shape: tuple[int, ...]) -> Plane:
        if shape not in self._scratch:
            self._scratch[shape] = np.empty(shape, np.uint8)
        return self._scratch[shape]


# (to the left, above) -> OpenCV's flip code.
_FLIPS: dict[tuple[bool, bool], int | None] = {
    (False, False): None,
    (True, False): 1,
    (False, True): 0,
    (True, True): -1,
}


def zoom_of(plate: Plate, camera: Camera, frame_px: tuple[int, int]) -> Zoom | None:
    """The quick way to draw a camera move, if it is a zoom about a point in the frame."""
    stage, planes = plate.stage, plate.planes
    ways = (
        (camera.start.x, camera.start.width, camera.end.x, camera.end.width, stage.x, stage.width),
        (
            camera.start.y,
            camera.start.height,
            camera.end.y,
            camera.end.height,
            stage.y,
            stage.height,
        ),
    )
    sizes = zip(frame_px, (planes.y.shape[1], planes.y.shape[0]), strict=True)
    axes = [_axis(way, *size) for way, size in zip(ways, sizes, strict=True)]
    if axes[0] is None or axes[1] is None:
        return None
    seen = (camera.start.width + camera.end.width) / 2 / stage.width
    return Zoom(plate, axes[0], axes[1], middle_scale=seen * planes.y.shape[1] / frame_px[0])


_Way = tuple[float, float, float, float, float, float]


def _axis(way: _Way, frame_px: int, plate_px: int) -> _Axis | None:
    start, length, end, end_length, stage_start, stage_length = way
    to_px = plate_px / stage_length
    edges = ((start - stage_start) * to_px, (end - stage_start) * to_px)
    scales = (length * to_px / frame_px, end_length * to_px / frame_px)
    if not 1.0 + 1e-6 < max(scales) / min(scales) < _MOST_ZOOM:
        return None
    resting = (edges[0] - edges[1]) / (scales[1] - scales[0])
    # Mirrored by colour samples, so both are even.
    shown = 2 * round(resting / 2)
    if not 0 <= shown <= frame_px:
        return None
    middle = (edges[0] + edges[1]) / 2 + (scales[0] + scales[1]) / 2 * shown
    held = 2 * round(middle / 2)
    widest = max(scales)
    rooms = ((held, shown), (plate_px - held, frame_px - shown))
    closer = min([1.0, *(there / (need * widest) for there, need in rooms if need)])
    if closer < _MIN_CLOSER:
        return None
    return _Axis(shown, held, closer, plate_px, (stage_start, stage_length))


def _quarters(
    plane: Plane, column: int, row: int, *, mirrored: bool = True
) -> Iterator[tuple[tuple[bool, bool], Plane]]:
    """The four parts around a corner; mirrored, each begins at the corner."""
    for left in _SIDES:
        for above in _SIDES:
            part = plane[:row] if above else plane[row:]
            part = part[:, :column] if left else part[:, column:]
            flip = _FLIPS[left, above]
            if mirrored and flip is not None and part.size:
                part = cv2.flip(part, flip)
            yield (left, above), part


def _needed(
    quarter: Plane, drawn: tuple[int, ...], scale: tuple[float, float]
) -> NDArray[np.uint8] | None:
    """The part of a quarter that a resize makes a picture of this size of, or ``None``."""
    height, width = (round(size * per) for size, per in zip(drawn, scale[::-1], strict=True))
    source = quarter[:height, :width]
    comes_to = tuple(round(size / per) for size, per in zip(source.shape, scale[::-1], strict=True))
    # A resize of equal sizes is a mere copy, whatever the scale.
    is_copied = source.shape == drawn and scale != (1.0, 1.0)
    return None if comes_to != drawn or is_copied else source


def _moved(plane: Plane, shift: NDArray[np.float64]) -> Plane:
    moved: Plane = cv2.warpAffine(
        plane,
        shift,
        (plane.shape[1], plane.shape[0]),
        # Sharper than linear: what is drawn from this is interpolated once more.
        flags=cv2.INTER_LANCZOS4 | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return moved
