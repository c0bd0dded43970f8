"""Where the camera looks, and that it never looks away from anyone."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.strategies import UNHURRIED, faces, motions, picture_facts, portraits
from tiktok_photo_video.render.compositor import view_at
from tiktok_photo_video.render.framing import (
    Camera,
    Fit,
    PictureFacts,
    frame_photo,
    head_of,
    photo_in,
)
from tiktok_photo_video.render.geometry import (
    FULL,
    Rect,
    between,
    clipped,
    eased,
    placed_around,
    union,
)
from tiktok_photo_video.render.shots import Shot
from tiktok_photo_video.timeline.model import Easing, Motion, MotionKind, ResizeMode

ASPECTS = st.sampled_from((9 / 16, 4 / 5, 1.0, 16 / 9))
SLACK = 1e-9
ZOOMS = (MotionKind.ZOOM_IN, MotionKind.ZOOM_OUT)
zooms = st.builds(
    Motion,
    kind=st.sampled_from(ZOOMS),
    strength=st.floats(0.02, 0.5),
    easing=st.sampled_from(Easing),
)
PANS = {
    MotionKind.PAN_LEFT: (-1, 0),
    MotionKind.PAN_RIGHT: (1, 0),
    MotionKind.PAN_UP: (0, -1),
    MotionKind.PAN_DOWN: (0, 1),
}


def along(camera: Camera, frames: int = 24) -> list[Rect]:
    """What the camera sees, frame by frame."""
    shot = Shot("any", Fit.COVER, camera, frames)
    return [view_at(shot, frame) for frame in range(frames)]


def holds(outer: Rect, inner: Rect) -> bool:
    return (
        outer.x <= inner.x + SLACK
        and outer.y <= inner.y + SLACK
        and outer.right >= inner.right - SLACK
        and outer.bottom >= inner.bottom - SLACK
    )


@pytest.mark.requirement("render-camera-inside")
@UNHURRIED
@given(picture_facts, ASPECTS, st.sampled_from(ResizeMode), motions)
def test_the_camera_never_looks_beyond_the_picture(
    facts: PictureFacts, aspect: float, mode: ResizeMode, motion: Motion
) -> None:
    framing = frame_photo(facts, canvas_aspect=aspect, resize_mode=mode, motion=motion)
    for view in along(framing.camera):
        assert holds(FULL, view)
        assert view.width > 0 < view.height


@pytest.mark.requirement("render-camera-inside")
@UNHURRIED
@given(picture_facts, ASPECTS, motions)
def test_a_photo_that_fills_the_frame_is_never_stretched(
    facts: PictureFacts, aspect: float, motion: Motion
) -> None:
    framing = frame_photo(facts, canvas_aspect=aspect, resize_mode=ResizeMode.COVER, motion=motion)
    for view in along(framing.camera):
        shown = view.width * facts.width_px / (view.height * facts.height_px)
        assert shown == pytest.approx(aspect, rel=1e-9)


@pytest.mark.requirement("render-faces-kept")
@UNHURRIED
@given(portraits, ASPECTS, st.sampled_from((ResizeMode.AUTO, ResizeMode.COVER)), motions)
def test_heads_that_fit_every_view_stay_in_view_all_the_time(
    facts: PictureFacts, aspect: float, mode: ResizeMode, motion: Motion
) -> None:
    framing = frame_photo(facts, canvas_aspect=aspect, resize_mode=mode, motion=motion)
    heads = union(clipped(head_of(face)) for face in facts.faces)
    assert heads is not None
    assume(framing.fit is Fit.COVER)
    ends = (framing.camera.start, framing.camera.end)
    assume(all(heads.width <= view.width and heads.height <= view.height for view in ends))
    assert all(holds(view, heads) for view in along(framing.camera))


@pytest.mark.requirement("render-faces-kept")
@UNHURRIED
@given(faces())
def test_a_head_is_larger_than_its_face_all_around(face: Rect) -> None:
    assert holds(head_of(face), face)


@pytest.mark.requirement("render-fit")
@pytest.mark.parametrize(
    ("size", "fit"),
    [
        ((1080, 1920), Fit.COVER),
        ((3000, 4000), Fit.COVER),
        ((2000, 3000), Fit.COVER),
        ((1000, 1000), Fit.CONTAIN_BLUR),
        ((4000, 3000), Fit.CONTAIN_BLUR),
        ((9000, 1000), Fit.CONTAIN_BLUR),
    ],
    ids=str,
)
def test_a_crop_costs_no_more_than_it_may(size: tuple[int, int], fit: Fit) -> None:
    framing = frame_photo(
        PictureFacts(*size),
        canvas_aspect=9 / 16,
        resize_mode=ResizeMode.AUTO,
        motion=Motion(),
    )
    assert framing.fit is fit


@pytest.mark.requirement("render-fit")
def test_a_landscape_photo_of_one_person_is_cropped_around_them() -> None:
    facts = PictureFacts(4000, 3000, (Rect(0.8, 0.3, 0.1, 0.15),))
    framing = frame_photo(facts, canvas_aspect=9 / 16, resize_mode=ResizeMode.AUTO, motion=Motion())
    assert framing.fit is Fit.COVER
    assert holds(framing.camera.start, head_of(facts.faces[0]))


@pytest.mark.requirement("render-fit")
def test_a_group_that_no_crop_holds_is_shown_whole() -> None:
    group = (Rect(0.05, 0.4, 0.08, 0.1), Rect(0.85, 0.4, 0.08, 0.1))
    framing = frame_photo(
        PictureFacts(4000, 3000, group),
        canvas_aspect=9 / 16,
        resize_mode=ResizeMode.AUTO,
        motion=Motion(),
    )
    assert framing.fit is Fit.CONTAIN_BLUR


@pytest.mark.requirement("render-fit")
@pytest.mark.parametrize("kind", [MotionKind.ZOOM_IN, MotionKind.ZOOM_OUT])
def test_a_zoom_over_a_group_that_is_shown_whole_keeps_everyone(kind: MotionKind) -> None:
    group = (Rect(0.03, 0.4, 0.05, 0.1), Rect(0.92, 0.4, 0.05, 0.1))
    facts = PictureFacts(4000, 3000, group)
    framing = frame_photo(
        facts, canvas_aspect=9 / 16, resize_mode=ResizeMode.AUTO, motion=Motion(kind, 0.3)
    )
    photo = photo_in(FULL, facts, 9 / 16)
    for view in (framing.camera.start, framing.camera.end):
        for face in group:
            assert view.x <= photo.x + face.x * photo.width
            assert photo.x + face.right * photo.width <= view.right


@pytest.mark.requirement("render-fit")
@pytest.mark.parametrize("mode", [m for m in ResizeMode if m is not ResizeMode.AUTO])
def test_a_fit_that_is_asked_for_is_the_one_used(mode: ResizeMode) -> None:
    framing = frame_photo(
        PictureFacts(4000, 1000), canvas_aspect=9 / 16, resize_mode=mode, motion=Motion()
    )
    assert framing.fit.value == mode.value


@pytest.mark.requirement("render-smooth-camera")
@UNHURRIED
@given(picture_facts, ASPECTS, zooms, st.integers(12, 300))
def test_a_zoom_goes_one_way_and_changes_its_pace_gently(
    facts: PictureFacts, aspect: float, motion: Motion, frames: int
) -> None:
    framing = frame_photo(facts, canvas_aspect=aspect, resize_mode=ResizeMode.AUTO, motion=motion)
    scales = [math.log(view.width) for view in along(framing.camera, frames)]
    steps = [b - a for a, b in pairwise(scales)]
    closer = motion.kind is MotionKind.ZOOM_IN
    assert all(step < SLACK if closer else step > -SLACK for step in steps)
    # A smoothstep's second derivative is at most 6.
    bound = 6 * math.log(1 + motion.strength) / frames**2 + SLACK
    assert all(abs(b - a) <= bound for a, b in pairwise(steps))


@pytest.mark.requirement("render-smooth-camera")
@UNHURRIED
@given(picture_facts, ASPECTS, motions, st.integers(2, 120))
def test_no_camera_jumps(facts: PictureFacts, aspect: float, motion: Motion, frames: int) -> None:
    framing = frame_photo(facts, canvas_aspect=aspect, resize_mode=ResizeMode.AUTO, motion=motion)
    views = along(framing.camera, frames)
    reach = 1.5 / frames  # the steepest part of any easing here, with room to spare
    travel = abs(framing.camera.end.x - framing.camera.start.x)
    for a, b in pairwise(views):
        assert abs(b.x - a.x) <= 1.6 * reach * travel + SLACK


@pytest.mark.requirement("render-motions")
@pytest.mark.parametrize(("kind", "direction"), [*PANS.items()], ids=str)
def test_a_pan_moves_where_it_says(kind: MotionKind, direction: tuple[int, int]) -> None:
    framing = frame_photo(
        PictureFacts(1080, 1920),
        canvas_aspect=9 / 16,
        resize_mode=ResizeMode.COVER,
        motion=Motion(kind),
    )
    start, end = framing.camera.start.center, framing.camera.end.center
    moved = (end[0] - start[0], end[1] - start[1])
    for axis in (0, 1):
        assert math.copysign(1, moved[axis]) == direction[axis] or moved[axis] == direction[axis]


@pytest.mark.requirement("render-motions")
def test_zooms_end_and_start_at_the_same_views() -> None:
    views = {}
    for kind in ZOOMS:
        framing = frame_photo(
            PictureFacts(1080, 1920),
            canvas_aspect=9 / 16,
            resize_mode=ResizeMode.COVER,
            motion=Motion(kind, 0.25),
        )
        views[kind] = (framing.camera.start, framing.camera.end)
    wide, tight = views[MotionKind.ZOOM_IN]
    assert views[MotionKind.ZOOM_OUT] == (tight, wide)
    assert wide.width / tight.width == pytest.approx(1.25)


@pytest.mark.requirement("render-motions")
def test_a_still_camera_stands_still() -> None:
    framing = frame_photo(
        PictureFacts(3000, 4000), canvas_aspect=9 / 16, resize_mode=ResizeMode.AUTO, motion=Motion()
    )
    assert len(set(along(framing.camera))) == 1


@pytest.mark.requirement("render-smooth-camera")
@UNHURRIED
@given(st.floats(0, 1), st.floats(0, 1), st.sampled_from(Easing))
def test_easing_never_goes_back_nor_too_far(one: float, other: float, easing: Easing) -> None:
    low, high = sorted((one, other))
    assert 0 <= eased(low, easing) <= eased(high, easing) + SLACK <= 1 + 2 * SLACK
    assert (eased(0, easing), eased(1, easing)) == (0, 1)


@pytest.mark.requirement("render-smooth-camera")
@UNHURRIED
@given(faces(), st.floats(0, 0.4), st.floats(0, 0.4), st.floats(0.5, 2))
def test_the_way_between_two_views_starts_and_ends_at_them(
    start: Rect, x: float, y: float, closeness: float
) -> None:
    end = Rect(x, y, start.width * closeness, start.height * closeness)
    for progress, view in ((0.0, start), (1.0, end)):
        found = between(start, end, progress)
        assert (found.x, found.y, found.width, found.height) == pytest.approx(
            (view.x, view.y, view.width, view.height)
        )


@pytest.mark.requirement("render-faces-kept")
@UNHURRIED
@given(faces(), faces(), st.floats(0.1, 1), st.floats(0.1, 1))
def test_a_window_is_moved_to_hold_what_must_be_kept(
    around: Rect, keep: Rect, width: float, height: float
) -> None:
    window = placed_around(around, width=width, height=height, keep=keep)
    assert holds(FULL, window)
    if keep.width <= width and keep.height <= height:
        assert holds(window, keep)


@pytest.mark.requirement("render-faces-kept")
def test_there_is_nothing_around_nothing() -> None:
    assert union(()) is None
    assert clipped(Rect(-1, 0.5, 0.5, 9)) == Rect(0.0, 0.5, 0.0, 0.5)


# Selfies: the head takes most of what a crop of a 3:4 photo shows.
SELFIES = (Rect(0.3, 0.3, 0.4, 0.3), Rect(0.35, 0.2, 0.2, 0.43), Rect(0.05, 0.3, 0.4, 0.4))


NINE_SIXTEENTHS = 9 / 16


@pytest.mark.requirement("render-faces-kept")
@pytest.mark.parametrize("face", SELFIES, ids=str)
@pytest.mark.parametrize("kind", MotionKind)
def test_a_camera_move_never_cuts_a_head_that_the_crop_holds(kind: MotionKind, face: Rect) -> None:
    facts = PictureFacts(3000, 4000, (face,))
    framing = frame_photo(
        facts,
        canvas_aspect=NINE_SIXTEENTHS,
        resize_mode=ResizeMode.AUTO,
        motion=Motion(kind, 0.2),
    )
    assert framing.fit is Fit.COVER  # which AUTO chooses only when the crop holds the head
    head = clipped(head_of(face))
    shot = Shot("any", Fit.COVER, framing.camera, 12)
    for view in (view_at(shot, frame) for frame in range(12)):
        assert view.x <= head.x + 1e-9
        assert view.right >= head.right - 1e-9
        assert view.y <= head.y + 1e-9
        assert view.bottom >= head.bottom - 1e-9
