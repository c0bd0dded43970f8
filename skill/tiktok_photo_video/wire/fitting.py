"""The media files that a timeline needs, and the timeline that is left without some of them.

A file is known by what is in it, so a draft fits wherever the same files are sent again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import TypeAlias

from tiktok_photo_video.errors import EditError
from tiktok_photo_video.timeline.apply import apply
from tiktok_photo_video.timeline.edits import Remove
from tiktok_photo_video.timeline.model import (
    ExternalReference,
    MediaKind,
    Timeline,
    TrackKind,
    placed_in,
)
from tiktok_photo_video.timeline.tracks import placed_children, with_track
from tiktok_photo_video.wire.uploads import UploadedFile

MediaKey: TypeAlias = tuple[str, MediaKind]
"""Content hash and kind: the same bytes are never both a photo and a song."""


def external_media(value: object) -> tuple[ExternalReference, ...]:
    """Every media file that a timeline, or a part of one, names: each once, in its order."""
    return tuple(dict.fromkeys(_named(value)))


def media_keys(files: Collection[UploadedFile]) -> frozenset[MediaKey]:
    """What a session has, as far as its backend tells what is in its files."""
    kinds: Mapping[str, MediaKind] = {kind.value: kind for kind in MediaKind}
    return frozenset(
        (file.hash, kinds[file.file_type])
        for file in files
        if file.hash and file.file_type in kinds
    )


@dataclass(frozen=True, slots=True)
class Fitted:
    """A timeline that shows only what is there, and the names of what was left out."""

    timeline: Timeline
    left_out: tuple[str, ...] = ()


def fitted(timeline: Timeline, there: Collection[MediaKey]) -> Fitted | None:
    """The timeline without the files that are not there; ``None`` when no photo is left."""
    missing = [media for media in external_media(timeline) if not _is_there(media, there)]
    if not missing:
        return Fitted(timeline)
    gone = [clip.id for clip in timeline.photos if clip.media in missing]
    if len(gone) == len(timeline.photos):
        return None
    try:
        left = apply(timeline, Remove(tuple(gone))) if gone else timeline
    except EditError:
        return None
    return Fitted(_without_sounds_and_logo(left, missing), _names(missing))


def _without_sounds_and_logo(
    timeline: Timeline, missing: Collection[ExternalReference]
) -> Timeline:
    sounds = placed_in(timeline, TrackKind.AUDIO)
    kept = [(p.range_in_track.start, p.clip) for p in sounds if p.clip.media not in missing]
    if len(kept) < len(sounds):
        timeline = with_track(timeline, TrackKind.AUDIO, placed_children(kept))
    is_logo_gone = timeline.logo is not None and timeline.logo.media in missing
    return replace(timeline, logo=None) if is_logo_gone else timeline


def _is_there(media: ExternalReference, there: Collection[MediaKey]) -> bool:
    return (media.content_hash, media.kind) in there


def _names(missing: Collection[ExternalReference]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(media.name for media in missing))


def _named(value: object) -> Iterator[ExternalReference]:
    # Whatever part of a timeline comes to hold media, it is found here.
    if isinstance(value, ExternalReference):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _named(item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _named(getattr(value, field.name))
