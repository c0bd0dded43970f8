"""Small timelines written out by hand."""

from __future__ import annotations

from tiktok_photo_video.timeline.apply import apply
from tiktok_photo_video.timeline.edits import SetTitle
from tiktok_photo_video.timeline.model import (
    Clip,
    ExternalReference,
    Timeline,
    TimeRange,
    TitleReference,
    Track,
    TrackKind,
)


def photo(clip_id: str, duration: int, *, name: str = "") -> Clip:
    """A still in the picture track."""
    return Clip(clip_id, ExternalReference(name, f"hash of {clip_id}"), TimeRange(0, duration))


def example(*durations: int) -> Timeline:
    """Photos p1, p2, … of these lengths with plain cuts, at 30 frames a second."""
    clips = tuple(photo(f"p{n}", length) for n, length in enumerate(durations, 1))
    return Timeline(tracks=(Track(TrackKind.VIDEO, clips),))


def titled(timeline: Timeline, *shown: tuple[str, int, int]) -> Timeline:
    """The timeline with titles, each given as text, first frame and length."""
    for text, start, duration in shown:
        timeline = apply(timeline, SetTitle(TitleReference(text), start, duration))
    return timeline


def picture_ids(timeline: Timeline) -> list[str]:
    """The ids of the photos, in order."""
    return [clip.id for clip in timeline.photos]
