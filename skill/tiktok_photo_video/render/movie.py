"""Packets to an MP4: chunks joined without re-encoding, sound beside them, faststart."""

from __future__ import annotations

import contextlib
import heapq
import os
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeAlias

import av
import av.error
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.packet import Packet
from av.video.stream import VideoStream

from tiktok_photo_video.errors import RenderError
from tiktok_photo_video.render.chunks import storage_error
from tiktok_photo_video.render.encoder import (
    AUDIO_RATE_HZ,
    VideoSettings,
    configure_sound,
    configure_video,
)
from tiktok_photo_video.render.packets import EncodedPacket, PacketRun
from tiktok_photo_video.render.shots import Canvas

# Gives the packets of the sound, perhaps after waiting for them.
SoundSource = Callable[[], PacketRun]

# How many frames x264's pyramid of B-frames may be decoded before they are shown.
REORDER_FRAMES = 2


def write_movie(
    path: Path,
    *,
    canvas: Canvas,
    settings: VideoSettings,
    chunks: Iterable[PacketRun],
    sound: SoundSource | None,
    title: str = "",
) -> int:
    """Join chunks (and sound) into an MP4 at ``path``; gives the number of frames written.

    ``sound`` is asked for its packets when the first chunk is there: it may be made meanwhile.
    Each chunk is moved by the whole frames before it, so nothing can drift. The file is
    written beside ``path`` and moved into place when it is complete.

    Raises:
        RenderError: the packets do not fit together.
        StorageError: the disk is full or not writable.

    """
    part = path.with_name(f".{path.name}.part")
    try:
        frames = _write(
            part, canvas=canvas, settings=settings, chunks=chunks, sound=sound, title=title
        )
        _sync(part)
        part.replace(path)
    except av.error.FFmpegError as error:
        if isinstance(error, OSError):
            raise storage_error(error) from error
        raise RenderError(
            f"The video file could not be written: {error.strerror}.", code="muxer"
        ) from error
    except OSError as error:
        raise storage_error(error) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
    return frames


def _write(
    path: Path,
    *,
    canvas: Canvas,
    settings: VideoSettings,
    chunks: Iterable[PacketRun],
    sound: SoundSource | None,
    title: str,
) -> int:
    counter = _FrameCounter()
    # faststart: the index comes first, so that playing starts before the file is all there.
    # bitexact: no version strings in the header; the same timeline gives the same bytes.
    options = {"movflags": "+faststart", "fflags": "+bitexact", "brand": "mp42"}
    with av.open(str(path), "w", format="mp4", options=options) as container:
        if title:
            container.metadata["title"] = title
        video = container.add_stream("libx264", canvas.rate)
        configure_video(
            video.codec_context,
            size_px=(canvas.width_px, canvas.height_px),
            rate=canvas.rate,
            settings=settings,
        )
        audio = _sound_stream(container, sound)
        container.start_encoding()
        streams = [_video_packets(video, chunks, canvas.rate, counter)]
        if audio and sound:
            streams.append(_sound_packets(audio, sound))
        for _, _, packet in heapq.merge(*streams, key=lambda it: it[:2]):
            container.mux(packet)
    return counter.frames


class _FrameCounter:
    frames = 0


def _sound_stream(container: OutputContainer, sound: SoundSource | None) -> AudioStream | None:
    if sound is None:
        return None
    stream = container.add_stream("aac", AUDIO_RATE_HZ)
    configure_sound(stream.codec_context)
    return stream


# When a packet is due (seconds), the stream's rank, and the packet.
_Due: TypeAlias = tuple[Fraction, int, Any]


def _video_packets(
    stream: VideoStream, chunks: Iterable[PacketRun], rate: Fraction, counter: _FrameCounter
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
            due = number - REORDER_FRAMES
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


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
