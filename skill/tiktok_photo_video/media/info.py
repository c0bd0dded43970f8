"""What a user's file is: the facts that planning needs, or the reason why it cannot be used."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from tiktok_photo_video.media import refusals
from tiktok_photo_video.media.animations import is_animated
from tiktok_photo_video.media.clips import decoded_frames, frame_displayed_size
from tiktok_photo_video.media.completeness import declares_length, is_complete
from tiktok_photo_video.media.containers import (
    creation_date,
    duration_s,
    film_stream,
    found_duration_s,
    open_container,
    sound_stream,
)
from tiktok_photo_video.media.formats import SOUND_ONLY_FORMATS, SUPPORTED_FORMATS
from tiktok_photo_video.media.intake import MediaFile, content_hash, open_media
from tiktok_photo_video.media.limits import MIN_SIDE_PX
from tiktok_photo_video.media.luts import load_lut
from tiktok_photo_video.media.pictures import captured_at, displayed_size, open_picture
from tiktok_photo_video.timeline.model import MediaKind


@dataclass(frozen=True, slots=True)
class MediaInfo:
    """The facts about one media file.

    Attributes:
        kind: picture, clip or sound, judged by content.
        format: a key of ``SUPPORTED_FORMATS``.
        mime_type: of that format.
        width_px: as displayed, after all rotation; 0 for sound.
        height_px: likewise.
        duration_s: of clips and sound, when they declare it; None for pictures, animated too.
        captured_at: when the camera took it, in its local time; None when unknown.
        size_bytes: of the file.
        content_hash: SHA-256 of the file as hex digits.
        is_animated: whether it is a picture that moves; see ``media.animations``.

    """

    kind: MediaKind
    format: str
    mime_type: str
    width_px: int
    height_px: int
    duration_s: float | None
    captured_at: datetime | None
    size_bytes: int
    content_hash: str
    is_animated: bool = False


def probe(path: Path, *, name: str) -> MediaInfo:
    """Judge a file by its content, and check that it is all there.

    Args:
        path: where it is; the extension plays no part.
        name: what the user calls it, for errors.

    Raises:
        MediaError: ``media_missing``, ``media_not_a_file``, ``media_unreadable``,
            ``media_empty``, ``media_changed``, ``media_unsupported``, ``media_damaged``,
            ``media_too_large``, ``media_too_small``, ``media_no_picture`` or ``media_no_sound``.

    """
    with open_media(path, name=name) as media:
        found = _described(media, content_hash(media))
        if found.kind is MediaKind.LUT:
            load_lut(path, name=name)
            return found
        if not is_complete(
            media.stream, format_name=media.format.name, size_bytes=media.size_bytes
        ):
            raise refusals.damaged(name, media.format.name)
        return (
            _with_picture(found, media)
            if found.kind is MediaKind.IMAGE
            else _with_streams(found, media)
        )


def _described(media: MediaFile, digest: str) -> MediaInfo:
    """What is known from the first bytes and the file system."""
    return MediaInfo(
        kind=media.format.kind,
        format=media.format.name,
        mime_type=media.format.mime_type,
        width_px=0,
        height_px=0,
        duration_s=None,
        captured_at=None,
        size_bytes=media.size_bytes,
        content_hash=digest,
    )


def _with_picture(found: MediaInfo, media: MediaFile) -> MediaInfo:
    with open_picture(media) as image:
        width, height = displayed_size(image)
        taken = captured_at(image)
        moves = is_animated(image, media.format.name)
        if not declares_length(media.format.name):
            # Only decoding tells whether these are complete; JPEG does it at 1/8 of the size.
            image.draft(None, (MIN_SIDE_PX, MIN_SIDE_PX))
            image.load()
    return replace(found, width_px=width, height_px=height, captured_at=taken, is_animated=moves)


def _with_streams(found: MediaInfo, media: MediaFile) -> MediaInfo:
    with open_container(media) as container:
        stream = film_stream(container)
        has_sound = sound_stream(container) is not None
        found = replace(
            found, duration_s=duration_s(container), captured_at=creation_date(container)
        )
        if found.kind is MediaKind.AUDIO or (stream is None and has_sound):
            return _as_sound(found, media.name, has_sound=has_sound)
        frame = next(decoded_frames(container), None)
        if stream is None or frame is None:
            raise refusals.no_picture(media.name)
        width, height = frame_displayed_size(stream, frame)
        length_s = found_duration_s(container)
    return replace(found, width_px=width, height_px=height, duration_s=length_s)


def _as_sound(found: MediaInfo, name: str, *, has_sound: bool) -> MediaInfo:
    if not has_sound:
        raise refusals.no_sound(name)
    renamed = SOUND_ONLY_FORMATS.get(found.format, found.format)
    mime_type = SUPPORTED_FORMATS[renamed].mime_type
    return replace(found, kind=MediaKind.AUDIO, format=renamed, mime_type=mime_type)
