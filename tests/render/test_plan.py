"""What every frame shows, and which chunks an edit touches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import UNHURRIED, clips, facts_for, motions, timelines, titles
from tests.timeline.examples import example, photo
from tiktok_photo_video.errors import RenderError
from tiktok_photo_video.render.chunks import chunk_key
from tiktok_photo_video.render.encoder import VideoSettings
from tiktok_photo_video.render.framing import PictureFacts
from tiktok_photo_video.render.plan import (
    MAX_CHUNK_FRAMES,
    MIN_CHUNK_FRAMES,
    Piece,
    RenderPlan,
    plan_render,
)
from tiktok_photo_video.timeline.apply import apply
from tiktok_photo_video.timeline.edits import Insert, SetMotion, SetTitle, SetTransition
from tiktok_photo_video.timeline.model import (
    Clip,
    Easing,
    ExternalReference,
    Motion,
    MotionKind,
    PlacedClip,
    Timeline,
    TitleReference,
    Track,
    TrackKind,
    Transition,
    TransitionType,
    placed_clips,
)

SETTINGS = VideoSettings()


def plan_for(timeline: Timeline) -> RenderPlan:
    return plan_render(timeline, facts_for(timeline))


def keys(plan: RenderPlan) -> list[str]:
    return [chunk_key(chunk, SETTINGS) for chunk in plan.chunks]


def spans(plan: RenderPlan) -> list[tuple[int, int]]:
    """The frames of the video that each chunk shows."""
    ends = [0]
    for chunk in plan.chunks:
        ends.append(ends[-1] + chunk.frames)
    return list(pairwise(ends))


def touched(before: RenderPlan, after: RenderPlan) -> list[tuple[int, int]]:
    """The spans of chunks whose key an edit changed, where no border was moved."""
    assert spans(before) == spans(after)
    pairs = zip(spans(before), keys(before), keys(after), strict=True)
    return [span for span, old, new in pairs if old != new]


def overlap(span: tuple[int, int], start: int, end: int) -> bool:
    return span[0] < end and span[1] > start


def placed_photos(timeline: Timeline) -> tuple[PlacedClip, ...]:
    track = timeline.track(TrackKind.VIDEO)
    assert track is not None
    return placed_clips(track)


def seen(placed: PlacedClip) -> tuple[int, int]:
    """The frames of the video in which a photo is seen, its transitions included."""
    lead_in = placed.transition_in.in_offset if placed.transition_in else 0
    lead_out = placed.transition_out.out_offset if placed.transition_out else 0
    place = placed.range_in_track
    return place.start - lead_in, place.end_exclusive + lead_out


def shown_by_timeline(timeline: Timeline) -> list[list[tuple[str, int]]]:
    """For each frame of the video, the photos seen and the frame of each one's move."""
    shown: list[list[tuple[str, int]]] = [[] for _ in range(timeline.duration)]
    for placed in placed_photos(timeline):
        start, end = seen(placed)
        assert isinstance(placed.clip.media, ExternalReference)
        for frame in range(start, end):
            shown[frame].append((placed.clip.media.content_hash, frame - start))
    return shown


def shown_by_plan(plan: RenderPlan) -> Iterator[list[tuple[str, int]]]:
    for piece in (piece for chunk in plan.chunks for piece in chunk.pieces):
        for at in range(piece.frames):
            assert 0 <= piece.shot_frame + at < piece.shot.span
            shown = [(piece.shot.content_hash, piece.shot_frame + at)]
            if piece.next_shot:
                shown.append((piece.next_shot.content_hash, piece.next_shot_frame + at))
            yield shown


def transition_steps(pieces: Iterator[Piece]) -> Iterator[tuple[int, int]]:
    for piece in pieces:
        if piece.transition:
            for at in range(piece.frames):
                yield piece.transition_frame + at, piece.transition_frames


@pytest.mark.requirement("render-every-frame-once")
@UNHURRIED
@given(timelines())
def test_the_plan_shows_what_the_timeline_says_frame_by_frame(timeline: Timeline) -> None:
    plan = plan_for(timeline)
    assert plan.frames == timeline.duration
    assert list(shown_by_plan(plan)) == shown_by_timeline(timeline)


