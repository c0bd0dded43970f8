"""Text to lines: broken where each script allows, as large as the box permits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from tiktok_photo_video.media.lettering import Typeface, line_height, text_width

# 42 px is the least that reads on a phone; 112 px is about six Chinese characters a line.
MAX_SIZE_PX, MIN_SIZE_PX = 112.0, 42.0
MAX_LINES = 4
# Letters touch neither edge of the box: their stroke and shadow need room too.
_FILLED_SHARE = 0.94

# What may not begin a line stays with what is before it, what may not end one with what is
# after it (kinsoku). A break may fall between any two other characters of these scripts.
_WIDE = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_WIDE_CLOSING, _WIDE_OPENING = "，。！？；：、）》」』】”’…～", "（《「『【“‘"
CLOSING = _WIDE_CLOSING + ",.!?;:)]}%"
_TOKEN = re.compile(
    rf"[{_WIDE_OPENING}]*"
    rf"(?:[{_WIDE}]|[^\s{_WIDE}{_WIDE_CLOSING}{_WIDE_OPENING}]+)"
    rf"(?:\s*[{re.escape(CLOSING)}])*"
    r"|\s+|."
)


@dataclass(frozen=True, slots=True)
class Layout:
    """A title's lines and their size."""

    lines: tuple[str, ...]
    face: Typeface


def lay_out_title(
    text: str, *, box_px: tuple[int, int], scale: float, largest_px: float = MAX_SIZE_PX
) -> Layout:
    """Lines and the largest size at which they fit a box (width, height), no word cut.

    ``largest_px`` is the size to begin with, for a frame that is ``scale`` times 1080 wide.
    """
    least = max(round(MIN_SIZE_PX * scale), 8)
    largest = max(round(largest_px * scale), least)
    width_px = box_px[0] * _FILLED_SHARE
    for size in range(largest, least - 1, -2):
        face = Typeface(size)
        if _widest(_tokens(" ".join(text.split())), face) > width_px:
            continue
        lines = wrapped(text, width_px=width_px, face=face)
        if len(lines) <= MAX_LINES and len(lines) * line_height(face) <= box_px[1]:
            return Layout(lines, face)
    face = Typeface(least)
    return Layout(wrapped(text, width_px=width_px, face=face), face)


@lru_cache(maxsize=256)
def wrapped(text: str, *, width_px: float, face: Typeface) -> tuple[str, ...]:
    """Lines no wider than asked, about equally long, broken where each script allows.

    A single word wider than that is cut; closing marks may stand out over the edge.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        tokens = _tokens(paragraph)
        greedy = _filled(tokens, width_px, face)
        # Equal lines look designed: the narrowest width that needs no further line.
        low = max(width_px / max(len(greedy), 1), min(_widest(tokens, face), width_px))
        high = width_px
        while high - low > face.size_px / 8:
            middle = (low + high) / 2
            if len(_filled(tokens, middle, face)) > len(greedy):
                low = middle
            else:
                high = middle
        lines.extend(_filled(tokens, high, face))
    return tuple(lines)


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(text)


def _widest(tokens: list[str], face: Typeface) -> float:
    return max((text_width(token, face) for token in tokens), default=0.0)


def _filled(tokens: list[str], width_px: float, face: Typeface) -> list[str]:
    lines, line = [], ""
    for token in (piece for whole in tokens for piece in _fitting(whole, width_px, face)):
        if line.strip() and text_width((line + token).strip(), face) > width_px:
            lines.append(line.strip())
            line = ""
        line += token
    return [*lines, line.strip()] if line.strip() else lines


def _fitting(token: str, width_px: float, face: Typeface) -> list[str]:
    """A word, cut only if it is wider than a line by itself, and never before a closing mark."""
    if text_width(token, face) <= width_px:
        return [token]
    places = [i for i in range(1, len(token)) if token[i] not in CLOSING and token[i] != " "]
    if all(c in CLOSING for c in token):
        places = list(range(1, len(token)))
    if not places:
        return [token]
    middle = min(places, key=lambda i: abs(i - len(token) / 2))
    return [*_fitting(token[:middle], width_px, face), *_fitting(token[middle:], width_px, face)]
