"""Truncated, lying and hostile files: each is refused by a name and a reason, or shown as it is."""

from __future__ import annotations

import struct
from collections.abc import Callable
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import av
import numpy as np
import pytest
from av.video.frame import VideoFrame
from PIL import Image

from tests.film_factory import write_numbered
from tests.media_factory import bomb_png, photo_bytes, truncated
from tiktok_photo_video.errors import MediaError
from tiktok_photo_video.media import load_photo, probe
from tiktok_photo_video.media.film_colors import FilmDeveloper, progressive
from tiktok_photo_video.timeline.model import MediaKind

NOISE = Image.fromarray(np.random.default_rng(1).integers(0, 255, (90, 120, 3), dtype=np.uint8))


def heic(*, broken: bytes) -> bytes:
    """A HEIC whose box of this name holds nonsense."""
    whole = photo_bytes("heic", image=NOISE)
    at = whole.index(broken) + 8
    return whole[:at] + bytes(20) + whole[at + 20 :]


def holed(content: bytes) -> bytes:
    """The same with zeros in its middle."""
    at = len(content) // 2
    return content[:at] + bytes(400) + content[at + 400 :]


def animated(frames: int) -> bytes:
    """A GIF of so many frames, each of another shade."""
    shades = [Image.new("L", (32, 32), number % 256) for number in range(frames)]
    file = BytesIO()
    shades[0].save(file, "GIF", save_all=True, append_images=shades[1:], duration=20)
    return file.getvalue()


def png(mode: str, **options: object) -> bytes:
    file = BytesIO()
    NOISE.convert(mode).save(file, "PNG", **options)  # type: ignore[arg-type]
    return file.getvalue()


def sixteen_bit() -> bytes:
    file = BytesIO()
    Image.fromarray(np.full((90, 120), 40_000, np.uint16)).save(file, "PNG")
    return file.getvalue()


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty.jpg": (lambda: b"", "media_empty"),
    "letter.jpg": (lambda: b"dear all, please find attached", "media_unsupported"),
    "cut.jpg": (lambda: truncated(photo_bytes(image=NOISE)), "media_damaged"),
    "cut.png": (lambda: truncated(photo_bytes("png", image=NOISE)), "media_damaged"),
    "cut.heic": (lambda: truncated(photo_bytes("heic", image=NOISE)), "media_damaged"),
    "hole.png": (lambda: holed(photo_bytes("png", image=NOISE)), "media_damaged"),
    "bomb.png": (lambda: bomb_png(30_000, 30_000), "media_too_large"),
    "broken item.heic": (lambda: heic(broken=b"hvcC"), "media_damaged"),
    "disguised.mp4": (lambda: b"RIFF\x10\0\0\0AVI LIST" + bytes(100), "media_damaged"),
}
SHOWN: dict[str, tuple[Callable[[], bytes], tuple[int, int]]] = {
    "jpeg named.png": (lambda: photo_bytes(image=NOISE), (120, 90)),
    "heic named.jpg": (lambda: photo_bytes("heic", image=NOISE), (120, 90)),
    "broken exif.jpg": (
        lambda: photo_bytes(image=NOISE).replace(
            b"\xff\xdb", b"\xff\xe1\x00\x40Exif\0\0MM\0*\0\0\0\x08" + b"\xff" * 48 + b"\xff\xdb", 1
        ),
        (120, 90),
    ),
    "wide.png": (lambda: png_of(30_000, 20), (30_000, 20)),
    "thousand.gif": (lambda: animated(1000), (32, 32)),
    "sixteen.png": (sixteen_bit, (120, 90)),
    "palette.png": (lambda: png("P", transparency=0), (120, 90)),
    "cmyk.jpg": (lambda: photo_bytes(image=NOISE.convert("CMYK")), (120, 90)),
}


def png_of(width_px: int, height_px: int) -> bytes:
    return photo_bytes("png", image=Image.new("RGB", (width_px, height_px), "red"))


def used(path: Path) -> tuple[int, int]:
    """Judge and decode a photo as the intake does."""
    info = probe(path, name=path.name)
    picture = load_photo(path, name=path.name, min_width_px=1080, min_height_px=1920)
    assert (picture.shape[1], picture.shape[0]) == (info.width_px, info.height_px)
    return info.width_px, info.height_px


@pytest.mark.requirement("media-bad-input")
@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_used_is_named_with_its_reason(name: str, tmp_path: Path) -> None:
    make, code = REFUSED[name]
    path = tmp_path / name
    path.write_bytes(make())
    with pytest.raises(MediaError) as caught:
        used(path)
    assert (caught.value.code, caught.value.name) == (code, name)
    assert caught.value.message.startswith(f"{name}: ")
    assert caught.value.hint


@pytest.mark.requirement("media-bad-input")
@pytest.mark.parametrize("name", SHOWN)
def test_what_only_looks_odd_is_shown(name: str, tmp_path: Path) -> None:
    make, size = SHOWN[name]
    path = tmp_path / name
    path.write_bytes(make())
    assert used(path) == size


def _lying(path: Path) -> None:
    """Make a clip's header claim an hour."""
    content = bytearray(path.read_bytes())
    if path.suffix == ".avi":
        for chunk, offset in ((b"avih", 24), (b"strh", 40)):
            at = content.index(chunk) + offset
            content[at : at + 4] = struct.pack("<I", 108_000)
    else:
        at = content.index(b"\x44\x89\x88") + 3
        content[at : at + 8] = struct.pack(">d", 3_600_000.0)
    path.write_bytes(content)


@pytest.mark.requirement("media-true-length")
@pytest.mark.parametrize("extension", ["webm", "mkv", "avi"])
def test_a_clip_is_as_long_as_its_frames_whatever_its_header_says(
    extension: str, tmp_path: Path
) -> None:
    path = write_numbered(tmp_path / f"a.{extension}", 45)
    _lying(path)
    info = probe(path, name=path.name)
    assert info.kind is MediaKind.VIDEO
    assert info.duration_s == pytest.approx(1.5, abs=0.1)


def combed() -> VideoFrame:
    """An interlaced frame: a bright bar that moved between its two fields."""
    luma = np.full((96, 64), 40, np.uint8)
    luma[::2, 10:20] = 200
    luma[1::2, 30:40] = 200
    planes = np.concatenate([luma.ravel(), np.full(96 * 64 // 2, 128, np.uint8)])
    return VideoFrame.from_ndarray(planes.reshape(144, 64), format="yuv420p")


@pytest.mark.requirement("media-interlaced")
def test_an_interlaced_frame_is_shown_as_one_moment(tmp_path: Path) -> None:
    path = tmp_path / "tape.mp4"
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=Fraction(25))
        stream.width, stream.height, stream.pix_fmt = 64, 96, "yuv420p"
        stream.options = {"x264-params": "tff=1", "crf": "1"}
        for _ in range(3):
            out.mux(stream.encode(combed()))
        out.mux(stream.encode(None))
    with av.open(str(path)) as tape:
        frame = next(tape.decode(video=0))
    assert frame.interlaced_frame
    luma = FilmDeveloper().planes(frame, (64, 96)).y.astype(int)
    # No combs: each row is like the one above it.
    assert np.abs(np.diff(luma, axis=0)).max() < 24
    assert luma[:, 12:18].mean() > 150


@pytest.mark.requirement("media-interlaced")
def test_any_other_frame_is_left_as_it_is() -> None:
    frame = combed()
    assert progressive(frame) is frame
