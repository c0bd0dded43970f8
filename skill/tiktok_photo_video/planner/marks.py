"""What a token can be within a phrase that points at photos."""

from __future__ import annotations

from collections.abc import Callable

from tiktok_photo_video.planner.amounts import Reading
from tiktok_photo_video.planner.pointers import Reference, References, Span
from tiktok_photo_video.planner.tokens import Token, Tokens, sense


def reference(tokens: Tokens, taken: int, photos: References) -> Reading:
    """The first ``taken`` tokens as one that points at photos."""
    return Token(tokens[0].start, tokens[taken - 1].end, sense("ref"), photos=photos), taken


def span(number: int, other: int | None = None) -> Span:
    """One photo by number, or those from one number to another."""
    return Span(number, number if other is None else other)


def whole(token: Token) -> int | None:
    """The number of a token that can count photos."""
    number = token.number
    return int(number) if token.means("number") and number == int(number) and number >= 1 else None


def rank(token: Token) -> int | None:
    """The place an ordinal stands for: ``second`` is 2, ``last`` -1."""
    value = token.value("ordinal")
    return int(value) if value else None


def is_list_join(token: Token) -> bool:
    """A comma or ``and``."""
    return token.means("comma") or token.means("join", "and")


def is_range_join(token: Token) -> bool:
    """A dash or ``to``; ``是`` and ``为`` join no ends."""
    states = token.means("is") and token.end - token.start == 1
    return token.means("dash") or (token.means("to", "to") and not states)


def is_counter(token: Token) -> bool:
    """``张`` and its like."""
    return token.means("mark", "counter")


def is_noun(token: Token) -> bool:
    """``photo``, ``照片``, ``张``."""
    return token.means("topic", "photo") or is_counter(token)


def is_one(token: Token) -> bool:
    """``one``, ``ones``, ``那张``: stands for a photo spoken of."""
    return token.means("mark", "one")


def is_noun_or_one(token: Token) -> bool:
    """A word for a photo, or one that stands for it."""
    return token.means("topic", "photo") or is_one(token)


def past(tokens: Tokens, at: int, accepts: Callable[[Token], bool]) -> int:
    """The first place from ``at`` on whose token is not accepted."""
    while at < len(tokens) and accepts(tokens[at]):
        at += 1
    return at


def past_glue(tokens: Tokens, at: int) -> int:
    """The first place from ``at`` on that holds more than filler."""
    return past(tokens, at, lambda t: t.means("glue") and not is_one(t) and not t.means("mark"))


def numbers(tokens: Tokens, at: int, *, marked: bool = False) -> tuple[list[Reference], int]:
    """A list such as ``2, 4 to 6 and 9`` from ``at``: the photos, and where it ends.

    With ``marked`` each number may be preceded by ``第``.
    """
    photos: list[Reference] = []
    end = at
    while (read := _number_or_range(tokens, at, marked=marked)) is not None:
        found, end = read
        photos.append(found)
        if marked and end < len(tokens) and tokens[end].means("mark", "nth"):
            at = end
            continue
        if end >= len(tokens) or not is_list_join(tokens[end]):
            break
        at = end + 1
        at += 1 if at < len(tokens) and is_list_join(tokens[at]) else 0
    return photos, end


def _number_or_range(tokens: Tokens, at: int, *, marked: bool) -> tuple[Span, int] | None:
    first = _numbered(tokens, at, marked=marked)
    if first is None:
        return None
    number, end = first
    if end < len(tokens) and is_range_join(tokens[end]):
        last = _numbered(tokens, end + 1, marked=marked)
        if last is not None:
            return span(number, last[0]), last[1]
    return span(number), end


def _numbered(tokens: Tokens, at: int, *, marked: bool) -> tuple[int, int] | None:
    at += 1 if at < len(tokens) and _is_number_sign(tokens[at], marked=marked) else 0
    number = whole(tokens[at]) if at < len(tokens) else None
    if number is None:
        return None
    # "photos 2 and 3 seconds each": a number with a unit of its own is no photo's.
    return number, past(tokens, at + 1, is_counter) if marked else at + 1


def _is_number_sign(token: Token, *, marked: bool) -> bool:
    return token.means("mark", "number") or (marked and token.means("mark", "nth"))


def past_joins(tokens: Tokens, at: int) -> int:
    """The first place from ``at`` on that holds more than a joining word or an article."""
    return past(
        tokens, at, lambda t: is_list_join(t) or t.means("article") or t.means("determiner")
    )
