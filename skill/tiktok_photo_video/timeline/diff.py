"""What changed between two timelines, as facts; ``timeline.summary`` puts them in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from tiktok_photo_video.timeline.model import (
    Clip,
    ExternalReference,
    MotionKind,
    MusicReference,
    PlacedClip,
    Timeline,
    TimeRange,
    TitleReference,
    TrackKind,
    placed_in,
)


class ChangeKind(StrEnum):
    """What sort of thing changed."""

    PHOTOS_ADDED = "photos_added"
    PHOTOS_REMOVED = "photos_removed"
    PHOTOS_REORDERED = "photos_reordered"
    TOTAL_DURATION = "total_duration"
    PHOTO_DURATION = "photo_duration"
    TRANSITIONS = "transitions"
    TRANSITION_DURATION = "transition_duration"
    MOTION = "motion"
    FIT = "fit"
    TITLE_ADDED = "title_added"
    TITLE_REMOVED = "title_removed"
    TITLE_CHANGED = "title_changed"
    TITLE_LOOK = "title_look"
    TITLE_TIME = "title_time"
    MUSIC = "music"
    VOLUME = "volume"
    CANVAS = "canvas"
    RATE = "rate"
    NAME = "name"


Fact = (
    str | int | float | Fraction | tuple[str, ...] | tuple[int, ...] | tuple[Fraction, ...] | None
)


@dataclass(frozen=True, slots=True)
class Change:
    """One change. ``subject`` names what it happened to, ``before`` and ``after`` the facts.

    Times in facts are exact seconds, each by the rate of the timeline it comes from.
    """

    kind: ChangeKind
    subject: tuple[str, ...] = ()
    before: Fact = None
    after: Fact = None


def diff(before: Timeline, after: Timeline) -> tuple[Change, ...]:
    """The changes that lead from ``before`` to ``after``; empty when nothing visible changed."""
    return tuple(change for part in _PARTS for change in part(before, after))


def photo_name(clip: Clip, number: int) -> str:
    """What the user calls a clip: its file's name, else ``photo 3``."""
    if isinstance(clip.media, ExternalReference) and clip.media.name:
        return clip.media.name
    return f"photo {number}"


def _numbered(timeline: Timeline) -> dict[str, tuple[int, Clip]]:
    return {clip.id: (number, clip) for number, clip in enumerate(timeline.photos, 1)}


def _photos(before: Timeline, after: Timeline) -> Iterator[Change]:
    old, new = _numbered(before), _numbered(after)
    added = tuple(photo_name(c, n) for i, (n, c) in new.items() if i not in old)
    removed = tuple(photo_name(c, n) for i, (n, c) in old.items() if i not in new)
    if added:
        yield Change(ChangeKind.PHOTOS_ADDED, added, len(old), len(new))
    if removed:
        yield Change(ChangeKind.PHOTOS_REMOVED, removed, len(old), len(new))
    old_order = [i for i in old if i in new]
    new_order = [i for i in new if i in old]
    if old_order != new_order:
        yield Change(
            ChangeKind.PHOTOS_REORDERED,
            before=tuple(photo_name(old[i][1], old[i][0]) for i in old_order),
            # By the numbers they had: "photo 3, photo 1" says what went where.
            after=tuple(photo_name(old[i][1], old[i][0]) for i in new_order),
        )


def _durations(before: Timeline, after: Timeline) -> Iterator[Change]:
    was, now = before.duration / before.rate, after.duration / after.rate
    if was != now:
        yield Change(ChangeKind.TOTAL_DURATION, before=was, after=now)
    old = {i: clip.duration / before.rate for i, (_, clip) in _numbered(before).items()}
    new = {i: clip.duration / after.rate for i, (_, clip) in _numbered(after).items()}
    changed = [i for i in new if i in old and old[i] != new[i]]
    # When every photo changed, the total says it; single ones are named.
    if changed and (len(changed) < len(new) or was == now):
        for clip_id in changed:
            number, clip = _numbered(after)[clip_id]
            yield Change(
                ChangeKind.PHOTO_DURATION,
                (photo_name(clip, number),),
                old[clip_id],
                new[clip_id],
            )


def _transitions(before: Timeline, after: Timeline) -> Iterator[Change]:
    old, new = transition_names(before), transition_names(after)
    if old != new and new and (set(old) != set(new) or len(old) == len(new)):
        yield Change(ChangeKind.TRANSITIONS, before=tuple(old), after=tuple(new))
    elif old == new and (slower := _usual_duration(after)) != (faster := _usual_duration(before)):
        yield Change(ChangeKind.TRANSITION_DURATION, before=faster, after=slower)


def _usual_duration(timeline: Timeline) -> Fraction | None:
    """The length that most transitions have, in seconds."""
    lengths = Counter(
        p.transition_out.duration for p in placed_in(timeline, TrackKind.VIDEO) if p.transition_out
    )
    return lengths.most_common(1)[0][0] / timeline.rate if lengths else None


def transition_names(timeline: Timeline) -> list[str]:
    """The transition at each cut, in order; ``cut`` where there is none."""
    placed = placed_in(timeline, TrackKind.VIDEO)
    return [
        p.transition_out.transition_type.value if p.transition_out else "cut" for p in placed[:-1]
    ]


