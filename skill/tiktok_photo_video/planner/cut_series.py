"""Transitions told one after the other: ``spin between 1 and 2, then blur, then spin``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from tiktok_photo_video.planner.pointers import Span
from tiktok_photo_video.planner.scoping import Said
from tiktok_photo_video.planner.vocabulary import vocabulary
from tiktok_photo_video.planner.wishes import Cannot, Cuts, Unknown, Wish
from tiktok_photo_video.timeline.model import TransitionType


def in_series(said: Iterable[Said]) -> tuple[Said, ...]:
    """``spin between 1 and 2, then blur, then spin``: each the cut after the one before."""
    result: list[Said] = []
    last = 0
    for each in said:
        named = _bare_cut(each)
        if last and named is not None:
            last += 1
            result.append(replace(each, wish=Cuts((named,), cuts=(last,))))
            continue
        last = _cut_named(each.wish)
        result.append(each)
    return tuple(result)


def _bare_cut(said: Said) -> TransitionType | None:
    """The transition that is all that was said: its name."""
    if isinstance(said.wish, Cuts) and said.wish != Cuts(said.wish.types):
        return None
    if not isinstance(said.wish, (Cannot, Cuts, Unknown)):
        return None
    words = _LEADING.sub("", said.words.casefold().strip(" .!,。，"))
    senses = vocabulary().senses.get(words, ())
    kinds = [
        s.value for s in senses if s.kind == "transition" and s.value not in ("none", "varied")
    ]
    return TransitionType(kinds[0]) if kinds else None


_LEADING = re.compile(
    r"^(?:(?:and|then|a|an|the|another|finally|again) |再|然后|接着|又|用|来个|一个|是)+"
)


def _cut_named(wish: Wish) -> int:
    """The number of the one cut that is meant, 0 where that cannot be told."""
    if not isinstance(wish, Cuts) or wish.rest or not wish.types or len(wish.types) != 1:
        return 0
    numbers = [p.first for p in wish.between if isinstance(p, Span) and p.first == p.last > 0]
    if len(wish.cuts) == 1 and not numbers:
        return max(wish.cuts[0], 0)
    if len(numbers) != len(wish.between) or not numbers:
        return 0
    if len(numbers) == _TWO:
        return numbers[0] if numbers[1] == numbers[0] + 1 else 0
    return numbers[0] - wish.before if len(numbers) == 1 else 0


_TWO = 2
