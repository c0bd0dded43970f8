"""Photos by where they stand to others: ``the one after it``, ``the two before the beach``."""

from __future__ import annotations

from tiktok_photo_video.planner.amounts import Reading
from tiktok_photo_video.planner.marks import (
    is_noun,
    is_noun_or_one,
    is_one,
    numbers,
    past,
    past_glue,
    past_joins,
    rank,
    reference,
    span,
    whole,
)
from tiktok_photo_video.planner.pointers import (
    AllBut,
    Beside,
    Beyond,
    Fresh,
    Reference,
    Span,
)
from tiktok_photo_video.planner.tokens import Token, Tokens, sense


def neighbour(tokens: Tokens) -> Reading:
    """``the one after photo 3``, ``the photo right before the last one``."""
    if not (is_one(tokens[0]) or tokens[0].means("topic", "photo")):
        return None
    at = past(tokens, 1, lambda t: t.means("glue") or t.means("amount") or t.means("directly"))
    if at >= len(tokens) or not tokens[at].means("place", "before", "after"):
        return None
    by = -1 if tokens[at].means("place", "before") else 1
    anchor_at = past_glue(tokens, at + 1)
    anchor = _anchor(tokens, anchor_at)
    if anchor is None:
        return None
    return reference(tokens, anchor_at + 1, (Beside(anchor, by),))


def with_its_neighbours(tokens: Tokens) -> Tokens:
    """``删掉第二张，它后面那张放最前``: beside the photo that was named last."""
    result: list[Token] = []
    at = 0
    named: Token | None = None
    while at < len(tokens):
        taken = _beside_it(tokens[at:]) if named is not None else None
        if taken is not None and named is not None:
            by, end = taken
            photos = (Beside(named.photos[0], by),)
            ref = Token(tokens[at].start, tokens[at + end - 1].end, sense("ref"), photos=photos)
            result.append(ref)
            at += end
            continue
        token = tokens[at]
        if token.means("ref") and not token.means("but"):
            named = token if len(token.photos) == 1 else None
        result.append(token)
        at += 1
    return tuple(result)


def with_old_ones(tokens: Tokens) -> Tokens:
    """``新拍的放最前，原来的五张都两秒``: all but those that are new."""
    if not any(t.means("new") for t in tokens):
        return tokens
    result: list[Token] = []
    at = 0
    while at < len(tokens):
        counted = past(tokens, at + 1, lambda t: t.means("glue") and not t.means("mark"))
        named = counted < len(tokens) and (
            tokens[counted].means("count") or is_noun_or_one(tokens[counted])
        )
        if tokens[at].means("old") and not tokens[at].means("new") and named:
            photos = (AllBut((Fresh(),)),)
            end = tokens[counted].end
            result.append(Token(tokens[at].start, end, sense("ref"), photos=photos))
            at = counted + 1
            continue
        result.append(tokens[at])
        at += 1
    return tuple(result)


def _beside_it(tokens: Tokens) -> tuple[int, int] | None:
    """How far from "it", and by how many tokens said."""
    first, following = tokens[0], tokens[1:4]
    if by := _step_beside(first):
        return by, 1
    if first.means("pronoun") and following and (by := _step_beside(following[0])):
        return by, 2
    sided = len(following) > 1 and following[0].means("place", "before", "after")
    by = -1 if following and following[0].means("place", "before") else 1
    if sided and is_one(first) and following[1].means("pronoun"):
        return by, 3  # "the one after it"
    end = past(tokens, 2, lambda t: t.means("glue") and not is_noun_or_one(t))
    noun = tokens[end] if end < len(tokens) else None
    named = noun is not None and (is_noun_or_one(noun) or one_counted(noun))
    return (by, end + 1) if sided and first.means("pronoun") and named else None


def all_beyond(tokens: Tokens) -> Reading:
    """``everything after photo 3``."""
    between = ("glue", "directly")
    grouped = _is_group(tokens[0]) and not (tokens[0].means("ref") or tokens[0].means("except"))
    at = past(tokens, 1, lambda t: is_noun(t) or any(t.means(k) for k in between)) if grouped else 0
    if not at or at >= len(tokens) or not tokens[at].means("place", "before", "after"):
        return None
    anchor_at = past_glue(tokens, at + 1)
    later = tokens[at].means("place", "after")
    number = single(tokens, anchor_at)
    anchor = _anchor(tokens, anchor_at)
    if number is None and anchor is not None:
        return reference(tokens, anchor_at + 1, (Beyond(anchor, later),))
    if number is None:
        return None
    return reference(
        tokens, anchor_at + 1, (span(number + 1, -1) if later else span(1, number - 1),)
    )


