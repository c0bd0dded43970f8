"""An amount told by the one before: ``half of that``, ``double it``, ``halfway between``."""

from __future__ import annotations

import re

from tiktok_photo_video.planner.editing.locating import is_everything
from tiktok_photo_video.planner.photo_wishes import Length, PhotoLength
from tiktok_photo_video.planner.recollection import Recalled
from tiktok_photo_video.planner.spoken import PHOTOS
from tiktok_photo_video.planner.turn import Turn, located_in
from tiktok_photo_video.planner.wishes import Cuts, Enquiry, Fades, Volume, Wish
from tiktok_photo_video.timeline.model import Timeline, TrackKind, Transition

_HALF = re.compile(
    r"\bhalf (?:of )?(?:that|this|it|as (?:much|long|loud|fast))\b|\b(?:cut|bring|take) (?:it"
    r"|that) (?:by|in|to) half\b"
    r"|\bhalve (?:it|that)\b|(?:只要|改成|就|要)?(?:它|那个|这个|刚才)?的?一半(?:就好|就行|吧)?"
    r"|减半|減半"
)
_DOUBLE = re.compile(
    r"\b(?:double|twice) (?:of )?(?:that|this|it|as (?:much|long|loud))\b|\btwice as (?:long"
    r"|much|loud)\b"
    r"|两倍|兩倍|加倍|翻倍|翻一倍|再翻一番"
)
_MIDDLE = re.compile(
    r"\b(?:(?:in the |the )?(?:middle|midpoint|average|mean)\b.*\b(?:between|of)"
    r"|half ?way (?:between|back|there)"
    r"|(?:something|somewhere) (?:in[- ]between|in the middle|between)|in[- ]between"
    r"|split the difference|meet in the middle|(?:in the )?middle ground)\b"
    r"|中间值|折中|折衷|取中间|取个中间|介于(?:两者|它们)?之间|两者之间|平均一下"
)
_WAYS = ((_HALF, 0.5), (_DOUBLE, 2.0))


def reckoned(turn: Turn) -> Recalled | None:
    """The amount of the turn before, halved, doubled or brought half the way back."""
    text = turn.now.text.casefold()
    named = any(PHOTOS in p.kinds and p.photos for p in turn.now.parts)
    if turn.timeline is None or named or turn.now.means("quote") or turn.now.means("likewise"):
        return None
    middle = bool(_MIDDLE.search(text))
    factor = next((by for pattern, by in _WAYS if pattern.search(text)), 0.0)
    if not middle and not factor:
        return None
    old = turn.previous.timeline if middle else None
    wishes = turn.wishes_before
    for wish in reversed(wishes):
        if said := _said(wish, turn, factor, old):
            return Recalled(said)
    return None


def _said(wish: Wish, turn: Turn, factor: float, old: Timeline | None) -> str:
    now = turn.timeline
    if now is None:
        return ""
    about = wish.about if isinstance(wish, Enquiry) else ""
    if isinstance(wish, Volume) or about in ("volume", "loudness"):
        return _words("the music at {:g}%", _volume(now), _volume(old), factor, times=100)
    timed = isinstance(wish, Cuts) and (wish.transition_s is not None or wish.factor != 1.0)
    if timed or about == "transition":
        return _words("make the transitions {:g} seconds", _cut_s(now), _cut_s(old), factor)
    if isinstance(wish, Fades) and wish.out_s:
        return _words("fade the music out over {:g} seconds", wish.out_s, None, factor)
    if isinstance(wish, Length):
        return _words("make the video {:g} seconds", _total_s(now), _total_s(old), factor)
    return _of_photos(wish, turn, factor, old) if isinstance(wish, PhotoLength) else ""


def _of_photos(wish: PhotoLength, turn: Turn, factor: float, old: Timeline | None) -> str:
    now = turn.timeline
    numbers = located_in(wish.photos, now) if wish.photos else ()
    if now is None:
        return ""
    if not numbers or is_everything(wish.photos):
        return _words("each photo {:g} seconds", _photo_s(now, 1), _photo_s(old, 1), factor)
    each = (
        _words(f"photo {n} for {{:g}} seconds", _photo_s(now, n), _photo_s(old, n), factor)
        for n in numbers
    )
    return ". ".join(words for words in each if words)


def _words(
    pattern: str, now: float | None, old: float | None, factor: float, *, times: float = 1
) -> str:
    if now is None:
        return ""
    amount = now * factor if factor else (now + old) / 2 if old is not None else None
    return pattern.format(round(amount * times, 2)) if amount else ""


def _volume(timeline: Timeline | None) -> float | None:
    track = timeline.track(TrackKind.AUDIO) if timeline else None
    return track.clips[0].volume if track and track.clips else None


def _cut_s(timeline: Timeline | None) -> float | None:
    track = timeline.track(TrackKind.VIDEO) if timeline else None
    cuts = [c for c in (track.children if track else ()) if isinstance(c, Transition)]
    return float(cuts[0].duration / timeline.rate) if timeline and cuts else None


def _total_s(timeline: Timeline | None) -> float | None:
    return float(timeline.duration / timeline.rate) if timeline else None


def _photo_s(timeline: Timeline | None, number: int) -> float | None:
    inside = timeline is not None and number <= len(timeline.photos)
    return (
        float(timeline.photos[number - 1].duration / timeline.rate) if timeline and inside else None
    )
