"""How long clips are seen, from where on, and how fast."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from tiktok_photo_video.errors import EditError
from tiktok_photo_video.timeline.applying.guards import (
    map_pictures,
    require,
    require_films,
    required_photo,
    within,
)
from tiktok_photo_video.timeline.bounds import MIN_CLIP_FRAMES, SPEED
from tiktok_photo_video.timeline.edits import SetDuration, SetSpeed, SetTotalDuration, Trim
from tiktok_photo_video.timeline.model import Clip, Timeline, TimeRange, s_from_frames
from tiktok_photo_video.timeline.tracks import (
    available_frames,
    clips_and_cuts,
    end_card,
    longest,
    resized,
    shared_out,
    with_pictures,
)


def set_duration(timeline: Timeline, edit: SetDuration) -> Timeline:
    """Make clips, the end card too if it is named, as long as asked."""
    if edit.duration < MIN_CLIP_FRAMES:
        raise EditError(
            f"A photo cannot be shown for {edit.duration} frames.",
            code="too_short",
            hint="Give it at least a tenth of a second.",
        )
    clips, cuts = clips_and_cuts(timeline)
    require(clips, edit.clip_ids)
    chosen = [clip for clip in clips if clip.id in edit.clip_ids]
    for clip in chosen:
        _require_enough(clip, edit.duration, timeline.rate)
    pinned = [replace(resized(clip, edit.duration), is_pinned=True) for clip in clips]
    changed = [new if c in chosen else c for c, new in zip(clips, pinned, strict=True)]
    return with_pictures(timeline, changed, cuts)


def _require_enough(clip: Clip, duration: int, rate: Fraction) -> None:
    most = longest(clip, rate)
    if most is not None and duration > most:
        raise EditError(
            f"There are {s_from_frames(most, rate):.2f} s of video in clip {clip.id}, "
            f"not {s_from_frames(duration, rate):.2f} s.",
            code="past_the_end",
            hint=f"Ask for at most {s_from_frames(most, rate):.2f} s, or run it slower.",
        )


def set_total_duration(timeline: Timeline, edit: SetTotalDuration) -> Timeline:
    """Make the whole as long as asked; the end card keeps its length.

    The photos share it anew: no length that was asked for before is pinned any longer.
    """
    card = end_card(timeline)
    photos = timeline.photos
    left = edit.duration - (card.duration if card else 0)
    if left < MIN_CLIP_FRAMES * max(len(photos), 1):
        beside = f" beside an end card of {card.duration}" if card else ""
        raise EditError(
            f"{len(photos)} photos cannot be shown in {edit.duration} frames{beside}.",
            code="too_short",
            hint="Ask for a longer video or fewer photos.",
        )
    shares = _shares(timeline, left)
    changed = [
        replace(resized(clip, share), is_pinned=False)
        for clip, share in zip(photos, shares, strict=True)
    ]
    return with_pictures(
        timeline, [*changed, *([card] if card else [])], clips_and_cuts(timeline)[1]
    )


def _shares(timeline: Timeline, total: int) -> tuple[int, ...]:
    """Each photo's share of a length, in proportion; what a video lacks, the others get."""
    photos = timeline.photos
    caps = [longest(clip, timeline.rate) for clip in photos]
    shares = [0] * len(photos)
    unsettled = list(range(len(photos)))
    left = total
    while unsettled:
        parts = shared_out(left, tuple(photos[i].duration for i in unsettled))
        full = [i for i, part in zip(unsettled, parts, strict=True) if _is_over(part, caps[i])]
        if not full:
            for i, part in zip(unsettled, parts, strict=True):
                shares[i] = part
            return tuple(shares)
        for i in full:
            shares[i] = caps[i] or 0
            left -= shares[i]
        unsettled = [i for i in unsettled if i not in full]
    if left:
        most = s_from_frames(total - left, timeline.rate)
        raise EditError(
            f"The videos here fill {most:.2f} s, not {s_from_frames(total, timeline.rate):.2f} s.",
            code="past_the_end",
            hint="Ask for less, run them slower, or add photos.",
        )
    return tuple(shares)


def _is_over(part: int, cap: int | None) -> bool:
    return cap is not None and part > cap


def trim(timeline: Timeline, edit: Trim) -> Timeline:
    """Show other frames of a video."""
    clip = required_photo(timeline, edit.clip_id)
    require_films((clip,), lacks="part to choose from", hint="Change how long it is shown instead.")
    if edit.start < 0 or edit.duration < MIN_CLIP_FRAMES:
        raise EditError(
            "A clip needs a start at 0 or later and some frames to show.",
            code="too_short",
            hint=f"Give it at least {MIN_CLIP_FRAMES} frames.",
        )
    trimmed = replace(clip, source_range=TimeRange(edit.start, clip.duration))
    _require_start(trimmed, timeline.rate)
    _require_enough(trimmed, edit.duration, timeline.rate)
    shown = replace(resized(trimmed, edit.duration), is_pinned=True)
    return map_pictures(timeline, (clip.id,), lambda _clip, _: shown)


def _require_start(clip: Clip, rate: Fraction) -> None:
    available = available_frames(clip.media, rate)
    start = clip.source_range.start
    if available is not None and start > available - MIN_CLIP_FRAMES:
        raise EditError(
            f"Clip {clip.id} is {s_from_frames(available, rate):.2f} s long: it cannot start at "
            f"{s_from_frames(start, rate):.2f} s.",
            code="past_the_end",
            hint="Start earlier.",
        )


def set_speed(timeline: Timeline, edit: SetSpeed) -> Timeline:
    """Run videos at another speed: the same part of them is seen in another time."""
    within(edit.speed, SPEED, what="speed", code="bad_speed")
    require(timeline.photos, edit.clip_ids)
    chosen = [clip for clip in timeline.photos if clip.id in edit.clip_ids]
    require_films(chosen, lacks="speed", hint="Change how long it is shown instead.")
    return map_pictures(
        timeline, edit.clip_ids, lambda clip, _: _at_speed(clip, edit.speed, timeline.rate)
    )


def _at_speed(clip: Clip, speed: Fraction, rate: Fraction) -> Clip:
    running = replace(clip, speed=speed)
    duration = max(round(clip.duration * clip.speed / speed), MIN_CLIP_FRAMES)
    most = longest(running, rate)
    return resized(running, duration if most is None else min(duration, most))
