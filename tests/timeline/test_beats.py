"""Cuts on beats: moved to the nearest, in order, without a change of length."""

from __future__ import annotations

from functools import reduce
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.timeline.examples import example
from tiktok_photo_video.timeline.apply import apply
from tiktok_photo_video.timeline.beats import cuts_on_beats
from tiktok_photo_video.timeline.bounds import MIN_CLIP_FRAMES
from tiktok_photo_video.timeline.check import check
from tiktok_photo_video.timeline.model import Timeline

EVERY_HALF_SECOND = [n / 2 for n in range(41)]


def cut(timeline: Timeline, beats_s: list[float]) -> Timeline:
    return reduce(apply, cuts_on_beats(timeline, beats_s), timeline)


def cuts_s(timeline: Timeline) -> list[float]:
    ends = accumulate(clip.duration for clip in timeline.pictures)
    return [float(end / timeline.rate) for end in ends][:-1]


@pytest.mark.requirement("timeline-beats")
def test_every_cut_goes_to_the_beat_nearest_to_it() -> None:
    timeline = example(40, 52, 38, 50)
    after = cut(timeline, EVERY_HALF_SECOND)
    assert cuts_s(after) == [1.5, 3.0, 4.5]
    assert after.duration == timeline.duration


@pytest.mark.requirement("timeline-beats")
def test_cuts_that_are_on_beats_stay() -> None:
    assert cuts_on_beats(example(45, 30, 60), EVERY_HALF_SECOND) == ()


@pytest.mark.requirement("timeline-beats")
@pytest.mark.parametrize("beats_s", [[], [0.0], [100.0]])
def test_without_a_beat_near_a_cut_stays(beats_s: list[float]) -> None:
    assert cuts_on_beats(example(40, 40), beats_s) == ()
    assert cuts_on_beats(example(40), beats_s) == ()


@pytest.mark.requirement("timeline-beats")
@given(
    lengths=st.lists(st.integers(12, 200), min_size=1, max_size=12),
    period_s=st.floats(0.2, 3),
    start_s=st.floats(0, 1),
)
def test_whatever_the_beats_the_length_stays_and_no_picture_goes(
    lengths: list[int], period_s: float, start_s: float
) -> None:
    timeline = example(*lengths)
    beats = [start_s + n * period_s for n in range(200)]
    after = cut(timeline, beats)
    assert after.duration == timeline.duration
    assert len(after.pictures) == len(timeline.pictures)
    assert check(after) == ()
    assert all(clip.duration >= MIN_CLIP_FRAMES for clip in after.pictures)
