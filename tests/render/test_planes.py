"""Colours: BT.709 in limited range, and chroma where H.264 expects it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.media_factory import Color
from tests.render.scenes import PICTURES, SMALL, solid
from tests.strategies import UNHURRIED
from tiktok_photo_video.render.compositor import Compositor
from tiktok_photo_video.render.framing import Camera, Fit
from tiktok_photo_video.render.geometry import FULL, Rect
from tiktok_photo_video.render.plan import Chunk, Piece
from tiktok_photo_video.render.planes import new_planes, planes_from_rgb, rgb_from_planes
from tiktok_photo_video.render.plates import PlateStore
from tiktok_photo_video.render.shots import Shot
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
@UNHURRIED
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


def edge_after(plane: np.ndarray, axis: int) -> float:
    """How many samples lie before a soft edge across an axis, to a fraction of a sample."""
    line = plane.astype(float).mean(axis=1 - axis)
    return float(((line - line[-1]) / (line[0] - line[-1])).sum())


# Where samples stand, in luma pixels: left on the even columns, between two rows.
STEP, LEFT_SITE, BETWEEN_ROWS = 2, 0.0, 0.5


def gliding_edge(axis: int) -> tuple[Chunk, PlateStore]:
    """A camera that glides over an edge between two colours, along an axis (0 is down)."""
    picture = np.empty((300, 180, 3), np.uint8)
    picture[:] = (200, 40, 30)
    behind = (slice(150, None), slice(None)) if axis == 0 else (slice(None), slice(90, None))
    picture[behind] = (20, 90, 220)
    # Exactly the canvas's size in photo pixels: nothing but the shift is at work.
    width, height = 108 / 180, 192 / 300
    ways = ((0.0, 1.0 - height), (0.0, 1.0 - width))
    ends = [
        Rect(ways[1][at], 0.1, width, height)
        if axis == 1
        else Rect(0.1, ways[0][at], width, height)
        for at in (0, 1)
    ]
    shot = Shot("edge", Fit.COVER, Camera(ends[0], ends[1]), 37)
    return Chunk(SMALL, (Piece(37, shot, 0),)), PlateStore(lambda _: picture)


@pytest.mark.requirement("render-chroma-in-place")
@pytest.mark.parametrize(("axis", "site"), [(1, LEFT_SITE), (0, BETWEEN_ROWS)], ids=["x", "y"])
def test_colour_edges_stay_on_brightness_edges_while_the_camera_glides(
    axis: int, site: float
) -> None:
    chunk, plates = gliding_edge(axis)
    out = new_planes(SMALL.width_px, SMALL.height_px)
    compositor = Compositor(chunk, plates, TitlePainter())
    positions = set()
    for frame in range(0, chunk.frames, 3):
        compositor.draw(frame, out)
        luma = edge_after(out.y, axis) - 0.5
        positions.add(round(luma % 1, 2))
        for plane in (out.u, out.v):
            chroma = STEP * (edge_after(plane, axis) - 0.5) + site
            assert chroma == pytest.approx(luma, abs=0.1)
    assert len(positions) > 5  # the edge was seen at many fractions of a pixel


@pytest.mark.requirement("render-chroma-in-place")
@pytest.mark.parametrize(("axis", "site"), [(1, LEFT_SITE), (0, BETWEEN_ROWS)], ids=["x", "y"])
def test_colour_edges_stay_on_brightness_edges_while_the_camera_zooms(
    axis: int, site: float
) -> None:
    ramp = np.clip((np.arange(1080 if axis else 1920) / (1080 if axis else 1920) - 0.4) * 5, 0, 1)
    blend = ramp[None, :, None] if axis else ramp[:, None, None]
    colors = (np.array((255, 240, 0)), np.array((0, 10, 255)))
    both = colors[0] * (1 - blend) + colors[1] * blend
    picture = np.broadcast_to(np.rint(both), (1920, 1080, 3)).astype(np.uint8)
    shot = Shot("edge", Fit.COVER, Camera(FULL, Rect(0.25, 0.25, 0.5, 0.5)), 9)
    out = new_planes(SMALL.width_px, SMALL.height_px)
    compositor = Compositor(
        Chunk(SMALL, (Piece(9, shot, 0),)), PlateStore(lambda _: picture), TitlePainter()
    )
    for frame in range(9):
        compositor.draw(frame, out)
        luma = edge_after(out.y, axis) - 0.5
        # Cb only: between yellow and blue Cr hardly changes, and rounding would blur its edge.
        chroma = STEP * (edge_after(out.u, axis) - 0.5) + site
        assert chroma == pytest.approx(luma, abs=0.15)
