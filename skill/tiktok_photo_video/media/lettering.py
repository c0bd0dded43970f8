"""Text to pixels: set by raqm in the fonts of the font wheels, with emoji in colour between."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from tiktok_photo_video.media.emoji import picture
from tiktok_photo_video.media.fonts import Cast, cast_of
from tiktok_photo_video.media.scripts import clusters, is_silent
from tiktok_photo_video.media.typesetting import (
    PICTURES,
    Letter,
    Piece,
    Typeface,
    emoji_lefts,
    emoji_side,
    emoji_top,
    font_of,
    ink_box,
    letters_of,
    line_height,
    placed,
    source_of,
    text_width,
)

__all__ = [
    "Ink",
    "Letter",
    "MeasuredLine",
    "Typeface",
    "draw_lines",
    "drawable",
    "line_height",
    "measure_lines",
    "text_width",
    "undrawable",
]

_MARGIN_PX = 2


@dataclass(frozen=True, slots=True)
class Ink:
    """How letters are coloured: ``#rrggbb`` fill, and a stroke around them. Emoji keep theirs."""

    fill: str = "#ffffff"
    stroke: str = "#000000"
    stroke_px: int = 0


@dataclass(frozen=True, slots=True)
class MeasuredLine:
    """What is drawn of a line: the rows it leaves ink in, and its letters as they are read.

    Rows count downwards from the middle of the picture that ``draw_lines`` makes.
    """

    top: float
    bottom: float
    letters: tuple[Letter, ...]


def draw_lines(lines: tuple[str, ...], face: Typeface, ink: Ink) -> NDArray[np.uint8]:
    """Centred lines of text as RGBA of shape (h, w, 4), transparent around the letters.

    The array is just large enough for the letters and their stroke, with even sides. Its
    middle is the same place among the letters with any stroke.
    """
    pieces = [piece for line in placed(lines, face) for piece in line]
    boxes = [ink_box(piece, face, ink.stroke_px) for piece in pieces] or [(0.0, 0.0, 0.0, 0.0)]
    left, top = min(box[0] for box in boxes) - _MARGIN_PX, min(b[1] for b in boxes) - _MARGIN_PX
    right, bottom = max(b[2] for b in boxes) + _MARGIN_PX, max(b[3] for b in boxes) + _MARGIN_PX
    # Symmetrical about the middle, which the lines are centred on.
    half = max(-left, right)
    picture_size = (_even(2 * half), _even(bottom - top))
    sheet = Image.new("RGBA", picture_size, (0, 0, 0, 0))
    # Emoji last: no stroke of a neighbour is drawn over them.
    for piece in sorted(pieces, key=lambda piece: piece.source == PICTURES):
        _draw(sheet, piece, face, ink, top=top)
    return np.asarray(sheet)


def measure_lines(lines: tuple[str, ...], face: Typeface) -> tuple[MeasuredLine, ...]:
    """Where the letters of lines stand in the picture that ``draw_lines`` makes of them."""
    set_lines = list(placed(lines, face))
    boxes = [[ink_box(piece, face, 0) for piece in pieces] for pieces in set_lines]
    ink = [box for line in boxes for box in line] or [(0.0, 0.0, 0.0, 0.0)]
    middle = (min(box[1] for box in ink) + max(box[3] for box in ink)) / 2
    return tuple(
        MeasuredLine(
            min((box[1] for box in line), default=middle) - middle,
            max((box[3] for box in line), default=middle) - middle,
            letters_of(pieces, face),
        )
        for pieces, line in zip(set_lines, boxes, strict=True)
    )


def undrawable(text: str) -> tuple[str, ...]:
    """The letters (grapheme clusters) of a text that there is no picture for, each once."""
    cast = cast_of(text)
    missing = (c for c in clusters(text) if not _is_blank(c) and source_of(c, cast) is None)
    return tuple(dict.fromkeys(missing))


def drawable(text: str) -> str:
    """The text without what cannot be drawn: a gap is kinder than a box."""
    left = _without_missing(text)
    while left != text:
        # What is left may stand together anew: the two halves of a flag, for one.
        text, left = left, _without_missing(left)
    return left


def _without_missing(text: str) -> str:
    cast = cast_of(text)
    lines = text.replace("\r\n", "\n").split("\n")
    kept = ("".join(_shown_part(c, cast) for c in clusters(line)) for line in lines)
    return "\n".join(" ".join(line.split()) for line in kept).strip()


def _shown_part(letter: str, cast: Cast) -> str:
    """A letter, or its stem when only its accents are missing, or nothing."""
    if letter.isspace():
        return " "
    if _is_blank(letter):
        return ""
    return next((part for part in (letter, letter[0]) if source_of(part, cast)), "")


def _is_blank(letter: str) -> bool:
    return letter.isspace() or is_silent(letter)


def _draw(sheet: Image.Image, piece: Piece, face: Typeface, ink: Ink, *, top: float) -> None:
    if piece.source == PICTURES:
        _draw_emoji(sheet, piece, face, top=top)
    elif face.slant and piece.has_lean:
        _draw_leaning(sheet, piece, face, ink, top=top)
    else:
        _draw_letters(sheet, piece, face, ink, top=top)


def _draw_emoji(sheet: Image.Image, piece: Piece, face: Typeface, *, top: float) -> None:
    y = round(emoji_top(piece, face) - top)
    for name, left in emoji_lefts(piece, face):
        x = round(sheet.width / 2 + left)
        sheet.alpha_composite(picture(name, emoji_side(face)), (max(x, 0), max(y, 0)))


def _draw_letters(
    sheet: Image.Image, piece: Piece, face: Typeface, ink: Ink, *, top: float
) -> None:
    ImageDraw.Draw(sheet).text(
        (sheet.width / 2 + piece.x, piece.baseline - top),
        piece.text,
        font=font_of(piece, face),
        anchor="ls",
        direction=piece.direction,
        fill=ink.fill,
        stroke_width=ink.stroke_px,
        stroke_fill=ink.stroke,
    )


def _draw_leaning(
    sheet: Image.Image, piece: Piece, face: Typeface, ink: Ink, *, top: float
) -> None:
    """Letters lean about their baseline, so that lines stay under each other."""
    box = ink_box(piece, face, ink.stroke_px)
    above = max(int(box[1] - top) - _MARGIN_PX, 0)
    below = min(int(box[3] - top) + 2 * _MARGIN_PX, sheet.height)
    layer = Image.new("RGBA", (sheet.width, below - above), (0, 0, 0, 0))
    _draw_letters(layer, piece, face, ink, top=top + above)
    lean = (1.0, face.slant, -face.slant * (piece.baseline - top - above), 0.0, 1.0, 0.0)
    leaning = layer.transform(layer.size, Image.Transform.AFFINE, lean, Image.Resampling.BICUBIC)
    sheet.alpha_composite(leaning, (0, above))


def _even(length: float) -> int:
    return 2 * -int(-length // 2)
