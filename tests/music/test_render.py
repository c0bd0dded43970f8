"""The sound of a piece: exact length, clean start, silent end, balanced and not clipped."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tiktok_photo_video.music import (
    SAMPLE_RATE_HZ,
    Mood,
    Score,
    SectionName,
    compose,
    integrated_lufs,
    normalise,
    render,
    true_peak_dbtp,
)

# The share of energy under 60 Hz and over 8 kHz, at most, in percent.
BALANCE = {
    Mood.LOFI: (30.0, 1.0),
    Mood.UPBEAT: (25.0, 6.0),
    Mood.CINEMATIC: (15.0, 3.0),
    Mood.ROMANTIC: (10.0, 3.0),
    Mood.CHILL: (25.0, 3.0),
}


@cache
def piece(mood: Mood, seed: int = 1, duration_s: float = 12.0) -> tuple[Score, NDArray[np.float32]]:
    score = compose(mood, seed=seed, duration_s=duration_s)
    return score, render(score)


def level_db(samples: NDArray[np.float32]) -> float:
    return float(10.0 * np.log10(np.square(samples, dtype=np.float64).mean() + 1e-20))


def section(score: Score, samples: NDArray[np.float32], name: SectionName) -> NDArray[np.float32]:
    found = next(section for section in score.sections if section.kind is name)
    return samples[round(found.start_s * SAMPLE_RATE_HZ) : round(found.end_s * SAMPLE_RATE_HZ)]


@pytest.mark.requirement("music-exact-length")
@given(
    mood=st.sampled_from(Mood),
    seed=st.integers(min_value=0, max_value=99),
    duration_s=st.floats(min_value=3.0, max_value=60.0),
)
@settings(max_examples=12, deadline=None)
def test_any_duration_gives_its_exact_length_and_ends_in_silence(
    mood: Mood, seed: int, duration_s: float
) -> None:
    samples = render(compose(mood, seed=seed, duration_s=duration_s))
    assert samples.shape == (round(duration_s * SAMPLE_RATE_HZ), 2)
    assert samples.dtype == np.float32
    assert np.isfinite(samples).all()
    assert 0.5 < np.abs(samples).max() <= 1.0
    assert np.abs(samples[-480:]).max() < 1e-3
    assert np.abs(samples[:8]).max() < 1e-2


@pytest.mark.requirement("music-ends-on-time")
@pytest.mark.parametrize("mood", Mood)
def test_the_final_chord_sounds_and_then_decays(mood: Mood) -> None:
    score, samples = piece(mood)
    ending = section(score, samples, SectionName.ENDING)
    parts = [level_db(part) for part in np.array_split(ending, 4)]
    assert parts[0] > level_db(samples) - 9.0
    assert parts == sorted(parts, reverse=True)
    assert parts[-1] < parts[0] - 15.0


@pytest.mark.requirement("music-no-clicks")
@pytest.mark.parametrize("mood", Mood)
def test_there_is_no_offset_and_no_click(mood: Mood) -> None:
    _, samples = piece(mood)
    assert np.abs(samples.mean(axis=0)).max() < 2e-3
    assert np.abs(np.diff(samples, axis=0)).max() < 0.85


@pytest.mark.requirement("music-no-clicks")
@pytest.mark.parametrize("mood", Mood)
def test_blocks_join_without_a_seam(mood: Mood, monkeypatch: pytest.MonkeyPatch) -> None:
    score, samples = piece(mood)
    monkeypatch.setattr("tiktok_photo_video.music.desk._BLOCK", 5 * SAMPLE_RATE_HZ)
    assert np.abs(render(score) - samples).max() < 2e-4


@pytest.mark.requirement("music-balance")
@pytest.mark.parametrize("mood", Mood)
@pytest.mark.parametrize("seed", [1, 2])
def test_the_spectrum_is_balanced(mood: Mood, seed: int) -> None:
    _, samples = piece(mood, seed)
    power = np.square(np.abs(np.fft.rfft(samples, axis=0))).sum(axis=1)
    hertz = np.fft.rfftfreq(len(samples), 1.0 / SAMPLE_RATE_HZ)
    rumble, fizz = BALANCE[mood]
    share = 100.0 * power / power.sum()
    assert share[hertz < 60.0].sum() < rumble
    assert share[hertz > 8000.0].sum() < fizz
    assert share[(hertz > 200.0) & (hertz < 5000.0)].sum() > 35.0


@pytest.mark.requirement("music-balance")
@pytest.mark.parametrize("mood", Mood)
def test_it_is_stereo_and_survives_mono(mood: Mood) -> None:
    _, samples = piece(mood)
    assert 0.2 < np.asarray(np.corrcoef(samples.T)).item(1) < 0.97
    left, right = (level_db(side) for side in samples.T)
    assert abs(left - right) < 1.5
    assert level_db(samples.mean(axis=1)) > level_db(samples) - 3.0


@pytest.mark.requirement("music-form")
@pytest.mark.parametrize("mood", Mood)
def test_the_lift_is_louder_than_what_came_before(mood: Mood) -> None:
    score, samples = piece(mood, 1, 30.0)
    lift, groove, intro = (
        level_db(section(score, samples, name))
        for name in (SectionName.LIFT, SectionName.GROOVE, SectionName.INTRO)
    )
    assert intro < groove < lift


@pytest.mark.requirement("music-form")
@pytest.mark.parametrize("mood", Mood)
def test_the_first_second_is_already_music(mood: Mood) -> None:
    _, samples = piece(mood)
    assert level_db(samples[:SAMPLE_RATE_HZ]) > level_db(samples) - 14.0


@pytest.mark.requirement("music-loudness")
@pytest.mark.parametrize("mood", Mood)
@pytest.mark.parametrize("duration_s", [3.0, 12.0, 30.0])
def test_normalised_music_meets_the_target_and_the_ceiling(mood: Mood, duration_s: float) -> None:
    _, samples = piece(mood, 1, duration_s)
    finished = normalise(samples)
    assert integrated_lufs(finished) == pytest.approx(-14.0, abs=0.3)
    assert true_peak_dbtp(finished) <= -1.5
    assert np.abs(finished[-480:]).max() < 1e-3


@pytest.mark.requirement("music-deterministic")
def test_the_same_score_gives_the_same_bytes() -> None:
    score, samples = piece(Mood.LOFI)
    assert render(score).tobytes() == samples.tobytes()


@pytest.mark.requirement("music-seeds-differ")
@pytest.mark.parametrize("mood", Mood)
def test_another_seed_is_another_sound(mood: Mood) -> None:
    (_, one), (_, other) = piece(mood, 1), piece(mood, 2)
    assert abs(np.asarray(np.corrcoef(one[:, 0], other[:, 0])).item(1)) < 0.5
