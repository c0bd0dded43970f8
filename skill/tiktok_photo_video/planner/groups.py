"""Photos named by where they stand, what they are, or what they are not.

``every other one``, ``the odd ones``, ``the middle one``, ``the longest one``, ``the
landscape ones``, ``the one after photo 3``, ``海边后面那张``, ``all but the first``,
``除了第一张``, ``2 5 1 3 4``, ``the two new ones``.
"""

from __future__ import annotations

from dataclasses import replace

from tiktok_photo_video.planner.amounts import Reading
from tiktok_photo_video.planner.marks import (
    is_list_join,
    is_noun,
    is_noun_or_one,
    is_one,
    is_range_join,
    numbers,
    past,
    past_glue,
    past_joins,
    rank,
    reference,
    span,
    whole,
)
from tiktok_photo_video.planner.neighbours import one_counted, single
from tiktok_photo_video.planner.pointers import (
    AllBut,
    Everything,
    Fresh,
    Middle,
    Reference,
    References,
    Rest,
    Span,
    Stride,
)
from tiktok_photo_video.planner.tokens import Token, Tokens, sense
from tiktok_photo_video.planner.vocabulary import Sense

_STRIDES = {"odd": Stride(1, 2), "even": Stride(2, 2)}
_MIN_LISTED = 3  # "5 3 1" is an order; two numbers may be anything
_MAX_LISTED = 99


def listing(tokens: Tokens) -> Reading:
    """``5 3 1 2 4``, ``3, 1, 2``: three or more different numbers in a row name an order."""
    named: list[int] = []
    at = end = 0
    while at < len(tokens) and (number := whole(tokens[at])) and number <= _MAX_LISTED:
        named.append(number)
        end = at + 1
        at = past(tokens, end, lambda t: is_list_join(t) or t.means("dash") or _then(t))
    if len(named) < _MIN_LISTED or len(set(named)) < len(named) or _counts(tokens, end):
        return None
    senses = (*sense("ref"), *sense("listing"))
    photos = tuple(span(number) for number in named)
    return Token(tokens[0].start, tokens[end - 1].end, senses, photos=photos), end


def _then(token: Token) -> bool:
    return token.means("join", "then")


def _counts(tokens: Tokens, at: int) -> bool:
    return at < len(tokens) and (is_noun(tokens[at]) or tokens[at].means("unit"))


def stride(tokens: Tokens) -> Reading:
    """``every other photo``, ``the odd ones``, ``奇数张``, ``每隔一张``."""
    value = tokens[0].value("stride")
    if value is None:
        return None
    of = past_glue(tokens, 1)
    end = past(tokens, of, lambda t: is_noun_or_one(t) or is_noun(t))
    if value in _STRIDES:
        is_whole_phrase = tokens[0].means("stride", "even") and tokens[0].end - tokens[0].start > 4
        named = end > of or is_whole_phrase or _ends_phrase(tokens)
        photos = (_STRIDES[value],)
        return reference(tokens, end if end > of else 1, photos) if named else None
    step = int(value)
    return reference(tokens, end if end > of else 1, (Stride(step, step),))


_DONE_TO_THEM = ("all", "each", "duration", "tint", "shift", "motion", "hold")
_LONGEST_HAN = 3  # characters: "单数的"; "odd" and "even" may colour any word


def _ends_phrase(tokens: Tokens) -> bool:
    """``双数的都去掉``, ``单数的两秒``: a group of all."""
    at = past_glue(tokens, 1)
    if at >= len(tokens) or tokens[at].means("all"):
        return at < len(tokens)
    is_group = tokens[0].means("stride", "odd") or tokens[0].end - tokens[0].start <= _LONGEST_HAN
    held = tokens[at].means("act", "hold", "set", "remove")
    return is_group and (held or any(tokens[at].means(kind) for kind in _DONE_TO_THEM))


def middle(tokens: Tokens) -> Reading:
    """``the middle one``, ``中间那张``, ``中间的照片``."""
    if whole(tokens[0]) and len(tokens) > 1 and _is_center(tokens[1]):
        end = past(tokens, 2, is_noun_or_one)  # "the 3 middle photos"
        return reference(tokens, end, (Middle(whole(tokens[0]) or 0),)) if end > 2 else None
    if not _is_center(tokens[0]):
        return None
    of = past_glue(tokens, 1)
    counted = whole(tokens[of]) if of < len(tokens) else None
    if counted and not any(t.means(k) for t in tokens[of + 1 : of + 2] for k in _NO_PHOTOS):
        noun = past(tokens, of + 1, lambda t: is_noun_or_one(t) or is_noun(t))
        return reference(tokens, noun, (Middle(counted),))
    end = past(tokens, of, lambda t: is_noun_or_one(t) or one_counted(t))
    if end > of and _are_ones(tokens[1:end]):
        return reference(tokens, end, (Span(2, -2),))
    return reference(tokens, end, (Middle(),)) if end > of else None


