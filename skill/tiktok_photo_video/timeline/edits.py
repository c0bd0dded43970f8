"""The edits: one value class each. ``timeline.apply`` carries them out.

``op`` names an edit where it leaves the program (typed tools, history).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from tiktok_photo_video.timeline.model import (
    CardReference,
    Clip,
    Focus,
    Logo,
    Look,
    Motion,
    MusicReference,
    ResizeMode,
    Timeline,
    TitleReference,
    TransitionType,
)


@dataclass(frozen=True, slots=True)
class Create:
    """Start over with a whole timeline, as the planner laid it out."""

    timeline: Timeline
    op: Literal["create"] = "create"


@dataclass(frozen=True, slots=True)
class Insert:
    """Put clips into the picture track so that the first becomes number ``index`` (from 0)."""

    index: int
    clips: tuple[Clip, ...]
    op: Literal["insert"] = "insert"


@dataclass(frozen=True, slots=True)
class Remove:
    """Take clips out of the picture track; what follows moves up."""

    clip_ids: tuple[str, ...]
    op: Literal["remove"] = "remove"


@dataclass(frozen=True, slots=True)
class Reorder:
    """Give the picture track this order; every clip id must be named once."""

    clip_ids: tuple[str, ...]
    op: Literal["reorder"] = "reorder"


@dataclass(frozen=True, slots=True)
class SetDuration:
    """Make each of these clips ``duration`` frames long."""

    clip_ids: tuple[str, ...]
    duration: int
    op: Literal["set_duration"] = "set_duration"


@dataclass(frozen=True, slots=True)
class SetTotalDuration:
    """Make the whole video ``duration`` frames long, each clip keeping its share."""

    duration: int
    op: Literal["set_total_duration"] = "set_total_duration"


@dataclass(frozen=True, slots=True)
class SetTransition:
    """Set what happens at cuts.

    ``transition_types`` are used in turn over the cuts; empty means plain cuts. ``cuts``
    counts from 0 (the cut after the first clip); ``None`` means all of them.
    """

    transition_types: tuple[TransitionType, ...]
    duration: int
    cuts: tuple[int, ...] | None = None
    op: Literal["set_transition"] = "set_transition"


@dataclass(frozen=True, slots=True)
class SetMotion:
    """Set how the camera moves; ``motions`` are used in turn over the clips."""

    clip_ids: tuple[str, ...]
    motions: tuple[Motion, ...]
    op: Literal["set_motion"] = "set_motion"


@dataclass(frozen=True, slots=True)
class SetResizeMode:
    """Set how these clips are fitted into the canvas."""

    clip_ids: tuple[str, ...]
    resize_mode: ResizeMode
    op: Literal["set_resize_mode"] = "set_resize_mode"


@dataclass(frozen=True, slots=True)
class Trim:
    """Show other frames of a video clip: from ``start`` in the media, ``duration`` long."""

    clip_id: str
    start: int
    duration: int
    op: Literal["trim"] = "trim"


@dataclass(frozen=True, slots=True)
class Split:
    """Cut a clip in two, ``at`` frames from its start."""

    clip_id: str
    at: int
    op: Literal["split"] = "split"


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Show these clips a second time, each right after itself."""

    clip_ids: tuple[str, ...]
    op: Literal["duplicate"] = "duplicate"


@dataclass(frozen=True, slots=True)
class ReplaceMedia:
    """Show another picture in a clip's place; its length, motion and captions stay."""

    clip_id: str
    with_clip: Clip
    op: Literal["replace_media"] = "replace_media"


@dataclass(frozen=True, slots=True)
class SetSpeed:
    """Run these video clips ``speed`` times as fast as filmed; they get as much shorter."""

    clip_ids: tuple[str, ...]
    speed: Fraction
    op: Literal["set_speed"] = "set_speed"


@dataclass(frozen=True, slots=True)
class SetFocus:
    """Say what must stay in frame; ``None`` leaves it to the faces found."""

    clip_ids: tuple[str, ...]
    focus: Focus | None
    op: Literal["set_focus"] = "set_focus"


@dataclass(frozen=True, slots=True)
class SetPadColor:
    """Set the colour of the bars beside these clips, as ``#rrggbb``."""

    clip_ids: tuple[str, ...]
    color: str
    op: Literal["set_pad_color"] = "set_pad_color"


@dataclass(frozen=True, slots=True)
class SetLook:
    """Set how the colours of these clips are treated."""

    clip_ids: tuple[str, ...]
    look: Look
    op: Literal["set_look"] = "set_look"


