"""How edits are written as JSON: names, units and bounds of their fields, as tables.

Whole frames become seconds, as a decimal number, in fields that end in ``_s``; everything else
keeps its name. ``edit_schema`` describes this form, ``edit_json`` reads and writes it.
"""

from __future__ import annotations

from dataclasses import MISSING, dataclass, fields
from typing import Any, get_args, get_type_hints

from tiktok_photo_video.timeline import bounds, edits
from tiktok_photo_video.timeline.bounds import Bounds
from tiktok_photo_video.timeline.model import (
    CardReference,
    Clip,
    ExternalReference,
    Focus,
    Logo,
    Look,
    Motion,
    MusicReference,
    TimeRange,
    TitleReference,
)

MAX_SECONDS = 86_400  # a day; a longer time is a slip of the pen

# ``Create`` is not among them: a whole timeline is made from photos and words, not written out.
EDIT_CLASSES: dict[str, type] = {
    str(edit.__dataclass_fields__["op"].default): edit
    for edit in get_args(edits.Edit)
    if edit is not edits.Create
}

# What is written as ``{"type": "file", …}`` where several kinds of media can stand.
MEDIA_TYPES: dict[str, type] = {
    "file": ExternalReference,
    "music": MusicReference,
    "title": TitleReference,
    "card": CardReference,
}

_FRAMES: dict[str, str] = {
    "duration": "duration_s",
    "start": "start_s",
    "at": "at_s",
    "fade_in": "fade_in_s",
    "fade_out": "fade_out_s",
    "frame": "at_s",
}
_COLORS = {"color", "background", "pad_color"}
_BOUNDS: dict[tuple[type, str], Bounds] = {
    (edits.SetMusic, "volume"): bounds.VOLUME,
    (edits.SetVolume, "volume"): bounds.VOLUME,
    (edits.SetClipVolume, "volume"): bounds.VOLUME,
    (Clip, "volume"): bounds.VOLUME,
    (edits.SetSpeed, "speed"): bounds.SPEED,
    (Clip, "speed"): bounds.SPEED,
    (edits.SetRate, "rate"): bounds.RATE,
    (edits.SetCanvas, "width_px"): bounds.SIDE_PX,
    (edits.SetCanvas, "height_px"): bounds.SIDE_PX,
    (Look, "strength"): bounds.LOOK_STRENGTH,
    (Look, "brightness"): bounds.COLOR_SHIFT,
    (Look, "contrast"): bounds.COLOR_SHIFT,
    (Look, "saturation"): bounds.COLOR_SHIFT,
    (Focus, "x"): bounds.FOCUS,
    (Focus, "y"): bounds.FOCUS,
    (Motion, "strength"): bounds.MOTION_STRENGTH,
    (Logo, "width_share"): bounds.LOGO_WIDTH_SHARE,
    (Logo, "opacity"): bounds.OPACITY,
}
_SECONDS = Bounds(0, MAX_SECONDS)
_MEANINGS: dict[str, str] = {
    "duration_s": "how long, in seconds",
    "start_s": "from when on, in seconds",
    "at_s": "the moment, in seconds",
    "fade_in_s": "seconds over which sound comes up",
    "fade_out_s": "seconds over which sound goes down",
    "clip_id": "id of a clip of the timeline",
    "clip_ids": "ids of clips of the timeline",
    "index": "place among the photos, counted from 0",
    "cuts": "cuts counted from 0, the one after the first clip; null for all of them",
    "volume": "as a fraction: 0.35 is 35 %",
    "speed": "2 is twice as fast as filmed",
    "rate": 'frames a second: a number, or a fraction such as "30000/1001"',
    "color": "as #rrggbb",
    "background": "as #rrggbb",
    "pad_color": "as #rrggbb",
    "x": "across, as a fraction from the left",
    "y": "down, as a fraction from the top",
    "content_hash": "the file's id, as its upload gave it",
    "name": "what the user calls it",
}


@dataclass(frozen=True, slots=True)
class Field:
    """A field of an edit, or of a value in one.

    Attributes:
        name: of the attribute.
        json_name: in JSON.
        hint: its type, resolved.
        is_frames: whether JSON has seconds where the attribute has frames.
        is_color: whether it is a text of the form ``#rrggbb``.
        bounds: how far it may go, in units of JSON.
        default: what it is where JSON leaves it out; ``MISSING`` where it may not.
        meaning: in a few words; may be empty.
    """

    name: str
    json_name: str
    hint: Any
    is_frames: bool
    is_color: bool
    bounds: Bounds | None
    default: Any
    meaning: str

    @property
    def is_required(self) -> bool:
        """Whether it must be there."""
        return self.default is MISSING


def fields_of_class(owner: type) -> tuple[Field, ...]:
    """The fields of an edit or value class as JSON has them; ``op`` is none of them."""
    hints = get_type_hints(owner)
    return tuple(
        _field(owner, field.name, hints[field.name], default=field.default)
        for field in fields(owner)
        if field.name != "op"
    )


def _field(owner: type, name: str, hint: Any, *, default: Any) -> Field:
    is_frames = name in _FRAMES and (owner in EDIT_CLASSES.values() or owner in (Clip, TimeRange))
    json_name = _FRAMES[name] if is_frames else name
    return Field(
        name=name,
        json_name=json_name,
        hint=hint,
        is_frames=is_frames,
        is_color=name in _COLORS,
        bounds=_SECONDS if is_frames else _BOUNDS.get((owner, name)),
        default=default,
        meaning=_MEANINGS.get(json_name, ""),
    )
