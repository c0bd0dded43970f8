"""Photos named as the ends of the row, as what lies between them, or by where counting starts.

``首尾两张``, ``末张照片``, ``中间的每张``, ``every other photo, starting with the first``,
``zoom in on 1``.
"""

from __future__ import annotations

from dataclasses import replace

from tiktok_photo_video.planner.amounts import Reading
from tiktok_photo_video.planner.marks import (
    is_counter,
    is_noun,
    is_noun_or_one,
    numbers,
    past,
    past_glue,
    rank,
    reference,
    span,
    whole,
)
from tiktok_photo_video.planner.pointers import AllBut, References, Span, Stride
from tiktok_photo_video.planner.tokens import Token, Tokens

_BOTH_ENDS = 2
_ENDS: dict[str, References] = {
    "1": (Span(1, 1),),
    "-1": (Span(-1, -1),),
    "-2": (Span(-2, -2),),
    "-3": (Span(-3, -3),),
    "ends": (Span(1, 1), Span(-1, -1)),
    "pair": (Span(1, 1), Span(-1, -1)),
}


def end_photos(tokens: Tokens) -> Reading:
    """``末张照片``, ``首张``, ``首尾两张``; "首尾" alone may be of the music."""
    value = tokens[0].value("end_photo")
    if value is None:
        return _end_counted(tokens)
    of = past_glue(tokens, 1)
    end = past(tokens, of, lambda t: is_noun_or_one(t) or _counts_both(t))
    if value == "ends" and end == of:
        shared = _is_for_both(tokens) or (of < len(tokens) and tokens[of].means("each"))
        return reference(tokens, 1, _ENDS[value]) if shared else None
    return reference(tokens, end if end > of else 1, _ENDS[value])


_NEAR = 6  # tokens
_ONE_AND_ONE = 4  # characters: "一头一尾" counts its photos by itself


def _is_for_both(tokens: Tokens) -> bool:
    """``一头一尾停三秒``: of photos, unless the sound is spoken of."""
    end = next((i for i, t in enumerate(tokens) if t.means("comma") or t.means("stop")), _NEAR)
    near = tokens[1 : min(end, _NEAR)]
    heard = any(t.means("fade") or t.means("topic", "music", "volume") for t in near)
    return tokens[0].end - tokens[0].start >= _ONE_AND_ONE and not heard


def _counts_both(token: Token) -> bool:
    """``首尾两张``, be the number and its counter one token yet or two."""
    return token.means("count") or is_counter(token) or whole(token) == _BOTH_ENDS


def _end_counted(tokens: Tokens) -> Reading:
    """``末张``, where the word for the end also has other meanings."""
    at_tail = tokens[0].means("mark", "tail") and not tokens[0].means("place")
    if not at_tail or len(tokens) < 2 or not is_counter(tokens[1]):
        return None
    return reference(tokens, past(tokens, 1, is_noun), (span(-1),))


def inner_ones(tokens: Tokens) -> Reading:
    """``中间的每张``, ``中间的都``: all but the two ends."""
    if not tokens[0].means("position", "center"):
        return None
    at = past_glue(tokens, 1)
    every = at < len(tokens) and (
        tokens[at].means("each") or (at > 1 and tokens[at].means("quantity"))
    )
    if not every:
        return None
    end = past(tokens, at + 1, is_noun_or_one)
    return reference(tokens, end, (AllBut(_ENDS["ends"]),))


def stride_from(tokens: Tokens) -> Reading:
    """``every other photo, starting with the first``: the counting begins there."""
    steps = tokens[0].photos
    if len(steps) != 1 or not isinstance(steps[0], Stride) or not tokens[0].means("ref"):
        return None
    at = past(tokens, 1, lambda t: t.means("comma") or t.means("glue"))
    if at >= len(tokens) or not (tokens[at].means("act", "start_with") or _is_from(tokens[at])):
        return None
    anchor_at = past_glue(tokens, at + 1)
    first = _first_place(tokens[anchor_at]) if anchor_at < len(tokens) else None
    if first is None:
        return None
    end = past(tokens, anchor_at + 1, is_noun_or_one)
    return reference(tokens, end, (Stride(first, steps[0].step),))


