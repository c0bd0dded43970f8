"""Loudness and true peak against what the standard says they are."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tiktok_photo_video.music import (
    SAMPLE_RATE_HZ,
    integrated_lufs,
    normalise,
    true_peak_dbtp,
)


def tone(
    frequency_hz: float, *, level_db: float = 0.0, duration_s: float = 4.0, channels: int = 2
) -> NDArray[np.float32]:
    t = np.arange(round(duration_s * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    wave = 10.0 ** (level_db / 20.0) * np.sin(2 * np.pi * frequency_hz * t)
    return np.repeat(wave[:, None], channels, axis=1).astype(np.float32)


@pytest.mark.requirement("loudness-bs1770")
def test_a_full_scale_sine_reads_as_the_standard_says() -> None:
    assert integrated_lufs(tone(997.0, channels=1)) == pytest.approx(-3.01, abs=0.02)
    assert integrated_lufs(tone(997.0)) == pytest.approx(0.0, abs=0.02)
    left_only = tone(997.0) * np.array([1.0, 0.0], dtype=np.float32)
    assert integrated_lufs(left_only) == pytest.approx(-3.01, abs=0.02)


@pytest.mark.requirement("loudness-bs1770")
@pytest.mark.parametrize("level_db", [-23.0, -33.0, -50.0])
def test_loudness_follows_level(level_db: float) -> None:
    # EBU Tech 3341, cases 1 and 2: a stereo 1 kHz sine at -23 dBFS reads -23 LUFS.
    measured = integrated_lufs(tone(1000.0, level_db=level_db, duration_s=20.0))
    assert measured == pytest.approx(level_db, abs=0.1)


@pytest.mark.requirement("loudness-bs1770")
def test_quiet_stretches_are_gated_away() -> None:
    # EBU Tech 3341, case 3.
    parts = [(-36.0, 10.0), (-23.0, 60.0), (-36.0, 10.0)]
    sound = np.concatenate([tone(1000.0, level_db=db, duration_s=span) for db, span in parts])
    assert integrated_lufs(sound) == pytest.approx(-23.0, abs=0.1)


@pytest.mark.requirement("loudness-bs1770")
def test_very_quiet_stretches_fall_under_the_absolute_gate() -> None:
    # EBU Tech 3341, case 4.
    parts = [(-72.0, 10.0), (-36.0, 10.0), (-23.0, 60.0), (-36.0, 10.0), (-72.0, 10.0)]
    sound = np.concatenate([tone(1000.0, level_db=db, duration_s=span) for db, span in parts])
    assert integrated_lufs(sound) == pytest.approx(-23.0, abs=0.1)


@pytest.mark.requirement("loudness-bs1770")
def test_bass_counts_for_less_and_treble_for_more() -> None:
    low, middle, high = (integrated_lufs(tone(hertz)) for hertz in (30.0, 997.0, 8000.0))
    assert low < middle - 4.0
    assert high == pytest.approx(middle + 3.3, abs=0.3)


@pytest.mark.requirement("loudness-bs1770")
def test_silence_and_nothing_have_no_loudness() -> None:
    assert integrated_lufs(np.zeros((SAMPLE_RATE_HZ, 2))) == -math.inf
    assert integrated_lufs(np.zeros((0, 2))) == -math.inf
    assert true_peak_dbtp(np.zeros((100, 2))) == -math.inf
    assert true_peak_dbtp(np.zeros((0, 2))) == -math.inf


@pytest.mark.requirement("loudness-bs1770")
def test_a_sound_shorter_than_a_window_is_measured_whole() -> None:
    assert integrated_lufs(tone(997.0, duration_s=0.2)) == pytest.approx(0.0, abs=0.3)


@pytest.mark.requirement("true-peak")
def test_a_peak_between_samples_is_found() -> None:
    # A quarter of the sampling rate, sampled at 45 degrees: every sample is 3 dB under the peak.
    phase = np.pi / 2 * np.arange(48_000) + np.pi / 4
    sound = fade_edges(np.sin(phase)[:, None].astype(np.float32))
    assert 20 * np.log10(np.abs(sound).max()) == pytest.approx(-3.01, abs=0.01)
    assert true_peak_dbtp(sound) == pytest.approx(0.0, abs=0.2)


def fade_edges(sound: NDArray[np.float32]) -> NDArray[np.float32]:
    window = np.ones(len(sound), dtype=np.float32)
    window[:2000] = np.linspace(0.0, 1.0, 2000)
    window[-2000:] = window[:2000][::-1]
    return sound * window[:, None]


@pytest.mark.requirement("true-peak")
@given(seed=st.integers(0, 10_000), spike=st.integers(0, 19_999))
@settings(max_examples=20, deadline=None)
def test_the_true_peak_is_never_under_a_sample(seed: int, spike: int) -> None:
    sound = np.random.default_rng(seed).uniform(-0.3, 0.3, (20_000, 2)).astype(np.float32)
    sound[spike, seed % 2] = 0.9
    assert true_peak_dbtp(sound) >= 20 * math.log10(0.9) - 1e-4


@pytest.mark.requirement("music-loudness")
@given(
    seed=st.integers(0, 1000),
    level_db=st.floats(-50.0, 0.0),
    target_lufs=st.floats(-24.0, -14.0),
)
@settings(max_examples=8, deadline=None)
def test_normalising_meets_both_promises(seed: int, level_db: float, target_lufs: float) -> None:
    raw = np.random.default_rng(seed).standard_normal((2 * SAMPLE_RATE_HZ, 2))
    sound = (raw * 0.2 * 10 ** (level_db / 20.0)).astype(np.float32)
    finished = normalise(sound, target_lufs=target_lufs)
    assert integrated_lufs(finished) == pytest.approx(target_lufs, abs=0.3)
    assert true_peak_dbtp(finished) <= -1.5 + 1e-3


@pytest.mark.requirement("music-loudness")
def test_silence_stays_silence() -> None:
    assert not normalise(np.zeros((SAMPLE_RATE_HZ, 2), dtype=np.float32))[:].any()


@pytest.mark.requirement("music-loudness")
def test_a_lone_click_keeps_the_ceiling() -> None:
    click = np.zeros((2 * SAMPLE_RATE_HZ, 2), dtype=np.float32)
    click[SAMPLE_RATE_HZ] = 0.01
    assert true_peak_dbtp(normalise(click)) <= -1.5


@pytest.mark.requirement("music-loudness")
def test_the_sound_given_is_left_as_it_was() -> None:
    sound = tone(440.0, level_db=-20.0)
    before = sound.copy()
    normalise(sound)[:].sum()
    assert (sound == before).all()
