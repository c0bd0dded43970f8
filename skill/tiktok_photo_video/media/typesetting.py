"""Lines of text set in pieces: one font and one direction each, or one emoji."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate, groupby

from PIL import ImageFont

from tiktok_photo_video.media import bidi, emoji
from tiktok_photo_video.media.fonts import HAND_DRAWN, Cast, cast_of, font_for, has, open_font
from tiktok_photo_video.media.scripts import clusters, is_accent, runs_leftward

PICTURES = "pictures"  # the source of emoji; every other source is the name of a font
# Shares of the letters' size: as tall as an ideograph, and as far under the baseline.
_EMOJI_SIDE, _EMOJI_BEARING, _EMOJI_DROP = 1.0, 0.07, 0.14
_HAND_DRAWN_SCALE = 1.35  # a narrow font, its small letters small capitals
_JOINER = "\u200d"

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels."""


@dataclass(frozen=True, slots=True)
class Typeface:
    """Letters at a size and weight.

    Attributes:
        size_px: the size of an ideograph.
        weight: 100 (thin) to 900 (black).
        slant: how far letters lean to the right, as a share of their height.
        hand_drawn: take the letters of a hand where such a font has them, upright and bold.
        cast: the fonts of the whole text that lines are a part of; else each line has its own.

    """

    size_px: int
    weight: int = 900
    slant: float = 0.0
    hand_drawn: bool = False
    cast: Cast | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """Letters of a line with one source and one direction.

    Attributes:
        letters: grapheme clusters in reading order.
        first: how many letters of the line are read before them.
        source: the name of their font, or ``PICTURES``.
        leftward: whether they run from right to left.
        width: how far they run, in pixels.
        x: their left end, right of the middle of the line.
        baseline: how far it is under that of the first line.

    """

    letters: tuple[str, ...]
    first: int
    source: str
    leftward: bool
    width: float = 0.0
    x: float = 0.0
    baseline: float = 0.0

    @property
    def text(self) -> str:
        """What Pillow is to draw."""
        return "".join(self.letters)

    @property
    def direction(self) -> str:
        """Which way, in Pillow's words."""
        return "rtl" if self.leftward else "ltr"

    @property
    def has_lean(self) -> bool:
        """Whether a slanted typeface slants it."""
        return self.source not in {PICTURES, HAND_DRAWN}


@dataclass(frozen=True, slots=True)
class Letter:
    """Where a grapheme cluster stands, in pixels right of the middle of its line."""

    left: float
    right: float
    leftward: bool


@lru_cache(maxsize=8192)
def source_of(letter: str, cast: Cast) -> str | None:
    """What a grapheme cluster is drawn from; ``None`` when nothing has it.

    A symbol that may be a letter or a picture is a letter where the text's own font has it.
    An accent without a letter under it is nothing.
    """
    if emoji.is_picture(letter) and emoji.drawings(letter):
        return PICTURES
    if is_accent(letter):
        return None
    if not has(cast.main, letter) and emoji.drawings(letter):
        return PICTURES
    return font_for(letter, cast)


def line_height(face: Typeface) -> int:
    """The distance from one baseline to the next, in pixels."""
    return round(face.size_px * 1.22)  # Noto CJK's ascent + descent is 1.45; tighter reads better


def text_width(text: str, face: Typeface) -> float:
    """How wide one line of text runs, in pixels, without stroke."""
    return sum(piece.width for piece in _set(text, face, leftward=False))


def placed(lines: tuple[str, ...], face: Typeface) -> Iterator[tuple[Piece, ...]]:
    """The pieces of each of some centred lines, in the order they stand from left to right."""
    leftward = runs_leftward("\n".join(lines))
    for number, line in enumerate(lines):
        pieces = _set(line, face, leftward=leftward)
        widths = [piece.width for piece in pieces]
        ends = accumulate(widths, initial=-sum(widths) / 2)
        baseline = float(line_height(face) * number)
        yield tuple(replace(p, x=x, baseline=baseline) for p, x in zip(pieces, ends, strict=False))


def letters_of(pieces: tuple[Piece, ...], face: Typeface) -> tuple[Letter, ...]:
    """The letters of a line in the order they are read."""
    in_order = sorted(pieces, key=lambda piece: piece.first)
    return tuple(letter for piece in in_order for letter in _letters(piece, face))


