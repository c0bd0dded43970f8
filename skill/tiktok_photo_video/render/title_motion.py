"""How a title comes, stays and goes: its pose at each of its frames. Pure."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from tiktok_photo_video.media.scripts import clusters
from tiktok_photo_video.render.plan import TitleSpan
from tiktok_photo_video.render.shots import Canvas
from tiktok_photo_video.timeline.model import TitleAnimation, TitleStyle

REFERENCE_WIDTH = 1080
_FADE_S = 0.3
_RISE_PX, _SLIDE_PX = 40, 160  # at the reference width
_POP_S, _POP_FROM, _POP_OVERSHOOT = 0.35, 0.6, 1.9
_TYPING_SHARE = 0.6  # of a title's time at most; the rest is for reading
_TYPING_S_PER_LETTER = 0.07
_SUNG_FROM, _SUNG_TO = 0.08, 0.85  # of a title's time


@dataclass(frozen=True, slots=True)
class Pose:
    """How a title stands at one frame.

    Attributes:
        opacity: 0 to 1.
        right_px: how far right of its place.
        down_px: how far below its place.
        scale: how large; 1 is as laid out.
        typed: share of its letters that are there.
        sung: share of its words that are lit.

    """

    opacity: float = 1.0
    right_px: float = 0.0
    down_px: float = 0.0
    scale: float = 1.0
    typed: float = 1.0
    sung: float = 0.0


def pose_at(span: TitleSpan, at: int, canvas: Canvas) -> Pose:
    """The pose of a title at its frame ``at``."""
    return _ANIMATIONS[span.title.animation](_Moment(span, at, canvas))


@dataclass(frozen=True, slots=True)
class _Moment:
    """A frame of a title, with what animations are made of."""

    span: TitleSpan
    at: int
    canvas: Canvas

    @property
    def rate(self) -> float:
        return float(self.canvas.rate)

    def arrived(self, duration_s: float) -> float:
        """How far it has come in, 0 to 1, when coming takes this long; short titles hurry."""
        frames = min(duration_s * self.rate, self.span.frames / 3)
        return min((self.at + 0.5) / frames, 1.0)

    @property
    def opacity(self) -> float:
        going = min(_FADE_S * self.rate, self.span.frames / 3)
        left = (self.span.frames - self.at - 0.5) / going
        return min(1.0, self.arrived(_FADE_S), left)

    def px(self, reference_px: float) -> float:
        return reference_px * self.canvas.width_px / REFERENCE_WIDTH

    @property
    def sung(self) -> float:
        if self.span.title.style is not TitleStyle.KARAOKE:
            return 0.0
        through = (self.at + 0.5) / self.span.frames
        return min(max((through - _SUNG_FROM) / (_SUNG_TO - _SUNG_FROM), 0.0), 1.0)


def _none(moment: _Moment) -> Pose:
    return Pose(sung=moment.sung)


def _fade(moment: _Moment) -> Pose:
    return Pose(moment.opacity, sung=moment.sung)


def _moving(right_px: float, down_px: float) -> Callable[[_Moment], Pose]:
    """Comes from this far off, fast at first, and settles."""

    def pose(moment: _Moment) -> Pose:
        rest = (1.0 - moment.arrived(_FADE_S)) ** 3
        return Pose(
            moment.opacity,
            right_px=rest * moment.px(right_px),
            down_px=rest * moment.px(down_px),
            sung=moment.sung,
        )

    return pose


def _pop(moment: _Moment) -> Pose:
    """Grows past its size and springs back."""
    left = moment.arrived(_POP_S) - 1.0
    sprung = 1.0 + (_POP_OVERSHOOT + 1.0) * left**3 + _POP_OVERSHOOT * left**2
    scale = _POP_FROM + (1.0 - _POP_FROM) * sprung
    return Pose(moment.opacity, scale=scale, sung=moment.sung)


def _typewriter(moment: _Moment) -> Pose:
    """Letter after letter; then it fades like the others."""
    title = moment.span.title
    letters = max(len(clusters(title.text)) + len(clusters(title.subtitle)), 1)
    typing = min(letters * _TYPING_S_PER_LETTER * moment.rate, _TYPING_SHARE * moment.span.frames)
    typed = min(math.ceil((moment.at + 1) / max(typing, 1.0) * letters) / letters, 1.0)
    going = min(_FADE_S * moment.rate, moment.span.frames / 3)
    left = (moment.span.frames - moment.at - 0.5) / going
    return Pose(min(1.0, left), typed=typed, sung=moment.sung)


_ANIMATIONS: dict[TitleAnimation, Callable[[_Moment], Pose]] = {
    TitleAnimation.NONE: _none,
    TitleAnimation.FADE: _fade,
    TitleAnimation.RISE: _moving(0, _RISE_PX),
    TitleAnimation.DROP: _moving(0, -_RISE_PX),
    TitleAnimation.SLIDE: _moving(-_SLIDE_PX, 0),
    TitleAnimation.POP: _pop,
    TitleAnimation.TYPEWRITER: _typewriter,
}
