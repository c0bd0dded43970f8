"""Music and its volume."""

from __future__ import annotations

from tiktok_photo_video.planner.brief import Mood
from tiktok_photo_video.planner.clauses import Clause
from tiktok_photo_video.planner.grammar.found import (
    Found,
    found,
    hands_off,
    refused,
    tokens_meaning,
)
from tiktok_photo_video.planner.taste import LOUDER, MUCH_LOUDER, SLIGHTLY_LOUDER
from tiktok_photo_video.planner.tokens import Token
from tiktok_photo_video.planner.wishes import Fine, Music, Unsaid, Volume

_UP = ("louder", "more")
_DOWN = ("quieter", "less")
_MOOD_OF_FEEL = {"calm": "chill", "punchy": "upbeat"}  # of music "calmer" is a mood
_DIRECTIONS = ("louder", "quieter")


def volumes(clause: Clause) -> Found | None:
    """``louder``, ``volume 35%``, ``turn the music down by half``, ``音乐小声一点``, ``mute``."""
    if not _about_volume(clause):
        return None
    used = tokens_meaning(clause, "percent", "degree", "amount", "times", "topic", "neg", "limit")
    used += tokens_meaning(clause, "act") if refused(clause) else []
    if clause.means("act", "mute"):
        return found(clause, Volume(level=1.0 if clause.denied else 0.0), used=clause.tokens)
    if hands_off(clause) and not clause.means("degree"):
        return found(clause, Fine(), used=used)
    wish = _level(clause) or _turned(clause)
    if wish is None and refused(clause):
        return found(clause, Volume(level=0.0), used=used)
    return found(clause, wish or Unsaid("volume"), used=used)


def _about_volume(clause: Clause) -> bool:
    if clause.means("topic", "volume") or clause.means("act", "mute"):
        return True
    if clause.means("topic", "title", "transition", "motion", "length", "size"):
        return False
    if clause.means("topic", "music"):
        # "something more epic" is about the mood.
        turned = _UP + _DOWN if not clause.means("mood") else _DIRECTIONS
        return clause.means("percent") or clause.means("degree", *turned) or _halved(clause)
    return clause.means("percent") or (clause.means("degree", *_DIRECTIONS) and not _timed(clause))


def _halved(clause: Clause) -> bool:
    return clause.means("times") or clause.means("fraction")


def _timed(clause: Clause) -> bool:
    return clause.means("duration") or clause.means("ref") or clause.means("topic", "photo")


def _direction(clause: Clause) -> int:
    if clause.means("degree", "louder"):
        return 1
    if clause.means("degree", "quieter"):
        return -1
    return clause.means("degree", *_UP) - clause.means("degree", *_DOWN)


def _level(clause: Clause) -> Volume | None:
    """A level named outright, or a change named in per cent."""
    percent = clause.first("percent")
    direction = _direction(clause)
    if percent is not None:
        relative = direction and not _to_before(clause, percent)
        if relative:
            return Volume(factor=max(1 + direction * percent.number, 0.0))
        return Volume(level=percent.number)
    if not _halved(clause):
        return None
    factor = float(clause.value("times") or clause.value("fraction") or 0.5)
    return Volume(factor=1 / factor if direction < 0 and factor > 1 else factor)


def _to_before(clause: Clause, percent: Token) -> bool:
    at = next(i for i, t in enumerate(clause.tokens) if t is percent)
    before = clause.tokens[max(at - 2, 0) : at]
    return any(t.means("to") and not t.means("to", "by") for t in before)


def _turned(clause: Clause) -> Volume | None:
    direction = _direction(clause)
    if not direction:
        return None
    step = LOUDER
    step = SLIGHTLY_LOUDER if clause.means("amount", "slight") else step
    step = MUCH_LOUDER if clause.means("amount", "strong") else step
    return Volume(factor=step if direction > 0 else 1 / step)


def music(clause: Clause) -> Found | None:
    """``lofi music``, ``no music``, ``another song``, ``换首歌``, ``happy``."""
    named = clause.means("topic", "music")
    mood = clause.value("mood") or clause.value("genre")
    mood = mood or (_MOOD_OF_FEEL.get(clause.value("feel") or "") if named else None)
    if not named and not mood:
        return None
    used = tokens_meaning(clause, "mood", "genre", "feel", "other", "neg", "quote", "degree")
    used += [t for t in clause.tokens if t.means("topic", "music")]
    return found(clause, _music(clause, mood), used=used)


def _music(clause: Clause, mood: str | None) -> Music | Fine | Unsaid:
    if hands_off(clause) and not (mood and clause.denied):
        return Fine()
    if refused(clause):
        return Unsaid("music") if mood else Music(on=False)
    if mood:
        return Music(mood=Mood(mood), genre=_genre(clause), other=clause.acts("set"))
    if song := clause.first("quote"):
        return Music(song=song.text)
    if clause.means("degree", "faster", "slower"):
        return Music(mood=Mood.UPBEAT if clause.means("degree", "faster") else Mood.CHILL)
    return Music(other=clause.means("other") or clause.acts("set"))


def _genre(clause: Clause) -> str:
    token = clause.first("genre")
    if token is None or clause.means("mood"):
        return ""
    return clause.folded.slice(token.start, token.end)
