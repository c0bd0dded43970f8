"""Facts of a timeline by the names the message table uses."""

from __future__ import annotations

from collections.abc import Callable

from tiktok_photo_video.timeline.model import (
    CardReference,
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
from tiktok_photo_video.timeline.tracks import is_film


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


def _fade_s(timeline: Timeline, end: str) -> float:
    clip = _music(timeline)
    return float(getattr(clip, end) / timeline.rate) if clip else 0.0


def captions(timeline: Timeline) -> dict[str, object]:
    """The captions by the number of their photo."""
    numbers = {clip.id: str(number(clip)) for clip in timeline.photos}
    track = timeline.track(TrackKind.CAPTION)
    clips = track.clips if track else ()
    texts = {c.anchor: c.media.text for c in clips if isinstance(c.media, TitleReference)}
    return {n: texts.get(clip_id) for clip_id, n in numbers.items()}


def end_card(timeline: Timeline) -> str:
    cards = (c.media for c in timeline.pictures if isinstance(c.media, CardReference))
    return next((card.text for card in cards), "")


def clip_sound(timeline: Timeline) -> dict[str, object]:
    """How loud each clip is, by its number; muted ones 0."""
    films = (clip for clip in timeline.photos if is_film(clip.media))
    return {str(number(clip)): 0.0 if clip.is_muted else clip.volume for clip in films}


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
    "muted": lambda t: bool((clip := _music(t)) and clip.is_muted),
    "fade_in_s": lambda t: _fade_s(t, "fade_in"),
    "fade_out_s": lambda t: _fade_s(t, "fade_out"),
    "beat_sync": lambda t: t.has_beat_sync,
    "cover_s": lambda t: float((t.cover or 0) / t.rate),
    "name": lambda t: t.name,
    "subtitle": lambda t: _title(t).subtitle,
    "animation": lambda t: _title(t).animation.value,
    "title_size": lambda t: _title(t).size.value,
    "end_card": end_card,
    "cuts_left": lambda t: sorted(int(photo) for photo in transition_at(t)),
}

BY_PHOTO: dict[str, Callable[[Timeline], dict[str, object]]] = {
    "clip_sound": clip_sound,
    "photo_s": lambda t: {str(number(c)): float(c.duration / t.rate) for c in t.photos},
    "motion_at": lambda t: {str(number(c)): c.motion.kind.value for c in t.photos},
    "transition_at": lambda t: dict(transition_at(t)),
    "captions": captions,
    "look": lambda t: {str(number(c)): c.look.kind.value for c in t.photos},
    "brightness": lambda t: {str(number(c)): c.look.brightness for c in t.photos},
    "contrast": lambda t: {str(number(c)): c.look.contrast for c in t.photos},
    "saturation": lambda t: {str(number(c)): c.look.saturation for c in t.photos},
    "strength": lambda t: {str(number(c)): c.look.strength for c in t.photos},
}
