"""Videos, captions, cards, looks, sound and the whole: what each edit does and refuses."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import RATES, UNHURRIED, any_timelines
from tests.timeline.examples import example, photo, picture_ids, titled
from tiktok_photo_video.errors import EditError
from tiktok_photo_video.timeline.apply import apply
from tiktok_photo_video.timeline.check import check
from tiktok_photo_video.timeline.edits import (
    Duplicate,
    Edit,
    Insert,
    Remove,
    Reorder,
    ReplaceMedia,
    SetBeatSync,
    SetCanvas,
    SetCaption,
    SetClipsMuted,
    SetClipVolume,
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
    SetSong,
    SetSpeed,
    SetTotalDuration,
    SetTransition,
    SetVolume,
    Split,
    Trim,
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
    Timeline,
    TimeRange,
    TitleReference,
    Track,
    TrackKind,
    Transition,
    TransitionType,
    placed_in,
)

FADE = TransitionType.CROSSFADE
CARD = SetEndCard(CardReference("Follow me"), 60)
LOGO = Logo(ExternalReference("logo.png", "l"))


def film(clip_id: str, duration: int, *, length_ms: int = 4000, start: int = 0) -> Clip:
    """A video of four seconds, or another length, from a frame on."""
    media = ExternalReference(
        "v.mp4", f"hash of {clip_id}", MediaKind.VIDEO, available_duration_ms=length_ms
    )
    return Clip(clip_id, media, TimeRange(start, duration))


def showing(*clips: Clip) -> Timeline:
    return Timeline(tracks=(Track(TrackKind.VIDEO, clips),))


def song(*, start: int = 0, length_ms: int | None = 60_000) -> Clip:
    media = ExternalReference("s.mp3", "s", MediaKind.AUDIO, available_duration_ms=length_ms)
    return Clip("m7", media, TimeRange(start, 9))


def after(timeline: Timeline, *edits: Edit) -> Timeline:
    for edit in edits:
        timeline = apply(timeline, edit)
        assert check(timeline) == ()
    return timeline


def music(timeline: Timeline) -> Clip:
    assert timeline.music is not None
    return timeline.music


def captions(timeline: Timeline) -> list[tuple[str, str, int, int]]:
    """The id, the words and the place of each caption."""
    return [
        (p.clip.id, p.clip.media.text, p.range_in_track.start, p.range_in_track.duration)
        for p in placed_in(timeline, TrackKind.CAPTION)
        if isinstance(p.clip.media, TitleReference)
    ]


@pytest.mark.requirement("timeline-video-clips")
def test_a_video_is_trimmed_and_keeps_the_rest_of_itself() -> None:
    timeline = after(showing(film("v", 90), photo("p", 30)), Trim("v", 30, 60))
    assert timeline.photos[0].source_range == TimeRange(30, 60)
    assert timeline.duration == 90


@pytest.mark.requirement("timeline-video-clips")
def test_twice_the_speed_shows_the_same_part_in_half_the_time() -> None:
    timeline = after(showing(film("v", 120)), SetSpeed(("v",), Fraction(2)))
    assert (timeline.duration, timeline.photos[0].speed) == (60, Fraction(2))
    assert after(timeline, SetSpeed(("v",), Fraction(1))).photos == (film("v", 120),)


@pytest.mark.requirement("timeline-clip-sound")
def test_a_clip_is_muted_and_heard_again_as_loud_as_it_was() -> None:
    timeline = after(showing(film("v", 60), photo("p", 30)), SetClipVolume(("v",), 0.4))
    muted = after(timeline, SetClipsMuted(("v",), True))
    assert (muted.photos[0].is_muted, muted.photos[0].volume) == (True, 0.4)
    assert after(muted, SetClipsMuted(("v",), False)) == timeline


@pytest.mark.requirement("timeline-clip-sound")
def test_a_clip_that_is_turned_up_is_heard() -> None:
    muted = after(showing(film("v", 60)), SetClipsMuted(("v",), True))
    turned = after(muted, SetClipVolume(("v",), 1.5)).photos[0]
    assert (turned.is_muted, turned.volume) == (False, 1.5)


@pytest.mark.requirement("timeline-video-clips")
def test_the_halves_of_a_fast_video_show_what_the_whole_showed() -> None:
    fast = after(showing(film("v", 120)), SetSpeed(("v",), Fraction(2)))
    first, second = after(fast, Split("v", 20)).photos
    assert first.source_range == TimeRange(0, 20)
    assert second.source_range == TimeRange(40, 40)


@pytest.mark.requirement("timeline-video-clips")
def test_a_photo_is_split_into_two_of_itself_with_a_plain_cut() -> None:
    timeline = after(example(60, 60), SetTransition((FADE,), 10), Split("p1", 20))
    assert [clip.duration for clip in timeline.photos] == [20, 40, 60]
    assert timeline.photos[0].media == timeline.photos[1].media
    assert timeline.photos[1].source_range.start == 0
    cuts = [p.transition_out for p in placed_in(timeline, TrackKind.VIDEO)]
    assert cuts == [None, Transition(FADE, 5, 5), None]


@pytest.mark.requirement("timeline-video-clips")
def test_what_a_video_lacks_of_its_share_the_photos_get() -> None:
    timeline = after(showing(film("v", 100), photo("p", 100)), SetTotalDuration(400))
    assert [clip.duration for clip in timeline.photos] == [120, 280]


@pytest.mark.requirement("timeline-video-clips")
def test_a_video_that_comes_in_is_shortened_to_what_there_is_of_it() -> None:
    timeline = after(example(30), Insert(1, (film("v", 500),)))
    assert timeline.photos[1].duration == 120
    replaced = after(example(300), ReplaceMedia("p1", film("x", 9, start=20)))
    assert replaced.photos[0].source_range == TimeRange(0, 120)


@pytest.mark.requirement("timeline-edits")
def test_another_picture_keeps_length_motion_and_caption_of_the_one_before() -> None:
    zoom = Motion(MotionKind.ZOOM_IN)
    timeline = after(
        example(60, 60),
        SetMotion(("p1",), (zoom,)),
        SetFocus(("p1",), Focus(0.1, 0.1)),
        SetCaption("p1", TitleReference("Lisbon")),
        ReplaceMedia("p1", photo("x", 9, name="dog.jpg")),
    )
    clip = timeline.photos[0]
    assert (clip.id, clip.duration, clip.motion, clip.focus) == ("p1", 60, zoom, None)
    assert isinstance(clip.media, ExternalReference)
    assert clip.media.name == "dog.jpg"
    assert captions(timeline) == [("k1", "Lisbon", 0, 60)]


@pytest.mark.requirement("timeline-captions")
def test_a_caption_goes_wherever_its_photo_goes() -> None:
    timeline = after(example(30, 40, 50), SetCaption("p2", TitleReference("Lisbon")))
    assert captions(timeline) == [("k1", "Lisbon", 30, 40)]
    moved = after(timeline, Reorder(("p3", "p1", "p2")))
    assert captions(moved) == [("k1", "Lisbon", 80, 40)]
    assert captions(after(moved, SetDuration(("p2",), 90))) == [("k1", "Lisbon", 80, 90)]
    assert captions(after(moved, Insert(0, (photo("new", 20),)))) == [("k1", "Lisbon", 100, 40)]
    assert after(moved, Remove(("p2",))).track(TrackKind.CAPTION) is None


@pytest.mark.requirement("timeline-captions")
def test_copies_and_halves_have_captions_of_their_own() -> None:
    timeline = after(example(30, 40), SetCaption("p1", TitleReference("Lisbon")))
    assert captions(after(timeline, Duplicate(("p1",)))) == [
        ("k1", "Lisbon", 0, 30),
        ("k2", "Lisbon", 30, 30),
    ]
    assert captions(after(timeline, Split("p1", 10))) == [
        ("k1", "Lisbon", 0, 10),
        ("k2", "Lisbon", 10, 20),
    ]


@pytest.mark.requirement("timeline-captions")
def test_a_caption_is_replaced_taken_away_and_stands_beside_titles() -> None:
    timeline = titled(example(60, 60), ("Hi", 0, 120))
    timeline = after(
        timeline,
        SetCaption("p1", TitleReference("One")),
        SetCaption("p2", TitleReference("Two")),
        SetCaption("p1", TitleReference("Three")),
    )
    assert [text for _, text, *_ in captions(timeline)] == ["Three", "Two"]
    assert [track.kind for track in timeline.tracks] == [
        TrackKind.VIDEO,
        TrackKind.TITLE,
        TrackKind.CAPTION,
    ]
    assert [text for _, text, *_ in captions(after(timeline, SetCaption("p1", None)))] == ["Two"]


@pytest.mark.requirement("timeline-end-card")
def test_an_end_card_is_last_whatever_happens_and_counts_as_no_photo() -> None:
    timeline = after(example(30, 40), SetTransition((FADE,), 10), CARD)
    assert picture_ids(timeline) == ["p1", "p2"]
    assert timeline.duration == 130
    for edit in (
        Insert(99, (photo("new", 20),)),
        Reorder(("p2", "p1")),
        Reorder(("e1", "p2", "p1")),
        Duplicate(("p2",)),
        Remove(("p1",)),
        SetTotalDuration(300),
    ):
        changed = after(timeline, edit)
        assert changed.pictures[-1] == timeline.pictures[-1], edit
    assert all(p.transition_out for p in placed_in(timeline, TrackKind.VIDEO)[:-1])


@pytest.mark.requirement("timeline-end-card")
def test_the_whole_includes_the_card_which_keeps_its_length_unless_it_is_named() -> None:
    timeline = after(example(30, 30), CARD, SetTotalDuration(300))
    assert [clip.duration for clip in timeline.pictures] == [120, 120, 60]
    assert [c.duration for c in after(timeline, SetDuration(("e1",), 90)).pictures][-1] == 90


@pytest.mark.requirement("timeline-end-card")
def test_another_card_takes_the_place_of_the_one_there() -> None:
    other = CardReference("Bye", background="#ff0000")
    timeline = after(example(30), CARD, SetEndCard(other))
    assert [clip.media for clip in timeline.pictures[1:]] == [other]
    assert timeline.pictures[-1].duration == 60
    assert after(timeline, SetEndCard(None)) == example(30)
    assert after(timeline, Remove(("e1",))) == example(30)
    assert after(example(30), SetEndCard(other)).pictures[-1].duration == 60


@pytest.mark.requirement("timeline-sound")
def test_a_song_is_as_loud_as_the_music_before_and_comes_and_goes_like_it() -> None:
    timeline = after(
        example(300),
        SetMusic(MusicReference("lofi"), volume=0.4),
        SetFades(fade_in=10, fade_out=20),
        SetSong(song(start=60)),
    )
    played = music(timeline)
    assert (played.id, played.volume, played.fade_in, played.fade_out) == ("m7", 0.4, 10, 20)
    assert played.source_range == TimeRange(60, 300)


@pytest.mark.requirement("timeline-sound")
def test_fades_never_outlast_the_music() -> None:
    timeline = after(
        example(100, 100), SetMusic(MusicReference("lofi")), SetFades(fade_in=60, fade_out=120)
    )
    shorter = music(after(timeline, Remove(("p2",))))
    assert (shorter.fade_in, shorter.fade_out) == (33, 67)
    assert music(after(timeline, SetFades(fade_in=0))).fade_out == 120


@pytest.mark.requirement("timeline-sound")
def test_music_is_silenced_and_heard_again_at_its_volume() -> None:
    timeline = after(example(60), SetMusic(MusicReference("lofi"), volume=0.4), SetMuted(True))
    assert (music(timeline).is_muted, music(timeline).volume) == (True, 0.4)
    assert music(after(timeline, SetMuted(False))).volume == 0.4
    louder = music(after(timeline, SetVolume(0.8)))
    assert (louder.is_muted, louder.volume) == (False, 0.8)


@pytest.mark.requirement("timeline-sound")
def test_cuts_follow_a_beat_only_as_long_as_there_is_one() -> None:
    timeline = after(example(60), SetMusic(MusicReference("lofi")), SetBeatSync(True))
    assert timeline.has_beat_sync
    assert not after(timeline, SetMusic(None)).has_beat_sync


@pytest.mark.requirement("timeline-edits")
def test_looks_focus_and_bars_are_those_of_the_photos_named() -> None:
    look, focus = Look(LookKind.VINTAGE, 0.6, brightness=0.2), Focus(0.2, 0.7)
    timeline = after(
        example(30, 30),
        SetLook(("p2",), look),
        SetFocus(("p2",), focus),
        SetPadColor(("p2",), "#ff0000"),
    )
    assert timeline.photos == (
        photo("p1", 30),
        replace(photo("p2", 30), look=look, focus=focus, pad_color="#ff0000"),
    )


@pytest.mark.requirement("timeline-edits")
def test_the_cover_stays_inside_a_video_that_gets_shorter() -> None:
    timeline = after(example(30, 60), SetCover(80))
    assert timeline.cover == 80
    assert after(timeline, Remove(("p2",))).cover == 29
    assert after(timeline, SetCover(None)).cover is None


@pytest.mark.requirement("timeline-edits")
def test_size_and_logo_change_nothing_else() -> None:
    timeline = after(example(30), SetCanvas(1080, 1080), SetLogo(LOGO))
    assert replace(timeline, height_px=1920, logo=None) == example(30)
    assert after(timeline, SetLogo(None)).logo is None


@pytest.mark.requirement("timeline-edits-sound")
@UNHURRIED
@given(any_timelines())
def test_what_follows_from_an_edit_is_done_at_once(timeline: Timeline) -> None:
    once = apply(timeline, SetRate(timeline.rate))
    assert apply(once, SetRate(once.rate)) == once


@pytest.mark.requirement("timeline-another-rate")
@UNHURRIED
@given(any_timelines(), st.sampled_from(RATES))
def test_at_another_rate_every_moment_is_within_half_a_frame(
    timeline: Timeline, rate: Fraction
) -> None:
    # Any edit brings music that is too short into step; that is none of the rate's doing.
    timeline = apply(timeline, SetRate(timeline.rate))
    converted = apply(timeline, SetRate(rate))
    assert check(converted) == ()
    assert converted.rate == rate
    shortest = min(clip.duration for track in timeline.tracks for clip in track.clips)
    has_ends = any(
        clip.media.kind is MediaKind.VIDEO
        for clip in timeline.photos
        if isinstance(clip.media, ExternalReference)
    )
    if shortest * rate < timeline.rate or has_ends:
        return  # what is shorter than a frame keeps one; a video's end is its end
    for kind in TrackKind:
        was, now = placed_in(timeline, kind), placed_in(converted, kind)
        assert [p.clip.id for p in was] == [p.clip.id for p in now]
        for old, new in zip(was, now, strict=True):
            for a, b in (
                (old.range_in_track.start, new.range_in_track.start),
                (old.range_in_track.end_exclusive, new.range_in_track.end_exclusive),
            ):
                assert abs(a / timeline.rate - b / rate) <= 1 / (2 * rate)


@pytest.mark.requirement("timeline-another-rate")
def test_twice_the_rate_and_back_is_the_same_timeline() -> None:
    timeline = after(
        titled(example(61, 47, 33), ("Hi", 5, 31)),
        SetTransition((FADE,), 11),
        SetMusic(MusicReference("lofi")),
        SetFades(fade_in=7, fade_out=13),
        SetCover(100),
        CARD,
    )
    doubled = after(timeline, SetRate(Fraction(60)))
    assert doubled.duration == 2 * timeline.duration
    assert after(doubled, SetRate(Fraction(30))) == timeline


@pytest.mark.requirement("timeline-another-rate")
def test_many_equal_photos_stay_equal_within_a_frame_at_another_rate() -> None:
    timeline = after(example(*[31] * 50), SetRate(Fraction(24)))
    lengths = [clip.duration for clip in timeline.photos]
    assert max(lengths) - min(lengths) == 1
    assert timeline.duration == 50 * 31 * 24 // 30
    assert all(a.id != b.id for a, b in pairwise(timeline.photos))


LOUD = apply(example(60), SetMusic(MusicReference("lofi")))
ENDED = apply(example(60), CARD)
MOVING = showing(film("v", 60))
REFUSED: tuple[tuple[Timeline, Edit, str], ...] = (
    (example(60), Trim("p1", 0, 30), "not_a_video"),
    (example(60), SetSpeed(("p1",), Fraction(2)), "not_a_video"),
    (example(60), SetClipsMuted(("p1",), True), "not_a_video"),
    (example(60), SetClipVolume(("p1",), 0.5), "not_a_video"),
    (MOVING, SetClipVolume(("x",), 0.5), "no_such_clip"),
    (MOVING, SetClipVolume(("v",), 2.5), "bad_volume"),
    (MOVING, SetSpeed(("v",), Fraction(11)), "bad_speed"),
    (MOVING, SetSpeed(("v",), Fraction(0)), "bad_speed"),
    (MOVING, Trim("v", 0, 121), "past_the_end"),
    (MOVING, Trim("v", 119, 2), "past_the_end"),
    (MOVING, Trim("v", -1, 20), "too_short"),
    (MOVING, SetDuration(("v",), 121), "past_the_end"),
    (MOVING, SetTotalDuration(121), "past_the_end"),
    (MOVING, Split("v", 59), "bad_split"),
    (MOVING, Split("v", 1), "bad_split"),
    (ENDED, Split("e1", 30), "no_such_clip"),
    (ENDED, Duplicate(("e1",)), "no_such_clip"),
    (ENDED, ReplaceMedia("e1", photo("x", 9)), "no_such_clip"),
    (ENDED, SetCaption("e1", TitleReference("Hi")), "no_such_clip"),
    (ENDED, Remove(("p1",)), "nothing_left"),
    (ENDED, SetTotalDuration(61), "too_short"),
    (ENDED, SetEndCard(CardReference(" ")), "empty_card"),
    (ENDED, SetEndCard(CardReference("Hi", color="red")), "bad_color"),
    (ENDED, SetEndCard(CardReference("Hi"), 1), "too_short"),
    (Timeline(), CARD, "empty_timeline"),
    (example(60), Insert(0, (Clip("e", CardReference("Hi"), TimeRange(0, 9)),)), "not_a_picture"),
    (example(60), Insert(0, (replace(photo("x", 9), speed=Fraction(2)),)), "bad_speed"),
    (example(60), ReplaceMedia("p1", song()), "not_a_picture"),
    (example(60), SetCaption("p1", TitleReference(" ")), "empty_caption"),
    (example(60), SetCaption("p1", TitleReference("Hi", color="red")), "bad_color"),
    (example(60), SetLook(("p1",), Look(strength=2.0)), "bad_look"),
    (example(60), SetLook(("p1",), Look(contrast=float("nan"))), "bad_look"),
    (example(60), SetFocus(("p1",), Focus(0.5, -0.1)), "bad_focus"),
    (example(60), SetPadColor(("p1",), "#12"), "bad_color"),
    (example(60), SetMotion(("p1",), (Motion(MotionKind.ZOOM_IN, 1.5),)), "bad_motion"),
    (example(60), SetMuted(True), "no_music"),
    (example(60), SetFades(fade_in=3), "no_music"),
    (example(60), SetBeatSync(True), "no_music"),
    (LOUD, SetFades(fade_in=-3), "bad_fade"),
    (LOUD, SetSong(photo("x", 9)), "not_a_sound"),
    (LOUD, SetSong(song(start=1800)), "past_the_end"),
    (LOUD, SetSong(song(start=-1, length_ms=None)), "past_the_end"),
    (example(60), SetCanvas(1081, 1920), "bad_canvas"),
    (example(60), SetCanvas(1080, 8000), "bad_canvas"),
    (example(60), SetRate(Fraction(0)), "bad_rate"),
    (example(60), SetRate(Fraction(121)), "bad_rate"),
    (example(60), SetCover(60), "cover_outside"),
    (example(60), SetLogo(replace(LOGO, width_share=0.0)), "bad_logo"),
    (example(60), SetLogo(replace(LOGO, opacity=1.2)), "bad_logo"),
    (example(60), SetLogo(Logo(ExternalReference("", "v", MediaKind.VIDEO))), "not_a_picture"),
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


@pytest.mark.requirement("timeline-edits-refused")
def test_a_refusal_gives_the_numbers() -> None:
    with pytest.raises(EditError, match=r"There are 4\.00 s of video in clip v, not 5\.00 s\."):
        apply(MOVING, SetDuration(("v",), 150))
