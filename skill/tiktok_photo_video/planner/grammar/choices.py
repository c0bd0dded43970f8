"""Questions for what there is to choose from: ``what transitions can I use?``, ``有哪些滤镜？``."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from tiktok_photo_video.planner.clauses import Clause
from tiktok_photo_video.planner.grammar.found import Found, all_used
from tiktok_photo_video.planner.vocabulary import lexicon_table
from tiktok_photo_video.planner.wishes import Enquiry


def choices(clause: Clause) -> Found | None:
    """What can be chosen of a kind is told; what this video has is another question."""
    if clause.means("quote") and not clause.means("quote", "bare"):
        return None
    folded = clause.folded.text[clause.tokens[0].start : clause.tokens[-1].end]
    # What was taken for a text is folded away: "what fonts can I pick".
    kind = _asked_kind(folded) or _asked_kind(clause.words.lower())
    return all_used(Enquiry(f"choose_{kind}", text=clause.words)) if kind else None


def _asked_kind(text: str) -> str:
    table, text = _table(), " ".join(text.split())
    asks = any(re.search(phrase, text) for phrase in table["asking"]["phrases"])
    if not asks or re.search(table["asking"]["of_video"], text):
        return ""
    return next((kind for kind, nouns in table["nouns"].items() if re.search(nouns, text)), "")


@cache
def _table() -> dict[str, Any]:
    return lexicon_table("choices")
