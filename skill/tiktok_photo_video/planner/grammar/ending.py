"""Where the video is to end."""

from __future__ import annotations

from tiktok_photo_video.planner.clauses import Clause
from tiktok_photo_video.planner.grammar.found import Found, all_used
from tiktok_photo_video.planner.photo_wishes import CutOff

_NOT_LENGTH = ("title", "music", "transition", "caption", "volume", "motion")


_CUTTING = {"cut", "cut off", "trim", "trim off", "end"}


def ends_there(clause: Clause) -> Found | None:
    """``cut everything after 9 seconds``, ``12秒以后的都剪掉``: that long it stays."""
    time = clause.first("duration")
    others = clause.means("ref") or clause.means("topic", *_NOT_LENGTH) or clause.denied
    said = {clause.folded.text[t.start : t.end] for t in clause.tokens}
    ends = clause.acts("remove") or bool(said & _CUTTING)
    if time is None or others or not ends:
        return None
    at = next(i for i, t in enumerate(clause.tokens) if t is time)
    before, after = clause.tokens[max(at - 2, 0) : at], clause.tokens[at + 1 : at + 3]
    later = any(t.means("place", "after") or t.means("onward") for t in (*before, *after))
    if not later and not any(t.means("mark", "tail") for t in after):
        return None
    return all_used(CutOff(time.number))
