"""What only announces requests: ``just 2 things: …``, ``one last tweak please: …``."""

from __future__ import annotations

import re

from tiktok_photo_video.planner.normal import Folded
from tiktok_photo_video.planner.tokens import Token, Tokens, sense

_ANNOUNCES = re.compile(
    r"\b(?:things?|requests?|changes?|edits?|tweaks?|fix(?:es)?|notes?|favou?rs?|wish(?:es)?|points?"
    r"|corrections?|details?|bits|asks?|what (?:i|we) (?:want|need|would like)|what i'd like"
    r"|here goes|here's what|as follows|the following|to[- ]?do(?: list)?|list)"
    r"(?: (?:please|pls|left|more|then|for you|to do|to fix|to change|tho|though))*\s*$"
)
_BUSINESS = ("ref", "quote", "act", "transition", "tint", "motion", "shift")
_MOST_TOKENS = 14  # an announcement is short
_LIGHT = ("make", "set", "add", "create")  # "things to change", "I need a few things"


def without_preamble(tokens: Tokens, folded: Folded) -> Tokens:
    """The tokens where each announcement before a colon is no more than a full stop."""
    start = 0
    for at, token in enumerate(tokens[: _MOST_TOKENS * 4]):
        if token.means("stop"):
            start = at + 1
        elif token.means("colon") and _announces(tokens[start:at], folded):
            stop = Token(tokens[start].start, token.end, sense("stop"))
            return (*tokens[:start], stop, *tokens[at + 1 :])
    return tokens


def _announces(part: Tokens, folded: Folded) -> bool:
    if not part or len(part) > _MOST_TOKENS:
        return False
    words = folded.text[part[0].start : part[-1].end]
    return _ANNOUNCES.search(words) is not None and not any(map(_is_business, part))


def _is_business(token: Token) -> bool:
    topic = token.means("topic") and not token.means("topic", "video")
    acts = token.means("act") and not token.means("act", *_LIGHT)
    others = any(token.means(kind) for kind in _BUSINESS if kind != "act")
    return topic or acts or others
