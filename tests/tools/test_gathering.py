"""Folders on the command line stand for what is in them, and addresses for what is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tiktok_photo_video.client.sources import Address
from tiktok_photo_video.errors import InputError, RequestError
from tiktok_photo_video_tools.gathering import gathered, told_apart


@pytest.mark.requirement("cli-folders")
def test_a_folder_gives_its_photos_as_people_count_them(tmp_path: Path) -> None:
    for name in ("IMG_10.jpg", "IMG_9.HEIC", "notes.txt", ".hidden.jpg", "b.mp4"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "inner.jpg").mkdir()
    names = [path.name for path in gathered([str(tmp_path)]) if isinstance(path, Path)]
    assert names == ["b.mp4", "IMG_9.HEIC", "IMG_10.jpg"]


@pytest.mark.requirement("cli-folders")
def test_files_keep_their_order_and_are_not_looked_into(tmp_path: Path) -> None:
    paths = [tmp_path / "z.jpg", tmp_path / "missing.jpg", tmp_path / "a.txt"]
    assert gathered([str(path) for path in paths]) == paths


@pytest.mark.requirement("cli-folders")
def test_a_folder_without_photos_is_told_by_name(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_bytes(b"x")
    with pytest.raises(InputError) as caught:
        gathered([str(tmp_path)])
    assert str(tmp_path) in caught.value.message
    assert caught.value.hint


@pytest.mark.requirement("cli-addresses")
def test_addresses_files_and_folders_keep_their_order(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"x")
    url = "https://h.example/b.jpg?size=2"
    assert gathered([url, str(tmp_path), "c.jpg", url.upper()]) == [
        Address(url),
        tmp_path / "a.jpg",
        Path("c.jpg"),
        Address(url.upper()),
    ]


@pytest.mark.requirement("cli-addresses")
@pytest.mark.parametrize("word", ["C:\\photos\\a.jpg", "a:b.jpg", "./http/a.jpg", "a" * 5000])
def test_what_only_looks_a_little_like_an_address_is_a_path(word: str) -> None:
    assert gathered([word]) == [Path(word)]


@pytest.mark.requirement("cli-addresses")
@pytest.mark.parametrize(
    "word",
    [
        "ftp://h.example/a.jpg",
        "file:///etc/passwd",
        "data:image/png;base64,aGlkZGVu",
        "javascript:hidden()",
        "s3://bucket/a.jpg",
        "http://",
        "http:///a.jpg",
        "http:h.example/a.jpg",
        "https://user:hidden@h.example/a.jpg",
        "https://hidden@h.example/a.jpg",
        "https://user:hid/den@h.example/a.jpg",
        "https://hidden\\@h.example/a.jpg",
        "https://h.example/\x00?hidden",
        "https://h.example:port/hidden",
        "https://h.example/" + "a" * 4000,
    ],
)
def test_other_addresses_are_refused_by_name_without_what_is_secret_in_them(word: str) -> None:
    with pytest.raises(RequestError) as caught:
        gathered([word])
    error = caught.value
    assert error.code == "bad_address"
    assert error.hint
    assert error.message.startswith(word[:3])
    assert "hidden" not in error.sentence()
    assert len(error.message) < 300


@pytest.mark.requirement("cli-said-without-option")
@pytest.mark.parametrize(
    ("words", "talks", "message"),
    [
        (["make it 15 seconds"], True, "make it 15 seconds"),
        (["make", "it", "15", "seconds"], True, "make it 15 seconds"),
        (["export"], True, "export"),
        (["做成15秒的视频"], False, "做成15秒的视频"),
        (["导出"], True, "导出"),
        (["a birthday video"], False, "a birthday video"),
        (["put b.png first"], True, "put b.png first"),
        (["export"], False, None),
        (["missing.jpg"], True, None),
        (["my holiday 3.heic"], True, None),
        (["./my photos"], True, None),
        (["https://example.com/a b.jpg"], True, None),
    ],
)
def test_a_request_among_the_files_is_said(
    words: list[str], talks: bool, message: str | None, tmp_path: Path
) -> None:
    photo = tmp_path / "a.jpg"
    photo.write_bytes(b"x")
    told = told_apart([str(photo), *words], None, talks=talks)
    assert told.message == message
    assert told.files == (str(photo), *(() if message else words))


@pytest.mark.requirement("cli-said-without-option")
def test_with_a_message_every_word_is_a_file(tmp_path: Path) -> None:
    told = told_apart(["make it shorter"], "export", talks=True)
    assert (told.files, told.message) == (("make it shorter",), "export")
