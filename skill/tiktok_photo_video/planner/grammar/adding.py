"""Photos that come in: ``add the new one as number three``, ``use 8 photos``."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from tiktok_photo_video.planner.clauses import Clause
from tiktok_photo_video.planner.grammar.found import (
    Found,
    all_used,
    bare_photos,
    found,
    photos_of,
    reference_tokens,
)
from tiktok_photo_video.planner.grammar.moving import about_others, says_more, subjects
from tiktok_photo_video.planner.photo_wishes import (
    AddPhotos,
    Count,
    Move,
)
from tiktok_photo_video.planner.pointers import Named, References, Span


def additions(clause: Clause) -> Found | None:
    """``add the new photos``, ``put the new ones at the start``, ``add sea.jpg``, ``6 in``."""
    if clause.denied or about_others(clause) or says_more(clause):
        return None
    tokens = reference_tokens(clause)
    fresh = clause.means("new")
    if fresh and (ranked := _ranked(clause)) is not None:
        return ranked
    adds = clause.acts("add") and (clause.means("topic", "photo") or clause.means("count"))
    named = bool(tokens) and clause.acts("add")
    if clause.means("aside", "in") and not fresh:
        return all_used(_added(clause, photos_of(subjects(clause))))
    if not (fresh or adds or named):
        return None
    anchored = clause.means("place", "before", "after", "between")
    named_first = () if fresh else photos_of(tokens[:1] if anchored else tokens)
    return all_used(_added(clause, named_first))


def _ranked(clause: Clause) -> Found | None:
    """``new pictures go 6 first``: one of them by its number, and its place."""
    for number, place in pairwise(clause.tokens):
        position = place.value("ordinal")
        if number.means("number") and position and not number.means("mark"):
            at = int(number.number)
            return all_used(Move((Span(at, at),), position=int(position)))
    return None


def _added(clause: Clause, photos: References) -> AddPhotos:
    names = tuple(p.name for p in photos if isinstance(p, Named))
    numbered = tuple(p for p in photos if not isinstance(p, Named))
    wish = AddPhotos(names, photos=numbered)
    others = tuple(p for p in photos_of(reference_tokens(clause)) if p not in photos)
    anchor = others or (bare_photos(clause) if not photos else ())
    if anchor and clause.means("place", "before"):
        return replace(wish, before=anchor)
    if anchor and (clause.means("place", "between") or clause.means("position", "center")):
        return replace(wish, after=anchor[:1])
    if anchor and clause.means("place", "after"):
        return replace(wish, after=anchor)
    return replace(wish, position=_place_of_new(clause))


def _place_of_new(clause: Clause) -> int:
    if clause.means("place", "front"):
        return 1
    if value := clause.value("ordinal"):
        return int(value)
    number = clause.first("number")
    if number is not None and clause.means("place", "position") and number.number >= 1:
        return int(number.number)  # "as number three"
    named = photos_of(reference_tokens(clause)) if clause.means("act", "move") else ()
    at = named[0] if len(named) == 1 else None
    return at.first if isinstance(at, Span) and at.first == at.last else -1


def counts(clause: Clause) -> Found | None:
    """``five portrait photos``: how many the user believes there are."""
    token = clause.first("count")
    return found(clause, Count(int(token.number)), used=[token]) if token else None
