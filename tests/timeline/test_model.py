"""Times, ranges and where clips stand in their track."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import RATES, UNHURRIED, timelines
from tests.timeline.examples import example
from tiktok_photo_video.timeline.model import (
    Timeline,
    TimeRange,
    TrackKind,
    frames_from_ms,
    frames_from_s,
    ms_from_frames,
    placed_clips,
    s_from_frames,
)


@pytest.mark.requirement("timeline-times")
@pytest.mark.parametrize("rate", RATES, ids=str)
@UNHURRIED
@given(frames=st.integers(0, 10_000_000))
def test_frames_survive_the_way_over_milliseconds(rate: Fraction, frames: int) -> None:
    assert frames_from_ms(ms_from_frames(frames, rate), rate) == frames


@pytest.mark.requirement("timeline-times")
@pytest.mark.parametrize("rate", RATES, ids=str)
@UNHURRIED
@given(frames=st.integers(0, 10_000_000))
def test_frames_survive_the_way_over_seconds(rate: Fraction, frames: int) -> None:
    assert frames_from_s(s_from_frames(frames, rate), rate) == frames


@pytest.mark.requirement("timeline-times")
@pytest.mark.parametrize("rate", RATES, ids=str)
@UNHURRIED
@given(duration_ms=st.integers(0, 3_600_000))
def test_milliseconds_are_rounded_to_the_nearest_frame(rate: Fraction, duration_ms: int) -> None:
    exact = Fraction(duration_ms, 1000) * rate
    assert abs(frames_from_ms(duration_ms, rate) - exact) <= Fraction(1, 2)


@pytest.mark.requirement("timeline-times")
@pytest.mark.parametrize(
    ("rate", "frames"),
    [
        (Fraction(24), 240),
        (Fraction(25), 250),
        (Fraction(30000, 1001), 300),
        (Fraction(30), 300),
        (Fraction(50), 500),
        (Fraction(60), 600),
    ],
    ids=str,
)
def test_ten_seconds_have_the_frames_one_expects(rate: Fraction, frames: int) -> None:
    assert frames_from_s(10, rate) == frames_from_ms(10_000, rate) == frames


@pytest.mark.requirement("timeline-times")
def test_a_range_ends_where_the_next_begins() -> None:
    assert TimeRange(7, 5).end_exclusive == 12


@pytest.mark.requirement("timeline-places")
@UNHURRIED
@given(timelines())
def test_clips_of_a_track_butt(timeline: Timeline) -> None:
    track = timeline.track(TrackKind.VIDEO)
    assert track is not None
    at = 0
    for placed in placed_clips(track):
        assert placed.range_in_track == TimeRange(at, placed.clip.duration)
        at = placed.range_in_track.end_exclusive
    assert at == track.duration == timeline.duration


@pytest.mark.requirement("timeline-places")
@UNHURRIED
@given(timelines(fewest=2))
def test_neighbours_know_the_same_transition(timeline: Timeline) -> None:
    track = timeline.track(TrackKind.VIDEO)
    assert track is not None
    placed = placed_clips(track)
    assert placed[0].transition_in is None
    assert placed[-1].transition_out is None
    for before, after in pairwise(placed):
        assert before.transition_out is after.transition_in


@pytest.mark.requirement("timeline-places")
def test_an_empty_timeline_has_no_length_and_no_photos() -> None:
    assert Timeline().duration == 0
    assert Timeline().photos == ()
    assert Timeline().track(TrackKind.AUDIO) is None
    assert example(10, 20).duration == 30
