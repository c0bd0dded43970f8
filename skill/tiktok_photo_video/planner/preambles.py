"""What only announces requests: ``just 2 things: …``, ``one last tweak please: …``."""

from __future__ import annotations

import re

from tiktok_photo_video.planner.normal import Folded
from tiktok_photo_video.planner.tokens import Token, Tokens, sense

_BY_WHOM = re.compile(
    r"^\W*the (?:user|client|customers?|owner|person) (?:now |also |really )?(?:has |have )?"
    r"(?:asks?|asked|wants?|wanted|requests?|requested|says?|said|would like|wishes|prefers|needs"
    r"|reconsidered|changed (?:his|her|their) minds?|decided)"
    r"(?: that| for| to have| to|:|,)*(?: and)?"
)
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
    if (told := _BY_WHOM.match(folded.text)) is not None:
        tokens = tuple(t for t in tokens if t.end > told.end() or t.start >= told.end())
    start = 0
    for at, token in enumerate(tokens[: _MOST_TOKENS * 4]):
        if token.means("stop"):
            start = at + 1
            continue
        announces = token.means("colon") and _announces(tokens[start:at], folded)
        if announces or _concludes(tokens, start, at, folded):
            stop = Token(tokens[start].start, token.end, sense("stop"))
            return (*tokens[:start], stop, *tokens[at + 1 :])
    return tokens


_SOMEBODY = frozenset(
    ("my", "our", "his", "her", "their", "i", "we", "they", "she", "he", "people", "everyone")
) | {"everybody", "nobody", "customers", "guests", "viewers", "folks", "most people", "no one"}
_BUSINESS_OF_ANY = frozenset(
    ("act", "ref", "file", "quote", "duration", "percent", "number", "transition", "motion", "tint")
) | {"shift", "degree", "color", "place", "topic", "piece", "mood", "neg", "rest", "all", "style"}
_BUSINESS_OF_ANY |= {"position", "ordinal", "size", "shape", "likewise", "lever", "each", "ask"}
_BUSINESS_OF_ANY |= {"genre", "feel", "sort", "fit", "beat", "fade", "occasion", "subject", "colon"}
_BUSINESS_OF_ANY |= {"retract", "repair", "cancel", "social", "outside", "cannot", "complaint"}
_BUSINESS_OF_ANY |= {"flaw", "excess", "dislike", "entrance", "once", "undecided", "history"}


def without_reasons(tokens: Tokens, folded: Folded) -> Tokens:
    """The tokens without what only says why: ``…, my neighbours complain``.

    Where a text may stand without quotes any word may be part of it: nothing is left out.
    """
    if any(t.means("topic", "title") or t.means("piece") or t.means("colon") for t in tokens):
        return tokens
    kept: list[Token] = []
    for part in _parts(tokens):
        own = [t for t in part if not (t.means("comma") or t.means("stop"))]
        if kept and own and _is_reason(own, folded):
            kept.extend(t for t in part if t.means("stop"))
        else:
            kept.extend(part)
    return tuple(kept)


def _parts(tokens: Tokens) -> list[list[Token]]:
    """The stretches between commas and stops, each with the sign it begins or ends with."""
    parts: list[list[Token]] = [[]]
    for token in tokens:
        if token.means("comma"):
            parts.append([token])
            continue
        parts[-1].append(token)
        if token.means("stop"):
            parts.append([])
    return parts


def _is_reason(part: list[Token], folded: Folded) -> bool:
    opens = folded.text[part[0].start : part[0].end] in _SOMEBODY
    unknown = any(t.means("word") for t in part)
    return opens and unknown and not any(s.kind in _BUSINESS_OF_ANY for t in part for s in t.senses)


_TELLING = frozenset(
    ("ref", "file", "quote", "act", "duration", "percent", "transition", "tint", "motion")
) | {"number", "ordinal"}  # "photo 2's the one that matters, so make it 6 secs"
_LEAST_SAID = 3


def _concludes(tokens: Tokens, start: int, at: int, folded: Folded) -> bool:
    """``my customers watch without sound, so drop the music``: the first half is the reason."""
    if folded.text[tokens[at].start : tokens[at].end] != "so" or at - start < _LEAST_SAID:
        return False
    reason, rest = tokens[start:at], tokens[at + 1 : at + 4]
    opening = folded.text[reason[0].start : reason[0].end]
    told = opening in _SOMEBODY or any(t.means("word") for t in reason)
    asks = any(t.means("act") or t.means("ask") for t in rest)
    return told and asks and not any(t.means(kind) for t in reason for kind in _TELLING)


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
