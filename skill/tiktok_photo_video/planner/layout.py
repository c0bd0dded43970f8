"""Photos and a brief in, a complete timeline out."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from fractions import Fraction
from itertools import pairwise

from tiktok_photo_video.errors import RequestError
from tiktok_photo_video.planner.brief import Brief, Order, Photo
from tiktok_photo_video.planner.chance import shuffled
from tiktok_photo_video.planner.choreography import centred, motions_for, types_for
from tiktok_photo_video.planner.pacing import durations, feel_of, mood_of
from tiktok_photo_video.planner.taste import DEFAULT_MOOD, PACING, TITLE_S, TREATMENTS
from tiktok_photo_video.timeline.model import (
    UNNAMED,
    Clip,
    ExternalReference,
    Look,
    MediaKind,
    MusicReference,
    Timeline,
    TimeRange,
    TitleReference,
    Track,
    TrackChild,
    TrackKind,
    frames_from_s,
)

_SHUFFLES = 8  # each of them leaves two photos in place half of the time


def lay_out(brief: Brief, photos: Sequence[Photo], *, seed: int, name: str = UNNAMED) -> Timeline:
    """A complete timeline that ``check`` finds nothing in.

    Pictures and video clips go to the picture track in the order the brief asks for. A
    sound file among the photos is the music, in place of a composed piece.

    Raises:
        RequestError: there is no picture to show.

    """
    pictures = ordered(brief, [p for p in photos if p.media.kind.is_seen], seed=seed)
    if not pictures:
        raise RequestError(
            "There is no photo to make a video of.",
            code="no_photos",
            hint="Upload at least one photo.",
        )
    picture_track = _picture_track(brief, pictures, seed=seed)
    length = picture_track.duration
    others = (_music_track(brief, photos, length, seed=seed), _title_track(brief, length))
    return Timeline(
        name=name,
        rate=Fraction(brief.fps),
        width_px=brief.width_px,
        height_px=brief.height_px,
        tracks=(picture_track, *(track for track in others if track.children)),
        has_beat_sync=_follows_beat(brief),
    )


def _follows_beat(brief: Brief) -> bool:
    """Whoever puts music under photos expects cuts on its beat, but gets the seconds asked for."""
    asked = brief.per_photo_s is None if brief.beat_sync is None else brief.beat_sync
    return asked and brief.music


def _picture_track(brief: Brief, pictures: Sequence[Photo], *, seed: int) -> Track:
    clips = [
        Clip(
            f"p{number}",
            photo.media,
            TimeRange(0, duration),
            brief.resize_mode,
            motion,
            look=look_for(brief),
        )
        for number, (photo, duration, motion) in enumerate(
            zip(
                pictures,
                durations(brief, pictures),
                motions_for(brief, pictures, seed=seed),
                strict=True,
            ),
            1,
        )
    ]
    return Track(TrackKind.VIDEO, tuple(_with_transitions(brief, clips, seed=seed)))


def look_for(brief: Brief) -> Look:
    """The colours asked for, else those that what the video is about is known for."""
    if brief.look is not None:
        return Look(brief.look)
    return Look(TREATMENTS[brief.theme].look) if brief.theme else Look()


def _with_transitions(brief: Brief, clips: Sequence[Clip], *, seed: int) -> list[TrackChild]:
    types = types_for(brief, len(clips) - 1, seed=seed)
    asked_s = brief.transition_s
    length_s = PACING[feel_of(brief)].transition_s if asked_s is None else asked_s
    length = frames_from_s(length_s, Fraction(brief.fps))
    children: list[TrackChild] = [clips[0]]
    for cut, (before, after) in enumerate(pairwise(clips)):
        transition = centred(types[cut], length, before.duration, after.duration) if types else None
        children.extend([transition, after] if transition else [after])
    return children


def _music_track(brief: Brief, photos: Sequence[Photo], length: int, *, seed: int) -> Track:
    if not brief.music:
        return Track(TrackKind.AUDIO)
    own = next((p.media for p in photos if p.media.kind is MediaKind.AUDIO), None)
    media: ExternalReference | MusicReference = own or MusicReference(
        (mood_of(brief) or DEFAULT_MOOD).value, seed
    )
    return Track(TrackKind.AUDIO, (Clip("m1", media, TimeRange(0, length), volume=brief.volume),))


def _title_track(brief: Brief, length: int) -> Track:
    text = (brief.title or "").strip()
    if not text:
        return Track(TrackKind.TITLE)
    duration = min(frames_from_s(TITLE_S, Fraction(brief.fps)), length)
    return Track(TrackKind.TITLE, (Clip("t1", TitleReference(text), TimeRange(0, duration)),))


def ordered(brief: Brief, pictures: Sequence[Photo], *, seed: int) -> list[Photo]:
    """The pictures to show, in order. Numbers in ``brief.only`` that name none are passed over."""
    if brief.only is not None:
        return [pictures[n - 1] for n in brief.only if 1 <= n <= len(pictures)]
    return [pictures[i] for i in order_of(brief.order, pictures, seed=seed)]


def order_of(order: Order, photos: Sequence[Photo], *, seed: int) -> list[int]:
    """The places of the photos, in the order asked for."""
    places = list(range(len(photos)))
    if order is Order.SHUFFLED:
        return _mixed(places, seed)
    if order is Order.REVERSED:
        return places[::-1]
    if order is Order.NEWEST:
        return sorted(places, key=lambda i: _newest_first(photos[i]))
    key = _SORT_KEYS.get(order)
    return sorted(places, key=lambda i: key(photos[i])) if key else places


def _mixed(places: list[int], seed: int) -> list[int]:
    """Another order than before: a shuffle that changes nothing is none."""
    tries = (shuffled(places, seed + more) for more in range(_SHUFFLES))
    return next((mixed for mixed in tries if mixed != places), places[1:] + places[:1])


def _taken_at(photo: Photo) -> datetime:
    """When a photo was taken; cameras that note no zone are read as one zone."""
    taken = photo.captured_at or datetime.min.replace(tzinfo=UTC)
    return taken.replace(tzinfo=UTC) if taken.tzinfo is None else taken


def _oldest_first(photo: Photo) -> tuple[bool, datetime]:
    """Photos without a date come last."""
    return photo.captured_at is None, _taken_at(photo)


def _newest_first(photo: Photo) -> tuple[bool, float]:
    since = _taken_at(photo) - datetime.min.replace(tzinfo=UTC)
    return photo.captured_at is None, -since.total_seconds()


def natural_key(photo: Photo) -> tuple[tuple[bool, int, str], ...]:
    """File names as people sort them: ``img2`` before ``img10``."""
    parts = re.findall(r"[0-9]+|[^0-9]+", photo.media.name.casefold())
    return tuple(_part_key(part) for part in parts)


def _part_key(part: str) -> tuple[bool, int, str]:
    if part[0] not in "0123456789":
        return True, 0, part
    digits = part.lstrip("0")
    return False, len(digits), digits  # of two numbers the one with more digits is larger


_SORT_KEYS: dict[Order, Callable[[Photo], tuple[object, ...]]] = {
    Order.CAPTURED: _oldest_first,
    Order.NAME: natural_key,
}
