"""Promises of the timeline that are not kept yet; each test here fails until one is."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from tests.timeline.examples import example, photo, titled

from tiktok_photo_video.errors import EditError
from tiktok_photo_video.timeline.apply import apply, new_clip_id
from tiktok_photo_video.timeline.check import check
from tiktok_photo_video.timeline.diff import ChangeKind, diff
from tiktok_photo_video.timeline.edits import (
    Insert,
    Remove,
    Rename,
    Reorder,
    SetDuration,
    SetMotion,
    SetMusic,
    SetTitle,
    SetTransition,
)
from tiktok_photo_video.timeline.model import (
    Clip,
    Gap,
    Motion,
    MotionKind,
    MusicReference,
    Timeline,
    TimeRange,
    TitlePosition,
    TitleReference,
    Track,
    TrackKind,
    TransitionType,
)
from tiktok_photo_video.timeline.summary import describe_all, summary

RATE = Fraction(30)
FADE = TransitionType.CROSSFADE


def said(before: Timeline, after: Timeline) -> str:
    return describe_all(diff(before, after), rate=after.rate)


@pytest.mark.requirement("timeline-edits-sound")
def test_an_edit_keeps_a_timeline_with_two_pieces_of_sound_sound() -> None:
    song = Clip("s1", MusicReference("lofi"), TimeRange(0, 20))
    other = Clip("s2", MusicReference("chill"), TimeRange(0, 20))
    for children in ((song, other), (Gap(10), song)):
        timeline = replace(
            example(60), tracks=(*example(60).tracks, Track(TrackKind.AUDIO, children))
        )
        assert check(timeline) == ()
        assert check(apply(timeline, Rename("summer"))) == ()


@pytest.mark.requirement("timeline-edits-sound")
def test_inserting_a_photo_under_an_id_that_is_taken_is_refused() -> None:
    with pytest.raises(EditError):
        apply(example(30, 30), Insert(0, (photo("p1", 30),)))


@pytest.mark.requirement("timeline-edits-sound")
def test_inserting_a_photo_without_frames_is_refused() -> None:
    with pytest.raises(EditError):
        apply(example(30, 30), Insert(0, (photo("new", 0),)))


@pytest.mark.requirement("timeline-edits-sound")
def test_music_gets_an_id_that_no_photo_has() -> None:
    timeline = Timeline(tracks=(Track(TrackKind.VIDEO, (photo("m1", 30),)),))
    assert check(apply(timeline, SetMusic(MusicReference("lofi")))) == ()


@pytest.mark.requirement("timeline-edits")
def test_ids_with_odd_digits_do_not_disturb_new_ids() -> None:
    timeline = Timeline(tracks=(Track(TrackKind.VIDEO, (photo("t²", 30),)),))
    assert new_clip_id(timeline, prefix="t") == "t1"


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


@pytest.mark.requirement("timeline-diff")
def test_a_longer_transition_is_a_change() -> None:
    before = apply(example(60, 60), SetTransition((FADE,), 6))
    after = apply(before, SetTransition((FADE,), 24))
    assert ChangeKind.TRANSITIONS in [change.kind for change in diff(before, after)]


@pytest.mark.requirement("timeline-diff")
def test_another_rate_is_not_another_length() -> None:
    before = example(300)
    after = replace(example(600), rate=Fraction(60))
    assert [change.kind for change in diff(before, after)] == [ChangeKind.RATE]


@pytest.mark.requirement("timeline-words")
def test_lengths_before_a_change_of_rate_are_told_at_their_own_rate() -> None:
    after = replace(example(1200), rate=Fraction(60))
    assert "10s → 20s" in said(example(300), after)


@pytest.mark.requirement("timeline-words")
def test_a_file_name_keeps_its_letters_at_the_start_of_a_sentence() -> None:
    clips = (photo("p1", 60, name="beach.heic"), photo("p2", 60, name="dog.jpg"))
    timeline = Timeline(tracks=(Track(TrackKind.VIDEO, clips),))
    # Swapped lengths: the whole stays as long, so the photo's change is the first one told.
    after = apply(apply(timeline, SetDuration(("p1",), 90)), SetDuration(("p2",), 30))
    assert said(timeline, after).startswith("beach.heic: 2s → 3s")


@pytest.mark.requirement("timeline-words")
def test_a_new_order_of_unnamed_photos_says_which_is_where() -> None:
    after = apply(example(30, 30, 30), Reorder(("p3", "p1", "p2")))
    assert "photo 3, photo 1, photo 2" in said(example(30, 30, 30), after)


@pytest.mark.requirement("timeline-words")
def test_what_changed_of_a_title_is_said() -> None:
    before = titled(example(300), ("Hi", 0, 60))
    moved = apply(before, SetTitle(TitleReference("Hi"), 30, 60))
    lower = apply(before, SetTitle(TitleReference("Hi", position=TitlePosition.BOTTOM), 0, 60))
    for after in (moved, lower):
        assert '"Hi" → "Hi"' not in said(before, after)


@pytest.mark.requirement("timeline-words")
def test_a_stronger_move_and_another_song_are_not_told_as_no_change() -> None:
    before = apply(example(60), SetMotion(("p1",), (Motion(MotionKind.ZOOM_IN, 0.1),)))
    after = apply(before, SetMotion(("p1",), (Motion(MotionKind.ZOOM_IN, 0.3),)))
    assert "zoom in → zoom in" not in said(before, after)
    song = apply(example(60), SetMusic(MusicReference("lofi", 1)))
    other = apply(song, SetMusic(MusicReference("lofi", 2)))
    assert "Lo-fi → Lo-fi" not in said(song, other)


@pytest.mark.requirement("timeline-words")
def test_one_photo_left_is_not_told_as_a_change_of_transitions() -> None:
    before = apply(example(60, 60), SetTransition((FADE,), 10))
    changes = diff(before, apply(before, Remove(("p2",))))
    assert ChangeKind.TRANSITIONS not in [change.kind for change in changes]


@pytest.mark.requirement("timeline-summary")
def test_a_single_photo_without_a_name_is_still_called_something() -> None:
    assert summary(example(120)) == "Timeline (1 track): 1. Video: 1 photo (0-4s)"
