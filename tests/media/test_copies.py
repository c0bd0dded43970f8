"""Working copies of photos."""

from __future__ import annotations

import contextlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.media_factory import (
    QUADRANTS,
    are_close,
    corner_colors,
    photo_bytes,
    quadrants,
    truncated,
)
from tests.strategies import UNHURRIED
from tiktok_photo_video.errors import StorageError
from tiktok_photo_video.media.copies import load_copy, save_copy


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    path = tmp_path / "copy.jpg"
    save_copy(np.array(quadrants(97, 61)), path)
    return path


@pytest.mark.requirement("media-copies")
def test_a_copy_has_the_size_and_colours_of_its_photo(copy: Path) -> None:
    picture = load_copy(copy)
    assert picture.shape == (61, 97, 3)
    assert picture.dtype == np.uint8
    assert are_close(corner_colors(picture), QUADRANTS, tolerance=3)


@pytest.mark.requirement("media-copies")
def test_thin_coloured_lines_keep_their_colour(tmp_path: Path) -> None:
    picture = np.full((64, 64, 3), 255, np.uint8)
    picture[:, 31] = (255, 0, 0)
    save_copy(picture, tmp_path / "copy.jpg")
    red = load_copy(tmp_path / "copy.jpg")[32, 31].astype(int)
    assert np.abs(red - np.array((255, 0, 0))).max() < 40


@pytest.mark.requirement("media-copies")
def test_a_missing_copy_is_told_with_a_hint(tmp_path: Path) -> None:
    with pytest.raises(StorageError) as failure:
        load_copy(tmp_path / "none.jpg")
    assert failure.value.code == "missing_media"
    assert failure.value.hint


@pytest.mark.requirement("media-copies")
@pytest.mark.parametrize(
    "content",
    [b"", b"junk", truncated(photo_bytes("jpeg", image=quadrants(97, 61))), photo_bytes("png")],
    ids=["empty", "junk", "truncated", "png"],
)
def test_a_file_that_is_no_whole_copy_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "copy.jpg").write_bytes(content)
    with pytest.raises(StorageError):
        load_copy(tmp_path / "copy.jpg")


@pytest.mark.requirement("media-copies")
@settings(UNHURRIED, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damage_gives_a_picture_or_is_told(copy: Path, data: st.DataObject) -> None:
    content = bytearray(copy.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    damaged = copy.with_name("damaged.jpg")
    damaged.write_bytes(content)
    with contextlib.suppress(StorageError):
        assert load_copy(damaged).ndim == 3


@pytest.mark.requirement("media-copies")
def test_a_disk_that_refuses_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        save_copy(np.array(quadrants()), tmp_path / "nowhere" / "copy.jpg")
