"""Photos that are to be left as they are while others change."""

from __future__ import annotations

import re

from tiktok_photo_video.planner.clauses import Clause
from tiktok_photo_video.planner.grammar.found import Found, all_used, photos_of, reference_tokens
from tiktok_photo_video.planner.pointers import AllBut, Everything, References, Rest
from tiktok_photo_video.planner.wishes import Fine, Spare

_AS_TAKEN = re.compile(
    r"\b(?:normal|natural|original|unfiltered|unedited|untreated|plain|regular)\b|正常|原图|原片"
)
_AS_IT_IS = re.compile(
    r"\bas is\b|\bas (?:it|they) (?:is|are|was|were)\b|\balone\b|\buntouched\b|\bunchanged\b"
    r"|\bthe way (?:it|they) (?:is|are)\b|\bout of it\b|\bwhere (?:it|they) (?:is|are)\b|\bput\b"
    r"|\bin (?:its|their) place\b|原样|不变|不动|别动|原位|原地"
)
_OTHER = ("quote", "duration", "topic", "tint", "motion", "fit", "transition", "place", "degree")


def spared(clause: Clause) -> Found | None:
    """``keep photo 1 normal``, ``leave the beach photo alone``, ``第一张保持原样``."""
    if _scopes(clause):
        return all_used(Spare((AllBut(photos_of(reference_tokens(clause))),)))
    photos = _named(clause)
    if _keeps_its_own(clause):
        return all_used(Spare(photos) if photos else Fine())
    if not photos or any(isinstance(p, Everything | Rest) for p in photos):
        return None
    if not clause.acts("keep", "hold") or clause.denied or _does_more(clause):
        return None
    words = clause.folded.text[clause.tokens[0].start : clause.tokens[-1].end]
    as_taken = bool(_AS_TAKEN.search(words))
    if not as_taken and not _AS_IT_IS.search(words):
        return None
    return all_used(Spare(photos, as_taken))


_OF_ITS_OWN = (
    *("act", "determiner", "glue", "transition", "motion", "fade", "topic", "ref", "place"),
    *("pronoun", "sigh", "comma", "join", "stop", "lead", "to", "all", "article"),
)


def _keeps_its_own(clause: Clause) -> bool:
    """``the first two can keep their zoom``, ``the fades can stay``: what is there is to stay."""
    moves = clause.means("transition") or clause.means("motion")
    if clause.means("motion", "none"):
        return False
    if not moves or not clause.acts("keep") or clause.denied or clause.asks:
        return False
    verbs = all(t.means("act", "keep", "hold") for t in clause.tokens if t.means("act"))
    pointed = clause.means("determiner") or clause.means("pronoun")
    plain = all(any(t.means(kind) for kind in _OF_ITS_OWN) for t in clause.tokens)
    return verbs and pointed and plain and not clause.means("only") and not clause.means("number")


def _scopes(clause: Clause) -> bool:
    """``…, but only on the first two``: all others are spared what was said before."""
    led = clause.means("only") and clause.means("to", "on", "for") and clause.means("ref")
    kinds = ("only", "glue", "lead", "to", "ref", "comma", "stop", "join", "determiner")
    return led and all(any(t.means(kind) for kind in kinds) for t in clause.tokens)


def _named(clause: Clause) -> References:
    """The photos named; ``except photo 2, which stays normal`` names photo 2."""
    photos = photos_of(reference_tokens(clause))
    inner = (p.photos if isinstance(p, AllBut) else (p,) for p in photos)
    return tuple(photo for each in inner for photo in each)


def _does_more(clause: Clause) -> bool:
    titled = clause.about in ("title", "music")
    return titled or any(clause.means(k) for k in _OTHER if not clause.means("topic", "photo"))
