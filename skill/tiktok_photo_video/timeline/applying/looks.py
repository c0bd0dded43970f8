"""How photos look, move, fill the frame and give way to each other."""

from __future__ import annotations

from dataclasses import replace

from tiktok_photo_video.errors import EditError
from tiktok_photo_video.timeline.applying.guards import map_pictures, require_color, within
from tiktok_photo_video.timeline.bounds import COLOR_SHIFT, FOCUS, LOOK_STRENGTH, MOTION_STRENGTH
from tiktok_photo_video.timeline.edits import (
    SetFocus,
    SetLook,
    SetMotion,
    SetPadColor,
    SetResizeMode,
    SetTransition,
)
from tiktok_photo_video.timeline.model import Motion, Timeline, Transition
from tiktok_photo_video.timeline.tracks import clips_and_cuts, with_pictures


def set_transition(timeline: Timeline, edit: SetTransition) -> Timeline:
    """Set what happens at cuts, the one to the end card among them."""
    clips, cuts = clips_and_cuts(timeline)
    chosen = range(len(cuts)) if edit.cuts is None else edit.cuts
    new_cuts = list(cuts)
    for turn, cut in enumerate(chosen):
        if not 0 <= cut < len(cuts):
            raise EditError(
                f"There is no cut number {cut + 1}.",
                code="no_such_cut",
                hint=f"{len(clips)} pictures have {len(cuts)} cuts between them.",
            )
        new_cuts[cut] = _transition(edit, turn)
    return with_pictures(timeline, clips, new_cuts)


def _transition(edit: SetTransition, turn: int) -> Transition | None:
    if not edit.transition_types or edit.duration < 1:
        return None
    kind = edit.transition_types[turn % len(edit.transition_types)]
    return Transition(kind, edit.duration // 2, edit.duration - edit.duration // 2)


def set_motion(timeline: Timeline, edit: SetMotion) -> Timeline:
    """Set how the camera moves."""
    motions = edit.motions or (Motion(),)
    for motion in motions:
        within(motion.strength, MOTION_STRENGTH, what="strength of a move", code="bad_motion")
    return map_pictures(
        timeline,
        edit.clip_ids,
        lambda clip, turn: replace(clip, motion=motions[turn % len(motions)]),
    )


def set_resize_mode(timeline: Timeline, edit: SetResizeMode) -> Timeline:
    """Set how photos come into the canvas."""
    return map_pictures(
        timeline, edit.clip_ids, lambda clip, _: replace(clip, resize_mode=edit.resize_mode)
    )


def set_focus(timeline: Timeline, edit: SetFocus) -> Timeline:
    """Set what must stay in frame."""
    for part in (edit.focus.x, edit.focus.y) if edit.focus else ():
        within(part, FOCUS, what="place to keep in frame", code="bad_focus")
    return map_pictures(timeline, edit.clip_ids, lambda clip, _: replace(clip, focus=edit.focus))


def set_pad_color(timeline: Timeline, edit: SetPadColor) -> Timeline:
    """Set the colour of the bars."""
    require_color(edit.color)
    return map_pictures(
        timeline, edit.clip_ids, lambda clip, _: replace(clip, pad_color=edit.color)
    )


def set_look(timeline: Timeline, edit: SetLook) -> Timeline:
    """Set how the colours are treated."""
    look = edit.look
    within(look.strength, LOOK_STRENGTH, what="strength of a look", code="bad_look")
    for what, shift in (
        ("brightness", look.brightness),
        ("contrast", look.contrast),
        ("saturation", look.saturation),
    ):
        within(shift, COLOR_SHIFT, what=what, code="bad_look")
    return map_pictures(timeline, edit.clip_ids, lambda clip, _: replace(clip, look=look))
