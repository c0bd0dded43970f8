"""Makes tiny photos, sounds and clips in code, so that no test needs a file from anywhere.

The standard picture has four differently coloured quadrants: no turn or mirroring of it looks
like another, so a sample of each corner tells exactly how it lies.
"""

from __future__ import annotations

import io
import math
import struct
import wave
import zlib
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import av
import numpy as np
import pillow_heif
from av.audio.stream import AudioStream
from av.video.stream import VideoStream
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from PIL.ExifTags import IFD, Base

Color = tuple[int, int, int]

RED: Color = (220, 30, 40)
GREEN: Color = (30, 180, 60)
BLUE: Color = (40, 60, 210)
YELLOW: Color = (240, 220, 50)
# Top left, top right, bottom left, bottom right.
QUADRANTS = (RED, GREEN, BLUE, YELLOW)

PHOTO_FORMATS = ("jpeg", "png", "heic", "avif", "webp", "gif", "tiff", "bmp")
# Formats that can carry an orientation.
TURNABLE_FORMATS = ("jpeg", "png", "heic", "avif", "webp", "tiff")

_PILLOW_NAMES = {"heic": "HEIF", "jpeg": "JPEG", "mpo": "MPO"}
# Good enough that a flat colour comes back within a few steps.
_SAVE_OPTIONS: dict[str, dict[str, Any]] = {
    "jpeg": {"quality": 95, "subsampling": 0},
    "heic": {"quality": 90, "chroma": 444},
    "avif": {"quality": 95, "subsampling": "4:4:4", "speed": 8},
    "webp": {"quality": 95},
}
_SKIN, _SHADE, _DARK = (225, 180, 150), (190, 140, 115), (50, 35, 25)
# x, y, half width, half height, colour; from the middle of a head 250 units high.
_FACE_PARTS: tuple[tuple[float, float, float, float, Color], ...] = (
    (0, -30, 118, 140, _DARK),
    (0, 0, 95, 125, _SKIN),
    *((x, -40, 28, 7, _DARK) for x in (-40, 40)),
    *((x, -20, 24, 11, _SHADE) for x in (-40, 40)),
    *((x, -18, 19, 8, (245, 240, 235)) for x in (-40, 40)),
    *((x, -18, 8, 8, _DARK) for x in (-40, 40)),
    (0, 18, 12, 26, (205, 155, 125)),
    *((x, 35, 8, 5, (120, 75, 60)) for x in (-14, 14)),
    (0, 70, 38, 12, (165, 70, 70)),
    (0, 70, 36, 3, (90, 35, 35)),
)
# EXIF orientation -> what a camera held that way does to the upright scene.
_CAMERA_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def quadrants(width_px: int = 64, height_px: int = 48) -> Image.Image:
    """The standard picture, upright, RGB."""
    pixels = np.empty((height_px, width_px, 3), np.uint8)
    for color, (y, x) in zip(QUADRANTS, _quadrant_slices(width_px, height_px), strict=True):
        pixels[y, x] = color
    return Image.fromarray(pixels)


