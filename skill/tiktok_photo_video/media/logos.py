"""Decodes a picture with its transparency, as small as it will stand in a corner."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tiktok_photo_video.media import refusals
from tiktok_photo_video.media.clips import load_poster
from tiktok_photo_video.media.colors import simple_mode, to_srgb
from tiktok_photo_video.media.formats import MediaFormat
from tiktok_photo_video.media.intake import open_media
from tiktok_photo_video.media.pictures import displayed_size, open_picture, orientation, upright
from tiktok_photo_video.timeline.model import MediaKind

# Four channels of this many pixels are 100 MB, decoded at once where a format knows no less.
_MAX_DECODED_PIXELS = 25_000_000


def load_logo(path: Path, *, name: str, max_width_px: int, max_height_px: int) -> NDArray[np.uint8]:
    """Decode a picture to the largest size that fits into a box; a small one is enlarged.

    Args:
        path: where it is; its format is judged by content. Of a clip, the poster is taken.
        name: what the user calls it, for errors.
        max_width_px: of the result (upright).
        max_height_px: likewise.

    Returns:
        Upright sRGB with straight alpha, ``(height, width, 4)`` uint8.

    Raises:
        MediaError: with one of the stable codes of this room; ``media_too_large`` when it would
            take too much memory to decode.
    """
    box = (max_width_px, max_height_px)
    if _format_of(path, name).kind is MediaKind.VIDEO:
        poster = Image.fromarray(load_poster(path, name=name))
        return _in_box(poster, box)
    with open_media(path, name=name) as media, open_picture(media) as image:
        turn, profile = orientation(image), image.info.get("icc_profile")
        image.draft(None, _inside(image.size, max(box), max(box)))
        if image.width * image.height > _MAX_DECODED_PIXELS:
            raise refusals.picture_too_large(name, *displayed_size(image))
        image.load()
        plain = upright(simple_mode(image), turn)
        return _in_box(plain, box, profile)


def _format_of(path: Path, name: str) -> MediaFormat:
    with open_media(path, name=name) as media:
        return media.format


def _in_box(
    image: Image.Image, box: tuple[int, int], profile: bytes | None = None
) -> NDArray[np.uint8]:
    size = _inside(image.size, *box)
    # Pillow weighs colours by their opacity here: what is transparent tints no edge.
    small = image.resize(size, Image.Resampling.LANCZOS)
    if small.mode not in ("LA", "RGBA"):
        return np.dstack([np.asarray(to_srgb(small, profile)), np.full(size[::-1], 255, np.uint8)])
    colors = to_srgb(small.convert("L" if small.mode == "LA" else "RGB"), profile)
    return np.dstack([np.asarray(colors), np.asarray(small.getchannel("A"))])


def _inside(size: tuple[int, int], max_width_px: int, max_height_px: int) -> tuple[int, int]:
    scale = min(max_width_px / size[0], max_height_px / size[1])
    return max(round(size[0] * scale), 1), max(round(size[1] * scale), 1)
