"""Animated pictures as film clips: a GIF in a video moves, for as long as it is shown.

What follows knows photos and films. So an animated GIF, WebP, PNG or AVIF becomes a film as soon
as it is taken in: its pictures at their own times, all of them again and again, so that it never
ends before the photos beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace
from av.video.stream import VideoStream
from numpy.typing import NDArray
from PIL import Image

from tiktok_photo_video.media.colors import simple_mode, to_srgb
from tiktok_photo_video.media.intake import open_media
from tiktok_photo_video.media.pictures import DECODE_FAILURES, open_picture

FILLED_S = 30.0
"""For how long a short animation goes on at least."""

# HEIC and TIFF files may hold several pictures too, but not one after the other in time.
_ANIMATED = frozenset({"gif", "webp", "png", "avif"})
_MS_PER_S = 1000
# What says 0 or 10 ms, and does not mean it, browsers show for 100 ms.
_LEAST_MS, _USUAL_MS = 20, 100
# Of one round: a thousand pictures of 700x700 px. That takes a third of what a file may take.
_MOST_PIXELS = 500_000_000
_MOST_ROUND_MS = 300 * _MS_PER_S
_MOST_BYTES = 64 * 1024**2  # of all rounds
# Drawings of a few hundred pixels are enlarged well once, rather than in haste for every frame.
_ENLARGED_SIDE_PX = 360
_ENCODER = {
    "preset": "superfast",
    "crf": "14",
    # Rounds are joined packet by packet, so packets come in the order they are shown in.
    "x264-params": "bframes=0:threads=1:open-gop=0",
}
_BT709, _LIMITED_RANGE = 1, 1

Pixels = NDArray[np.uint8]


def is_animated(image: Image.Image, format_name: str) -> bool:
    """Whether an open picture of this format holds several to be shown one after the other."""
    return format_name in _ANIMATED and bool(getattr(image, "is_animated", False))


def write_film(path: Path, *, name: str, most_px: tuple[int, int], out: Path) -> bool:
    """Write an animated picture as an MP4 without sound.

    Transparent ones lie on a ground, as still ones do. Of an animation that would take very long
    the beginning is kept, and of a damaged one what comes before the damage.

    Args:
        path: the animation; its format is judged by content.
        name: what the user calls it, for errors.
        most_px: width and height that the film need not exceed both of.
        out: where the film is written.

    Returns:
        Whether all of it was taken.

    Raises:
        MediaError: it is damaged from its beginning.
        OSError: the disk refused.
    """
    with open_media(path, name=name) as media, open_picture(media) as image:
        pictures = _Pictures(image, _film_size(image, most_px))
        shown = iter(pictures)
        with av.open(str(out), "w", format="mp4", options={"fflags": "+bitexact"}) as container:
            first = next(shown)
            stream = container.add_stream("libx264", _MS_PER_S)
            _configure(stream, first.pixels)
            round_ = _encoded(stream, chain([first], shown))
            for packet in _rounds(round_):
                packet.stream = stream
                container.mux(packet)
        return pictures.is_whole


@dataclass(frozen=True, slots=True)
class _Shown:
    """One picture, and for how long it is seen."""

    pixels: Pixels
    duration_ms: int


@dataclass(frozen=True, slots=True)
class _Kept:
    """One picture encoded."""

    data: bytes
    is_keyframe: bool
    duration_ms: int


def _film_size(image: Image.Image, most_px: tuple[int, int]) -> tuple[int, int]:
    """The film's width and height, which are even."""
    width, height = image.size
    scale = min(1.0, max(most_px[0] / width, most_px[1] / height))
    if min(width, height) < _ENLARGED_SIDE_PX:
        scale = min(_ENLARGED_SIDE_PX / min(width, height), most_px[1] / max(width, height))
    return max(2 * round(width * scale / 2), 2), max(2 * round(height * scale / 2), 2)


