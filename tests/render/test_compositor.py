"""Pictures and titles appear where and when they must."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.media_factory import BLUE, QUADRANTS, RED, are_close, corner_colors, quadrants
from tests.render.scenes import PICTURES, SMALL, Album, drawn, mixed, picture_of, solid, still
from tests.strategies import UNHURRIED
from tests.timeline.examples import example
from tiktok_photo_video.render.compositor import Compositor, frames_of, view_at
from tiktok_photo_video.render.framing import Camera, Fit, PictureFacts
from tiktok_photo_video.render.geometry import FULL, Rect
from tiktok_photo_video.render.plan import Chunk, Piece, TitleSpan, plan_render
from tiktok_photo_video.render.planes import new_planes, rgb_from_planes
from tiktok_photo_video.render.plates import MAX_PLATES, PlateStore, make_plate, resized
from tiktok_photo_video.render.shots import Canvas
from tiktok_photo_video.render.titles import TitlePainter
from tiktok_photo_video.timeline.apply import apply
from tiktok_photo_video.timeline.edits import SetMotion, SetResizeMode
from tiktok_photo_video.timeline.model import (
    Motion,
    MotionKind,
    ResizeMode,
    TitleAnimation,
    TitleReference,
    TransitionType,
)

TITLE = TitleReference("Hi", animation=TitleAnimation.NONE)


def one(name: str, **options: object) -> Chunk:
    shot = still(name, **options)  # type: ignore[arg-type]
    return Chunk(SMALL, (Piece(shot.span, shot, 0),))


@pytest.mark.requirement("render-pictures")
def test_one_colour_fills_the_frame() -> None:
    picture = picture_of(one("red"), 0)
    assert np.abs(picture.astype(int) - np.array(RED)).max() <= 4


@pytest.mark.requirement("render-pictures")
@pytest.mark.parametrize("frame", [0, 15, 29])
def test_every_corner_is_where_the_photo_has_it(frame: int) -> None:
    assert are_close(corner_colors(picture_of(one("quadrants"), frame)), QUADRANTS)


@pytest.mark.requirement("render-pictures")
@pytest.mark.parametrize(
    ("view", "color"),
    [
        (Rect(0.02, 0.02, 0.4, 0.4), QUADRANTS[0]),
        (Rect(0.58, 0.02, 0.4, 0.4), QUADRANTS[1]),
        (Rect(0.02, 0.58, 0.4, 0.4), QUADRANTS[2]),
        (Rect(0.58, 0.58, 0.4, 0.4), QUADRANTS[3]),
    ],
    ids=["top left", "top right", "bottom left", "bottom right"],
)
def test_the_camera_sees_the_part_it_looks_at(view: Rect, color: tuple[int, int, int]) -> None:
    picture = picture_of(one("quadrants", camera=Camera(view, view)), 0)
    assert np.abs(picture.astype(int) - np.array(color)).max() <= 6


@pytest.mark.requirement("render-pictures")
def test_a_photo_between_bars_lies_in_the_middle_whole() -> None:
    picture = picture_of(one("wide", fit=Fit.CONTAIN), 0)
    top = (192 - 54) // 2
    assert picture[: top - 4].max() <= 4
    assert picture[top + 54 + 4 :].max() <= 4
    assert are_close(corner_colors(picture[top : top + 54]), QUADRANTS)


@pytest.mark.requirement("render-pictures")
def test_a_photo_on_its_own_blur_leaves_no_black() -> None:
    picture = picture_of(one("wide", fit=Fit.CONTAIN_BLUR), 0)
    top = (192 - 54) // 2
    assert are_close(corner_colors(picture[top : top + 54]), QUADRANTS)
    backdrop = np.concatenate([picture[:60], picture[-60:]])
    assert backdrop.max(axis=2).min() > 10
    assert backdrop.mean() < picture[top : top + 54].mean()


@pytest.mark.requirement("render-pictures")
@UNHURRIED
@given(
    size=st.tuples(st.integers(1, 400), st.integers(1, 400)),
    fit=st.sampled_from(Fit),
    closeness=st.floats(0.5, 1.0),
    canvas=st.sampled_from([SMALL, Canvas(54, 38, Fraction(30)), Canvas(16, 16, Fraction(30))]),
)
def test_photos_of_any_shape_make_a_plate(
    size: tuple[int, int], fit: Fit, closeness: float, canvas: Canvas
) -> None:
    view = Rect((1 - closeness) / 2, (1 - closeness) / 2, closeness, closeness)
    shot = still("any", fit=fit, camera=Camera(FULL, view))
    plate = make_plate(solid(BLUE, *size), canvas, shot)
    assert plate.planes.y.shape[0] >= canvas.height_px
    assert plate.planes.y.shape[1] >= canvas.width_px
    assert all(side % 2 == 0 for side in plate.planes.y.shape)
    assert plate.stage == FULL


@pytest.mark.requirement("render-pictures")
def test_a_picture_of_the_right_size_is_left_alone() -> None:
    picture = np.array(quadrants(40, 30))
    assert resized(picture, (40, 30)) is picture
    assert are_close(corner_colors(resized(picture, (20, 16))), QUADRANTS)
    assert are_close(corner_colors(resized(picture, (90, 60))), QUADRANTS)


@pytest.mark.requirement("render-pictures")
def test_a_plate_is_made_once_and_only_the_latest_are_kept() -> None:
    album = Album()
    store = PlateStore(album)
    shots = [still("red", span=span) for span in range(1, MAX_PLATES + 2)]
    first = store.plate(SMALL, shots[0])
    assert store.plate(SMALL, shots[0]) is first
    assert len(album.asked) == 1
    for shot in shots:
        store.plate(SMALL, shot)
    assert len(album.asked) == MAX_PLATES + 1
    assert store.plate(SMALL, shots[0]) is not first


@pytest.mark.requirement("render-pictures")
def test_a_chunk_draws_its_frames_in_order() -> None:
    chunk = Chunk(SMALL, (Piece(3, still("red"), 0), mixed(TransitionType.CROSSFADE, 4)))
    out = new_planes(108, 192)
    lumas = []
    for number in frames_of(chunk, PlateStore(Album()), TitlePainter(), out):
        lumas.append((number, float(out.y.mean())))
    assert [number for number, _ in lumas] == list(range(7))
    assert lumas[0][1] == lumas[2][1] != lumas[6][1]
    with pytest.raises(IndexError):
        drawn(chunk, 7)


@pytest.mark.requirement("render-pictures")
def test_the_camera_is_midway_at_the_middle_frame() -> None:
    camera = Camera(FULL, Rect(0.2, 0.2, 0.5, 0.5))
    view = view_at(still("red", span=3, camera=camera), 1)
    assert view.width == pytest.approx(0.5**0.5)


@pytest.mark.requirement("render-title-time")
@pytest.mark.parametrize("first", [-5, 0, 7])
def test_a_title_is_seen_exactly_during_its_time(first: int) -> None:
    plain = one("blue")
    shown = Chunk(SMALL, plain.pieces, (TitleSpan(TITLE, first, 12),))
    for frame in range(30):
        same = np.array_equal(drawn(plain, frame).y, drawn(shown, frame).y)
        assert same is not (first <= frame < first + 12)


@pytest.mark.requirement("render-title-time")
def test_a_title_of_nothing_but_emoji_is_seen() -> None:
    plain = one("blue")
    for text in ("😀", "👨‍👩‍👧‍👦", "🇨🇳🎉"):
        shown = Chunk(SMALL, plain.pieces, (TitleSpan(TitleReference(text), 0, 30),))
        assert not np.array_equal(drawn(plain, 10).y, drawn(shown, 10).y)


@pytest.mark.requirement("render-pictures")
def test_drawing_leaves_the_album_as_it_was() -> None:
    before = PICTURES["quadrants"].copy()
    picture_of(one("quadrants", fit=Fit.CONTAIN), 0)
    assert np.array_equal(PICTURES["quadrants"], before)


@pytest.mark.requirement("render-fit")
@pytest.mark.parametrize("kind", [MotionKind.PAN_LEFT, MotionKind.PAN_RIGHT, MotionKind.ZOOM_IN])
@pytest.mark.parametrize("size", [(400, 200), (200, 600)], ids=["wide", "tall"])
def test_a_photo_that_is_shown_whole_loses_no_edge_on_the_way(
    kind: MotionKind, size: tuple[int, int]
) -> None:
    picture = np.full((size[1], size[0], 3), (30, 60, 200), np.uint8)
    rim = 3
    picture[:, :rim] = picture[:, -rim:] = picture[:rim] = picture[-rim:] = (250, 40, 40)
    timeline = replace(example(30), width_px=540, height_px=960)
    moved = apply(timeline, SetMotion(("p1",), (Motion(kind, 0.15),)))
    whole = apply(moved, SetResizeMode(("p1",), ResizeMode.CONTAIN))
    plan = plan_render(whole, {"hash of p1": PictureFacts(*size)})
    out = new_planes(540, 960)
    compositor = Compositor(plan.chunks[0], PlateStore(lambda _: picture), TitlePainter())
    for frame in (0, 29):
        compositor.draw(frame, out)
        rgb = rgb_from_planes(out).astype(int)
        red = (rgb[..., 0] > 150) & (rgb[..., 2] < 120)
        rows, columns = (
            np.flatnonzero(red.mean(axis=1) > 0.2),
            np.flatnonzero(red.mean(axis=0) > 0.2),
        )
        # A rim at both ends of both axes, with the photo between.
        assert rows[-1] - rows[0] > 200
        assert columns[-1] - columns[0] > 200


@pytest.mark.requirement("render-fit")
@pytest.mark.parametrize("kind", [MotionKind.ZOOM_IN, MotionKind.ZOOM_OUT, MotionKind.NONE])
def test_over_its_own_blur_a_photo_reaches_from_edge_to_edge(kind: MotionKind) -> None:
    picture = np.full((200, 400, 3), (30, 60, 200), np.uint8)
    timeline = apply(
        replace(example(30), width_px=540, height_px=960),
        SetMotion(("p1",), (Motion(kind, 0.12),)),
    )
    blurred = apply(timeline, SetResizeMode(("p1",), ResizeMode.CONTAIN_BLUR))
    plan = plan_render(blurred, {"hash of p1": PictureFacts(400, 200)})
    out = new_planes(540, 960)
    compositor = Compositor(plan.chunks[0], PlateStore(lambda _: picture), TitlePainter())
    for frame in (0, 15, 29):
        compositor.draw(frame, out)
        # The plate around it is darker.
        assert out.y[480].min() > out.y[40].max() + 20
