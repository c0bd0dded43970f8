"""Hypothesis strategies: timelines that ``check`` finds nothing in."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from hypothesis import settings
from hypothesis import strategies as st

from tiktok_photo_video.render.framing import PictureFacts
from tiktok_photo_video.render.geometry import Rect
from tiktok_photo_video.timeline.model import (
    CardReference,
    Clip,
    Corner,
    Easing,
    ExternalReference,
    Focus,
    Gap,
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
    TitleAnimation,
    TitlePosition,
    TitleReference,
    TitleSize,
    TitleStyle,
    Track,
    TrackChild,
    TrackKind,
    Transition,
    TransitionType,
)
from tiktok_photo_video.timeline.tracks import (
    available_frames,
    longest,
    resized,
    with_captions,
    with_track,
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
colors = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
# Strategies are dear to set up: those that hundreds of draws share are set up once.
_CHANCE = st.booleans()
_RESIZE_MODES = st.sampled_from(ResizeMode)
_TRANSITION_TYPES = st.sampled_from(TransitionType)
_CANVASES = st.sampled_from(CANVASES)
_RATES = st.sampled_from(RATES)
_NAMES = st.sampled_from(("project", "summer", "我的旅行"))

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
    color=colors,
    animation=st.sampled_from(TitleAnimation),
    size=st.sampled_from(TitleSize),
    subtitle=st.just("") | texts,
)
songs = st.builds(
    MusicReference,
    mood=st.sampled_from(("lofi", "upbeat", "cinematic", "romantic", "chill", "samba")),
    seed=st.integers(0, 9) | st.integers(-(2**80), 2**80),
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
        resize_mode=draw(_RESIZE_MODES),
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
        if sum(taken) and not cuts_only and draw(_CHANCE):
            children.append(Transition(draw(_TRANSITION_TYPES), *taken))
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
    sound = Track(TrackKind.AUDIO, (bed,)) if draw(_CHANCE) else None
    title = draw(title_tracks(picture.duration)) if titled else None
    width, height = draw(_CANVASES)
    return Timeline(
        name=draw(_NAMES),
        rate=draw(_RATES),
        width_px=width,
        height_px=height,
        tracks=tuple(track for track in (picture, sound, title) if track),
    )


words = st.text(max_size=12)
shifts = st.floats(-1, 1)
shares = st.floats(0, 1)
looks = st.builds(
    Look,
    kind=st.sampled_from(LookKind),
    strength=shares,
    brightness=st.just(0.0) | shifts,
    contrast=st.just(0.0) | shifts,
    saturation=st.just(0.0) | shifts,
    lut_hash=st.just("") | hashes,
)
focuses = st.builds(Focus, x=shares, y=shares)
cards = st.builds(CardReference, text=texts, background=colors, color=colors)
logos = st.builds(
    Logo,
    media=photos,
    corner=st.sampled_from(Corner),
    width_share=st.floats(0.02, 1),
    opacity=shares,
)
speeds = st.sampled_from([Fraction(1, 10), Fraction(1, 3), Fraction(1, 2), Fraction(1)]) | (
    st.fractions(Fraction(1, 10), 10, max_denominator=12)
)
film_files = st.builds(
    ExternalReference,
    name=names,
    content_hash=hashes,
    kind=st.just(MediaKind.VIDEO),
    width_px=st.integers(16, 8000),
    height_px=st.integers(16, 8000),
    available_duration_ms=st.none() | st.integers(1, 20_000),
)
sound_files = st.builds(
    ExternalReference,
    name=names,
    content_hash=hashes,
    kind=st.sampled_from((MediaKind.AUDIO, MediaKind.VIDEO)),
    available_duration_ms=st.none() | st.integers(1000, 600_000),
)
_SOME_FOCUS = st.none() | focuses
_SOME_LOGO = st.none() | logos
_SOUNDS = songs | sound_files


@st.composite
def treated_clips(draw: st.DrawFn, clip_id: str, rate: Fraction) -> Clip:
    """A photo or a video with everything that can be set for it."""
    clip = replace(
        draw(clips(clip_id)),
        look=draw(looks),
        focus=draw(_SOME_FOCUS),
        pad_color=draw(colors),
    )
    return draw(filmed(clip, rate)) if draw(_CHANCE) else clip


@st.composite
def filmed(draw: st.DrawFn, clip: Clip, rate: Fraction) -> Clip:
    """A clip of a video, from anywhere in it, at any speed, no longer than it lasts."""
    media = draw(film_files)
    last = (available_frames(media, rate) or LONGEST_CLIP) - 1
    moving = replace(
        clip,
        media=media,
        speed=draw(speeds),
        source_range=TimeRange(draw(st.integers(0, last)), clip.duration),
    )
    most = longest(moving, rate)
    return moving if most is None else resized(moving, min(moving.duration, most))


@st.composite
def full_picture_tracks(draw: st.DrawFn, rate: Fraction, *, most: int = 5) -> Track:
    """Photos, videos, transitions between them, and perhaps an end card."""
    count = draw(st.integers(1, most))
    shown = [draw(treated_clips(f"p{number}", rate)) for number in range(1, count + 1)]
    if draw(_CHANCE):
        shown.append(Clip("e1", draw(cards), TimeRange(0, draw(st.integers(2, 120)))))
    children: list[TrackChild] = [shown[0]]
    for before, after in pairwise(shown):
        taken = (
            draw(st.integers(0, min(before.duration // 2, 30))),
            draw(st.integers(0, min(after.duration // 2, 30))),
        )
        if sum(taken) and draw(_CHANCE):
            children.append(Transition(draw(_TRANSITION_TYPES), *taken))
        children.append(after)
    return Track(TrackKind.VIDEO, tuple(children))


@st.composite
def beds(draw: st.DrawFn, clip_id: str, duration: int) -> Clip:
    """Music, composed or from a file, with fades."""
    fade_in = draw(st.integers(0, duration))
    return Clip(
        clip_id,
        draw(_SOUNDS),
        TimeRange(draw(st.integers(0, 20)), duration),
        volume=draw(volumes),
        fade_in=fade_in,
        fade_out=draw(st.integers(0, duration - fade_in)),
        is_muted=draw(_CHANCE),
    )


@st.composite
def full_timelines(draw: st.DrawFn, *, most: int = 5) -> Timeline:
    """Everything that this program can make: also videos, captions, a card, a logo."""
    rate = draw(_RATES)
    picture = draw(full_picture_tracks(rate, most=most))
    with_sound = draw(_CHANCE)
    sound = Track(TrackKind.AUDIO, (draw(beds("m1", picture.duration)),)) if with_sound else None
    title = draw(title_tracks(picture.duration))
    width, height = draw(_CANVASES)
    bare = Timeline(
        name=draw(_NAMES),
        rate=rate,
        width_px=width,
        height_px=height,
        tracks=tuple(track for track in (picture, sound, title) if track),
        logo=draw(_SOME_LOGO),
        cover=draw(st.none() | st.integers(0, picture.duration - 1)),
        has_beat_sync=with_sound and draw(_CHANCE),
    )
    ids = draw(st.lists(st.sampled_from([clip.id for clip in bare.photos]), unique=True))
    return with_captions(
        bare,
        [
            Clip(f"k{number}", draw(titles), TimeRange(0, 1), anchor=photo_id)
            for number, photo_id in enumerate(ids, 1)
        ],
    )


@st.composite
def any_timelines(draw: st.DrawFn) -> Timeline:
    """Sound timelines whoever made them: any words, several pieces of music, gaps anywhere."""
    timeline = draw(full_timelines())
    for kind in (TrackKind.AUDIO, TrackKind.TITLE):
        timeline = with_track(timeline, kind, draw(laid_over(kind, timeline.duration)))
    width, height = (2 * draw(st.integers(8, 2048)) for _ in range(2))
    return replace(timeline, name=draw(words), width_px=width, height_px=height)


@st.composite
def laid_over(draw: st.DrawFn, kind: TrackKind, length: int) -> tuple[TrackChild, ...]:
    """Clips no longer than the picture, with gaps anywhere, also several and at the end."""
    children: list[TrackChild] = []
    left = length
    for number in range(draw(st.integers(0, 6))):
        if left < 1:
            break
        span = draw(st.integers(1, left))
        if draw(_CHANCE):
            children.append(Gap(span))
        elif kind is TrackKind.AUDIO:
            children.append(draw(beds(f"piece {number}", span)))
        else:
            children.append(Clip(f"words {number}", draw(titles), TimeRange(0, span)))
        left -= span
    return tuple(children) if any(isinstance(child, Clip) for child in children) else ()


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
