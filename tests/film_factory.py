"""Makes tiny films whose every frame tells its number, so that a picture tells which it is.

A number is written in eight vertical stripes, white for one and black for zero, the highest
bit on the left.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.audio.stream import AudioStream
from av.video.stream import VideoStream
from numpy.typing import NDArray

Picture = NDArray[np.uint8]

_BITS = 8
_ENCODERS = {
    "mp4": "libx264",
    "mov": "libx264",
    "mkv": "libx264",
    "avi": "mpeg4",
    "webm": "libvpx-vp9",
}
_SOUND_RATE_HZ = 48_000


@dataclass(frozen=True, slots=True)
class Signal:
    """How colours are written down: H.273 code points, and FFmpeg's name of the pixels."""

    matrix: int = 1
    transfer: int = 1
    primaries: int = 1
    is_full_range: bool = False
    pixels: str = "yuv420p"


BT709 = Signal()
BT601 = Signal(matrix=6, transfer=6, primaries=6)
PQ = Signal(matrix=9, transfer=16, primaries=9, pixels="yuv420p10le")
HLG = Signal(matrix=9, transfer=18, primaries=9, pixels="yuv420p10le")


def numbered(number: int, width_px: int = 108, height_px: int = 192) -> Picture:
    """The picture of a number below 256."""
    stripe = np.arange(width_px) * _BITS // width_px
    bits = (number >> (_BITS - 1 - stripe)) & 1
    return np.broadcast_to((bits * 255)[None, :, None], (height_px, width_px, 3)).astype(np.uint8)


def number_in(picture: Picture) -> int:
    """The number that a picture shows."""
    height, width = picture.shape[:2]
    middles = [(2 * bit + 1) * width // (2 * _BITS) for bit in range(_BITS)]
    bits = picture[height // 2, middles].mean(axis=-1) > 127
    return int("".join("1" if bit else "0" for bit in bits), 2)


def write_film(
    path: Path,
    pictures: Sequence[Picture],
    *,
    rate: Fraction = Fraction(30),
    times_ms: Sequence[int] | None = None,
    rotation: int = 0,
    pixel_aspect: Fraction | None = None,
    key_every: int = 12,
    signal: Signal | None = None,
    tone_s: float = 0.0,
) -> Path:
    """A film of these pictures.

    Args:
        path: its extension says which container and encoder.
        pictures: all of one size.
        rate: frames a second.
        times_ms: when each picture is due, in place of an even rate.
        rotation: display rotation in degrees, counter-clockwise, as FFmpeg counts.
        pixel_aspect: width over height of a stored pixel.
        key_every: frames from one key frame to the next.
        signal: how the file says its colours are to be read; left open unless given. The
            pictures are written as they are: only matrix and range are applied.
        tone_s: seconds of a 440 Hz tone beside the picture.
    """
    height, width = pictures[0].shape[:2]
    with av.open(str(path), "w") as out:
        stream = out.add_stream(_ENCODERS[path.suffix.lstrip(".")], rate=rate)
        assert isinstance(stream, VideoStream)
        stream.width, stream.height = width, height
        stream.pix_fmt = signal.pixels if signal else "yuv420p"
        stream.codec_context.thread_count = 1
        stream.codec_context.gop_size = key_every
        if times_ms:
            stream.codec_context.time_base = Fraction(1, 1000)
        if pixel_aspect:
            stream.codec_context.sample_aspect_ratio = pixel_aspect
        if rotation:
            stream.set_display_rotation(rotation)
        if signal:
            _tag(stream, signal)
        sound = out.add_stream("aac", _SOUND_RATE_HZ, layout="mono") if tone_s else None
        for index, picture in enumerate(pictures):
            frame = _frame(picture, signal)
            if times_ms:
                frame.pts, frame.time_base = times_ms[index], Fraction(1, 1000)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
        if isinstance(sound, AudioStream):
            _write_tone(out, sound, tone_s)
    return path


def write_numbered(path: Path, count: int = 60, **options: object) -> Path:
    """A film that counts its frames from 0."""
    return write_film(path, [numbered(number) for number in range(count)], **options)  # type: ignore[arg-type]


def with_damage(path: Path, *, start: float, end: float) -> Path:
    """The film with a stretch of its bytes overwritten, in fractions of the file."""
    content = bytearray(path.read_bytes())
    first, last = int(len(content) * start), int(len(content) * end)
    content[first:last] = b"\xa5" * (last - first)
    path.write_bytes(bytes(content))
    return path


def _tag(stream: VideoStream, signal: Signal) -> None:
    codec = stream.codec_context
    codec.colorspace, codec.color_trc = signal.matrix, signal.transfer
    codec.color_primaries = signal.primaries
    codec.color_range = 2 if signal.is_full_range else 1


def _frame(picture: Picture, signal: Signal | None) -> av.VideoFrame:
    frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24")
    if signal is None:
        return frame
    matrices: Mapping[int, int] = {1: 1, 6: 5, 9: 9}  # H.273 to libswscale's own numbers
    made = frame.reformat(
        format=signal.pixels,
        dst_colorspace=matrices[signal.matrix],
        dst_color_range=2 if signal.is_full_range else 1,
    )
    # Says what the file says, lest the encoder convert it once more.
    made.colorspace, made.color_trc = signal.matrix, signal.transfer
    made.color_primaries = signal.primaries
    made.color_range = 2 if signal.is_full_range else 1
    return made


def _write_tone(out: av.container.OutputContainer, stream: AudioStream, tone_s: float) -> None:
    at = np.arange(round(tone_s * _SOUND_RATE_HZ)) / _SOUND_RATE_HZ
    tone = (0.25 * np.sin(2 * np.pi * 440 * at)).astype(np.float32)
    whole = av.AudioFrame.from_ndarray(tone[None], format="fltp", layout="mono")
    whole.sample_rate = _SOUND_RATE_HZ
    resampler = av.AudioResampler("fltp", "mono", _SOUND_RATE_HZ, frame_size=1024)
    for part in (*resampler.resample(whole), *resampler.resample(None)):
        out.mux(stream.encode(part))
    out.mux(stream.encode(None))
