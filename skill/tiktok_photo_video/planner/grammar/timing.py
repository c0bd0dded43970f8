"""How long the whole and its photos are to be."""

from __future__ import annotations

from typing import Literal

from tiktok_photo_video.planner.clauses import Clause
from tiktok_photo_video.planner.grammar.found import (
    Found,
    found,
    hands_off,
    photos_named,
    tokens_meaning,
)
from tiktok_photo_video.planner.taste import LONGER, MUCH_LONGER, SLIGHTLY_LONGER
from tiktok_photo_video.planner.tokens import Token
from tiktok_photo_video.planner.wishes import (
    Everything,
    Fine,
    Length,
    PhotoLength,
    References,
    Wish,
)

_LONGER = ("longer", "slower")
_SHORTER = ("shorter", "faster")


def lengths(clause: Clause) -> Found | None:
    """``make it 15 seconds``, ``3 seconds each``, ``photo 2 longer``, ``慢一点``."""
    durations = [t for t in tokens_meaning(clause, "duration") if not _ruled_out(clause, t)]
    degree = next((t for t in clause.tokens if t.means("degree", *_LONGER, *_SHORTER)), None)
    if durations and not (degree is not None and _complains(clause, degree)):
        return _with_durations(clause, durations)
    times = clause.first("times")
    if degree is None and not (times and clause.means("topic", "length")):
        return None
    return _relative(clause, degree, times)


_FEWEST_SECONDS = 3  # below that a bare number is rather a photo's


def bare_lengths(clause: Clause) -> Found | None:
    """``make it 20``: of a video that can only be its length."""
    token = clause.first("number")
    asks = clause.means("act", "make", "set") and not clause.denied
    if token is None or token.number < _FEWEST_SECONDS or not asks:
        return None
    alone = all(t is token or any(t.means(kind) for kind in _AROUND) for t in clause.tokens)
    return found(clause, Length(token.number), used=clause.tokens) if alone else None


_AROUND = ("act", "glue", "pronoun", "to", "lead", "stop", "comma", "join", "ask")


def _ruled_out(clause: Clause, token: Token) -> bool:
    """``not 15 but 20 seconds``: the amount right after a negation is the one not wanted."""
    at = next(i for i, t in enumerate(clause.tokens) if t is token)
    return at > 0 and clause.tokens[at - 1].means("neg")


def _with_durations(clause: Clause, durations: list[Token]) -> Found:
    wishes = [_absolute_or_more(clause, token) for token in durations]
    used = tokens_meaning(clause, "duration", "degree", "each", "total", "ref", "amount", "plain")
    return found(clause, *wishes, used=used)


def _absolute_or_more(clause: Clause, token: Token) -> Wish:
    photos = _photos_for(clause, token)
    change = _change_s(clause, token)
    if photos is None:
        return Length(more_s=change) if change else Length(token.number, bound=_bound(clause))
    if change:
        return PhotoLength(more_s=change, photos=photos)
    return PhotoLength(photo_s=token.number, photos=photos)


def _bound(clause: Clause) -> Literal["", "most", "least"]:
    """``at most 20 seconds`` leaves a video of 15 alone."""
    if clause.means("floor"):
        return "least"
    return "most" if clause.means("limit") else ""


def _photos_for(clause: Clause, token: Token) -> References | None:
    """The photos a duration is for; empty for each of them, ``None`` for the whole."""
    photos = photos_named(clause)
    each = clause.means("each") or _one_each(clause, token)
    if each:
        return ()
    return None if photos == (Everything(),) else photos or None


def _one_each(clause: Clause, token: Token) -> bool:
    """``3秒一张``, ``一张3秒``: one photo so long."""
    at = next(i for i, t in enumerate(clause.tokens) if t is token)
    beside = clause.tokens[max(at - 1, 0) : at + 2]
    return any(t.means("count") and t.number == 1 for t in beside)


def _change_s(clause: Clause, token: Token) -> float:
    """Seconds more or less that a duration stands for; 0 when it is the length itself."""
    at = next(i for i, t in enumerate(clause.tokens) if t is token)
    if (
        clause.means("limit")
        or clause.means("floor")
        or (at and clause.tokens[at - 1].means("to", "to", "for"))
    ):
        return 0.0
    if clause.acts("remove") and any(t.means("ordinal") for t in clause.tokens[:at]):
        return -token.number
    if clause.acts("add") and not clause.means("topic") and not clause.means("each"):
        return token.number
    degree = next((t for t in clause.tokens if t.means("degree") and not t.means("plain")), None)
    if degree is None or degree.means("total"):
        return 0.0
    if degree.means("degree", "longer", "more", "slower"):
        return token.number
    return -token.number if degree.means("degree", "shorter", "less", "faster") else 0.0


def _relative(clause: Clause, degree: Token | None, times: Token | None) -> Found | None:
    if clause.means("topic", "music", "title", "volume", "transition", "motion", "size"):
        return None
    # In "15 seconds is too long" the time is the one there is.
    kinds = ("ref", "amount", "each", "plain", "duration")
    used = [degree, times, *tokens_meaning(clause, *kinds)]
    complains = degree is not None and _complains(clause, degree)
    if hands_off(clause) or (clause.denied and not complains):
        return found(clause, Fine(), used=used)
    factor = _times_factor(degree, times) if times else stretch(clause, degree)
    photos = tuple(p for p in photos_named(clause) if not isinstance(p, Everything))
    wish = PhotoLength(factor=factor, photos=photos) if photos else Length(factor=factor)
    return found(clause, wish, used=used)


def _complains(clause: Clause, degree: Token) -> bool:
    """``not too long`` and ``too long`` want the same."""
    words = clause.folded.text[degree.start : degree.end]
    return degree.means("excess") or words.startswith(("too", "so ", "太"))


def _times_factor(degree: Token | None, times: Token) -> float:
    factor = float(times.value("times") or 1)
    factor = min(max(factor, 0.1), 10.0)
    faster = degree is not None and degree.means("degree", "faster")
    return 1 / factor if faster else factor


def stretch(clause: Clause, degree: Token | None) -> float:
    """The factor on a length that a degree such as "a bit longer" stands for."""
    grown = LONGER
    grown = SLIGHTLY_LONGER if clause.means("amount", "slight") else grown
    grown = MUCH_LONGER if clause.means("amount", "strong") else grown
    return 1 / grown if degree is not None and degree.means("degree", *_SHORTER) else grown
