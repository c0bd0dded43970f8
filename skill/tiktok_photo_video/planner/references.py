"""Phrases that point at photos, made into one token each.

``photo 3``, ``photos 2, 4 and 6``, ``the first three photos``, ``the last one``, ``2nd to
last picture``, ``beach.jpg``, ``第二张``, ``第2到第4张``, ``前三张``, ``倒数第二张``, ``照片3``.
A number before the noun is a count ("five photos"), one after it is a name ("photo 5").
"""

from __future__ import annotations

from dataclasses import replace

from tiktok_photo_video.planner.amounts import Reading, composed, is_number
from tiktok_photo_video.planner.numerals import chinese_number
from tiktok_photo_video.planner.tokens import Token, Tokens, sense
from tiktok_photo_video.planner.wishes import (
    Everything,
    Named,
    Reference,
    References,
    Rest,
    Span,
)

_DESCRIPTION_WORDS = 2  # "five lovely portrait photos": words between a count and its noun


def with_references(tokens: Tokens) -> Tokens:
    """The tokens with references to photos, and counts of photos, composed."""
    readers = (
        _files,
        _digit_run,
        _chinese_ordinals,
        _chinese_ends,
        _ordinals_with_noun,
        _noun_with_numbers,
        _count,
        _shape_of_photos,
    )
    return _lists_joined(composed(tokens, readers))


def _reference(tokens: Tokens, taken: int, photos: References) -> Reading:
    return Token(tokens[0].start, tokens[taken - 1].end, sense("ref"), photos=photos), taken


def _files(tokens: Tokens) -> Reading:
    if not tokens[0].means("file"):
        return None
    # "the beach one", "beach.jpg photo": the noun belongs to the name.
    end = 2 if len(tokens) > 1 and _is_noun_or_one(tokens[1]) else 1
    return _reference(tokens, end, (Named(tokens[0].text),))


def _digit_run(tokens: Tokens) -> Reading:
    """``一三五张``: digits in a row before a counter are a list."""
    at = 1 if tokens[0].means("mark", "nth") else 0
    if at + 1 >= len(tokens) or not tokens[at].text or not _is_counter(tokens[at + 1]):
        return None
    numbers = [chinese_number(digit) for digit in tokens[at].text]
    photos = tuple(_span(int(n)) for n in numbers if n)
    return _reference(tokens, _past_noun(tokens, at + 1), photos) if photos else None


def _span(number: int, other: int | None = None) -> Span:
    return Span(number, number if other is None else other)


def _whole(token: Token) -> int | None:
    number = token.number
    return int(number) if token.means("number") and number == int(number) and number >= 1 else None


def _is_list_join(token: Token) -> bool:
    return token.means("comma") or token.means("join", "and")


def _is_range_join(token: Token) -> bool:
    return token.means("dash") or token.means("to", "to")


def _numbers(tokens: Tokens, at: int, *, marked: bool = False) -> tuple[list[Reference], int]:
    """A list such as ``2, 4 to 6 and 9`` from ``at``: the photos, and where it ends.

    With ``marked`` each number may be preceded by ``第``.
    """
    photos: list[Reference] = []
    end = at
    while (read := _number_or_range(tokens, at, marked=marked)) is not None:
        span, end = read
        photos.append(span)
        if end >= len(tokens) or not _is_list_join(tokens[end]):
            break
        at = end + 1
        at += 1 if at < len(tokens) and _is_list_join(tokens[at]) else 0
    return photos, end


def _number_or_range(tokens: Tokens, at: int, *, marked: bool) -> tuple[Span, int] | None:
    first = _numbered(tokens, at, marked=marked)
    if first is None:
        return None
    number, end = first
    if end < len(tokens) and _is_range_join(tokens[end]):
        last = _numbered(tokens, end + 1, marked=marked)
        if last is not None:
            return _span(number, last[0]), last[1]
    return _span(number), end


def _numbered(tokens: Tokens, at: int, *, marked: bool) -> tuple[int, int] | None:
    at += 1 if at < len(tokens) and _is_number_sign(tokens[at], marked=marked) else 0
    whole = _whole(tokens[at]) if at < len(tokens) else None
    if whole is None:
        return None
    # "photos 2 and 3 seconds each": a number with a unit of its own is no photo's.
    end = at + 1
    while marked and end < len(tokens) and _is_counter(tokens[end]):
        end += 1
    return whole, end


def _is_number_sign(token: Token, *, marked: bool) -> bool:
    return token.means("mark", "number") or (marked and token.means("mark", "nth"))


def _is_counter(token: Token) -> bool:
    return token.means("mark", "counter")


def _is_noun(token: Token) -> bool:
    return token.means("topic", "photo") or _is_counter(token)


def _chinese_ordinals(tokens: Tokens) -> Reading:
    """``第二张``, ``第2、3、5张照片``, ``第一张和第三张``, ``倒数第二张``."""
    if tokens[0].means("mark", "reverse"):
        return _from_the_end(tokens)
    if not tokens[0].means("mark", "nth"):
        return None
    photos, end = _numbers(tokens, 0, marked=True)
    if not photos or not any(_is_noun(t) for t in (*tokens[1:end], *tokens[end : end + 1])):
        return _bare_nth(tokens)
    return _reference(tokens, _past_noun(tokens, end), tuple(photos))


def _bare_nth(tokens: Tokens) -> Reading:
    """``第一`` without a noun: a rank, whose meaning the sentence decides."""
    whole = _whole(tokens[1]) if len(tokens) > 1 else None
    if whole is None:
        return None
    return Token(tokens[0].start, tokens[1].end, sense("ordinal", str(whole))), 2