def _are_ones(nouns: Tokens) -> bool:
    """``the middle ones``: all between the first and the last."""
    return any(t.means("mark", "ones") for t in nouns)


_NO_PHOTOS = ("unit", "duration", "percent", "percent_sign", "times")


def _is_center(token: Token) -> bool:
    return token.means("position", "center") or token.means("aim", "middle")


def new_ones(tokens: Tokens) -> Reading:
    """``the two new ones``, ``新上传的两张``: they keep the sense of being new."""
    counted = 1 if whole(tokens[0]) and len(tokens) > 1 else 0
    if not tokens[counted].means("new"):
        return None
    end = past(tokens, counted + 1, lambda t: t.means("glue") or _names_some(t))
    while end > counted + 1 and not _names_some(tokens[end - 1]):
        end -= 1
    first, last = tokens[0], tokens[end - 1]
    senses = tokens[counted].senses
    return Token(first.start, last.end, senses, photos=(Fresh(),)), end


def _names_some(token: Token) -> bool:
    return is_noun_or_one(token) or is_noun(token) or token.means("count")


def some_of_them(tokens: Tokens) -> Reading:
    """``one of them``: photos meant, but not which."""
    if not tokens[0].means("indefinite"):
        return None
    return replace(tokens[0], senses=sense("indefinite")), 1


def one_of_some(tokens: Tokens) -> Reading:
    """``one of the last two``, ``either of photos 2 and 3``: nobody can know which."""
    if not tokens[0].means("partitive"):
        return None
    at = past_glue(tokens, 1)
    if at >= len(tokens) or not tokens[at].means("ref") or not _are_several(tokens[at].photos):
        return None
    return Token(tokens[0].start, tokens[at].end, sense("indefinite")), at + 1


def _are_several(photos: References) -> bool:
    first = photos[0] if photos else None
    return len(photos) > 1 or (isinstance(first, Span) and first.first != first.last)


def joined(tokens: Tokens) -> Reading:
    """References joined by ``and`` or a comma as one: ``photo 2 and beach.jpg``."""
    first = tokens[0]
    if not first.means("ref") or first.means("listing"):
        return None
    photos, end = list(first.photos), 1
    while (step := _next_joined(tokens, end, photos)) is not None:
        photos, end = step
    return reference(tokens, end, tuple(photos)) if end > 1 else None


def _next_joined(
    tokens: Tokens, end: int, photos: list[Reference]
) -> tuple[list[Reference], int] | None:
    if end + 1 >= len(tokens) or not is_list_join(tokens[end]):
        return None
    at = past_joins(tokens, end + 1)
    if at < len(tokens) and (last := _last_rank(tokens, at)) is not None:
        return [*photos, span(last)], at + 1
    if at >= len(tokens) or not tokens[at].means("ref") or tokens[at].means("listing"):
        return None
    if any(isinstance(p, AllBut) for p in tokens[at].photos):
        return None  # "除了头尾两张，中间的都…": those between are no further ones
    return [*photos, *tokens[at].photos], at + 1


def _last_rank(tokens: Tokens, at: int) -> int | None:
    """``the first 3 and the last``, where the sentence ends."""
    ends = at + 1 == len(tokens) or tokens[at + 1].means("stop") or tokens[at + 1].means("comma")
    led = tokens[at - 1].means("determiner") and not tokens[at].means("ref")
    return rank(tokens[at]) if ends and led else None


def starting_from(tokens: Tokens) -> Reading:
    """``从第二张开始``: where counting begins, not where a photo goes."""
    if not tokens[0].means("to", "from") or len(tokens) < 2:
        return None
    at = past_glue(tokens, 1)
    if at >= len(tokens) or not tokens[at].means("ref"):
        return None
    end = at + 1
    if (onwards := from_there_on(tokens[at:])) is not None:
        return replace(onwards[0], start=tokens[0].start), at + onwards[1]
    if (onwards := _onwards(tokens, at)) is not None:
        return replace(onwards[0], start=tokens[0].start), at + onwards[1]
    if end < len(tokens) and tokens[end].means("place", "front"):
        start, last = tokens[0].start, tokens[end].end
        return Token(start, last, sense("starting"), photos=tokens[at].photos), end + 1
    return _ranged(tokens, at)


def _onwards(tokens: Tokens, at: int) -> Reading:
    """``from photo 3 on``, ``from the third onwards``: that one and all that follow."""
    number = single(tokens, at)
    following = tokens[at + 1 : at + 3]
    if number is None or not following:
        return None
    ends = len(following) == 1 or not (
        following[1].means("ref") or following[1].means("determiner") or following[1].means("topic")
    )
    on = following[0].means("onward") or (following[0].means("to", "on") and ends)
    return reference(tokens[at:], 2, (span(number, -1),)) if on else None