def _clip_looks(before: Timeline, after: Timeline) -> Iterator[Change]:
    old, new = _numbered(before), _numbered(after)
    both = [(old[i][1], new[i][1], new[i][0]) for i in new if i in old]
    moved = [(a, b, n) for a, b, n in both if a.motion != b.motion]
    if moved:
        yield Change(
            ChangeKind.MOTION,
            tuple(photo_name(b, n) for _, b, n in moved),
            tuple(_motion_term(a) for a, _, _ in moved),
            tuple(_motion_term(b) for _, b, _ in moved),
        )
    fitted = [(a, b, n) for a, b, n in both if a.resize_mode != b.resize_mode]
    if fitted:
        yield Change(
            ChangeKind.FIT,
            tuple(photo_name(b, n) for _, b, n in fitted),
            tuple(a.resize_mode.value for a, _, _ in fitted),
            tuple(b.resize_mode.value for _, b, _ in fitted),
        )


def _motion_term(clip: Clip) -> str:
    """The move, and how strong it is: ``zoom_in@0.12``."""
    motion = clip.motion
    return (
        motion.kind.value
        if motion.kind is MotionKind.NONE
        else (f"{motion.kind.value}@{motion.strength:g}")
    )


def _titles(before: Timeline, after: Timeline) -> Iterator[Change]:
    old, new = _title_table(before), _title_table(after)
    removed, added = [i for i in old if i not in new], [i for i in new if i not in old]
    # A title set over another one reads as a change, not as a loss and a find.
    for old_id, new_id in zip(removed, added, strict=False):
        yield from _title_changes(old[old_id], new[new_id], (before.rate, after.rate))
    for title_id in removed[len(added) :]:
        yield Change(ChangeKind.TITLE_REMOVED, before=old[title_id][0].text)
    for title_id in added[len(removed) :]:
        yield Change(ChangeKind.TITLE_ADDED, after=new[title_id][0].text)
    for title_id in [i for i in new if i in old]:
        yield from _title_changes(old[title_id], new[title_id], (before.rate, after.rate))


_Title = tuple[TitleReference, PlacedClip]
_Rates = tuple[Fraction, Fraction]


def _seconds_of(place: TimeRange, rate: Fraction) -> tuple[Fraction, Fraction]:
    return place.start / rate, place.end_exclusive / rate


def _title_changes(old: _Title, new: _Title, rates: _Rates) -> Iterator[Change]:
    (was, was_placed), (now, now_placed) = old, new
    if was.text != now.text:
        yield Change(ChangeKind.TITLE_CHANGED, before=was.text, after=now.text)
    before, after = _look(was), _look(now)
    changed = [i for i, look in enumerate(after) if look != before[i]]
    if changed:
        yield Change(
            ChangeKind.TITLE_LOOK,
            (now.text,),
            tuple(before[i] for i in changed),
            tuple(after[i] for i in changed),
        )
    was_time = _seconds_of(was_placed.range_in_track, rates[0])
    now_time = _seconds_of(now_placed.range_in_track, rates[1])
    if was_time != now_time:
        yield Change(ChangeKind.TITLE_TIME, (now.text,), was_time, now_time)


def _look(title: TitleReference) -> tuple[str, ...]:
    return (
        f"position_{title.position.value}",
        f"style_{title.style.value}",
        title.color,
        f"animation_{title.animation.value}",
    )


def _title_table(timeline: Timeline) -> dict[str, _Title]:
    return {
        p.clip.id: (p.clip.media, p)
        for p in placed_in(timeline, TrackKind.TITLE)
        if isinstance(p.clip.media, TitleReference)
    }


def _music(before: Timeline, after: Timeline) -> Iterator[Change]:
    old, new = before.music, after.music
    if music_name(old) != music_name(new) or (old and new and old.media != new.media):
        yield Change(ChangeKind.MUSIC, before=music_name(old), after=music_name(new))
    if old and new and old.volume != new.volume:
        yield Change(ChangeKind.VOLUME, before=old.volume, after=new.volume)


def music_name(clip: Clip | None) -> str | None:
    """The mood of a composed bed, or the name of a sound file."""
    if clip is None:
        return None
    if isinstance(clip.media, MusicReference):
        return clip.media.mood
    return clip.media.name if isinstance(clip.media, ExternalReference) else None


def _canvas(before: Timeline, after: Timeline) -> Iterator[Change]:
    old, new = (before.width_px, before.height_px), (after.width_px, after.height_px)
    if old != new:
        yield Change(ChangeKind.CANVAS, before=old, after=new)
    if before.rate != after.rate:
        yield Change(ChangeKind.RATE, before=before.rate, after=after.rate)
    if before.name != after.name:
        yield Change(ChangeKind.NAME, before=before.name, after=after.name)


_PARTS: tuple[Callable[[Timeline, Timeline], Iterator[Change]], ...] = (
    _photos,
    _durations,
    _transitions,
    _clip_looks,
    _titles,
    _music,
    _canvas,
)