def _from_the_end(tokens: Tokens) -> Reading:
    at = 2 if len(tokens) > 1 and tokens[1].means("mark", "nth") else 1
    whole = _whole(tokens[at]) if at < len(tokens) else None
    if whole is None:
        return None
    end = _past_noun(tokens, at + 1)
    photos = (_span(-whole),) if at == 2 else (_span(-whole, -1),)
    return _reference(tokens, end, photos)


def _past_noun(tokens: Tokens, at: int) -> int:
    """Where a reference ends once its nouns (``张``, ``的``, ``照片``) are swallowed."""
    end = at
    while end < len(tokens) and _is_noun(tokens[end]):
        end += 1
    return end


def _chinese_ends(tokens: Tokens) -> Reading:
    """``前三张``, ``后两张``, ``最后一张``."""
    first = tokens[0]
    at_head, at_tail = first.means("mark", "head"), first.means("mark", "tail")
    if not (at_head or at_tail) or len(tokens) < 3:
        return None
    at = 2 if tokens[1].means("glue") else 1
    whole = _whole(tokens[at])
    if whole is None or at + 1 >= len(tokens) or not _is_noun(tokens[at + 1]):
        return None
    photos = _span(1, whole) if at_head else _span(-whole, -1)
    return _reference(tokens, _past_noun(tokens, at + 1), (photos,))


def _ordinals_with_noun(tokens: Tokens) -> Reading:
    """``third photo``, ``first and last pictures``, ``last two photos``, ``second one``."""
    photos: list[Reference] = []
    at = 0
    while at < len(tokens) and (rank := _rank(tokens[at])) is not None:
        count = _whole(tokens[at + 1]) if at + 1 < len(tokens) else None
        several = count is not None and rank in (1, -1) and not _is_one(tokens[at + 1])
        photos.append(_several(rank, count) if several and count else _span(rank))
        at += 2 if several else 1
        if at < len(tokens) and _is_noun_or_one(tokens[at]):
            return _reference(tokens, at + 1, tuple(photos))
        if several and len(photos) == 1:
            return _reference(tokens, at, tuple(photos))
        at += _join_before_rank(tokens, at)
    return None


def _rank(token: Token) -> int | None:
    value = token.value("ordinal")
    return int(value) if value else None


def _is_one(token: Token) -> bool:
    return token.means("mark", "one")


def _is_noun_or_one(token: Token) -> bool:
    return token.means("topic", "photo") or _is_one(token)


def _several(rank: int, count: int) -> Span:
    return _span(1, count) if rank == 1 else _span(-count, -1)


def _join_before_rank(tokens: Tokens, at: int) -> int:
    """How many joining words (``and``, ``, the``) stand before a next rank."""
    joins = 0
    while at + joins < len(tokens) and (
        _is_list_join(tokens[at + joins]) or (joins and tokens[at + joins].means("glue"))
    ):
        joins += 1
    return joins


def _noun_with_numbers(tokens: Tokens) -> Reading:
    """``photo 3``, ``photos 2-4``, ``照片3``, ``picture number 2``."""
    if not _is_noun(tokens[0]) or len(tokens) < 2:
        return None
    photos, end = _numbers(tokens, 1)
    if not photos or (end < len(tokens) and _is_counter(tokens[end])):
        return None
    return _reference(tokens, end, tuple(photos))


def _count(tokens: Tokens) -> Reading:
    """``five portrait photos``, ``这5张照片``: a count, which swallows what describes them."""
    whole = _whole(tokens[0])
    if whole is None:
        return None
    at = 1
    while at < min(len(tokens), 1 + _DESCRIPTION_WORDS) and _describes(tokens[at]):
        at += 1
    if at >= len(tokens) or not _is_noun(tokens[at]) or is_number(tokens, at + 1):
        return None
    end = _past_noun(tokens, at)
    return Token(tokens[0].start, tokens[end - 1].end, sense("count"), number=whole), end


def _describes(token: Token) -> bool:
    return not _is_noun(token) and any(
        token.means(kind) for kind in ("shape", "glue", "word", "occasion", "color", "mood")
    )


def _shape_of_photos(tokens: Tokens) -> Reading:
    """``portrait photos`` speaks of the photos, not of the frame."""
    if tokens[0].means("shape") and len(tokens) > 1 and tokens[1].means("topic", "photo"):
        return tokens[1], 2
    return None


def _lists_joined(tokens: Tokens) -> Tokens:
    """References joined by ``and`` or a comma as one: ``photo 2 and beach.jpg``."""
    return composed(tokens, (_reference_list, _group))


def _reference_list(tokens: Tokens) -> Reading:
    if not tokens[0].means("ref"):
        return None
    photos, end = list(tokens[0].photos), 1
    while end + 1 < len(tokens) and _is_list_join(tokens[end]):
        at = end + 1
        while at < len(tokens) - 1 and (_is_list_join(tokens[at]) or tokens[at].means("glue")):
            at += 1
        if not tokens[at].means("ref"):
            break
        photos.extend(tokens[at].photos)
        end = at + 1
    return _reference(tokens, end, tuple(photos)) if end > 1 else None


def _group(tokens: Tokens) -> Reading:
    """``all photos`` and ``the rest`` keep their other senses: they may mean the whole time."""
    first = tokens[0]
    group: Reference | None = Rest() if first.means("rest") else None
    group = Everything() if group is None and first.means("all") else group
    if group is None or first.photos:
        return None
    return replace(first, photos=(group,)), 1
