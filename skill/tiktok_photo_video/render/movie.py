"""Packets to a file: chunks joined without re-encoding, sound beside them, index in front."""

from __future__ import annotations

import contextlib
import heapq
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeAlias, cast

import av
import av.error
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.packet import Packet
from av.video.stream import VideoStream

from tiktok_photo_video.errors import RenderError
from tiktok_photo_video.render.chunk_cache import storage_error
from tiktok_photo_video.render.encoder import (
    AAC,
    AUDIO_RATE_HZ,
    CodecSettings,
    SoundSettings,
    configure_sound,
    configure_video,
)
from tiktok_photo_video.render.packets import EncodedPacket, PacketRun
from tiktok_photo_video.render.shots import Canvas
from tiktok_photo_video.whole_files import settle

# Gives the packets of the sound, perhaps after waiting for them.
SoundSource = Callable[[], PacketRun]


@dataclass(frozen=True, slots=True)
class Wrapping:
    """A container: FFmpeg's name of it, what it is told, and the sound in it.

    In both the index comes first, so that playing starts before the file is all there; and
    bitexact keeps version strings and random ids out of the header, so that the same timeline
    gives the same bytes.
    """

    format: str
    options: tuple[tuple[str, str], ...]
    sound: SoundSettings


MP4 = Wrapping("mp4", (("movflags", "+faststart"), ("fflags", "+bitexact"), ("brand", "mp42")), AAC)
WEBM = Wrapping(
    "webm",
    (("cues_to_front", "1"), ("fflags", "+bitexact")),
    SoundSettings("libopus", 128_000),
)


def write_movie(
    path: Path,
    *,
    canvas: Canvas,
    settings: CodecSettings,
    chunks: Iterable[PacketRun],
    sound: SoundSource | None,
    title: str = "",
    wrapping: Wrapping = MP4,
    go_on: Callable[[], None] = lambda: None,
) -> int:
    """Join chunks (and sound) into a file at ``path``; gives the number of frames written.

    ``sound`` is asked for its packets when the first chunk is there: it may be made meanwhile.
    ``go_on`` is called before each packet, and ends the work by raising; no file is left then.
    Each chunk is moved by the whole frames before it, so nothing can drift. The file is
    written beside ``path`` and moved into place when it is complete.

    Raises:
        RenderError: the packets do not fit together.
        StorageError: the disk is full or not writable.

    """
    with written_whole(path, what="video file") as part:
        return _write(
            part,
            canvas=canvas,
            settings=settings,
            chunks=chunks,
            sound=sound,
            title=title,
            wrapping=wrapping,
            go_on=go_on,
        )


@contextlib.contextmanager
def written_whole(path: Path, *, what: str) -> Iterator[Path]:
    """A place beside ``path`` to write to; moved there when the block ends well.

    Raises:
        RenderError: the ``what`` could not be written.
        StorageError: the disk is full or not writable.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        yield part
        settle(part, path)
    except av.error.FFmpegError as error:
        if isinstance(error, OSError):
            raise storage_error(error) from error
        raise RenderError(
            f"The {what} could not be written: {error.strerror}.", code="muxer"
        ) from error
    except OSError as error:
        raise storage_error(error) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def _write(
    path: Path,
    *,
    canvas: Canvas,
    settings: CodecSettings,
    chunks: Iterable[PacketRun],
    sound: SoundSource | None,
    title: str,
    wrapping: Wrapping,
    go_on: Callable[[], None],
) -> int:
    counter = _FrameCounter()
    options = dict(wrapping.options)
    with av.open(str(path), "w", format=wrapping.format, options=options) as container:
        if title:
            container.metadata["title"] = title
        video = cast("VideoStream", container.add_stream(settings.codec, canvas.rate))
        configure_video(
            video.codec_context,
            size_px=(canvas.width_px, canvas.height_px),
            rate=canvas.rate,
            settings=settings,
        )
        audio = _sound_stream(container, sound, wrapping.sound)
        container.start_encoding()
        reorder = settings.reorder_frames
        streams = [_video_packets(video, chunks, canvas.rate, counter, reorder=reorder)]
        if audio and sound:
            streams.append(_sound_packets(audio, sound))
        for _, _, packet in heapq.merge(*streams, key=lambda it: it[:2]):
            go_on()
            container.mux(packet)
    return counter.frames


class _FrameCounter:
    frames = 0


def _sound_stream(
    container: OutputContainer, sound: SoundSource | None, settings: SoundSettings
) -> AudioStream | None:
    if sound is None:
        return None
    stream = cast("AudioStream", container.add_stream(settings.codec, AUDIO_RATE_HZ))
    configure_sound(stream.codec_context, settings)
    return stream


# When a packet is due (seconds), the stream's rank, and the packet.
_Due: TypeAlias = tuple[Fraction, int, Any]


def _video_packets(
    stream: VideoStream,
    chunks: Iterable[PacketRun],
    rate: Fraction,
    counter: _FrameCounter,
    *,
    reorder: int,
) -> Iterator[_Due]:
    header = bytes(stream.codec_context.extradata or b"")
    for chunk in chunks:
        if chunk.extradata != header:
            raise RenderError(
                "A piece of video was encoded with other settings than the rest.",
                code="mixed_chunks",
                hint="Clear the cache with the doctor command and export again.",
            )
        for number, packet in enumerate(chunk.packets, counter.frames):
            # One decoding time a frame, counted through: a chunk of one or two frames has a
            # shorter reorder delay of its own, and its times would overlap its neighbours'.
            due = number - reorder
            pts = packet.pts + counter.frames
            if due > pts:
                raise RenderError("Frames are reordered too far to be joined.", code="muxer")
            yield due / rate, 0, _packet(packet, stream, 1 / rate, pts=pts, dts=due)
        counter.frames += chunk.frames


def _sound_packets(stream: AudioStream, sound: SoundSource) -> Iterator[_Due]:
    base = Fraction(1, AUDIO_RATE_HZ)
    for packet in sound().packets:
        moved = _packet(packet, stream, base, pts=packet.pts, dts=packet.dts)
        yield packet.dts * base, 1, moved


def _packet(
    kept: EncodedPacket,
    stream: VideoStream | AudioStream,
    time_base: Fraction,
    *,
    pts: int,
    dts: int,
) -> Any:
    packet: Any = Packet(kept.data)
    packet.stream = stream
    packet.time_base = time_base
    packet.pts, packet.dts = pts, dts
    packet.duration = kept.duration
    packet.is_keyframe = kept.is_keyframe
    return packet
