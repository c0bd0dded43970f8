"""Cuts on the beat, by what the user says."""

from __future__ import annotations

from itertools import accumulate

import pytest

from tests.backend.workbench import Workbench
from tiktok_photo_video.backend.beat_sync import beats_s
from tiktok_photo_video.timeline.model import Timeline


def cuts(timeline: Timeline) -> list[int]:
    return list(accumulate(clip.duration for clip in timeline.pictures))[:-1]


def off_the_beat(timeline: Timeline) -> list[int]:
    """The cuts that are not on the frame of a beat."""
    beats = {round(beat * timeline.rate) for beat in beats_s(timeline)}
    return [cut for cut in cuts(timeline) if cut not in beats]


@pytest.mark.requirement("beat-sync")
@pytest.mark.parametrize("mood", ["upbeat", "house", "romantic"])
def test_cuts_land_on_the_beats_when_they_are_asked_to(bench: Workbench, mood: str) -> None:
    session = bench.new_session()
    bench.say(session, f"a 13 second video with {mood} music", "cut on the beat")
    timeline = bench.timeline(session)
    assert timeline.has_beat_sync
    assert off_the_beat(timeline) == []
    assert timeline.duration == 13 * timeline.rate


@pytest.mark.requirement("beat-sync")
def test_another_song_moves_the_cuts_to_its_own_beats(bench: Workbench) -> None:
    session = bench.new_session()
    bench.say(session, "a 13 second video with upbeat music", "cut on the beat")
    before = cuts(bench.timeline(session))
    bench.say(session, "make the music lofi")
    assert off_the_beat(bench.timeline(session)) == []
    assert cuts(bench.timeline(session)) != before


@pytest.mark.requirement("beat-sync")
def test_a_length_that_is_asked_for_is_kept_beat_or_not(bench: Workbench) -> None:
    session = bench.new_session()
    bench.say(session, "a 13 second video with upbeat music", "cut on the beat")
    bench.say(session, "make photo 1 exactly 3.1 seconds")
    timeline = bench.timeline(session)
    assert timeline.photos[0].duration == round(3.1 * timeline.rate)
