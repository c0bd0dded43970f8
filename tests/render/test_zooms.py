"""Zooms drawn by resizing: the same pixels as by warping, for less."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import cv2
import numpy as np
import pytest

from tests.render.scenes import Picture
from tiktok_photo_video.render.compositor import Compositor, view_at
from tiktok_photo_video.render.framing import Camera, Fit
from tiktok_photo_video.render.geometry import FULL, Rect
from tiktok_photo_video.render.plan import Chunk, Piece
from tiktok_photo_video.render.planes import Planes, new_planes
from tiktok_photo_video.render.plates import Plate, PlateStore, make_plate
from tiktok_photo_video.render.shots import Canvas, Shot
from tiktok_photo_video.render.titles import TitlePainter
from tiktok_photo_video.render.zooms import Zoom, zoom_of

WIDTH_PX, HEIGHT_PX, FRAMES = 108, 192, 60
CANVAS = Canvas(WIDTH_PX, HEIGHT_PX, Fraction(30))
IN = Camera(FULL, Rect(0.05, 0.04, 0.9, 0.9))
OUT = Camera(IN.end, IN.start)
PAN = Camera(Rect(0.0, 0.05, 0.9, 0.9), Rect(0.1, 0.05, 0.9, 0.9))


def _soft_noise() -> Picture:
    """Structure everywhere, of a size that an interpolation keeps."""
    dice = np.random.default_rng(5).integers(0, 256, (24, 14, 3), dtype=np.uint8)
    return np.asarray(cv2.resize(dice, (216, 384), interpolation=cv2.INTER_CUBIC))


PICTURE = _soft_noise()


def _shot(camera: Camera, fit: Fit = Fit.COVER) -> Shot:
    return Shot("noise", fit, camera, FRAMES)


def _plate(shot: Shot) -> Plate:
    return make_plate(PICTURE, CANVAS, shot)


def _drawn(shot: Shot, frame: int) -> Planes:
    chunk = Chunk(CANVAS, (Piece(FRAMES, shot, 0),))
    planes = new_planes(WIDTH_PX, HEIGHT_PX)
    with Compositor(chunk, PlateStore(lambda _: PICTURE), TitlePainter()) as compositor:
        compositor.draw(frame, planes)
    return planes


@pytest.mark.requirement("render-zooms")
@pytest.mark.parametrize("camera", [IN, OUT], ids=["in", "out"])
@pytest.mark.parametrize("fit", [Fit.COVER, Fit.CONTAIN])
def test_a_resized_zoom_is_the_warped_zoom(
    camera: Camera, fit: Fit, monkeypatch: pytest.MonkeyPatch
) -> None:
    frames = (0, 7, 20, 33, 46, 59)
    done: list[bool] = []
    quick_draw = Zoom.draw

    def noted(self: Zoom, scale: tuple[float, float], out: Planes) -> bool:
        done.append(quick_draw(self, scale, out))
        return done[-1]

    monkeypatch.setattr(Zoom, "draw", noted)
    quick = [_drawn(_shot(camera, fit), frame) for frame in frames]
    monkeypatch.setattr(Zoom, "draw", lambda *_: False)
    slow = [_drawn(_shot(camera, fit), frame) for frame in frames]
    assert sum(done) >= len(frames) / 2
    for one, other in zip(quick, slow, strict=True):
        for plane, expected in zip(one, other, strict=True):
            apart = np.abs(plane.astype(int) - expected)[1:-1, 1:-1]
            assert apart.max() <= (2 if plane is one.y else 14)
            # Colours are interpolated twice: a hard edge comes out a little softer.
            assert apart.mean() < (0.6 if plane is one.y else 1.0)


@pytest.mark.requirement("render-zooms")
@pytest.mark.parametrize("camera", [IN, OUT], ids=["in", "out"])
def test_a_zoom_is_shown_at_most_a_pixel_aside_and_grows_as_smoothly(camera: Camera) -> None:
    shot = _shot(camera)
    zoom = zoom_of(_plate(shot), camera, (WIDTH_PX, HEIGHT_PX))
    assert zoom is not None
    wanted = [view_at(shot, frame) for frame in range(FRAMES)]
    shown = [zoom.view(view, (WIDTH_PX, HEIGHT_PX)) for view in wanted]
    for view, seen in zip(wanted, shown, strict=True):
        assert abs(view.x - seen.x) * WIDTH_PX <= 1.5
        assert abs(view.y - seen.y) * HEIGHT_PX <= 1.5
    # In every frame by the same factor: the curve of the zoom is the one that was asked for.
    assert (
        np.ptp([seen.width / view.width for view, seen in zip(wanted, shown, strict=True)]) < 1e-9
    )


@pytest.mark.requirement("render-zooms")
def test_nothing_beyond_the_plate_is_seen() -> None:
    for camera in (IN, OUT):
        zoom = zoom_of(_plate(_shot(camera)), camera, (WIDTH_PX, HEIGHT_PX))
        assert zoom is not None
        for view in (camera.start, camera.end):
            seen = zoom.view(view, (WIDTH_PX, HEIGHT_PX))
            assert min(seen.x, seen.y) >= -1e-9
            assert max(seen.right, seen.bottom) <= 1 + 1e-9


@pytest.mark.requirement("render-zooms")
@pytest.mark.parametrize(
    "camera", [PAN, Camera(FULL, FULL), Camera(FULL, Rect(0.4, 0.4, 0.9, 0.9))]
)
def test_other_moves_are_warped(camera: Camera) -> None:
    plate = replace(_plate(_shot(IN)), stage=FULL)
    assert zoom_of(plate, camera, (WIDTH_PX, HEIGHT_PX)) is None
