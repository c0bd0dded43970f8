"""Titles, captions and the end card."""

from __future__ import annotations

from dataclasses import replace

from tiktok_photo_video.errors import EditError
from tiktok_photo_video.timeline.applying.guards import (
    require,
    require_color,
    require_words,
    required_photo,
)
from tiktok_photo_video.timeline.applying.pictures import usual_transition
from tiktok_photo_video.timeline.bounds import MIN_CLIP_FRAMES
from tiktok_photo_video.timeline.edits import RemoveTitles, SetCaption, SetEndCard, SetTitle
from tiktok_photo_video.timeline.model import (
    CardReference,
    Clip,
    Timeline,
    TimeRange,
    frames_from_s,
)
from tiktok_photo_video.timeline.tracks import (
    caption_of,
    captions,
    clips_and_cuts,
    end_card,
    new_clip_id,
    placed_titles,
    resized,
    with_captions,
    with_pictures,
    with_titles,
)

USUAL_CARD_S = 2.0


def set_title(timeline: Timeline, edit: SetTitle) -> Timeline:
    """Show a title in place of what it overlaps."""
    require_words(edit.title, "title")
    if edit.duration < 1 or edit.start < 0 or edit.start >= max(timeline.duration, 1):
        raise EditError(
            "The title would not be seen: its time lies outside the video.",
            code="title_outside",
            hint="Give it a time within the video.",
        )
    new = TimeRange(edit.start, edit.duration)
    kept = [
        (placed.range_in_track.start, placed.clip)
        for placed in placed_titles(timeline)
        if placed.range_in_track.end_exclusive <= new.start
        or placed.range_in_track.start >= new.end_exclusive
    ]
    clip = Clip(new_clip_id(timeline, prefix="t"), edit.title, TimeRange(0, edit.duration))
    return with_titles(timeline, sorted([*kept, (edit.start, clip)], key=lambda it: it[0]))


def remove_titles(timeline: Timeline, edit: RemoveTitles) -> Timeline:
    """Take titles away."""
    placed = placed_titles(timeline)
    require([p.clip for p in placed], edit.clip_ids)
    kept = [p for p in placed if edit.clip_ids and p.clip.id not in edit.clip_ids]
    return with_titles(timeline, [(p.range_in_track.start, p.clip) for p in kept])


def set_caption(timeline: Timeline, edit: SetCaption) -> Timeline:
    """Give a photo a caption, in place of the one it has."""
    photo = required_photo(timeline, edit.clip_id)
    others = [caption for caption in captions(timeline) if caption.anchor != photo.id]
    if edit.caption is None:
        return with_captions(timeline, others)
    require_words(edit.caption, "caption")
    old = caption_of(timeline, photo.id)
    clip_id = old.id if old else new_clip_id(timeline, prefix="k")
    new = Clip(clip_id, edit.caption, TimeRange(0, photo.duration), anchor=photo.id)
    return with_captions(timeline, [*others, new])


def set_end_card(timeline: Timeline, edit: SetEndCard) -> Timeline:
    """End with a card; without a length it gets that of the card before, or the usual one."""
    if not timeline.photos:
        raise EditError(
            "There is no video to end yet.", code="empty_timeline", hint="Add photos first."
        )
    if edit.card is None:
        return _without_card(timeline)
    _require_card(edit.card)
    duration = edit.duration or _usual_length(timeline)
    if duration < MIN_CLIP_FRAMES:
        raise EditError(
            f"A card cannot be shown for {duration} frames.",
            code="too_short",
            hint="Give it a second or two.",
        )
    return _with_card(timeline, edit.card, duration)


def _require_card(card: CardReference) -> None:
    if not card.text.strip():
        raise EditError("A card needs some text.", code="empty_card", hint="Say what it reads.")
    require_color(card.background)
    require_color(card.color)


def _usual_length(timeline: Timeline) -> int:
    card = end_card(timeline)
    if card:
        return card.duration
    return max(frames_from_s(USUAL_CARD_S, timeline.rate), MIN_CLIP_FRAMES)


def _with_card(timeline: Timeline, card: CardReference, duration: int) -> Timeline:
    clips, cuts = clips_and_cuts(timeline)
    if old := end_card(timeline):
        return with_pictures(
            timeline, [*clips[:-1], resized(replace(old, media=card), duration)], cuts
        )
    new = Clip(new_clip_id(timeline, prefix="e"), card, TimeRange(0, duration))
    return with_pictures(timeline, [*clips, new], [*cuts, usual_transition(cuts)])


def _without_card(timeline: Timeline) -> Timeline:
    if end_card(timeline) is None:
        return timeline
    clips, cuts = clips_and_cuts(timeline)
    return with_pictures(timeline, clips[:-1], cuts[:-1])
