"""From where on a song is heard."""

from __future__ import annotations

from tiktok_photo_video.planner.clauses import Clause
from tiktok_photo_video.planner.grammar.found import Found, all_used
from tiktok_photo_video.planner.grammar.sound import is_own
from tiktok_photo_video.planner.tokens import Token
from tiktok_photo_video.planner.wishes import SongStart

_ELSEWHERE = ("title", "caption", "transition", "photo", "motion", "volume", "length", "video")
_LATER = ("in", "come in", "comes in", "kick in", "kicks in", "drop in", "进来", "再", "才")


def song_starts(clause: Clause) -> Found | None:
    """``start the song at 0:30``, ``skip the first 10 seconds of the song``, ``歌从30秒开始放``."""
    time = clause.first("duration")
    if time is None or not clause.means("topic", "music") or clause.denied:
        return None
    others = clause.means("ref") or clause.means("fade") or clause.means("topic", *_ELSEWHERE)
    if others or clause.means("percent") or clause.means("degree") or clause.means("gradual"):
        return None
    if _skips(clause, time):
        return all_used(SongStart(time.number))
    if not _starts_there(clause, time):
        return None
    return all_used(SongStart(time.number, delayed=_comes_later(clause, time), own=is_own(clause)))


def _skips(clause: Clause, time: Token) -> bool:
    """``skip the first 10 seconds of my song``, ``去掉歌的前5秒``."""
    before = [t for t in clause.tokens if t.end <= time.start][-2:]
    head = any(t.means("ordinal", "1") or t.means("mark", "head") for t in before)
    return clause.acts("remove") and head


def _starts_there(clause: Clause, time: Token) -> bool:
    at = next(i for i, t in enumerate(clause.tokens) if t is time)
    before = [t for t in clause.tokens[max(at - 3, 0) : at] if not t.means("glue") or t.means("to")]
    led = bool(before) and (
        before[-1].means("to", "from")
        or before[-1].means("mark", "nth")
        or before[-1].means("place", "after")
    )
    after = clause.tokens[at + 1 : at + 3]
    opens = clause.means("place", "front") or any(t.means("place", "after") for t in after)
    from_there = any(t.means("to", "from") for t in before) and not clause.means("to", "to")
    plays = clause.means("act", "add", "hold", "set", "make", "move") or not clause.act
    return (led or bool(after and opens)) and (opens or (from_there and plays))


def _comes_later(clause: Clause, time: Token) -> bool:
    """``start the music after 3 seconds``, ``3秒后再放音乐``: silence comes first."""
    at = next(i for i, t in enumerate(clause.tokens) if t is time)
    beside = (*clause.tokens[max(at - 1, 0) : at], *clause.tokens[at + 1 : at + 2])
    words = {clause.folded.text[t.start : t.end] for t in clause.tokens}
    after = any(t.means("place", "after") or t.means("mark", "tail") for t in beside)
    return after or bool(words & set(_LATER))
