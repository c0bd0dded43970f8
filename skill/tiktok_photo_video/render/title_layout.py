"""Text to lines: broken where each script allows, as large as the box permits."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import takewhile

from tiktok_photo_video.media.fonts import cast_of
from tiktok_photo_video.media.lettering import Typeface, line_height, text_width
from tiktok_photo_video.media.line_breaks import CLOSING, phrases
from tiktok_photo_video.media.scripts import clusters

# 42 px is the least that reads on a phone; 112 px is about six Chinese characters a line.
MAX_SIZE_PX, MIN_SIZE_PX = 112.0, 42.0
MAX_LINES = 4
# Letters touch neither edge of the box: their stroke and shadow need room too.
_FILLED_SHARE = 0.94
# How much smaller letters may become so that no phrase is parted; a word never is, if any size
# spares it.
_PHRASE_SHARE = 0.7

# How much smaller, so that a word left over needs no line.
_RAGGED_SHARE = 0.85

# Between other texts, letters may become so much smaller than the least before a text is cut.
_CROWDED_SHARE = 0.7
_MORE = "…"

_Phrases = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """A title's lines and their size; ``is_cut`` where not all of its words had room."""

    lines: tuple[str, ...]
    face: Typeface
    is_cut: bool = False


def lay_out_title(
    text: str,
    *,
    box_px: tuple[int, int],
    scale: float,
    largest_px: float = MAX_SIZE_PX,
    like: Typeface | None = None,
) -> Layout:
    """Lines and the largest size at which they fit a box (width, height), no word cut.

    ``largest_px`` is the size to begin with, for a frame that is ``scale`` times 1080 wide;
    ``like`` is the typeface to take, at any size.
    """
    like = like or Typeface(1)
    like = replace(like, cast=cast_of(text, hand_drawn=like.hand_drawn))
    least = max(round(MIN_SIZE_PX * scale), 8)
    largest = max(round(largest_px * scale), least)
    box = (box_px[0] * _FILLED_SHARE, box_px[1])
    fitting = _that_fit(text, box, least, replace(like, size_px=largest))
    first = next(fitting, None)
    if first is None:
        return _crowded(text, box, least, like)
    if not _is_ragged(first):
        return first
    near = takewhile(lambda fit: fit.face.size_px >= _RAGGED_SHARE * first.face.size_px, fitting)
    return next((fit for fit in near if len(fit.lines) < len(first.lines)), first)


def _crowded(text: str, box_px: tuple[float, int], least_px: int, like: Typeface) -> Layout:
    """As many small lines as it takes; the last is cut short where even those are too many."""
    for size in range(least_px, max(round(least_px * _CROWDED_SHARE), 8) - 1, -2):
        face = replace(like, size_px=size)
        lines = wrapped(text, width_px=box_px[0], face=face)
        if len(lines) * line_height(face) <= box_px[1]:
            return Layout(lines, face)
    kept = lines[: max(box_px[1] // line_height(face), 1)]
    if len(kept) == len(lines):
        return Layout(lines, face)
    return Layout((*kept[:-1], _cut_short(kept[-1], box_px[0], face)), face, is_cut=True)


def _cut_short(line: str, width_px: float, face: Typeface) -> str:
    letters = clusters(line)
    while len(letters) > 1 and text_width("".join(letters).rstrip() + _MORE, face) > width_px:
        letters = letters[:-1]
    return "".join(letters).rstrip() + _MORE


def _that_fit(
    text: str, box_px: tuple[float, int], least_px: int, largest: Typeface
) -> Iterator[Layout]:
    """The layouts that fit a box, from the largest."""
    for size in range(_first_size(text, box_px[0], largest), least_px - 1, -2):
        face = replace(largest, size_px=size)
        if _widest(_kept_whole(text, box_px[0], face, largest.size_px), face) > box_px[0]:
            continue
        lines = wrapped(text, width_px=box_px[0], face=face)
        if len(lines) <= MAX_LINES and len(lines) * line_height(face) <= box_px[1]:
            yield Layout(lines, face)


def _is_ragged(layout: Layout) -> bool:
    """Whether a line among several is very short, as a word left over is."""
    widths = [text_width(line, layout.face) for line in layout.lines]
    return len(widths) > 2 and min(widths) < 0.5 * max(widths)


def _first_size(text: str, width_px: float, largest: Typeface) -> int:
    """The largest size worth trying: at any larger one there would be too many lines."""
    total = text_width(" ".join(text.split()), largest)
    # Spaces at the ends of lines are not drawn; hinting makes widths a little uneven.
    spare = MAX_LINES * largest.size_px
    fitting = largest.size_px * MAX_LINES * width_px / max(total - spare, 1.0)
    steps = max(math.ceil((largest.size_px - fitting) / 2), 0)
    return largest.size_px - 2 * steps


def _kept_whole(text: str, width_px: float, face: Typeface, largest_px: int) -> list[str]:
    """What is not to be cut at this size: units, and phrases unless they ask too much."""
    whole = phrases(" ".join(text.split()))
    joined = ["".join(phrase) for phrase in whole]
    needed = face.size_px * width_px / max(_widest(joined, face), 1.0)
    return joined if needed >= largest_px * _PHRASE_SHARE else [u for units in whole for u in units]


@lru_cache(maxsize=256)
def wrapped(text: str, *, width_px: float, face: Typeface) -> tuple[str, ...]:
    """Lines no wider than asked, about equally long, broken where each script allows.

    A single word wider than that is cut; closing marks may stand out over the edge.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        tokens = phrases(paragraph)
        greedy = _filled(tokens, width_px, face)
        # Equal lines look designed: the narrowest width that needs no further line.
        widest = _widest(["".join(phrase) for phrase in tokens], face)
        low = max(width_px / max(len(greedy), 1), min(widest, width_px))
        high = width_px
        while high - low > face.size_px / 8:
            middle = (low + high) / 2
            if len(_filled(tokens, middle, face)) > len(greedy):
                low = middle
            else:
                high = middle
        lines.extend(_filled(tokens, high, face))
    return tuple(lines)


def _widest(tokens: list[str], face: Typeface) -> float:
    return max((text_width(token, face) for token in tokens), default=0.0)


def _filled(tokens: _Phrases, width_px: float, face: Typeface) -> list[str]:
    lines, line = [], ""
    for token in (piece for phrase in tokens for piece in _fitting(phrase, width_px, face)):
        if line.strip() and text_width((line + token).strip(), face) > width_px:
            lines.append(line.strip())
            line = ""
        line += token
    return [*lines, line.strip()] if line.strip() else lines


def _fitting(phrase: tuple[str, ...], width_px: float, face: Typeface) -> list[str]:
    """A phrase, in its units if it is wider than a line by itself."""
    whole = "".join(phrase)
    if text_width(whole, face) <= width_px:
        return [whole]
    return [part for unit in phrase for part in _cut(clusters(unit), width_px, face)]


def _cut(letters: tuple[str, ...], width_px: float, face: Typeface) -> list[str]:
    """A word, cut only if it is wider than a line by itself, and never before a closing mark."""
    if text_width("".join(letters), face) <= width_px:
        return ["".join(letters)]
    places = [i for i in range(1, len(letters)) if letters[i] not in CLOSING and letters[i] != " "]
    if all(letter in CLOSING for letter in letters):
        places = list(range(1, len(letters)))
    if not places:
        return ["".join(letters)]
    middle = min(places, key=lambda i: abs(i - len(letters) / 2))
    return [*_cut(letters[:middle], width_px, face), *_cut(letters[middle:], width_px, face)]
