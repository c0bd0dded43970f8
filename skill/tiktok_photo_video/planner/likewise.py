"""The turn before, done to other photos: ``same for the last one``, ``and the second too``."""

from __future__ import annotations

from tiktok_photo_video.language import Language
from tiktok_photo_video.planner.correcting import says_only_parts
from tiktok_photo_video.planner.pointers import References, Rest
from tiktok_photo_video.planner.recollection import Recalled, is_silent
from tiktok_photo_video.planner.rewording import (
    all_but_words,
    for_photos,
    photo_words,
    replaced,
    rewritten,
)
from tiktok_photo_video.planner.spoken import PHOTOS, Part
from tiktok_photo_video.planner.turn import Turn, named_now
from tiktok_photo_video.planner.wishes import Camera, Fit, Tint


def likewise(turn: Turn) -> Recalled | None:
    """``same for the last one``, ``and the second too``, ``do that on all of them``."""
    now, before = turn.now, turn.before
    if (every := _for_every_photo(turn)) is not None:
        return every
    opens_so = bool(now.tokens) and now.tokens[0].means("join")
    joins = now.means("likewise") or opens_so
    photos = now.photo_parts
    instead = now.means("act", "undo") and len(photos) == 1
    places = [p for p in now.parts if p.kinds == {"place"} and not p.photos]
    alone = len(photos) == len(now.parts) - len(places) == 1 and says_only_parts(now)
    if not joins or not (alone or instead):
        return None
    if not before.parts and not before.means("act"):
        return None
    words = _others_words(photos[0], turn) or photo_words(photos[0], now)
    rewind = now.means("act", "undo") or now.means("repair", "instead")
    target = next(iter(before.photo_parts), None)
    if target is None:
        return Recalled(for_photos(before, words), rewind=rewind)
    keeps = target.is_bare or not photos[0].is_bare
    said = now.slice(photos[0]) if keeps and not _is_rest(photos[0].photos) else words
    moved = replaced(before, now, places, ()) if places else ""
    if moved is None:
        return None
    exchanged = [
        (p, now.slice(new)) for new in places for p in before.parts if p.kinds == new.kinds
    ]
    return Recalled(rewritten(before, [(target, said), *exchanged[:1]]), rewind=rewind)


def _for_every_photo(turn: Turn) -> Recalled | None:
    """``全部都要`` after a photo was changed: all photos, the same way."""
    now, before = turn.now, turn.before
    plain = all(t.means("all") or t.means("each") or is_silent(t) for t in now.tokens)
    target = next((p for p in before.parts if PHOTOS in p.kinds and p.photos), None)
    wishes = turn.wishes_before
    looks = bool(wishes) and all(isinstance(w, (Tint, Camera, Fit)) for w in wishes)
    whole = plain and now.means("all") and not now.means("neg")
    if not whole or not looks or target is None or now.language is not Language.CHINESE:
        return None
    return Recalled(rewritten(before, [(target, "所有照片")]), rewind=True)


def _is_rest(photos: References) -> bool:
    return any(isinstance(photo, Rest) for photo in photos)


def _others_words(part: Part, turn: Turn) -> str | None:
    """``the others`` are all but those that the message before named."""
    named = named_now(turn) if _is_rest(part.photos) else ()
    return all_but_words(named, turn.before.language) if named else None
