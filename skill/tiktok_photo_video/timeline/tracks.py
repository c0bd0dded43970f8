"""Taking tracks apart and putting them together again; what edits are made of."""

from __future__ import annotations

from dataclasses import replace

from tiktok_photo_video.timeline.model import (
    Clip,
    Gap,
    PlacedClip,
    Timeline,
    TimeRange,
    Track,
    TrackChild,
    TrackKind,
    Transition,
    placed_in,
)


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


def resized(clip: Clip, duration: int) -> Clip:
    """The clip at another length."""
    return replace(clip, source_range=TimeRange(clip.source_range.start, duration))


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


def placed_children(placed: list[tuple[int, Clip]]) -> tuple[TrackChild, ...]:
    """Clips at their starts, with gaps between them."""
    children: list[TrackChild] = []
    at = 0
    for start, clip in placed:
        children.extend([Gap(start - at)] if start > at else [])
        children.append(clip)
        at = start + clip.duration
    return tuple(children)


_ORDER = (TrackKind.VIDEO, TrackKind.AUDIO, TrackKind.TITLE)


def with_track(timeline: Timeline, kind: TrackKind, children: tuple[TrackChild, ...]) -> Timeline:
    """The timeline with another track of a kind; none when it would be empty."""
    others = [track for track in timeline.tracks if track.kind is not kind]
    mine = [Track(kind, children)] if children else []
    return replace(
        timeline, tracks=tuple(sorted([*others, *mine], key=lambda t: _ORDER.index(t.kind)))
    )
