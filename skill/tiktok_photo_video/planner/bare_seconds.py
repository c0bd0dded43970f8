"""Numbers without a unit that can only be seconds: ``hold photo 3 for 5``."""

from __future__ import annotations

from dataclasses import replace

from tiktok_photo_video.planner.normal import Folded
from tiktok_photo_video.planner.tokens import Tokens, sense

_EDGES = ("stop", "comma", "join")


def with_bare_seconds(tokens: Tokens, folded: Folded) -> Tokens:
    """``show the title from 2 to 6``, ``hold photo 3 for 5``: numbers that can only be seconds."""
    changed = list(tokens)
    for at, token in enumerate(tokens):
        ends = at + 1 == len(tokens) or any(tokens[at + 1].means(kind) for kind in _EDGES)
        if at < _LEAST_BEFORE or not ends or (not token.value("number") and not token.number):
            continue
        if not token.means("number") or token.means("mark") or token.photos:
            continue
        start = next((i + 1 for i in range(at - 1, -1, -1) if tokens[i].means("stop")), 0)
        if start < at and _counts_seconds(tokens[start:at], folded):
            changed[at] = replace(token, senses=sense("duration"))
    return tuple(changed)


_LEAST_BEFORE = 2
_NEVER_TIMED = ("swap", "replace", "remove", "start_with", "end_with", "call", "undo")


def _counts_seconds(before: Tokens, folded: Folded) -> bool:
    words = [folded.text[t.start : t.end] for t in before[-3:]]
    titled = any(t.means("topic", "title") and not t.means("piece", "caption") for t in before)
    held = any(t.means("act", "hold") for t in before) or (
        titled and any(t.means("act", "add", "move", "keep", "hold") for t in before)
    )
    if any(t.means("act", *_NEVER_TIMED) or t.means("likewise") for t in before):
        return False
    if words[-1] == "for":
        return held and any(t.means("ref") or t.means("topic") for t in before)
    ranged = len(words) > _LEAST_BEFORE and words[-3] == "from" and words[-1] in ("to", "until")
    return (
        ranged
        and titled
        and before[-2].means("number")
        and not any(t.means("ref") or t.means("quote") or t.means("colon") for t in before)
    )
