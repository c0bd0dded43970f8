"""Titles: laid out inside TikTok's safe area, rasterised once, blended into the planes."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from tiktok_photo_video.media.lettering import Ink, draw_lines, drawable
from tiktok_photo_video.render.geometry import Rect, overlap
from tiktok_photo_video.render.plan import TitleSpan
from tiktok_photo_video.render.planes import RGB_TO_YCBCR, Planes
from tiktok_photo_video.render.shots import Canvas
from tiktok_photo_video.render.title_layout import Layout, lay_out_title
from tiktok_photo_video.timeline.model import (
    TitleAnimation,
    TitlePosition,
    TitleReference,
    TitleStyle,
)


@dataclass(frozen=True, slots=True)
class SafeArea:
    """What TikTok's own buttons and texts cover, as margins of a 1080x1920 frame, in px."""

    version: str
    top: int
    bottom: int
    left: int
    right: int


# Organic posts: read from several measurements that agree within 40 px. The one place.
SAFE_AREA = SafeArea("tiktok-organic-2026-08", top=200, bottom=420, left=60, right=160)
_REFERENCE_WIDTH, _REFERENCE_HEIGHT = 1080, 1920

_FADE_S = 0.3
_RISE_PX = 40  # at the reference width


@dataclass(frozen=True, slots=True, eq=False)
class Overlay:
    """A rasterised title: planes, their opacity 0..1, and the corner they belong at."""

    planes: Planes
    alpha: NDArray[np.float32]
    alpha_chroma: NDArray[np.float32]
    left: int
    top: int


_OverlayKey = tuple[Canvas, TitleReference, tuple[Rect, ...]]


class TitlePainter:
    """Blends titles into frames; rasterises each title once."""

    def __init__(self) -> None:
        self._overlays: dict[_OverlayKey, Overlay | None] = {}
        self._lock = threading.Lock()

    def draw(self, canvas: Canvas, titles: tuple[TitleSpan, ...], frame: int, out: Planes) -> None:
        """Draw what is to be seen of these titles at a frame of their chunk."""
        for span in titles:
            at = frame - span.first_frame
            if not 0 <= at < span.frames:
                continue
            overlay = self._overlay(canvas, span)
            if overlay is not None:
                opacity, rise = appearance(span, at, canvas)
                _blend(overlay, out, opacity=opacity, rise_px=rise)

    def _overlay(self, canvas: Canvas, span: TitleSpan) -> Overlay | None:
        key = (canvas, span.title, span.avoid)
        with self._lock:
            if key not in self._overlays:
                self._overlays[key] = make_overlay(canvas, span.title, avoid=span.avoid)
            return self._overlays[key]


def appearance(span: TitleSpan, at: int, canvas: Canvas) -> tuple[float, float]:
    """Opacity 0..1 and how far below its place (px) a title is, at its frame ``at``."""
    if span.title.animation is TitleAnimation.NONE:
        return 1.0, 0.0
    fade = min(_FADE_S * float(canvas.rate), span.frames / 3)
    coming, going = (at + 0.5) / fade, (span.frames - at - 0.5) / fade
    opacity = min(1.0, coming, going)
    if span.title.animation is not TitleAnimation.RISE or coming >= 1.0:
        return opacity, 0.0
    rest = (1.0 - coming) ** 3
    return opacity, rest * _RISE_PX * canvas.width_px / _REFERENCE_WIDTH


def make_overlay(
    canvas: Canvas, title: TitleReference, *, avoid: tuple[Rect, ...] = ()
) -> Overlay | None:
    """The picture of a title; ``None`` when nothing of it can be drawn.

    A title at the top changes to the bottom, or the other way, when it would cover heads
    (``avoid``, in fractions of the canvas) there and not here; in the middle it stays.
    """
    text = drawable(title.text)
    if not text:
        return None
    scale = min(canvas.width_px / _REFERENCE_WIDTH, canvas.height_px / _REFERENCE_HEIGHT)
    layout = lay_out_title(text, box_px=_box(canvas)[2:], scale=scale)
    rgba = _styled(layout, title)
    corners = [
        _corner(canvas, position, rgba.shape[1], rgba.shape[0])
        for position in _PLACES[title.position]
    ]
    size = (rgba.shape[1], rgba.shape[0])
    left, top = min(corners, key=lambda corner: _covered(corner, size, avoid, canvas))
    return _as_overlay(rgba, left, top)


def _box(canvas: Canvas) -> tuple[int, int, int, int]:
    """The safe box on a canvas as left, top, width, height.

    Titles are centred on the frame, so the wider side margin counts on both sides. The
    table is for 9:16; other shapes keep the same shares of their sides.
    """
    side = max(SAFE_AREA.left, SAFE_AREA.right) * canvas.width_px // _REFERENCE_WIDTH
    top = SAFE_AREA.top * canvas.height_px // _REFERENCE_HEIGHT
    bottom = SAFE_AREA.bottom * canvas.height_px // _REFERENCE_HEIGHT
    return side, top, canvas.width_px - 2 * side, canvas.height_px - top - bottom


