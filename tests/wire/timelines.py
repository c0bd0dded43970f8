"""Hypothesis strategies for timelines that ``check`` finds nothing in."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from hypothesis import strategies as st

from tiktok_photo_video.timeline.model import (
    Clip,
    Easing,
    ExternalReference,
    Gap,
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
    TitleStyle,
    Track,
    TrackChild,
    TrackKind,
    Transition,
    TransitionType,
)

RATES = (
    Fraction(24),
    Fraction(24000, 1001),
    Fraction(25),
    Fraction(30000, 1001),
    Fraction(30),
    Fraction(50),
    Fraction(60),
)

sides = st.integers(8, 2048).map(lambda half: half * 2)
words = st.text(max_size=12)
frames = st.integers(1, 5000)

externals = st.builds(
    ExternalReference,
    name=words,
    content_hash=words,
    kind=st.sampled_from(MediaKind),
    width_px=st.integers(0, 20000),
    height_px=st.integers(0, 20000),
    available_duration_ms=st.none() | st.integers(0, 10**7),
)
songs = st.builds(MusicReference, mood=words, seed=st.integers(-(2**80), 2**80))
titles = st.builds(
    TitleReference,
    text=words.filter(lambda text: bool(text.strip())),
    position=st.sampled_from(TitlePosition),
    style=st.sampled_from(TitleStyle),
    color=st.from_regex(r"\A#[0-9a-f]{6}\Z"),
    animation=st.sampled_from(TitleAnimation),
)
motions = st.builds(
    Motion,
    kind=st.sampled_from(MotionKind),
    strength=st.floats(0, 1),
    easing=st.sampled_from(Easing),
)


def _clip(draw: st.DrawFn, media: st.SearchStrategy[object], clip_id: str, longest: int) -> Clip:
    return Clip(
        id=clip_id,
        media=draw(media),  # type: ignore[arg-type]
        source_range=TimeRange(draw(st.integers(0, 500)), draw(st.integers(1, longest))),
        resize_mode=draw(st.sampled_from(ResizeMode)),
        motion=draw(motions),
        volume=draw(st.floats(0, 2)),
    )


def _transition(draw: st.DrawFn, before: Clip, after: Clip) -> list[Transition]:
    """One that takes at most half of either clip, so that two never meet."""
    taken = draw(st.integers(0, before.duration // 2)), draw(st.integers(0, after.duration // 2))
    if sum(taken) == 0 or draw(st.booleans()):
        return []
    return [Transition(draw(st.sampled_from(TransitionType)), *taken)]


@st.composite
def pictures(draw: st.DrawFn) -> Track:
    count = draw(st.integers(1, 5))
    clips = [_clip(draw, externals, f"c{n}", 900) for n in range(count)]
    children: list[TrackChild] = [clips[0]]
    for before, after in pairwise(clips):
        children.extend([*_transition(draw, before, after), after])
    return Track(TrackKind.VIDEO, tuple(children))


@st.composite
def laid_over(draw: st.DrawFn, kind: TrackKind, length: int) -> Track | None:
    """A track no longer than the picture, with gaps anywhere, also several and at the end."""
    media = titles if kind is TrackKind.TITLE else st.one_of(songs, externals)
    children: list[TrackChild] = []
    left = length
    for number in range(draw(st.integers(0, 6))):
        if left < 1:
            break
        if draw(st.booleans()):
            children.append(Gap(draw(st.integers(1, left))))
        else:
            children.append(_clip(draw, media, f"{kind.value}{number}", left))
        left -= children[-1].duration
    track = Track(kind, tuple(children))
    return track if track.clips else None


@st.composite
def timelines(draw: st.DrawFn) -> Timeline:
    picture = draw(pictures())
    over = [draw(laid_over(kind, picture.duration)) for kind in (TrackKind.AUDIO, TrackKind.TITLE)]
    return Timeline(
        name=draw(words),
        rate=draw(st.sampled_from(RATES)),
        width_px=draw(sides),
        height_px=draw(sides),
        tracks=(picture, *(track for track in over if track)),
    )
