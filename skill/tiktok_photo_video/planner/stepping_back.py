"""Back by half, or back to what is usual, after a step that went too far.

``too much`` after "make it brighter" asks for half of it back; ``half as strong`` after a look
for less of it; ``back to normal speed`` after a change of pace for how it was.
"""

from __future__ import annotations

import re

from tiktok_photo_video.language import Language
from tiktok_photo_video.planner.recollection import Recalled, is_silent
from tiktok_photo_video.planner.spoken import PHOTOS, Spoken
from tiktok_photo_video.planner.tokens import Token
from tiktok_photo_video.planner.turn import Turn

# Half of a step goes the other way, in words that the grammar reads.
_HALF_BACK = {
    ("degree", "faster"): "a bit slower",
    ("degree", "slower"): "a bit faster",
    ("degree", "longer"): "a bit shorter",
    ("degree", "shorter"): "a bit longer",
    ("degree", "louder"): "a bit quieter",
    ("degree", "quieter"): "a bit louder",
    ("shift", "brightness+"): "a bit darker",
    ("shift", "brightness-"): "a bit brighter",
    ("shift", "contrast+"): "a bit less contrast",
    ("shift", "contrast-"): "a bit more contrast",
    ("shift", "saturation+"): "a bit less saturated",
    ("shift", "saturation-"): "a bit more saturated",
}
_TOO_MUCH = ("too much", "too far", "overdone", "overdid it", "too strong", "over the top", "ott")


def stepped_back(turn: Turn) -> Recalled | None:
    """The change that takes back part of the one before; ``None`` if nothing says so."""
    now, before = turn.now, turn.before
    is_english = now.language is Language.ENGLISH is before.language
    if not is_english or turn.previous.asked:  # who was asked did nothing that could go back
        return None
    if now.means("pace_normal") and _changed_pace(before):
        return Recalled("undo that")
    if (narrowed := _cuts_narrowed(turn)) is not None:
        return narrowed
    if any(PHOTOS in part.kinds for part in now.parts) or now.means("topic"):
        return None
    weakens = now.means("dose") or _says_too_much(now) or _tones_down(now)
    if before.means("tint") and not before.means("shift") and weakens and _says_no_more(now):
        return Recalled(f"make the filter subtler{_on_photos(before)}")
    moved = _moved_otherwise(turn)
    return moved or (_halved(before) if _says_too_much(now) and _says_no_more(now) else None)


def _cuts_narrowed(turn: Turn) -> Recalled | None:
    """``only between 1 and 2`` after "use wipes"."""
    now, before = turn.now, turn.before
    words = _OPENING.sub("", now.text.strip().casefold().rstrip(".!"))
    only = next((lead for lead in _ONLY if words.startswith(lead)), "")
    if not only or not before.means("transition") or before.means("place", "between"):
        return None
    kinds = [before.folded.slice(t.start, t.end) for t in before.tokens if t.means("transition")]
    placed = before.means("place", "after", "before") or before.means("each")
    said = kinds[0] if placed and len(kinds) == 1 else before.text.strip().rstrip(".!")
    where = words[words.index(only.split()[-1]) :]
    return Recalled(f"{said} {where}", rewind=True)


_OPENING = re.compile(r"^(?:(?:too much|no|nah|hmm+|oh|wait|actually|ok|okay|well|sorry)\W+)+")


_ONLY = ("only between", "just between", "but only between", "only after", "just after")


def _moved_otherwise(turn: Turn) -> Recalled | None:
    """``slower`` after "zoom in on photo 2": the zoom, not the video."""
    now, before = turn.now, turn.before
    degree = next((t for t in now.tokens if t.means("degree", *_WAYS)), None)
    moves = before.means("motion") and not before.means("transition", "crossfade")
    others = before.means("topic", "transition", "title", "video") or before.means("degree")
    if degree is None or not moves or others or not _says_no_more(now):
        return None
    way = next(w for w in _WAYS if degree.means("degree", w))
    return Recalled(f"{way} camera movement{_on_photos(before)}")


_WAYS = ("slower", "faster", "more", "less")


def _changed_pace(before: Spoken) -> bool:
    return before.means("degree", "faster", "slower") or before.means("times")


def _says_too_much(now: Spoken) -> bool:
    return any(words in now.text.casefold() for words in _TOO_MUCH)


def _tones_down(now: Spoken) -> bool:
    words = (
        "tone it down",
        "tone that down",
        "tone down",
        "dial it back",
        "dial that back",
        "half",
    )
    return any(each in now.text.casefold() for each in words)


_BESIDE = ("degree", "amount", "dose", "excess", "word", "social", "fraction", "times", "pronoun")
_MOST_TOKENS = 10


def _says_no_more(now: Spoken) -> bool:
    plain = all(is_silent(t) or any(t.means(kind) for kind in _BESIDE) for t in now.tokens)
    return plain and len(now.tokens) <= _MOST_TOKENS


def _on_photos(before: Spoken) -> str:
    named = before.photo_parts
    return f" on {before.slice(named[0])}" if named and not named[0].is_bare else ""


def _halved(before: Spoken) -> Recalled | None:
    """The message before with its step turned into half of the opposite one."""
    if any(before.means(kind) for kind in ("times", "percent", "duration", "quote")):
        return None
    step = next(((t, half) for t in before.tokens if (half := _half_back(t))), None)
    if step is None:
        return None
    token, half = step
    named = before.photo_parts
    subject = before.slice(named[0]) if named and not named[0].is_bare else "it"
    subject = "the music" if token.means("degree", "louder", "quieter") else subject
    if token.means("degree", "longer", "shorter", "faster", "slower") and not named:
        subject = "the video"
    return Recalled(f"make {subject} {half}")


def _half_back(token: Token) -> str:
    return next(
        (_HALF_BACK.get((s.kind, s.value), "") for s in token.senses if s.kind in _STEPS), ""
    )


_STEPS = ("degree", "shift")
