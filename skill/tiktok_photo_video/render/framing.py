"""Which part of a photo is shown, and where the camera goes. Pure.

Decided by what would be lost: a crop may cost the sides of a photo, never a head.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from tiktok_photo_video.render.geometry import FULL, Rect, clipped, overlap, placed_around, union
from tiktok_photo_video.timeline.model import Easing, Focus, Motion, MotionKind, ResizeMode

# A crop without a face in it may cost this much of the photo: 3:4 and 2:3 phone portraits
# (75 % and 84 % kept in 9:16) fill the frame, squares (56 %) and landscapes (42 %) do not.
MIN_KEPT_SHARE = 0.6
# A face detector's box runs from the brows to the chin. A head is this much larger, as
# shares of the box (measured by eye on portraits, with hair and a margin).
HEAD_ABOVE, HEAD_BELOW, HEAD_BESIDE = 0.75, 0.45, 0.40
# Without faces the eye rests a little above the middle.
RESTING_POINT = Rect(0.5, 0.45, 0.0, 0.0)


class Fit(StrEnum):
    """What ``ResizeMode`` comes to for one photo."""

    COVER = "cover"
    CONTAIN = "contain"
    CONTAIN_BLUR = "contain_blur"


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """What the plan must know of a photo: its displayed size and its faces (fractions).

    ``doubtful`` are what may be faces too: they steer nothing, but forbid a crop that
    would cut them off.
    """

    width_px: int
    height_px: int
    faces: tuple[Rect, ...] = ()
    doubtful: tuple[Rect, ...] = ()


@dataclass(frozen=True, slots=True)
class Camera:
    """Two views of a plate and the way between them.

    For ``Fit.COVER`` views are fractions of the photo, else of the composed canvas.
    """

    start: Rect
    end: Rect
    easing: Easing = Easing.EASE_IN_OUT


@dataclass(frozen=True, slots=True)
class Framing:
    """How one photo is fitted and where the camera goes over it."""

    fit: Fit
    camera: Camera


def frame_photo(
    facts: PictureFacts,
    *,
    canvas_aspect: float,
    resize_mode: ResizeMode,
    motion: Motion,
    focus: Focus | None = None,
) -> Framing:
    """The framing of one photo.

    Args:
        facts: the photo's size and faces.
        canvas_aspect: width over height of the video.
        resize_mode: what the timeline asks for; ``AUTO`` decides by what would be lost.
        motion: what the timeline asks of the camera.
        focus: what the user wants in frame; it counts for more than the faces found.

    """
    if focus is not None:
        facts = replace(facts, faces=(), doubtful=())
        if resize_mode is ResizeMode.AUTO:
            resize_mode = ResizeMode.COVER
    heads = union(clipped(head_of(face)) for face in facts.faces)
    window = _cover_window(facts, canvas_aspect)
    fit = _FITS[resize_mode] or _chosen_fit(window, heads, facts)
    if fit is not Fit.COVER:
        # Beside a photo that is shown whole there is nothing to pan to.
        if motion.kind in _PANS:
            motion = replace(motion, kind=MotionKind.ZOOM_IN)
        everyone = union((*filter(None, (heads,)), *map(clipped, facts.doubtful)))
        keep = _on_canvas(everyone, facts, canvas_aspect) if fit is Fit.CONTAIN_BLUR else None
        return Framing(fit, _camera(FULL, motion, stage=FULL, keep=keep))
    wanted = Rect(focus.x, focus.y, 0.0, 0.0) if focus else heads or RESTING_POINT
    wide = placed_around(wanted, width=window.width, height=window.height, keep=heads)
    return Framing(fit, _camera(wide, motion, stage=FULL, keep=_within(heads, wide)))


def room_for(fit: Fit, camera: Camera) -> Rect:
    """The part of the composed canvas that a photo which is not cropped is fitted into.

    Between bars it stands in what the camera sees all along: nothing of it is ever cut off.
    Over its own blurred likeness, strips beside it would look like a mistake: there it fills the
    frame from edge to edge, and a camera that comes closer loses a little of its sides.
    """
    return overlap(camera.start, camera.end) if fit is Fit.CONTAIN else FULL


def photo_in(room: Rect, facts: PictureFacts, canvas_aspect: float) -> Rect:
    """Where a photo lies that is as large as fits a part of the canvas, in its middle."""
    relative = facts.width_px / facts.height_px / canvas_aspect
    if relative > room.width / room.height:
        width, height = room.width, room.width / relative
    else:
        width, height = room.height * relative, room.height
    x, y = room.center
    return Rect(x - width / 2, y - height / 2, width, height)


def _on_canvas(heads: Rect | None, facts: PictureFacts, canvas_aspect: float) -> Rect | None:
    """Where heads are seen of a photo that fills the canvas from edge to edge."""
    if heads is None:
        return None
    photo = photo_in(FULL, facts, canvas_aspect)
    return Rect(
        photo.x + heads.x * photo.width,
        photo.y + heads.y * photo.height,
        heads.width * photo.width,
        heads.height * photo.height,
    )


def head_of(face: Rect) -> Rect:
    """The whole head around a detected face."""
    return Rect(
        face.x - HEAD_BESIDE * face.width,
        face.y - HEAD_ABOVE * face.height,
        face.width * (1 + 2 * HEAD_BESIDE),
        face.height * (1 + HEAD_ABOVE + HEAD_BELOW),
    )


_FITS: dict[ResizeMode, Fit | None] = {
    ResizeMode.AUTO: None,
    ResizeMode.COVER: Fit.COVER,
    ResizeMode.CONTAIN: Fit.CONTAIN,
    ResizeMode.CONTAIN_BLUR: Fit.CONTAIN_BLUR,
}


def _cover_window(facts: PictureFacts, canvas_aspect: float) -> Rect:
    """The largest window of the canvas's shape, as a size in fractions of the photo."""
    relative = canvas_aspect / (facts.width_px / facts.height_px)
    return Rect(0, 0, min(relative, 1.0), min(1.0 / relative, 1.0))


