"""Songs asked for by name: told that they cannot be played, never exchanged for another."""

from __future__ import annotations

import re

from tiktok_photo_video.planner.clauses import Clause
from tiktok_photo_video.planner.grammar.found import Found, all_used
from tiktok_photo_video.planner.wishes import Music

_BY = re.compile(r"\b(?:play|use|put on|add|with|want|have) (?P<song>[^,.;?!]+? by [^,.;?!]+)")


def by_name(clause: Clause) -> Found | None:
    """``play Blinding Lights by The Weeknd``, ``use the new Taylor Swift song``."""
    if clause.means("ref") or clause.means("quote") or clause.denied or not clause.words.isascii():
        return None
    if clause.means("topic", "title", "photo", "video", "volume", "transition", "motion", "length"):
        return None
    name = _before_noun(clause) or _by_whom(clause)
    return all_used(Music(song=name)) if name else None


def _before_noun(clause: Clause) -> str:
    """The unknown names, in capitals, right before a word for music."""
    at = next((i for i, t in enumerate(clause.tokens) if t.means("topic", "music")), 0)
    start = at
    while start and clause.tokens[start - 1].means("word"):
        start -= 1
    name = (
        clause.folded.slice(clause.tokens[start].start, clause.tokens[at].end) if start < at else ""
    )
    uses = clause.means("act", "set", "add") or clause.means("with")
    return name if uses and name and all(word[0].isupper() for word in name.split()[:-1]) else ""


def _by_whom(clause: Clause) -> str:
    text = clause.folded.text
    start, end = clause.tokens[0].start, clause.tokens[-1].end
    found_ = _BY.search(text, start, end)
    if found_ is None or clause.means("mood") or clause.means("percent") or clause.means("sort"):
        return ""
    name = clause.folded.slice(*found_.span("song"))
    whom = name.rpartition(" by ")[2]
    named = whom[:1].isupper() and not any(c.isdigit() for c in whom)
    return name if named and name[:1].isupper() else ""
