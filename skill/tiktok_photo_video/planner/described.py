"""Photos described in words nobody here can see, and then numbered: ``the cake (number 3)``.

The number says it all, so the description becomes part of the reference: ``the exterior shots
(that's one and five)``, ``the sunset one, number 4, …``, ``新娘那张（第三张）``.
"""

from __future__ import annotations

from tiktok_photo_video.planner.marks import is_list_join, is_noun_or_one, past, rank, span, whole
from tiktok_photo_video.planner.normal import Folded
from tiktok_photo_video.planner.pointers import Reference, References
from tiktok_photo_video.planner.tokens import Token, Tokens, sense

_OPENING, _CLOSING = ("(", "["), (")", "]")
_MOST_DESCRIBING = 6  # tokens of a description: "the one with my aunt's dog"
_MOST_INSIDE = 12
_WORDS = ("word", "subject", "occasion", "tune", "mood", "mark", "tint", "color", "vague", "social")
_BESIDE = ("glue", "article", "lead", "with")
_LEADING = ("that's", "that is", "thats", "which is", "i.e.", "ie", "aka", "namely", "it's", "so")


def with_described(tokens: Tokens, folded: Folded) -> Tokens:
    """The tokens with each description that a number follows made one reference with it."""
    result: list[Token] = []
    at = 0
    while at < len(tokens):
        found = _numbered_at(tokens, at, folded)
        start = _described_from(result, folded) if found else None
        if found is None or start is None:
            result.append(tokens[at])
            at += 1
            continue
        photos, end = found
        named = result[-1].photos if result[-1].means("ref") else photos
        whole_phrase = Token(result[start].start, tokens[end - 1].end, sense("ref"), photos=named)
        result[start:] = [whole_phrase]
        at = end
    return tuple(result)


def _numbered_at(tokens: Tokens, at: int, folded: Folded) -> tuple[References, int] | None:
    """The photos that a bracket, or a stretch between commas, counts out, and its end."""
    if folded.text[tokens[at].start : tokens[at].end] in _OPENING:
        return _in_bracket(tokens, at + 1, folded)
    return _between_commas(tokens, at, folded) if tokens[at].means("comma") else None


def _in_bracket(tokens: Tokens, at: int, folded: Folded) -> tuple[References, int] | None:
    photos: list[Reference] = []
    for end in range(at, min(at + _MOST_INSIDE, len(tokens))):
        token = tokens[end]
        if token.means("ref"):
            photos.extend(token.photos)
        elif (number := rank(token) or whole(token)) is not None:
            photos.append(span(number))
        elif not (is_list_join(token) and photos) and not _leads(token, folded):
            closes = folded.text[token.start : token.end] in _CLOSING
            return (tuple(photos), end + 1) if photos and closes else None
    return None


def _between_commas(tokens: Tokens, at: int, folded: Folded) -> tuple[References, int] | None:
    """``, number 4, goes first``: not the second of a list, which goes on with "and"."""
    named = past(tokens, at + 1, lambda t: _leads(t, folded) and not t.means("ref"))
    after = tokens[named + 1 : named + 3]
    if len(after) < _CLOSED or not tokens[named].means("ref") or not after[0].means("comma"):
        return None
    goes_on = any(after[1].means(kind) for kind in ("join", "ref", "determiner", "number"))
    lists = named > 2 and any(t.means("comma") for t in tokens[max(at - 3, 0) : at])
    return None if goes_on or lists else (tokens[named].photos, named + 2)


_CLOSED = 2  # the closing comma, and what is said of the photo


def _leads(token: Token, folded: Folded) -> bool:
    word = folded.text[token.start : token.end]
    return word in _LEADING or token.means("determiner") or token.means("mark", "number")


def _described_from(before: list[Token], folded: Folded) -> int | None:
    """Where the description begins that ends here; ``None`` where there is none."""
    if not before:
        return None
    if before[-1].means("ref"):
        return len(before) - 1
    start = len(before)
    lowest = max(start - _MOST_DESCRIBING, 0)
    while start > lowest and _describes(before[start - 1]):
        start -= 1
    opens = past(tuple(before), start, lambda t: not _points(t, folded))
    described = before[opens:]
    words = any(t.means(kind) for t in described for kind in _WORDS)
    pointed = is_noun_or_one(before[-1]) or before[-1].means("word")
    latin = folded.text[before[-1].start : before[-1].end].isascii()
    return opens if words and pointed and latin and len(described) > 1 else None


def _points(token: Token, folded: Folded) -> bool:
    return token.means("determiner") or folded.text[token.start : token.end].endswith("'s")


def _describes(token: Token) -> bool:
    if token.means("act") or token.means("comma") or token.means("stop"):
        return False
    kinds = (*_WORDS, *_BESIDE, "determiner")
    return is_noun_or_one(token) or any(token.means(kind) for kind in kinds)
