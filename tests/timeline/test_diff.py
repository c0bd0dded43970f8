"""What changed, as facts."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given

from tests.edit_strategies import Step, histories
from tests.strategies import UNHURRIED, full_timelines
from tests.timeline.examples import example, photo, titled
from tiktok_photo_video.timeline.apply import apply
from tiktok_photo_video.timeline.diff import Change, ChangeKind, diff, music_name, photo_name
from tiktok_photo_video.timeline.edits import (
    Duplicate,
    Edit,
    Insert,
    Remove,
    RemoveTitles,
    Rename,
    Reorder,
    ReplaceMedia,
    SetBeatSync,
    SetCanvas,
    SetCaption,
    SetCover,
    SetDuration,
    SetEndCard,
    SetFades,
    SetFocus,
    SetLogo,
    SetLook,
    SetMotion,
    SetMusic,
    SetMuted,
    SetPadColor,
    SetRate,
    SetResizeMode,
    SetTitle,
    SetTotalDuration,
    SetTransition,
    SetVolume,
)
from tiktok_photo_video.timeline.model import (
    CardReference,
    Clip,
    ExternalReference,
    Focus,
    Logo,
    Look,
    LookKind,
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
    (Duplicate(("p2",)), (ChangeKind.PHOTOS_ADDED, ChangeKind.TOTAL_DURATION)),
    (ReplaceMedia("p2", photo("x", 9, name="dog.jpg")), (ChangeKind.PHOTO_REPLACED,)),
    (SetFocus(("p1",), Focus(0.2, 0.3)), (ChangeKind.FOCUS,)),
    (SetPadColor(("p1",), "#ff0000"), (ChangeKind.PAD_COLOR,)),
    (SetLook(("p1",), Look(LookKind.SEPIA)), (ChangeKind.LOOK,)),
    (SetCaption("p3", TitleReference("Lisbon")), (ChangeKind.CAPTION,)),
    (SetEndCard(CardReference("Bye")), (ChangeKind.TOTAL_DURATION, ChangeKind.END_CARD_ADDED)),
    (SetLogo(Logo(ExternalReference("logo.png", "l"))), (ChangeKind.LOGO,)),
    (SetFades(fade_in=30, fade_out=45), (ChangeKind.FADE_IN, ChangeKind.FADE_OUT)),
    (SetMuted(is_muted=True), (ChangeKind.MUTED,)),
    (SetBeatSync(is_on=True), (ChangeKind.BEAT_SYNC,)),
    (SetCanvas(1080, 1080), (ChangeKind.CANVAS,)),
    (SetRate(Fraction(60)), (ChangeKind.RATE,)),
    (SetCover(90), (ChangeKind.COVER,)),
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
@given(full_timelines())
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


def _visible(timeline: Timeline) -> object:
    """What of a timeline can be seen or heard, whatever its clips are called."""
    tracks = []
    for track in timeline.tracks:
        at = {clip.id: n for n, clip in enumerate(timeline.pictures)}
        children: list[object] = []
        for child in track.children:
            if not isinstance(child, Clip):
                children.append(child)
                continue
            still = not (
                isinstance(child.media, ExternalReference)
                and child.media.kind is not MediaKind.IMAGE
            )
            start = 0 if still else child.source_range.start
            anchor = None if child.anchor is None else str(at[child.anchor])
            place = TimeRange(start, child.duration)
            children.append(replace(child, id="", anchor=anchor, source_range=place))
        tracks.append(tuple(children))
    return replace(timeline, tracks=()), tracks


@pytest.mark.requirement("timeline-diff")
@UNHURRIED
@given(histories(longest=5))
def test_whatever_can_be_seen_or_heard_is_told(steps: list[Step]) -> None:
    for step in steps:
        if _visible(step.before) != _visible(step.after):
            assert diff(step.before, step.after) != (), step.edit


@pytest.mark.requirement("timeline-diff")
def test_a_photo_taken_away_takes_its_caption_without_more_words() -> None:
    captioned = apply(BASE, SetCaption("p2", TitleReference("Lisbon")))
    kinds = [change.kind for change in diff(captioned, apply(captioned, Remove(("p2",))))]
    assert kinds == [ChangeKind.PHOTOS_REMOVED, ChangeKind.TOTAL_DURATION]


@pytest.mark.requirement("timeline-diff")
def test_a_look_for_every_photo_is_one_change() -> None:
    after = apply(BASE, SetLook(("p1", "p2", "p3"), Look(LookKind.VINTAGE)))
    assert diff(BASE, after) == (Change(ChangeKind.LOOK, (), (), ("look_vintage",)),)


@pytest.mark.requirement("timeline-diff")
def test_another_rate_is_told_alone() -> None:
    full = apply(apply(BASE, FADE), SetEndCard(CardReference("Bye"), 47))
    after = apply(full, SetRate(Fraction(24000, 1001)))
    assert [change.kind for change in diff(full, after)] == [ChangeKind.RATE]
