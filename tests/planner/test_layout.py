"""A timeline from photos and a brief: sound for any number of photos and any wish."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from functools import reduce
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.planner.conftest import five_photos, photo
from tests.planner.facts import order, total_s, transitions
from tiktok_photo_video.errors import RequestError
from tiktok_photo_video.language import Language
from tiktok_photo_video.planner import Brief, Feel, Mood, Order, Photo, lay_out, understand
from tiktok_photo_video.planner.layout import order_of
from tiktok_photo_video.timeline.apply import apply
from tiktok_photo_video.timeline.check import check
from tiktok_photo_video.timeline.model import (
    ExternalReference,
    MediaKind,
    MotionKind,
    MusicReference,
    TitleAnimation,
    TitlePosition,
    TitleReference,
    TrackKind,
    TransitionType,
    frames_from_s,
    placed_clips,
)

SECONDS = st.floats(min_value=0.0, max_value=900.0, allow_nan=False)
BRIEFS = st.builds(
    Brief,
    total_s=st.none() | SECONDS,
    per_photo_s=st.none() | SECONDS,
    mood=st.none() | st.sampled_from(Mood),
    music=st.booleans(),
    transitions=st.none() | st.lists(st.sampled_from(TransitionType), max_size=4).map(tuple),
    transition_s=st.none() | st.floats(min_value=0.0, max_value=5.0),
    title=st.none() | st.text(max_size=20),
    motion=st.none() | st.lists(st.sampled_from(MotionKind), max_size=3).map(tuple),
    order=st.sampled_from(Order),
    feel=st.none() | st.sampled_from(Feel),
    fps=st.sampled_from((24, 25, 30, 60)),
)


def _photos(count: int) -> list[Photo]:
    return [photo(number) for number in range(1, count + 1)]


@pytest.mark.requirement("planner-layout-sound")
@given(brief=BRIEFS, count=st.integers(1, 120), seed=st.integers(0, 2**32))
@settings(max_examples=120, deadline=None)
def test_any_brief_for_up_to_120_photos_is_sound(brief: Brief, count: int, seed: int) -> None:
    timeline = lay_out(brief, _photos(count), seed=seed)

    assert check(timeline) == ()
    assert sorted(order(timeline)) == list(range(1, count + 1))


@pytest.mark.requirement("planner-total-exact")
@given(count=st.integers(1, 120), total=st.floats(0.4, 600), fps=st.sampled_from((24, 25, 30, 60)))
@settings(max_examples=120, deadline=None)
def test_an_asked_total_is_met_to_the_frame(count: int, total: float, fps: int) -> None:
    timeline = lay_out(Brief(total_s=total, fps=fps), _photos(count), seed=1)
    least = -(-2 * fps // 5)  # 0.4 s, rounded up

    assert timeline.duration == max(frames_from_s(total, Fraction(fps)), count * least)
    assert all(clip.duration >= least for clip in timeline.photos)


@pytest.mark.requirement("planner-pacing")
@pytest.mark.parametrize(
    ("count", "brief", "least_s", "most_s"),
    [
        (1, Brief(), 3, 5),
        (5, Brief(), 12, 18),
        (8, Brief(), 12, 30),
        (20, Brief(), 12, 30),
        (60, Brief(), 12, 60),
        (120, Brief(), 12, 60),
        (12, Brief(mood=Mood.UPBEAT), 9, 16),
        (5, Brief(mood=Mood.CHILL), 15, 20),
        (30, Brief(feel=Feel.CALM), 20, 60),
    ],
)
def test_the_usual_length_keeps_a_viewer(
    count: int, brief: Brief, least_s: float, most_s: float
) -> None:
    assert least_s <= total_s(lay_out(brief, _photos(count), seed=1)) <= most_s


@pytest.mark.requirement("planner-transitions-tasteful")
@given(count=st.integers(2, 60), seed=st.integers(0, 1000), mood=st.sampled_from(Mood))
@settings(max_examples=60, deadline=None)
def test_a_transition_takes_at_most_two_fifths_of_its_shorter_neighbour(
    count: int, seed: int, mood: Mood
) -> None:
    track = lay_out(Brief(mood=mood), _photos(count), seed=seed).track(TrackKind.VIDEO)
    assert track is not None

    for before, after in pairwise(placed_clips(track)):
        cut = before.transition_out
        assert cut is not None
        assert cut.duration <= 0.4 * min(before.clip.duration, after.clip.duration)
        assert abs(cut.in_offset - cut.out_offset) <= 1


@pytest.mark.requirement("planner-transitions-tasteful")
@pytest.mark.parametrize("mood", [None, *Mood])
def test_one_family_of_transitions_carries_and_accents_are_rare(mood: Mood | None) -> None:
    timeline = lay_out(Brief(mood=mood), _photos(40), seed=3)
    track = timeline.track(TrackKind.VIDEO)
    assert track is not None
    kinds = [p.transition_out.transition_type for p in placed_clips(track)[:-1] if p.transition_out]
    families = {kind.value.split("_")[0] for kind in kinds}
    carried = max(sum(k.value.startswith(f) for k in kinds) for f in families)

    assert carried >= 0.7 * len(kinds)
    assert len(transitions(timeline)) >= 2


@pytest.mark.requirement("planner-motion-varied")
@given(count=st.integers(2, 60), seed=st.integers(0, 1000))
@settings(max_examples=60, deadline=None)
def test_no_photo_moves_like_the_one_before_it(count: int, seed: int) -> None:
    motions = [clip.motion for clip in lay_out(Brief(), _photos(count), seed=seed).photos]

    assert motions[0].kind is MotionKind.ZOOM_IN
    assert all(a.kind is not b.kind for a, b in pairwise(motions))
    assert all(0.06 <= motion.strength <= 0.145 for motion in motions)


@pytest.mark.requirement("planner-music-default")
def test_music_is_on_unless_it_is_refused() -> None:
    heard = lay_out(Brief(), five_photos(), seed=3).track(TrackKind.AUDIO)
    refused = lay_out(Brief(music=False), five_photos(), seed=3)

    assert heard is not None
    assert heard.clips[0].media == MusicReference("upbeat", 3)
    assert refused.track(TrackKind.AUDIO) is None


@pytest.mark.requirement("planner-music-default")
def test_an_uploaded_sound_file_is_the_music() -> None:
    sound = ExternalReference("song.mp3", "song", MediaKind.AUDIO, available_duration_ms=90_000)
    track = lay_out(Brief(), [*five_photos(), Photo(sound)], seed=1).track(TrackKind.AUDIO)

    assert track is not None
    assert track.clips[0].media == sound


@pytest.mark.requirement("planner-title-default")
def test_a_title_rises_at_the_top_for_three_seconds() -> None:
    track = lay_out(Brief(title="Urban Dreams"), five_photos(), seed=1).track(TrackKind.TITLE)

    assert track is not None
    title = track.clips[0]
    assert title.media == TitleReference(
        "Urban Dreams", TitlePosition.TOP, animation=TitleAnimation.RISE
    )
    assert title.duration == 90


@pytest.mark.requirement("planner-layout-sound")
def test_a_short_video_clip_is_never_stretched() -> None:
    moving = ExternalReference("wave.mp4", "hash9", MediaKind.VIDEO, 1080, 1920, 1500)
    timeline = lay_out(Brief(total_s=20), [*five_photos(), Photo(moving)], seed=1)
    last = timeline.photos[-1]

    assert last.duration == 45
    assert last.motion.kind is MotionKind.NONE
    assert total_s(timeline) == 20


@pytest.mark.requirement("beat-sync-pace")
@pytest.mark.parametrize("asked_s", [30, 9])
def test_a_total_with_a_short_video_clip_pins_no_photo(asked_s: int) -> None:
    moving = ExternalReference("wave.mp4", "hash9", MediaKind.VIDEO, 1080, 1920, 1500)
    photos = [*five_photos(), Photo(moving)]
    timeline = lay_out(Brief(total_s=20), photos, seed=1)
    understood = understand(
        f"make it {asked_s} seconds",
        timeline=timeline,
        photos=photos,
        language=Language.ENGLISH,
        seed=1,
    )
    after = reduce(apply, understood.edits, timeline)
    assert total_s(after) == asked_s
    assert after.photos[-1].duration <= 45
    assert not any(clip.is_pinned for clip in after.photos)


@pytest.mark.requirement("planner-order")
def test_photos_stand_in_the_order_asked_for() -> None:
    def laid(wanted: Order) -> list[int]:
        return order(lay_out(Brief(order=wanted), five_photos(), seed=2))

    assert laid(Order.CAPTURED) == [3, 1, 2, 5, 4]
    assert laid(Order.NEWEST) == [4, 5, 2, 1, 3]
    assert laid(Order.NAME) == [1, 2, 4, 3, 5]
    assert laid(Order.REVERSED) == [5, 4, 3, 2, 1]
    assert sorted(laid(Order.SHUFFLED)) == laid(Order.GIVEN)


@pytest.mark.requirement("planner-order")
def test_dates_with_and_without_a_zone_and_none_at_all_sort_together() -> None:
    day = datetime(2024, 1, 1, tzinfo=UTC)
    taken = [None, day + timedelta(days=1), day.replace(tzinfo=None)]
    photos = [Photo(ExternalReference(f"{n}.jpg", f"hash{n}"), at) for n, at in enumerate(taken, 1)]

    assert order(lay_out(Brief(order=Order.CAPTURED), photos, seed=1)) == [3, 2, 1]


@pytest.mark.requirement("planner-order")
def test_numbers_in_file_names_sort_as_numbers() -> None:
    names = ["img10.jpg", "img2.jpg", "IMG1.jpg"]
    photos = [Photo(ExternalReference(name, f"hash{n}")) for n, name in enumerate(names, 1)]

    assert order(lay_out(Brief(order=Order.NAME), photos, seed=1)) == [3, 2, 1]


@pytest.mark.requirement("planner-layout-sound")
def test_no_photo_is_an_error_that_says_what_to_do() -> None:
    with pytest.raises(RequestError, match="no photo") as caught:
        lay_out(Brief(), [], seed=1)

    assert "Upload" in caught.value.hint


@pytest.mark.requirement("planner-deterministic")
@given(seed=st.integers(-5, 2**40), count=st.integers(1, 30))
@settings(max_examples=30, deadline=None)
def test_the_same_seed_lays_out_the_same_video(seed: int, count: int) -> None:
    first, second = (lay_out(Brief(), _photos(count), seed=seed) for _ in range(2))

    assert first == second


@pytest.mark.requirement("planner-order")
@given(count=st.integers(2, 6), seed=st.integers(0, 2**31))
def test_a_shuffle_always_changes_the_order(count: int, seed: int) -> None:
    photos = five_photos()
    several = [photos[i % len(photos)] for i in range(count)]
    places = order_of(Order.SHUFFLED, several, seed=seed)
    assert sorted(places) == list(range(count))
    assert places != list(range(count))
