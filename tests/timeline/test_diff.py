"""What changed, as facts."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given

from tests.strategies import UNHURRIED, Step, histories, timelines
from tests.timeline.examples import example, photo, titled
from tiktok_photo_video.timeline.apply import apply
from tiktok_photo_video.timeline.diff import Change, ChangeKind, diff, music_name, photo_name
from tiktok_photo_video.timeline.edits import (
    Edit,
    Insert,
    Remove,
    RemoveTitles,
    Rename,
    Reorder,
    SetDuration,
    SetMotion,
    SetMusic,
    SetResizeMode,
    SetTitle,
    SetTotalDuration,
    SetTransition,
    SetVolume,
)
from tiktok_photo_video.timeline.model import (
    Clip,
    ExternalReference,
    MediaKind,
    Motion,
    MotionKind,
    MusicReference,
    ResizeMode,
    Timeline,
    TimeRange,
    TitleReference,
    TransitionType,
)

BASE = apply(titled(example(60, 60, 60), ("Hi", 0, 30)), SetMusic(MusicReference("lofi")))
FADE = SetTransition((TransitionType.CROSSFADE,), 10)
TOLD: tuple[tuple[Edit, tuple[ChangeKind, ...]], ...] = (
    (
        Insert(1, (photo("new", 30, name="dog.jpg"),)),
        (ChangeKind.PHOTOS_ADDED, ChangeKind.TOTAL_DURATION),
    ),
    (Remove(("p2",)), (ChangeKind.PHOTOS_REMOVED, ChangeKind.TOTAL_DURATION)),
    (Reorder(("p3", "p1", "p2")), (ChangeKind.PHOTOS_REORDERED,)),
    (SetTotalDuration(90), (ChangeKind.TOTAL_DURATION,)),
    (SetDuration(("p2",), 90), (ChangeKind.TOTAL_DURATION, ChangeKind.PHOTO_DURATION)),
    (FADE, (ChangeKind.TRANSITIONS,)),
    (SetMotion(("p1",), (Motion(MotionKind.PAN_UP),)), (ChangeKind.MOTION,)),
    (SetResizeMode(("p1",), ResizeMode.CONTAIN), (ChangeKind.FIT,)),
    (SetTitle(TitleReference("Bye"), 60, 30), (ChangeKind.TITLE_ADDED,)),
    (RemoveTitles(), (ChangeKind.TITLE_REMOVED,)),
    (SetTitle(TitleReference("Bye"), 0, 30), (ChangeKind.TITLE_CHANGED,)),
    (SetMusic(MusicReference("chill")), (ChangeKind.MUSIC,)),
    (SetMusic(None), (ChangeKind.MUSIC,)),
    (SetVolume(0.35), (ChangeKind.VOLUME,)),
    (Rename("summer"), (ChangeKind.NAME,)),
)


@pytest.mark.requirement("timeline-diff")
@pytest.mark.parametrize(("edit", "kinds"), TOLD, ids=[edit.op for edit, _ in TOLD])
def test_an_edit_is_told_as_what_it_is_and_nothing_else(
    edit: Edit, kinds: tuple[ChangeKind, ...]
) -> None:
    assert tuple(change.kind for change in diff(BASE, apply(BASE, edit))) == kinds


@pytest.mark.requirement("timeline-diff")
@pytest.mark.parametrize(
    ("after", "kind"),
    [
        (replace(BASE, width_px=1920, height_px=1080), ChangeKind.CANVAS),
        (replace(BASE, rate=Fraction(25)), ChangeKind.RATE),
    ],
    ids=["canvas", "rate"],
)
def test_canvas_and_rate_are_told(after: Timeline, kind: ChangeKind) -> None:
    assert kind in [change.kind for change in diff(BASE, after)]


@pytest.mark.requirement("timeline-diff")
@UNHURRIED
@given(timelines())
def test_a_timeline_does_not_differ_from_itself(timeline: Timeline) -> None:
    assert diff(timeline, timeline) == ()


@pytest.mark.requirement("timeline-diff")
@UNHURRIED
@given(histories(longest=4))
def test_the_way_back_has_changes_whenever_the_way_there_has(steps: list[Step]) -> None:
    for step in steps:
        assert bool(diff(step.before, step.after)) == bool(diff(step.after, step.before))


@pytest.mark.requirement("timeline-diff")
def test_facts_name_photos_as_their_owner_does() -> None:
    after = apply(BASE, Insert(3, (photo("x", 30, name="dog.jpg"), photo("y", 30))))
    assert diff(BASE, after)[0] == Change(
        ChangeKind.PHOTOS_ADDED, ("dog.jpg", "photo 5"), before=3, after=5
    )


@pytest.mark.requirement("timeline-diff")
def test_the_old_and_the_new_order_are_told() -> None:
    (change,) = diff(BASE, apply(BASE, Reorder(("p3", "p1", "p2"))))
    assert change.before == ("photo 1", "photo 2", "photo 3")
    assert isinstance(change.after, tuple)
    assert len(change.after) == 3


@pytest.mark.requirement("timeline-diff")
def test_another_piece_of_the_same_mood_is_a_change() -> None:
    after = apply(BASE, SetMusic(MusicReference("lofi", seed=7)))
    assert [change.kind for change in diff(BASE, after)] == [ChangeKind.MUSIC]


@pytest.mark.requirement("timeline-diff")
def test_a_sound_file_is_called_by_its_name() -> None:
    media = ExternalReference("song.mp3", "hash", MediaKind.AUDIO)
    assert music_name(Clip("m1", media, TimeRange(0, 30))) == "song.mp3"
    assert music_name(None) is None
    assert photo_name(photo("p1", 30), 4) == "photo 4"


@pytest.mark.requirement("timeline-diff")
def test_a_first_timeline_is_all_new() -> None:
    kinds = [change.kind for change in diff(Timeline(), BASE)]
    assert kinds[:2] == [ChangeKind.PHOTOS_ADDED, ChangeKind.TOTAL_DURATION]
    assert {ChangeKind.TITLE_ADDED, ChangeKind.MUSIC} <= set(kinds)
    assert ChangeKind.PHOTOS_REMOVED in [change.kind for change in diff(BASE, Timeline())]


@pytest.mark.requirement("timeline-diff")
def test_removing_the_middle_of_equal_cuts_is_no_change_of_transitions() -> None:
    timeline = apply(BASE, FADE)
    kinds = [change.kind for change in diff(timeline, apply(timeline, Remove(("p2",))))]
    assert ChangeKind.TRANSITIONS not in kinds


@pytest.mark.requirement("timeline-diff")
def test_a_longer_transition_is_a_change() -> None:
    before = apply(example(60, 60), SetTransition((TransitionType.CROSSFADE,), 6))
    after = apply(before, SetTransition((TransitionType.CROSSFADE,), 24))
    assert diff(before, after) != ()


@pytest.mark.requirement("timeline-diff")
def test_another_rate_is_not_another_length() -> None:
    before = example(300)
    after = replace(example(600), rate=Fraction(60))
    assert [change.kind for change in diff(before, after)] == [ChangeKind.RATE]
