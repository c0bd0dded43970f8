"""Every transition: whole at every moment, the old clip first, the new clip last."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.media_factory import GREEN, RED, Color
from tests.render.scenes import SMALL, drawn, mixed, picture_of, still
from tests.strategies import UNHURRIED
from tiktok_photo_video.render.plan import Chunk, Piece
from tiktok_photo_video.render.shots import Canvas
from tiktok_photo_video.render.transitions import Layer, mix_at
from tiktok_photo_video.timeline.model import TransitionType

T = TransitionType
ALL = pytest.mark.parametrize("transition", TransitionType, ids=lambda it: it.value)
LONG = 120


def is_all(picture: np.ndarray, color: Color, *, tolerance: int = 8) -> bool:
    return bool(np.abs(picture.astype(int) - np.array(color)).max() <= tolerance)


def luma_of(frame: int, transition: TransitionType) -> float:
    return float(drawn(Chunk(SMALL, (mixed(transition, LONG),)), frame).y.mean())


@pytest.mark.requirement("render-transitions")
@ALL
def test_it_begins_as_the_old_clip_and_ends_as_the_new(transition: TransitionType) -> None:
    chunk = Chunk(SMALL, (mixed(transition, LONG),))
    assert is_all(picture_of(chunk, 0), RED)
    assert is_all(picture_of(chunk, LONG - 1), GREEN)


@pytest.mark.requirement("render-transitions")
@ALL
def test_its_ends_are_exact(transition: TransitionType) -> None:
    for progress, incoming in ((0.0, False), (1.0, True)):
        mix = mix_at(transition, progress)
        top = [layer for layer in mix.layers if layer.opacity > 0 and _area(layer) > 0][-1]
        assert top.incoming is incoming
        assert (top.region.width, top.region.height, top.shift) == (1.0, 1.0, (0.0, 0.0))
        assert mix.veil_opacity == 0.0


def _area(layer: Layer) -> float:
    return layer.region.width * layer.region.height


@pytest.mark.requirement("render-transitions")
@ALL
@UNHURRIED
@given(progress=st.floats(0, 1), x=st.floats(0.001, 0.999), y=st.floats(0.001, 0.999))
def test_no_spot_of_the_frame_is_ever_uncovered(
    transition: TransitionType, progress: float, x: float, y: float
) -> None:
    near = 1e-9
    opaque = [layer.region for layer in mix_at(transition, progress).layers if layer.opacity == 1]
    assert any(
        r.x - near <= x <= r.right + near and r.y - near <= y <= r.bottom + near for r in opaque
    )


@pytest.mark.requirement("render-transitions")
@ALL
@UNHURRIED
@given(progress=st.floats(0, 1))
def test_a_layer_is_drawn_only_where_its_picture_is(
    transition: TransitionType, progress: float
) -> None:
    near = 1e-9
    for layer in mix_at(transition, progress).layers:
        (dx, dy), region = layer.shift, layer.region
        assert region.x >= dx - near
        assert region.y >= dy - near
        assert region.right <= 1 + dx + near
        assert region.bottom <= 1 + dy + near
        assert 0 <= layer.opacity <= 1


@pytest.mark.requirement("render-transitions")
@UNHURRIED
@given(
    transition=st.sampled_from(TransitionType),
    size=st.sampled_from([(108, 192), (54, 96), (22, 38), (16, 16)]),
    frames=st.integers(1, 400),
    data=st.data(),
)
def test_every_pixel_of_every_frame_is_drawn(
    transition: TransitionType, size: tuple[int, int], frames: int, data: st.DataObject
) -> None:
    chunk = Chunk(Canvas(*size, SMALL.rate), (mixed(transition, frames),))
    frame = data.draw(st.integers(0, frames - 1))
    for plane in drawn(chunk, frame, blank=1):
        assert int(plane.min()) >= 16  # 1 is no level of limited range: nothing was left


DARK_HALFWAY = {T.DIP_TO_BLACK: 16.0, T.DIP_TO_WHITE: 235.0}


@pytest.mark.requirement("render-transitions")
@pytest.mark.parametrize(("transition", "luma"), [*DARK_HALFWAY.items()], ids=str)
def test_a_dip_goes_all_the_way(transition: TransitionType, luma: float) -> None:
    assert luma_of(LONG // 2, transition) == pytest.approx(luma, abs=1.0)


@pytest.mark.requirement("render-transitions")
def test_a_flash_is_brightest_early_and_fades_out() -> None:
    lumas = [luma_of(frame, T.FLASH) for frame in range(0, LONG, 4)]
    peak = lumas.index(max(lumas))
    assert peak * 4 / LONG == pytest.approx(0.2, abs=0.05)
    assert max(lumas) > 225
    falling = lumas[peak:]
    assert falling == sorted(falling, reverse=True)


@pytest.mark.requirement("render-transitions")
def test_a_crossfade_is_half_and_half_halfway() -> None:
    picture = picture_of(Chunk(SMALL, (mixed(T.CROSSFADE, LONG),)), LONG // 2)
    middle = tuple((a + b) // 2 for a, b in zip(RED, GREEN, strict=True))
    assert is_all(picture, middle, tolerance=10)  # type: ignore[arg-type]


# The edge of the frame that shows the new clip first.
FIRST_EDGE = {
    T.SLIDE_LEFT: "right",
    T.SLIDE_RIGHT: "left",
    T.SLIDE_UP: "bottom",
    T.SLIDE_DOWN: "top",
    T.PUSH_LEFT: "right",
    T.PUSH_RIGHT: "left",
    T.PUSH_UP: "bottom",
    T.PUSH_DOWN: "top",
    T.WIPE_LEFT: "right",
    T.WIPE_RIGHT: "left",
    T.WIPE_UP: "bottom",
    T.WIPE_DOWN: "top",
    T.PAGE_SWIPE: "right",
}
EDGES = {
    "left": (slice(None), slice(0, 8)),
    "right": (slice(None), slice(-8, None)),
    "top": (slice(0, 8), slice(None)),
    "bottom": (slice(-8, None), slice(None)),
}
OPPOSITE = {"left": "right", "right": "left", "top": "bottom", "bottom": "top"}


@pytest.mark.requirement("render-transitions")
@pytest.mark.parametrize(("transition", "edge"), [*FIRST_EDGE.items()], ids=str)
def test_the_new_clip_comes_from_the_side_it_should(transition: TransitionType, edge: str) -> None:
    picture = picture_of(Chunk(SMALL, (mixed(transition, LONG),)), LONG // 2)
    assert is_all(picture[EDGES[edge]], GREEN)
    assert is_all(picture[EDGES[OPPOSITE[edge]]], RED)


def detail_of(transition: TransitionType, frame: int) -> float:
    """How much a picture of four fields changes from pixel to pixel."""
    shot = still("quadrants", span=LONG)
    piece = Piece(LONG, shot, 0, shot, 0, transition, 0, LONG)
    luma = drawn(Chunk(SMALL, (piece,)), frame).y.astype(float)
    return float(np.abs(np.diff(luma, axis=0)).max() + np.abs(np.diff(luma, axis=1)).max())


@pytest.mark.requirement("render-transitions")
@pytest.mark.parametrize("transition", [T.BLUR, T.WHIP_PAN, T.ZOOM_THROUGH], ids=str)
def test_a_blurred_transition_is_soft_in_the_middle_and_sharp_at_its_ends(
    transition: TransitionType,
) -> None:
    sharp = detail_of(transition, 0)
    assert detail_of(transition, LONG - 1) == pytest.approx(sharp, rel=0.15)
    if transition is T.WHIP_PAN:  # smeared across, not along
        middle = drawn(Chunk(SMALL, (mixed(transition, LONG),)), LONG // 2).y.astype(float)
        assert np.abs(np.diff(middle, axis=1)).max() < 30
    else:
        assert detail_of(transition, LONG // 2) < 0.6 * sharp


@pytest.mark.requirement("render-transitions")
def test_an_iris_opens_from_the_middle() -> None:
    picture = picture_of(Chunk(SMALL, (mixed(T.IRIS, LONG),)), LONG // 3)
    assert is_all(picture[92:100, 50:58], GREEN)
    assert all(is_all(picture[area], RED) for area in EDGES.values())


@pytest.mark.requirement("render-transitions")
def test_a_spin_turns_the_picture() -> None:
    shot = still("quadrants", span=LONG)
    piece = Piece(LONG, shot, 0, shot, 0, T.SPIN, 0, LONG)
    before, turning = (
        picture_of(Chunk(SMALL, (piece,)), frame).astype(int) for frame in (0, LONG // 2 - 12)
    )
    # Upright, a line of pixels beside the middle has one colour; turned, it crosses fields.
    column = (slice(40, 90), 30)
    assert np.ptp(before[column], axis=0).max() < 30
    assert np.ptp(turning[column], axis=0).max() > 100


@pytest.mark.requirement("render-transitions")
def test_a_glitch_tears_the_picture_sideways_and_shows_both_clips() -> None:
    frames = [picture_of(Chunk(SMALL, (mixed(T.GLITCH, LONG),)), f) for f in range(0, LONG, 5)]
    sides = "".join("1" if frame[..., 1].mean() > frame[..., 0].mean() else "0" for frame in frames)
    assert sides.startswith("0")
    assert sides.endswith("1")
    assert "10" in sides
    shot = still("quadrants", span=LONG)
    torn = picture_of(Chunk(SMALL, (Piece(LONG, shot, 0, shot, 0, T.GLITCH, 0, LONG),)), LONG // 2)
    assert len({tuple(row) for row in (torn[::4, ::4, 0] > 128)[:20].tolist()}) > 1


@pytest.mark.requirement("render-transitions")
def test_film_burns_in_warm_light() -> None:
    picture = picture_of(Chunk(SMALL, (mixed(T.FILM_BURN, LONG),)), LONG // 2).astype(float)
    red, green, blue = picture.reshape(-1, 3).mean(axis=0)
    assert red > green > blue
    assert picture.mean() > 1.3 * np.mean(RED)
