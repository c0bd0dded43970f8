"""What a timeline is made of, in values a model can edit by."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from pydantic import Field

from tiktok_photo_video.timeline.model import (
    CardReference,
    Clip,
    ExternalReference,
    MusicReference,
    PlacedClip,
    Timeline,
    TitleReference,
    TrackKind,
    placed_in,
    s_from_frames,
)
from tiktok_photo_video.timeline.tracks import is_film
from tiktok_photo_video.wire.draft import is_ours, timeline_from_draft
from tiktok_photo_video.wire.payloads import SessionState
from tiktok_photo_video_tools.mcp_server.schemas import Output


class ClipFacts(Output):
    """One picture of the video."""

    id: str = Field(description="For clip_ids and clip_id of edit_timeline.")
    number: int = Field(description="Its place in the picture track, counted from 1.")
    name: str = Field(description="The file's name, or the text of a card.")
    start_s: float
    duration_s: float
    motion: str = Field(description="How the camera moves over it.")
    look: str | None = Field(default=None, description="How its colours are treated.")
    transition_after: str | None = Field(default=None, description="What leads to the next one.")
    caption: str | None = None
    volume: float | None = Field(
        default=None, description="How loud what a video clip recorded is; 0 when muted."
    )


class TitleFacts(Output):
    """One title."""

    id: str = Field(description="For clip_ids of remove_titles.")
    text: str
    start_s: float
    duration_s: float
    position: str
    style: str


class MusicFacts(Output):
    """The music."""

    name: str = Field(description="The mood it is composed in, or the song's file name.")
    volume: float = Field(description="As a fraction: 0.35 is 35 %.")
    is_muted: bool = False


class FileFacts(Output):
    """One file that the project was sent."""

    name: str
    kind: str
    content_hash: str | None = Field(default=None, description="For files inside of typed edits.")


class TimelineFacts(Output):
    """A timeline in values."""

    duration_s: float
    width_px: int
    height_px: int
    frames_per_s: float
    clips: list[ClipFacts]
    titles: list[TitleFacts]
    music: MusicFacts | None = None


def timeline_in(draft: Mapping[str, object] | None) -> Timeline | None:
    """The timeline of a draft, where it is one of ours: others are known by their words only."""
    return timeline_from_draft(draft) if draft and is_ours(draft) else None


def facts_of(timeline: Timeline) -> TimelineFacts:
    """A timeline in values."""
    captions = {p.clip.anchor: p.clip for p in placed_in(timeline, TrackKind.CAPTION)}
    pictures = placed_in(timeline, TrackKind.VIDEO)
    return TimelineFacts(
        duration_s=_seconds(timeline.duration, timeline.rate),
        width_px=timeline.width_px,
        height_px=timeline.height_px,
        frames_per_s=round(float(timeline.rate), 3),
        clips=[
            _clip(placed, number, timeline.rate, captions.get(placed.clip.id))
            for number, placed in enumerate(pictures, 1)
        ],
        titles=[
            _title(placed, placed.clip.media, timeline.rate)
            for placed in placed_in(timeline, TrackKind.TITLE)
            if isinstance(placed.clip.media, TitleReference)
        ],
        music=_music(timeline.music) if timeline.music else None,
    )


def files_of(state: SessionState) -> list[FileFacts]:
    """The files that a project was sent, in that order."""
    return [
        FileFacts(name=info.filename, kind=info.file_type or "unknown", content_hash=info.hash)
        for info in state.video_infos
    ]


def _clip(placed: PlacedClip, number: int, rate: Fraction, caption: Clip | None) -> ClipFacts:
    clip, after = placed.clip, placed.transition_out
    return ClipFacts(
        id=clip.id,
        number=number,
        name=_name(clip, number),
        start_s=_seconds(placed.range_in_track.start, rate),
        duration_s=_seconds(clip.duration, rate),
        motion=clip.motion.kind.value,
        look=None if clip.look == type(clip.look)() else clip.look.kind.value,
        transition_after=after.transition_type.value if after else None,
        caption=_text(caption) if caption else None,
        volume=(0.0 if clip.is_muted else clip.volume) if is_film(clip.media) else None,
    )


def _name(clip: Clip, number: int) -> str:
    media = clip.media
    if isinstance(media, CardReference):
        return media.text
    named = media.name if isinstance(media, ExternalReference) else ""
    return named or f"photo {number}"


def _text(clip: Clip) -> str | None:
    return clip.media.text if isinstance(clip.media, TitleReference) else None


def _title(placed: PlacedClip, title: TitleReference, rate: Fraction) -> TitleFacts:
    return TitleFacts(
        id=placed.clip.id,
        text=title.text,
        start_s=_seconds(placed.range_in_track.start, rate),
        duration_s=_seconds(placed.clip.duration, rate),
        position=title.position.value,
        style=title.style.value,
    )


def _music(clip: Clip) -> MusicFacts:
    media = clip.media
    name = media.mood if isinstance(media, MusicReference) else _name(clip, 1)
    return MusicFacts(name=name, volume=clip.volume, is_muted=clip.is_muted)


def _seconds(frames: int, rate: Fraction) -> float:
    return round(s_from_frames(frames, rate), 3)
