"""What follows from an edit, done in one place so that no edit can forget it."""

from __future__ import annotations

from dataclasses import replace

from tiktok_photo_video.timeline.model import (
    Clip,
    PlacedClip,
    Timeline,
    Track,
    TrackChild,
    TrackKind,
    placed_clips,
)
from tiktok_photo_video.timeline.tracks import (
    captions,
    clips_and_cuts,
    picture_duration,
    placed_children,
    placed_titles,
    resized,
    with_captions,
    with_pictures,
    with_titles,
    with_track,
    within_media,
)


def refit(timeline: Timeline) -> Timeline:
    """Bring everything back into step with the picture track."""
    clips, cuts = clips_and_cuts(timeline)
    fitting = [within_media(clip, timeline.rate) for clip in clips]
    timeline = with_pictures(timeline, fitting, cuts)
    length = picture_duration(timeline)
    if audio := timeline.track(TrackKind.AUDIO):
        timeline = with_track(timeline, TrackKind.AUDIO, _sound_within(audio, length))
    timeline = with_titles(timeline, _titles_within(placed_titles(timeline), length))
    return _whole(with_captions(timeline, captions(timeline)))


def _whole(timeline: Timeline) -> Timeline:
    """The cover is a frame of the video; cuts follow a beat only as long as there is one."""
    last = timeline.duration - 1
    cover = timeline.cover
    if cover is not None:
        cover = min(cover, last) if last >= 0 else None
    return replace(
        timeline,
        cover=cover,
        has_beat_sync=timeline.has_beat_sync and timeline.music is not None,
    )


def _sound_within(audio: Track, length: int) -> tuple[TrackChild, ...]:
    """One piece of music is as long as the picture; several keep their times inside it."""
    placed = _titles_within(placed_clips(audio), length)
    if len(placed) == 1 and placed[0][0] == 0:
        return (resized(placed[0][1], length),)
    return placed_children(placed)


def _titles_within(placed: tuple[PlacedClip, ...], length: int) -> list[tuple[int, Clip]]:
    return [
        (
            p.range_in_track.start,
            resized(p.clip, min(p.clip.duration, length - p.range_in_track.start)),
        )
        for p in placed
        if p.range_in_track.start < length
    ]
