"""Transitions and camera moves: varied, never at random, never the same twice in a row."""

from __future__ import annotations

from collections.abc import Sequence

from tiktok_photo_video.planner.brief import Brief, Feel, Mood, Photo
from tiktok_photo_video.planner.chance import drawn, shuffled
from tiktok_photo_video.planner.pacing import feel_of, mood_of, treatment_of
from tiktok_photo_video.planner.taste import (
    ACCENT_EVERY,
    MAX_STRENGTH,
    MAX_TRANSITION_SHARE,
    MIN_STRENGTH,
    PACING,
    PALETTES,
    STEADY_MOTIONS,
    SUITABLE_SHAPE,
    TALL_MOTIONS,
    WIDE_MOTIONS,
    Palette,
)
from tiktok_photo_video.timeline.model import (
    Easing,
    ExternalReference,
    MediaKind,
    Motion,
    MotionKind,
    Transition,
    TransitionType,
)

_MOOD_OF_FEEL: dict[Feel, Mood | None] = {
    Feel.CALM: Mood.CHILL,
    Feel.NEUTRAL: None,
    Feel.PUNCHY: Mood.UPBEAT,
}


def palette_of(feel: Feel) -> Palette:
    """The transitions that go with a feel when no mood was named."""
    return PALETTES[_MOOD_OF_FEEL[feel]]


def transition_types(palette: Palette, cuts: int, *, seed: int) -> tuple[TransitionType, ...]:
    """A family in turn, with an accent now and then; where they fall depends on the seed."""
    offset = drawn(seed, 0, below=ACCENT_EVERY)
    accents = shuffled(palette.accents, seed)
    types: list[TransitionType] = []
    for cut in range(cuts):
        turn, place = divmod(cut + offset, ACCENT_EVERY)
        is_accent = place == ACCENT_EVERY - 1 and cut > 0
        source = accents if is_accent else list(palette.family)
        types.append(source[(turn if is_accent else cut) % len(source)])
    return tuple(types)


def types_for(brief: Brief, cuts: int, *, seed: int) -> tuple[TransitionType, ...]:
    """The transition at each cut; empty when plain cuts are wanted."""
    if brief.transitions is None:
        return transition_types(_palette(brief), cuts, seed=seed)
    if not brief.transitions:
        return ()
    return tuple(brief.transitions[cut % len(brief.transitions)] for cut in range(cuts))


def _palette(brief: Brief) -> Palette:
    treatment = treatment_of(brief)
    if treatment is not None and treatment.palette is not None:
        return treatment.palette
    mood = mood_of(brief)
    return PALETTES[mood] if mood else palette_of(feel_of(brief))


def centred(kind: TransitionType, length: int, before: int, after: int) -> Transition | None:
    """A transition around a cut, at most the tasteful share of the shorter neighbour.

    All in frames; ``None`` when nothing of it is left.
    """
    fitted = min(length, int(MAX_TRANSITION_SHARE * min(before, after)))
    return Transition(kind, fitted // 2, fitted - fitted // 2) if fitted >= 1 else None


def strength_for(feel: Feel, kind: MotionKind) -> float:
    """How strong a move is; a pan needs a little room more than a zoom to be seen."""
    if kind is MotionKind.NONE:
        return 0.0
    base = PACING[feel].strength
    return round(base * (1.1 if kind in (*WIDE_MOTIONS, *TALL_MOTIONS) else 1.0), 3)


def motions_for(brief: Brief, photos: Sequence[Photo], *, seed: int) -> tuple[Motion, ...]:
    """The camera move on each photo."""
    feel = feel_of(brief)
    treatment = treatment_of(brief)
    asked = brief.motion if brief.motion is not None or not treatment else treatment.motion
    if asked is not None:
        kinds = asked or (MotionKind.NONE,)
        moves = [kinds[i % len(kinds)] for i in range(len(photos))]
    else:
        canvas = brief.width_px / brief.height_px
        moves = varied_moves([photo.media for photo in photos], canvas, seed=seed)
    return tuple(
        motion(_still_for_video(move, photo.media), feel, opening=i == 0)
        for i, (move, photo) in enumerate(zip(moves, photos, strict=True))
    )


def _still_for_video(move: MotionKind, media: ExternalReference) -> MotionKind:
    """A video clip moves by itself."""
    return MotionKind.NONE if media.kind is MediaKind.VIDEO else move


def motion(kind: MotionKind, feel: Feel, *, opening: bool = False, factor: float = 1.0) -> Motion:
    """A move of the strength that goes with a feel; the opening one eases out slowly."""
    strength = strength_for(feel, kind) * factor
    bounded = min(max(strength, MIN_STRENGTH), MAX_STRENGTH) if strength else 0.12
    easing = Easing.EASE_OUT if opening else Easing.EASE_IN_OUT
    return Motion(kind, round(bounded, 3), easing)


def varied_moves(
    media: Sequence[ExternalReference], canvas: float, *, seed: int
) -> list[MotionKind]:
    """A move for each picture: a push in to open, then no two neighbours alike.

    ``canvas`` is the frame's width by height. A picture of another shape is panned along
    its longer side every other time: there is something to see beyond the frame.
    """
    start = drawn(seed, 1, below=len(STEADY_MOTIONS))
    moves = [MotionKind.ZOOM_IN]
    for number, each in enumerate(media[1:], 1):
        pans = _pans(each, canvas) if number % 2 else ()
        choices = (*_turned(pans, number // 2), *_turned(STEADY_MOTIONS, start + number))
        moves.append(next(kind for kind in choices if kind is not moves[-1]))
    return moves[: len(media)]


def _turned(kinds: tuple[MotionKind, ...], by: int) -> tuple[MotionKind, ...]:
    if not kinds:
        return ()
    at = by % len(kinds)
    return (*kinds[at:], *kinds[:at])


def _pans(media: ExternalReference, canvas: float) -> tuple[MotionKind, ...]:
    if media.width_px <= 0 or media.height_px <= 0:
        return ()
    shape = media.width_px / media.height_px
    if shape > canvas * (1 + SUITABLE_SHAPE):
        return WIDE_MOTIONS
    return TALL_MOTIONS if shape < canvas * (1 - SUITABLE_SHAPE) else ()
