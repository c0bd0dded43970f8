"""Looking before rendering: single frames and the storyboard, as JPEG."""

from __future__ import annotations

import math
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

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
_AT_ONCE = 2  # each reads a photo and makes its plate


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
    sheet = _Sheet.of(len(frames), (plan.canvas.width_px, plan.canvas.height_px))

    def drawn(frame: int) -> NDArray[np.uint8]:
        picture = frame_picture(plan, frame, plates, titles)
        # At once: sixty pictures of a video's size would be hundreds of megabytes.
        small: NDArray[np.uint8] = cv2.resize(picture, sheet.cell_px, interpolation=cv2.INTER_AREA)
        return small

    pixels = np.full((*sheet.size_px[::-1], 3), 24, np.uint8)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for index, picture in enumerate(pool.map(drawn, frames)):
            left, top = sheet.corner(index)
            width, height = sheet.cell_px
            pixels[top : top + height, left : left + width] = _numbered(picture, index + 1)
    return pixels


@dataclass(frozen=True, slots=True)
class _Sheet:
    """How pictures are laid out on a contact sheet."""

    columns: int
    rows: int
    cell_px: tuple[int, int]

    @classmethod
    def of(cls, count: int, picture_px: tuple[int, int]) -> _Sheet:
        """The layout for so many pictures of a size (width, height)."""
        columns = min(count, max(2, math.ceil(math.sqrt(count * 1.6))))
        rows = -(-count // columns)
        scale = min(
            (STORYBOARD_MAX_PX - _GAP_PX * (many + 1)) / many / side
            for many, side in zip((columns, rows), picture_px, strict=True)
        )
        width, height = (max(int(side * scale), 16) for side in picture_px)
        return cls(columns, rows, (width, height))

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height of the whole."""
        width, height = self.cell_px
        return self.columns * (width + _GAP_PX) + _GAP_PX, self.rows * (height + _GAP_PX) + _GAP_PX

    def corner(self, index: int) -> tuple[int, int]:
        """Where a picture's left upper corner lies."""
        row, column = divmod(index, self.columns)
        width, height = self.cell_px
        return _GAP_PX + column * (width + _GAP_PX), _GAP_PX + row * (height + _GAP_PX)


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