# Where a title may stand, as asked first; at equal cost the first is taken.
_PLACES = {
    TitlePosition.TOP: (TitlePosition.TOP, TitlePosition.BOTTOM),
    TitlePosition.BOTTOM: (TitlePosition.BOTTOM, TitlePosition.TOP),
    TitlePosition.CENTER: (TitlePosition.CENTER,),
}


def _covered(
    corner: tuple[int, int], size: tuple[int, int], avoid: tuple[Rect, ...], canvas: Canvas
) -> float:
    """How much of the heads a title would cover, in shares of the canvas."""
    title = Rect(
        corner[0] / canvas.width_px,
        corner[1] / canvas.height_px,
        size[0] / canvas.width_px,
        size[1] / canvas.height_px,
    )
    shared = (overlap(title, head) for head in avoid)
    return sum(rect.width * rect.height for rect in shared)


def _corner(canvas: Canvas, position: TitlePosition, width: int, height: int) -> tuple[int, int]:
    _, top, _, box_height = _box(canvas)
    spare = max(box_height - height, 0)
    share = {TitlePosition.TOP: 0.06, TitlePosition.CENTER: 0.5, TitlePosition.BOTTOM: 0.97}
    left = (canvas.width_px - width) // 2
    return max(left // 2 * 2, 0), (top + round(spare * share[position])) // 2 * 2


def _styled(layout: Layout, title: TitleReference) -> NDArray[np.uint8]:
    size = layout.face.size_px
    dark_letters = _luma(title.color) < 0.4
    contrast = "#ffffff" if dark_letters else "#101010"
    if title.style is TitleStyle.PLATE:
        return _on_plate(draw_lines(layout.lines, layout.face, Ink(title.color)), contrast, size)
    stroke = max(size // 11, 2) if title.style is TitleStyle.OUTLINE else 0
    rgba = draw_lines(layout.lines, layout.face, Ink(title.color, contrast, stroke))
    return _with_shadow(rgba, size)


def _luma(color: str) -> float:
    red, green, blue = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _on_plate(rgba: NDArray[np.uint8], color: str, size_px: int) -> NDArray[np.uint8]:
    """Letters on a rounded, slightly see-through plate."""
    pad = size_px // 3 // 2 * 2
    height, width = rgba.shape[0] + 2 * pad, rgba.shape[1] + 2 * pad
    mask = np.zeros((height, width), np.uint8)
    radius = min(size_px // 3, height // 2)
    cv2.rectangle(mask, (radius, 0), (width - radius - 1, height - 1), 255, -1)
    cv2.rectangle(mask, (0, radius), (width - 1, height - radius - 1), 255, -1)
    for x in (radius, width - radius - 1):
        for y in (radius, height - radius - 1):
            cv2.circle(mask, (x, y), radius, 255, -1, cv2.LINE_AA)
    plate = np.zeros((height, width, 4), np.uint8)
    plate[..., :3] = [int(color[i : i + 2], 16) for i in (1, 3, 5)]
    plate[..., 3] = (mask.astype(np.float32) * 0.82).astype(np.uint8)
    letters = np.pad(rgba, ((pad, pad), (pad, pad), (0, 0)))
    return _over(letters, plate)


def _with_shadow(rgba: NDArray[np.uint8], size_px: int) -> NDArray[np.uint8]:
    """A soft shadow keeps letters readable on a bright or busy photo."""
    pad = size_px // 4 // 2 * 2
    letters = np.pad(rgba, ((pad, pad), (pad, pad), (0, 0)))
    shadow = np.zeros_like(letters)
    soft = cv2.GaussianBlur(letters[..., 3], (0, 0), max(size_px / 14, 1.0))
    shadow[..., 3] = (np.roll(soft, size_px // 24, axis=0).astype(np.float32) * 0.55).astype(
        np.uint8
    )
    return _over(letters, shadow)


def _over(above: NDArray[np.uint8], below: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Porter-Duff "over" of two straight-alpha RGBA pictures of one size."""
    top, base = above.astype(np.float32) / 255, below.astype(np.float32) / 255
    alpha = top[..., 3:] + base[..., 3:] * (1 - top[..., 3:])
    color = top[..., :3] * top[..., 3:] + base[..., :3] * base[..., 3:] * (1 - top[..., 3:])
    safe = np.maximum(alpha, 1e-6)
    return np.rint(np.dstack([color / safe, alpha]) * 255).astype(np.uint8)


def _as_overlay(rgba: NDArray[np.uint8], left: int, top: int) -> Overlay:
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


def _blend(overlay: Overlay, out: Planes, *, opacity: float, rise_px: float) -> None:
    height, width = overlay.alpha.shape
    top = overlay.top + 2 * round(rise_px / 2)
    bottom, right = min(top + height, out.y.shape[0]), min(overlay.left + width, out.y.shape[1])
    target = out.region(overlay.left, top, right, bottom // 2 * 2)
    alphas = (overlay.alpha, overlay.alpha_chroma, overlay.alpha_chroma)
    for below, above, alpha in zip(target, overlay.planes, alphas, strict=True):
        rows, columns = below.shape
        weight = alpha[:rows, :columns] * np.float32(opacity)
        below[:] = cv2.blendLinear(
            np.ascontiguousarray(below), above[:rows, :columns], 1.0 - weight, weight
        )