def ink_box(piece: Piece, face: Typeface, stroke_px: int) -> Box:
    """Where a piece leaves ink, and its stroke; emoji have room for one too.

    So the middle of a line is the same with and without stroke.
    """
    if piece.source == PICTURES:
        top, side = emoji_top(piece, face), emoji_side(face)
        box = (piece.x, top, piece.x + piece.width, top + side)
        return (box[0] - stroke_px, box[1] - stroke_px, box[2] + stroke_px, box[3] + stroke_px)
    box = font_of(piece, face).getbbox(
        piece.text, anchor="ls", stroke_width=stroke_px, direction=piece.direction
    )
    slant = face.slant if piece.has_lean else 0.0
    return (
        piece.x + box[0] - slant * max(box[3], 0.0),
        piece.baseline + box[1],
        piece.x + box[2] - slant * min(box[1], 0.0),
        piece.baseline + box[3],
    )


def emoji_side(face: Typeface) -> int:
    """How wide and tall an emoji is drawn, in pixels."""
    return max(round(face.size_px * _EMOJI_SIDE), 1)


def emoji_top(piece: Piece, face: Typeface) -> float:
    """Where the top of an emoji is, under the first baseline."""
    return piece.baseline + _EMOJI_DROP * face.size_px - emoji_side(face)


def emoji_lefts(piece: Piece, face: Typeface) -> Iterator[tuple[str, float]]:
    """The drawings of a piece of emoji, each with its left edge."""
    for number, name in enumerate(emoji.drawings(piece.text)):
        yield name, piece.x + number * _emoji_advance(face) + _EMOJI_BEARING * face.size_px


def font_of(piece: Piece, face: Typeface) -> ImageFont.FreeTypeFont:
    """The font of a piece that is no emoji, at its size."""
    scale = _HAND_DRAWN_SCALE if piece.source == HAND_DRAWN else 1.0
    return open_font(piece.source, max(round(face.size_px * scale), 1), face.weight)


@lru_cache(maxsize=2048)
def _set(line: str, face: Typeface, *, leftward: bool) -> tuple[Piece, ...]:
    """A line's pieces from left to right, with their widths."""
    letters = clusters(line)
    cast = face.cast or cast_of(line, hand_drawn=face.hand_drawn)
    levels = bidi.levels(letters, leftward=leftward)
    sources = _sources(letters, cast)

    def together(at: int) -> tuple[int, str, int]:
        # Each emoji stands by itself.
        return levels[at], sources[at], at if sources[at] == PICTURES else -1

    runs = [list(run) for _, run in groupby(range(len(letters)), key=together)]
    pieces = [
        Piece(letters[run[0] : run[-1] + 1], run[0], sources[run[0]], levels[run[0]] % 2 == 1)
        for run in runs
    ]
    ordered = (pieces[n] for n in bidi.visual_order([levels[run[0]] for run in runs]))
    return tuple(replace(piece, width=_run_width(piece, piece.text, face)) for piece in ordered)


def _sources(letters: tuple[str, ...], cast: Cast) -> list[str]:
    found: list[str] = []
    for letter in letters:
        # A space is of the font before it: words of one script stay one piece.
        follows = letter.isspace() and found and found[-1] != PICTURES and has(found[-1], letter)
        found.append(found[-1] if follows else source_of(letter, cast) or cast.main)
    return found


def _run_width(piece: Piece, text: str, face: Typeface) -> float:
    if piece.source == PICTURES:
        return len(emoji.drawings(text)) * _emoji_advance(face)
    return float(font_of(piece, face).getlength(text, direction=piece.direction))


def _emoji_advance(face: Typeface) -> float:
    return emoji_side(face) + 2 * _EMOJI_BEARING * face.size_px


def _letters(piece: Piece, face: Typeface) -> Iterator[Letter]:
    far = 0.0
    for end in range(1, len(piece.letters) + 1):
        near, far = far, min(max(_run_to(piece, end, face), far), piece.width)
        if piece.leftward:
            right = piece.x + piece.width
            yield Letter(right - far, right - near, leftward=True)
        else:
            yield Letter(piece.x + near, piece.x + far, leftward=False)


def _run_to(piece: Piece, end: int, face: Typeface) -> float:
    """How far the first letters of a piece run."""
    if end == len(piece.letters):
        return piece.width
    # An Arabic letter has another shape, and width, when one follows that it joins.
    joined = _JOINER if unicodedata.bidirectional(piece.letters[end][0]) == "AL" else ""
    return _run_width(piece, "".join(piece.letters[:end]) + joined, face)
