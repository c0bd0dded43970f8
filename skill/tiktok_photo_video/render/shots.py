"""The canvas, and one photo or clip under one camera move. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from tiktok_photo_video.render.framing import Camera, Fit
from tiktok_photo_video.timeline.model import Corner, Look

Picture: TypeAlias = NDArray[np.uint8]
PictureSource: TypeAlias = Callable[[str], Picture]
"""Gives the upright sRGB picture, shape (h, w, 3), of a content hash."""
OriginalSource: TypeAlias = Callable[[str], Path]
"""Gives the file of a content hash, as it came."""

_AS_TAKEN = Look()
BLACK = "#000000"
PLAIN = ""
"""The content hash of no photo: a plain card."""


@dataclass(frozen=True, slots=True)
class Canvas:
    """What all chunks of a video share."""

    width_px: int
    height_px: int
    rate: Fraction


@dataclass(frozen=True, slots=True)
class Footage:
    """What a shot shows of a video clip, in frames of the canvas's rate into the clip.

    ``start`` belongs to the first frame of the shot's span, and lies before the clip's
    beginning where a transition borrows more than there is.
    """

    start: Fraction = Fraction(0)
    speed: Fraction = Fraction(1)

    def at(self, frame: int) -> Fraction:
        """The moment of the clip that is seen at a frame of the shot's span."""
        return self.start + frame * self.speed


@dataclass(frozen=True, slots=True)
class Shot:
    """One photo or clip under one camera move, ``span`` frames long (transitions included).

    ``pad_color`` (``#rrggbb``) is what is seen where the photo is not; with ``PLAIN`` for a
    content hash that is everywhere. ``footage`` is there for video clips only.
    """

    content_hash: str
    fit: Fit
    camera: Camera
    span: int
    look: Look = _AS_TAKEN
    pad_color: str = BLACK
    footage: Footage | None = None


@dataclass(frozen=True, slots=True)
class LogoMark:
    """A small picture that stands in a corner all along.

    ``width_share`` is its width as a fraction of the canvas's, ``opacity`` goes from 0 to 1.
    """

    content_hash: str
    corner: Corner
    width_share: float
    opacity: float