class _Pictures:
    """The pictures of one round, in sRGB at the film's size, each as it is asked for."""

    def __init__(self, image: Image.Image, size: tuple[int, int]) -> None:
        self._image, self._size = image, size
        self._most = max(_MOST_PIXELS // max(image.width * image.height, size[0] * size[1]), 2)
        # The picture of an animated PNG that programs show which know no animation.
        self._start = 1 if getattr(image, "default_image", False) else 0
        self.is_whole = False
        """Whether the end was reached, and neither damage nor what is reasonable came first."""

    def __iter__(self) -> Iterator[_Shown]:
        profile, at_ms = self._image.info.get("icc_profile"), 0
        for number in range(self._start, self._start + self._most):
            if not self._has(number) or at_ms >= _MOST_ROUND_MS:
                return
            duration_ms = _duration_ms(self._image)
            at_ms += duration_ms
            plain = to_srgb(simple_mode(self._image), profile)
            pixels = np.asarray(plain.resize(self._size, Image.Resampling.BICUBIC))
            yield _Shown(pixels, duration_ms)
        self._has(self._start + self._most)

    def _has(self, number: int) -> bool:
        """Turn to a picture; past the last one, or where it is damaged, there is none."""
        try:
            self._image.seek(number)
            self._image.load()
        except DECODE_FAILURES as error:
            if number == self._start:
                raise
            self.is_whole = isinstance(error, EOFError)
            return False
        return True


def _duration_ms(image: Image.Image) -> int:
    told = image.info.get("duration")
    told_ms = round(told) if isinstance(told, int | float) else 0
    return min(told_ms, _MOST_ROUND_MS) if told_ms >= _LEAST_MS else _USUAL_MS


def _configure(stream: VideoStream, pixels: Pixels) -> None:
    codec = stream.codec_context
    codec.height, codec.width = pixels.shape[:2]
    codec.pix_fmt = "yuv420p"
    codec.time_base = Fraction(1, _MS_PER_S)
    codec.color_primaries = codec.color_trc = codec.colorspace = _BT709
    codec.color_range = _LIMITED_RANGE
    codec.options = dict(_ENCODER)


def _encoded(stream: VideoStream, pictures: Iterator[_Shown]) -> list[_Kept]:
    packets: list[Packet[Any]] = []
    durations: list[int] = []
    at_ms = 0
    for shown in pictures:
        frame = _frame(shown.pixels)
        frame.pts, frame.time_base = at_ms, Fraction(1, _MS_PER_S)
        durations.append(shown.duration_ms)
        at_ms += shown.duration_ms
        packets.extend(stream.encode(frame))
    packets.extend(stream.encode(None))
    return [
        _Kept(bytes(packet), packet.is_keyframe, duration_ms)
        for packet, duration_ms in zip(packets, durations, strict=True)
    ]


def _frame(pixels: Pixels) -> VideoFrame:
    return VideoFrame.from_ndarray(pixels, format="rgb24").reformat(
        format="yuv420p",
        src_color_range=ColorRange.JPEG,
        dst_colorspace=Colorspace.ITU709,
        dst_color_range=ColorRange.MPEG,
    )


def _rounds(round_: Sequence[_Kept]) -> Iterator[Packet[Any]]:
    """The packets of as many rounds as fill the time, or are reasonable to keep."""
    size_bytes = sum(len(kept.data) for kept in round_)
    at_ms = weight = 0
    while at_ms == 0 or (at_ms < FILLED_S * _MS_PER_S and weight + size_bytes <= _MOST_BYTES):
        for kept in round_:
            packet: Any = Packet(kept.data)
            packet.time_base = Fraction(1, _MS_PER_S)
            packet.pts = packet.dts = at_ms
            packet.duration, packet.is_keyframe = kept.duration_ms, kept.is_keyframe
            yield packet
            at_ms += kept.duration_ms
        weight += size_bytes
