"""RGBA pictures as planes with opacities, and how they are blended into frames."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from tiktok_photo_video.render.planes import RGB_TO_YCBCR, Planes

Alpha = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Overlay:
    """A picture to lay over frames: planes, their opacity 0..1, and the corner it belongs at."""

    planes: Planes
    alpha: Alpha
    alpha_chroma: Alpha
    left: int
    top: int


def overlay_of(rgba: NDArray[np.uint8], left: int, top: int) -> Overlay:
    """The overlay of an RGBA picture of shape (h, w, 4) at an even corner."""
    height, width = rgba.shape[0] // 2 * 2, rgba.shape[1] // 2 * 2
    rgba = rgba[:height, :width]
    alpha = np.ascontiguousarray(rgba[..., 3]).astype(np.float32) / np.float32(255)
    half = (width // 2, height // 2)
    alpha_chroma = cv2.resize(alpha, half, interpolation=cv2.INTER_AREA)
    # Chroma is averaged by opacity: what is transparent must not tint the letters' edge.
    premultiplied = rgba[..., :3].astype(np.float32) * alpha[..., None]
    small = cv2.resize(premultiplied, half, interpolation=cv2.INTER_AREA)
    color = small / np.maximum(alpha_chroma[..., None], 1e-3)
    chroma = cv2.transform(np.clip(color, 0, 255), RGB_TO_YCBCR)
    luma = cv2.transform(np.ascontiguousarray(rgba[..., :3]), RGB_TO_YCBCR)[..., 0]
    planes = Planes(
        np.ascontiguousarray(luma),
        np.rint(chroma[..., 1]).clip(0, 255).astype(np.uint8),
        np.rint(chroma[..., 2]).clip(0, 255).astype(np.uint8),
    )
    return Overlay(planes, alpha, alpha_chroma, left, top)


def masked(overlay: Overlay, mask: Alpha) -> Overlay:
    """The overlay where a mask of its size (0..1) lets it be seen."""
    height, width = overlay.alpha.shape
    small = cv2.resize(mask, (width // 2, height // 2), interpolation=cv2.INTER_AREA)
    return Overlay(
        overlay.planes,
        overlay.alpha * mask,
        overlay.alpha_chroma * small,
        overlay.left,
        overlay.top,
    )


def scaled(overlay: Overlay, scale: float) -> Overlay:
    """The overlay at another size about its middle."""
    height, width = overlay.alpha.shape
    new = (max(2 * round(width * scale / 2), 2), max(2 * round(height * scale / 2), 2))
    half = (new[0] // 2, new[1] // 2)
    y, u, v = overlay.planes
    return Overlay(
        Planes(cv2.resize(y, new), cv2.resize(u, half), cv2.resize(v, half)),
        cv2.resize(overlay.alpha, new),
        cv2.resize(overlay.alpha_chroma, half),
        overlay.left + 2 * round((width - new[0]) / 4),
        overlay.top + 2 * round((height - new[1]) / 4),
    )


def blend(
    overlay: Overlay,
    out: Planes,
    *,
    opacity: float = 1.0,
    right_px: float = 0.0,
    down_px: float = 0.0,
) -> None:
    """Lay an overlay over a frame, moved by whole chroma samples; what sticks out is cut."""
    left, top = overlay.left + 2 * round(right_px / 2), overlay.top + 2 * round(down_px / 2)
    height, width = overlay.alpha.shape
    rows = slice(max(-top, 0), min(height, out.y.shape[0] // 2 * 2 - top))
    columns = slice(max(-left, 0), min(width, out.y.shape[1] // 2 * 2 - left))
    if rows.start >= rows.stop or columns.start >= columns.stop:
        return
    target = out.region(
        left + columns.start, top + rows.start, left + columns.stop, top + rows.stop
    )
    half = (slice(rows.start // 2, rows.stop // 2), slice(columns.start // 2, columns.stop // 2))
    parts = ((rows, columns), half, half)
    alphas = (overlay.alpha, overlay.alpha_chroma, overlay.alpha_chroma)
    for below, above, alpha, part in zip(target, overlay.planes, alphas, parts, strict=True):
        weight = np.ascontiguousarray(alpha[part]) * np.float32(opacity)
        below[:] = cv2.blendLinear(
            np.ascontiguousarray(below), np.ascontiguousarray(above[part]), 1.0 - weight, weight
        )
