"""The sound of a piece: exact length, clean start, silent end, balanced and not clipped."""

from __future__ import annotations

from functools import cache
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from tests.music.agreement import agreement

from tiktok_photo_video.music import (
    SAMPLE_RATE_HZ,
    BeatPlan,
    Mood,
    Score,
    SectionName,
    beat_plan,
    compose,
    integrated_lufs,
    normalise,
    render,
    track_beats,
    true_peak_dbtp,
)
from tiktok_photo_video.music.onsets import Onsets, onsets
from tiktok_photo_video.music.styles import STYLES

# Of the energy, in percent: at most under 60 Hz, from and to under 120 Hz, at least between
# 250 Hz and 4 kHz, at most over 8 kHz. What is felt, what carries the tune, what may hiss.
BALANCE = {
    Mood.LOFI: (12.0, 8.0, 50.0, 35.0, 0.5),
    Mood.UPBEAT: (12.0, 8.0, 40.0, 40.0, 2.0),
    Mood.CINEMATIC: (8.0, 4.0, 35.0, 45.0, 0.5),
    Mood.ROMANTIC: (5.0, 0.5, 20.0, 55.0, 0.5),
    Mood.CHILL: (12.0, 8.0, 45.0, 40.0, 1.0),
    Mood.ACOUSTIC: (6.0, 3.0, 30.0, 50.0, 1.5),
    Mood.AMBIENT: (6.0, 1.0, 30.0, 50.0, 0.5),
    Mood.HOUSE: (15.0, 10.0, 45.0, 35.0, 2.0),
    Mood.HIPHOP: (20.0, 12.0, 50.0, 35.0, 1.0),
    Mood.HAPPY: (6.0, 3.0, 32.0, 50.0, 1.5),
    Mood.EPIC: (18.0, 8.0, 45.0, 35.0, 0.5),
    Mood.RETRO: (12.0, 10.0, 45.0, 35.0, 1.0),
}


@pytest.fixture(params=list(Mood), scope="module")
def mood(request: pytest.FixtureRequest) -> Mood:
    """Each mood in turn: all tests of one come together, so that its piece is rendered once."""
    return Mood(request.param)


def length_s(mood: Mood) -> float:
    """As short as a piece of this mood can be and still have all its sections."""
    return 5.4 * 240.0 / (sum(STYLES[mood].bpm) / 2) + 2.2


def piece(
    mood: Mood, seed: int = 1, duration_s: float | None = None
) -> tuple[Score, NDArray[np.float32]]:
    return rendered(mood, seed, duration_s or length_s(mood))


@cache  # told every argument: it takes what is left out for something else than the default
def rendered(mood: Mood, seed: int, duration_s: float) -> tuple[Score, NDArray[np.float32]]:
    score = compose(mood, seed=seed, duration_s=duration_s)
    return score, render(score)


