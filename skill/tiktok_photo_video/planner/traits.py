"""Photos told apart by what they are: their shape, their age, how long they stand, seen twice."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from tiktok_photo_video.planner.amounts import Reading
from tiktok_photo_video.planner.marks import (
    is_noun,
    is_noun_or_one,
    is_one,
    past,
    past_glue,
    reference,
)
from tiktok_photo_video.planner.pointers import Half, Having, ShownAt, Trait
from tiktok_photo_video.planner.tokens import Token, Tokens, sense


def same_kind(tokens: Tokens) -> Reading:
    """``the longest one``, ``the landscape ones``, ``the one with the title``, ``横的那张``."""
    if _is_trait_noun(tokens) and len(tokens) > 1 and tokens[1].means("trait", "titled"):
        return reference(tokens, 2, (Having("titled"),))
    trait = tokens[0].value("trait")
    if trait is None:
        return _doubles(tokens) or _of_age(tokens)
    of = past_glue(tokens, 1)
    end = past(tokens, of, is_one)
    if end == of and trait in ("longest", "shortest", "titled"):
        end = past(tokens, of, is_noun)
    is_noun_itself = trait in ("film", "still", "doubled")
    if end == of and not is_noun_itself:
        return None
    return reference(tokens, end if end > of else 1, (Having(cast("Trait", trait)),))


def half(tokens: Tokens) -> Reading:
    """``后半段``, ``前半部分的照片``."""
    value = tokens[0].value("half")
    if value is None:
        return None
    end = past(tokens, past_glue(tokens, 1), is_noun_or_one)
    end = end if is_noun_or_one(tokens[end - 1]) else 1
    return reference(tokens, end, (Half(value == "second"),))


def seen_at(tokens: Tokens) -> Reading:
    """``第7秒画面上的那张``, ``8秒处的照片``: the one that is seen at that moment."""
    at = 1 if tokens[0].means("mark", "nth") else 0
    if at >= len(tokens) or not tokens[at].means("duration") or tokens[at].means("clock"):
        return None
    beside = past(tokens, at + 1, lambda t: _is_moment(t) and not is_one(t))
    moments = ("moment", "surface", "frame_noun")
    placed = any(t.means(kind) for t in tokens[at + 1 : beside] for kind in moments)
    end = past(tokens, beside, is_noun_or_one)
    if end == beside or not (at or placed):
        return None
    return reference(tokens, end, (ShownAt(tokens[at].number),))


def _is_moment(token: Token) -> bool:
    kinds = ("glue", "surface", "frame_noun", "to", "lead", "moment")
    return any(token.means(kind) for kind in kinds) and not token.means("act")


def _doubles(tokens: Tokens) -> Reading:
    """``duplicate photos``, ``重复照片``: no number follows that a verb would want."""
    if not tokens[0].means("repeat") or len(tokens) < 2 or not is_noun(tokens[1]):
        return None
    counted = len(tokens) > 2 and any(
        tokens[2].means(kind) for kind in ("number", "ordinal", "ref", "file", "mark", "count")
    )
    return None if counted else reference(tokens, 2, (Having("doubled"),))


def _of_age(tokens: Tokens) -> Reading:
    """``the oldest picture``; "oldest photos first" goes on being an order."""
    age = tokens[0].value("age")
    of = past_glue(tokens, 1)
    end = past(tokens, of, is_noun_or_one)
    if age is None or end == of:
        return None
    photos = (Having(cast("Trait", age)),)
    senses = (*sense("ref"), *(s for s in tokens[0].senses if s.kind == "age"))
    return Token(tokens[0].start, tokens[end - 1].end, senses, photos=photos), end


def _is_trait_noun(tokens: Tokens) -> bool:
    return is_one(tokens[0]) or tokens[0].means("topic", "photo")


def with_shapes_of_photos(tokens: Tokens) -> Tokens:
    """``portrait photos`` speaks of the photos, not of the frame.

    After a verb that picks ("remove the landscape photos") it says which.
    """
    result: list[Token] = []
    for at, token in enumerate(tokens):
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        if not (token.means("shape") and following and following.means("topic", "photo")):
            result.append(token)
        elif token.means("trait") and _is_picked(tokens, at):
            trait = cast("Trait", token.value("trait"))
            result.append(replace(token, senses=sense("ref"), photos=(Having(trait),)))
    return tuple(result)


def _is_picked(tokens: Tokens, at: int) -> bool:
    before = at - 1
    while before >= 0 and (tokens[before].means("glue") or tokens[before].means("all")):
        before -= 1
    picks = ("remove", "keep_only", "move", "swap", "start_with", "end_with")
    return before >= 0 and (tokens[before].means("act", *picks) or tokens[before].means("except"))
