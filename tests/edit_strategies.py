"""Hypothesis strategies for edits: those that a timeline can take, and those out of the blue."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from hypothesis import strategies as st

from tests.strategies import (
    CANVASES,
    LONGEST_CLIP,
    RATES,
    beds,
    cards,
    colors,
    focuses,
    full_timelines,
    logos,
    looks,
    motions,
    songs,
    speeds,
    texts,
    timelines,
    titles,
    treated_clips,
    volumes,
)
from tiktok_photo_video.errors import EditError
from tiktok_photo_video.timeline import edits
from tiktok_photo_video.timeline.apply import MIN_CLIP_FRAMES, apply, new_clip_id
from tiktok_photo_video.timeline.edits import Edit
from tiktok_photo_video.timeline.model import (
    ResizeMode,
    Timeline,
    TrackKind,
    TransitionType,
)

Edits = st.SearchStrategy[Edit]


@dataclass(frozen=True, slots=True)
class Step:
    """One edit, with the timeline before and after it."""

    before: Timeline
    edit: Edit
    after: Timeline


@st.composite
def insertions(draw: st.DrawFn, timeline: Timeline) -> edits.Insert:
    """New photos and videos at any place, also beyond both ends."""
    ids = [new_clip_id(timeline, prefix="p", taken=n) for n in range(draw(st.integers(1, 3)))]
    new = [draw(treated_clips(clip_id, timeline.rate)) for clip_id in ids]
    return edits.Insert(draw(st.integers(-1, len(timeline.photos) + 1)), tuple(new))


def _ids(timeline: Timeline) -> st.SearchStrategy[str]:
    return st.sampled_from([clip.id for clip in timeline.photos])


def _some_ids(timeline: Timeline) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(_ids(timeline), min_size=1, unique=True).map(tuple)


def _word_edits(timeline: Timeline) -> list[Edits]:
    track = timeline.track(TrackKind.TITLE)
    ids = [clip.id for clip in track.clips] if track else []
    some = st.lists(st.sampled_from(ids), unique=True).map(tuple) if ids else st.just(())
    return [
        st.builds(
            edits.SetTitle,
            titles,
            start=st.integers(0, timeline.duration - 1),
            duration=st.integers(1, 2 * timeline.duration),
        ),
        st.builds(edits.RemoveTitles, some),
        st.builds(edits.SetCaption, _ids(timeline), st.none() | titles),
        st.builds(edits.SetEndCard, st.none() | cards, st.just(0) | st.integers(2, 200)),
    ]


def _sound_edits(timeline: Timeline) -> list[Edits]:
    own = beds("m9", 9)
    music: list[Edits] = [
        st.builds(edits.SetMusic, st.none() | songs, volume=volumes),
        st.builds(edits.SetSong, own),
    ]
    if timeline.music is None:
        return music
    fades = st.none() | st.integers(0, 300)
    return [
        *music,
        st.builds(edits.SetVolume, volumes),
        st.builds(edits.SetFades, fades, fades),
        st.builds(edits.SetMuted, st.booleans()),
        st.builds(edits.SetBeatSync, st.booleans()),
    ]


def _order_edits(timeline: Timeline) -> list[Edits]:
    ids = [clip.id for clip in timeline.photos]
    order: list[Edits] = [
        insertions(timeline),
        st.permutations(ids).map(lambda ids: edits.Reorder(tuple(ids))),
        st.builds(edits.Duplicate, _some_ids(timeline)),
        st.builds(edits.Split, _ids(timeline), st.integers(0, LONGEST_CLIP)),
        st.builds(edits.ReplaceMedia, _ids(timeline), treated_clips("x", timeline.rate)),
    ]
    if len(ids) == 1:
        return order
    fewer = st.lists(st.sampled_from(ids), max_size=len(ids) - 1, unique=True).map(tuple)
    return [*order, st.builds(edits.Remove, fewer)]


def _length_edits(timeline: Timeline) -> list[Edits]:
    spans = st.integers(MIN_CLIP_FRAMES, LONGEST_CLIP)
    return [
        st.builds(edits.SetDuration, _some_ids(timeline), spans),
        st.builds(edits.SetTotalDuration, st.integers(0, 2000)),
        st.builds(edits.Trim, _ids(timeline), st.integers(0, 300), spans),
        st.builds(edits.SetSpeed, _some_ids(timeline), speeds),
        st.builds(edits.SetClipVolume, _some_ids(timeline), volumes),
        st.builds(edits.SetClipsMuted, _some_ids(timeline), st.booleans()),
    ]


def _look_edits(timeline: Timeline) -> list[Edits]:
    some = _some_ids(timeline)
    changes: list[Edits] = [
        st.builds(edits.SetMotion, some, st.lists(motions, max_size=3).map(tuple)),
        st.builds(edits.SetResizeMode, some, st.sampled_from(ResizeMode)),
        st.builds(edits.SetFocus, some, st.none() | focuses),
        st.builds(edits.SetPadColor, some, colors),
        st.builds(edits.SetLook, some, looks),
    ]
    last_cut = len(timeline.pictures) - 2
    if last_cut < 0:
        return changes
    cuts = st.lists(st.integers(0, last_cut), max_size=4).map(tuple)
    types = st.lists(st.sampled_from(TransitionType), max_size=3).map(tuple)
    return [
        *changes,
        st.builds(edits.SetTransition, types, st.integers(0, 90), st.none() | cuts),
    ]


def _whole_edits(timeline: Timeline) -> list[Edits]:
    return [
        texts.map(edits.Rename),
        (timelines(most=3) | full_timelines(most=3)).map(edits.Create),
        st.sampled_from(CANVASES).map(lambda size: edits.SetCanvas(*size)),
        (st.sampled_from(RATES) | st.integers(1, 120).map(Fraction)).map(edits.SetRate),
        st.builds(edits.SetCover, st.none() | st.integers(0, timeline.duration - 1)),
        st.builds(edits.SetLogo, st.none() | logos),
    ]


_KINDS = st.sampled_from(
    [_order_edits, _length_edits, _look_edits, _word_edits, _sound_edits, _whole_edits]
)


@st.composite
def edits_for(draw: st.DrawFn, timeline: Timeline) -> Edit:
    """Any edit that makes sense for this timeline; some of them it may still refuse.

    Strategies are dear to set up: those of one kind are, and one of them is put to use.
    """
    kind = draw(_KINDS)
    return draw(draw(st.sampled_from(kind(timeline))))


@st.composite
def histories(draw: st.DrawFn, *, longest: int = 8) -> list[Step]:
    """A timeline that is edited again and again; an edit it refuses is passed over."""
    timeline = draw(full_timelines(most=4))
    steps: list[Step] = []
    for _ in range(draw(st.integers(1, longest))):
        edit = draw(edits_for(timeline))
        try:
            after = apply(timeline, edit)
        except EditError:
            continue
        steps.append(Step(timeline, edit, after))
        timeline = after
    return steps
