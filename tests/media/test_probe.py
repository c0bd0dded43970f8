"""What probe says of files that can be used."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path

import pytest

from tests.media_factory import (
    CLIP_ENCODERS,
    PHOTO_FORMATS,
    SOUND_ENCODERS,
    TURNABLE_FORMATS,
    animation_bytes,
    photo_bytes,
    quadrants,
    write_clip,
    write_photo,
    write_sound,
    write_wav,
)
from tiktok_photo_video.media import SUPPORTED_FORMATS, MediaKind, probe


@pytest.mark.requirement("media-judged-by-content")
@pytest.mark.parametrize("format_name", PHOTO_FORMATS)
def test_a_photo_is_recognised_by_its_content(tmp_path: Path, format_name: str) -> None:
    path = write_photo(tmp_path / "misleading.mp3", format_name)
    info = probe(path, name="misleading.mp3")
    assert (info.kind, info.format) == (MediaKind.IMAGE, format_name)
    assert info.mime_type == SUPPORTED_FORMATS[format_name].mime_type
    assert (info.width_px, info.height_px) == (64, 48)
    assert info.duration_s is None


@pytest.mark.requirement("media-judged-by-content")
@pytest.mark.parametrize("extension", SOUND_ENCODERS)
def test_a_sound_file_is_recognised_by_its_content(tmp_path: Path, extension: str) -> None:
    written = write_sound(tmp_path / f"tone.{extension}")
    info = probe(written.rename(tmp_path / "tone.jpg"), name="tone.jpg")
    assert (info.kind, info.format) == (MediaKind.AUDIO, extension)
    assert (info.width_px, info.height_px) == (0, 0)
    # Encoders pad to whole blocks.
    assert info.duration_s == pytest.approx(0.5, abs=0.1)


@pytest.mark.requirement("media-judged-by-content")
@pytest.mark.parametrize("extension", CLIP_ENCODERS)
def test_a_clip_is_recognised_by_its_content(tmp_path: Path, extension: str) -> None:
    written = write_clip(tmp_path / f"clip.{extension}")
    info = probe(written.rename(tmp_path / "clip.png"), name="clip.png")
    assert (info.kind, info.format) == (MediaKind.VIDEO, extension)
    assert (info.width_px, info.height_px) == (64, 48)
    assert info.duration_s == pytest.approx(1.0, abs=0.11)


@pytest.mark.requirement("media-judged-by-content")
def test_a_film_container_with_nothing_but_sound_is_sound(tmp_path: Path) -> None:
    encoded = write_sound(tmp_path / "song.m4a").read_bytes()
    # The same content under the general brand, as many recorders write it.
    path = tmp_path / "song.mp4"
    path.write_bytes(encoded.replace(b"M4A ", b"isom"))
    info = probe(path, name="song.mp4")
    assert (info.kind, info.format, info.mime_type) == (MediaKind.AUDIO, "m4a", "audio/mp4")


@pytest.mark.requirement("media-upright")
@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("format_name", TURNABLE_FORMATS)
def test_the_size_is_that_of_the_upright_photo(
    tmp_path: Path, format_name: str, orientation: int
) -> None:
    path = write_photo(tmp_path / "photo", format_name, orientation=orientation)
    info = probe(path, name="photo")
    assert (info.width_px, info.height_px) == (64, 48)


@pytest.mark.requirement("media-upright")
@pytest.mark.parametrize(("rotation", "size"), [(90, (48, 64)), (180, (64, 48)), (270, (48, 64))])
def test_the_size_of_a_clip_is_as_displayed(
    tmp_path: Path, rotation: int, size: tuple[int, int]
) -> None:
    info = probe(write_clip(tmp_path / "clip.mp4", rotation=rotation), name="clip.mp4")
    assert (info.width_px, info.height_px) == size


@pytest.mark.requirement("media-capture-time")
@pytest.mark.parametrize("format_name", TURNABLE_FORMATS)
def test_the_capture_time_is_the_cameras(tmp_path: Path, format_name: str) -> None:
    taken = datetime(2024, 5, 6, 7, 8, 9)  # noqa: DTZ001
    path = write_photo(tmp_path / "photo", format_name, taken=taken)
    assert probe(path, name="photo").captured_at == taken


@pytest.mark.requirement("media-capture-time")
@pytest.mark.parametrize("stored", ["0000:00:00 00:00:00", "    :  :     :  :  ", "yesterday", ""])
def test_a_senseless_capture_time_is_none(tmp_path: Path, stored: str) -> None:
    path = write_photo(tmp_path / "photo", taken=stored)
    assert probe(path, name="photo").captured_at is None


@pytest.mark.requirement("media-identity")
def test_the_content_hash_and_size_are_those_of_the_bytes(tmp_path: Path) -> None:
    content = photo_bytes("png")
    (tmp_path / "a").write_bytes(content)
    info = probe(tmp_path / "a", name="a")
    assert info.content_hash == hashlib.sha256(content).hexdigest()
    assert info.size_bytes == len(content)


@pytest.mark.requirement("media-tolerant")
def test_a_photo_followed_by_other_data_is_a_photo(tmp_path: Path) -> None:
    path = tmp_path / "live.jpg"
    path.write_bytes(photo_bytes() + b"MotionPhoto_Data" + bytes(5000))
    assert probe(path, name="live.jpg").format == "jpeg"


@pytest.mark.requirement("media-tolerant")
def test_a_burst_jpeg_is_its_first_picture(tmp_path: Path) -> None:
    others = [quadrants(32, 32)]
    path = write_photo(tmp_path / "burst.jpg", "mpo", save_all=True, append_images=others)
    info = probe(path, name="burst.jpg")
    assert (info.format, info.width_px, info.height_px) == ("jpeg", 64, 48)


@pytest.mark.requirement("media-tolerant")
@pytest.mark.parametrize("format_name", ["gif", "webp"])
def test_an_animation_is_a_picture(tmp_path: Path, format_name: str) -> None:
    path = tmp_path / "animated"
    path.write_bytes(animation_bytes(format_name))
    info = probe(path, name="animated")
    assert (info.kind, info.duration_s) == (MediaKind.IMAGE, None)


@pytest.mark.requirement("media-judged-by-content")
def test_a_wav_with_many_channels_is_sound(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "surround.wav", channels=6)
    assert probe(path, name="surround.wav").kind is MediaKind.AUDIO
