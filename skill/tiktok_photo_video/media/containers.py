"""Opens films and sound files with PyAV (FFmpeg), by the one demuxer their content calls for.

The demuxer is forced and bytes come from our open stream: a playlist or script in disguise can
make FFmpeg open neither other files nor addresses.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.stream import Disposition, Stream
from av.video.stream import VideoStream

from tiktok_photo_video.media import refusals
from tiktok_photo_video.media.intake import MediaFile

MAX_FRAME_PIXELS = 40_000_000
"""Just above 8K film (7680 x 4320)."""

# FFmpegError is PyAV's base; the built-in ones come from its bindings on nonsensical numbers.
_FAILURES = (av.FFmpegError, OSError, ValueError, EOFError, RuntimeError, LookupError, TypeError)
# Sample entries of enciphered sound and pictures: iTunes' own, and ISO 23001-7's.
_PROTECTED_TAGS = frozenset({"drms", "drmi", "enca", "encv"})
_PLAYED = ("video", "audio")
# Containers round lengths, and count a last frame in or out; more is no rounding.
_TRUSTED_LIE_S = 1.0
_APPLE_CREATION_DATE = "com.apple.quicktime.creationdate"


@contextmanager
def open_container(media: MediaFile) -> Iterator[InputContainer]:
    """Open a film or sound file; failures inside the block are explained too.

    Raises:
        MediaError: ``media_damaged``, ``media_too_large``.

    """
    try:
        # Titles in odd encodings are common in old MP3s, and no reason to fail.
        with av.open(
            media.stream, mode="r", format=media.format.opener, metadata_errors="replace"
        ) as container:
            _check_protection(container, media.name)
            _check_frames(container, media.name)
            yield container
    except MemoryError as error:
        raise refusals.more_than_memory(media.name) from error
    except _FAILURES as error:
        raise refusals.damaged(media.name, media.format.name) from error


def film_stream(container: InputContainer) -> VideoStream | None:
    """The moving picture; cover art is a video stream too, but not a film."""
    films = (
        each
        for each in container.streams.video
        if _has_decoder(each) and Disposition.attached_pic not in each.disposition
    )
    return next(films, None)


def sound_stream(container: InputContainer) -> AudioStream | None:
    """The first sound that can be decoded."""
    return next((each for each in container.streams.audio if _has_decoder(each)), None)


def duration_s(container: InputContainer) -> float | None:
    """Length of the whole in seconds, as the container declares it; None when it does not."""
    if container.duration is None or container.duration <= 0:
        return None
    return container.duration / av.time_base


def found_duration_s(container: InputContainer) -> float | None:
    """Length in seconds: as declared, unless the last packet ends a second or more before that.

    Reads from the last key frame on, and so leaves the container near its end.
    """
    declared = duration_s(container)
    if declared is None:
        return None
    with contextlib.suppress(*_FAILURES):
        container.seek(round(declared * av.time_base), backward=True)
    end_s = _last_packet_end_s(container)
    if end_s is None or declared - end_s < _TRUSTED_LIE_S:
        return declared
    return end_s


def _last_packet_end_s(container: InputContainer) -> float | None:
    """When the last packet from here on ends, from the beginning of what is seen or heard."""
    ends = []
    try:
        for packet in container.demux():
            if packet.pts is not None and packet.time_base and packet.stream.type in _PLAYED:
                start = packet.stream.start_time or 0
                ends.append((packet.pts - start + (packet.duration or 0)) * packet.time_base)
    except _FAILURES:
        return None  # damage is survived when it is played; the header is all there is to go by
    return float(max(ends)) if ends else None


def creation_date(container: InputContainer) -> datetime | None:
    """When the phone filmed it, in its local time; other containers only have UTC, or nothing."""
    try:
        when = datetime.fromisoformat(container.metadata.get(_APPLE_CREATION_DATE, ""))
    except ValueError:
        return None
    return when.replace(tzinfo=None)


def _check_protection(container: InputContainer, name: str) -> None:
    for stream in filter(_has_decoder, (*container.streams.audio, *container.streams.video)):
        if stream.codec_context.codec_tag in _PROTECTED_TAGS:
            raise refusals.protected(name)


def _check_frames(container: InputContainer, name: str) -> None:
    for stream in filter(_has_decoder, container.streams.video):
        width, height = stream.codec_context.width, stream.codec_context.height
        if width * height > MAX_FRAME_PIXELS:
            raise refusals.picture_too_large(name, width, height)
        # Binds the decoder as well, should the stream say something else than its container.
        stream.codec_context.options = {"max_pixels": str(MAX_FRAME_PIXELS)}


def _has_decoder(stream: Stream) -> bool:
    """PyAV gives a stream of an unknown codec no codec context, whatever its type says."""
    context: object = stream.codec_context
    return context is not None
