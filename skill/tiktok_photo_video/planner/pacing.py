"""How long each photo is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from tiktok_photo_video.planner.brief import Brief, Feel, Photo
from tiktok_photo_video.planner.taste import (
    FEEL_OF_MOOD,
    MAX_TOTAL_S,
    MIN_PHOTO_S,
    MIN_TOTAL_S,
    PACING,
    USUAL_MAX_TOTAL_S,
    Pacing,
)
from tiktok_photo_video.timeline.apply import shared_out
from tiktok_photo_video.timeline.model import MediaKind, frames_from_ms, frames_from_s


def feel_of(brief: Brief) -> Feel:
    """The feel asked for, else the one that goes with the mood."""
    if brief.feel is not None:
        return brief.feel
    return FEEL_OF_MOOD[brief.mood] if brief.mood is not None else Feel.NEUTRAL


@dataclass(frozen=True, slots=True)
class Span:
    """The least and the most seconds that so many photos can take."""

    least_s: float
    most_s: float

    def clamped(self, total_s: float) -> float:
        """A total brought within the span."""
        return min(max(total_s, self.least_s), self.most_s)


def possible_span(count: int) -> Span:
    """What a video of ``count`` photos can be as long as."""
    least_s = max(MIN_PHOTO_S * count, MIN_TOTAL_S)
    return Span(least_s, max(MAX_TOTAL_S, least_s))


def total_s_for(brief: Brief, count: int) -> float:
    """Seconds of the whole: asked for, or by seconds a photo, or by taste."""
    span = possible_span(count)
    if brief.total_s is not None:
        return span.clamped(brief.total_s)
    if brief.per_photo_s is not None:
        return span.clamped(brief.per_photo_s * count)
    return span.clamped(usual_total_s(PACING[feel_of(brief)], count))


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
    caps = [_available(photo, rate) for photo in photos]
    return evenly_shared(frames_from_s(total_s_for(brief, len(photos)), rate), caps)


def _available(photo: Photo, rate: Fraction) -> int | None:
    """Frames a video clip has; ``None`` for stills, which have no end."""
    media = photo.media
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
        full = [
            i for i, share in zip(open_ones, shares, strict=True) if _over(share, caps[i])
        ]
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
