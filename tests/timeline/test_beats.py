"""Cuts on beats: all of them together, without a change of length or of what is pinned."""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.timeline.examples import example
from tiktok_photo_video.timeline.apply import apply
from tiktok_photo_video.timeline.beats import Pulse, cut_on_beats, evenly_paced
from tiktok_photo_video.timeline.bounds import MIN_CLIP_FRAMES
from tiktok_photo_video.timeline.check import check
from tiktok_photo_video.timeline.edits import SetBeatSync, SetDuration, SetMusic, SetTotalDuration
from tiktok_photo_video.timeline.model import MusicReference, Timeline

EVERY_HALF_SECOND = Pulse(tuple(n / 2 for n in range(41)))


def cuts_s(timeline: Timeline) -> list[float]:
    ends = accumulate(clip.duration for clip in timeline.pictures)
    return [float(end / timeline.rate) for end in ends][:-1]


@pytest.mark.requirement("timeline-beats")
def test_every_cut_goes_to_a_beat_near_it() -> None:
    timeline = example(40, 52, 38, 50)
    after = cut_on_beats(timeline, EVERY_HALF_SECOND)
    assert cuts_s(after) == [1.5, 3.0, 4.5]
    assert after.duration == timeline.duration


@pytest.mark.requirement("timeline-beats")
def test_cuts_that_are_on_beats_stay() -> None:
    timeline = example(45, 45, 45)
    assert cut_on_beats(timeline, EVERY_HALF_SECOND) == timeline


@pytest.mark.requirement("timeline-beats")
@pytest.mark.parametrize("beats_s", [(), (0.0,), (100.0,)])
def test_without_a_beat_near_a_cut_stays(beats_s: tuple[float, ...]) -> None:
    for timeline in (example(40, 40), example(40)):
        assert cut_on_beats(timeline, Pulse(beats_s)) == timeline


@pytest.mark.requirement("timeline-beats")
def test_pictures_shorter_than_a_beat_change_between_beats_too() -> None:
    after = cut_on_beats(example(*[16] * 8), Pulse(tuple(float(n) for n in range(6))))
    assert {cut % 0.5 for cut in cuts_s(after)} == {0.0}


@pytest.mark.requirement("timeline-beats-sections")
def test_a_section_that_begins_near_a_cut_begins_with_it() -> None:
    pictures = example(*[50] * 6)
    for turn_s in (3.0, 3.5):
        turning = replace(EVERY_HALF_SECOND, turns_s=(turn_s,))
        assert turn_s in cuts_s(cut_on_beats(pictures, turning))


@pytest.mark.requirement("timeline-beats-lift")
@pytest.mark.parametrize("best", ["p3", "p4", "p5"])
def test_the_best_picture_near_the_lift_comes_in_on_it(best: str) -> None:
    lifting = replace(EVERY_HALF_SECOND, lift_s=6.0)
    timeline = example(*[60] * 6)
    ids = [clip.id for clip in timeline.pictures]
    chosen = dict(zip(("p3", "p4", "p5"), ids[2:5], strict=True))[best]
    after = cut_on_beats(timeline, lifting, worth={chosen: 1.0})
    assert [0.0, *cuts_s(after)][ids.index(chosen)] == 6.0
    assert [clip.id for clip in after.pictures] == ids


@pytest.mark.requirement("timeline-beats-lift")
def test_the_last_picture_comes_in_with_the_final_chord() -> None:
    after = cut_on_beats(example(*[60] * 6), replace(EVERY_HALF_SECOND, final_s=9.0))
    assert cuts_s(after)[-1] == 9.0


@pytest.mark.requirement("timeline-beats-pinned")
@pytest.mark.parametrize("number", [0, 2, 3])
def test_a_length_that_was_asked_for_is_kept_and_the_others_give_way(number: int) -> None:
    timeline = example(52, 52, 52, 52)
    clip_id = timeline.pictures[number].id
    pinned = apply(timeline, SetDuration((clip_id,), 37))
    after = cut_on_beats(pinned, EVERY_HALF_SECOND)
    assert after.pictures[number].duration == 37
    assert after.duration == pinned.duration
    off = [cut for cut in cuts_s(after) if cut % 0.5]
    assert len(off) <= 1


@pytest.mark.requirement("timeline-beats-pinned")
def test_lengths_all_asked_for_stay_until_the_beat_or_another_total_is() -> None:
    timeline = example(52, 41, 63)
    pinned = apply(timeline, SetDuration(tuple(c.id for c in timeline.pictures), 50))
    assert cut_on_beats(pinned, EVERY_HALF_SECOND) == pinned
    shorter = apply(pinned, SetTotalDuration(120))
    assert not any(clip.is_pinned for clip in shorter.pictures)


@pytest.mark.requirement("timeline-beats-pinned")
def test_asking_for_the_beat_makes_a_pace_of_lengths_that_were_all_asked_for() -> None:
    timeline = apply(example(52, 52, 52), SetMusic(MusicReference("lofi", 1)))
    pinned = apply(timeline, SetDuration(tuple(c.id for c in timeline.pictures), 50))
    synced = apply(pinned, SetBeatSync(is_on=True))
    after = cuts_s(cut_on_beats(synced, EVERY_HALF_SECOND))
    assert all(cut % 0.5 == 0.0 for cut in after)


@pytest.mark.requirement("timeline-beats")
def test_without_a_beat_what_a_beat_moved_is_even_again() -> None:
    assert [c.duration for c in evenly_paced(example(45, 60, 45)).pictures] == [50, 50, 50]
    meant = example(20, 90, 40)
    assert evenly_paced(meant) == meant


@pytest.mark.requirement("timeline-beats")
@given(
    lengths=st.lists(st.integers(4, 200), min_size=1, max_size=12),
    period_s=st.floats(0.2, 3),
    start_s=st.floats(0, 1),
    pinned=st.sets(st.integers(0, 11)),
)
def test_whatever_the_beats_the_length_stays_and_no_picture_goes(
    lengths: list[int], period_s: float, start_s: float, pinned: set[int]
) -> None:
    timeline = example(*lengths)
    for number, clip in enumerate(timeline.pictures):
        if number in pinned:
            timeline = apply(timeline, SetDuration((clip.id,), clip.duration))
    beats = tuple(start_s + n * period_s for n in range(200))
    pulse = Pulse(beats, downbeats_s=beats[::4], turns_s=beats[::16], lift_s=beats[8])
    after = cut_on_beats(timeline, pulse)
    assert after.duration == timeline.duration
    assert len(after.pictures) == len(timeline.pictures)
    assert check(after) == ()
    assert all(clip.duration >= MIN_CLIP_FRAMES for clip in after.pictures)
    for before, now in zip(timeline.pictures, after.pictures, strict=True):
        assert not before.is_pinned or now == before
