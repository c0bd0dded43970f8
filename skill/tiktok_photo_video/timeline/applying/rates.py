"""A timeline at another rate: every moment stays within half a frame of where it was.

Not lengths are converted but the moments they end at, so rounding never adds up: clips butt,
and the whole is as long as before. Only what would vanish keeps one frame.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from tiktok_photo_video.timeline.model import (
    Clip,
    Gap,
    Timeline,
    TimeRange,
    Track,
    TrackChild,
    Transition,
)
from tiktok_photo_video.timeline.tracks import with_track


def at_rate(timeline: Timeline, rate: Fraction) -> Timeline:
    """The timeline counted in frames of another rate."""
    factor = rate / timeline.rate
    cover = None if timeline.cover is None else nearest(timeline.cover * factor)
    converted = replace(timeline, rate=rate, cover=cover)
    for track in timeline.tracks:
        converted = with_track(converted, track.kind, _children(track, factor))
    return converted


def nearest(value: Fraction) -> int:
    """The nearest whole number; halves go up, so that equal steps stay equal within one."""
    return (value + Fraction(1, 2)).__floor__()


def _children(track: Track, factor: Fraction) -> tuple[TrackChild, ...]:
    children: list[TrackChild] = []
    at = was = 0
    for child in track.children:
        if isinstance(child, Transition):
            children.append(_transition(child, factor))
            continue
        was += child.duration
        least = 1 if isinstance(child, Clip) else 0
        end = max(nearest(was * factor), at + least)
        if isinstance(child, Clip):
            children.append(_clip(child, end - at, factor))
        elif end > at:
            children.append(Gap(end - at))
        at = end
    return tuple(children)


def _clip(clip: Clip, duration: int, factor: Fraction) -> Clip:
    return replace(
        clip,
        source_range=TimeRange(nearest(clip.source_range.start * factor), duration),
        fade_in=nearest(clip.fade_in * factor),
        fade_out=nearest(clip.fade_out * factor),
    )


def _transition(transition: Transition, factor: Fraction) -> Transition:
    """As long as before within half a frame, though its two parts are rounded apart."""
    duration = max(nearest(transition.duration * factor), 1)
    in_offset = min(nearest(transition.in_offset * factor), duration)
    return replace(transition, in_offset=in_offset, out_offset=duration - in_offset)
