"""The rungs of a video that must weigh little: each coarser or smaller."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiktok_photo_video.render.squeezing import (
    GIF_RUNGS,
    VP9_SCALE,
    X264_SCALE,
    GifRung,
    QualityScale,
    Rung,
    coarser,
    gif_bytes,
    gif_rungs,
)


@pytest.mark.requirement("file-under-bound")
@pytest.mark.parametrize("scale", [X264_SCALE, VP9_SCALE], ids=["x264", "vp9"])
@given(excess=st.floats(0.5, 1e6, allow_nan=False))
def test_each_rung_weighs_less_until_there_is_none(scale: QualityScale, excess: float) -> None:
    rung: Rung | None = Rung(1080, scale.best)
    seen = 0
    while rung is not None:
        following = coarser(rung, scale, excess=excess)
        if following:
            assert (-following.short_side_px, following.quality) != (
                -rung.short_side_px,
                rung.quality,
            )
            assert following.short_side_px < rung.short_side_px or following.quality > rung.quality
            assert following.quality <= scale.worst
        rung, seen = following, seen + 1
        assert seen < 100


@pytest.mark.requirement("file-under-bound")
def test_a_little_too_large_costs_quality_and_much_too_large_costs_size() -> None:
    near = coarser(Rung(1080, 20), X264_SCALE, excess=1.3)
    far = coarser(Rung(1080, 20), X264_SCALE, excess=4)
    assert near is not None
    assert far is not None
    assert (near.short_side_px, far.short_side_px) == (1080, 720)


@pytest.mark.requirement("file-gif")
def test_a_wished_size_or_rate_of_a_gif_is_tried_first() -> None:
    assert gif_rungs(None, None) == GIF_RUNGS
    assert gif_rungs(720, None)[:2] == (GifRung(720, 8), GIF_RUNGS[0])
    assert {rung.delay_cs for rung in gif_rungs(None, 4)} == {4}


@pytest.mark.requirement("file-gif")
def test_a_smaller_slower_gif_is_expected_to_weigh_less() -> None:
    expected = [gif_bytes(GIF_RUNGS[0], 1e7, rung) for rung in GIF_RUNGS]
    assert expected == sorted(expected, reverse=True)
