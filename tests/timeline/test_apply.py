"""Edits: what each does, and what all of them keep."""

from __future__ import annotations

import copy
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.edit_strategies import Step, histories
from tests.strategies import UNHURRIED, picture_tracks, timelines
from tests.timeline.examples import example, photo, picture_ids, titled
from tiktok_photo_video.errors import EditError
from tiktok_photo_video.timeline.apply import (
    MIN_CLIP_FRAMES,
    apply,
    new_clip_id,
    shared_out,
)
from tiktok_photo_video.timeline.check import check
from tiktok_photo_video.timeline.edits import (
    Create,
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
    Gap,
    Motion,
    MotionKind,
    MusicReference,
    ResizeMode,
    Timeline,
    TimeRange,
    TitleReference,
    Track,
    TrackKind,
    Transition,
    TransitionType,
    placed_clips,
)
from tiktok_photo_video.timeline.tracks import fitted_transition

FADE, PUSH, FLASH = TransitionType.CROSSFADE, TransitionType.PUSH_LEFT, TransitionType.FLASH


def cuts_of(timeline: Timeline) -> list[TransitionType | None]:
    track = timeline.track(TrackKind.VIDEO)
    assert track is not None
    return [
        p.transition_out.transition_type if p.transition_out else None
        for p in placed_clips(track)[:-1]
    ]


@pytest.mark.requirement("timeline-edits-sound")
@UNHURRIED
@given(histories())
def test_no_sequence_of_edits_breaks_an_invariant(steps: list[Step]) -> None:
    for step in steps:
        assert check(step.before) == ()
        assert check(step.after) == (), step.edit


@pytest.mark.requirement("timeline-edits-pure")
@UNHURRIED
@given(histories(longest=3))
def test_an_edit_leaves_the_timeline_it_was_given_as_it_was(steps: list[Step]) -> None:
    for step in steps:
        kept = copy.deepcopy(step.before)
        again = apply(step.before, step.edit)
        assert step.before == kept
        assert again == step.after


@pytest.mark.requirement("timeline-edits-sound")
@UNHURRIED
@given(histories(longest=4))
def test_music_runs_exactly_as_long_as_the_picture_after_any_edit(steps: list[Step]) -> None:
    for step in steps:
        sound, picture = step.after.track(TrackKind.AUDIO), step.after.track(TrackKind.VIDEO)
        assert picture is not None
        assert sound is None or sound.duration == picture.duration


@pytest.mark.requirement("timeline-transitions-keep-length")
@UNHURRIED
@given(picture_tracks(), st.lists(st.sampled_from(TransitionType), max_size=3), st.integers(0, 500))
def test_transitions_never_change_the_length_of_a_track(
    track: Track, types: list[TransitionType], duration: int
) -> None:
    before = Timeline(tracks=(track,))
    after = apply(before, SetTransition(tuple(types), duration))
    assert after.duration == before.duration == sum(clip.duration for clip in track.clips)
    assert [clip.duration for clip in after.photos] == [clip.duration for clip in before.photos]


