"""Short English follow-ups, read by writing the message before or a whole one in their place.

``over 4 seconds`` after a fade, ``another one`` after a song, ``again``, ``just photo 1``,
``bring the title back``, ``and the one before it``, ``not there, after photo 2``.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from tiktok_photo_video.language import Language
from tiktok_photo_video.planner.recollection import Recalled
from tiktok_photo_video.planner.rewording import replaced
from tiktok_photo_video.planner.spoken import PHOTOS
from tiktok_photo_video.planner.turn import Turn


def followed_up(turn: Turn) -> Recalled | None:
    """What a follow-up stands for; ``None`` where it is none of these."""
    if Language.CHINESE in (turn.now.language, turn.before.language):
        return None
    return next((found for take in _TAKES if (found := take(turn)) is not None), None)


def _text(turn: Turn) -> str:
    return turn.now.text.strip().casefold().strip(" .!,")


def _said(turn: Turn) -> str:
    return turn.before.text.strip().rstrip(" .!")


_OVER = re.compile(
    r"(?:over|for|in|during|within|about|make it|make that)? ?\S+ ?(?:s|secs?|seconds?)"
)


def _fades_over(turn: Turn) -> Recalled | None:
    """``over 4 seconds`` after "fade out the music"."""
    timed = turn.now.means("duration") and _OVER.fullmatch(_text(turn))
    fades = turn.before.means("fade") and turn.before.means("topic", "music")
    if not timed or not fades or turn.before.means("duration"):
        return None
    time = next(t for t in turn.now.tokens if t.means("duration"))
    return Recalled(f"{_said(turn)} over {turn.now.folded.slice(time.start, time.end)}")


_OTHERS = re.compile(
    r"(?:no,? |nah,? |hmm,? )?(?:give me |gimme |try |i want |let's (?:try|have) |play )?"
    r"(?:another one|another|a different one|something else|the next one|next|next one|try again)"
    r"(?: please| pls)?"
)


def _other_song(turn: Turn) -> Recalled | None:
    before = turn.before
    heard = before.means("topic", "music") or before.means("mood") or before.means("genre")
    seen = before.means("topic", "title", "transition", "photo") or before.means("ref")
    if not heard or seen or not _OTHERS.fullmatch(_text(turn)):
        return None
    return Recalled("another song")


_AGAIN = re.compile(
    r"(?:do (?:it|that) )?(?:again|once more|one more time|another time|same again)"
    r"(?: please| pls)?"
)


def _once_more(turn: Turn) -> Recalled | None:
    """``again`` after "shuffle the photos"; after what was undone it may mean anything."""
    repeats = turn.before.means("sort", "shuffled") or turn.before.means("other")
    repeats = repeats or turn.before.means("degree") or turn.before.means("shift")
    if not repeats or turn.before.means("act", "undo") or not _AGAIN.fullmatch(_text(turn)):
        return None
    return Recalled(turn.previous.message)


def _only_those(turn: Turn) -> Recalled | None:
    """``just photo 1`` after "make photos 1 and 2 vintage"."""
    photos = turn.now.photo_parts
    opens = re.match(r"(?:no,? )?(?:just|only) ", _text(turn))
    named = any(PHOTOS in p.kinds and not p.is_bare for p in turn.before.parts)
    if not opens or len(photos) != 1 or len(turn.now.parts) != 1 or not named:
        return None
    if turn.now.means("act") and not turn.now.means("act", "keep_only"):
        return None
    text = replaced(turn.before, turn.now, photos, ())
    return Recalled(text, rewind=True) if text else None


_BACK = re.compile(
    r"(?:bring|put|give|get|i want|want|have)\b.*\b(?:the|my|our)\b.*\bback\b(?: in)?\W*"
)


def _brought_back(turn: Turn) -> Recalled | None:
    """``bring the title back`` right after it was removed."""
    removed = turn.before.means("act", "remove") or turn.before.means("neg")
    named = {v for t in turn.now.tokens if (v := t.value("topic"))}
    before = {v for t in turn.before.tokens if (v := t.value("topic"))}
    if not removed or not named & before or not _BACK.fullmatch(_text(turn)):
        return None
    return Recalled("undo")


_BESIDE = re.compile(
    r"(?:and |also |plus )+(?:the )?(?:one|photo|pic|picture|shot) (?:right |just )?"
    r"(?:before|after|behind) (?:it|that|that one|this one)(?: too| as well)?"
)


def _beside_it(turn: Turn) -> Recalled | None:
    """``and the one before it`` after "remove the last one"."""
    named = [p for p in turn.before.parts if PHOTOS in p.kinds and not p.is_bare]
    if len(named) != 1 or not _BESIDE.fullmatch(_text(turn)):
        return None
    words = re.sub(r"^(?:and |also |plus )+|(?: too| as well)$", "", _text(turn))
    return Recalled(f"{_said(turn)} and {words}", rewind=True)


_NOT_THERE = re.compile(
    r"(?:(?:no|nah|hmm|oh|wait|sorry|actually)\W+)*"
    r"(?:not (?:there|here)\W+(?=.*\b(?:before|after|between)\b)"
    r"|(?<=\W)(?:put it )?(?=(?:right |just )?(?:before|after|between)\b))(.+)"
)


def _put_elsewhere(turn: Turn) -> Recalled | None:
    """``not there, after photo 2`` after "add the new photo"."""
    where = _NOT_THERE.fullmatch(_text(turn))
    put = next((p for p in turn.before.parts if p.photos), None)
    if where is None or put is None or not turn.before.means("act", "add", "move"):
        return None
    verb = "add" if turn.before.means("act", "add") else "put"
    return Recalled(f"{verb} {turn.before.slice(put)} {where[1]}", rewind=True)


_ONE_THERE = re.compile(
    r"(?:.*\b(?:not (?:that one|there|here|this one)|no|nope|wrong one|i meant?|hmm+|wait"
    r"|sorry)\W+)?"
    r"the (?:one|transition|cut) (after|before|between) (.+)"
)


def _cut_elsewhere(turn: Turn) -> Recalled | None:
    """``not that one, the one after the second`` after "glitch after the first photo"."""
    kinds = [t for t in turn.before.tokens if t.means("transition")]
    placed = turn.before.means("place", "after", "before", "between")
    where = _ONE_THERE.fullmatch(_text(turn))
    denied = turn.now.means("repair") or turn.now.means("neg") or turn.now.means("retry")
    if where is None or len(kinds) != 1 or not placed or not denied or turn.now.means("act"):
        return None
    kind = turn.before.folded.slice(kinds[0].start, kinds[0].end)
    return Recalled(f"{kind} {where[1]} {where[2]}", rewind=True)


_NOW_ALSO = re.compile(r"now (?:also )?(?:for )?(?:the|photo|number)\b.*")


def _now_those(turn: Turn) -> Recalled | None:
    """``now the last one`` after "remove the first photo": the same, of others."""
    photos = turn.now.photo_parts
    named = any(PHOTOS in p.kinds for p in turn.before.parts)
    plain = not turn.now.means("act") and not turn.now.means("degree")
    if not named or not plain or len(photos) != 1 or len(turn.now.parts) != 1:
        return None
    text = replaced(turn.before, turn.now, photos, ()) if _NOW_ALSO.fullmatch(_text(turn)) else None
    return Recalled(text) if text else None


_TAKES: tuple[Callable[[Turn], Recalled | None], ...] = (
    _fades_over,
    _other_song,
    _once_more,
    _only_those,
    _brought_back,
    _beside_it,
    _put_elsewhere,
    _cut_elsewhere,
    _now_those,
)
