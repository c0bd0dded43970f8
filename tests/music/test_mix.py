"""Gain, fades and the limiter."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tiktok_photo_video.errors import RequestError
from tiktok_photo_video.music import (
    SAMPLE_RATE_HZ,
    Excerpt,
    Sound,
    Spliced,
    apply_gain,
    blocks,
    centred,
    fade,
    limit,
    true_peak_dbtp,
)
from tiktok_photo_video.music.density import clip, compress, envelope_db


def noise(count: int, seed: int = 1) -> NDArray[np.float32]:
    return np.random.default_rng(seed).standard_normal((count, 2)).astype(np.float32) * 0.3


@pytest.mark.requirement("mix-gain")
def test_gain_is_in_decibels_and_minus_infinity_is_silence() -> None:
    sound = noise(100)
    assert apply_gain(sound, gain_db=20.0)[:] == pytest.approx(sound * 10.0, rel=1e-5)
    assert not apply_gain(sound, gain_db=float("-inf"))[:].any()


@pytest.mark.requirement("mix-one-sided")
@pytest.mark.parametrize("side", [0, 1])
def test_what_was_recorded_on_one_side_is_heard_on_both(side: int) -> None:
    sound = noise(100)
    sound[:, 1 - side] *= 1e-5
    heard = centred(sound)[:]
    assert np.array_equal(heard[:, side], sound[:, side])
    assert np.array_equal(heard[:, 0], heard[:, 1])


@pytest.mark.requirement("mix-one-sided")
@pytest.mark.parametrize("sound", [noise(100) * (1.0, 0.01), np.zeros((100, 2)), np.zeros((0, 2))])
def test_what_is_heard_on_both_sides_stays_as_it_is(sound: NDArray[np.float64]) -> None:
    assert np.array_equal(centred(sound)[:], sound.astype(np.float32))


@pytest.mark.requirement("mix-fade")
def test_a_fade_starts_and_ends_in_silence_and_leaves_the_middle() -> None:
    sound = np.ones((SAMPLE_RATE_HZ, 2), dtype=np.float32)
    faded = fade(sound, in_s=0.1, out_s=0.2)[:]
    assert not faded[0].any()
    assert not faded[-1].any()
    assert (faded[4800 : SAMPLE_RATE_HZ - 9600] == 1.0).all()
    assert (np.diff(faded[:4800, 0]) >= 0.0).all()
    assert (sound == 1.0).all()


@pytest.mark.requirement("mix-fade")
@given(in_s=st.floats(-1.0, 5.0), out_s=st.floats(-1.0, 5.0), count=st.integers(0, 5000))
def test_a_fade_longer_than_the_sound_is_no_error(in_s: float, out_s: float, count: int) -> None:
    faded = fade(np.ones((count, 2), dtype=np.float32), in_s=in_s, out_s=out_s)
    assert faded[:].shape == (count, 2)


@pytest.mark.requirement("mix-limit")
@given(
    seed=st.integers(0, 1000),
    gain_db=st.floats(-6.0, 24.0),
    ceiling_dbtp=st.floats(-9.0, -0.5),
)
@settings(max_examples=25, deadline=None)
def test_limited_sound_stays_under_the_ceiling(
    seed: int, gain_db: float, ceiling_dbtp: float
) -> None:
    loud = apply_gain(noise(20_000, seed), gain_db=gain_db)
    assert true_peak_dbtp(limit(loud, ceiling_dbtp=ceiling_dbtp)) <= ceiling_dbtp + 0.1


@pytest.mark.requirement("mix-limit")
def test_sound_under_the_ceiling_is_untouched() -> None:
    soft = noise(300_000) * np.float32(0.05)
    assert (limit(soft, ceiling_dbtp=-1.0)[:] == soft).all()


@pytest.mark.requirement("mix-limit")
def test_a_peak_is_turned_down_smoothly_and_only_around_itself() -> None:
    t = np.arange(SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ
    tone = np.sin(2 * np.pi * 200.0 * t)[:, None].astype(np.float32) * np.float32(0.5)
    spiky = tone.copy()
    spiky[24_000:24_050] *= 3.0
    limited = limit(spiky, ceiling_dbtp=-3.0)[:]
    assert (limited[:20_000] == spiky[:20_000]).all()
    assert limited[40_000:] == pytest.approx(spiky[40_000:], abs=1e-6)
    with np.errstate(divide="ignore", invalid="ignore"):
        gain = np.where(np.abs(spiky) > 0.05, limited / spiky, np.nan)[:, 0]
    known = gain[np.isfinite(gain)]
    assert known.max() <= 1.0 + 1e-6
    assert np.abs(np.diff(known)).max() < 0.02


def dense(sound: Sound) -> Sound:
    return compress(sound, envelope_db(sound), density=1.0)


def shuffled(sound: Sound) -> Sound:
    return Spliced([Excerpt(sound, 1234, 9000), sound[9000:9010], Excerpt(sound, 0, 50_000)])


@pytest.mark.requirement("mix-limit")
@pytest.mark.parametrize(
    "treated",
    [
        partial(limit, ceiling_dbtp=-2.0),
        partial(clip, ceiling_dbtp=-2.0),
        partial(fade, in_s=0.3, out_s=0.7),
        dense,
        shuffled,
    ],
    ids=["limit", "clip", "fade", "compress", "splice"],
)
def test_a_sound_read_in_blocks_has_no_seams(treated: Callable[[Sound], Sound]) -> None:
    loud = noise(60_000) * np.float32(3.0)
    sound = treated(loud)
    in_blocks = np.concatenate(list(blocks(sound, 8192)))
    assert in_blocks == pytest.approx(sound[:], abs=1e-5)


@pytest.mark.requirement("mix-shapes")
def test_mono_may_come_flat_and_nothing_may_be_empty_handed() -> None:
    assert apply_gain(np.zeros(10), gain_db=0.0)[:].shape == (10, 1)
    assert limit(np.zeros((0, 2)), ceiling_dbtp=-1.0)[:].shape == (0, 2)


@pytest.mark.requirement("mix-shapes")
@pytest.mark.parametrize(
    "wrong",
    [np.zeros((10, 2), dtype=np.int16), np.zeros((2, 10)), np.zeros((1, 2, 3))],
    ids=["integers", "channels first", "three axes"],
)
def test_sound_of_another_form_is_refused(wrong: NDArray[np.generic]) -> None:
    with pytest.raises(RequestError, match="Sound must"):
        limit(wrong, ceiling_dbtp=-1.0)
