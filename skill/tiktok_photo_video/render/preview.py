"""Looking before rendering: single frames and the storyboard, as JPEG."""

from __future__ import annotations

import math
from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from tiktok_photo_video.render.compositor import Compositor
from tiktok_photo_video.render.plan import RenderPlan
from tiktok_photo_video.render.planes import new_planes, rgb_from_planes
from tiktok_photo_video.render.plates import PlateStore
from tiktok_photo_video.render.titles import TitlePainter

STORYBOARD_MAX_PX = 1000  # hosts shrink larger pictures anyway
STORYBOARD_MAX_BYTES = 200_000
_GAP_PX = 8


def frame_picture(
    plan: RenderPlan, frame: int, plates: PlateStore, titles: TitlePainter
) -> NDArray[np.uint8]:
    """One frame of the video as sRGB of shape (h, w, 3)."""
    chunk, at = plan.chunk_at(frame)
    planes = new_planes(plan.canvas.width_px, plan.canvas.height_px)
    with Compositor(chunk, plates, titles, is_for_many=False) as compositor:
        compositor.draw(at, planes)
    return rgb_from_planes(planes)


def storyboard(
    plan: RenderPlan,
    frames: Sequence[int],
    plates: PlateStore,
    titles: TitlePainter,
) -> NDArray[np.uint8]:
    """A contact sheet: the given frames in order, numbered from 1, as sRGB."""
    pictures = [frame_picture(plan, frame, plates, titles) for frame in frames]
    columns = min(len(pictures), max(2, math.ceil(math.sqrt(len(pictures) * 1.6))))
    rows = -(-len(pictures) // columns)
    height, width = pictures[0].shape[:2]
    scale = min(
        (STORYBOARD_MAX_PX - _GAP_PX * (columns + 1)) / columns / width,
        (STORYBOARD_MAX_PX - _GAP_PX * (rows + 1)) / rows / height,
    )
    cell = (max(int(width * scale), 16), max(int(height * scale), 16))
    sheet = np.full(
        (rows * (cell[1] + _GAP_PX) + _GAP_PX, columns * (cell[0] + _GAP_PX) + _GAP_PX, 3),
        24,
        np.uint8,
    )
    for index, picture in enumerate(pictures):
        row, column = divmod(index, columns)
        top, left = (_GAP_PX + row * (cell[1] + _GAP_PX), _GAP_PX + column * (cell[0] + _GAP_PX))
        small = cv2.resize(picture, cell, interpolation=cv2.INTER_AREA)
        sheet[top : top + cell[1], left : left + cell[0]] = _numbered(small, index + 1)
    return sheet


def _numbered(picture: NDArray[np.uint8], number: int) -> NDArray[np.uint8]:
    """The picture with its number in the corner."""
    text, scale = str(number), picture.shape[1] / 260
    (width, height), _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_DUPLEX, scale, 1)
    pad = max(round(6 * scale), 3)
    cv2.rectangle(picture, (0, 0), (width + 2 * pad, height + 2 * pad), (16, 16, 16), -1)
    cv2.putText(
        picture,
        text,
        (pad, height + pad),
        cv2.FONT_HERSHEY_DUPLEX,
        scale,
        (255, 255, 255),
        1,
        cv2.LINE_AA,
    )
    return picture


def jpeg(picture: NDArray[np.uint8], *, max_bytes: int | None = None) -> bytes:
    """The picture as JPEG, as good as ``max_bytes`` allows."""
    bgr = cv2.cvtColor(picture, cv2.COLOR_RGB2BGR)
    content = b""
    for quality in (90, 82, 74, 64, 50, 35):
        _, encoded = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, quality])
        content = encoded.tobytes()
        if max_bytes is None or len(content) <= max_bytes:
            break
    return content
