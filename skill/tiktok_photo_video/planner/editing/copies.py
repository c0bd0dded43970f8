"""Photos shown again, cut in two, cropped in time, run faster, or made equally long."""

from __future__ import annotations

from fractions import Fraction

from tiktok_photo_video.planner.editing.locating import DoubtError, is_everything, is_film
from tiktok_photo_video.planner.editing.photos import beside
from tiktok_photo_video.planner.editing.scene import Carried, Scene
from tiktok_photo_video.planner.editing.times import photo_length, shared_evenly
from tiktok_photo_video.planner.photo_wishes import (
    Crop,
    Divide,
    Even,
    PhotoLength,
    Repeat,
    Speed,
)
from tiktok_photo_video.timeline.apply import apply
from tiktok_photo_video.timeline.edits import (
    Duplicate,
    Edit,
    Reorder,
    SetSpeed,
    Split,
    Trim,
)
from tiktok_photo_video.timeline.model import Clip, Timeline, frames_from_s

MAX_REPEATS = 9
_SPEED_STEPS = 100  # speeds are kept to a hundredth


def repeat(scene: Scene, wish: Repeat) -> Carried:
    """Show photos again: each right after itself, or all of them at one place."""
    ids = scene.numbering.located(wish.photos)
    copied = Duplicate(ids)
    times = min(max(wish.times, 1), MAX_REPEATS)
    edits: list[Edit] = []
    timeline = scene.timeline
    for _ in range(times):
        known = {clip.id for clip in timeline.photos}
        after = apply(timeline, copied)
        copies = [clip.id for clip in after.photos if clip.id not in known]
        edits.append(copied)
        timeline = after
        if (order := _placed(scene, wish, timeline, copies)) is not None:
            edits.append(Reorder(order))
            timeline = apply(timeline, Reorder(order))
    return Carried(tuple(edits))


def _placed(
    scene: Scene, wish: Repeat, timeline: Timeline, copies: list[str]
) -> tuple[str, ...] | None:
    """The order with the copies where they are wanted; ``None`` where they are already."""
    others = [clip.id for clip in timeline.photos if clip.id not in copies]
    if anchors := wish.before or wish.after:
        place = beside(scene, anchors, others, after=bool(wish.after))
    elif wish.position:
        place = 0 if wish.position > 0 else len(others)
    else:
        return None
    return (*others[:place], *copies, *others[place:])


def divide(scene: Scene, wish: Divide) -> Carried:
    """Cut photos in two."""
    rate = scene.timeline.rate
    edits = []
    for clip_id in scene.numbering.located(wish.photos):
        clip = scene.clip(clip_id)
        at = clip.duration // 2 if wish.at_s is None else frames_from_s(wish.at_s, rate)
        edits.append(Split(clip_id, at))
    return Carried(tuple(edits))


def crop(scene: Scene, wish: Crop) -> Carried:
    """Show only a part of video clips; a still has no parts, so it just gets that long."""
    rate = scene.timeline.rate
    edits: list[Edit] = []
    end_s = wish.from_s if wish.to_s is None else wish.to_s
    for clip_id in scene.numbering.located(wish.photos):
        if not is_film(scene.clip(clip_id)):
            raise DoubtError("not_a_film")
        start, end = frames_from_s(wish.from_s, rate), frames_from_s(end_s, rate)
        edits.append(Trim(clip_id, start, end - start))
    return Carried(tuple(edits))


def speed(scene: Scene, wish: Speed) -> Carried:
    """Run video clips faster or slower; stills are shown so much shorter or longer."""
    all_of = is_everything(wish.photos)
    ids = scene.ids if all_of else scene.numbering.located(wish.photos)
    films = [scene.clip(i) for i in ids if is_film(scene.clip(i))]
    if not films:
        stretched = PhotoLength(factor=1 / wish.factor, photos=wish.photos)
        return photo_length(scene, stretched)
    return Carried(tuple(SetSpeed((clip.id,), _speed(clip, wish)) for clip in films))


def _speed(clip: Clip, wish: Speed) -> Fraction:
    now = Fraction(1) if wish.filmed else clip.speed
    return Fraction(round(now * Fraction(wish.factor) * _SPEED_STEPS), _SPEED_STEPS)


def even(scene: Scene, wish: Even) -> Carried:
    """Show photos equally long without changing what they take together."""
    ids = scene.ids if is_everything(wish.photos) else scene.numbering.located(wish.photos)
    return Carried(shared_evenly(scene, ids))
