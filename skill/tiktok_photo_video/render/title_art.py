"""How the letters of a title are drawn: RGBA pictures, one function a style."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from tiktok_photo_video.media.lettering import Ink, Typeface, draw_lines
from tiktok_photo_video.render.planes import rgb_of
from tiktok_photo_video.render.title_layout import Layout
from tiktok_photo_video.timeline.model import TitleStyle

Art = NDArray[np.uint8]
"""RGBA of shape (h, w, 4), straight alpha."""

SUNG_COLOR = "#ffd60a"  # what a karaoke title lights up in, unless it has this colour itself
_SUNG_COLOR_ON_YELLOW = "#ff4fa3"
_NEON_COLOR = "#ff3fd0"  # a white tube has no colour to glow in
_PLATE_OPACITY = 0.82
_HAND = Typeface(1, weight=500, slant=0.2, hand_drawn=True)
_SIGMA_KEPT_PX = 3.0
_LIGHT, _DARK = "#ffffff", "#101010"


def drawn(layout: Layout, style: TitleStyle, color: str) -> Art:
    """The lines of a layout in a style and a colour (``#rrggbb``)."""
    return _STYLES[style](layout, color)


def typeface_of(style: TitleStyle) -> Typeface:
    """The letters that a style is written with, at any size."""
    return _HAND if style is TitleStyle.HANDWRITTEN else Typeface(1)


def sung_color(color: str) -> str:
    """The colour in which the words of a karaoke title light up."""
    red, green, blue = rgb_of(color)
    is_yellow = min(red, green) - blue > 60
    return _SUNG_COLOR_ON_YELLOW if is_yellow else SUNG_COLOR


def _plain(layout: Layout, color: str) -> Art:
    return _with_shadow(draw_lines(layout.lines, layout.face, Ink(color)), layout.face.size_px)


def _outline(layout: Layout, color: str) -> Art:
    size = layout.face.size_px
    ink = Ink(color, _contrast(color), max(size // 11, 2))
    return _with_shadow(draw_lines(layout.lines, layout.face, ink), size)


def _plate(layout: Layout, color: str) -> Art:
    letters = draw_lines(layout.lines, layout.face, Ink(color))
    return _on_plate(letters, _contrast(color), layout.face.size_px)


def _neon(layout: Layout, color: str) -> Art:
    """White-hot letters in a glow of their colour."""
    size = layout.face.size_px
    glow = _NEON_COLOR if color.lower() == _LIGHT else color
    tube = draw_lines(layout.lines, layout.face, Ink(glow, glow, max(size // 20, 1)))
    core = draw_lines(layout.lines, layout.face, Ink(_mixed(glow, _LIGHT, 0.75)))
    pad = size // 2 // 2 * 2
    shape = (tube.shape[0] + 2 * pad, tube.shape[1] + 2 * pad)
    lit = _centred(tube, shape)
    halo = np.zeros_like(lit)
    halo[..., :3] = rgb_of(glow)
    wide, near = (_softened(lit[..., 3], size * share) for share in (0.16, 0.05))
    halo[..., 3] = np.clip(wide * 0.9 + near * 0.5, 0, 235).astype(np.uint8)
    # A little night around the tube: on a bright photo light alone would not be seen.
    night = np.zeros_like(lit)
    night[..., 3] = (_softened(lit[..., 3], size * 0.22) * 0.55).astype(np.uint8)
    return _over(_centred(core, shape), _over(lit, _over(halo, night)))


def _handwritten(layout: Layout, color: str) -> Art:
    """A hand's letters; what no hand has is thin and leans, as one writes it."""
    size = layout.face.size_px
    ink = Ink(color, _contrast(color), max(size // 36, 1))
    return _with_shadow(draw_lines(layout.lines, layout.face, ink), size)


_STYLES: dict[TitleStyle, Callable[[Layout, str], Art]] = {
    TitleStyle.PLAIN: _plain,
    TitleStyle.OUTLINE: _outline,
    TitleStyle.PLATE: _plate,
    TitleStyle.NEON: _neon,
    TitleStyle.HANDWRITTEN: _handwritten,
    TitleStyle.KARAOKE: _outline,
}


def stacked(above: Art, below: Art, *, overlap_px: int) -> Art:
    """Two pictures, centred, one under the other; their margins may overlap by so much."""
    width = max(above.shape[1], below.shape[1])
    height = above.shape[0] + below.shape[0] - overlap_px
    sheet = np.zeros((height + height % 2, width, 4), np.uint8)
    for art, top in ((above, 0), (below, above.shape[0] - overlap_px)):
        left = (width - art.shape[1]) // 2
        part = sheet[top : top + art.shape[0], left : left + art.shape[1]]
        part[:] = _over(art, part)
    return sheet


def _contrast(color: str) -> str:
    red, green, blue = (level / 255 for level in rgb_of(color))
    return _LIGHT if 0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.4 else _DARK


def _mixed(color: str, other: str, share: float) -> str:
    levels = (round(a + (b - a) * share) for a, b in zip(rgb_of(color), rgb_of(other), strict=True))
    return "#" + "".join(f"{level:02x}" for level in levels)


def _centred(art: Art, shape: tuple[int, int]) -> Art:
    top, left = (shape[0] - art.shape[0]) // 2, (shape[1] - art.shape[1]) // 2
    sheet = np.zeros((*shape, 4), np.uint8)
    sheet[top : top + art.shape[0], left : left + art.shape[1]] = art
    return sheet


def _softened(alpha: Art, sigma_px: float) -> NDArray[np.float32]:
    """A Gaussian blur; a wide one of a smaller picture, which nobody can tell and takes less."""
    factor = max(int(sigma_px / _SIGMA_KEPT_PX), 1)
    height, width = alpha.shape
    small_size = (max(width // factor, 1), max(height // factor, 1))
    small = cv2.resize(alpha, small_size, interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(small, (0, 0), max(sigma_px / factor, 1.0))
    return np.asarray(cv2.resize(soft, (width, height)), np.float32)


def _on_plate(letters: Art, color: str, size_px: int) -> Art:
    """Letters on a rounded, slightly see-through plate."""
    pad = size_px // 3 // 2 * 2
    height, width = letters.shape[0] + 2 * pad, letters.shape[1] + 2 * pad
    plate = np.zeros((height, width, 4), np.uint8)
    plate[..., :3] = rgb_of(color)
    mask = _rounded((height, width), min(size_px // 3, height // 2))
    plate[..., 3] = (mask.astype(np.float32) * _PLATE_OPACITY).astype(np.uint8)
    return _over(_centred(letters, (height, width)), plate)


def _rounded(shape: tuple[int, int], radius: int) -> Art:
    height, width = shape
    mask = np.zeros(shape, np.uint8)
    cv2.rectangle(mask, (radius, 0), (width - radius - 1, height - 1), 255, -1)
    cv2.rectangle(mask, (0, radius), (width - 1, height - radius - 1), 255, -1)
    for x in (radius, width - radius - 1):
        for y in (radius, height - radius - 1):
            cv2.circle(mask, (x, y), radius, 255, -1, cv2.LINE_AA)
    return mask


def _with_shadow(letters: Art, size_px: int) -> Art:
    """A soft shadow keeps letters readable on a bright or busy photo."""
    pad = size_px // 4 // 2 * 2
    padded = _centred(letters, (letters.shape[0] + 2 * pad, letters.shape[1] + 2 * pad))
    shadow = np.zeros_like(padded)
    soft = _softened(padded[..., 3], size_px / 14)
    shadow[..., 3] = np.roll(soft, size_px // 24, axis=0) * np.float32(0.55)
    return _over(padded, shadow)


def _over(above: Art, below: Art) -> Art:
    """Porter-Duff "over" of two straight-alpha RGBA pictures of one size."""
    top, base = (art[..., 3].astype(np.float32) / np.float32(255) for art in (above, below))
    alpha = top + base * (1 - top)
    share = top / np.maximum(alpha, np.float32(1e-6))
    sheet = cv2.blendLinear(
        np.ascontiguousarray(above), np.ascontiguousarray(below), share, 1 - share
    )
    sheet[..., 3] = np.rint(alpha * 255)
    return np.asarray(sheet, np.uint8)
