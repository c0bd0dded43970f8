"""Text cut into units, a sentence or a line each, as soon as they are sure to be whole.

Where a unit ends depends only on the text up to there and one word beyond, never on how
the text arrived.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from tiktok_photo_video.chat.phrasebook import Phrasebook, load
from tiktok_photo_video.chat.raw_blocks import may_open, raw_block

_MARKER = re.compile(
    r"(?:[-*•·]|\d{1,2}[.)、．]|[（(]\d{1,2}[)）]|#{1,6}|>)[ \t]+(?=\S)|\d{1,2}[、．](?=\S)"
)
_QUOTES = re.compile(r'"[^"\n]*"|“[^”\n]*”|「[^」\n]*」|『[^』\n]*』|《[^》\n]*》|`[^`\n]*`')
_OPEN_QUOTE = re.compile(r'["“「『《`]')
_END_EN = re.compile(r"(?<![\s.!?…])[.!?…]+[\"'”’)\]*_]*(?=[ \t]+[^\s])")
_END_ZH = re.compile(
    r"[。！？!?]+[”’」』）)*]*(?=[^”’」』）)*。！？!?\s])|[。！？]+[”’」』）)*]*(?=[ \t]+\S)"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|vs|etc|approx|no|mr|mrs|ms|dr|st|fig|vol)"
    r"|(?<![\w.])(?-i:[A-Z])|(?:^|\n)\s*\d{1,2})\.$",
    re.IGNORECASE,
)


@cache
def phrasebook() -> Phrasebook:
    """The phrases of window talk, compiled once."""
    return load("gui", flags=re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Unit:
    """A piece of text: blanks before it, a list marker, and its words.

    Attributes:
        gap: blanks and newlines before it.
        marker: ``"1. "``, ``"- "`` and their like.
        body: the words; empty when only blanks were left.
        is_line: whether it ends where its line ends.
        is_dump: whether it is a block of raw data.
        is_code: whether it is a block to be shown as it is, or not at all.
    """

    gap: str
    marker: str
    body: str
    is_line: bool
    is_dump: bool = False
    is_code: bool = False

    @property
    def length(self) -> int:
        """Characters that it takes up."""
        return len(self.gap) + len(self.marker) + len(self.body)

    @property
    def announces(self) -> bool:
        """Whether it is a line that announces steps."""
        if not self.is_line or not self.body.endswith((":", "：")):
            return False
        return bool(phrasebook().patterns["announcement"].fullmatch(self.body))


def first_unit(text: str, *, final: bool) -> Unit | None:
    """The first whole unit of ``text``, or ``None`` while it may still grow."""
    stripped = text.lstrip()
    gap = text[: len(text) - len(stripped)]
    if not stripped:
        return Unit(gap, "", "", is_line=False) if gap and final else None
    if may_open(stripped):
        block = raw_block(stripped, final=final)
        if block is None:
            return None
        if block.length:
            body = stripped[: block.length]
            return Unit(gap, "", body, is_line=True, is_dump=block.is_dump, is_code=True)
    return _sentence(gap, stripped, final=final)


def _sentence(gap: str, text: str, *, final: bool) -> Unit | None:
    line_end = text.find("\n")
    line = text if line_end < 0 else text[:line_end]
    whole_line = line_end >= 0 or final
    if not whole_line and len(line) < len("12. x"):
        return None
    found = _MARKER.match(line)
    marker = found[0] if found else ""
    end = _sentence_end(line, len(marker), whole_line=whole_line)
    if end is None:
        return None
    body = line[len(marker) : end].rstrip()
    return Unit(gap, marker, body, is_line=end == len(line))


def _sentence_end(line: str, start: int, *, whole_line: bool) -> int | None:
    """Where the first sentence ends; the line's end if it holds but one."""
    hidden = _QUOTES.sub(lambda found: "□" * len(found[0]), line)
    if not whole_line and _OPEN_QUOTE.search(hidden):
        return None
    ends = sorted(
        found.end()
        for pattern in (_END_EN, _END_ZH)
        for found in pattern.finditer(hidden, start)
        if _is_end(hidden, found)
    )
    if ends:
        return ends[0]
    return len(line) if whole_line else None


def _is_end(line: str, found: re.Match[str]) -> bool:
    if found[0][0] in "。！？":
        return True
    after = line[found.end() :].lstrip(" \t")
    if found[0][0] in "!?" and not line[found.end()].isspace():
        return "\u3400" <= line[found.end()] <= "\u9fff"
    return not after[:1].islower() and not _ABBREVIATION.search(line[: found.end()])
