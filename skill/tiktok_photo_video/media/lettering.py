"""Text to pixels: the Noto fonts of the font wheel, set by raqm, drawn by Pillow."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

import numpy as np
from fontTools.ttLib import TTFont
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

_FONTS = {
    "sc": ("notosanssc", "NotoSansSC[wght].ttf"),
    "tc": ("notosanstc", "NotoSansTC[wght].ttf"),
    "jp": ("notosansjp", "NotoSansJP[wght].ttf"),
    "kr": ("notosanskr", "NotoSansKR[wght].ttf"),
}
_KANA, _HANGUL = re.compile(r"[\u3040-\u30ff]"), re.compile(r"[\uac00-\ud7af\u1100-\u11ff]")
# Joiners and variation selectors have no picture of their own.
_INVISIBLE = frozenset("\u200b\u200c\u200d\ufe0e\ufe0f\n")


@dataclass(frozen=True, slots=True)
class Typeface:
    """A font at a size and weight. ``weight`` is 100 (thin) to 900 (black)."""

    size_px: int
    weight: int = 900


@dataclass(frozen=True, slots=True)
class Ink:
    """How letters are coloured: ``#rrggbb`` fill, and a stroke around them."""

    fill: str = "#ffffff"
    stroke: str = "#000000"
    stroke_px: int = 0


def text_width(text: str, face: Typeface) -> float:
    """How wide one line of text runs, in pixels, without stroke."""
    return float(_font(_script_of(text), face).getlength(text))


def line_height(face: Typeface) -> int:
    """The distance from one baseline to the next, in pixels."""
    return round(face.size_px * 1.22)  # Noto CJK's ascent + descent is 1.45; tighter reads better


def draw_lines(lines: tuple[str, ...], face: Typeface, ink: Ink) -> NDArray[np.uint8]:
    """Centred lines of text as RGBA of shape (h, w, 4), transparent around the letters.

    The array is just large enough for the letters and their stroke, with even sides.
    """
    pad = ink.stroke_px + 2
    width = max((text_width(line, face) for line in lines), default=0.0)
    size = (_even(width + 2 * pad), _even(line_height(face) * (len(lines) + 0.25) + 2 * pad))
    picture = Image.new("RGBA", size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    for number, line in enumerate(lines):
        baseline = pad + line_height(face) * number + round(face.size_px * 1.02)
        pen.text(
            (size[0] / 2, baseline),
            line,
            font=_font(_script_of(line), face),
            anchor="ms",
            fill=ink.fill,
            stroke_width=ink.stroke_px,
            stroke_fill=ink.stroke,
        )
    return np.asarray(picture)


def undrawable(text: str) -> tuple[str, ...]:
    """The characters of a text that no font here has a picture for, each once."""
    known = _covered(_script_of(text))
    return tuple(dict.fromkeys(c for c in text if ord(c) not in known and c not in _INVISIBLE))


def drawable(text: str) -> str:
    """The text without what cannot be drawn: a gap is kinder than a box."""
    missing = set(undrawable(text)) | (_INVISIBLE - {"\n"})
    kept = "".join(c for c in text if c not in missing)
    return "\n".join(" ".join(line.split()) for line in kept.split("\n")).strip()


def _script_of(text: str) -> str:
    if _KANA.search(text):
        return "jp"
    return "kr" if _HANGUL.search(text) else "sc"


def _font_path(script: str) -> Path:
    folder, name = _FONTS[script]
    return Path(str(files("justmytype_intl_cjk"))) / "fonts" / "ofl" / folder / name


@lru_cache(maxsize=64)
def _font(script: str, face: Typeface) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(
        str(_font_path(script)), face.size_px, layout_engine=ImageFont.Layout.RAQM
    )
    font.set_variation_by_axes([face.weight])
    return font


@lru_cache(maxsize=4)
def _covered(script: str) -> frozenset[int]:
    with TTFont(str(_font_path(script)), lazy=True) as font:
        return frozenset(font.getBestCmap())


def _even(length: float) -> int:
    return 2 * -int(-length // 2)
