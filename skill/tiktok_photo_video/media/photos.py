"""Decodes a photo to upright sRGB pixels, as small as the film needs it."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tiktok_photo_video.media.colors import simple_mode, to_srgb
from tiktok_photo_video.media.intake import open_media
from tiktok_photo_video.media.pictures import displayed_size, open_picture, orientation, upright


def load_photo(
    path: Path, *, name: str, min_width_px: int, min_height_px: int
) -> NDArray[np.uint8]:
    """Decode a photo, no larger than needed.

    The first frame of animations, the primary picture of HEIC files. Never enlarged: a photo
    smaller than asked for comes in its own size.

    Args:
        path: where it is; its format is judged by content.
        name: what the user calls it, for errors.
        min_width_px: both sides of the result are at least this and
        min_height_px: this (upright), unless the photo itself is smaller.

    Returns:
        Upright opaque sRGB, ``(height, width, 3)`` uint8, contiguous and writable.

    Raises:
        MediaError: with one of the stable codes of this room.

    """
    with open_media(path, name=name) as media, open_picture(media) as image:
        turn = orientation(image)
        profile = image.info.get("icc_profile")
        wanted = _stored_size(image, (min_width_px, min_height_px))
        # JPEG decodes at 1/2, 1/4 or 1/8 almost for free; other formats ignore this, and the
        # HEIC opener has its (coarser) embedded thumbnails switched off.
        image.draft(None, wanted)
        image.load()
        small = _reduced(simple_mode(image), wanted)
        return np.array(upright(to_srgb(small, profile), turn))


def _stored_size(image: Image.Image, displayed: tuple[int, int]) -> tuple[int, int]:
    """The smallest size to keep, in the stored (not yet turned) picture's terms.

    Keeps the aspect ratio, so both sides stay at or above what was asked for.
    """
    width, height = displayed_size(image)
    scale = min(1.0, max(displayed[0] / width, displayed[1] / height))
    return _scaled(image.size, scale)


def _scaled(size: tuple[int, int], scale: float) -> tuple[int, int]:
    # Minus a hair: 1080 / 4032 * 4032 must not become 1081 by rounding error.
    width, height = (max(1, math.ceil(side * scale - 1e-6)) for side in size)
    return width, height


def _reduced(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Down to ``size`` in one area-like pass.

    Hamming is a third of Lanczos' cost, without its halos around letters, and unlike a plain box
    it does not make pixels of uneven width when the ratio is not whole.
    """
    if image.size == size:
        return image
    return image.resize(size, Image.Resampling.HAMMING)
