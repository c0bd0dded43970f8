"""``except the beach one``: the turn before, without some of its photos."""

from __future__ import annotations

from tiktok_photo_video.language import Language
from tiktok_photo_video.planner.grammar.rules import read
from tiktok_photo_video.planner.pointers import AllBut, Everything, References, Span
from tiktok_photo_video.planner.recollection import Recalled, own_acts
from tiktok_photo_video.planner.rewording import (
    joined_words,
    numbered_words,
    photo_words,
    rewritten,
)
from tiktok_photo_video.planner.spoken import PHOTOS, Part, Spoken
from tiktok_photo_video.planner.text_wishes import Caption
from tiktok_photo_video.planner.turn import Turn, bare_photos, located_in, named_now
from tiktok_photo_video.planner.wishes import Camera, Enquiry, Fit, Tint, Unknown


def given_to_excepted(turn: Turn) -> Recalled | None:
    """``except the beach one, that can have 6``: seconds of its own for what is excepted."""
    now, before = turn.now, turn.before
    excepts = now.means("except") or now.means("but") or now.means("aside", "except")
    excepts = excepts or bool(now.tokens and now.tokens[0].means("join"))
    if not excepts or not before.means("duration"):
        return None
    photos = next((p for p in now.parts if PHOTOS in p.kinds and not p.is_bare), None)
    amount = next((p for p in now.parts if p.is_bare or "duration" in p.kinds), None)
    if photos is None or amount is None or amount.start < photos.end or own_acts(now):
        return None
    numbers = located_in(photos.photos, turn.timeline)
    if not numbers:
        return None
    joint = {Language.ENGLISH: " for ", Language.CHINESE: ""}[now.language]
    unit = {Language.ENGLISH: " seconds", Language.CHINESE: "秒"}[now.language]
    words = f"{numbered_words(numbers, now.language)}{joint}{now.slice(amount)}"
    return Recalled(f"{words}{unit if amount.is_bare else ''}")


def excepted_cut(turn: Turn) -> Recalled | None:
    """``except between 2 and 3, keep that a hard cut``: one cut unlike those just set."""
    now, before = turn.now, turn.before
    excepts = now.means("except") or now.means("but") or now.means("aside", "except")
    opening = next((t for t in now.tokens if t.means("place", "between")), None)
    if not excepts or opening is None or now.language is not Language.ENGLISH:
        return None
    photos = next((p for p in now.parts if PHOTOS in p.kinds and p.start > opening.start), None)
    if photos is None or not (before.means("transition") or before.means("topic", "transition")):
        return None
    kind = next((t for t in now.tokens if t.means("transition")), None)
    wanted = now.folded.slice(kind.start, kind.end) if kind else "no transition"
    return Recalled(f"{wanted} between photos {now.slice(photos)}")


def excepted(turn: Turn) -> Recalled | None:
    """``except the beach one``, ``undo that for photo 2``: the turn before without some."""
    now, before = turn.now, turn.before
    parts = now.parts
    photos = [p for p in parts if PHOTOS in p.kinds]
    undone = now.means("act", "undo") and not now.means("likewise") and not _counts_steps(now)
    excepts = now.means("except") or now.means("but") or now.means("aside", "except") or undone
    excepts = excepts or _is_refused_for(turn)
    values = now.means("act", "undo") and now.means("to", "to")  # "go back to 20": no photo
    acts = any(t.means("act") and not t.means("act", "undo") for t in now.tokens)
    acts = acts and not _is_refused_for(turn)
    things = undone and now.means("topic", "video")  # "undo the last two things"
    one = len(photos) == 1 and len(parts) == 1 and bool(before.parts)
    if values or things or acts or not (excepts and one):
        return None
    said = photo_words(photos[0], now)
    if any(PHOTOS in p.kinds and not _is_every(p.photos) for p in before.parts):
        left = _left_after(photos[0], turn)
        refused = _is_refused_for(turn) and not (undone or now.means("except") or now.means("but"))
        return Recalled("") if left is None and refused else left
    if _unwraps(photos[0].photos):
        return Recalled(joined_words(turn.previous.message, said, before.language), rewind=True)
    if before.language is Language.CHINESE:
        return Recalled(f"除了{said}，{turn.previous.message}", rewind=True)
    return Recalled(f"{before.text.rstrip(' .!')} for all except {said}", rewind=True)


def _counts_steps(now: Spoken) -> bool:
    """``undo the last two things``, ``撤销最后两步``: turns, not photos."""
    last = any(
        isinstance(p, Span) and p.first < 0 and p.last == -1 for t in now.tokens for p in t.photos
    )
    of_photos = now.means("to", "for", "on") or now.means("topic", "photo")
    if now.means("act", "undo") and now.means("pronoun") and all(p.is_bare for p in now.parts):
        return not of_photos  # "undo both of those"
    return last and not of_photos


_EFFECTS = (Tint, Camera, Fit, Caption)


def _is_refused_for(turn: Turn) -> bool:
    """``第四张不要`` after a look for all: the photo stays, the look does not."""
    read_before = read(turn.previous.message, files=turn.files).said
    wishes = [s.wish for s in read_before if not isinstance(s.wish, (Enquiry, Unknown))]
    now = turn.now
    # "海滩那张不要加", "第五张别动": the verb of the turn before, refused.
    light = all(t.means("act", "set", "make", "add", "keep") for t in now.tokens if t.means("act"))
    refused = (now.means("neg") or now.means("act", "keep")) and light
    refused = refused and not now.means("repair") and not now.means("act", "keep_only")
    refused = refused and (now.language is Language.CHINESE or not now.means("act"))
    return refused and bool(wishes) and all(isinstance(wish, _EFFECTS) for wish in wishes)


def _is_every(photos: References) -> bool:
    return any(isinstance(photo, Everything) for photo in photos)


def _left_after(part: Part, turn: Turn) -> Recalled | None:
    """The turn before, done only to those of its photos that are not excepted now."""
    before = turn.before
    spared = located_in(part.photos or bare_photos(turn.now), turn.timeline)
    numbers = named_now(turn)
    if not set(spared) & set(numbers):
        return None
    left = [number for number in numbers if number not in spared]
    if not left:
        return Recalled({Language.ENGLISH: "undo", Language.CHINESE: "撤销"}[before.language])
    target = before.photo_parts[0]
    words = numbered_words(left, before.language)
    if _unwraps(target.photos) and before.language is Language.ENGLISH:
        words = f"for {words}"  # "black and white but not photo 2"
    return Recalled(rewritten(before, [(target, words)]), rewind=True)


def _unwraps(photos: References) -> bool:
    return any(isinstance(photo, AllBut) for photo in photos)
