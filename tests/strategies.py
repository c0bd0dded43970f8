"""Hypothesis strategies: timelines that ``check`` finds nothing in, and edits that fit them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from hypothesis import settings
from hypothesis import strategies as st

from tiktok_photo_video.render.framing import PictureFacts
from tiktok_photo_video.render.geometry import Rect
from tiktok_photo_video.timeline.apply import MIN_CLIP_FRAMES, apply, new_clip_id
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
    Easing,
    ExternalReference,
    Gap,
    Motion,
    MotionKind,
    MusicReference,
    ResizeMode,
    Timeline,
    TimeRange,
    TitleAnimation,
    TitlePosition,
    TitleReference,
    TitleStyle,
    Track,
    TrackChild,
    TrackKind,
    Transition,
    TransitionType,
)

# How the properties of these rooms are tried: the machine may be busy, and there are many of them.
UNHURRIED = settings(deadline=None, max_examples=50)

# Film, NTSC film, PAL, NTSC, the web, and the doubles of the last ones.
RATES = (
    Fraction(24),
    Fraction(24000, 1001),
    Fraction(25),
    Fraction(30000, 1001),
    Fraction(30),
    Fraction(50),
    Fraction(60000, 1001),
    Fraction(60),
)
# Width and height: upright phone, feed portrait, square, television, and an odd half width.
CANVASES = ((108, 192), (160, 200), (120, 120), (192, 108), (54, 96))
LONGEST_CLIP = 240

names = st.sampled_from(
    ("", "beach.heic", "IMG 0042.JPG", "海边.png", "a.b.c.webp", "Anna's dog.jpg")
)
hashes = st.sampled_from([f"{letter}" * 8 for letter in "abcdefgh"])
texts = st.text(max_size=24).filter(lambda text: bool(text.strip()))
volumes = st.floats(0, 2)

motions = st.builds(
    Motion,
    kind=st.sampled_from(MotionKind),
    strength=st.floats(0, 0.5),
    easing=st.sampled_from(Easing),
)
titles = st.builds(
    TitleReference,
    text=texts,
    position=st.sampled_from(TitlePosition),
    style=st.sampled_from(TitleStyle),
    color=st.from_regex(r"\A#[0-9a-f]{6}\Z"),
    animation=st.sampled_from(TitleAnimation),
)
songs = st.builds(
    MusicReference,
    mood=st.sampled_from(("lofi", "upbeat", "cinematic", "romantic", "chill", "samba")),
    seed=st.integers(0, 9),
)
photos = st.builds(
    ExternalReference,
    name=names,
    content_hash=hashes,
    width_px=st.integers(16, 8000),
    height_px=st.integers(16, 8000),
)


@st.composite
def clips(draw: st.DrawFn, clip_id: str, *, shortest: int = 1) -> Clip:
    """A photo in the picture track."""
    return Clip(
        id=clip_id,
        media=draw(photos),
        source_range=TimeRange(0, draw(st.integers(shortest, LONGEST_CLIP))),
        resize_mode=draw(st.sampled_from(ResizeMode)),
        motion=draw(motions),
    )


@st.composite
def picture_tracks(
    draw: st.DrawFn, *, fewest: int = 1, most: int = 6, shortest: int = 1, cuts_only: bool = False
) -> Track:
    """Photos with transitions that take at most half of either neighbour."""
    count = draw(st.integers(fewest, most))
    shown = [draw(clips(f"p{number}", shortest=shortest)) for number in range(1, count + 1)]
    children: list[TrackChild] = [shown[0]]
    for before, after in pairwise(shown):
        taken = (
            draw(st.integers(0, min(before.duration // 2, 30))),
            draw(st.integers(0, min(after.duration // 2, 30))),
        )
        if sum(taken) and not cuts_only and draw(st.booleans()):
            children.append(Transition(draw(st.sampled_from(TransitionType)), *taken))
        children.append(after)
    return Track(TrackKind.VIDEO, tuple(children))


@st.composite
def title_tracks(draw: st.DrawFn, length: int) -> Track | None:
    """Titles one after the other, with gaps before and between, inside ``length``."""
    children: list[TrackChild] = []
    left = length
    for number in range(1, draw(st.integers(0, 3)) + 1):
        if left < 2:
            break
        gap = draw(st.integers(0, left // 2))
        span = draw(st.integers(1, left - gap))
        children.extend([Gap(gap)] if gap else [])
        children.append(Clip(f"t{number}", draw(titles), TimeRange(0, span)))
        left -= gap + span
    return Track(TrackKind.TITLE, tuple(children)) if children else None


@st.composite
def timelines(
    draw: st.DrawFn,
    *,
    fewest: int = 1,
    most: int = 6,
    shortest: int = 1,
    cuts_only: bool = False,
    titled: bool = True,
) -> Timeline:
    """A sound timeline as this program makes them: photos, at most one bed, some titles."""
    picture = draw(picture_tracks(fewest=fewest, most=most, shortest=shortest, cuts_only=cuts_only))
    bed = Clip(
        "m1",
        draw(songs),
        TimeRange(0, draw(st.integers(1, picture.duration))),
        volume=draw(volumes),
    )
    sound = Track(TrackKind.AUDIO, (bed,)) if draw(st.booleans()) else None
    title = draw(title_tracks(picture.duration)) if titled else None
    width, height = draw(st.sampled_from(CANVASES))
    return Timeline(
        name=draw(st.sampled_from(("project", "summer", "我的旅行"))),
        rate=draw(st.sampled_from(RATES)),
        width_px=width,
        height_px=height,
        tracks=tuple(track for track in (picture, sound, title) if track),
    )


@st.composite
def insertions(draw: st.DrawFn, timeline: Timeline) -> Insert:
    """New photos at any place, also beyond both ends."""
    count = draw(st.integers(1, 3))
    new = [draw(clips(new_clip_id(timeline, prefix="p", taken=taken))) for taken in range(count)]
    return Insert(draw(st.integers(-1, len(timeline.photos) + 1)), tuple(new))


def _some_ids(timeline: Timeline) -> st.SearchStrategy[tuple[str, ...]]:
    ids = [clip.id for clip in timeline.photos]
    return st.lists(st.sampled_from(ids), min_size=1, unique=True).map(tuple)


def _title_edits(timeline: Timeline) -> list[st.SearchStrategy[Edit]]:
    track = timeline.track(TrackKind.TITLE)
    ids = [clip.id for clip in track.clips] if track else []
    some = st.lists(st.sampled_from(ids), unique=True).map(tuple) if ids else st.just(())
    return [
        st.builds(
            SetTitle,
            titles,
            start=st.integers(0, timeline.duration - 1),
            duration=st.integers(1, 2 * timeline.duration),
        ),
        st.builds(RemoveTitles, some),
    ]


def _sound_edits(timeline: Timeline) -> list[st.SearchStrategy[Edit]]:
    music: list[st.SearchStrategy[Edit]] = [st.builds(SetMusic, st.none() | songs, volume=volumes)]
    has_music = timeline.track(TrackKind.AUDIO) is not None
    return [*music, st.builds(SetVolume, volumes)] if has_music else music


def _photo_edits(timeline: Timeline) -> list[st.SearchStrategy[Edit]]:
    ids = [clip.id for clip in timeline.photos]
    moves = st.lists(motions, max_size=3).map(tuple)
    edits: list[st.SearchStrategy[Edit]] = [
        insertions(timeline),
        st.permutations(ids).map(lambda order: Reorder(tuple(order))),
        st.builds(SetDuration, _some_ids(timeline), st.integers(MIN_CLIP_FRAMES, LONGEST_CLIP)),
        st.builds(SetTotalDuration, st.integers(MIN_CLIP_FRAMES * len(ids), 2000)),
        st.builds(SetMotion, _some_ids(timeline), moves),
        st.builds(SetResizeMode, _some_ids(timeline), st.sampled_from(ResizeMode)),
    ]
    if len(ids) == 1:
        return edits
    cuts = st.lists(st.integers(0, len(ids) - 2), max_size=4).map(tuple)
    types = st.lists(st.sampled_from(TransitionType), max_size=3).map(tuple)
    fewer = st.lists(st.sampled_from(ids), max_size=len(ids) - 1, unique=True).map(tuple)
    return [
        *edits,
        st.builds(SetTransition, types, st.integers(0, 90), st.none() | cuts),
        st.builds(Remove, fewer),
    ]


def edits_for(timeline: Timeline) -> st.SearchStrategy[Edit]:
    """Any edit that this timeline can take."""
    return st.one_of(
        *_photo_edits(timeline),
        *_title_edits(timeline),
        *_sound_edits(timeline),
        texts.map(Rename),
        timelines(most=3).map(Create),
    )


@dataclass(frozen=True, slots=True)
class Step:
    """One edit, with the timeline before and after it."""

    before: Timeline
    edit: Edit
    after: Timeline


@st.composite
def histories(draw: st.DrawFn, *, longest: int = 8) -> list[Step]:
    """A timeline that is edited again and again."""
    timeline = draw(timelines(most=4))
    steps: list[Step] = []
    for _ in range(draw(st.integers(1, longest))):
        edit = draw(edits_for(timeline))
        after = apply(timeline, edit)
        steps.append(Step(timeline, edit, after))
        timeline = after
    return steps


@st.composite
def faces(draw: st.DrawFn, *, largest: float = 0.6) -> Rect:
    """A detected face somewhere in a photo, in fractions of it."""
    width, height = draw(st.floats(0.02, largest)), draw(st.floats(0.02, largest))
    return Rect(draw(st.floats(0, 1 - width)), draw(st.floats(0, 1 - height)), width, height)


picture_facts = st.builds(
    PictureFacts,
    width_px=st.integers(16, 20_000),
    height_px=st.integers(16, 20_000),
    faces=st.lists(faces(), max_size=3).map(tuple),
)

# One person, small enough that a crop can hold them.
portraits = st.builds(
    PictureFacts,
    width_px=st.integers(1000, 4000),
    height_px=st.integers(1000, 4000),
    faces=st.tuples(faces(largest=0.2)),
)


def facts_for(timeline: Timeline) -> dict[str, PictureFacts]:
    """Faceless facts of every photo of a timeline, as its references say."""
    return {
        clip.media.content_hash: PictureFacts(clip.media.width_px, clip.media.height_px)
        for clip in timeline.photos
        if isinstance(clip.media, ExternalReference)
    }