def lying_between(tokens: Tokens) -> Reading:
    """``the one between 1 and 3``, ``everything between the first and the last``."""
    named = is_one(tokens[0]) or tokens[0].means("topic", "photo") or _is_group(tokens[0])
    at = past(tokens, 1, lambda t: t.means("glue") or is_noun(t)) if named else 0
    if not at or at >= len(tokens) or not tokens[at].means("place", "between"):
        return None
    ends_at = past_glue(tokens, at + 1)
    ends = tokens[ends_at].photos if ends_at < len(tokens) and tokens[ends_at].means("ref") else ()
    if len(ends) != _TWO:
        return None
    first, last = (p.first if isinstance(p, Span) and p.first == p.last else 0 for p in ends)
    inside = first > 0 and (last < 0 or last > first + 1)
    return reference(tokens, ends_at + 1, (span(first + 1, last - 1),)) if inside else None


_TWO = 2


def _is_group(token: Token) -> bool:
    return token.means("all") or token.means("rest")


def counted_out(tokens: Tokens) -> Reading:
    """``1 and 2 three seconds each``: numbers right before a time are photos."""
    photos, end = numbers(tokens, 0)
    timed = end < len(tokens) and tokens[end].means("duration")
    return reference(tokens, end, tuple(photos)) if timed and len(photos) > 1 else None


def ends_counted_out(tokens: Tokens) -> Reading:
    """``first and last 5 seconds each``: ranks right before a time that is each one's."""
    photos: list[Reference] = []
    at = 0
    while at < len(tokens) and (number := rank(tokens[at])) is not None:
        photos.append(span(number))
        end = at + 1
        at = past_joins(tokens, end)
    if len(photos) < _TWO or at != end or end + 1 >= len(tokens):
        return None
    shared = tokens[end].means("duration") and any(
        t.means("each") for t in tokens[end + 1 : end + 3]
    )
    return reference(tokens, end, tuple(photos)) if shared else None


def _anchor(tokens: Tokens, at: int) -> Reference | None:
    if at >= len(tokens):
        return None
    if tokens[at].means("ref") and len(tokens[at].photos) == 1:
        return tokens[at].photos[0]
    number = whole(tokens[at]) or rank(tokens[at])
    return span(number) if number else None


def neighbour_counted(tokens: Tokens) -> Reading:
    """``海边后面那张``, ``第三张的前一张``."""
    anchor = _anchor(tokens, 0) if tokens[0].means("ref") else None
    if anchor is None:
        return None
    at = past_glue(tokens, 1)
    if at < len(tokens) and (by := _step_beside(tokens[at])):
        return reference(tokens, at + 1, (Beside(anchor, by),))
    if at >= len(tokens) or not tokens[at].means("place", "before", "after"):
        return None
    by = -1 if tokens[at].means("place", "before") else 1
    noun_at = past_glue(tokens, at + 1)
    end = past(tokens, noun_at, lambda t: is_noun_or_one(t) or one_counted(t))
    return reference(tokens, end, (Beside(anchor, by),)) if end > noun_at else None


def and_beside_it(tokens: Tokens) -> Reading:
    """``the beach one and the one right before it``: of the photo named, and its neighbour."""
    if not tokens[0].means("ref") or len(tokens[0].photos) != 1:
        return None
    at = past_joins(tokens, 1)
    if at == 1 or at >= len(tokens) or not (is_one(tokens[at]) or is_noun(tokens[at])):
        return None
    at = past(tokens, at + 1, lambda t: t.means("directly") or t.means("amount"))
    if at + 1 >= len(tokens) or not tokens[at].means("place", "before", "after"):
        return None
    by = -1 if tokens[at].means("place", "before") else 1
    if not tokens[at + 1].means("pronoun"):
        return None
    photo = tokens[0].photos[0]
    return reference(tokens, at + 2, (photo, Beside(photo, by)))


def _step_beside(token: Token) -> int:
    """``前一张`` after another photo is the one before it, not the first."""
    return {"before": -1, "after": 1}.get(token.value("beside") or "", 0)


def single(tokens: Tokens, at: int) -> int | None:
    """The rank of the one photo that stands at a place."""
    anchor = _anchor(tokens, at)
    first = getattr(anchor, "first", None)
    is_one_photo = first is not None and first == getattr(anchor, "last", None)
    return first if is_one_photo else None


def one_counted(token: Token) -> bool:
    """Whether a token counts one photo."""
    return token.means("count") and token.number == 1