def with_strides_begun(tokens: Tokens) -> Tokens:
    """``every other one in sepia, starting with the first``: where its counting begins."""
    at = next((i for i, t in enumerate(tokens) if _is_stride(t)), None)
    if at is None:
        return tokens
    for begin in range(at + 2, min(at + _REACH, len(tokens) - 1)):
        led = tokens[begin].means("act", "start_with") and tokens[begin - 1].means("comma")
        anchor_at = past_glue(tokens, begin + 1) if led else len(tokens)
        first = _first_place(tokens[anchor_at]) if anchor_at < len(tokens) else None
        stride = tokens[at].photos[0]
        if first is None or not isinstance(stride, Stride):
            continue
        end = past(tokens, anchor_at + 1, is_noun_or_one)
        counted = replace(tokens[at], photos=(Stride(first, stride.step),))
        return (*tokens[:at], counted, *tokens[at + 1 : begin - 1], *tokens[end:])
    return tokens


_REACH = 12  # tokens: what is done with every other one stands between


def _is_stride(token: Token) -> bool:
    return token.means("ref") and len(token.photos) == 1 and isinstance(token.photos[0], Stride)


def _is_from(token: Token) -> bool:
    return token.means("to", "from")


def _first_place(token: Token) -> int | None:
    if token.means("ref") and len(token.photos) == 1 and isinstance(token.photos[0], Span):
        return token.photos[0].first
    return rank(token) or whole(token)


def one_that_ranks(tokens: Tokens) -> Reading:
    """``the one that's first``, ``the photo in last place``."""
    if not is_noun_or_one(tokens[0]) or not tokens[0].end - tokens[0].start > 1:
        return None
    at = past_glue(tokens, 1)
    number = rank(tokens[at]) if 1 < at < len(tokens) else None
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    ends = following is None or following.means("stop") or following.means("comma")
    latin = tokens[0].means("mark", "one") and tokens[0].means("number")
    return reference(tokens, at + 1, (span(number),)) if number and ends and latin else None


_NO_PHOTOS_AFTER = ("unit", "duration", "percent", "percent_sign", "mark", "topic", "times")


def placed_on(tokens: Tokens) -> Reading:
    """``zoom in on 1``, ``vintage on 2 and 4``: what is put on a number is put on a photo."""
    if not tokens[0].means("to", "on") or not tokens[0].means("lead"):
        return None
    photos, end = numbers(tokens, 1)
    counts = end < len(tokens) and any(tokens[end].means(kind) for kind in _NO_PHOTOS_AFTER)
    return reference(tokens, end, tuple(photos)) if photos and not counts else None


_FEWEST_NUMBERED = 2  # one number alone may count anything


def shown_numbers(tokens: Tokens) -> Reading:
    """``1和3黑白``, ``2 and 4 vintage``, ``2到4停2秒``: numbers that look some way are photos."""
    photos, end = numbers(tokens, 0)
    several = len(photos) >= _FEWEST_NUMBERED or any(
        isinstance(p, Span) and p.first != p.last for p in photos
    )
    if not several or end >= len(tokens) or not _is_shown(tokens, past_glue(tokens, end)):
        return None
    return reference(tokens, end, tuple(photos))


_BETWEEN = ("glue", "quantity", "dash", "likewise")


def _past_verb(tokens: Tokens, at: int) -> int:
    """``2和4都改成…``: where what they are to be stands."""
    at = past(tokens, at, lambda t: any(t.means(kind) for kind in _BETWEEN))
    sets = (
        at < len(tokens) and tokens[at].means("act", "set") and not tokens[at].means("act", "swap")
    )
    return past_glue(tokens, at + 1) if sets else at


def _is_shown(tokens: Tokens, at: int) -> bool:
    """Whether how something looks, or how long it stays, stands here; no noun after it."""
    at = _past_verb(tokens, at)
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if at >= len(tokens) or (following is not None and following.means("topic", "photo")):
        return False
    held = tokens[at].means("act", "hold") and following is not None
    timed = held and following is not None and following.means("duration")
    return timed or any(tokens[at].means(kind) for kind in ("tint", "shift", "motion"))
