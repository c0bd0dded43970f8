"""What a transition shows at a moment, as a table of small functions. Pure.

Each gives, for progress 0..1, the layers to draw from bottom to top. Layers are placed in
fractions of the canvas, so the table knows no pixels.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tiktok_photo_video.render.geometry import FULL, Rect
from tiktok_photo_video.timeline.model import TransitionType

BLACK, WHITE = 0.0, 1.0


@dataclass(frozen=True, slots=True)
class Layer:
    """One side of a transition: where it is seen, how it is moved, how opaque it is.

    Attributes:
        incoming: the clip that comes (else the one that goes).
        region: the part of the canvas it is drawn in.
        shift: how far the picture is moved, in canvas widths and heights.
        scale: how much the picture is enlarged about the middle.
        opacity: 1 covers what is below.

    """

    incoming: bool
    region: Rect = FULL
    shift: tuple[float, float] = (0.0, 0.0)
    scale: float = 1.0
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Mix:
    """Layers from bottom to top, then a veil of black (0) or white (1) over all."""

    layers: tuple[Layer, ...]
    veil: float = BLACK
    veil_opacity: float = 0.0


OUTGOING, INCOMING = Layer(incoming=False), Layer(incoming=True)


def mix_at(transition: TransitionType, progress: float) -> Mix:
    """What a transition shows at ``progress``, 0 (only the old clip) to 1 (only the new)."""
    return _MIXES[transition](progress)


def _smooth(p: float) -> float:
    return p * p * (3.0 - 2.0 * p)


def _swift(p: float) -> float:
    """Fast in the middle, soft at both ends: how a thumb swipes."""
    return 4 * p**3 if p < 0.5 else 1 - (2 - 2 * p) ** 3 / 2


def _crossfade(p: float) -> Mix:
    return Mix((OUTGOING, Layer(incoming=True, opacity=_smooth(p))))


def _dip(veil: float) -> Callable[[float], Mix]:
    def mix(p: float) -> Mix:
        side = OUTGOING if p < 0.5 else INCOMING
        return Mix((side,), veil, _smooth(1.0 - abs(2.0 * p - 1.0)))

    return mix


def _flash(p: float) -> Mix:
    """A cut under a burst of light: up within a fifth, then a long fall."""
    peak = 0.2
    light = p / peak if p < peak else (1.0 - p) / (1.0 - peak)
    return Mix((OUTGOING if p < peak else INCOMING,), WHITE, light**1.5)


def _slide(dx: int, dy: int) -> Callable[[float], Mix]:
    """The new clip comes in over the old one, moving towards (dx, dy)."""

    def mix(p: float) -> Mix:
        rest = 1.0 - _swift(p)
        shift = (-dx * rest, -dy * rest)
        return Mix((OUTGOING, Layer(incoming=True, region=_seen(shift), shift=shift)))

    return mix


def _push(dx: int, dy: int) -> Callable[[float], Mix]:
    """The new clip pushes the old one out, both moving towards (dx, dy)."""

    def mix(p: float) -> Mix:
        done = _swift(p)
        leaving, coming = (dx * done, dy * done), (dx * (done - 1.0), dy * (done - 1.0))
        return Mix(
            (
                Layer(incoming=False, region=_seen(leaving), shift=leaving),
                Layer(incoming=True, region=_seen(coming), shift=coming),
            )
        )

    return mix


def _wipe(dx: int) -> Callable[[float], Mix]:
    """An edge passes over, towards ``dx``, and uncovers the new clip."""

    def mix(p: float) -> Mix:
        done = _swift(p)
        region = Rect(0.0 if dx > 0 else 1.0 - done, 0.0, done, 1.0)
        return Mix((OUTGOING, Layer(incoming=True, region=region)))

    return mix


def _seen(shift: tuple[float, float]) -> Rect:
    """The part of the canvas that a picture moved by ``shift`` covers."""
    return Rect(max(shift[0], 0.0), max(shift[1], 0.0), 1.0 - abs(shift[0]), 1.0 - abs(shift[1]))


def _zoom(*, outgoing: float, incoming: float) -> Callable[[float], Mix]:
    """Both clips are enlarged or shrunk together while one fades into the other."""

    def mix(p: float) -> Mix:
        done = _swift(p)
        return Mix(
            (
                Layer(incoming=False, scale=1.0 + (outgoing - 1.0) * done),
                Layer(incoming=True, scale=incoming + (1.0 - incoming) * done, opacity=_smooth(p)),
            )
        )

    return mix


_MIXES: dict[TransitionType, Callable[[float], Mix]] = {
    TransitionType.CROSSFADE: _crossfade,
    TransitionType.DIP_TO_BLACK: _dip(BLACK),
    TransitionType.DIP_TO_WHITE: _dip(WHITE),
    TransitionType.FLASH: _flash,
    TransitionType.SLIDE_LEFT: _slide(-1, 0),
    TransitionType.SLIDE_RIGHT: _slide(1, 0),
    TransitionType.SLIDE_UP: _slide(0, -1),
    TransitionType.SLIDE_DOWN: _slide(0, 1),
    TransitionType.PUSH_LEFT: _push(-1, 0),
    TransitionType.PUSH_RIGHT: _push(1, 0),
    TransitionType.PUSH_UP: _push(0, -1),
    TransitionType.PUSH_DOWN: _push(0, 1),
    TransitionType.WIPE_LEFT: _wipe(-1),
    TransitionType.WIPE_RIGHT: _wipe(1),
    # 1.6 and 0.85: the old clip rushes past, the new one arrives from just behind.
    TransitionType.ZOOM_IN: _zoom(outgoing=1.6, incoming=0.85),
    TransitionType.ZOOM_OUT: _zoom(outgoing=0.85, incoming=1.6),
}
