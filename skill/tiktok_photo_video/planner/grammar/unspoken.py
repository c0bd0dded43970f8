"""What a rule that takes a whole clause left unsaid: ``swap 1 and 3 in black and white``."""

from __future__ import annotations

from collections.abc import Sequence

from tiktok_photo_video.planner.clauses import Clause
from tiktok_photo_video.planner.photo_wishes import (
    Arrange,
    Drop,
    Even,
    Keep,
    Move,
    Repeat,
    Replace,
    Sort,
    Swap,
)
from tiktok_photo_video.planner.tokens import Token, Tokens
from tiktok_photo_video.planner.wishes import Unknown, Wish

# Wishes that say only which photos and where: nothing in them holds a look or an amount.
_OF_PLACES = (Arrange, Drop, Even, Keep, Move, Repeat, Replace, Sort, Swap)
_BUSINESS = ("tint", "shift", "lever", "percent", "shape", "fps", "lines")
_OTHERWISE = (
    *("act", "glue", "place", "social", "sort", "step", "position", "ref", "trait", "subject"),
    *("color", "mood", "age", "flaw", "occasion", "blur"),
)


def swallowed(clause: Clause, wishes: Sequence[Wish]) -> tuple[Unknown, ...]:
    """The words of a clause about places that ask for something else; quoted, not dropped."""
    if len(wishes) != 1 or not isinstance(wishes[0], _OF_PLACES) or clause.denied:
        return ()
    loud = [at for at, token in enumerate(clause.tokens) if _asks_for_more(token)]
    if not loud or not clause.words.isascii():
        return ()
    first = _led_from(clause.tokens, loud[0])
    return (Unknown(clause.folded.slice(clause.tokens[first].start, clause.tokens[loud[-1]].end)),)


def _asks_for_more(token: Token) -> bool:
    business = any(token.means(kind) for kind in _BUSINESS)
    return business and not any(token.means(kind) for kind in _OTHERWISE)


def _led_from(tokens: Tokens, at: int) -> int:
    """Where the phrase begins: at the word that leads to it, if one does."""
    while at and any(tokens[at - 1].means(kind) for kind in ("lead", "article", "with")):
        at -= 1
    return at
