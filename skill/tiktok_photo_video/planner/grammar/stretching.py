"""Longer and shorter, faster and slower, without a number of seconds."""

from __future__ import annotations

from tiktok_photo_video.planner.clauses import Clause
from tiktok_photo_video.planner.grammar.found import (
    Found,
    found,
    hands_off,
    photos_named,
    tokens_meaning,
)
from tiktok_photo_video.planner.photo_wishes import (
    Length,
    PhotoLength,
    Speed,
)
from tiktok_photo_video.planner.pointers import Everything
from tiktok_photo_video.planner.taste import LONGER, MUCH_LONGER, SLIGHTLY_LONGER
from tiktok_photo_video.planner.tokens import Token
from tiktok_photo_video.planner.wishes import (
    Fine,
    Wish,
)

LENGTHENING = ("longer", "slower")
SHORTENING = ("shorter", "faster")
_RUNNING = ("run", "runs", "play", "plays", "speed", "show", "make")


def runs_at(clause: Clause) -> bool:
    """``run the whole thing at 1.5x``: as fast as that."""
    times = clause.first("times")
    before = [t for t in clause.tokens if times is not None and t.start < times.start]
    led = bool(before) and before[-1].means("to", "from")
    if times is not None and clause.folded.text[times.start : times.end].endswith("速"):
        return True  # "两倍速播放"
    words = clause.words.casefold().split()
    whole = clause.means("topic", "video") or clause.means("all") or clause.means("pronoun")
    return led and whole and any(word in words for word in _RUNNING)


def stretched(clause: Clause, factor: float) -> Wish:
    """So many times as long: photos that are named, or the whole."""
    photos = tuple(p for p in photos_named(clause) if not isinstance(p, Everything))
    return PhotoLength(factor=factor, photos=photos) if photos else Length(factor=factor)


def relative(clause: Clause, degree: Token | None, times: Token | None) -> Found | None:
    """``a bit longer``, ``twice as fast``."""
    if clause.means("topic", "music", "title", "volume", "transition", "motion", "size"):
        return None
    # In "15 seconds is too long" the time is the one there is.
    kinds = ("ref", "amount", "each", "plain", "duration")
    used = [degree, times, *tokens_meaning(clause, *kinds)]
    is_complaint = degree is not None and complains(clause, degree)
    # "hold it twice as long as it is" keeps nothing.
    if (hands_off(clause) and times is None) or (clause.denied and not is_complaint):
        return found(clause, Fine(), used=used)
    factor = times_factor(clause, degree, times) if times else stretch(clause, degree)
    if is_speed(clause, degree, times):
        photos = tuple(p for p in photos_named(clause) if not isinstance(p, Everything))
        return found(clause, Speed(1 / factor, photos), used=used)
    return found(clause, stretched(clause, factor), used=used)


def is_speed(clause: Clause, degree: Token | None, times: Token | None) -> bool:
    """``twice as fast`` runs clips faster; "a bit faster" only shows them shorter."""
    paced = degree is not None and degree.means("degree", "faster", "slower")
    return times is not None and (paced or runs_at(clause) or clause.means("topic", "pace"))


def complains(clause: Clause, degree: Token) -> bool:
    """``not too long`` and ``too long`` want the same."""
    words = clause.folded.text[degree.start : degree.end]
    return degree.means("excess") or words.startswith(("too", "so ", "太"))


def times_factor(clause: Clause, degree: Token | None, times: Token) -> float:
    """What ``twice as long``, ``half as long``, ``twice as fast``, ``2x`` do to a length."""
    factor = min(max(float(times.value("times") or 1), 0.1), 10.0)
    if degree is not None and degree.means("degree", "slower") and factor < 1:
        return 1 / factor  # "放慢一半"
    if degree is None:
        return 1 / factor if clause.means("topic", "pace") or runs_at(clause) else factor
    speeds = degree.means("degree", "faster") or (degree.means("degree", "shorter") and factor > 1)
    return 1 / factor if speeds else factor


def stretch(clause: Clause, degree: Token | None) -> float:
    """The factor on a length that a degree such as "a bit longer" stands for."""
    grown = LONGER
    grown = SLIGHTLY_LONGER if clause.means("amount", "slight") else grown
    grown = MUCH_LONGER if clause.means("amount", "strong") else grown
    return 1 / grown if degree is not None and degree.means("degree", *SHORTENING) else grown
