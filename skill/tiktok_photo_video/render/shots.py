"""The canvas, and one photo under one camera move. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from tiktok_photo_video.render.framing import Camera, Fit
from tiktok_photo_video.timeline.model import Look

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
class Shot:
    """One photo under one camera move, ``span`` frames long (transitions included).

    ``pad_color`` (``#rrggbb``) is what is seen where the photo is not; with ``PLAIN`` for a
    content hash that is everywhere.
    """

    content_hash: str
    fit: Fit
    camera: Camera
    span: int
    look: Look = _AS_TAKEN
    pad_color: str = BLACK