def corner_colors(pixels: NDArray[np.uint8]) -> list[Color]:
    """The colours in the middles of the four quadrants, as ``QUADRANTS`` lists them."""
    height, width = pixels.shape[:2]
    spots = [(y, x) for y in (height // 4, height * 3 // 4) for x in (width // 4, width * 3 // 4)]
    return [tuple(int(part) for part in pixels[spot]) for spot in spots]  # type: ignore[misc]


def are_close(found: Iterable[Color], expected: Iterable[Color], *, tolerance: int = 6) -> bool:
    """Whether all colours agree within a tolerance a channel."""
    return bool(np.abs(np.array([*found]) - np.array([*expected])).max() <= tolerance)


def photo_bytes(
    format_name: str = "jpeg",
    *,
    image: Image.Image | None = None,
    orientation: int = 1,
    taken: datetime | str | None = None,
    profile: bytes | None = None,
    **options: Any,
) -> bytes:
    """A photo whose upright form is ``image`` (default: the quadrants).

    Args:
        format_name: one of ``PHOTO_FORMATS``, or ``mpo``.
        image: as it should look once displayed.
        orientation: EXIF orientation, 1 to 8; the pixels are stored accordingly.
        taken: EXIF DateTimeOriginal; a text is stored as it is.
        profile: an ICC profile to tag it with.
        options: for Pillow's ``save``.
    """
    if format_name == "heic":
        pillow_heif.register_heif_opener()
    upright = image or quadrants()
    turn = _CAMERA_TURNS.get(orientation)
    stored = upright if turn is None else upright.transpose(turn)
    tags = _exif(orientation, taken)
    chosen = {**_SAVE_OPTIONS.get(format_name, {}), **options}
    if tags is not None:
        chosen["exif"] = tags
    if profile is not None:
        chosen["icc_profile"] = profile
    into = io.BytesIO()
    stored.save(into, _PILLOW_NAMES.get(format_name, format_name.upper()), **chosen)
    return into.getvalue()


def write_photo(path: Path, format_name: str = "jpeg", **options: Any) -> Path:
    """Write :func:`photo_bytes` to a file, and return its path."""
    path.write_bytes(photo_bytes(format_name, **options))
    return path


def flat(color: Color, width_px: int = 32, height_px: int = 32) -> Image.Image:
    """A picture of one colour."""
    return Image.new("RGB", (width_px, height_px), color)


def drawn_face(canvas: Image.Image, *, center: tuple[int, int], height_px: int) -> None:
    """Draw a face that a detector of real faces finds, as nobody's photo can be shipped.

    Args:
        canvas: RGB; drawn upon.
        center: between the eyes and the mouth, in pixels.
        height_px: of the head, at least some 80 for the detector.
    """
    scale = height_px / 250
    ink = ImageDraw.Draw(canvas)

    for x, y, half_width, half_height, fill in _FACE_PARTS:
        middle = (center[0] + x * scale, center[1] + y * scale)
        reach = (half_width * scale, half_height * scale)
        upper_left = (middle[0] - reach[0], middle[1] - reach[1])
        ink.ellipse((upper_left, (middle[0] + reach[0], middle[1] + reach[1])), fill=fill)


def animation_bytes(format_name: str) -> bytes:
    """Two frames: the quadrants, then black."""
    into = io.BytesIO()
    black = flat((0, 0, 0), 64, 48)
    quadrants().save(into, format_name.upper(), save_all=True, append_images=[black], duration=100)
    return into.getvalue()


def png_bytes(width_px: int, height_px: int, *, color_type: int, depth: int, rows: bytes) -> bytes:
    """A PNG written by hand, for what Pillow does not write (16-bit colour).

    Args:
        width_px: as its header says.
        height_px: likewise.
        color_type: 0 grey, 2 RGB, 6 RGBA.
        depth: bits a channel.
        rows: pixel data without the filter byte that starts each row.
    """
    channels = {0: 1, 2: 3, 6: 4}[color_type]
    stride = max(1, width_px * channels * depth // 8)
    filtered = b"".join(b"\0" + rows[at : at + stride] for at in range(0, len(rows), stride))
    header = struct.pack(">IIBBBBB", width_px, height_px, depth, color_type, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(filtered)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_png_chunk(kind, data) for kind, data in chunks)


def bomb_png(width_px: int = 20_000, height_px: int = 20_000) -> bytes:
    """A few bytes whose header declares an enormous picture."""
    return png_bytes(width_px, height_px, color_type=2, depth=8, rows=b"\0" * 64)


def truncated(whole: bytes, *, keep: float = 0.6) -> bytes:
    """The beginning of a file, as an interrupted download leaves it."""
    return whole[: int(len(whole) * keep)]


def display_p3_profile() -> bytes:
    """An ICC profile of the Display P3 colour space, as phones tag their photos."""
    colorants = (
        (0.51512, 0.24120, -0.00105),
        (0.29198, 0.69225, 0.04189),
        (0.15710, 0.06657, 0.78407),
    )
    srgb_curve = struct.pack(
        ">4sIHHiiiii",
        *(b"para", 0, 3, 0),
        *map(_fixed, (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)),
    )
    return _matrix_profile("Display P3", colorants, srgb_curve)


def adobe_rgb_profile() -> bytes:
    """An ICC profile of the Adobe RGB (1998) colour space."""
    colorants = (
        (0.60974, 0.31111, 0.01947),
        (0.20528, 0.62567, 0.06087),
        (0.14919, 0.06322, 0.74457),
    )
    curve = struct.pack(">4sIHHi", b"para", 0, 0, 0, _fixed(2.19921875))
    return _matrix_profile("Adobe RGB compatible", colorants, curve)


def write_wav(
    path: Path,
    *,
    duration_s: float = 0.5,
    frequency_hz: float = 440.0,
    amplitude: float = 0.5,
    channels: int = 2,
    sample_rate_hz: int = 44_100,
) -> Path:
    """A sine tone as 16-bit PCM, the same on every channel."""
    at = np.arange(round(duration_s * sample_rate_hz)) / sample_rate_hz
    tone = np.rint(np.sin(2 * math.pi * frequency_hz * at) * amplitude * 32767).astype("<i2")
    with wave.open(str(path), "wb") as out:
        out.setparams((channels, 2, sample_rate_hz, 0, "NONE", ""))
        out.writeframes(np.repeat(tone[:, None], channels, axis=1).tobytes())
    return path


# extension -> encoder
SOUND_ENCODERS = {
    "mp3": "libmp3lame",
    "m4a": "aac",
    "aac": "aac",
    "flac": "flac",
    "ogg": "libopus",
    "wav": "pcm_s16le",
}


def write_sound(
    path: Path,
    *,
    duration_s: float = 0.5,
    layout: str = "stereo",
    samples: NDArray[np.float32] | None = None,
) -> Path:
    """Mono samples at 48 kHz, encoded as the path's extension says.

    Without any, a 440 Hz sine tone at half of full scale.
    """
    count = len(av.AudioLayout(layout).channels)
    at = np.arange(round(duration_s * 48_000)) / 48_000
    tone = (0.5 * np.sin(2 * math.pi * 440 * at)).astype(np.float32)
    tone = tone if samples is None else samples
    frame = av.AudioFrame.from_ndarray(np.tile(tone, (count, 1)), format="fltp", layout=layout)
    frame.sample_rate = 48_000
    with av.open(str(path), "w") as out:
        encoder = SOUND_ENCODERS[path.suffix.lstrip(".")]
        stream = out.add_stream(encoder, rate=48_000, layout=layout)
        assert isinstance(stream, AudioStream)
        block = stream.codec_context.frame_size or 1024
        resampler = av.AudioResampler(stream.format, layout, 48_000, frame_size=block)
        for part in (*resampler.resample(frame), *resampler.resample(None)):
            out.mux(stream.encode(part))
        out.mux(stream.encode(None))
    return path


# extension -> encoder
CLIP_ENCODERS = {
    "mp4": "libx264",
    "mov": "libx264",
    "mkv": "libx264",
    "avi": "mpeg4",
    "webm": "libvpx-vp9",
}


def write_clip(
    path: Path,
    *,
    frames: int = 10,
    black_frames: int = 0,
    rotation: int = 0,
    width_px: int = 64,
    height_px: int = 48,
) -> Path:
    """A silent clip of the quadrants at 10 frames a second.

    Args:
        path: its extension says which container and encoder.
        frames: how many in all.
        black_frames: how many of them, at the start, are black.
        rotation: display rotation in degrees, counter-clockwise, as FFmpeg counts.
        width_px: as stored.
        height_px: likewise.
    """
    scene = np.array(quadrants(width_px, height_px))
    with av.open(str(path), "w") as out:
        stream = out.add_stream(CLIP_ENCODERS[path.suffix.lstrip(".")], rate=10)
        assert isinstance(stream, VideoStream)
        stream.width, stream.height, stream.pix_fmt = width_px, height_px, "yuv420p"
        stream.codec_context.thread_count = 1
        if rotation:
            stream.set_display_rotation(rotation)
        for index in range(frames):
            pixels = np.zeros_like(scene) if index < black_frames else scene
            out.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, format="rgb24")))
        out.mux(stream.encode(None))
    return path