@cache
def begun(mood: Mood, seed: int = 1, duration_s: float | None = None) -> Onsets:
    return onsets(halved(piece(mood, seed, duration_s)[1]), SAMPLE_RATE_HZ // 2)


@cache
def finished(mood: Mood) -> NDArray[np.float32]:
    return normalise(piece(mood, 2, 7.0)[1])[:]


_WINDOW = 1 << 14


def bands(samples: NDArray[np.float32], *edges_hz: float) -> NDArray[np.float64]:
    """The shares of the energy between neighbouring edges, in percent."""
    # Windows long enough to tell 60 Hz from its neighbours take a tenth of the time of one whole.
    windows = samples[: len(samples) // _WINDOW * _WINDOW].reshape(-1, _WINDOW, 2)
    bell = np.hanning(_WINDOW).astype(np.float32)[:, None]
    power = np.square(np.abs(np.fft.rfft(windows * bell, axis=1))).sum(axis=(0, 2))
    hertz = np.fft.rfftfreq(_WINDOW, 1.0 / SAMPLE_RATE_HZ)
    found = [power[(hertz >= low) & (hertz < high)].sum() for low, high in pairwise(edges_hz)]
    return 100.0 * np.array(found) / power.sum()


def halved(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """One channel at half the rate, as songs are listened to; it takes half the time."""
    return samples[: len(samples) // 2 * 2].reshape(-1, 4).mean(axis=1)


def level_db(samples: NDArray[np.float32]) -> float:
    return float(10.0 * np.log10(np.square(samples, dtype=np.float64).mean() + 1e-20))


def section(score: Score, samples: NDArray[np.float32], name: SectionName) -> NDArray[np.float32]:
    found = next(section for section in score.sections if section.kind is name)
    return samples[round(found.start_s * SAMPLE_RATE_HZ) : round(found.end_s * SAMPLE_RATE_HZ)]


@pytest.mark.requirement("music-exact-length")
@given(
    mood=st.sampled_from(Mood),
    seed=st.integers(min_value=0, max_value=99),
    duration_s=st.floats(min_value=1.0, max_value=6.0),
)
@settings(max_examples=8, deadline=None)
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
def test_the_final_chord_sounds_and_then_decays(mood: Mood) -> None:
    score, samples = piece(mood)
    ending = section(score, samples, SectionName.ENDING)
    parts = [level_db(part) for part in np.array_split(ending, 4)]
    assert parts[0] > level_db(samples) - 9.0
    assert parts == sorted(parts, reverse=True)
    assert parts[-1] < parts[0] - 15.0


@pytest.mark.requirement("music-no-clicks")
def test_there_is_no_offset_and_no_click(mood: Mood) -> None:
    _, samples = piece(mood)
    assert np.isfinite(samples).all()
    assert np.abs(samples.mean(axis=0)).max() < 2e-3
    # A bright drum jumps by up to five times the level from sample to sample, a click by more.
    rms = float(np.sqrt(np.square(samples, dtype=np.float64).mean()))
    assert np.abs(np.diff(samples, axis=0)).max() < 5.5 * rms


@pytest.mark.requirement("music-no-clicks")
@pytest.mark.parametrize("mood", [Mood.LOFI, Mood.AMBIENT, Mood.HOUSE])
def test_blocks_join_without_a_seam(mood: Mood, monkeypatch: pytest.MonkeyPatch) -> None:
    score, samples = piece(mood, 2, 7.0)
    monkeypatch.setattr("tiktok_photo_video.music.desk._BLOCK", 5 * SAMPLE_RATE_HZ)
    assert np.abs(render(score) - samples).max() < 2e-4


@pytest.mark.requirement("music-balance")
@pytest.mark.parametrize(("seed", "duration_s"), [(1, None), (2, 7.0)])
def test_the_spectrum_is_balanced(mood: Mood, seed: int, duration_s: float | None) -> None:
    _, samples = piece(mood, seed, duration_s)
    shares = bands(samples, 0.0, 60.0, 120.0, 250.0, 4000.0, 8000.0, 24_000.0)
    rumble, low_from, low_to, middle, fizz = BALANCE[mood]
    assert shares[0] < rumble
    assert low_from < shares[:2].sum() < low_to
    assert shares[3] > middle
    assert shares[4] < 10.0
    assert shares[5] < fizz


@pytest.mark.requirement("music-balance")
def test_it_is_stereo_and_survives_mono(mood: Mood) -> None:
    _, samples = piece(mood)
    assert 0.2 < np.asarray(np.corrcoef(samples.T)).item(1) < 0.95
    left, right = (level_db(side) for side in samples.T)
    assert abs(left - right) < 1.5
    assert level_db(samples.mean(axis=1)) > level_db(samples) - 2.5


@pytest.mark.requirement("music-balance")
def test_it_breathes_without_spikes(mood: Mood) -> None:
    _, samples = piece(mood)
    crest_db = 20.0 * np.log10(np.abs(samples).max()) - level_db(samples)
    assert 11.0 < crest_db < 19.5


@pytest.mark.requirement("music-form")
def test_it_grows_from_the_intro_to_the_lift(mood: Mood) -> None:
    score, samples = piece(mood)
    names = (SectionName.INTRO, SectionName.GROOVE, SectionName.BUILD, SectionName.LIFT)
    intro, groove, build, lift = (level_db(section(score, samples, name)) for name in names)
    assert intro < groove < lift
    assert intro < build + 1.0
    assert build <= lift


@pytest.mark.requirement("music-form")
def test_the_first_second_is_already_music(mood: Mood) -> None:
    _, samples = piece(mood)
    assert level_db(samples[:SAMPLE_RATE_HZ]) > level_db(samples) - 14.0


@pytest.mark.requirement("music-loudness")
def test_normalised_music_meets_the_target_and_the_ceiling(mood: Mood) -> None:
    sound = finished(mood)
    assert integrated_lufs(sound) == pytest.approx(-14.0, abs=0.3)
    assert true_peak_dbtp(sound) <= -1.5
    assert np.abs(sound[-480:]).max() < 1e-3


@pytest.mark.requirement("music-loudness")
def test_the_limiter_hardly_has_to_work(mood: Mood) -> None:
    _, samples = piece(mood, 2, 7.0)
    turned_up = level_db(finished(mood)) - level_db(samples)
    loudest_s = np.abs(samples).max(axis=1)
    at_peaks = loudest_s > 0.98 * loudest_s.max()
    peaks_db = level_db(finished(mood)[at_peaks]) - level_db(samples[at_peaks])
    assert turned_up - peaks_db < 4.0


@pytest.mark.requirement("music-loudness")
@pytest.mark.parametrize(("mood", "duration_s"), [(Mood.HIPHOP, 1.0), (Mood.AMBIENT, 3.0)])
def test_a_very_short_piece_is_as_loud(mood: Mood, duration_s: float) -> None:
    sound = normalise(piece(mood, 1, duration_s)[1])
    assert integrated_lufs(sound) == pytest.approx(-14.0, abs=0.3)
    assert true_peak_dbtp(sound) <= -1.5


@pytest.mark.requirement("music-deterministic")
def test_the_same_score_gives_the_same_bytes() -> None:
    score, samples = piece(Mood.LOFI, 2, 7.0)
    assert render(score).tobytes() == samples.tobytes()


@pytest.mark.requirement("music-seeds-differ")
def test_another_seed_has_other_harmony_and_other_onsets(mood: Mood) -> None:
    other = begun(mood, 2, 7.0)
    heard = begun(mood), other
    chroma, strength = (
        [getattr(course, name)[: len(other.power)] for course in heard]
        for name in ("chroma", "strength")
    )
    alike = [course / np.linalg.norm(course, axis=1)[:, None] for course in chroma]
    assert np.nanmean((alike[0] * alike[1]).sum(axis=1)) < 0.85
    strengths = np.corrcoef(*strength)
    assert abs(np.asarray(strengths).item(1)) < 0.5


def fingerprint(mood: Mood) -> NDArray[np.float64]:
    """What tells a mood's sound from another's, each number in steps that are clearly heard."""
    score, samples = piece(mood)
    edges = (20.0, 60.0, 120.0, 250.0, 500.0, 1000.0, 2000.0, 4000.0, 8000.0, 16_000.0)
    colour = 10.0 * np.log10(bands(samples, *edges) / 100.0 + 1e-6) / 3.0
    crest_db = 20.0 * np.log10(np.abs(samples).max()) - level_db(samples)
    heard = begun(mood)
    busy = 30.0 * (heard.strength > 0.5).mean(), 30.0 * (heard.bass > 0.5).mean()
    return np.array([*colour, score.bpm / 12.0, crest_db / 1.5, *busy])


@pytest.mark.requirement("music-moods-differ")
def test_every_mood_sounds_unlike_every_other() -> None:
    prints = {mood: fingerprint(mood) for mood in Mood}
    for one, other in combinations(Mood, 2):
        assert np.linalg.norm(prints[one] - prints[other]) > 1.8, (one, other)


@pytest.mark.requirement("music-beats-heard")
def test_the_beats_are_heard_where_the_score_has_them(mood: Mood) -> None:
    score, samples = piece(mood)
    heard = track_beats(halved(samples), SAMPLE_RATE_HZ // 2)
    assert isinstance(heard, BeatPlan)
    found = agreement(heard.beats_s, beat_plan(score).beats_s)
    assert found.f_measure > 0.9
    assert abs(found.late_s) < 0.02
