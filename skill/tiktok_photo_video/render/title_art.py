"""How the letters of a title are drawn: RGBA pictures, one function a style."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from tiktok_photo_video.media.lettering import Ink, draw_lines
from tiktok_photo_video.render.planes import rgb_of
from tiktok_photo_video.render.title_layout import Layout
from tiktok_photo_video.timeline.model import TitleStyle

Art = NDArray[np.uint8]
"""RGBA of shape (h, w, 4), straight alpha."""

SUNG_COLOR = "#ffd60a"  # what a karaoke title lights up in, unless it has this colour itself
_SUNG_COLOR_ON_YELLOW = "#ff4fa3"
_NEON_COLOR = "#ff3fd0"  # a white tube has no colour to glow in
_PLATE_OPACITY = 0.82
_HAND_WEIGHT, _HAND_SLANT = 500, 0.2
_LIGHT, _DARK = "#ffffff", "#101010"


def drawn(layout: Layout, style: TitleStyle, color: str) -> Art:
    """The lines of a layout in a style and a colour (``#rrggbb``)."""
    return _STYLES[style](layout, color)


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
    """Thin letters that lean, as a hand writes them."""
    size = layout.face.size_px
    face = replace(layout.face, weight=_HAND_WEIGHT, slant=_HAND_SLANT)
    ink = Ink(color, _contrast(color), max(size // 36, 1))
    return _with_shadow(draw_lines(layout.lines, face, ink), size)


_STYLES: dict[TitleStyle, Callable[[Layout, str], Art]] = {
    TitleStyle.PLAIN: _plain,
    TitleStyle.OUTLINE: _outline,
    TitleStyle.PLATE: _plate,
    TitleStyle.NEON: _neon,
    TitleStyle.HANDWRITTEN: _handwritten,
    TitleStyle.KARAOKE: _outline,
}


def stacked(above: Art, below: Art, *, overlap_px: int) -> Art:
    """Two pictures, centred, one under the other; their margins may overlap."""
    width = max(above.shape[1], below.shape[1])
    height = above.shape[0] + below.shape[0] - overlap_px
    sheet = np.zeros((height // 2 * 2 + 2 * (height % 2), width, 4), np.uint8)
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
    spare = (shape[0] - art.shape[0], shape[1] - art.shape[1])
    pads = [(side // 2, side - side // 2) for side in spare]
    return np.pad(art, (*pads, (0, 0)))


def _softened(alpha: Art, sigma_px: float) -> NDArray[np.float32]:
    return np.asarray(cv2.GaussianBlur(alpha, (0, 0), max(sigma_px, 1.0)), np.float32)


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
    padded = np.pad(letters, ((pad, pad), (pad, pad), (0, 0)))
    shadow = np.zeros_like(padded)
    soft = _softened(padded[..., 3], size_px / 14)
    shadow[..., 3] = (np.roll(soft, size_px // 24, axis=0) * 0.55).astype(np.uint8)
    return _over(padded, shadow)


def _over(above: Art, below: Art) -> Art:
    """Porter-Duff "over" of two straight-alpha RGBA pictures of one size."""
    top, base = above.astype(np.float32) / 255, below.astype(np.float32) / 255
    alpha = top[..., 3:] + base[..., 3:] * (1 - top[..., 3:])
    color = top[..., :3] * top[..., 3:] + base[..., :3] * base[..., 3:] * (1 - top[..., 3:])
    safe = np.maximum(alpha, 1e-6)
    return np.rint(np.dstack([color / safe, alpha]) * 255).astype(np.uint8)
