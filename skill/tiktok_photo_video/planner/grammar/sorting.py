"""Which order photos are to stand in."""

from __future__ import annotations

import re

from tiktok_photo_video.planner.brief import Order
from tiktok_photo_video.planner.clauses import Clause
from tiktok_photo_video.planner.grammar.found import (
    Found,
    all_used,
    found,
    photos_of,
    reference_tokens,
    tokens_meaning,
)
from tiktok_photo_video.planner.grammar.moving import about_others, says_more
from tiktok_photo_video.planner.photo_wishes import (
    Arrange,
    Move,
    Sort,
)
from tiktok_photo_video.planner.pointers import Span
from tiktok_photo_video.planner.wishes import (
    Fine,
    Unsaid,
)


def sorts(clause: Clause) -> Found | None:  # noqa: PLR0911 a table of ways, the first that holds
    """``reverse the order``, ``by date``, ``打乱顺序``, ``shuffle the last three``."""
    if (moved := _end_to_end(clause)) is not None:
        return moved
    order = clause.value("sort")
    tokens = tokens_meaning(clause, "sort")
    if order is None and (aged := _by_age(clause)) is not None:
        return aged
    if order is None:
        asked = clause.means("topic", "order") and clause.acts("set") and not clause.denied
        no_photo = not reference_tokens(clause) and not clause.means("cannot")
        return all_used(Unsaid("order")) if asked and no_photo else None
    if clause.denied or clause.acts("keep"):
        return found(clause, Fine(), used=tokens)
    some = tokens_meaning(clause, "ref", "rest")
    others = ("duration", "place", "quote", "aside", "ordinal")
    if any(clause.means(kind) for kind in others):
        some = []
    if order == "reversed" and _says_how_reversed(clause):
        return all_used(Sort(Order.REVERSED))
    ways = set(clause.values("sort"))  # "by date, newest first"
    if {"name", "reversed"} <= ways:
        by_name = (Sort(Order.NAME, photos=photos_of(some)), Sort(Order.REVERSED))
        return found(clause, *by_name, used=[*tokens, *some])
    by_date_backwards = "captured" in ways and bool(ways & {"reversed", "newest"})
    wish = Sort(Order.NEWEST if by_date_backwards else Order(order), photos=photos_of(some))
    return found(clause, wish, used=[*tokens, *some])


def _says_how_reversed(clause: Clause) -> bool:
    """``in the opposite order, last one first``: the end comes first, and that is all."""
    ranks = [t for t in clause.tokens if t.means("ordinal") or t.means("ref")]
    last_first = len(ranks) == _BOTH_ENDS and ranks[1].means("ordinal", "1")
    last = Span(-1, -1)
    return last_first and (ranks[0].means("ordinal", "-1") or ranks[0].photos == (last,))


_BOTH_ENDS = 2


def _end_to_end(clause: Clause) -> Found | None:
    """``move last to first`` moves one photo; "from last to first" turns the order around."""
    words = clause.first("sort", "reversed")
    if words is None or clause.folded.text[words.start : words.end] != "last to first":
        return None
    if not clause.means("act", "move") or clause.means("pronoun") or clause.means("all"):
        return None
    return all_used(Move((Span(-1, -1),), position=1))


_SINGULAR = re.compile(r"(?:one|photo|picture|pic|image|shot|那张|一张|这张|那张照片)$")


def _is_one_by_age(clause: Clause) -> bool:
    """``move the oldest photo to the end``: a single photo, not an order of all."""
    aged = next((t for t in clause.tokens if t.means("age") and t.means("ref")), None)
    moves = clause.means("act", "move", "start_with", "end_with")
    words = clause.folded.text[aged.start : aged.end] if aged else ""
    return moves and _SINGULAR.search(words) is not None


def _by_age(clause: Clause) -> Found | None:
    """``most recent pictures first``, ``最早的照片放最前面``, ``oldest at the end``."""
    if (both := _both_ages(clause)) is not None:
        return both
    age = clause.value("age")
    first = clause.means("ordinal", "1") or clause.means("place", "front")
    last = clause.means("ordinal", "-1") or clause.means("place", "end")
    if (
        age is None
        or first == last
        or _is_one_by_age(clause)
        or clause.denied
        or about_others(clause)
    ):
        return None
    newest = (age == "newest") == first
    return all_used(Sort(Order.NEWEST if newest else Order.CAPTURED))


def _both_ages(clause: Clause) -> Found | None:
    """``newest shot first, oldest last``."""
    ages = clause.values("age")
    if set(ages) != {"newest", "oldest"} or clause.denied or about_others(clause):
        return None
    ends = [t for t in clause.tokens if t.means("ordinal", "1", "-1") or t.means("place")]
    if len(ends) < len(ages):
        return None
    opens = ends[0].means("ordinal", "1") or ends[0].means("place", "front")
    newest = (ages[0] == "newest") == opens
    return all_used(Sort(Order.NEWEST if newest else Order.CAPTURED))


def arrangements(clause: Clause) -> Found | None:
    """``go 5 3 1 2 4``: the photos in the order in which they are to come."""
    listed = clause.first("listing")
    if listed is None or clause.denied or about_others(clause) or says_more(clause):
        return None
    others = ("remove", "keep_only", "swap", "replace", "keep")
    elsewhere = clause.means("place") or clause.means("aside") or clause.means("except")
    if clause.acts(*others) or elsewhere or clause.means("repeat"):
        return None
    return all_used(Arrange(listed.photos))
