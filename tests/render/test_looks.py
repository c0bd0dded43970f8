"""Looks: what they do to colours, and what they must leave alone."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.media_factory import quadrants
from tests.render.scenes import Album, Picture, plan_of, slideshow, solid
from tiktok_photo_video.render.framing import Camera, Fit
from tiktok_photo_video.render.geometry import FULL, Rect
from tiktok_photo_video.render.looks import RECIPES, treated
from tiktok_photo_video.render.planes import rgb_from_planes
from tiktok_photo_video.render.plates import make_plate
from tiktok_photo_video.render.shots import Canvas, Shot
from tiktok_photo_video.timeline.apply import apply
from tiktok_photo_video.timeline.edits import SetLook
from tiktok_photo_video.timeline.model import Look, LookKind

K = LookKind
EVERY_LOOK = pytest.mark.parametrize("kind", LookKind, ids=lambda it: it.value)
RAMP: Picture = np.repeat(np.arange(256, dtype=np.uint8)[None, :, None], 3, axis=2)
SKIN = solid((205, 150, 125), 16, 16)


def means(picture: Picture) -> tuple[float, float, float]:
    red, green, blue = picture.reshape(-1, 3).mean(axis=0)
    return float(red), float(green), float(blue)


def colourfulness(picture: Picture) -> float:
    pixels = picture.reshape(-1, 3).astype(float)
    return float((pixels.max(axis=1) - pixels.min(axis=1)).mean())


def spread(picture: Picture) -> float:
    return float(picture.astype(float).std())


@pytest.mark.requirement("render-looks")
def test_no_look_changes_nothing() -> None:
    picture = np.array(quadrants(32, 32))
    assert treated(picture, Look()) is picture


@pytest.mark.requirement("render-looks")
@EVERY_LOOK
def test_every_look_has_a_recipe_that_is_its_own(kind: LookKind) -> None:
    assert [k for k, recipe in RECIPES.items() if recipe == RECIPES[kind]] == [kind]


@pytest.mark.requirement("render-looks")
@EVERY_LOOK
def test_light_stays_lighter_than_dark(kind: LookKind) -> None:
    out = treated(RAMP, Look(kind)).astype(int)
    assert (np.diff(out, axis=1) >= 0).all()
    assert out[0, -1].min() - out[0, 0].max() > 120


@pytest.mark.requirement("render-looks")
@EVERY_LOOK
def test_the_picture_given_stays_as_it_is(kind: LookKind) -> None:
    picture = np.array(quadrants(32, 32))
    before = picture.copy()
    treated(picture, Look(kind, brightness=0.3))
    assert (picture == before).all()


@pytest.mark.requirement("render-looks")
@pytest.mark.parametrize("kind", [K.BLACK_AND_WHITE, K.SEPIA])
def test_looks_without_colour_have_one_hue(kind: LookKind) -> None:
    red, green, blue = means(treated(np.array(quadrants(32, 32)), Look(kind)))
    if kind is K.BLACK_AND_WHITE:
        assert max(red, green, blue) - min(red, green, blue) <= 1
    else:
        assert red > green > blue


@pytest.mark.requirement("render-looks")
def test_warm_is_redder_and_cool_is_bluer() -> None:
    plain = means(SKIN)
    warm, cool = means(treated(SKIN, Look(K.WARM))), means(treated(SKIN, Look(K.COOL)))
    assert warm[0] - warm[2] > plain[0] - plain[2] > cool[0] - cool[2]


@pytest.mark.requirement("render-looks")
def test_vivid_has_more_colour_and_faded_less() -> None:
    vivid, faded = treated(SKIN, Look(K.VIVID)), treated(SKIN, Look(K.FADED))
    assert colourfulness(vivid) > 1.1 * colourfulness(SKIN) > 1.3 * colourfulness(faded)
    assert (
        spread(treated(RAMP, Look(K.FADED))) < spread(RAMP) < spread(treated(RAMP, Look(K.VIVID)))
    )


@pytest.mark.requirement("render-looks")
@pytest.mark.parametrize(("name", "measure"), [("contrast", spread), ("brightness", np.mean)])
def test_sliders_go_both_ways(name: str, measure: object) -> None:
    assert callable(measure)
    levels = [measure(treated(RAMP, Look(**{name: at}))) for at in (-0.8, -0.3, 0.0, 0.3, 0.8)]
    assert levels == sorted(levels)
    assert levels[-1] - levels[0] > 20


@pytest.mark.requirement("render-looks")
def test_the_saturation_slider_reaches_grey_and_twice_the_colour() -> None:
    assert colourfulness(treated(SKIN, Look(saturation=-1.0))) <= 1
    assert colourfulness(treated(SKIN, Look(saturation=0.5))) > 1.3 * colourfulness(SKIN)


@pytest.mark.requirement("render-looks")
@given(kind=st.sampled_from(LookKind), strength=st.floats(0, 1))
def test_strength_mixes_between_nothing_and_all(kind: LookKind, strength: float) -> None:
    def away(at: float) -> float:
        part = treated(SKIN, Look(kind, strength=at)).astype(float)
        return float(np.abs(part - SKIN).max())

    assert away(0.0) <= 1  # rounding
    assert away(strength) <= max(away(1.0), 1) + 2


@pytest.mark.requirement("render-looks")
def test_a_look_reaches_the_plate_and_bars_keep_their_colour() -> None:
    canvas = Canvas(108, 192, Fraction(30))
    camera = Camera(FULL, Rect(0, 0, 1, 1))
    shot = Shot("x", Fit.CONTAIN, camera, 30, Look(K.BLACK_AND_WHITE), "#ff0000")
    picture = rgb_from_planes(make_plate(solid((0, 0, 255), 100, 50), canvas, shot).planes)
    assert colourfulness(picture[90:100, 40:60]) <= 4
    red, green, blue = means(picture[:20])
    assert red > 240
    assert max(green, blue) < 15


@pytest.mark.requirement("render-edit-cost")
def test_a_look_on_one_photo_changes_only_the_chunks_that_show_it() -> None:
    timeline = slideshow()
    looked = apply(timeline, SetLook(("p3",), Look(K.SEPIA)))
    before, after = plan_of(timeline).chunks, plan_of(looked).chunks
    changed = [a for a, b in zip(before, after, strict=True) if a != b]
    assert changed
    assert all(any("blue" in str(piece) for piece in chunk.pieces) for chunk in changed)
    assert Album().asked == []
