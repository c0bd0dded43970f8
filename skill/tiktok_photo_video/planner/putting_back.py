"""One of several taken back: ``put photo 2 back how it was``, ``take it off 2 again``.

What the photo was like is seen from the video before the turn before; where that turn did not
touch it, what the turn did is taken off (a look, a movement, a caption).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tiktok_photo_video.planner.photo_wishes import Drop
from tiktok_photo_video.planner.pointers import Everything, References
from tiktok_photo_video.planner.recollection import Recalled
from tiktok_photo_video.planner.spoken import PHOTOS
from tiktok_photo_video.planner.text_wishes import Caption
from tiktok_photo_video.planner.turn import Turn, bare_photos, located_in
from tiktok_photo_video.planner.wishes import Camera, Tint, Wish
from tiktok_photo_video.timeline.model import (
    Clip,
    LookKind,
    MotionKind,
    Timeline,
    TitleReference,
    TrackKind,
)

_WAS = (
    r"(?:how|like|the way|as|what) (?:it|they|that|this|that one|we had it|i had it) (?:was"
    r"|were|had)"
    r"|the way (?:it|they) (?:was|were)|(?:as|like) (?:before|originally)|how it used to be"
    r"|(?:back )?to (?:normal|the original|its original|how|what|the way)|its old"
)
_HOW_IT_WAS = r"\b(?:how|like|the way|as|what) (?:it|they|that) (?:was|were)\b|原来的样子|原樣|原样"
_BACK = re.compile(
    rf"\b(?:put|turn|change|set|switch|bring|get|make|have|move|return|take"
    rf"|give)\b.*(?:\bback\b|{_WAS})"
    rf"|\b(?:undo|revert|restore|reset|reverse)\b|\bback (?:to|how|as|like|the way)\b|{_WAS}"
    r"|恢复|恢復|还原|還原|复原|復原|变回|變回|改回|换回|換回|调回|調回|弄回|撤回|撤销|撤銷"
    r"|跟?原来一样|跟?原來一樣|原来的样子|原來的樣子|原样|原樣|像之前一样|回到原来"
)
_OFF = re.compile(
    r"\b(?:take|get|remove|drop|lose|delete|strip|clear|pull|turn)\b (?:it|that|this|them|the \w+)"
    r"(?: \w+)? ?(?:back )?(?:off|from|out of|away from|on|for)\b|\b(?:not|no longer|no more) on\b"
    r"|\bthe one on\b"
)
_STAYS = re.compile(
    r"\b(?:leave|keep)\b.*\b(?:as is|alone|(?:as|how|like|the way) (?:it|that|they) (?:was|were"
    r"|is))\b"
)


def put_back(turn: Turn) -> Recalled | None:
    """The change that gives the photos named now what they had before the last turn."""
    timeline, old = turn.timeline, turn.previous.timeline
    text = turn.now.text.casefold()
    off = bool(_OFF.search(text)) and not turn.now.means("topic", "photo")
    asked = off or _BACK.search(text) or _STAYS.search(text) or _is_not_meant(turn)
    other = turn.now.means("likewise") or _goes_on_besides(turn) or _means_all(turn)
    if timeline is None or old is None or not asked or other:
        return None
    numbers = _numbers(turn)
    said = [words for n in numbers for words in _as_before(n, timeline, old)]
    said = said or ([] if off else list(_gone(turn, timeline, old)))
    wishes = turn.wishes_before
    said = said or [words for n in numbers if (words := _without(n, wishes))]
    if not numbers and not said:
        return None
    if not said and re.search(_HOW_IT_WAS, text) and not re.search(r"[,，;] ?\w| and ", text):
        return Recalled("")  # it is how it was
    return Recalled(". ".join(said)) if said else None


def _means_all(turn: Turn) -> bool:
    return any(isinstance(p, Everything) for part in turn.now.parts for p in part.photos)


def spared(turn: Turn) -> Recalled | None:
    """``wait, keep 4`` after 2 and 4 were deleted."""
    now, timeline, old = turn.now, turn.timeline, turn.previous.timeline
    wishes = turn.wishes_before
    dropped = bool(wishes) and all(isinstance(wish, Drop) for wish in wishes)
    if not dropped or timeline is None or old is None or not now.means("act", "keep", "hold"):
        return None
    if any(t.means("act") and not t.means("act", "keep", "hold") for t in now.tokens):
        return None
    gone = list(_gone(turn, timeline, old))
    return Recalled(". ".join(gone)) if gone else None


def _is_not_meant(turn: Turn) -> bool:
    """``oh no, not the beach!``: nothing was to be done to that one."""
    now = turn.now
    photos = now.photo_parts
    acts = now.means("act") or now.means("quote") or now.means("retry", "slip")
    refused = re.search(
        r"\bnot (?:to |on |for |the |my |that |photo|number|\d|\w+\.\w+)", now.text.casefold()
    )
    return bool(refused) and not acts and len(photos) == len(now.parts) == 1


def _gone(turn: Turn, timeline: Timeline, old: Timeline) -> Iterator[str]:
    """Photos that the turn before took out, put in again where they stood."""
    photos: References = tuple(p for part in turn.now.parts for p in part.photos)
    photos = photos or bare_photos(turn.now)
    gone, present = turn.taken_out, {clip.id for clip in timeline.photos}
    for number in located_in(photos, old):
        if number in gone:
            earlier = sum(each.id in present for each in old.photos[: number - 1])
            yield f"add {gone[number]} at position {earlier + 1}"


def _goes_on_besides(turn: Turn) -> bool:
    """Whether it asks for a value or a place of its own: ``put 2 back to 4 seconds``."""
    valued = ("duration", "percent", "color", "quote", "mood", "genre", "transition", "motion")
    if any(turn.now.means(kind) for kind in valued):
        return True
    if turn.now.means("topic") and not turn.now.means("topic", "photo"):
        return True
    places = ("front", "position", "before", "after", "between")
    ends = re.search(r"\b(?:to|at|in) the (?:end|front|start|back)\b", turn.now.text.casefold())
    placed = turn.now.means("place", *places) and not re.search(_WAS, turn.now.text.casefold())
    return bool(ends) or placed or turn.now.means("tint") or turn.now.means("shift")


def _numbers(turn: Turn) -> tuple[int, ...]:
    photos: References = tuple(p for part in turn.now.parts for p in part.photos)
    bare = [p for p in turn.now.parts if p.is_bare and PHOTOS in p.kinds]
    photos = photos or (bare_photos(turn.now) if len(bare) == 1 else ())
    return located_in(photos, turn.timeline)


def _as_before(number: int, timeline: Timeline, old: Timeline) -> Iterator[str]:
    clip = timeline.photos[number - 1]
    places = {each.id: place for place, each in enumerate(old.photos, 1)}
    if clip.id not in places:
        return
    was = old.photos[places[clip.id] - 1]
    name = f"photo {number}"
    if clip.duration != was.duration:
        yield f"{name} for {float(was.duration / old.rate):g} seconds"
    if clip.motion.kind is not was.motion.kind:
        yield _moved(name, was.motion.kind)
    if clip.look != was.look:
        yield _looked(name, was)
    if (words := _caption(old, clip.id)) != _caption(timeline, clip.id):
        yield f'caption {name} "{words}"' if words else f"remove the caption from {name}"
    if places[clip.id] != number and _only_moved(clip.id, timeline, old):
        yield f"move {name} to position {places[clip.id]}"


def _moved(name: str, kind: MotionKind) -> str:
    still = kind is MotionKind.NONE
    return f"no motion on {name}" if still else f"{kind.value.replace('_', ' ')} on {name}"


def _looked(name: str, was: Clip) -> str:
    kind = was.look.kind
    plain = kind is LookKind.NONE
    return f"remove the filter from {name}" if plain else f"{name} {kind.value.replace('_', ' ')}"


def _caption(timeline: Timeline, clip_id: str) -> str:
    track = timeline.track(TrackKind.CAPTION)
    media = (c.media for c in (track.clips if track else ()) if c.anchor == clip_id)
    return next((m.text for m in media if isinstance(m, TitleReference)), "")


def _only_moved(clip_id: str, timeline: Timeline, old: Timeline) -> bool:
    """Whether the others stand in the same order as before, so that this one was moved."""
    now, then = ([c.id for c in t.photos if c.id != clip_id] for t in (timeline, old))
    return now == then


def _without(number: int, wishes: list[Wish]) -> str:
    """What undoes the kind of change that the turn before made, on a photo it left alone."""
    if not wishes:
        return ""
    if all(isinstance(wish, Tint) for wish in wishes):
        return f"remove the filter from photo {number}"
    if all(isinstance(wish, Camera) for wish in wishes):
        return f"no motion on photo {number}"
    if all(isinstance(wish, Caption) for wish in wishes):
        return f"remove the caption from photo {number}"
    return ""
