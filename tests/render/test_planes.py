"""Colours: BT.709 in limited range, and chroma where H.264 expects it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.media_factory import Color
from tests.render.scenes import PICTURES, SMALL, solid

from tiktok_photo_video.render.compositor import Compositor
from tiktok_photo_video.render.framing import Camera, Fit
from tiktok_photo_video.render.geometry import Rect
from tiktok_photo_video.render.plan import Chunk, Piece, Shot
from tiktok_photo_video.render.planes import Planes, new_planes, planes_from_rgb, rgb_from_planes
from tiktok_photo_video.render.plates import PlateStore
from tiktok_photo_video.render.titles import TitlePainter

# ITU-R BT.709, 8 bit limited range.
KNOWN: tuple[tuple[Color, tuple[int, int, int]], ...] = (
    ((255, 255, 255), (235, 128, 128)),
    ((0, 0, 0), (16, 128, 128)),
    ((128, 128, 128), (126, 128, 128)),
    ((255, 0, 0), (63, 102, 240)),
    ((0, 255, 0), (173, 42, 26)),
    ((0, 0, 255), (32, 240, 118)),
)
channels = st.integers(0, 255)


@pytest.mark.requirement("render-colours")
@pytest.mark.parametrize(("rgb", "ycbcr"), KNOWN, ids=str)
def test_known_colours_have_their_known_levels(rgb: Color, ycbcr: tuple[int, int, int]) -> None:
    planes = planes_from_rgb(solid(rgb, 4, 4))
    for plane, level in zip(planes, ycbcr, strict=True):
        assert np.abs(plane.astype(int) - level).max() <= 1


@pytest.mark.requirement("render-colours")
@given(st.tuples(channels, channels, channels))
def test_a_colour_survives_the_way_there_and_back(color: Color) -> None:
    back = rgb_from_planes(planes_from_rgb(solid(color, 4, 2)))
    assert np.abs(back.astype(int) - np.array(color)).max() <= 2


@pytest.mark.requirement("render-colours")
def test_planes_have_the_shapes_of_yuv420() -> None:
    planes = planes_from_rgb(PICTURES["quadrants"])
    assert planes.y.shape == (384, 216)
    assert planes.u.shape == planes.v.shape == (192, 108)
    assert all(plane.flags.c_contiguous for plane in planes)
    part = planes.region(54, 96, 108, 192)
    assert (part.y.shape, part.u.shape) == ((96, 54), (48, 27))
    assert np.shares_memory(part.v, planes.v)


def edge_columns(plane: np.ndarray) -> float:
    """How many columns lie before a soft vertical edge, to a fraction of a column."""
    row = plane.astype(float).mean(axis=0)
    return float(((row - row[-1]) / (row[0] - row[-1])).sum())


def edge_rows(plane: np.ndarray) -> float:
    return edge_columns(plane.T)


def shifted(axis: int, shift_px: float) -> Planes:
    """A hard edge between two colours, seen by a camera moved by ``shift_px`` along an axis."""
    picture = np.empty((240, 160, 3), np.uint8)
    picture[:], half = (200, 40, 30), (80, 120)[axis]
    if axis:
        picture[half:] = (20, 90, 220)
    else:
        picture[:, half:] = (20, 90, 220)
    offset = [26.0, 24.0]
    offset[axis] += shift_px
    # A window of exactly the canvas's size in photo pixels: nothing but the shift is at work.
    view = Rect(offset[0] / 160, offset[1] / 240, 108 / 160, 192 / 240)
    whole = Rect(0.0, 0.0, 108 / 160, 192 / 240)
    end = Rect(1 - whole.width, 1 - whole.height, whole.width, whole.height)
    # The camera's ends span the whole photo, so that the plate is the photo itself.
    del whole, end
    shot = Shot("edge", Fit.COVER, Camera(view, view), 1)
    out = new_planes(SMALL.width_px, SMALL.height_px)
    chunk = Chunk(SMALL, (Piece(1, shot, 0),))
    Compositor(chunk, PlateStore(lambda _: picture), TitlePainter()).draw(0, out)
    return out
