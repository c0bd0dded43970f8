"""Planes to packets of video, samples to packets of sound; the usual settings of both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, ClassVar, Protocol, cast

import av
import av.error
import cv2
import numpy as np
from av.audio.codeccontext import AudioCodecContext
from av.codec.context import Flags
from av.packet import Packet
from av.video.codeccontext import VideoCodecContext
from numpy.typing import NDArray

from tiktok_photo_video.errors import RenderError
from tiktok_photo_video.render.packets import EncodedPacket, PacketRun
from tiktok_photo_video.render.planes import Planes

AUDIO_RATE_HZ = 48_000
PRIMING_SAMPLES = 1024
"""What AAC puts before the first sample."""
# A few seconds: more of them together are not faster.
_READ_SAMPLES, _DECODED_TOGETHER = 1 << 17, 128
ENCODER_VERSION = ".".join(map(str, av.library_versions["libavcodec"]))
"""Which FFmpeg encodes: another one gives other bytes, and other headers."""
# ITU-T H.273 code points of BT.709, and the code of limited range.
_BT709 = 1
_LIMITED_RANGE = 1


class CodecSettings(Protocol):
    """How a picture is encoded: a frozen dataclass, whose fields are part of a chunk's key.

    Encoders set up alike must begin with a key frame and refer to nothing outside their run,
    so that runs can be joined packet by packet.
    """

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def codec(self) -> str:
        """FFmpeg's name of the encoder."""
        ...

    @property
    def reorder_frames(self) -> int:
        """How many frames a packet may be decoded before it is shown."""
        ...

    @property
    def codec_options(self) -> dict[str, str]:
        """What the encoder is told beside size, rate and colours."""
        ...


@dataclass(frozen=True, slots=True)
class VideoSettings:
    """How x264 encodes the picture; part of a chunk's key.

    The x264 options are those of the trial that gave superfast's speed at a size below
    veryfast's: macroblock tree and a ten frame look-ahead, cheapest sub-pixel search.
    """

    preset: str = "superfast"
    crf: float = 20
    options: tuple[tuple[str, str], ...] = field(
        default=(
            ("rc-lookahead", "10"),
            ("subme", "1"),
            ("weightp", "1"),
            ("aq-mode", "1"),
            ("mbtree", "1"),
            # One thread per encoder: chunks run side by side, and the bytes do not depend on
            # the number of cores.
            ("threads", "1"),
            # A chunk starts with an IDR frame and refers to nothing outside itself, so that
            # chunks can be joined packet by packet.
            ("open-gop", "0"),
            ("keyint", "infinite"),
            ("scenecut", "0"),
        )
    )

    @property
    def codec(self) -> str:
        """FFmpeg's name of the encoder."""
        return "libx264"

    @property
    def reorder_frames(self) -> int:
        """How far x264's pyramid of B-frames reaches."""
        return 2

    @property
    def codec_options(self) -> dict[str, str]:
        """What x264 is told."""
        options = (*self.options, *_asm_options())
        return {
            "preset": self.preset,
            "crf": str(self.crf),
            "profile": "high",
            "x264-params": ":".join(f"{key}={value}" for key, value in options),
        }


@dataclass(frozen=True, slots=True)
class SoundSettings:
    """How sound is encoded; always stereo at 48 kHz."""

    codec: str = "aac"
    bit_rate: int = 192_000

    @property
    def sample_format(self) -> str:
        """How the encoder takes its samples."""
        return "fltp" if self.codec == "aac" else "flt"

    @property
    def codec_options(self) -> dict[str, str]:
        """What the encoder is told.

        AAC may leave noise to the player, which then makes up another: its peaks came 3 dB and
        more over those of the mastered sound. At this bit rate there is no need for it. Nor for
        the slower search: of seven sounds at 192 kbit/s the fast one kept six 4 to 11 dB closer
        to what was sent, for a third of the time, and 16 to 19 kHz 1 to 2 dB softer.
        """
        return {"aac_pns": "0", "aac_coder": "fast"} if self.codec == "aac" else {}


AAC = SoundSettings()
# What is left of bright strokes at 192 kbit/s is 1 to 2.5 LU softer; of nothing at 320.
FINEST_AAC = SoundSettings(bit_rate=320_000)


def encode_frames(
    frames: Iterable[int],
    frame: av.VideoFrame,
    *,
    rate: Fraction,
    settings: CodecSettings,
) -> PacketRun:
    """Encode what ``frames`` draws into ``frame``, one after the other.

    The iterator draws each picture into the frame's planes before it yields the picture's
    number; the encoder copies it before the next is asked for.

    Raises:
        RenderError: the encoder refused.

    """
    try:
        return _encoded(frames, frame, rate, settings)
    except av.error.FFmpegError as error:
        raise RenderError(
            f"The video encoder failed: {error.strerror}.",
            code="encoder",
            hint="Try again; if it fails again, run the doctor command.",
        ) from error


def _encoded(
    frames: Iterable[int], frame: av.VideoFrame, rate: Fraction, settings: CodecSettings
) -> PacketRun:
    codec = cast("VideoCodecContext", VideoCodecContext.create(settings.codec, "w"))
    configure_video(codec, size_px=(frame.width, frame.height), rate=rate, settings=settings)
    packets: list[EncodedPacket] = []
    count = 0
    for number in frames:
        frame.pts = number
        frame.time_base = 1 / rate
        packets.extend(_kept(codec.encode(frame)))
        count += 1
    packets.extend(_kept(codec.encode(None)))
    if len(packets) != count:
        raise RenderError(
            f"The video encoder gave {len(packets)} packets for {count} frames.", code="encoder"
        )
    return PacketRun(count, bytes(codec.extradata or b""), tuple(packets))