def from_there_on(tokens: Tokens) -> Reading:
    """``第三张开始每张2秒``: that one and all that follow."""
    number = single(tokens, 0) if tokens[0].means("ref") else None
    if number is None or len(tokens) < 3 or not tokens[1].means("place", "front"):
        return None
    each = tokens[2].means("each") or tokens[2].means("all")
    return reference(tokens, 3, (span(number, -1),)) if each else None


def _ranged(tokens: Tokens, at: int) -> Reading:
    """``from the second photo to the last one``, ``从第二张到第四张``."""
    if at + 2 >= len(tokens) or not is_range_join(tokens[at + 1]):
        return None
    last_at = past_glue(tokens, at + 2)
    first, last = single(tokens, at), single(tokens, last_at)
    if first is None or last is None:
        return None
    return reference(tokens, last_at + 1, (span(first, last),))


def group(tokens: Tokens) -> Reading:
    """``all photos`` and ``the rest`` keep their other senses: they may mean the whole time."""
    first = tokens[0]
    named: Reference | None = Rest() if first.means("rest") else None
    named = Everything() if named is None and first.means("all") else named
    if named is None or first.photos or first.means("ref"):
        return None
    return replace(first, photos=(named,)), 1


def but_some(tokens: Tokens) -> Reading:
    """``all photos except 2 and 4``, ``除了第一张，其他都``."""
    whole = tokens[0].means("all") and tokens[0].means("except")  # "everything except"
    start = 0 if whole else _past_all(tokens)
    if start >= len(tokens) or not tokens[start].means("except"):
        return None
    named_at = past_glue(tokens, _past_on(tokens, start + 1))
    if any(is_one(t) for t in tokens[named_at : named_at + 1]) and any(
        t.means("place", "between") for t in tokens[named_at + 1 : named_at + 2]
    ):
        return None  # "except the one between 3 and 4"
    photos, end = _listed(tokens, named_at)
    if not photos:
        return None
    if start == 0 and not whole:
        after = past(tokens, end, lambda t: t.means("glue") or t.means("act", "hold"))
        if after < len(tokens) and _is_amount(tokens[after]):
            return None  # "except the beach, which gets 4": those get something of their own
        end = _past_same_others(tokens, _past_others(tokens, end), photos)
    senses = (Sense("ref", ""), Sense("but", ""))
    whole_phrase = Token(tokens[0].start, tokens[end - 1].end, senses, photos=(AllBut(photos),))
    return whole_phrase, end


def set_apart(tokens: Tokens) -> Reading:
    """``每张两秒，第三张除外``: photos that what was said before is not meant for."""
    if not tokens[0].means("ref") or tokens[0].means("but") or len(tokens) < 2:
        return None
    at = past_glue(tokens, 1)
    if at >= len(tokens) or not tokens[at].means("aside", "except"):
        return None
    senses = (*sense("ref"), *sense("but"))
    photos = (AllBut(tokens[0].photos),)
    return Token(tokens[0].start, tokens[at].end, senses, photos=photos), at + 1


def _past_on(tokens: Tokens, at: int) -> int:
    """``except on the last photo``."""
    return at + 1 if at < len(tokens) and tokens[at].means("to", "on") else at


def _past_all(tokens: Tokens) -> int:
    if not (tokens[0].means("all") or tokens[0].means("each")):
        return 0
    return past(tokens, 1, lambda t: is_noun(t) or t.means("glue"))


def _is_amount(token: Token) -> bool:
    return token.means("duration") or token.means("number")


def _past_others(tokens: Tokens, end: int) -> int:
    """``除了第一张以外，其他的都``: the words for all others belong to it."""
    at = past(tokens, end, lambda t: t.means("glue") or t.means("comma"))
    last = past(tokens, at, lambda t: t.means("rest") or (t.means("all") and not t.means("each")))
    return past(tokens, last, is_noun) if last > at else end


def _past_same_others(tokens: Tokens, end: int, photos: References) -> int:
    """``除了头尾两张，中间的都``: the same photos, said the other way round."""
    at = past(tokens, end, lambda t: t.means("glue") or t.means("comma"))
    same = at < len(tokens) and tokens[at].photos == (AllBut(photos),)
    return at + 1 if same else end


def _listed(tokens: Tokens, at: int) -> tuple[References, int]:
    """References, ranks and bare numbers from ``at`` on, and where they end."""
    photos: list[Reference] = []
    end = at
    while at < len(tokens):
        if any(isinstance(p, AllBut) for p in tokens[at].photos):
            break
        if tokens[at].means("ref"):
            photos.extend(tokens[at].photos)
            end = at + 1
        elif (place := rank(tokens[at])) is not None:
            photos.append(span(place))
            end = at + 1
        else:
            found, after = numbers(tokens, at)
            if not found:
                break
            photos.extend(found)
            end = after
        at = past_joins(tokens, end)
        if at == end:
            break
    return tuple(photos), end
