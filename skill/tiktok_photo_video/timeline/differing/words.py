"""Titles, captions and the end card."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from tiktok_photo_video.timeline.changes import Both, Change, ChangeKind, numbered, photo_name
from tiktok_photo_video.timeline.model import (
    CardReference,
    Clip,
    PlacedClip,
    Timeline,
    TimeRange,
    TitleReference,
    TrackKind,
    placed_in,
)
from tiktok_photo_video.timeline.tracks import captions as captions_of
from tiktok_photo_video.timeline.tracks import end_card

_Title = tuple[TitleReference, PlacedClip]


def titles(both: Both) -> Iterator[Change]:
    """Titles that came, went, or are different."""
    old, new = _title_table(both.before), _title_table(both.after)
    removed, added = [i for i in old if i not in new], [i for i in new if i not in old]
    # A title set over another one reads as a change, not as a loss and a find.
    for old_id, new_id in zip(removed, added, strict=False):
        yield from _title_changes(both, old[old_id], new[new_id])
    for title_id in removed[len(added) :]:
        yield Change(ChangeKind.TITLE_REMOVED, before=old[title_id][0].text)
    for title_id in added[len(removed) :]:
        yield Change(ChangeKind.TITLE_ADDED, after=new[title_id][0].text)
    for title_id in [i for i in new if i in old]:
        yield from _title_changes(both, old[title_id], new[title_id])


def _title_table(timeline: Timeline) -> dict[str, _Title]:
    return {
        p.clip.id: (p.clip.media, p)
        for p in placed_in(timeline, TrackKind.TITLE)
        if isinstance(p.clip.media, TitleReference)
    }


def _title_changes(both: Both, old: _Title, new: _Title) -> Iterator[Change]:
    (was, was_placed), (now, now_placed) = old, new
    if was.text != now.text:
        yield Change(ChangeKind.TITLE_CHANGED, before=was.text, after=now.text)
    if was.subtitle != now.subtitle:
        yield Change(ChangeKind.SUBTITLE, (now.text,), was.subtitle, now.subtitle)
    yield from _look_changes(ChangeKind.TITLE_LOOK, now.text, was, now)
    was_time = _seconds_of(was_placed.range_in_track, both.before.rate)
    now_time = _seconds_of(now_placed.range_in_track, both.after.rate)
    if not all(map(both.is_same_time, was_time, now_time)):
        yield Change(ChangeKind.TITLE_TIME, (now.text,), was_time, now_time)


def _seconds_of(place: TimeRange, rate: Fraction) -> tuple[Fraction, Fraction]:
    return place.start / rate, place.end_exclusive / rate


def _look_changes(
    kind: ChangeKind, subject: str, was: TitleReference, now: TitleReference
) -> Iterator[Change]:
    before, after = _look(was), _look(now)
    changed = [i for i, look in enumerate(after) if look != before[i]]
    if changed:
        yield Change(
            kind,
            (subject,),
            tuple(before[i] for i in changed),
            tuple(after[i] for i in changed),
        )


def _look(title: TitleReference) -> tuple[str, ...]:
    return (
        f"position_{title.position.value}",
        f"style_{title.style.value}",
        title.color,
        f"animation_{title.animation.value}",
        f"size_{title.size.value}",
    )


def captions(both: Both) -> Iterator[Change]:
    """Captions photo by photo; those that came and went with their photo are not told."""
    old, new = _caption_table(both.before), _caption_table(both.after)
    was_there, is_there = numbered(both.before), numbered(both.after)
    copied = {title.text for title in old.values()}
    for photo_id, (number, clip) in is_there.items():
        was, now = old.get(photo_id), new.get(photo_id)
        is_new_photo = photo_id not in was_there
        if was == now or (is_new_photo and now and now.text in copied):
            continue
        yield from _caption_changes(photo_name(clip, number), was, now)


def _caption_changes(
    photo: str, was: TitleReference | None, now: TitleReference | None
) -> Iterator[Change]:
    before, after = _caption_text(was), _caption_text(now)
    if before != after:
        yield Change(ChangeKind.CAPTION, (photo,), before, after)
    if was and now:
        yield from _look_changes(ChangeKind.CAPTION_LOOK, photo, was, now)


def _caption_text(title: TitleReference | None) -> str | None:
    """What a caption reads, its smaller line too."""
    return "\n".join(filter(None, (title.text, title.subtitle))) if title else None


def _caption_table(timeline: Timeline) -> dict[str, TitleReference]:
    return {
        clip.anchor: clip.media
        for clip in captions_of(timeline)
        if clip.anchor is not None and isinstance(clip.media, TitleReference)
    }


def cards(both: Both) -> Iterator[Change]:
    """The end card."""
    was, now = end_card(both.before), end_card(both.after)
    if was is None and now is not None:
        length = now.duration / both.after.rate
        yield Change(ChangeKind.END_CARD_ADDED, (_card(now).text,), after=length)
    elif was is not None and now is None:
        yield Change(ChangeKind.END_CARD_REMOVED, before=_card(was).text)
    elif was is not None and now is not None:
        yield from _card_changes(both, was, now)


def _card_changes(both: Both, was: Clip, now: Clip) -> Iterator[Change]:
    old, new = _card(was), _card(now)
    if old.text != new.text:
        yield Change(ChangeKind.END_CARD_CHANGED, before=old.text, after=new.text)
    colors = (old.color, old.background), (new.color, new.background)
    if colors[0] != colors[1]:
        yield Change(ChangeKind.END_CARD_LOOK, (new.text,), *colors)
    lengths = both.times(was.duration, now.duration)
    if not both.is_same_time(*lengths):
        yield Change(ChangeKind.END_CARD_DURATION, (new.text,), *lengths)


def _card(clip: Clip) -> CardReference:
    return clip.media if isinstance(clip.media, CardReference) else CardReference("")
