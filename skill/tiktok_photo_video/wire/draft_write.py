"""A timeline as draft JSON. What is at its default is left out."""

from __future__ import annotations

from fractions import Fraction

from tiktok_photo_video.timeline.model import (
    Clip,
    ExternalReference,
    Gap,
    MediaReference,
    Motion,
    MusicReference,
    PlacedClip,
    ResizeMode,
    Timeline,
    TitleReference,
    Track,
    TrackKind,
    Transition,
    ms_from_frames,
    placed_clips,
)
from tiktok_photo_video.wire import draft_keys as key
from tiktok_photo_video.wire.fields import MAX_INTEGER

TRACK_TYPES = {
    TrackKind.VIDEO: key.DraftTrack.VIDEO,
    TrackKind.AUDIO: key.DraftTrack.AUDIO,
    TrackKind.TITLE: key.DraftTrack.TEXT,
}


def draft_from_timeline(timeline: Timeline) -> dict[str, object]:
    """The draft of a sound timeline (one that ``check`` finds nothing in), as plain JSON values."""
    return {
        key.TRACKS: [_track(track, timeline.rate) for track in timeline.tracks],
        key.DURATION: ms_from_frames(timeline.duration, timeline.rate),
        key.META: {
            key.NAME: timeline.name,
            key.WIDTH: timeline.width_px,
            key.HEIGHT: timeline.height_px,
            key.RATE: _rate(timeline.rate),
            key.VERSION: key.FORMAT_VERSION,
        },
    }


def _rate(rate: Fraction) -> int | str:
    return rate.numerator if rate.denominator == 1 else f"{rate.numerator}/{rate.denominator}"


def _track(track: Track, rate: Fraction) -> dict[str, object]:
    segments: list[dict[str, object]] = []
    gaps: list[int] = []
    placed = iter(placed_clips(track))
    for child in track.children:
        if isinstance(child, Gap):
            gaps.append(ms_from_frames(child.duration, rate))
        elif isinstance(child, Clip):
            segments.append(_segment(next(placed), rate, gaps))
            gaps = []
    drawn: dict[str, object] = {
        key.TRACK_TYPE: int(TRACK_TYPES[track.kind]),
        key.SEGMENTS: segments,
    }
    return drawn | ({key.GAPS: gaps} if gaps else {})


def _segment(placed: PlacedClip, rate: Fraction, gaps: list[int]) -> dict[str, object]:
    clip = placed.clip
    segment: dict[str, object] = {
        key.ID: clip.id,
        key.START: ms_from_frames(placed.range_in_track.start, rate),
        key.DURATION: ms_from_frames(clip.duration, rate),
        **_media(clip.media),
    }
    optional: dict[str, object | None] = {
        key.GAPS: gaps if len(gaps) > 1 else None,
        key.SOURCE_START: ms_from_frames(clip.source_range.start, rate) or None,
        key.RESIZE_MODE: _unless_default(clip.resize_mode, ResizeMode.AUTO),
        key.MOTION: _motion(clip.motion) if clip.motion != Motion() else None,
        key.VOLUME: clip.volume if clip.volume != 1.0 else None,
        key.TRANSITION: _transition(placed.transition_out, rate),
    }
    return segment | _present(optional)


def _media(media: MediaReference) -> dict[str, object]:
    if isinstance(media, ExternalReference):
        return {key.LABEL: media.name, key.SOURCE: _source(media)}
    if isinstance(media, MusicReference):
        return {key.MUSIC: _music(media)}
    return {key.TITLE: _title(media)}


def _source(media: ExternalReference) -> dict[str, object]:
    return {
        key.HASH: media.content_hash,
        key.KIND: media.kind.value,
        **_present(
            {
                key.SOURCE_WIDTH: media.width_px or None,
                key.SOURCE_HEIGHT: media.height_px or None,
                key.AVAILABLE: media.available_duration_ms,
            }
        ),
    }


def _music(media: MusicReference) -> dict[str, object]:
    # A larger number would not survive a reader that keeps numbers as doubles.
    seed = media.seed if abs(media.seed) <= MAX_INTEGER else str(media.seed)
    return {key.MOOD: media.mood, **_present({key.SEED: seed or None})}


def _title(media: TitleReference) -> dict[str, object]:
    usual = TitleReference("")
    optional: dict[str, object | None] = {
        key.POSITION: _unless_default(media.position, usual.position),
        key.STYLE: _unless_default(media.style, usual.style),
        key.COLOR: _unless_default(media.color, usual.color),
        key.ANIMATION: _unless_default(media.animation, usual.animation),
    }
    return {key.TEXT: media.text, **_present(optional)}


def _motion(motion: Motion) -> dict[str, object]:
    usual = Motion()
    optional: dict[str, object | None] = {
        key.STRENGTH: motion.strength if motion.strength != usual.strength else None,
        key.EASING: _unless_default(motion.easing, usual.easing),
    }
    return {key.KIND: motion.kind.value, **_present(optional)}


def _transition(transition: Transition | None, rate: Fraction) -> dict[str, object] | None:
    if transition is None:
        return None
    return {
        key.KIND: transition.transition_type.value,
        key.IN_OFFSET: ms_from_frames(transition.in_offset, rate),
        key.OUT_OFFSET: ms_from_frames(transition.out_offset, rate),
    }


def _unless_default(value: str, default: str) -> str | None:
    # str() of our enumerations is the plain word, so nothing but JSON types gets out.
    return str(value) if value != default else None


def _present(values: dict[str, object | None]) -> dict[str, object]:
    return {name: value for name, value in values.items() if value is not None}
