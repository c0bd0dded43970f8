"""How the music comes and goes: ``fade out over 3 seconds``, ``淡入1秒淡出3秒``.

"Fade" belongs to music where music is named, and alone where it says which way: pictures
fade into one another, or to black; only sound fades in or out.
"""

from __future__ import annotations

from tiktok_photo_video.planner.clauses import Clause
from tiktok_photo_video.planner.grammar.found import Found, found, refused, tokens_meaning
from tiktok_photo_video.planner.tokens import Token
from tiktok_photo_video.planner.wishes import Fades

USUAL_S, QUICK_S, LONG_S = 2.0, 1.0, 4.0
_BOTH = frozenset({"in", "out"})
_ELSEWHERE = ("title", "transition", "photo", "motion", "background", "caption")
_ENDS = {"in": ("front",), "out": ("end",)}
_RANKS = {"in": "1", "out": "-1"}
_STRETCHES = {"in": "head", "out": "tail"}
_WAY_WORDS = {"in": {"in", "大", "响"}, "out": {"out", "小", "轻", "没"}}
_TURNS = {"in": ("louder", "more"), "out": ("quieter", "less")}


def fades(clause: Clause) -> Found | None:
    """The music's fades, with the seconds that stand beside each."""
    marks = _marks(clause)
    if not marks:
        return None
    times = [t for t in clause.tokens if t.means("duration")]
    off = refused(clause) or (clause.means("aside", "out") and not clause.means("topic", "music"))
    lengths: dict[str, float] = {}
    for at, (_, ways) in enumerate(marks):
        for way in ways:
            of_way = _of_way(way, ways, times)
            lengths[way] = 0.0 if off else _seconds(clause, marks, at, of_way)
    wish = Fades(lengths.get("in"), lengths.get("out"))
    used = [mark for mark, _ in marks]
    used += tokens_meaning(clause, "duration", "each", "place", "gradual", "degree", "neg", "fade")
    used += tokens_meaning(clause, "aside", "ordinal", "amount", "step", "act", "plain", "ref")
    used += tokens_meaning(clause, "abrupt", "excess", "covers")
    used += [t for t in clause.tokens if t.means("topic", "music", "volume")]
    return found(clause, wish, used=used)


def _of_way(way: str, ways: frozenset[str], times: list[Token]) -> list[Token]:
    """Of one fade both ways the first duration is for coming, the second for going."""
    if len(ways) == 1 or len(times) == 1:
        return times
    return times[:1] if way == "in" else times[1:]


def _marks(clause: Clause) -> list[tuple[Token, frozenset[str]]]:
    """The words that ask for a fade, each with the ways it goes."""
    music = clause.means("topic", "music", "volume")
    of_title = clause.about == "title" and not music  # "标题放中间，开头淡入进来"
    if of_title or clause.means("transition", "dip_to_black", "dip_to_white"):
        return []
    elsewhere = clause.means("topic", *_ELSEWHERE) and not clause.means("topic", "music")
    if elsewhere or (clause.means("ref") and not music):
        return []
    directed = [t for t in clause.tokens if t.means("fade", "in", "out")]
    if directed:
        return [(t, _ways(t)) for t in directed]
    token = clause.first("fade", "both")
    if token is not None and (music or _was_about_music(clause)):
        return [(token, _told_ways(clause, token) or _BOTH)]
    return _implied(clause, token, heard=music)


_LONGEST_CUT_S = 1.5


def _lasts_longer_than_cuts(clause: Clause) -> bool:
    """``a three second fade at the end``: the sound goes out; cuts are over sooner."""
    time = clause.first("duration")
    others = clause.means("place", "between", "after", "before") or clause.means("topic")
    return time is not None and time.number > _LONGEST_CUT_S and not others and not clause.about


def _implied(
    clause: Clause, named: Token | None, *, heard: bool
) -> list[tuple[Token, frozenset[str]]]:
    """``音乐慢慢变小``, ``音乐收尾太突兀``: a fade without its name."""
    if not heard and named is not None and _lasts_longer_than_cuts(clause):
        ways = _told_ways(clause, named)
        return [(named, ways)] if ways else []
    token = clause.first("gradual")
    turned = clause.means("degree", "louder", "quieter") and not clause.means("topic")
    if token is not None and (heard or turned) and (ways := _told_ways(clause, token)):
        return [(token, ways)]
    token = clause.first("abrupt")
    ways = _told_ways(clause, token) if token is not None and heard else frozenset()
    return [(token, ways)] if token is not None and ways else []


def _was_about_music(clause: Clause) -> bool:
    return clause.about in ("music", "volume")


def _ways(token: Token) -> frozenset[str]:
    return frozenset(way for way in _BOTH if token.means("fade", way))


def _told_ways(clause: Clause, mark: Token) -> frozenset[str]:
    """Which ends the words around a fade speak of: in, out, start, end, up, down."""
    ways = {way for way, places in _ENDS.items() if clause.means("place", *places)}
    ways |= {way for way, rank in _RANKS.items() if clause.means("ordinal", rank)}
    ways |= {way for way, place in _STRETCHES.items() if clause.means("mark", place)}
    words = {clause.folded.text[t.start : t.end] for t in clause.tokens if t.start > mark.start}
    if "out" in words and clause.means("ordinal", "-1"):
        words.discard("in")  # "fade it out in the last 2 seconds"
    ways |= {way for way in _BOTH if words & _WAY_WORDS[way]}
    if not ways:
        ways |= {way for way, turns in _TURNS.items() if clause.means("degree", *turns)}
    return frozenset(ways)


def _seconds(
    clause: Clause, marks: list[tuple[Token, frozenset[str]]], at: int, times: list[Token]
) -> float:
    """The duration that belongs to a fade: the one after it before the next, else the one before.

    A single duration is for all of them.
    """
    if len(times) == 1:
        return times[0].number
    begin = marks[at][0].start
    end = marks[at + 1][0].start if at + 1 < len(marks) else len(clause.folded.text)
    after = [t for t in times if begin < t.start < end]
    before = [t for t in times if t.start < begin]
    if len(times) == len(marks) and times[0].start < marks[0][0].start:
        return times[at].number  # "a 1 s fade in and a 3 s fade out"
    if after or before:
        return (after[0] if after else before[-1]).number
    if clause.means("degree", "longer", "slower") or clause.means("plain"):
        return QUICK_S if clause.means("degree", "shorter", "faster") else LONG_S
    return QUICK_S if clause.means("degree", "shorter", "faster") else USUAL_S