@pytest.mark.requirement("render-every-frame-once")
@UNHURRIED
@given(timelines(fewest=2))
def test_every_transition_is_played_from_its_first_frame_to_its_last(timeline: Timeline) -> None:
    track = timeline.track(TrackKind.VIDEO)
    assert track is not None
    lengths = [c.duration for c in track.children if isinstance(c, Transition)]
    pieces = (piece for chunk in plan_for(timeline).chunks for piece in chunk.pieces)
    assert list(transition_steps(pieces)) == [(at, n) for n in lengths for at in range(n)]


@pytest.mark.requirement("render-title-time")
@UNHURRIED
@given(timelines())
def test_each_chunk_knows_the_titles_over_it_at_their_own_time(timeline: Timeline) -> None:
    track = timeline.track(TrackKind.TITLE)
    placed = placed_clips(track) if track else ()
    plan = plan_for(timeline)
    for chunk, (start, end) in zip(plan.chunks, spans(plan), strict=True):
        found = [(t.title, t.first_frame + start, t.frames) for t in chunk.titles]
        assert found == [
            (p.clip.media, p.range_in_track.start, p.range_in_track.duration)
            for p in placed
            if overlap((start, end), p.range_in_track.start, p.range_in_track.end_exclusive)
        ]


@pytest.mark.requirement("render-chunk-size")
@UNHURRIED
@given(timelines())
def test_chunks_are_neither_too_long_nor_too_many(timeline: Timeline) -> None:
    lengths = [chunk.frames for chunk in plan_for(timeline).chunks]
    assert all(1 <= length <= MAX_CHUNK_FRAMES for length in lengths)
    assert len(lengths) <= len(timeline.photos) + timeline.duration // MAX_CHUNK_FRAMES


@pytest.mark.requirement("render-every-frame-once")
@UNHURRIED
@given(timelines(most=3), st.data())
def test_any_frame_is_found_in_its_chunk(timeline: Timeline, data: st.DataObject) -> None:
    plan = plan_for(timeline)
    frame = data.draw(st.integers(0, plan.frames - 1))
    chunk, at = plan.chunk_at(frame)
    (start, end), *_ = [span for span in spans(plan) if span[0] <= frame < span[1]]
    assert (at, chunk.frames) == (frame - start, end - start)


@pytest.mark.requirement("render-edit-cost")
@UNHURRIED
@given(timelines(), titles, st.data())
def test_another_title_changes_only_the_chunks_under_it(
    timeline: Timeline, title: TitleReference, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, timeline.duration - 1))
    length = data.draw(st.integers(1, timeline.duration - start))
    before = apply(timeline, SetTitle(TitleReference("before"), start, length))
    after = apply(timeline, SetTitle(title, start, length))
    changed = touched(plan_for(before), plan_for(after))
    assert all(overlap(span, start, start + length) for span in changed)
    assert bool(changed) == (title != TitleReference("before"))


@pytest.mark.requirement("render-edit-cost")
@UNHURRIED
@given(timelines(), motions, st.data())
def test_another_motion_changes_only_the_chunks_that_show_its_photo(
    timeline: Timeline, motion: Motion, data: st.DataObject
) -> None:
    placed = data.draw(st.sampled_from(placed_photos(timeline)))
    after = apply(timeline, SetMotion((placed.clip.id,), (motion,)))
    for span in touched(plan_for(timeline), plan_for(after)):
        assert overlap(span, *seen(placed))


@pytest.mark.requirement("render-edit-cost")
@UNHURRIED
@given(timelines(shortest=2 * MIN_CHUNK_FRAMES, titled=False), clips("new"))
def test_a_photo_put_in_front_costs_no_later_chunk(timeline: Timeline, new: Clip) -> None:
    plan = plan_for(timeline)
    after = plan_for(apply(timeline, Insert(0, (new,))))
    # The first photo may get a transition at its front, and the chunk after it an end of one.
    first_end = seen(placed_photos(timeline)[0])[1]
    later = [k for k, span in zip(keys(plan), spans(plan), strict=True) if span[0] >= first_end]
    assert keys(after)[len(keys(after)) - len(later) :] == later


@pytest.mark.requirement("render-edit-cost")
@UNHURRIED
@given(timelines(cuts_only=True, titled=False, shortest=MIN_CHUNK_FRAMES), st.integers(0, 9))
def test_names_ids_and_sound_are_no_part_of_a_key(timeline: Timeline, number: int) -> None:
    others = tuple(replace(clip, id=f"{clip.id} {number}", volume=0.5) for clip in timeline.photos)
    renamed = replace(timeline, name=f"name {number}", tracks=(Track(TrackKind.VIDEO, others),))
    assert keys(plan_for(renamed)) == keys(plan_for(timeline))


