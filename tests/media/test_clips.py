"""Posters of clips."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.media_factory import (
    BLUE,
    CLIP_ENCODERS,
    GREEN,
    QUADRANTS,
    RED,
    YELLOW,
    are_close,
    corner_colors,
    write_clip,
)
from tiktok_photo_video.media import load_poster

# 4:2:0 video with limited-range colours: flat areas come back near, not exact.
TOLERANCE = 16


@pytest.mark.requirement("media-clips")
@pytest.mark.parametrize("extension", CLIP_ENCODERS)
def test_the_poster_has_the_clips_colours(tmp_path: Path, extension: str) -> None:
    poster = load_poster(write_clip(tmp_path / f"clip.{extension}"), name="clip 1")
    assert poster.shape == (48, 64, 3)
    assert poster.dtype == np.uint8
    assert are_close(corner_colors(poster), QUADRANTS, tolerance=TOLERANCE)


@pytest.mark.requirement("media-clips")
def test_the_poster_is_not_the_black_beginning(tmp_path: Path) -> None:
    poster = load_poster(write_clip(tmp_path / "clip.mp4", black_frames=4), name="clip 1")
    assert are_close(corner_colors(poster), QUADRANTS, tolerance=TOLERANCE)


@pytest.mark.requirement("media-clips")
def test_a_black_clip_has_a_black_poster(tmp_path: Path) -> None:
    path = write_clip(tmp_path / "clip.mp4", frames=3, black_frames=3)
    assert int(load_poster(path, name="clip 1").max()) < 32


@pytest.mark.requirement("media-upright")
@pytest.mark.parametrize(
    ("rotation", "upright"),
    [
        (90, (GREEN, YELLOW, RED, BLUE)),
        (180, (YELLOW, BLUE, GREEN, RED)),
        (270, (BLUE, RED, YELLOW, GREEN)),
    ],
)
def test_the_poster_is_turned_as_the_camera_was_held(
    tmp_path: Path, rotation: int, upright: tuple[tuple[int, int, int], ...]
) -> None:
    poster = load_poster(write_clip(tmp_path / "clip.mp4", rotation=rotation), name="clip 1")
    assert are_close(corner_colors(poster), upright, tolerance=TOLERANCE)