def _kept(packets: Iterable[Packet[Any]]) -> list[EncodedPacket]:
    kept = []
    for packet in packets:
        pts, dts = packet.pts, packet.dts
        if pts is None or dts is None:
            raise RenderError("An encoder gave a packet without a time.", code="encoder")
        kept.append(
            EncodedPacket(pts, dts, packet.duration or 1, packet.is_keyframe, bytes(packet))
        )
    return kept


def configure_video(
    codec: VideoCodecContext,
    *,
    size_px: tuple[int, int],
    rate: Fraction,
    settings: CodecSettings,
) -> None:
    """Set an encoder up; two contexts set up alike write the same parameter sets."""
    codec.width, codec.height = size_px
    codec.pix_fmt = "yuv420p"
    codec.framerate = rate
    codec.time_base = 1 / rate
    codec.color_primaries = codec.color_trc = codec.colorspace = _BT709
    codec.color_range = _LIMITED_RANGE
    # MP4 wants the parameter sets in its header, not in the stream.
    codec.flags |= Flags.global_header.value
    codec.options = settings.codec_options


# OpenCV's number for the AVX-512 of Skylake-X and later (cv::CpuFeatures); its Python module
# does not name it.
_CPU_AVX512_SKX = 256


def _asm_options() -> tuple[tuple[str, str], ...]:
    """Keep x264 from its AVX-512 code where the processor has it.

    x264's AVX-512 macroblock tree reads memory that nobody wrote: the same frames gave other
    bytes each time. AVX2 and SSE agree with each other, and are as fast.
    """
    if not cv2.checkHardwareSupport(_CPU_AVX512_SKX):
        return ()
    return (("asm", "MMX2,SSE2Fast,SSSE3,SSE4.2,AVX,FMA3,BMI2,AVX2"),)


def configure_sound(codec: AudioCodecContext, settings: SoundSettings = AAC) -> None:
    """Set a sound encoder up."""
    codec.sample_rate = AUDIO_RATE_HZ
    codec.layout = "stereo"
    codec.format = settings.sample_format
    codec.bit_rate = settings.bit_rate
    codec.options = settings.codec_options
    codec.time_base = Fraction(1, AUDIO_RATE_HZ)
    codec.flags |= Flags.global_header.value


def new_frame(width_px: int, height_px: int) -> tuple[av.VideoFrame, Planes]:
    """A frame for the encoder, and views of its planes to draw in."""
    frame = av.VideoFrame(width_px, height_px, "yuv420p")
    planes = [
        np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)[
            : plane.height, : plane.width
        ]
        for plane in frame.planes
    ]
    return frame, Planes(*planes)


class Sound(Protocol):
    """Stereo samples that are read in stretches; an array of shape (n, 2) is one."""

    def __len__(self) -> int:
        """How many there are."""
        ...

    def __getitem__(self, stretch: slice, /) -> NDArray[np.float32]:
        """Some of them."""
        ...


def encode_sound(sound: Sound, settings: SoundSettings = AAC) -> PacketRun:
    """Encode stereo samples of shape (n, 2) at 48 kHz in one run.

    ``frames`` of the result counts samples. Packet times start before zero: the encoder's
    priming, which the container hides.
    """
    codec = cast("AudioCodecContext", AudioCodecContext.create(settings.codec, "w"))
    configure_sound(codec, settings)
    codec.open()
    packets: list[EncodedPacket] = []
    for start, part in _parts(sound, codec.frame_size or 1024):
        packets.extend(_kept(codec.encode(_sound_frame(part, start, settings.sample_format))))
    packets.extend(_kept(codec.encode(None)))
    return PacketRun(len(sound), bytes(codec.extradata or b""), tuple(packets))


def _parts(sound: Sound, size: int) -> Iterator[tuple[int, NDArray[np.float32]]]:
    """The samples of each packet and where they begin; read many packets at a time."""
    read = max(_READ_SAMPLES // size, 1) * size
    for first in range(0, len(sound), read):
        block = sound[first : first + read]
        for at in range(0, len(block), size):
            yield first + at, block[at : at + size]


def _sound_frame(samples: NDArray[np.float32], pts: int, sample_format: str) -> av.AudioFrame:
    is_planar = sample_format.endswith("p")
    laid = samples.T if is_planar else samples.reshape(1, -1)
    frame = av.AudioFrame.from_ndarray(
        np.ascontiguousarray(laid), format=sample_format, layout="stereo"
    )
    frame.sample_rate = AUDIO_RATE_HZ
    frame.pts = pts
    frame.time_base = Fraction(1, AUDIO_RATE_HZ)
    return frame


def decode_sound(run: PacketRun, settings: SoundSettings = AAC) -> Iterator[NDArray[np.float32]]:
    """What a player hears of a sound run, bit by bit: samples of shape (n, 2).

    The priming comes first: ``PRIMING_SAMPLES`` of AAC.
    """
    codec = cast("AudioCodecContext", AudioCodecContext.create(settings.codec, "r"))
    codec.extradata = run.extradata
    waiting: list[NDArray[np.float32]] = []
    for kept in (*run.packets, None):
        frames = codec.decode(Packet(kept.data) if kept else None)
        waiting.extend(_samples(frame) for frame in frames)
        if len(waiting) >= _DECODED_TOGETHER:
            yield np.concatenate(waiting)
            waiting = []
    if waiting:
        yield np.concatenate(waiting)


def _samples(frame: av.AudioFrame) -> NDArray[Any]:
    """A decoded frame as floats of shape (n, 2)."""
    laid = frame.to_ndarray()
    stereo = laid.T if frame.format.is_planar else laid.reshape(-1, 2)
    return stereo if stereo.dtype == np.float32 else stereo.astype(np.float32) / 32768