@pytest.mark.requirement("render-chunk-keys")
def test_a_key_depends_on_canvas_rate_encoder_and_photo() -> None:
    timeline = example(60)
    facts = {"hash of p1": PictureFacts(1080, 1920), "hash of p2": PictureFacts(1080, 1920)}
    chunk = plan_render(timeline, facts).chunks[0]
    clip = replace(timeline.photos[0], media=ExternalReference("", "hash of p2"), motion=Motion())
    other_photo = replace(timeline, tracks=(replace(timeline.tracks[0], children=(clip,)),))
    variants = {
        chunk_key(chunk, SETTINGS),
        chunk_key(chunk, VideoSettings(crf=23)),
        chunk_key(chunk, VideoSettings(preset="veryfast")),
        chunk_key(chunk, VideoSettings(options=())),
        *(
            chunk_key(plan_render(changed, facts).chunks[0], SETTINGS)
            for changed in (
                replace(timeline, width_px=1082),
                replace(timeline, height_px=1080),
                replace(timeline, rate=Fraction(25)),
                other_photo,
            )
        ),
    }
    assert len(variants) == 8
    assert chunk_key(chunk, SETTINGS) == chunk_key(chunk, VideoSettings())


@pytest.mark.requirement("render-chunk-keys")
def test_every_move_and_every_strength_has_a_key_of_its_own() -> None:
    facts = {"hash of p1": PictureFacts(1080, 1920)}
    moves = [Motion(kind, strength) for kind in MotionKind for strength in (0.1, 0.2)]
    found = [
        *(
            key
            for move in moves
            for key in keys(plan_render(apply(example(60), SetMotion(("p1",), (move,))), facts))
        )
    ]
    # A camera that stands still has no strength.
    assert len(found) == 2 * len(MotionKind)
    assert len(set(found)) == 2 * len(MotionKind) - 1


@pytest.mark.requirement("render-nothing-to-show")
def test_an_empty_timeline_cannot_be_rendered() -> None:
    with pytest.raises(RenderError) as failure:
        plan_render(Timeline(), {})
    assert failure.value.code == "empty_timeline"
    assert failure.value.hint


@pytest.mark.requirement("render-nothing-to-show")
def test_a_missing_photo_is_told_with_a_hint() -> None:
    with pytest.raises(RenderError) as failure:
        plan_render(example(30), {})
    assert failure.value.code == "missing_media"
    assert failure.value.hint


@pytest.mark.requirement("render-nothing-to-show")
def test_there_is_no_frame_after_the_last() -> None:
    plan = plan_render(example(30), {"hash of p1": PictureFacts(108, 192)})
    with pytest.raises(RenderError, match="30 frames"):
        plan.chunk_at(30)


def upright_plan(timeline: Timeline) -> RenderPlan:
    facts = {f"hash of {clip.id}": PictureFacts(1080, 1920) for clip in timeline.photos}
    return plan_render(timeline, facts)


@pytest.mark.requirement("render-motions")
def test_each_easing_moves_the_camera_differently() -> None:
    found = {
        keys(upright_plan(apply(example(60), SetMotion(("p1",), (Motion(kind, 0.2, easing),)))))[0]
        for kind in (MotionKind.ZOOM_IN,)
        for easing in Easing
    }
    assert len(found) == len(Easing)


@pytest.mark.requirement("render-edit-cost")
def test_a_photo_put_in_front_of_a_fast_video_costs_few_chunks() -> None:
    # Half a second a photo, of uneven lengths: every chunk is a group of short pieces.
    timeline = example(*(13 + n % 5 for n in range(40)))
    faded = apply(timeline, SetTransition((TransitionType.CROSSFADE,), 4))
    facts = {f"hash of p{n}": PictureFacts(1080, 1920) for n in range(60)}
    facts["hash of new"] = PictureFacts(1080, 1920)
    before = keys(plan_render(faded, facts))
    after = keys(plan_render(apply(faded, Insert(0, (photo("new", 13),))), facts))
    assert len(set(before) - set(after)) < len(before) / 2


@pytest.mark.requirement("render-chunk-size")
def test_no_chunk_is_longer_than_the_most_it_may_be() -> None:
    plan = upright_plan(apply(example(40, 100), SetTransition((TransitionType.CROSSFADE,), 20)))
    assert max(chunk.frames for chunk in plan.chunks) <= MAX_CHUNK_FRAMES