@pytest.mark.requirement("timeline-transitions-keep-length")
@UNHURRIED
@given(picture_tracks(fewest=2, most=2), st.integers(0, 99), st.integers(0, 99))
def test_a_fitted_transition_takes_at_most_half_of_either_clip(
    track: Track, in_offset: int, out_offset: int
) -> None:
    before, after = track.clips
    fitted = fitted_transition(Transition(FADE, in_offset, out_offset), before, after)
    if fitted is None:
        assert in_offset + out_offset == 0 or min(before.duration, after.duration) < 2
    else:
        assert fitted.in_offset == min(in_offset, before.duration // 2)
        assert fitted.out_offset == min(out_offset, after.duration // 2)


@pytest.mark.requirement("timeline-exact-lengths")
@UNHURRIED
@given(st.lists(st.integers(1, 5000), min_size=1, max_size=60), st.integers(0, 100_000))
def test_shares_add_up_exactly_and_are_never_too_short(weights: list[int], spare: int) -> None:
    total = spare + MIN_CLIP_FRAMES * len(weights)
    shares = shared_out(total, tuple(weights))
    assert sum(shares) == total
    assert len(shares) == len(weights)
    assert min(shares) >= MIN_CLIP_FRAMES


@pytest.mark.requirement("timeline-exact-lengths")
def test_nothing_is_shared_out_among_nobody() -> None:
    assert shared_out(100, ()) == ()


@pytest.mark.requirement("timeline-exact-lengths")
@UNHURRIED
@given(timelines(), st.integers(12, 4000))
def test_the_whole_is_exactly_as_long_as_asked(timeline: Timeline, duration: int) -> None:
    after = apply(timeline, SetTotalDuration(duration))
    assert after.duration == duration
    assert len(after.photos) == len(timeline.photos)


@pytest.mark.requirement("timeline-exact-lengths")
@UNHURRIED
@given(st.integers(2, 30), st.integers(10, 200))
def test_equal_photos_stay_equal_within_a_frame(count: int, each: int) -> None:
    timeline = example(*[each] * count)
    shares = [c.duration for c in apply(timeline, SetTotalDuration(each * count + 7)).photos]
    assert max(shares) - min(shares) <= 1


@pytest.mark.requirement("timeline-edits")
@pytest.mark.parametrize(
    ("index", "order"),
    [
        (0, ["new", "p1", "p2", "p3"]),
        (1, ["p1", "new", "p2", "p3"]),
        (3, ["p1", "p2", "p3", "new"]),
        (99, ["p1", "p2", "p3", "new"]),
        (-5, ["new", "p1", "p2", "p3"]),
    ],
)
def test_a_photo_is_inserted_where_it_is_asked_for(index: int, order: list[str]) -> None:
    after = apply(example(30, 40, 50), Insert(index, (photo("new", 20),)))
    assert picture_ids(after) == order
    assert after.duration == 140


@pytest.mark.requirement("timeline-edits")
def test_an_inserted_photo_gets_the_usual_transition() -> None:
    timeline = apply(example(60, 60), SetTransition((FADE,), 10))
    after = apply(timeline, Insert(1, (photo("new", 60),)))
    assert cuts_of(after) == [FADE, FADE]


@pytest.mark.requirement("timeline-edits")
def test_photos_can_be_inserted_into_an_empty_timeline() -> None:
    after = apply(Timeline(), Insert(0, (photo("p1", 20), photo("p2", 30))))
    assert picture_ids(after) == ["p1", "p2"]
    assert check(after) == ()


@pytest.mark.requirement("timeline-edits")
def test_what_follows_a_removed_photo_moves_up_and_keeps_its_cut() -> None:
    timeline = apply(example(60, 60, 60, 60), SetTransition((FADE, PUSH, FLASH), 10))
    after = apply(timeline, Remove(("p2",)))
    assert picture_ids(after) == ["p1", "p3", "p4"]
    assert cuts_of(after) == [PUSH, FLASH]
    assert after.duration == 180


@pytest.mark.requirement("timeline-edits")
def test_photos_are_put_in_the_order_named() -> None:
    after = apply(example(10, 20, 30), Reorder(("p3", "p1", "p2")))
    assert [clip.duration for clip in after.photos] == [30, 10, 20]


@pytest.mark.requirement("timeline-edits")
def test_only_the_photos_named_change_their_length() -> None:
    after = apply(example(10, 20, 30), SetDuration(("p1", "p3"), 45))
    assert [clip.duration for clip in after.photos] == [45, 20, 45]


@pytest.mark.requirement("timeline-edits")
def test_transitions_take_turns_over_the_cuts() -> None:
    after = apply(example(60, 60, 60, 60), SetTransition((FADE, PUSH), 11))
    assert cuts_of(after) == [FADE, PUSH, FADE]
    track = after.track(TrackKind.VIDEO)
    assert track is not None
    assert [c.duration for c in track.children if isinstance(c, Transition)] == [11, 11, 11]


@pytest.mark.requirement("timeline-edits")
def test_one_cut_can_be_changed_alone_and_made_plain_again() -> None:
    timeline = apply(example(60, 60, 60), SetTransition((FADE,), 10))
    flashed = apply(timeline, SetTransition((FLASH,), 10, cuts=(1,)))
    assert cuts_of(flashed) == [FADE, FLASH]
    assert cuts_of(apply(flashed, SetTransition((), 0, cuts=(0,)))) == [None, FLASH]


@pytest.mark.requirement("timeline-edits")
def test_motions_take_turns_over_the_photos_named() -> None:
    zoom, pan = Motion(MotionKind.ZOOM_IN), Motion(MotionKind.PAN_UP)
    after = apply(example(60, 60, 60), SetMotion(("p3", "p1"), (zoom, pan)))
    assert [c.motion.kind for c in after.photos] == [
        MotionKind.PAN_UP,
        MotionKind.NONE,
        MotionKind.ZOOM_IN,
    ]
    assert all(c.motion == Motion() for c in apply(after, SetMotion(("p1", "p3"), ())).photos)


@pytest.mark.requirement("timeline-edits")
def test_only_the_photos_named_change_their_fit() -> None:
    after = apply(example(60, 60), SetResizeMode(("p2",), ResizeMode.CONTAIN))
    assert [clip.resize_mode for clip in after.photos] == [ResizeMode.AUTO, ResizeMode.CONTAIN]


@pytest.mark.requirement("timeline-edits")
def test_a_title_takes_the_place_of_those_it_overlaps() -> None:
    timeline = titled(example(300), ("Early", 0, 50), ("Middle", 60, 50), ("Late", 200, 50))
    after = apply(timeline, SetTitle(TitleReference("New"), 40, 60))
    track = after.track(TrackKind.TITLE)
    assert track is not None
    assert [
        (p.clip.media.text, p.range_in_track.start)
        for p in placed_clips(track)
        if isinstance(p.clip.media, TitleReference)
    ] == [("New", 40), ("Late", 200)]


@pytest.mark.requirement("timeline-edits")
def test_a_title_never_outlasts_the_picture() -> None:
    timeline = titled(example(100, 100), ("Hello", 150, 200))
    track = timeline.track(TrackKind.TITLE)
    assert track is not None
    assert track.duration == 200
    assert apply(timeline, Remove(("p2",))).track(TrackKind.TITLE) is None


@pytest.mark.requirement("timeline-edits")
def test_titles_are_taken_away_one_by_one_or_all() -> None:
    timeline = titled(example(300), ("One", 0, 50), ("Two", 100, 50))
    first = timeline.tracks[-1].clips[0].id
    left = apply(timeline, RemoveTitles((first,))).track(TrackKind.TITLE)
    assert left is not None
    assert [p.range_in_track.start for p in placed_clips(left)] == [100]
    assert apply(timeline, RemoveTitles()).track(TrackKind.TITLE) is None


@pytest.mark.requirement("timeline-edits")
def test_music_is_set_turned_down_and_taken_away() -> None:
    lofi = MusicReference("lofi", 3)
    timeline = apply(example(100, 50), SetMusic(lofi, volume=0.8))
    quiet = apply(timeline, SetVolume(0.35))
    track = quiet.track(TrackKind.AUDIO)
    assert track is not None
    assert (track.clips[0].media, track.clips[0].volume, track.duration) == (lofi, 0.35, 150)
    assert apply(quiet, SetMusic(None)).track(TrackKind.AUDIO) is None


@pytest.mark.requirement("timeline-edits")
def test_a_name_is_tidied_of_odd_spaces() -> None:
    assert apply(example(30), Rename("  My \n trip ")).name == "My trip"


@pytest.mark.requirement("timeline-edits")
@UNHURRIED
@given(timelines(), timelines())
def test_creating_starts_over(old: Timeline, new: Timeline) -> None:
    created = apply(old, Create(new))
    assert created.photos == new.photos
    assert (created.name, created.rate, created.width_px) == (new.name, new.rate, new.width_px)


LOUD = apply(example(60), SetMusic(MusicReference("lofi")))
REFUSED: tuple[tuple[Timeline, Edit, str], ...] = (
    (example(30, 30), Remove(("p9",)), "no_such_clip"),
    (example(30, 30), Remove(("p1", "p2")), "nothing_left"),
    (example(30, 30), Reorder(("p1",)), "bad_order"),
    (example(30, 30), Reorder(("p1", "p1")), "bad_order"),
    (example(30, 30), Reorder(("p1", "p9")), "bad_order"),
    (example(30, 30), SetDuration(("p1",), 1), "too_short"),
    (example(30, 30), SetDuration(("p1",), -4), "too_short"),
    (example(30, 30), SetDuration(("p9",), 30), "no_such_clip"),
    (example(30, 30), SetTotalDuration(3), "too_short"),
    (example(30, 30), SetTransition((FADE,), 10, cuts=(1,)), "no_such_cut"),
    (example(30, 30), SetTransition((FADE,), 10, cuts=(-1,)), "no_such_cut"),
    (example(30, 30), SetMotion(("p9",), (Motion(),)), "no_such_clip"),
    (example(30, 30), SetResizeMode(("p9",), ResizeMode.COVER), "no_such_clip"),
    (example(30, 30), SetTitle(TitleReference(" \n "), 0, 10), "empty_title"),
    (example(30, 30), SetTitle(TitleReference("Hi"), 60, 10), "title_outside"),
    (example(30, 30), SetTitle(TitleReference("Hi"), -1, 10), "title_outside"),
    (example(30, 30), SetTitle(TitleReference("Hi"), 0, 0), "title_outside"),
    (example(30, 30), RemoveTitles(("t1",)), "no_such_clip"),
    (example(30, 30), SetVolume(0.5), "no_music"),
    (LOUD, SetVolume(2.01), "bad_volume"),
    (LOUD, SetVolume(-0.01), "bad_volume"),
    (LOUD, SetVolume(float("nan")), "bad_volume"),
    (example(30), SetMusic(MusicReference("lofi"), volume=3.0), "bad_volume"),
    (example(30), Rename(" \t "), "empty_name"),
)


@pytest.mark.requirement("timeline-edits-refused")
@pytest.mark.parametrize(
    ("timeline", "edit", "code"), REFUSED, ids=[f"{edit.op}-{code}" for _, edit, code in REFUSED]
)
def test_an_edit_that_makes_no_sense_is_refused_with_a_hint(
    timeline: Timeline, edit: Edit, code: str
) -> None:
    with pytest.raises(EditError) as refusal:
        apply(timeline, edit)
    assert refusal.value.code == code
    assert refusal.value.hint
    assert refusal.value.message.endswith(".")


@pytest.mark.requirement("timeline-edits")
@UNHURRIED
@given(timelines(), st.sampled_from("ptm"), st.integers(0, 3))
def test_a_new_id_is_one_that_nobody_has(timeline: Timeline, prefix: str, taken: int) -> None:
    used = {clip.id for track in timeline.tracks for clip in track.clips}
    assert new_clip_id(timeline, prefix=prefix, taken=taken) not in used


@pytest.mark.requirement("timeline-edits-sound")
@UNHURRIED
@given(timelines(), st.sampled_from([Fraction(24), Fraction(60)]))
def test_an_edit_keeps_canvas_rate_and_name(timeline: Timeline, rate: Fraction) -> None:
    before = replace(timeline, rate=rate)
    after = apply(before, SetTransition((FADE,), 8))
    assert (after.rate, after.width_px, after.height_px, after.name) == (
        rate,
        before.width_px,
        before.height_px,
        before.name,
    )


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
