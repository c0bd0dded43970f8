"""Folders on the command line stand for what is in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tiktok_photo_video.errors import InputError
from tiktok_photo_video_tools.gathering import gathered


@pytest.mark.requirement("cli-folders")
def test_a_folder_gives_its_photos_as_people_count_them(tmp_path: Path) -> None:
    for name in ("IMG_10.jpg", "IMG_9.HEIC", "notes.txt", ".hidden.jpg", "b.mp4"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "inner.jpg").mkdir()
    names = [path.name for path in gathered([tmp_path])]
    assert names == ["b.mp4", "IMG_9.HEIC", "IMG_10.jpg"]


@pytest.mark.requirement("cli-folders")
def test_files_keep_their_order_and_are_not_looked_into(tmp_path: Path) -> None:
    paths = [tmp_path / "z.jpg", tmp_path / "missing.jpg", tmp_path / "a.txt"]
    assert gathered(paths) == paths


@pytest.mark.requirement("cli-folders")
def test_a_folder_without_photos_is_told_by_name(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_bytes(b"x")
    with pytest.raises(InputError) as caught:
        gathered([tmp_path])
    assert str(tmp_path) in caught.value.message
    assert caught.value.hint
