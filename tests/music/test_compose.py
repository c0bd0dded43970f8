"""The plan of a piece: its beats, its form and its end."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tiktok_photo_video.errors import RequestError
from tiktok_photo_video.music import Mood, Score, SectionName, compose
from tiktok_photo_video.music.performance import perform
from tiktok_photo_video.music.style import Role
from tiktok_photo_video.music.styles import STYLES

MOODS = st.sampled_from(Mood)
SEEDS = st.integers(min_value=-(2**70), max_value=2**70)
DURATIONS = st.floats(min_value=1.0, max_value=600.0)


@pytest.mark.requirement("music-beats-exact")
@given(mood=MOODS, seed=SEEDS, duration_s=DURATIONS)
def test_beats_increase_at_the_tempo_of_the_score(mood: Mood, seed: int, duration_s: float) -> None:
    score = compose(mood, seed=seed, duration_s=duration_s)
    assert score.beats[0].time_s == 0.0
    for earlier, later in pairwise(score.beats):
        assert later.time_s - earlier.time_s == pytest.approx(60.0 / score.bpm, abs=1e-6)


@pytest.mark.requirement("music-beats-exact")
@given(mood=MOODS, seed=SEEDS, duration_s=DURATIONS)
def test_every_bar_starts_with_a_downbeat(mood: Mood, seed: int, duration_s: float) -> None:
    score = compose(mood, seed=seed, duration_s=duration_s)
    downbeats = [beat.bar for beat in score.beats if beat.index_in_bar == 0]
    assert downbeats == list(range(len(score.bars) + 1))


@pytest.mark.requirement("music-ends-on-time")
@given(mood=MOODS, seed=SEEDS, duration_s=DURATIONS)
def test_the_final_hit_has_time_to_ring(mood: Mood, seed: int, duration_s: float) -> None:
    score = compose(mood, seed=seed, duration_s=duration_s)
    assert score.beats[-1].index_in_bar == 0
    shortest_s = 1.0 if duration_s >= 3.0 else 0.35 * duration_s
    assert shortest_s <= duration_s - score.final_hit_s <= 4.2


@pytest.mark.requirement("music-form")
@given(mood=MOODS, seed=SEEDS, duration_s=DURATIONS)
def test_sections_cover_the_piece_without_gaps(mood: Mood, seed: int, duration_s: float) -> None:
    sections = compose(mood, seed=seed, duration_s=duration_s).sections
    assert (sections[0].start_s, sections[-1].end_s) == (0.0, duration_s)
    assert all(before.end_s == after.start_s for before, after in pairwise(sections))
    assert sections[-1].kind is SectionName.ENDING
    assert sections[-2].kind is SectionName.LIFT


@pytest.mark.requirement("music-form")
@pytest.mark.parametrize("mood", Mood)
@pytest.mark.parametrize("duration_s", [12.0, 15.0, 30.0, 60.0])
def test_a_short_piece_has_a_bar_of_intro_at_most_and_reaches_its_lift(
    mood: Mood, duration_s: float
) -> None:
    score = compose(mood, seed=1, duration_s=duration_s)
    names = [section.kind for section in score.sections]
    assert {SectionName.GROOVE, SectionName.BUILD, SectionName.LIFT} <= set(names)
    assert sum(bar.section is SectionName.INTRO for bar in score.bars) <= 1
    lift = next(section for section in score.sections if section.kind is SectionName.LIFT)
    assert lift.start_s < duration_s * 0.72


@pytest.mark.requirement("music-moods")
@given(mood=MOODS, seed=SEEDS, duration_s=st.floats(min_value=3.0, max_value=600.0))
def test_the_tempo_stays_near_the_range_of_the_mood(
    mood: Mood, seed: int, duration_s: float
) -> None:
    slow, fast = STYLES[mood].bpm
    assert slow * 0.94 <= compose(mood, seed=seed, duration_s=duration_s).bpm <= fast * 1.06


@pytest.mark.requirement("music-ends-on-time")
@pytest.mark.parametrize("mood", Mood)
def test_the_last_bar_leads_home_and_the_last_chord_is_on_the_tonic(mood: Mood) -> None:
    for seed in range(6):
        score = compose(mood, seed=seed, duration_s=20.0)
        assert score.final.root == score.tonic
        assert score.bars[-1].chords[-1].root != score.tonic


@pytest.mark.requirement("music-seeds-differ")
@pytest.mark.parametrize("mood", Mood)
def test_seeds_vary_key_tempo_and_harmony(mood: Mood) -> None:
    scores = [compose(mood, seed=seed, duration_s=30.0) for seed in range(12)]
    assert len({score.key for score in scores}) >= 6
    assert len({round(score.bpm, 1) for score in scores}) >= 3
    harmonies = {
        tuple((chord.root - score.tonic) % 12 for bar in score.bars for chord in bar.chords)
        for score in scores
    }
    assert len(harmonies) >= 3


@pytest.mark.requirement("music-seeds-differ")
@given(mood=MOODS, seed=st.integers(min_value=-1000, max_value=10**9))
@settings(max_examples=30)
def test_the_next_seed_has_another_key_harmony_and_tune(mood: Mood, seed: int) -> None:
    one, other = (compose(mood, seed=number, duration_s=20.0) for number in (seed, seed + 1))
    assert one.tonic != other.tonic
    assert harmony(one) != harmony(other)
    assert rhythm(one) != rhythm(other)


def harmony(score: Score) -> list[tuple[int, tuple[int, ...]]]:
    """The chords as steps over the tonic."""
    chords = [chord for bar in score.bars for chord in bar.chords]
    return [((chord.root - score.tonic) % 12, chord.intervals) for chord in chords]


def rhythm(score: Score) -> list[int]:
    """When the tune strikes, in sixteenths."""
    parts = STYLES[score.mood].parts
    return [
        round(event.start_s / score.step_s)
        for event in perform(score)
        if parts[event.part].role is Role.MELODY
    ]


@pytest.mark.requirement("music-deterministic")
@given(mood=MOODS, seed=SEEDS, duration_s=st.floats(min_value=3.0, max_value=40.0))
@settings(max_examples=20)
def test_the_same_arguments_give_the_same_score_and_notes(
    mood: Mood, seed: int, duration_s: float
) -> None:
    first, second = (compose(mood, seed=seed, duration_s=duration_s) for _ in range(2))
    assert first == second
    assert perform(first) == perform(second)


@pytest.mark.requirement("music-bad-duration")
@pytest.mark.parametrize("duration_s", [0.0, 0.99, 600.5, float("nan"), float("inf"), -4.0])
def test_a_duration_out_of_range_is_refused_with_a_hint(duration_s: float) -> None:
    with pytest.raises(RequestError) as refusal:
        compose(Mood.LOFI, seed=1, duration_s=duration_s)
    assert "1 to 600" in refusal.value.hint
