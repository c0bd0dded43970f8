"""Frames and storyboards to look at before rendering."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from tests.media_factory import BLUE, GREEN, RED
from tests.render.scenes import Album, plan_of, slideshow
from tiktok_photo_video.errors import RenderError
from tiktok_photo_video.render.encoder import VideoSettings
from tiktok_photo_video.render.plates import PlateStore
from tiktok_photo_video.render.preview import (
    STORYBOARD_MAX_PX,
    frame_picture,
    jpeg,
    storyboard,
)
from tiktok_photo_video.render.rough_cut import ROUGH_SETTINGS, rough_cut
from tiktok_photo_video.render.titles import TitlePainter

PLAN = plan_of(slideshow())


@pytest.mark.requirement("render-rough-cut")
@pytest.mark.parametrize(
    ("sides", "small"),
    [
        ((1080, 1920), (360, 640)),
        ((1920, 1080), (640, 360)),
        ((1080, 1350), (360, 450)),
        ((108, 192), (108, 192)),
    ],
)
def test_a_rough_cut_is_the_same_video_on_a_small_canvas(
    sides: tuple[int, int], small: tuple[int, int]
) -> None:
    whole = replace(slideshow(), width_px=sides[0], height_px=sides[1], cover=3)
    rough = rough_cut(whole)
    assert (rough.width_px, rough.height_px) == small
    assert (rough.tracks, rough.rate, rough.cover) == (whole.tracks, whole.rate, None)
    assert VideoSettings() != ROUGH_SETTINGS


@pytest.mark.requirement("render-preview")
@pytest.mark.parametrize(("frame", "color"), [(0, RED), (40, GREEN), (59, BLUE)], ids=str)
def test_a_frame_shows_what_the_video_will(frame: int, color: tuple[int, int, int]) -> None:
    picture = frame_picture(PLAN, frame, PlateStore(Album()), TitlePainter())
    assert picture.shape == (192, 108, 3)
    assert np.abs(picture[150:].astype(int) - np.array(color)).max() <= 6


@pytest.mark.requirement("render-preview")
def test_there_is_no_picture_of_a_frame_beyond_the_end() -> None:
    with pytest.raises(RenderError):
        frame_picture(PLAN, 60, PlateStore(Album()), TitlePainter())


@pytest.mark.requirement("render-preview")
@pytest.mark.parametrize("count", [1, 2, 5, 12, 60])
def test_a_storyboard_of_any_number_of_frames_stays_small(count: int) -> None:
    frames = [number * 60 // count for number in range(count)]
    sheet = storyboard(PLAN, frames, PlateStore(Album()), TitlePainter())
    assert max(sheet.shape[:2]) <= STORYBOARD_MAX_PX
    assert sheet.dtype == np.uint8


@pytest.mark.requirement("render-preview")
def test_a_storyboard_reads_from_left_to_right() -> None:
    sheet = storyboard(PLAN, [0, 40, 59], PlateStore(Album()), TitlePainter())
    row = sheet[int(sheet.shape[0] * 0.9)].astype(int)
    found = [
        min(np.flatnonzero(np.abs(row - np.array(color)).max(axis=1) <= 12))
        for color in (RED, GREEN, BLUE)
    ]
    assert found == sorted(found)


@pytest.mark.requirement("render-preview")
def test_a_jpeg_is_as_good_as_its_bound_allows() -> None:
    picture = np.random.default_rng(0).integers(0, 256, (200, 200, 3), dtype=np.uint8)
    whole, small = jpeg(picture), jpeg(picture, max_bytes=30_000)
    assert len(small) <= 30_000 < len(whole)
    with Image.open(io.BytesIO(small)) as image:
        assert (image.format, image.size) == ("JPEG", (200, 200))


@pytest.mark.requirement("render-preview")
def test_a_jpeg_has_the_pictures_colours() -> None:
    red = np.full((64, 64, 3), RED, np.uint8)
    with Image.open(io.BytesIO(jpeg(red))) as image:
        assert np.abs(np.asarray(image).astype(int) - np.array(RED)).max() <= 6
