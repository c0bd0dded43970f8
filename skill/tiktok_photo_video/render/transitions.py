"""What a transition shows at a moment, as a table of small functions. Pure.

Each gives, for progress 0..1, the layers to draw from bottom to top. Layers are placed in
fractions of the canvas, so the table knows no pixels.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

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
        turn: how far the picture is turned about the middle, clockwise, in radians.
        spot: radius of the circle it is seen in, in half diagonals of the canvas; ``None``
            for no circle.
        opacity: 1 covers what is below.

    """

    incoming: bool
    region: Rect = FULL
    shift: tuple[float, float] = (0.0, 0.0)
    scale: float = 1.0
    turn: float = 0.0
    spot: float | None = None
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Mix:
    """Layers from bottom to top, then what is done to the picture they make.

    Attributes:
        layers: what is seen of either clip.
        smear: how far everything is smeared, in canvas widths and heights.
        softness: how much everything is blurred: sigma as a fraction of the canvas's height.
        tear: how far bands of the picture jump sideways, in canvas widths.
        tear_step: which of the jumps; the same number gives the same bands.
        burn: how bright film burns through, 0 to 1; ``burn_at`` is how far it has crept.
        veil: black (0) or white (1), laid over all with ``veil_opacity``.

    """

    layers: tuple[Layer, ...]
    veil: float = BLACK
    veil_opacity: float = 0.0
    smear: tuple[float, float] = (0.0, 0.0)
    softness: float = 0.0
    tear: float = 0.0
    tear_step: int = 0
    burn: float = 0.0
    burn_at: float = 0.0


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


def _wipe(dx: int, dy: int) -> Callable[[float], Mix]:
    """An edge passes over, towards (dx, dy), and uncovers the new clip."""

    def mix(p: float) -> Mix:
        rest = 1.0 - _swift(p)
        return Mix((OUTGOING, Layer(incoming=True, region=_seen((-dx * rest, -dy * rest)))))

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


def _zoom_through(p: float) -> Mix:
    """The camera flies into the old clip and comes out in the new one."""
    done = _swift(p)
    return Mix(
        (
            Layer(incoming=False, scale=1.0 + 1.8 * done),
            # 0.7: behind the old picture the new one is still further away.
            Layer(incoming=True, scale=0.7 + 0.3 * done, opacity=_ramp(p, 0.35, 0.65)),
        ),
        softness=0.012 * _hump(p),
    )


def _whip_pan(p: float) -> Mix:
    """The camera is torn aside: a push so fast that it smears."""
    return replace(_push(-1, 0)(p), smear=(0.3 * _hump(p) ** 2, 0.0))


def _spin(p: float) -> Mix:
    """Both clips turn by a quarter, the second taking over where the first is fastest."""
    done = _swift(p)
    enlarged = 1.0 + 0.9 * _hump(p)  # so that corners that turn in are not bare
    angle = math.pi / 2 * (done if p < 0.5 else done - 1.0)
    return Mix(
        (Layer(incoming=p >= 0.5, scale=enlarged, turn=angle),), softness=0.01 * _hump(p) ** 2
    )


def _iris(p: float) -> Mix:
    """A circle opens on the new clip."""
    return _between_ends(
        p, lambda done: Mix((OUTGOING, Layer(incoming=True, spot=1.05 * _smooth(done))))
    )


def _blur(p: float) -> Mix:
    """The old clip goes out of focus, the new one comes into it."""
    layers = (OUTGOING, Layer(incoming=True, opacity=_ramp(p, 0.3, 0.7)))
    return Mix(layers, softness=0.03 * _hump(p) ** 1.5)


_GLITCHES = "0010110"  # which clip each jump of the picture shows


def _glitch(p: float) -> Mix:
    """The signal breaks: the picture jumps between the clips, torn into bands."""
    step = min(int(p * len(_GLITCHES)), len(_GLITCHES) - 1)
    side = INCOMING if _GLITCHES[step] == "1" or p > 0.8 else OUTGOING
    return Mix((side,), tear=0.25 * math.sqrt(_hump(p)), tear_step=step)


def _film_burn(p: float) -> Mix:
    """Light burns through the film, and the new clip is there when it fades."""
    layers = (OUTGOING, Layer(incoming=True, opacity=_ramp(p, 0.4, 0.6)))
    return Mix(layers, burn=_hump(p), burn_at=p)


def _page_swipe(p: float) -> Mix:
    """The old clip is swiped off like a page; the new one lies under it, a little behind."""
    done = _swift(p)
    leaving = (-done, 0.0)
    return Mix(
        (
            Layer(incoming=True, scale=1.12 - 0.12 * done),
            Layer(incoming=False, region=_seen(leaving), shift=leaving),
        )
    )


def _hump(p: float) -> float:
    """0 at both ends, 1 in the middle, smooth everywhere."""
    return math.sin(math.pi * p) ** 2


def _ramp(p: float, start: float, end: float) -> float:
    """0 until ``start``, 1 from ``end`` on, smooth between."""
    return _smooth(min(max((p - start) / (end - start), 0.0), 1.0))


def _between_ends(p: float, mix: Callable[[float], Mix]) -> Mix:
    """One clip alone at either end, whatever lies between."""
    if p <= 0.0 or p >= 1.0:
        return Mix((OUTGOING if p <= 0.0 else INCOMING,))
    return mix(p)


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
    TransitionType.WIPE_LEFT: _wipe(-1, 0),
    TransitionType.WIPE_RIGHT: _wipe(1, 0),
    TransitionType.WIPE_UP: _wipe(0, -1),
    TransitionType.WIPE_DOWN: _wipe(0, 1),
    # 1.6 and 0.85: the old clip rushes past, the new one arrives from just behind.
    TransitionType.ZOOM_IN: _zoom(outgoing=1.6, incoming=0.85),
    TransitionType.ZOOM_OUT: _zoom(outgoing=0.85, incoming=1.6),
    TransitionType.ZOOM_THROUGH: _zoom_through,
    TransitionType.WHIP_PAN: _whip_pan,
    TransitionType.SPIN: _spin,
    TransitionType.IRIS: _iris,
    TransitionType.BLUR: _blur,
    TransitionType.GLITCH: _glitch,
    TransitionType.FILM_BURN: _film_burn,
    TransitionType.PAGE_SWIPE: _page_swipe,
}
