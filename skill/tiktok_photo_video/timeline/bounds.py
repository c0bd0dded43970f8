"""How far each value may go: the one table that edits, checks and schemas read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and the most that a value may be, both included."""

    least: float | Fraction
    most: float | Fraction

    def hold(self, value: float | Fraction) -> bool:
        """Whether a value lies within; not-a-number never does."""
        return self.least <= value <= self.most


MIN_CLIP_FRAMES = 2

RATE = Bounds(1, 120)
SIDE_PX = Bounds(16, 4096)  # 4096: TikTok's own upper limit for a side
VOLUME = Bounds(0.0, 2.0)  # 200 % is where the mixer's limiter begins to be heard
MOTION_STRENGTH = Bounds(0.0, 1.0)  # twice as close: beyond that a photo is only pixels
LOOK_STRENGTH = Bounds(0.0, 1.0)
COLOR_SHIFT = Bounds(-1.0, 1.0)
FOCUS = Bounds(0.0, 1.0)
SPEED = Bounds(Fraction(1, 10), Fraction(10))  # slower is a slide show, faster a flicker
LOGO_WIDTH_SHARE = Bounds(0.02, 1.0)  # less than a fiftieth is a speck
OPACITY = Bounds(0.0, 1.0)

COLOR_PATTERN = "#[0-9a-fA-F]{6}"


def is_color(text: str) -> bool:
    """Whether a text is a colour such as ``#ffcc00``."""
    return re.fullmatch(COLOR_PATTERN, text) is not None
