"""One photo of several, where nobody can know which: ``let one photo stay on longer``."""

from __future__ import annotations

from itertools import pairwise

from tiktok_photo_video.planner.clauses import Clause
from tiktok_photo_video.planner.grammar.found import Found, all_used
from tiktok_photo_video.planner.wishes import Unsaid

_ONE_PHOTO = ("one photo", "one picture", "one image", "one pic", "a photo", "one of the photos")
_DONE_TO_IT = ("degree", "duration", "tint", "motion", "shift")


def one_of_many(clause: Clause) -> Found | None:
    """``keep one photo up longer``, ``make one picture black and white``: ask which."""
    if clause.means("ref") or clause.asks:
        return None
    return all_used(Unsaid("which")) if _stays(clause) or _makes_one_photo(clause) else None


def _stays(clause: Clause) -> bool:
    counts = [t for t in clause.tokens if t.means("count") and t.number == 1]
    words = {clause.folded.text[t.start : t.end] for t in counts}
    compared = clause.means("degree", "longer", "shorter") and not clause.means("each")
    return bool(words & set(_ONE_PHOTO)) and compared and not clause.means("act", "create")


def _makes_one_photo(clause: Clause) -> bool:
    """``make one photo shorter`` makes no video: its verb ends where the photo begins."""
    changed = any(clause.means(kind) for kind in _DONE_TO_IT) and not clause.means("each")
    pairs = ((clause.folded.text[a.start : a.end], b) for a, b in pairwise(clause.tokens))
    return changed and any(said == "make one" and b.means("topic", "photo") for said, b in pairs)
