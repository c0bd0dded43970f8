"""Text to pixels: the Noto fonts of the font wheel, set by raqm, drawn by Pillow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import groupby
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
_INVISIBLE = frozenset("\u200b\u200c\u200d\ufe0e\ufe0f")
_MARGIN_PX = 2


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
    return sum(float(_font(script, face).getlength(part)) for script, part in _runs(text))


def line_height(face: Typeface) -> int:
    """The distance from one baseline to the next, in pixels."""
    return round(face.size_px * 1.22)  # Noto CJK's ascent + descent is 1.45; tighter reads better


def draw_lines(lines: tuple[str, ...], face: Typeface, ink: Ink) -> NDArray[np.uint8]:
    """Centred lines of text as RGBA of shape (h, w, 4), transparent around the letters.

    The array is just large enough for the letters and their stroke, with even sides.
    """
    pieces = list(_placed(lines, face))
    boxes = [_ink_box(piece, face, ink) for piece in pieces] or [(0.0, 0.0, 0.0, 0.0)]
    left, top = min(box[0] for box in boxes) - _MARGIN_PX, min(b[1] for b in boxes) - _MARGIN_PX
    right, bottom = max(b[2] for b in boxes) + _MARGIN_PX, max(b[3] for b in boxes) + _MARGIN_PX
    # Symmetrical about the middle, which the lines are centred on.
    half = max(-left, right)
    size = (_even(2 * half), _even(bottom - top))
    picture = Image.new("RGBA", size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    for piece in pieces:
        pen.text(
            (size[0] / 2 + piece.x, piece.baseline - top),
            piece.text,
            font=_font(piece.script, face),
            anchor="ls",
            fill=ink.fill,
            stroke_width=ink.stroke_px,
            stroke_fill=ink.stroke,
        )
    return np.asarray(picture)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a line in one font; x counts from the middle of the picture."""

    text: str
    script: str
    x: float
    baseline: float


def _placed(lines: tuple[str, ...], face: Typeface) -> Iterator[_Piece]:
    for number, line in enumerate(lines):
        x = -text_width(line, face) / 2
        for script, part in _runs(line):
            yield _Piece(part, script, x, float(line_height(face) * number))
            x += float(_font(script, face).getlength(part))


def _ink_box(piece: _Piece, face: Typeface, ink: Ink) -> tuple[float, float, float, float]:
    """Where a piece leaves ink: left, top, right, bottom."""
    font = _font(piece.script, face)
    box = font.getbbox(piece.text, anchor="ls", stroke_width=ink.stroke_px)
    return (
        piece.x + box[0],
        piece.baseline + box[1],
        piece.x + box[2],
        piece.baseline + box[3],
    )


def undrawable(text: str) -> tuple[str, ...]:
    """The characters of a text that no font here has a picture for, each once."""
    return tuple(
        dict.fromkeys(
            c
            for c in text
            if c not in _INVISIBLE and not c.isspace() and _covering(c, "sc") is None
        )
    )


def drawable(text: str) -> str:
    """The text without what cannot be drawn: a gap is kinder than a box."""
    missing = set(undrawable(text)) | _INVISIBLE
    lines = text.replace("\r\n", "\n").split("\n")
    kept = ["".join(" " if c.isspace() else c for c in line if c not in missing) for line in lines]
    return "\n".join(" ".join(line.split()) for line in kept).strip()


def _runs(text: str) -> Iterator[tuple[str, str]]:
    """The text in parts that one font each can draw; the main script's font where it can."""
    main = _script_of(text)
    for script, group in groupby(text, key=lambda c: _covering(c, main) or main):
        yield script, "".join(group)


@lru_cache(maxsize=4096)
def _covering(character: str, main: str) -> str | None:
    """The font to draw a character with; ``None`` when no font has it."""
    scripts = (main, *(script for script in _FONTS if script != main))
    return next((script for script in scripts if ord(character) in _covered(script)), None)


@lru_cache(maxsize=1024)
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
