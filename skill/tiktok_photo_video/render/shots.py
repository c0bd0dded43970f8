"""The canvas, and one photo under one camera move. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from tiktok_photo_video.render.framing import Camera, Fit


@dataclass(frozen=True, slots=True)
class Canvas:
    """What all chunks of a video share."""

    width_px: int
    height_px: int
    rate: Fraction


@dataclass(frozen=True, slots=True)
class Shot:
    """One photo under one camera move, ``span`` frames long (transitions included)."""

    content_hash: str
    fit: Fit
    camera: Camera
    span: int
