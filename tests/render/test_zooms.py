"""Zooms drawn by resizing: the same pixels as by warping, for less."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from tests.render.scenes import Picture
from tiktok_photo_video.render.compositor import Compositor, view_at
from tiktok_photo_video.render.framing import Camera, Fit
from tiktok_photo_video.render.geometry import FULL, Rect
from tiktok_photo_video.render.plan import Chunk, Piece
from tiktok_photo_video.render.planes import Plane, Planes, new_planes
from tiktok_photo_video.render.plates import Plate, PlateParts, PlateStore, make_plate
from tiktok_photo_video.render.shots import Canvas, Shot
from tiktok_photo_video.render.titles import TitlePainter
from tiktok_photo_video.render.zooms import Zoom, zoom_of

Placed = NDArray[np.float64]
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

    def noted(self: Zoom, parts: PlateParts, scale: tuple[float, float], out: Planes) -> bool:
        done.append(quick_draw(self, parts, scale, out))
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


# A slow zoom: six seconds of 30 frames, on a canvas large enough to be measured.
SLOW = Canvas(360, 640, Fraction(30))
SLOW_SPAN = 180
STRETCHES = (range(18), range(80, 96), range(162, 180))
SAMPLED = np.meshgrid(np.arange(3, 357, 3), np.arange(3, 637, 3))


def _grain() -> Picture:
    """Steep slopes everywhere: on gentle ones, a small move is lost in rounding to levels."""
    dice = np.random.default_rng(5).integers(0, 256, (160, 90, 3), dtype=np.uint8)
    return np.asarray(cv2.resize(dice, (450, 800), interpolation=cv2.INTER_CUBIC))


def _placed(plate: Plate, view: Rect) -> Placed:
    """Plate pixels to a frame pixel and the plate pixel of the first one, across and down."""
    stage, (height, width) = plate.stage, plate.planes.y.shape
    across, down = view.width / stage.width * width, view.height / stage.height * height
    scales = np.array([across / SLOW.width_px, down / SLOW.height_px])
    edges = np.array(
        [(view.x - stage.x) / stage.width * width, (view.y - stage.y) / stage.height * height]
    )
    return np.concatenate([scales, edges + scales / 2 - 0.5])


def _measured(frame: Plane, plate: Plane, expected: Placed) -> Placed:
    """Where a frame really shows the plate: fitted by least squares to thousands of its pixels."""
    columns, rows = SAMPLED
    shown, placed = frame[rows, columns].astype(float), expected.copy()
    for _ in range(2):
        x, y = columns * placed[0] + placed[2], rows * placed[1] + placed[3]
        left, top = np.floor(x).astype(int), np.floor(y).astype(int)
        right, below = x - left, y - top
        a, b, c, d = (plate[top + j, left + i].astype(float) for j in (0, 1) for i in (0, 1))
        upper, lower = a + (b - a) * right, c + (d - c) * right
        by_x, by_y = (b - a) * (1 - below) + (d - c) * below, lower - upper
        slopes = np.stack([by_x * columns, by_y * rows, by_x, by_y], -1).reshape(-1, 4)
        error = (shown - upper - by_y * below).ravel()
        placed += np.linalg.solve(slopes.T @ slopes, slopes.T @ error)
    return placed


@pytest.mark.requirement("render-zooms-smooth")
@pytest.mark.parametrize("camera", [IN, OUT], ids=["in", "out"])
def test_from_frame_to_frame_a_drawn_zoom_grows_as_its_curve_says(camera: Camera) -> None:
    shot = Shot("noise", Fit.COVER, camera, SLOW_SPAN)
    picture = _grain()
    plate = make_plate(picture, SLOW, shot)
    zoom = zoom_of(plate, camera, (SLOW.width_px, SLOW.height_px))
    assert zoom is not None
    chunk = Chunk(SLOW, (Piece(SLOW_SPAN, shot, 0),))
    drawn = new_planes(SLOW.width_px, SLOW.height_px)
    off, wanted_steps = [], []
    with Compositor(chunk, PlateStore(lambda _: picture), TitlePainter()) as compositor:
        for stretch in STRETCHES:
            wanted, found = [], []
            for frame in stretch:
                compositor.draw(frame, drawn)
                view = zoom.view(view_at(shot, frame), (SLOW.width_px, SLOW.height_px))
                wanted.append(_placed(plate, view))
                found.append(_measured(drawn.y, plate.planes.y, wanted[-1]))
            # Nothing is ever shown more than a fiftieth of a pixel aside.
            assert np.abs(np.array(found) - wanted)[:, 2:].max() < 0.02
            steps = [np.diff(np.log(np.array(each)[:, :2]), axis=0) for each in (wanted, found)]
            off.extend(steps[1] - steps[0])
            wanted_steps.extend(steps[0])
    assert np.std(off) < 0.02 * abs(np.log(0.9)) / SLOW_SPAN
    fast = np.abs(wanted_steps) > 0.5 * np.abs(wanted_steps).max()
    assert np.abs(np.array(off)[fast] / np.array(wanted_steps)[fast]).max() < 0.02


@pytest.mark.requirement("render-zooms")
def test_what_is_cut_out_of_a_plate_is_kept_as_long_as_the_plate() -> None:
    shots = [_shot(IN), _shot(OUT)]
    store = PlateStore(lambda _: PICTURE, most_plates=1)
    made: list[Camera] = []

    def parts_of(shot: Shot) -> PlateParts:
        zoom = zoom_of(store.plate(CANVAS, shot), shot.camera, (WIDTH_PX, HEIGHT_PX))
        assert zoom is not None

        def make() -> PlateParts:
            made.append(shot.camera)
            return zoom.parts()

        return store.parts(CANVAS, shot, make)

    assert parts_of(shots[0]) is parts_of(shots[0])
    assert made == [IN]
    parts_of(shots[1])
    parts_of(shots[0])
    assert made == [IN, OUT, IN]