def _chosen_fit(window: Rect, heads: Rect | None, facts: PictureFacts) -> Fit:
    keeps_most = window.width * window.height >= MIN_KEPT_SHARE
    if heads is None:
        return Fit.COVER if keeps_most else Fit.CONTAIN_BLUR
    # A deep crop is for a picture of one person or a close group, and for nobody else.
    everyone = heads if keeps_most else union((heads, *map(clipped, facts.doubtful))) or heads
    fits = everyone.width <= window.width and everyone.height <= window.height
    return Fit.COVER if fits else Fit.CONTAIN_BLUR


def _within(heads: Rect | None, window: Rect) -> Rect | None:
    """The heads, as far as the window shows them at all."""
    seen = overlap(heads, window) if heads else None
    return seen if seen and seen.width > 0 and seen.height > 0 else None


def _closer(wide: Rect, strength: float, keep: Rect | None) -> float:
    """How much smaller the tightest view is: as asked, but never too small for the heads."""
    factor = 1.0 / (1.0 + strength)
    if keep:
        factor = max(factor, keep.width / wide.width, keep.height / wide.height)
    return min(factor, 1.0)


def _camera(wide: Rect, motion: Motion, *, stage: Rect, keep: Rect | None) -> Camera:
    start, end = _MOVES[motion.kind](wide, motion.strength, stage, keep)
    if start == end and motion.kind in _PANS:
        # No room to pan without losing a head: a slow push in is always possible.
        start, end = _zoom_in(wide, motion.strength / 2, stage, keep)
    return Camera(start, end, motion.easing)


Views = tuple[Rect, Rect]


def _still(wide: Rect, _strength: float, _stage: Rect, _keep: Rect | None) -> Views:
    return wide, wide


def _zoom_in(wide: Rect, strength: float, _stage: Rect, keep: Rect | None) -> Views:
    factor = _closer(wide, strength, keep)
    width, height = wide.width * factor, wide.height * factor
    # The fixed point of the zoom: the heads, else the resting point of the wide view.
    focus = keep.center if keep else (wide.x + 0.5 * wide.width, wide.y + 0.45 * wide.height)
    tight = Rect(
        focus[0] - (focus[0] - wide.x) * factor,
        focus[1] - (focus[1] - wide.y) * factor,
        width,
        height,
    )
    if keep:
        tight = placed_around(tight, width=width, height=height, keep=keep)
    return wide, tight


def _zoom_out(wide: Rect, strength: float, stage: Rect, keep: Rect | None) -> Views:
    start, end = _zoom_in(wide, strength, stage, keep)
    return end, start


def _pan(dx: int, dy: int) -> Callable[[Rect, float, Rect, Rect | None], Views]:
    """A move of the camera by ``strength`` of the view, in one direction."""

    def views(wide: Rect, strength: float, stage: Rect, keep: Rect | None) -> Views:
        room = stage.width - wide.width if dx else stage.height - wide.height
        size = wide.width if dx else wide.height
        # Beyond the crop there may be photo enough to pan over at full width; else the
        # view is tightened to make room.
        factor = 1.0 if room >= strength * size else _closer(wide, strength, keep)
        view = Rect(
            wide.x + wide.width * (1 - factor) / 2,
            wide.y + wide.height * (1 - factor) / 2,
            wide.width * factor,
            wide.height * factor,
        )
        half_x, half_y = dx * strength * view.width / 2, dy * strength * view.height / 2
        ends = (
            placed_around(
                replace(view, x=view.x + sign * half_x, y=view.y + sign * half_y),
                width=view.width,
                height=view.height,
                keep=keep,
            )
            for sign in (-1, 1)
        )
        start, end = ends
        return start, end

    return views


_MOVES: dict[MotionKind, Callable[[Rect, float, Rect, Rect | None], Views]] = {
    MotionKind.NONE: _still,
    MotionKind.ZOOM_IN: _zoom_in,
    MotionKind.ZOOM_OUT: _zoom_out,
    MotionKind.PAN_LEFT: _pan(-1, 0),
    MotionKind.PAN_RIGHT: _pan(1, 0),
    MotionKind.PAN_UP: _pan(0, -1),
    MotionKind.PAN_DOWN: _pan(0, 1),
}
_PANS = frozenset(
    {MotionKind.PAN_LEFT, MotionKind.PAN_RIGHT, MotionKind.PAN_UP, MotionKind.PAN_DOWN}
)
