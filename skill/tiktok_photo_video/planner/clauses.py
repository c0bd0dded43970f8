"""A message split into clauses: one thing asked for, each.

A full stop or "then" always splits. A comma, "and" or "with" splits only where something
new begins, so that "photos 2, 3 and 5" and "crossfade and flash" stay whole.
"""

from __future__ import annotations

from dataclasses import replace

from tiktok_photo_video.planner.antecedents import (
    cut_named,
    is_relative,
    takes_cut,
    takes_photos,
    with_photos,
)
from tiktok_photo_video.planner.clause import Clause, own_act, own_denial
from tiktok_photo_video.planner.going_on import with_topic
from tiktok_photo_video.planner.normal import Folded
from tiktok_photo_video.planner.parts import SUBJECTS
from tiktok_photo_video.planner.splitting import parts_of
from tiktok_photo_video.planner.tokens import Tokens

__all__ = ["Clause", "clauses_of", "is_relative", "opens_with_repair"]


def clauses_of(tokens: Tokens, folded: Folded) -> tuple[Clause, ...]:
    """The clauses of a message, in order, each knowing what it inherits."""
    clauses: list[Clause] = []
    for part, continues in parts_of(tokens):
        before = clauses[-1] if clauses else None
        retries = before is not None and opens_with_repair(part)
        own = _repaired(part) if retries else part
        clause = _clause(own, folded, before if continues or retries else None)
        if before and takes_cut(clause, before):
            clauses.pop()
            clause = replace(clause, tokens=(*cut_named(before), *clause.tokens))
        elif before and takes_photos(clause, before):
            # "Photo 2 is blurry, remove it": the first part only says which.
            clauses.pop()
            named = tuple(t for t in before.tokens if t.means("ref"))
            clause = replace(clause, tokens=(*named, *clause.tokens))
        clauses.append(_linked(clause, before) if before else clause)
    return tuple(clauses)


def opens_with_repair(part: Tokens) -> bool:
    """``no sorry, the third``, ``不对，第三张``: a second try; a mere "no" may be a refusal."""
    repairs = part[0].means("repair")
    return repairs and (not part[0].means("neg") or (len(part) > 1 and part[1].means("repair")))


def _repaired(part: Tokens) -> Tokens:
    """The tokens where the words that take something back refuse nothing."""
    return tuple(t.without("neg") if t.means("repair") else t for t in part)


def _linked(clause: Clause, before: Clause) -> Clause:
    """The clause with what it takes up from the one before it."""
    clause = with_photos(with_topic(clause, before), before)
    return replace(clause, timed=before.timed or before.means("duration"))


def _clause(tokens: Tokens, folded: Folded, before: Clause | None) -> Clause:
    act, denied = own_act(tokens), own_denial(tokens)
    asks = any(t.means("stop", "?") for t in tokens)
    if before and not act and not denied and _is_bare(tokens):
        return Clause(tokens, folded, before.act, before.denied, asks, inherits=True)
    return Clause(tokens, folded, act, denied, asks)


def _is_bare(tokens: Tokens) -> bool:
    """Whether a part only names a thing, so that the verb before it holds for it too."""
    own = {SUBJECTS[s.kind] for t in tokens for s in t.senses if s.kind in SUBJECTS}
    moved = any(t.means("ref") for t in tokens) and own <= {"place"}
    return (not own or moved) and not any(t.means("with") for t in tokens)
