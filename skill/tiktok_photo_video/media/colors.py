"""Any Pillow mode and colour space to plain 8-bit sRGB without transparency."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

_WHITE, _DARK = (255, 255, 255), (24, 24, 24)
# A logo this light (mean of its visible pixels, 0..255) would vanish on white.
_NEARLY_WHITE = 208

_PROFILE_SPACES = {"RGB": "RGB ", "L": "GRAY", "CMYK": "CMYK"}
# By their exact names only: "sRGB-elle-V2-g10" and its like are linear, not sRGB.
_SRGB_NAMES = frozenset({"sRGB IEC61966-2.1", "sRGB IEC61966-2-1", "sRGB", "sRGB built-in", "c2"})
_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


def simple_mode(image: Image.Image) -> Image.Image:
    """The picture in a mode that can be scaled: L, LA, RGB, RGBA or CMYK, 8 bits a channel."""
    if image.mode.startswith(("I", "F")):
        return Image.fromarray(_to_8_bit(np.asarray(image), image.mode))
    if image.has_transparency_data:
        return image.convert("LA" if image.mode == "LA" else "RGBA")
    if image.mode in ("L", "RGB", "CMYK"):
        return image
    return image.convert("L" if image.mode == "1" else "RGB")


def to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """The picture as opaque 8-bit sRGB.

    Args:
        image: in one of the modes of :func:`simple_mode`.
        profile: its ICC profile; None, broken or not fitting means that it is sRGB already.

    """
    if image.mode not in ("LA", "RGBA"):
        return _converted(image, profile)
    colors = _converted(image.convert("L" if image.mode == "LA" else "RGB"), profile)
    return _on_backdrop(colors, image.getchannel("A"))


def _on_backdrop(colors: Image.Image, alpha: Image.Image) -> Image.Image:
    """Transparent pictures lie on white, where chats and browsers show them.

    Nearly white artwork (a white logo) lies on a dark ground instead of vanishing.
    """
    weights = np.asarray(alpha, np.float32)
    visible = float(weights.sum())
    light = np.asarray(colors.convert("L"), np.float32)
    mean = float((light * weights).sum()) / visible if visible else 0.0
    has_hole = visible < 0.98 * 255 * weights.size  # else the ground hardly shows
    ground = _DARK if mean > _NEARLY_WHITE and has_hole else _WHITE
    return Image.composite(colors, Image.new("RGB", colors.size, ground), alpha)


def _converted(image: Image.Image, profile: bytes | None) -> Image.Image:
    source = _fitting_profile(profile, image.mode)
    if source is None and image.mode == "L" and profile:
        # Grey pixels tagged with an RGB profile are common, and mean what they say.
        image = image.convert("RGB")
        source = _fitting_profile(profile, "RGB")
    if source is None:
        return image.convert("RGB")
    try:
        converted = ImageCms.profileToProfile(
            image, source, _SRGB, ImageCms.Intent.PERCEPTUAL, outputMode="RGB"
        )
    except (ImageCms.PyCMSError, ValueError):
        return image.convert("RGB")
    return image.convert("RGB") if converted is None else converted


def _fitting_profile(profile: bytes | None, mode: str) -> ImageCms.ImageCmsProfile | None:
    """The parsed profile if it is sound, for this mode's kind of colours, and changes anything."""
    if not profile:
        return None
    try:
        parsed = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        description = ImageCms.getProfileDescription(parsed).strip()
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None
    fits = parsed.profile.xcolor_space == _PROFILE_SPACES.get(mode)
    return parsed if fits and description not in _SRGB_NAMES else None


def _to_8_bit(values: NDArray[np.generic], mode: str) -> NDArray[np.uint8]:
    """Grey of more than 8 bits scaled to 8; Pillow's own conversion would clip instead."""
    if mode.startswith("I;16"):
        return (values.astype(np.uint32) * 255 // 65535).astype(np.uint8)
    floats = np.nan_to_num(values.astype(np.float64), nan=0.0, posinf=0.0, neginf=0.0)
    scaled = floats * (255.0 / _full_scale(float(floats.max(initial=0.0))))
    return np.clip(np.rint(scaled), 0, 255).astype(np.uint8)


def _full_scale(peak: float) -> float:
    """What white is when the file does not say: the smallest customary maximum above the peak."""
    return next((each for each in (1.0, 255.0, 65535.0) if peak <= each), peak)
