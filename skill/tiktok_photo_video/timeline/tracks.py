"""Taking tracks apart and putting them together again; what edits are made of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from tiktok_photo_video.timeline.bounds import MIN_CLIP_FRAMES
from tiktok_photo_video.timeline.model import (
    CardReference,
    Clip,
    ExternalReference,
    Gap,
    MediaKind,
    MediaReference,
    PlacedClip,
    Timeline,
    TimeRange,
    Track,
    TrackChild,
    TrackKind,
    Transition,
    frames_from_ms,
    placed_in,
)


def new_clip_id(timeline: Timeline, *, prefix: str, taken: int = 0) -> str:
    """An id that no clip of the timeline has, ``taken`` further on than the next free one."""
    numbers = [
        int(clip.id.removeprefix(prefix))
        for track in timeline.tracks
        for clip in track.clips
        if clip.id.startswith(prefix) and re.fullmatch("[0-9]+", clip.id.removeprefix(prefix))
    ]
    return f"{prefix}{max(numbers, default=0) + 1 + taken}"


def shared_out(total: int, weights: tuple[int, ...]) -> tuple[int, ...]:
    """``total`` split in proportion to ``weights``: whole parts, each at least the minimum.

    The parts add up exactly: the cumulative sum is rounded, so no error piles up.
    """
    if not weights:
        return ()
    spare = total - MIN_CLIP_FRAMES * len(weights)
    whole = sum(weights)
    edges = [0]
    for index in range(len(weights)):
        edges.append(round(spare * sum(weights[: index + 1]) / whole))
    return tuple(b - a + MIN_CLIP_FRAMES for a, b in pairwise(edges))


def fitted_transition(
    transition: Transition | None, before: Clip, after: Clip
) -> Transition | None:
    """The transition, shortened so that it takes at most a half of either clip.

    Half a clip each way is what leaves its two transitions apart. ``None`` when nothing of
    it is left.
    """
    if transition is None:
        return None
    in_offset = min(transition.in_offset, before.duration // 2)
    out_offset = min(transition.out_offset, after.duration // 2)
    if in_offset + out_offset < 1:
        return None
    return replace(transition, in_offset=in_offset, out_offset=out_offset)


def picture_duration(timeline: Timeline) -> int:
    """Frames of the picture track."""
    track = timeline.track(TrackKind.VIDEO)
    return track.duration if track else 0


def placed_titles(timeline: Timeline) -> tuple[PlacedClip, ...]:
    """The titles with their times."""
    return placed_in(timeline, TrackKind.TITLE)


def end_card(timeline: Timeline) -> Clip | None:
    """The card that ends the video, if it has one."""
    last = timeline.pictures[-1] if timeline.pictures else None
    return last if last and isinstance(last.media, CardReference) else None


def caption_of(timeline: Timeline, clip_id: str) -> Clip | None:
    """The caption that belongs to a photo, if it has one."""
    track = timeline.track(TrackKind.CAPTION)
    return next((c for c in track.clips if c.anchor == clip_id), None) if track else None


def is_film(media: MediaReference) -> bool:
    """Whether pictures of it follow each other, so that it has a speed and an end."""
    return isinstance(media, ExternalReference) and media.kind is MediaKind.VIDEO


def available_frames(media: MediaReference, rate: Fraction) -> int | None:
    """Frames a video file has; ``None`` where there is no end: stills, or a length unknown."""
    if not isinstance(media, ExternalReference) or media.kind is not MediaKind.VIDEO:
        return None
    if not media.available_duration_ms:
        return None
    return max(frames_from_ms(media.available_duration_ms, rate), MIN_CLIP_FRAMES)


def longest(clip: Clip, rate: Fraction) -> int | None:
    """The most frames of its track that a clip can fill from its start on, at its speed.

    The last picture of a video is held for a moment where even the shortest clip needs more.
    """
    available = available_frames(clip.media, rate)
    if available is None:
        return None
    left = available - clip.source_range.start
    return max(int(left / clip.speed), MIN_CLIP_FRAMES)


def within_media(clip: Clip, rate: Fraction) -> Clip:
    """The clip, started earlier or shortened where it would run past the end of its media."""
    available = available_frames(clip.media, rate)
    if available is None:
        return clip
    needed = -(-clip.duration * clip.speed.numerator // clip.speed.denominator)
    start = max(min(clip.source_range.start, available - needed), 0)
    moved = replace(clip, source_range=TimeRange(start, clip.duration))
    most = longest(moved, rate)
    return moved if most is None else resized(moved, min(moved.duration, most))


def resized(clip: Clip, duration: int) -> Clip:
    """The clip at another length, its fades no longer than itself."""
    fades = clip.fade_in, clip.fade_out
    if sum(fades) > duration:
        fade_in = duration * clip.fade_in // sum(fades)
        fades = fade_in, min(clip.fade_out, duration - fade_in)
    return replace(
        clip,
        source_range=TimeRange(clip.source_range.start, duration),
        fade_in=fades[0],
        fade_out=fades[1],
    )


def clips_and_cuts(timeline: Timeline) -> tuple[list[Clip], list[Transition | None]]:
    """The picture clips and, for each cut between two of them, its transition."""
    placed = placed_in(timeline, TrackKind.VIDEO)
    return [p.clip for p in placed], [p.transition_out for p in placed[:-1]]


def with_pictures(timeline: Timeline, clips: list[Clip], cuts: list[Transition | None]) -> Timeline:
    """The timeline with these clips and cuts as its picture track."""
    children: list[TrackChild] = []
    for index, clip in enumerate(clips):
        children.append(clip)
        if index + 1 < len(clips):
            transition = fitted_transition(cuts[index], clip, clips[index + 1])
            children.extend([transition] if transition else [])
    return with_track(timeline, TrackKind.VIDEO, tuple(children))


def with_titles(timeline: Timeline, titles: list[tuple[int, Clip]]) -> Timeline:
    """The timeline with these titles, each at its start, as its title track."""
    return with_track(timeline, TrackKind.TITLE, placed_children(titles))


def with_captions(timeline: Timeline, captions: Iterable[Clip]) -> Timeline:
    """The timeline with these captions, each as long as the photo it belongs to is seen.

    One whose photo is not there goes; of several for one photo the last stays.
    """
    by_photo = {caption.anchor: caption for caption in captions}
    places = {p.clip.id: p.range_in_track for p in placed_in(timeline, TrackKind.VIDEO)}
    shown = [
        (places[photo.id].start, resized(by_photo[photo.id], places[photo.id].duration))
        for photo in timeline.photos
        if photo.id in by_photo
    ]
    return with_track(timeline, TrackKind.CAPTION, placed_children(shown))


def captions(timeline: Timeline) -> tuple[Clip, ...]:
    """The captions in order."""
    track = timeline.track(TrackKind.CAPTION)
    return track.clips if track else ()


def placed_children(placed: list[tuple[int, Clip]]) -> tuple[TrackChild, ...]:
    """Clips at their starts, with gaps between them."""
    children: list[TrackChild] = []
    at = 0
    for start, clip in placed:
        children.extend([Gap(start - at)] if start > at else [])
        children.append(clip)
        at = start + clip.duration
    return tuple(children)


_ORDER = tuple(TrackKind)


def with_track(timeline: Timeline, kind: TrackKind, children: tuple[TrackChild, ...]) -> Timeline:
    """The timeline with another track of a kind; none when it would be empty."""
    others = [track for track in timeline.tracks if track.kind is not kind]
    mine = [Track(kind, children)] if children else []
    return replace(
        timeline, tracks=tuple(sorted([*others, *mine], key=lambda t: _ORDER.index(t.kind)))
    )


def with_music_changed(timeline: Timeline, change: Callable[[Clip], Clip]) -> Timeline:
    """The timeline with every piece of its music changed; as it is when there is none."""
    track = timeline.track(TrackKind.AUDIO)
    if track is None:
        return timeline
    children = tuple(change(c) if isinstance(c, Clip) else c for c in track.children)
    return with_track(timeline, TrackKind.AUDIO, children)
