"""Which photos are seen, and in which order."""

from __future__ import annotations

from dataclasses import replace

from tiktok_photo_video.errors import EditError
from tiktok_photo_video.timeline.applying.guards import (
    map_pictures,
    require,
    require_new,
    require_picture,
    required_photo,
)
from tiktok_photo_video.timeline.bounds import MIN_CLIP_FRAMES
from tiktok_photo_video.timeline.edits import (
    Duplicate,
    Insert,
    Remove,
    Reorder,
    ReplaceMedia,
    Split,
)
from tiktok_photo_video.timeline.model import (
    CardReference,
    Clip,
    Timeline,
    TimeRange,
    Transition,
    s_from_frames,
)
from tiktok_photo_video.timeline.tracks import (
    caption_of,
    captions,
    clips_and_cuts,
    end_card,
    is_film,
    new_clip_id,
    with_captions,
    with_pictures,
)


def insert(timeline: Timeline, edit: Insert) -> Timeline:
    """Put clips in; at the end they come before the end card."""
    require_new(timeline, edit.clips)
    new = [replace(clip, anchor=None) for clip in edit.clips]
    clips, cuts = clips_and_cuts(timeline)
    index = min(max(edit.index, 0), len(timeline.photos))
    usual = usual_transition(cuts)
    new_cuts = [usual] * (len(new) if clips else len(new) - 1)
    return with_pictures(
        timeline,
        [*clips[:index], *new, *clips[index:]],
        [*cuts[:index], *new_cuts, *cuts[index:]],
    )


def usual_transition(cuts: list[Transition | None]) -> Transition | None:
    """What a new cut gets to fit in with the others."""
    return next((cut for cut in cuts if cut), None)


def remove(timeline: Timeline, edit: Remove) -> Timeline:
    """Take clips out; a card alone is nothing to show."""
    clips, cuts = clips_and_cuts(timeline)
    require(clips, edit.clip_ids)
    kept = [i for i, clip in enumerate(clips) if clip.id not in edit.clip_ids]
    if all(isinstance(clips[i].media, CardReference) for i in kept):
        raise EditError(
            "Removing every photo would leave nothing to show.",
            code="nothing_left",
            hint="Keep at least one photo, or add others first.",
        )
    # The cut into a kept clip stays; the first one left has none before it.
    new_cuts = [cuts[i - 1] for i in kept[1:]]
    return with_pictures(timeline, [clips[i] for i in kept], new_cuts)


def reorder(timeline: Timeline, edit: Reorder) -> Timeline:
    """Put the photos in an order; the end card stays last, named or not."""
    _, cuts = clips_and_cuts(timeline)
    card = end_card(timeline)
    asked = [i for i in edit.clip_ids if card is None or i != card.id]
    by_id = {clip.id: clip for clip in timeline.photos}
    if sorted(asked) != sorted(by_id):
        raise EditError(
            "The new order must name every photo once.",
            code="bad_order",
            hint=f"There are {len(by_id)} photos.",
        )
    return with_pictures(timeline, [*(by_id[i] for i in asked), *([card] if card else [])], cuts)


def duplicate(timeline: Timeline, edit: Duplicate) -> Timeline:
    """Show photos twice; a copy has the caption of its original."""
    require(timeline.photos, edit.clip_ids)
    _, cuts = clips_and_cuts(timeline)
    usual = usual_transition(cuts)
    for clip_id in dict.fromkeys(edit.clip_ids):
        original = required_photo(timeline, clip_id)
        copy = replace(original, id=new_clip_id(timeline, prefix="p"))
        timeline = _in_place_of(timeline, original, (original, copy), usual)
    return timeline


def split(timeline: Timeline, edit: Split) -> Timeline:
    """Cut a clip in two that follow each other with a plain cut, as if nothing had happened."""
    clip = required_photo(timeline, edit.clip_id)
    last = clip.duration - MIN_CLIP_FRAMES
    if not MIN_CLIP_FRAMES <= edit.at <= last:
        rate = timeline.rate
        raise EditError(
            f"A clip of {s_from_frames(clip.duration, rate):.2f} s cannot be cut in two "
            f"at {s_from_frames(edit.at, rate):.2f} s.",
            code="bad_split",
            hint=f"Each half needs {MIN_CLIP_FRAMES} frames at least.",
        )
    source = clip.source_range
    first = replace(clip, source_range=TimeRange(source.start, edit.at))
    shown = int(edit.at * clip.speed) if is_film(clip.media) else 0
    second = replace(
        clip,
        id=new_clip_id(timeline, prefix="p"),
        source_range=TimeRange(source.start + shown, clip.duration - edit.at),
    )
    return _in_place_of(timeline, clip, (first, second), None)


def _in_place_of(
    timeline: Timeline, clip: Clip, pair: tuple[Clip, Clip], cut: Transition | None
) -> Timeline:
    """Two clips where one was, the second with a caption of its own if that one had one."""
    clips, cuts = clips_and_cuts(timeline)
    at = clips.index(clip)
    caption = caption_of(timeline, clip.id)
    copied = (
        replace(caption, id=new_clip_id(timeline, prefix="k"), anchor=pair[1].id)
        if caption
        else None
    )
    changed = with_pictures(
        timeline, [*clips[:at], *pair, *clips[at + 1 :]], [*cuts[:at], cut, *cuts[at:]]
    )
    return with_captions(changed, [*captions(changed), *([copied] if copied else [])])


def replace_media(timeline: Timeline, edit: ReplaceMedia) -> Timeline:
    """Show something else in a clip's place; what belongs to the picture comes with it."""
    shown = _showing(required_photo(timeline, edit.clip_id), edit.with_clip)
    require_picture(shown)
    return map_pictures(timeline, (edit.clip_id,), lambda _clip, _: shown)


def _showing(clip: Clip, new: Clip) -> Clip:
    return replace(
        clip,
        media=new.media,
        source_range=TimeRange(new.source_range.start, clip.duration),
        focus=new.focus,
        speed=new.speed,
    )
