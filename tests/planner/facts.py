"""Facts of a timeline by the names the message table uses."""

from __future__ import annotations

from collections.abc import Callable

from tiktok_photo_video.timeline.model import (
    Clip,
    ExternalReference,
    MusicReference,
    PlacedClip,
    Timeline,
    TitleReference,
    TrackKind,
    Transition,
    placed_clips,
)


def number(clip: Clip) -> int:
    """The number of the photo behind a clip."""
    assert isinstance(clip.media, ExternalReference)
    return int(clip.media.content_hash.removeprefix("hash"))


def order(timeline: Timeline) -> list[int]:
    return [number(clip) for clip in timeline.photos]


def total_s(timeline: Timeline) -> float:
    return float(timeline.duration / timeline.rate)


def _transitions(timeline: Timeline) -> list[Transition]:
    track = timeline.track(TrackKind.VIDEO)
    return [c for c in track.children if isinstance(c, Transition)] if track else []


def transitions(timeline: Timeline) -> list[str]:
    return sorted({t.transition_type.value for t in _transitions(timeline)})


def transition_s(timeline: Timeline) -> float:
    longest = max(t.duration for t in _transitions(timeline))
    return float(longest / timeline.rate)


def transition_at(timeline: Timeline) -> dict[str, str]:
    track = timeline.track(TrackKind.VIDEO)
    placed = placed_clips(track) if track else ()
    return {
        str(number(p.clip)): p.transition_out.transition_type.value
        for p in placed
        if p.transition_out
    }


def _music(timeline: Timeline) -> Clip | None:
    track = timeline.track(TrackKind.AUDIO)
    return track.clips[0] if track else None


def music(timeline: Timeline) -> str:
    clip = _music(timeline)
    return clip.media.mood if clip and isinstance(clip.media, MusicReference) else "none"


def song(timeline: Timeline) -> object:
    clip = _music(timeline)
    return clip.media if clip else None


def volume(timeline: Timeline) -> float:
    clip = _music(timeline)
    return clip.volume if clip else -1.0


def _placed_titles(timeline: Timeline) -> tuple[PlacedClip, ...]:
    track = timeline.track(TrackKind.TITLE)
    return placed_clips(track) if track else ()


def _title(timeline: Timeline) -> TitleReference:
    placed = _placed_titles(timeline)
    media = placed[0].clip.media if placed else TitleReference("")
    assert isinstance(media, TitleReference)
    return media


def titles(timeline: Timeline) -> list[str]:
    media = [p.clip.media for p in _placed_titles(timeline)]
    return [m.text for m in media if isinstance(m, TitleReference)]


def title_span(timeline: Timeline) -> list[float]:
    span = _placed_titles(timeline)[0].range_in_track
    return [float(span.start / timeline.rate), float(span.end_exclusive / timeline.rate)]


def motion(timeline: Timeline) -> list[str]:
    return sorted({clip.motion.kind.value for clip in timeline.photos})


FACTS: dict[str, Callable[[Timeline], object]] = {
    "total_s": total_s,
    "order": order,
    "transitions": transitions,
    "transition_s": transition_s,
    "music": music,
    "volume": volume,
    "title": lambda t: _title(t).text,
    "titles": titles,
    "position": lambda t: _title(t).position.value,
    "color": lambda t: _title(t).color,
    "style": lambda t: _title(t).style.value,
    "title_span": title_span,
    "motion": motion,
    "fit": lambda t: "/".join(sorted({c.resize_mode.value for c in t.photos})),
    "size": lambda t: [t.width_px, t.height_px],
    "fps": lambda t: int(t.rate),
}

BY_PHOTO: dict[str, Callable[[Timeline], dict[str, object]]] = {
    "photo_s": lambda t: {str(number(c)): float(c.duration / t.rate) for c in t.photos},
    "motion_at": lambda t: {str(number(c)): c.motion.kind.value for c in t.photos},
    "transition_at": lambda t: dict(transition_at(t)),
}
