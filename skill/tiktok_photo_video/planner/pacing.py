"""How long each photo is shown."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

from tiktok_photo_video.planner.brief import Brief, Feel, Mood, Photo
from tiktok_photo_video.planner.taste import (
    FEEL_OF_MOOD,
    MAX_TOTAL_S,
    MIN_PHOTO_S,
    PACING,
    TREATMENTS,
    USUAL_MAX_TOTAL_S,
    Pacing,
    Treatment,
)
from tiktok_photo_video.timeline.apply import shared_out
from tiktok_photo_video.timeline.model import (
    ExternalReference,
    MediaKind,
    frames_from_ms,
    frames_from_s,
)


def feel_of(brief: Brief) -> Feel:
    """The feel asked for, else the one that goes with the mood or with what it is about."""
    if brief.feel is not None:
        return brief.feel
    treatment = treatment_of(brief)
    if treatment is not None and treatment.feel is not None:
        return treatment.feel
    return feel_of_mood(mood_of(brief))


def treatment_of(brief: Brief) -> Treatment | None:
    """What goes with the theme, as far as no mood was asked for: that says how it is to feel."""
    return TREATMENTS[brief.theme] if brief.theme and brief.mood is None else None


def mood_of(brief: Brief) -> Mood | None:
    """The mood asked for, else the theme's."""
    return brief.mood or (TREATMENTS[brief.theme].mood if brief.theme else None)


def feel_of_mood(mood: Mood | None) -> Feel:
    """The feel that goes with a mood; without one, the middle."""
    return FEEL_OF_MOOD[mood] if mood is not None else Feel.NEUTRAL


def least_frames(count: int, rate: Fraction) -> int:
    """The fewest frames that so many photos can be shown in without flicker."""
    return count * math.ceil(Fraction(MIN_PHOTO_S) * rate - Fraction(1, 1000))


def most_frames(count: int, rate: Fraction) -> int:
    """The most frames a video may have; never fewer than its photos need."""
    return max(frames_from_s(MAX_TOTAL_S, rate), least_frames(count, rate))


def within_bounds(frames: int, count: int, rate: Fraction) -> int:
    """A total brought between the least and the most."""
    return min(max(frames, least_frames(count, rate)), most_frames(count, rate))


def total_s_for(brief: Brief, count: int) -> float:
    """Seconds of the whole: asked for, or by seconds a photo, or by taste."""
    if brief.total_s is not None:
        return min(brief.total_s, MAX_TOTAL_S)
    if brief.per_photo_s is not None:
        return min(brief.per_photo_s * count, MAX_TOTAL_S)
    return usual_total_s(PACING[feel_of(brief)], count)


def usual_total_s(pacing: Pacing, count: int) -> float:
    """Seconds of the whole when nobody asked: usual, then quicker, then at most a minute."""
    photo_s = min(pacing.usual_s, max(pacing.whole_s / count, pacing.quickest_s))
    return min(photo_s * count, max(USUAL_MAX_TOTAL_S, MIN_PHOTO_S * count))


def durations(brief: Brief, photos: Sequence[Photo]) -> tuple[int, ...]:
    """Frames for each photo, adding up to the total.

    Stills share evenly. A video clip that is shorter than its share gives the difference
    to the others; if all are too short, so is the whole.
    """
    rate = Fraction(brief.fps)
    caps = [available_frames(photo.media, rate) for photo in photos]
    total = frames_from_s(total_s_for(brief, len(photos)), rate)
    return evenly_shared(within_bounds(total, len(photos), rate), caps)


def available_frames(media: ExternalReference, rate: Fraction) -> int | None:
    """Frames a video clip has; ``None`` for stills, which have no end."""
    if media.kind is not MediaKind.VIDEO or not media.available_duration_ms:
        return None
    return max(frames_from_ms(media.available_duration_ms, rate), 2)


def evenly_shared(total: int, caps: Sequence[int | None]) -> tuple[int, ...]:
    """``total`` in even whole parts, none above its cap."""
    parts = [0] * len(caps)
    open_ones = list(range(len(caps)))
    left = total
    while open_ones:
        shares = shared_out(max(left, 2 * len(open_ones)), (1,) * len(open_ones))
        full = [i for i, share in zip(open_ones, shares, strict=True) if _over(share, caps[i])]
        if not full:
            for i, share in zip(open_ones, shares, strict=True):
                parts[i] = share
            break
        for i in full:
            parts[i] = caps[i] or 0
            left -= parts[i]
        open_ones = [i for i in open_ones if i not in full]
    return tuple(parts)


def _over(share: int, cap: int | None) -> bool:
    return cap is not None and share > cap