@dataclass(frozen=True, slots=True)
class SetCaption:
    """Show a text as long as a clip is seen; ``None`` takes it away."""

    clip_id: str
    caption: TitleReference | None
    op: Literal["set_caption"] = "set_caption"


@dataclass(frozen=True, slots=True)
class SetEndCard:
    """End the video with a card, in place of the one there; ``None`` takes it away."""

    card: CardReference | None
    duration: int = 0
    op: Literal["set_end_card"] = "set_end_card"


@dataclass(frozen=True, slots=True)
class SetLogo:
    """Stand a logo in a corner all along; ``None`` takes it away."""

    logo: Logo | None
    op: Literal["set_logo"] = "set_logo"


@dataclass(frozen=True, slots=True)
class SetTitle:
    """Show a title from frame ``start`` for ``duration`` frames, in place of what it overlaps."""

    title: TitleReference
    start: int
    duration: int
    op: Literal["set_title"] = "set_title"


@dataclass(frozen=True, slots=True)
class RemoveTitles:
    """Take titles away; no ids means all of them."""

    clip_ids: tuple[str, ...] = ()
    op: Literal["remove_titles"] = "remove_titles"


@dataclass(frozen=True, slots=True)
class SetMusic:
    """Play this composed bed under the whole video; ``None`` means no music."""

    music: MusicReference | None
    volume: float = 1.0
    op: Literal["set_music"] = "set_music"


@dataclass(frozen=True, slots=True)
class SetVolume:
    """Set the volume of the music, as a fraction: 0.35 is 35 %."""

    volume: float
    op: Literal["set_volume"] = "set_volume"


@dataclass(frozen=True, slots=True)
class SetSong:
    """Play the user's own sound under the whole video; ``clip`` holds it."""

    clip: Clip
    op: Literal["set_song"] = "set_song"


@dataclass(frozen=True, slots=True)
class SetFades:
    """Let the music come and go over so many frames; ``None`` leaves that end as it is."""

    fade_in: int | None = None
    fade_out: int | None = None
    op: Literal["set_fades"] = "set_fades"


@dataclass(frozen=True, slots=True)
class SetMuted:
    """Silence the music for now, or let it be heard again at the volume it had."""

    is_muted: bool
    op: Literal["set_muted"] = "set_muted"


@dataclass(frozen=True, slots=True)
class SetClipVolume:
    """Set how loud what these video clips recorded is, as a fraction; it is heard then."""

    clip_ids: tuple[str, ...]
    volume: float
    op: Literal["set_clip_volume"] = "set_clip_volume"


@dataclass(frozen=True, slots=True)
class SetClipsMuted:
    """Silence what these video clips recorded, or let it be heard again at its volume."""

    clip_ids: tuple[str, ...]
    is_muted: bool
    op: Literal["set_clips_muted"] = "set_clips_muted"


@dataclass(frozen=True, slots=True)
class SetBeatSync:
    """Let the cuts follow the beats of the music, or not."""

    is_on: bool
    op: Literal["set_beat_sync"] = "set_beat_sync"


@dataclass(frozen=True, slots=True)
class SetCanvas:
    """Give the video another size in pixels; everything is laid out anew."""

    width_px: int
    height_px: int
    op: Literal["set_canvas"] = "set_canvas"


@dataclass(frozen=True, slots=True)
class SetRate:
    """Give the video another number of frames a second; all times stay what they are."""

    rate: Fraction
    op: Literal["set_rate"] = "set_rate"


@dataclass(frozen=True, slots=True)
class SetCover:
    """Choose the frame shown where the video is not playing; ``None`` is the first."""

    frame: int | None
    op: Literal["set_cover"] = "set_cover"


@dataclass(frozen=True, slots=True)
class Rename:
    """Give the project another name."""

    name: str
    op: Literal["rename"] = "rename"


Edit: TypeAlias = (
    Create
    | Insert
    | Remove
    | Reorder
    | SetDuration
    | SetTotalDuration
    | SetTransition
    | SetMotion
    | SetResizeMode
    | SetTitle
    | RemoveTitles
    | SetMusic
    | SetVolume
    | Rename
    | Trim
    | Split
    | Duplicate
    | ReplaceMedia
    | SetSpeed
    | SetFocus
    | SetPadColor
    | SetLook
    | SetCaption
    | SetEndCard
    | SetLogo
    | SetSong
    | SetFades
    | SetMuted
    | SetClipVolume
    | SetClipsMuted
    | SetBeatSync
    | SetCanvas
    | SetRate
    | SetCover
)
