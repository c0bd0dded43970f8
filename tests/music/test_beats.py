"""Where music can be cut: read off a score, and heard in a song."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from tests.music.agreement import agreement

from tiktok_photo_video.music import (
    SAMPLE_RATE_HZ,
    Beatless,
    BeatPlan,
    Mood,
    SectionName,
    beat_plan,
    compose,
    render,
    track_beats,
)
from tiktok_photo_video.music.metre import unhalved

Sound = NDArray[np.float32]


@pytest.mark.requirement("music-beat-plan")
@given(
    mood=st.sampled_from(Mood),
    seed=st.integers(min_value=0, max_value=10**6),
    duration_s=st.floats(min_value=1.0, max_value=600.0),
)
def test_the_plan_of_a_score_is_whole_for_any_duration(
    mood: Mood, seed: int, duration_s: float
) -> None:
    score = compose(mood, seed=seed, duration_s=duration_s)
    plan = beat_plan(score)
    assert all(later > earlier for earlier, later in pairwise(plan.beats_s))
    assert plan.beats_s[0] == 0.0
    assert plan.beats_s[-1] == score.final_hit_s < duration_s
    assert set(plan.downbeats_s) <= set(plan.beats_s)
    assert plan.lift_s in plan.downbeats_s
    assert (plan.sections[0].start_s, plan.sections[-1].end_s) == (0.0, duration_s)
    assert all(0.0 < section.energy <= 1.0 for section in plan.sections)


@pytest.mark.requirement("music-beat-plan")
@pytest.mark.parametrize("mood", Mood)
def test_the_lift_has_the_most_energy_and_the_intro_less_than_the_build(mood: Mood) -> None:
    plan = beat_plan(compose(mood, seed=1, duration_s=30.0))
    energy = {section.kind: section.energy for section in plan.sections}
    assert energy[SectionName.LIFT] == max(energy.values())
    assert energy[SectionName.INTRO] < energy[SectionName.GROOVE]
    assert energy[SectionName.INTRO] < energy[SectionName.BUILD] <= energy[SectionName.LIFT]
    starts = [section.start_s for section in plan.sections if section.kind is SectionName.LIFT]
    assert plan.lift_s == starts[0]


# What songs are listened to at; half the samples take half the time.
RATE_HZ = SAMPLE_RATE_HZ // 2


@cache
def song(mood: Mood) -> tuple[BeatPlan, Sound]:
    score = compose(mood, seed=21, duration_s=16.0)
    return beat_plan(score), render(score).reshape(-1, 4).mean(axis=1)


def faster(sound: Sound, ratio: float) -> Sound:
    """As from a record that turns faster; pitch rises with the tempo."""
    at = np.arange(0.0, len(sound) - 1, ratio)
    return np.interp(at, np.arange(len(sound)), sound).astype(np.float32)


def heard(sound: Sound, rate_hz: int = RATE_HZ) -> BeatPlan:
    plan = track_beats(sound, rate_hz)
    assert isinstance(plan, BeatPlan), plan
    return plan


SONGS = [Mood.UPBEAT, Mood.HIPHOP, Mood.CINEMATIC]


@pytest.mark.requirement("music-track-beats")
@pytest.mark.parametrize("mood", SONGS)
@pytest.mark.parametrize("ratio", [0.9, 1.06])
def test_beats_are_found_at_other_tempi_and_pitches(mood: Mood, ratio: float) -> None:
    plan, sound = song(mood)
    found = heard(faster(sound, ratio))
    true_s = [time_s / ratio for time_s in plan.beats_s]
    assert agreement(found.beats_s, true_s).f_measure >= 0.95


@pytest.mark.requirement("music-track-beats")
@pytest.mark.parametrize("mood", SONGS)
def test_beats_are_found_under_noise(mood: Mood) -> None:
    plan, sound = song(mood)
    noise = np.random.default_rng(5).standard_normal(len(sound)).astype(np.float32)
    found = heard(sound + noise * sound.std() * np.float32(0.5))
    assert agreement(found.beats_s, plan.beats_s).f_measure >= 0.95


@pytest.mark.requirement("music-track-beats")
@pytest.mark.parametrize("mood", SONGS)
@pytest.mark.parametrize("share", [0.04, 0.08])
def test_players_who_do_not_keep_time_are_followed(mood: Mood, share: float) -> None:
    plan, sound = song(mood)
    clock_s = np.arange(len(sound)) / RATE_HZ
    whole_s = clock_s[-1]
    played_s = clock_s + share * whole_s / (2 * np.pi) * np.sin(2 * np.pi * clock_s / whole_s)
    found = heard(np.interp(played_s, clock_s, sound).astype(np.float32))
    true_s = np.interp(plan.beats_s, played_s, clock_s).tolist()
    assert agreement(found.beats_s, true_s).f_measure >= 0.95


@pytest.mark.requirement("music-track-beats")
@pytest.mark.parametrize("rate_hz", [8000, 22_050, 44_100])
def test_any_sampling_rate_will_do(rate_hz: int) -> None:
    plan, sound = song(Mood.UPBEAT)
    found = heard(faster(sound, RATE_HZ / rate_hz), rate_hz)
    assert agreement(found.beats_s, plan.beats_s).f_measure >= 0.95
    assert agreement(found.downbeats_s, plan.downbeats_s).f_measure >= 0.95


@pytest.mark.requirement("music-track-beats")
@pytest.mark.parametrize("mood", SONGS)
def test_what_is_heard_is_a_whole_plan(mood: Mood) -> None:
    plan, sound = song(mood)
    found = heard(sound)
    assert (found.sections[0].start_s, found.sections[-1].end_s) == (
        0.0,
        len(sound) / RATE_HZ,
    )
    assert all(one.end_s == other.start_s for one, other in pairwise(found.sections))
    assert all(0.0 <= section.energy <= 1.0 for section in found.sections)
    assert set(found.downbeats_s) <= set(found.beats_s)
    assert found.lift_s in found.downbeats_s
    bar_s = plan.downbeats_s[1] - plan.downbeats_s[0]
    assert abs(found.lift_s - plan.lift_s) < 1.2 * bar_s


@pytest.mark.requirement("music-track-beatless")
@pytest.mark.parametrize(
    "kind", ["silence", "noise", "drone", "waves", "stumbling", "nothing", "a moment"]
)
def test_what_has_no_beat_is_told_with_a_reason(kind: str) -> None:
    found = track_beats(beatless(kind), SAMPLE_RATE_HZ)
    assert isinstance(found, Beatless)
    assert found.reason


def beatless(kind: str) -> Sound:
    chance = np.random.default_rng(3)
    sound = np.zeros(12 * SAMPLE_RATE_HZ, dtype=np.float32)
    if kind == "noise":
        sound += chance.standard_normal(len(sound)).astype(np.float32) * np.float32(0.1)
    if kind == "drone":  # as long as it takes its ripple to seem a beat
        sound = np.sin(np.arange(60 * SAMPLE_RATE_HZ) * 0.0144).astype(np.float32)
    if kind == "waves":
        hiss = np.fft.irfft(
            np.fft.rfft(chance.standard_normal(len(sound)))
            / np.sqrt(np.arange(1, len(sound) // 2 + 2))
        )
        sound += (hiss * (1.2 + np.sin(np.arange(len(sound)) / SAMPLE_RATE_HZ))).astype(np.float32)
    if kind == "stumbling":
        tap = chance.standard_normal(2000) * np.exp(-np.arange(2000) / 300.0)
        for at in chance.integers(0, len(sound) - 2000, 34):
            sound[at : at + 2000] += tap.astype(np.float32)
    return sound[: {"nothing": 0, "a moment": 900}.get(kind, len(sound))]


@pytest.mark.requirement("music-track-beats")
@pytest.mark.parametrize(
    ("off_beat", "between", "kept"),
    [(0.2, 0.0, 2), (0.9, 0.1, 1), (0.2, 0.6, 1)],
    ids=["halves of slow beats", "fast beats", "fast beats with a busy middle"],
)
def test_halves_of_slow_beats_are_no_beats(off_beat: float, between: float, kept: int) -> None:
    frames = np.arange(50, 1000, 54)
    strength = np.zeros(1100)
    strength[frames], strength[frames[1::2]] = 1.0, off_beat
    strength[frames + 27] = between
    assert unhalved(frames, strength).tolist() == frames[::kept].tolist()
