"""The notes: in key, in register, on time."""

from __future__ import annotations

import pytest

from tiktok_photo_video.music import Mood, Score, SectionName, compose
from tiktok_photo_video.music.drums import DRUMS
from tiktok_photo_video.music.instruments import INSTRUMENTS
from tiktok_photo_video.music.patterns import FORCES, STEPS_PER_BAR
from tiktok_photo_video.music.performance import Event, perform
from tiktok_photo_video.music.style import Part, Role
from tiktok_photo_video.music.styles import STYLES
from tiktok_photo_video.music.theory import (
    Chord,
    Mode,
    nearest,
    parse_chord,
    parse_progression,
    scale,
    voice,
)

ALPHABETS = {
    Role.CHORDS: set(FORCES),
    Role.MELODY: set(FORCES),
    Role.DRUM: set(FORCES),
    Role.ARPEGGIO: set("01234567"),
    Role.BASS: set("RrFfOoAa"),
}
EVERY_PART = [(mood, part) for mood in Mood for part in STYLES[mood].parts]


def of_role(score: Score, events: list[Event], role: Role) -> list[Event]:
    parts = STYLES[score.mood].parts
    return [event for event in events if parts[event.part].role is role]


@pytest.mark.requirement("music-moods")
@pytest.mark.parametrize(("mood", "part"), EVERY_PART)
def test_every_row_of_the_style_table_can_be_played(mood: Mood, part: Part) -> None:
    assert (part.instrument in DRUMS) != (part.instrument in INSTRUMENTS)
    for pattern in (*part.patterns, *([part.fill] if part.fill else [])):
        assert len(pattern) % STEPS_PER_BAR == 0
        assert set(pattern) - {"-", "="} <= ALPHABETS[part.role]
        assert pattern[0] != "="


@pytest.mark.requirement("music-moods")
@pytest.mark.parametrize("mood", Mood)
def test_every_progression_can_be_read_and_fills_whole_phrases(mood: Mood) -> None:
    for progression in STYLES[mood].progressions:
        for text in (progression.groove, progression.lift):
            assert len(parse_progression(text, tonic=0)) == 4
        assert len(parse_progression(progression.cadence, tonic=0)) == 1
        parse_chord(progression.final, tonic=0)


@pytest.mark.requirement("music-harmony")
@pytest.mark.parametrize("mood", Mood)
@pytest.mark.parametrize("seed", range(4))
def test_melodies_sing_chord_notes_or_the_pentatonic_of_the_key(mood: Mood, seed: int) -> None:
    score = compose(mood, seed=seed, duration_s=40.0)
    chords = [chord for bar in score.bars for chord in bar.chords]
    allowed = {pitch for chord in [*chords, score.final] for pitch in chord.pitch_classes()}
    allowed |= set(scale(score.tonic, score.mode))
    tune = of_role(score, perform(score), Role.MELODY)
    assert tune
    assert {event.pitch % 12 for event in tune} <= allowed


@pytest.mark.requirement("music-harmony")
@pytest.mark.parametrize("mood", Mood)
def test_every_part_keeps_to_its_register(mood: Mood) -> None:
    for seed in range(4):
        score = compose(mood, seed=seed, duration_s=40.0)
        for event in perform(score):
            part = STYLES[mood].parts[event.part]
            if part.instrument in INSTRUMENTS:
                assert part.low - 6 <= event.pitch <= part.low + 40
                assert 24 <= event.pitch <= 100


@pytest.mark.requirement("music-beats-exact")
@pytest.mark.parametrize("mood", [Mood.LOFI, Mood.UPBEAT, Mood.CHILL])
def test_the_kick_strays_less_than_five_milliseconds_from_its_place(mood: Mood) -> None:
    score = compose(mood, seed=2, duration_s=30.0)
    kicks = {index for index, part in enumerate(STYLES[mood].parts) if part.kick}
    for event in perform(score):
        if event.part in kicks:
            steps = event.start_s / score.step_s
            swung = (STYLES[mood].swing - 0.5) * 2.0 * (round(steps) % 2)
            assert abs(steps - round(steps - swung) - swung) * score.step_s < 0.005


@pytest.mark.requirement("music-ends-on-time")
@pytest.mark.parametrize("mood", Mood)
def test_nothing_is_struck_after_the_final_chord(mood: Mood) -> None:
    score = compose(mood, seed=3, duration_s=20.0)
    textures = {index for index, part in enumerate(STYLES[mood].parts) if part.role is Role.TEXTURE}
    struck = [event for event in perform(score) if event.part not in textures]
    assert max(event.start_s for event in struck) < score.final_hit_s + 0.2
    last = [event for event in struck if event.start_s > score.final_hit_s - 0.05]
    pitches = {event.pitch % 12 for event in last if event.pitch}
    assert score.tonic in pitches
    assert pitches <= set(score.final.pitch_classes())


@pytest.mark.requirement("music-form")
@pytest.mark.parametrize("mood", Mood)
def test_the_lift_has_more_players_than_the_intro(mood: Mood) -> None:
    parts = STYLES[mood].parts
    playing = {
        name: sum(name in part.sections for part in parts)
        for name in (SectionName.INTRO, SectionName.GROOVE, SectionName.LIFT)
    }
    assert playing[SectionName.INTRO] < playing[SectionName.GROOVE] < playing[SectionName.LIFT]


@pytest.mark.requirement("music-form")
@pytest.mark.parametrize("mood", Mood)
def test_it_gets_going_at_once_and_drums_or_melody_come_within_a_bar(mood: Mood) -> None:
    score = compose(mood, seed=5, duration_s=15.0)
    starts = sorted(event.start_s for event in perform(score))
    assert starts[0] < 0.02
    assert sum(start_s < 2.0 for start_s in starts) >= 6


@pytest.mark.requirement("music-harmony")
def test_progressions_are_read_in_any_key() -> None:
    assert parse_progression("II:m9 | V:13 I:maj9", tonic=2) == (
        (Chord(4, (0, 3, 7, 10, 14)),),
        (Chord(9, (0, 4, 10, 14, 21)), Chord(2, (0, 4, 7, 11, 14))),
    )
    assert parse_chord("bVII:sus4", tonic=0) == Chord(10, (0, 5, 7))


@pytest.mark.requirement("music-harmony")
def test_voices_move_as_little_as_they_can() -> None:
    c_major = voice(Chord(0, (0, 4, 7)), previous=(), low=55, voices=4, rootless=False)
    a_minor = voice(Chord(9, (0, 3, 7)), previous=c_major, low=55, voices=4, rootless=False)
    assert len(set(c_major) & set(a_minor)) == 2
    assert sum(abs(one - other) for one, other in zip(c_major, a_minor, strict=True)) == 2


@pytest.mark.requirement("music-harmony")
def test_rich_chords_leave_their_root_to_the_bass() -> None:
    ninth = Chord(0, (0, 4, 7, 11, 14))
    voicing = voice(ninth, previous=(), low=55, voices=4, rootless=True)
    assert sorted(pitch % 12 for pitch in voicing) == [2, 4, 7, 11]


@pytest.mark.requirement("music-harmony")
def test_the_nearest_pitch_is_found_on_either_side() -> None:
    assert nearest(60, (0,)) == 60
    assert nearest(61, (0, 3)) == 60
    assert nearest(66, scale(0, Mode.MAJOR)) == 67
