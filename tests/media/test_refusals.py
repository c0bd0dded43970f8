"""Every file that cannot be used is refused by code, by name, with a hint, and quietly."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.media_factory import (
    CLIP_ENCODERS,
    PHOTO_FORMATS,
    bomb_png,
    flat,
    photo_bytes,
    png_bytes,
    quadrants,
    truncated,
    write_clip,
    write_photo,
    write_sound,
)
from tiktok_photo_video.errors import MediaError
from tiktok_photo_video.media import MAX_FILE_BYTES, MIN_SIDE_PX, load_photo, load_poster, probe
from tiktok_photo_video.media.intake import content_hash, open_media

NAME = "holiday 3.jpg"
# Large enough that a part of the file is a part of the picture.
SCENE = quadrants(320, 240)


def refusal(path: Path) -> MediaError:
    with pytest.raises(MediaError) as caught:
        probe(path, name=NAME)
    assert caught.value.message.startswith(f"{NAME}: ")
    assert caught.value.hint
    return caught.value


def refusal_of(content: bytes, tmp_path: Path) -> MediaError:
    path = tmp_path / "given.jpg"
    path.write_bytes(content)
    return refusal(path)


T = TypeVar("T")


def outcome_of(call: Callable[[], T]) -> T | MediaError:
    try:
        return call()
    except MediaError as error:
        return error


def load_small(path: Path) -> object:
    return load_photo(path, name=NAME, min_width_px=32, min_height_px=32)


@pytest.mark.requirement("media-refusals")
def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert refusal(tmp_path / "nowhere.jpg").code == "media_missing"


@pytest.mark.requirement("media-refusals")
def test_a_path_through_a_file_is_missing(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")
    assert refusal(tmp_path / "file" / "photo.jpg").code == "media_missing"


@pytest.mark.requirement("media-refusals")
def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    assert refusal(tmp_path).code == "media_not_a_file"


@pytest.mark.requirement("media-refusals")
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert refusal(tmp_path / "pipe").code == "media_not_a_file"


@pytest.mark.requirement("media-refusals")
def test_an_impossible_path_is_unreadable() -> None:
    assert refusal(Path("a\0b.jpg")).code == "media_unreadable"


@pytest.mark.requirement("media-refusals")
def test_an_empty_file_is_called_empty(tmp_path: Path) -> None:
    assert refusal_of(b"", tmp_path).code == "media_empty"


@pytest.mark.requirement("media-refusals")
@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"Dear all,\nhere are the photos.\n", "a text file"),
        ("Liebe Grüße ☀".encode(), "a text file"),
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF document"),
        (b"PK\x03\x04" + bytes(40), "ZIP archive"),
        (b"<!DOCTYPE html><html></html>", "a web page"),
        (b'<?xml version="1.0"?>\n<svg xmlns="x"/>', "an SVG drawing"),
        (b"\xff\x0a" + bytes(40), "JPEG XL"),
        (b"\0\0\0\x18ftypcrx " + bytes(40), "RAW"),
        (b"\0\x05\x16\x07" + bytes(40), "macOS side file"),
        (b"\x01\x02\x03\x04\0\0" * 9, "of no known kind"),
    ],
)
def test_other_content_is_called_what_it_is(tmp_path: Path, content: bytes, what: str) -> None:
    error = refusal_of(content, tmp_path)
    assert error.code == "media_unsupported"
    assert what in error.problem
    assert "JPEG" in error.hint


@pytest.mark.requirement("media-refusals")
@pytest.mark.parametrize("tags", [{50706: b"\x01\x04\0\0"}, {254: 1}], ids=["dng", "preview"])
def test_a_raw_picture_in_tiff_clothes_is_refused(tmp_path: Path, tags: dict[int, object]) -> None:
    error = refusal_of(photo_bytes("tiff", tiffinfo=tags), tmp_path)
    assert error.code == "media_unsupported"
    assert "RAW" in error.problem


@pytest.mark.requirement("media-damage-found-early")
@pytest.mark.parametrize("format_name", PHOTO_FORMATS)
def test_a_truncated_photo_is_damaged(tmp_path: Path, format_name: str) -> None:
    content = truncated(photo_bytes(format_name, image=SCENE))
    assert refusal_of(content, tmp_path).code == "media_damaged"


@pytest.mark.requirement("media-damage-found-early")
@pytest.mark.parametrize("format_name", PHOTO_FORMATS)
def test_a_truncated_photo_does_not_load(tmp_path: Path, format_name: str) -> None:
    path = tmp_path / "cut"
    path.write_bytes(truncated(photo_bytes(format_name, image=SCENE)))
    with pytest.raises(MediaError) as caught:
        load_small(path)
    assert caught.value.code == "media_damaged"


@pytest.mark.requirement("media-damage-found-early")
@pytest.mark.parametrize("extension", ["mp4", "mov"])
def test_a_truncated_clip_is_damaged(tmp_path: Path, extension: str) -> None:
    assert extension in CLIP_ENCODERS
    content = truncated(write_clip(tmp_path / f"clip.{extension}").read_bytes())
    assert refusal_of(content, tmp_path).code == "media_damaged"


@pytest.mark.requirement("media-refusals")
def test_a_clip_in_an_unknown_codec_has_no_usable_picture(tmp_path: Path) -> None:
    content = write_clip(tmp_path / "clip.mp4").read_bytes().replace(b"avc1", b"zzzz")
    assert refusal_of(content, tmp_path).code == "media_no_picture"


@pytest.mark.requirement("media-bombs-refused")
def test_a_declared_enormous_picture_is_refused_before_decoding(tmp_path: Path) -> None:
    # Decoding would fail as damaged: there is next to no pixel data.
    error = refusal_of(bomb_png(20_000, 20_000), tmp_path)
    assert error.code == "media_too_large"
    assert "20000 x 20000" in error.problem


@pytest.mark.requirement("media-bombs-refused")
def test_a_declared_gigantic_picture_is_refused_too(tmp_path: Path) -> None:
    assert refusal_of(bomb_png(100_000, 100_000), tmp_path).code == "media_too_large"


@pytest.mark.requirement("media-bombs-refused")
@pytest.mark.parametrize("size", [(20_000, 20_000), (100_000, 100_000)])
def test_an_enormous_picture_does_not_load(tmp_path: Path, size: tuple[int, int]) -> None:
    (tmp_path / "bomb").write_bytes(bomb_png(*size))
    with pytest.raises(MediaError) as caught:
        load_small(tmp_path / "bomb")
    assert caught.value.code == "media_too_large"


@pytest.mark.requirement("media-bombs-refused")
def test_a_file_over_the_size_limit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "huge.jpg"
    path.write_bytes(photo_bytes())
    os.truncate(path, MAX_FILE_BYTES + 1)
    error = refusal(path)
    assert error.code == "media_too_large"
    assert "201 MB" in error.problem


@pytest.mark.requirement("media-refusals")
@pytest.mark.parametrize("size", [(1, 1), (MIN_SIDE_PX - 1, 400)])
def test_a_picture_with_next_to_no_pixels_is_too_small(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    error = refusal_of(photo_bytes("png", image=flat((9, 9, 9), *size)), tmp_path)
    assert error.code == "media_too_small"
    assert str(MIN_SIDE_PX) in error.problem


@pytest.mark.requirement("media-refusals")
def test_the_smallest_size_is_usable(tmp_path: Path) -> None:
    path = write_photo(tmp_path / "icon", "png", image=flat((9, 9, 9), MIN_SIDE_PX, MIN_SIDE_PX))
    assert probe(path, name=NAME).width_px == MIN_SIDE_PX


@pytest.mark.requirement("media-refusals")
@pytest.mark.parametrize("load", [load_small, lambda path: load_poster(path, name=NAME)])
def test_sound_where_a_picture_is_needed_is_the_wrong_kind(
    tmp_path: Path, load: Callable[[Path], object]
) -> None:
    path = write_sound(tmp_path / "song.wav")
    with pytest.raises(MediaError) as caught:
        load(path)
    assert caught.value.code == "media_wrong_kind"


@pytest.mark.requirement("media-identity")
def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path) -> None:
    path = write_photo(tmp_path / "growing.jpg")
    with open_media(path, name=NAME) as media:
        with path.open("ab") as writer:
            writer.write(b"more")
        with pytest.raises(MediaError) as caught:
            content_hash(media)
    assert caught.value.code == "media_changed"


@pytest.mark.requirement("media-refusals")
def test_the_decoders_warnings_do_not_leak(tmp_path: Path) -> None:
    # Pillow warns about a tag that is longer than the file.
    content = bytearray(photo_bytes("tiff", description="a note"))
    marker = content.find(b"\x0e\x01\x02\0")  # the image description, a text
    content[marker + 4 : marker + 8] = b"\xff\xff\0\0"
    path = tmp_path / "odd.tiff"
    path.write_bytes(content)
    assert probe(path, name=NAME).format == "tiff"


HEADS = [
    b"\xff\xd8\xff\xe0",
    b"\x89PNG\r\n\x1a\n",
    b"GIF89a",
    b"II*\0",
    b"BM",
    b"RIFF\x40\0\0\0WEBP",
    b"RIFF\x40\0\0\0WAVE",
    b"RIFF\x40\0\0\0AVI ",
    b"\0\0\0\x18ftypheic",
    b"\0\0\0\x18ftypavif",
    b"\0\0\0\x18ftypisom",
    b"ID3\x03",
    b"\xff\xfb\x90\x64",
    b"\xff\xf1\x50\x80",
    b"fLaC",
    b"OggS",
    b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm",
]


@pytest.mark.requirement("media-nothing-crashes")
@given(head=st.sampled_from([b"", *HEADS]), rest=st.binary(max_size=400))
def test_random_bytes_are_refused_or_described(
    tmp_path_factory: pytest.TempPathFactory, head: bytes, rest: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "random"
    path.write_bytes(head + rest)
    outcome = outcome_of(lambda: probe(path, name=NAME))
    if isinstance(outcome, MediaError):
        assert outcome.name == NAME
        assert outcome.hint
    else:
        assert outcome.size_bytes == len(head + rest)


WHOLE = [photo_bytes(each, image=quadrants(32, 24)) for each in PHOTO_FORMATS]
WHOLE.append(png_bytes(32, 32, color_type=2, depth=16, rows=bytes(32 * 32 * 6)))


@pytest.mark.requirement("media-nothing-crashes")
@given(
    whole=st.sampled_from(WHOLE),
    changes=st.lists(st.tuples(st.integers(0, 600), st.integers(0, 255)), min_size=1, max_size=8),
)
def test_a_photo_with_flipped_bytes_loads_or_is_refused(
    tmp_path_factory: pytest.TempPathFactory, whole: bytes, changes: list[tuple[int, int]]
) -> None:
    content = bytearray(whole)
    for at, value in changes:
        content[at % len(content)] = value
    path = tmp_path_factory.getbasetemp() / "flipped"
    path.write_bytes(content)
    outcome = outcome_of(lambda: load_photo(path, name=NAME, min_width_px=8, min_height_px=8))
    if isinstance(outcome, MediaError):
        assert outcome.code.startswith("media_")
    else:
        assert outcome.shape[2] == 3