def _quadrant_slices(width: int, height: int) -> list[tuple[slice, slice]]:
    rows = (slice(0, height // 2), slice(height // 2, height))
    columns = (slice(0, width // 2), slice(width // 2, width))
    return [(row, column) for row in rows for column in columns]


def _exif(orientation: int, taken: datetime | str | None) -> bytes | None:
    if orientation == 1 and taken is None:
        return None
    tags = Image.Exif()
    tags[Base.Orientation] = orientation
    if taken is not None:
        text = taken if isinstance(taken, str) else taken.strftime("%Y:%m:%d %H:%M:%S")
        tags.get_ifd(IFD.Exif)[Base.DateTimeOriginal] = text
    # As bytes: the HEIC writer makes its rotation property of nothing else.
    return tags.tobytes()


def _png_chunk(kind: bytes, data: bytes) -> bytes:
    checksum = struct.pack(">I", zlib.crc32(kind + data))
    return struct.pack(">I", len(data)) + kind + data + checksum


def _fixed(value: float) -> int:
    """ICC's s15Fixed16Number."""
    return round(value * 65536)


def _matrix_profile(
    description: str, colorants: tuple[tuple[float, float, float], ...], curve: bytes
) -> bytes:
    """A version 4 display profile: three colorants (D50) and one curve for all channels."""
    text = description.encode("utf-16-be")
    name = struct.pack(">4sIII2s2sII", b"mluc", 0, 1, 12, b"en", b"US", len(text), 28) + text
    white = (0.9642, 1.0, 0.8249)
    tags = {
        b"desc": name,
        b"cprt": name,
        b"wtpt": _xyz(white),
        **{tag: _xyz(c) for tag, c in zip((b"rXYZ", b"gXYZ", b"bXYZ"), colorants, strict=True)},
        **dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve),
    }
    return _profile_file(tags, white)


def _xyz(values: tuple[float, float, float]) -> bytes:
    return struct.pack(">4sIiii", b"XYZ ", 0, *map(_fixed, values))


def _profile_file(tags: dict[bytes, bytes], white: tuple[float, float, float]) -> bytes:
    table, body = struct.pack(">I", len(tags)), b""
    start = 128 + 4 + 12 * len(tags)
    for tag, data in tags.items():
        table += struct.pack(">4sII", tag, start + len(body), len(data))
        body += data + b"\0" * (-len(data) % 4)
    header = struct.pack(
        ">I4sI4s4s4s12s4s28siii48s",
        *(start + len(body), b"", 0x04200000, b"mntr", b"RGB ", b"XYZ ", b"", b"acsp", b""),
        *map(_fixed, white),
        b"",
    )
    return header + table + body
