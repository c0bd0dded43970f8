"""What is seen inside a photo and is to go: ``remove the guy from photo 3``.

Nobody can do that here. The photo itself stays, whatever the verb.
"""

from __future__ import annotations

from itertools import pairwise

from tiktok_photo_video.planner.clauses import Clause
from tiktok_photo_video.planner.grammar.found import Found, all_used, reference_tokens
from tiktok_photo_video.planner.tokens import Token
from tiktok_photo_video.planner.wishes import Cannot

_WITHIN = ("from", "in", "of", "off", "on", "at", "out", "inside", "within")
_CUTTING = ("crop", "cut", "edit", "erase", "paint", "clone", "brush", "blur out")
_SEEN = ("word", "occasion", "subject", "social", "aim")
_OTHERS = ("quote", "tint", "shift", "lens", "transition", "motion", "duration", "lever", "piece")


def inside_photos(clause: Clause) -> Found | None:
    """``take my ex out of the second picture``, ``crop the sign out of photo 1``."""
    photos = reference_tokens(clause)
    if not photos or clause.denied or not clause.words.isascii() or not _cuts(clause):
        return None
    if any(clause.means(kind) for kind in _OTHERS) or clause.means(
        "topic", "title", "music", "background"
    ):
        return None
    before = [t for t in clause.tokens if t.end <= photos[0].start]
    verb = next((t for t in before if _is_verb(clause, t)), None)
    held = [t for t in before if verb is not None and t.start >= verb.end]
    if not held or not _leads_inside(clause, held) or not _names_something(clause, held):
        return None
    return all_used(Cannot(clause.words, "retouch"))


def _cuts(clause: Clause) -> bool:
    return clause.means("act", "remove") or any(_is_verb(clause, t) for t in clause.tokens)


def _is_verb(clause: Clause, token: Token) -> bool:
    word = clause.folded.text[token.start : token.end]
    return token.means("act", "remove") or word in _CUTTING


def _leads_inside(clause: Clause, held: list[Token]) -> bool:
    """``from``, ``out of``: right before the photo, but for an article."""
    lead = next((t for t in reversed(held) if not t.means("determiner")), None)
    return lead is not None and clause.folded.text[lead.start : lead.end] in _WITHIN


def _names_something(clause: Clause, held: list[Token]) -> bool:
    """Whether something seen is named, with its article: ``the guy``, ``my ex``."""
    pairs = pairwise(held)
    pointed = any(a.means("determiner") or a.means("article") for a, _ in pairs)
    seen = [t for t in held if any(t.means(kind) for kind in _SEEN)]
    words = [clause.folded.text[t.start : t.end] for t in seen]
    return pointed and bool(seen) and not set(words) <= set(_WITHIN)
