"""Each rule of a sound timeline finds the timeline that breaks it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given

from tests.strategies import UNHURRIED, any_timelines
from tests.timeline.examples import example, photo, titled
from tiktok_photo_video.timeline.check import check
from tiktok_photo_video.timeline.model import (
    CardReference,
    Clip,
    ExternalReference,
    Focus,
    Gap,
    Logo,
    Look,
    MediaKind,
    Motion,
    MotionKind,
    MusicReference,
    Timeline,
    TimeRange,
    TitleReference,
    Track,
    TrackChild,
    TrackKind,
    Transition,
    TransitionType,
)


def pictures(*children: TrackChild) -> Timeline:
    return Timeline(tracks=(Track(TrackKind.VIDEO, children),))


def bed(duration: int, *, clip_id: str = "m1", volume: float = 1.0) -> Track:
    clip = Clip(clip_id, MusicReference("lofi"), TimeRange(0, duration), volume=volume)
    return Track(TrackKind.AUDIO, (clip,))


def with_track(timeline: Timeline, *tracks: Track) -> Timeline:
    return replace(timeline, tracks=(*timeline.tracks, *tracks))


def title(text: str, duration: int) -> Track:
    return Track(TrackKind.TITLE, (Clip("t1", TitleReference(text), TimeRange(0, duration)),))


def fade(in_offset: int, out_offset: int) -> Transition:
    return Transition(TransitionType.CROSSFADE, in_offset, out_offset)


def film(duration: int) -> Clip:
    """A video of a second."""
    media = ExternalReference("", "v", MediaKind.VIDEO, available_duration_ms=1000)
    return Clip("v", media, TimeRange(0, duration))


def card(clip_id: str, *, text: str = "Bye") -> Clip:
    return Clip(clip_id, CardReference(text), TimeRange(0, 30))


def caption(anchor: str, duration: int) -> Track:
    clip = Clip("k1", TitleReference("Hi"), TimeRange(0, duration), anchor=anchor)
    return Track(TrackKind.CAPTION, (clip,))


def faded(track: Track, fade_in: int, fade_out: int) -> Track:
    clip = replace(track.clips[0], fade_in=fade_in, fade_out=fade_out)
    return replace(track, children=(clip,))


LOGO = Logo(ExternalReference("logo.png", "l"))
A, B, C = photo("a", 30), photo("b", 30), photo("c", 30)
BROKEN: tuple[tuple[str, Timeline], ...] = (
    ("canvas", replace(example(30), width_px=1081)),
    ("canvas", replace(example(30), height_px=14)),
    ("canvas", replace(example(30), width_px=4098)),
    ("rate", replace(example(30), rate=Fraction(1, 2))),
    ("rate", replace(example(30), rate=Fraction(121))),
    ("rate", replace(example(30), rate=Fraction(0))),
    ("tracks", with_track(example(30), bed(30), bed(30, clip_id="m2"))),
    ("empty_track", pictures()),
    ("empty_track", with_track(example(30), Track(TrackKind.TITLE, (Gap(10),)))),
    ("gap", pictures(A, Gap(5), B)),
    ("media", pictures(Clip("a", MusicReference("lofi"), TimeRange(0, 30)))),
    ("media", with_track(example(30), Track(TrackKind.TITLE, (photo("x", 5),)))),
    ("range", pictures(photo("a", 0))),
    ("range", pictures(replace(A, source_range=TimeRange(-1, 30)))),
    ("range", with_track(example(30), Track(TrackKind.TITLE, (Gap(0), *title("Hi", 9).children)))),
    ("empty_title", with_track(example(30), title(" \n", 10))),
    ("volume", with_track(example(30), bed(30, volume=2.5))),
    ("volume", with_track(example(30), bed(30, volume=-0.1))),
    ("volume", with_track(example(30), bed(30, volume=float("nan")))),
    ("ids", pictures(A, A)),
    ("ids", with_track(pictures(A), bed(30, clip_id="a"))),
    ("transition", pictures(fade(0, 5), A)),
    ("transition", pictures(A, fade(5, 0))),
    ("transition", pictures(A, fade(2, 2), fade(2, 2), B)),
    ("transition", pictures(A, fade(0, 0), B)),
    ("transition", pictures(A, fade(-1, 5), B)),
    ("crowded", pictures(A, fade(0, 20), B, fade(20, 0), C)),
    ("crowded", pictures(A, fade(31, 0), B)),
    ("length", with_track(example(30), bed(31))),
    ("length", with_track(example(30), title("Hi", 31))),
    ("length", Timeline(tracks=(bed(30),))),
    ("speed", pictures(replace(A, speed=Fraction(2)))),
    ("speed", pictures(replace(film(30), speed=Fraction(11)))),
    ("source", pictures(film(31))),
    ("source", pictures(replace(film(20), speed=Fraction(2)))),
    ("source", pictures(replace(film(2), source_range=TimeRange(30, 2)))),
    ("look", pictures(replace(A, look=Look(strength=1.1)))),
    ("look", pictures(replace(A, look=Look(saturation=float("nan"))))),
    ("focus", pictures(replace(A, focus=Focus(0.5, 1.5)))),
    ("color", pictures(replace(A, pad_color="black"))),
    ("fades", with_track(example(30), faded(bed(30), 20, 11))),
    ("fades", with_track(example(30), faded(bed(30), -1, 0))),
    ("anchor", pictures(replace(A, anchor="b"), B)),
    ("anchor", with_track(pictures(A, B), caption("c", 30))),
    ("anchor", with_track(pictures(A, B), caption("a", 29))),
    ("anchor", with_track(pictures(A, B), caption("b", 30))),
    ("card", pictures(card("e1"), A)),
    ("card", pictures(A, card("e1"), card("e2"))),
    ("card", pictures(card("e1"))),
    ("empty_card", pictures(A, card("e1", text=" "))),
    ("color", pictures(A, replace(card("e1"), media=CardReference("Hi", background="red")))),
    ("cover", replace(example(30), cover=30)),
    ("cover", replace(example(30), cover=-1)),
    ("logo", replace(example(30), logo=replace(LOGO, opacity=1.1))),
    ("logo", replace(example(30), logo=replace(LOGO, width_share=0.0))),
    ("media", pictures(replace(A, media=ExternalReference("", "s", MediaKind.AUDIO)))),
    ("order", replace(example(30), tracks=(bed(30), *example(30).tracks))),
)


@pytest.mark.requirement("timeline-check")
@pytest.mark.parametrize(("code", "timeline"), BROKEN, ids=[code for code, _ in BROKEN])
def test_a_broken_invariant_is_told_by_its_code_and_a_sentence(
    code: str, timeline: Timeline
) -> None:
    problems = check(timeline)
    assert code in {problem.code for problem in problems}
    assert all(problem.sentence.endswith(".") for problem in problems)


@pytest.mark.requirement("timeline-check")
@UNHURRIED
@given(any_timelines())
def test_a_sound_timeline_has_no_problem(timeline: Timeline) -> None:
    assert check(timeline) == ()


@pytest.mark.requirement("timeline-check")
def test_transitions_that_just_meet_are_sound() -> None:
    assert check(pictures(A, fade(0, 15), B, fade(15, 0), C)) == ()
    assert check(titled(example(30), ("Hi", 0, 30))) == ()


@pytest.mark.requirement("timeline-check")
def test_every_problem_is_told_at_once() -> None:
    broken = replace(pictures(A, A, Gap(5)), width_px=7, rate=Fraction(500))
    assert {p.code for p in check(broken)} >= {"canvas", "rate", "ids", "gap"}


@pytest.mark.requirement("timeline-check")
@pytest.mark.parametrize("strength", [-1.0, float("nan"), 1e9])
def test_a_motion_that_no_camera_can_make_is_a_problem(strength: float) -> None:
    clip = replace(photo("p1", 30), motion=Motion(MotionKind.ZOOM_IN, strength))
    assert check(Timeline(tracks=(Track(TrackKind.VIDEO, (clip,)),))) != ()


@pytest.mark.requirement("timeline-check")
@pytest.mark.parametrize("color", ["red", "#fff", "#12345g", ""])
def test_a_colour_that_is_none_is_a_problem(color: str) -> None:
    clip = Clip("t1", TitleReference("Hi", color=color), TimeRange(0, 30))
    tracks = (*example(60).tracks, Track(TrackKind.TITLE, (clip,)))
    assert check(Timeline(tracks=tracks)) != ()
