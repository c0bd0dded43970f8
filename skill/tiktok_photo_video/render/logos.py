"""The logo: where it stands, and its picture, made once."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from tiktok_photo_video.errors import MediaError
from tiktok_photo_video.media.decoding import Decoder
from tiktok_photo_video.render.overlays import Overlay, overlay_of
from tiktok_photo_video.render.shots import Canvas, LogoMark, OriginalSource, PictureSource
from tiktok_photo_video.render.titles import SAFE_AREA
from tiktok_photo_video.timeline.model import Corner

Rgba = NDArray[np.uint8]

_REFERENCE_WIDTH, _REFERENCE_HEIGHT = 1080, 1920  # what the safe area is measured in
_MAX_HEIGHT_SHARE = 0.25  # of the canvas: a tall logo must not become a column
_LEFT = frozenset({Corner.TOP_LEFT, Corner.BOTTOM_LEFT})
_TOP = frozenset({Corner.TOP_LEFT, Corner.TOP_RIGHT})


def make_logo(
    canvas: Canvas,
    mark: LogoMark,
    pictures: PictureSource,
    originals: OriginalSource | None,
    *,
    decoder: Decoder,
) -> Overlay:
    """The overlay of a logo in its corner, inside what TikTok's own buttons leave free.

    It is read from its original, which may be transparent; from its opaque working copy where
    the original is gone or too large to decode.
    """
    left, top, right, bottom = _free(canvas)
    box = (
        max(min(round(mark.width_share * canvas.width_px), right - left), 2),
        max(round(_MAX_HEIGHT_SHARE * canvas.height_px), 2),
    )
    art = _even_sided(_art(mark.content_hash, box, pictures, originals, decoder=decoder))
    height, width = art.shape[:2]
    x = left if mark.corner in _LEFT else right - width
    y = top if mark.corner in _TOP else bottom - height
    return overlay_of(art, max(x // 2 * 2, 0), max(y // 2 * 2, 0))


def _art(
    content_hash: str,
    box: tuple[int, int],
    pictures: PictureSource,
    originals: OriginalSource | None,
    *,
    decoder: Decoder,
) -> Rgba:
    if originals:
        try:
            return decoder.logo(
                originals(content_hash), name="logo", max_width_px=box[0], max_height_px=box[1]
            )
        except MediaError:
            pass
    picture = pictures(content_hash)
    scale = min(box[0] / picture.shape[1], box[1] / picture.shape[0])
    size = (max(round(picture.shape[1] * scale), 1), max(round(picture.shape[0] * scale), 1))
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    return np.dstack([small, np.full(small.shape[:2], 255, np.uint8)])


def _even_sided(art: Rgba) -> Rgba:
    """With a transparent row or column where planes need one."""
    height, width = art.shape[:2]
    return np.pad(art, ((0, height % 2), (0, width % 2), (0, 0)))


def _free(canvas: Canvas) -> tuple[int, int, int, int]:
    """What is free on a canvas as left, top, right, bottom; other shapes keep its shares."""
    return (
        SAFE_AREA.left * canvas.width_px // _REFERENCE_WIDTH,
        SAFE_AREA.top * canvas.height_px // _REFERENCE_HEIGHT,
        canvas.width_px - SAFE_AREA.right * canvas.width_px // _REFERENCE_WIDTH,
        canvas.height_px - SAFE_AREA.bottom * canvas.height_px // _REFERENCE_HEIGHT,
    )
