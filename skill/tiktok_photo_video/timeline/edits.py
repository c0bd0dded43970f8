"""The edits: one value class each. ``timeline.apply`` carries them out.

``op`` names an edit where it leaves the program (typed tools, history).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from tiktok_photo_video.timeline.model import (
    Clip,
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
)
