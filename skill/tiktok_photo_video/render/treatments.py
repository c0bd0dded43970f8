"""What transitions do to whole pictures: smear, blur, tear, burn, a circle. In place."""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from tiktok_photo_video.render.planes import (
    BLACK_Y,
    NEUTRAL_C,
    RGB_TO_YCBCR,
    WHITE_Y,
    Plane,
    Planes,
)
from tiktok_photo_video.render.transitions import Mix

Mask = NDArray[np.float32]

_CIRCLE_EDGE = 0.02  # of the half diagonal: soft enough not to flicker as it grows
_BANDS = 12
_TORN_SHARE = 0.6  # of the bands; the rest stay, so that the picture is still read
_COLOR_SPLIT = 0.25  # of a band's jump: the two colour signals part
# Burning film: yellow-white where light comes through, orange at its rim.
_BURN_CORE, _BURN_RIM = (255, 236, 190), (255, 96, 16)
_BURN_GRID_PX = 64  # the light is soft: it is worked out this coarsely and smoothed up
_MAX_SHRINK = 16  # a blur is made on a picture as many times smaller, at most


def treat(planes: Planes, mix: Mix) -> None:
    """Do to a picture what a mix asks for."""
    if mix.tear > 0.0:
        _tear(planes, mix.tear, mix.tear_step)
    if max(map(abs, mix.smear)) > 0.0:
        _smear(planes, mix.smear)
    if mix.softness > 0.0:
        _soften(planes, mix.softness * planes.y.shape[0])
    if mix.burn > 0.0:
        _burn(planes, mix.burn, mix.burn_at)


def show_in_circle(below: Planes, above: Planes, radius: float) -> None:
    """Lay ``above`` over ``below`` inside a circle about the middle.

    Args:
        below: drawn into.
        above: of the same size.
        radius: in half diagonals; at 1 the circle reaches the corners.
    """
    for lower, upper in zip(below, above, strict=True):
        _lay_over(lower, upper, _circle(lower.shape, radius))


def _circle(shape: tuple[int, ...], radius: float) -> Mask:
    height, width = shape[:2]
    ys = np.arange(height, dtype=np.float32) + 0.5 - height / 2
    xs = np.arange(width, dtype=np.float32) + 0.5 - width / 2
    away = np.sqrt(ys[:, None] ** 2 + xs[None, :] ** 2) / math.hypot(height / 2, width / 2)
    return np.asarray(np.clip((radius - away) / _CIRCLE_EDGE, 0.0, 1.0), np.float32)


def _lay_over(lower: Plane, upper: Plane, opacity: Mask) -> None:
    lower[:] = np.rint(lower + (upper.astype(np.float32) - lower) * opacity)


def _smear(planes: Planes, smear: tuple[float, float]) -> None:
    for plane in planes:
        height, width = plane.shape
        length = (_odd(abs(smear[0]) * width), _odd(abs(smear[1]) * height))
        cv2.blur(plane, length, dst=plane, borderType=cv2.BORDER_REFLECT_101)


def _odd(length: float) -> int:
    return 2 * round(length / 2) + 1


def _soften(planes: Planes, sigma_px: float) -> None:
    """Gaussian blur, on a smaller picture where detail is lost anyway."""
    shrink = min(max(int(sigma_px / 2), 1), _MAX_SHRINK)
    for plane, sigma in zip(planes, (sigma_px, sigma_px / 2, sigma_px / 2), strict=True):
        height, width = plane.shape
        size = (max(width // shrink, 4), max(height // shrink, 4))
        small = cv2.resize(plane, size, interpolation=cv2.INTER_AREA)
        soft = cv2.GaussianBlur(small, (0, 0), max(sigma / shrink, 0.1))
        cv2.resize(soft, (width, height), dst=plane, interpolation=cv2.INTER_LINEAR)


def _tear(planes: Planes, amount: float, step: int) -> None:
    """Bands of the picture jump sideways, their colours a little further than their light."""
    dice = np.random.default_rng(step)
    edges = np.sort(np.concatenate([[0.0, 1.0], dice.random(_BANDS - 1)]))
    jumps = np.where(dice.random(_BANDS) < _TORN_SHARE, dice.uniform(-1.0, 1.0, _BANDS), 0.0)
    for plane, further in zip(planes, (0.0, _COLOR_SPLIT, -_COLOR_SPLIT), strict=True):
        height, width = plane.shape
        rows = np.round(edges * height).astype(int)
        for jump, top, bottom in zip(jumps, rows, rows[1:], strict=False):
            shift = round((jump + further * abs(jump)) * amount * width)
            plane[top:bottom] = np.roll(plane[top:bottom], shift, axis=1)


def _burn(planes: Planes, light: float, at: float) -> None:
    glow = _glow(planes.y.shape, light, at)
    core, rim = _levels(_BURN_CORE), _levels(_BURN_RIM)
    for index, plane in enumerate(planes):
        height, width = plane.shape
        here = cv2.resize(glow, (width, height), interpolation=cv2.INTER_CUBIC)
        here = np.clip(here, 0.0, 1.0)
        color = rim[index] + (core[index] - rim[index]) * here**2
        low, high = (BLACK_Y, WHITE_Y) if index == 0 else (BLACK_Y, 2 * NEUTRAL_C - BLACK_Y)
        plane[:] = np.clip(np.rint(plane + (color - plane) * here), low, high)


def _glow(shape: tuple[int, ...], light: float, at: float) -> Mask:
    """How much light comes through where: two blots that creep in from the right edge."""
    height, width = shape[:2]
    rows = max(height * _BURN_GRID_PX // width, 2)
    ys = np.linspace(0.0, 1.0, rows, dtype=np.float32)[:, None]
    xs = np.linspace(0.0, 1.0, _BURN_GRID_PX, dtype=np.float32)[None, :]
    blots = [(1.1 - 0.9 * at, 0.35 + 0.2 * at, 0.45), (1.2 - 0.6 * at, 0.8 - 0.3 * at, 0.6)]
    lit = sum(np.exp(-(((xs - x) ** 2 + (ys - y) ** 2) / (2 * r * r))) for x, y, r in blots)
    # Like film, it saturates softly: no edge shows where the light is full.
    return np.asarray(1.0 - np.exp(-1.4 * light * lit), np.float32)


def _levels(rgb: tuple[int, int, int]) -> tuple[float, float, float]:
    y, u, v = RGB_TO_YCBCR @ np.array([*rgb, 1.0])
    return float(y), float(u), float(v)
