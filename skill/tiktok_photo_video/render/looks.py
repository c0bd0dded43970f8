"""Colour treatments, applied once to a photo's plate and never to a frame.

A look is a recipe: how much colour is left, then a curve for each channel. Two passes of
OpenCV over the plate do it, whatever the recipe.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from tiktok_photo_video.errors import RenderError
from tiktok_photo_video.media.luts import ColorTable
from tiktok_photo_video.render.luts import colored
from tiktok_photo_video.timeline.model import Look, LookKind

Picture = NDArray[np.uint8]
Curve = NDArray[np.float64]
Channels = tuple[float, float, float]

_LUMA = np.array([0.2126, 0.7152, 0.0722])  # ITU-R BT.709
_SAME: Channels = (1.0, 1.0, 1.0)
_NOTHING: Channels = (0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a look does to red, green and blue.

    Attributes:
        saturation: how much of the colour is left; 0 is grey, above 1 is more.
        black: what black becomes, 0 to 1.
        white: what white becomes, 0 to 1 or a little above.
        gamma: above 1 darkens the middle tones, below 1 lightens them.
        contrast: above 0 parts light from dark, below 0 brings them together.

    """

    saturation: float = 1.0
    black: Channels = _NOTHING
    white: Channels = _SAME
    gamma: Channels = _SAME
    contrast: float = 0.0


RECIPES: dict[LookKind, Recipe] = {
    LookKind.NONE: Recipe(),
    LookKind.BLACK_AND_WHITE: Recipe(saturation=0.0, contrast=0.3),
    LookKind.SEPIA: Recipe(
        saturation=0.0, black=(0.06, 0.03, 0.0), white=(1.0, 0.92, 0.76), gamma=(0.9, 1.0, 1.15)
    ),
    LookKind.VINTAGE: Recipe(
        saturation=0.72, black=(0.08, 0.06, 0.1), white=(1.0, 0.96, 0.84), gamma=(0.95, 1.0, 1.05)
    ),
    LookKind.WARM: Recipe(saturation=1.05, white=(1.05, 1.0, 0.9), gamma=(0.92, 1.0, 1.1)),
    LookKind.COOL: Recipe(saturation=0.98, white=(0.93, 1.0, 1.05), gamma=(1.1, 1.0, 0.92)),
    LookKind.VIVID: Recipe(saturation=1.35, contrast=0.3),
    # Shadows towards teal, lights towards orange: skin stands out from what is behind it.
    LookKind.CINEMATIC: Recipe(
        saturation=0.95,
        black=(0.0, 0.02, 0.05),
        white=(1.03, 0.98, 0.9),
        gamma=(1.08, 1.04, 1.0),
        contrast=0.3,
    ),
    LookKind.FADED: Recipe(
        saturation=0.78, black=(0.11, 0.11, 0.12), white=(0.97, 0.97, 0.95), contrast=-0.2
    ),
    LookKind.DRAMATIC: Recipe(saturation=0.8, gamma=(1.15, 1.15, 1.12), contrast=0.75),
    LookKind.SOFT: Recipe(
        saturation=0.92, black=(0.05, 0.04, 0.04), gamma=(0.86, 0.88, 0.9), contrast=-0.15
    ),
}


TableSource: TypeAlias = Callable[[str], ColorTable]
"""Gives the colour table of a content hash."""


def no_tables(_: str) -> ColorTable:
    """Where there are none."""
    raise RenderError(
        "The colour table of a photo is not there.",
        code="missing_media",
        hint="Upload it again, or take it out.",
    )


def treated(picture: Picture, look: Look, tables: TableSource = no_tables) -> Picture:
    """An sRGB picture of shape (h, w, 3) under a look; the one given stays as it is.

    ``tables`` gives the colour table of a look that has one.
    """
    if look == Look():
        return picture
    if look.lut_hash:
        picture = colored(picture, tables(look.lut_hash), look.strength)
    recipe = _mixed(RECIPES[look.kind], look.strength)
    own = Recipe(
        saturation=1.0 + look.saturation,
        # Half and double: what a slider of a phone does at its ends.
        gamma=(2.0**-look.brightness,) * 3,
        contrast=look.contrast,
    )
    return _cooked(_cooked(picture, recipe), own)


def _mixed(recipe: Recipe, share: float) -> Recipe:
    """A recipe brought ``share`` of the way from doing nothing."""
    return Recipe(
        saturation=_part(1.0, recipe.saturation, share),
        black=_parts(_NOTHING, recipe.black, share),
        white=_parts(_SAME, recipe.white, share),
        gamma=_parts(_SAME, recipe.gamma, share),
        contrast=recipe.contrast * share,
    )


def _part(start: float, end: float, share: float) -> float:
    return start + (end - start) * share


def _parts(start: Channels, end: Channels, share: float) -> Channels:
    red, green, blue = (_part(a, b, share) for a, b in zip(start, end, strict=True))
    return red, green, blue


def _cooked(picture: Picture, recipe: Recipe) -> Picture:
    if recipe == Recipe():
        return picture
    if recipe.saturation != 1.0:
        grey = np.tile(_LUMA, (3, 1))
        matrix = recipe.saturation * np.eye(3) + (1.0 - recipe.saturation) * grey
        picture = np.asarray(cv2.transform(picture, matrix), np.uint8)
    table = np.stack([_curve(recipe, channel) for channel in range(3)], axis=-1)
    levels = np.clip(np.rint(table * 255.0), 0, 255).astype(np.uint8)
    return np.asarray(cv2.LUT(picture, levels.reshape(1, 256, 3)), np.uint8)


def _curve(recipe: Recipe, channel: int) -> Curve:
    level: Curve = np.linspace(0.0, 1.0, 256) ** recipe.gamma[channel]
    smooth = level * level * (3.0 - 2.0 * level)
    level = level + recipe.contrast * (smooth - level)
    return recipe.black[channel] + (recipe.white[channel] - recipe.black[channel]) * level
