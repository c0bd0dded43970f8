"""Planar YUV 4:2:0 pictures: BT.709, limited range, as H.264 wants them.

Everything between a photo and the encoder happens in these planes, so that no frame is
ever converted. Chroma sits where H.264 puts it by default: between the lines vertically
and on the left sample horizontally (chroma_sample_loc_type 0).
"""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.uint8]

# ITU-R BT.709: Kr = 0.2126, Kb = 0.0722; 8 bit limited range: Y 16..235, C 16..240.
_KR, _KB = 0.2126, 0.0722
_KG = 1.0 - _KR - _KB
_Y_SCALE, _C_SCALE = 219.0 / 255.0, 224.0 / 255.0
BLACK_Y, WHITE_Y, NEUTRAL_C = 16, 235, 128

_CB = np.array([-_KR, -_KG, 1.0 - _KB]) / (2.0 * (1.0 - _KB))
_CR = np.array([1.0 - _KR, -_KG, -_KB]) / (2.0 * (1.0 - _KR))
RGB_TO_YCBCR = np.array(
    [
        [*(_Y_SCALE * np.array([_KR, _KG, _KB])), BLACK_Y],
        [*(_C_SCALE * _CB), NEUTRAL_C],
        [*(_C_SCALE * _CR), NEUTRAL_C],
    ]
)


class Planes(NamedTuple):
    """Luma of shape (h, w) and the two chroma planes of shape (h/2, w/2), all uint8."""

    y: Plane
    u: Plane
    v: Plane

    def region(self, left: int, top: int, right: int, bottom: int) -> Planes:
        """A view of a part; all four must be even."""
        half = (slice(top // 2, bottom // 2), slice(left // 2, right // 2))
        return Planes(self.y[top:bottom, left:right], self.u[half], self.v[half])


def rgb_of(color: str) -> tuple[int, int, int]:
    """The levels 0..255 of a colour written ``#rrggbb``."""
    red, green, blue = (int(color[start : start + 2], 16) for start in (1, 3, 5))
    return red, green, blue


def new_planes(width_px: int, height_px: int) -> Planes:
    """Planes of an even size, with nothing in them yet."""
    half = (height_px // 2, width_px // 2)
    return Planes(
        np.empty((height_px, width_px), np.uint8),
        np.empty(half, np.uint8),
        np.empty(half, np.uint8),
    )


def planes_from_rgb(rgb: NDArray[np.uint8]) -> Planes:
    """An sRGB picture of shape (h, w, 3), h and w even, as planes."""
    ycbcr = cv2.transform(rgb, RGB_TO_YCBCR)
    height, width = rgb.shape[:2]
    chroma = cv2.resize(ycbcr[:, :, 1:], (width // 2, height // 2), interpolation=cv2.INTER_AREA)
    return Planes(
        np.ascontiguousarray(ycbcr[:, :, 0]),
        np.ascontiguousarray(chroma[:, :, 0]),
        np.ascontiguousarray(chroma[:, :, 1]),
    )


def rgb_from_planes(planes: Planes) -> NDArray[np.uint8]:
    """Planes as an sRGB picture of shape (h, w, 3); for previews."""
    height, width = planes.y.shape
    size = (width, height)
    chroma = (cv2.resize(plane, size, interpolation=cv2.INTER_LINEAR) for plane in planes[1:])
    inverse = np.linalg.inv(RGB_TO_YCBCR[:, :3])
    offset = -inverse @ RGB_TO_YCBCR[:, 3]
    # Of bytes, OpenCV rounds and clips by itself.
    rgb = cv2.transform(cv2.merge([planes.y, *chroma]), np.column_stack([inverse, offset]))
    return np.asarray(rgb)
