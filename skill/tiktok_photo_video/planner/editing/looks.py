"""Wishes about camera moves, fit and pace, as edits."""

from __future__ import annotations

from dataclasses import replace

from tiktok_photo_video.planner.choreography import (
    motion,
    palette_of,
    transition_types,
    varied_moves,
)
from tiktok_photo_video.planner.editing.locating import is_everything
from tiktok_photo_video.planner.editing.scene import Carried, Scene
from tiktok_photo_video.planner.editing.times import total
from tiktok_photo_video.planner.editing.transitions import present
from tiktok_photo_video.planner.pacing import usual_total_s
from tiktok_photo_video.planner.taste import MAX_STRENGTH, MIN_STRENGTH, PACING
from tiktok_photo_video.planner.wishes import Camera, Fit, Pace
from tiktok_photo_video.timeline.edits import Edit, SetMotion, SetResizeMode, SetTransition
from tiktok_photo_video.timeline.model import (
    Clip,
    ExternalReference,
    MediaKind,
    Motion,
    MotionKind,
    frames_from_s,
)


def camera(scene: Scene, wish: Camera) -> Carried:
    """How the camera moves over photos; video clips move by themselves."""
    located = scene.ids if is_everything(wish.photos) else scene.numbering.located(wish.photos)
    ids = tuple(i for i in located if _is_still(scene.clip(i)))
    if not ids:
        return Carried()
    if wish.kinds == ():
        return Carried((SetMotion(ids, (Motion(),)),))
    if wish.without:
        unwanted = tuple(i for i in ids if scene.clip(i).motion.kind in wish.without)
        return Carried((SetMotion(unwanted, (Motion(),)),) if unwanted else ())
    if wish.kinds:
        moves = tuple(motion(kind, scene.feel, factor=wish.factor) for kind in wish.kinds)
        return Carried((SetMotion(ids, moves),))
    moving = any(scene.clip(i).motion.kind is not MotionKind.NONE for i in ids)
    if wish.factor != 1.0 and moving:
        scaled = tuple(_scaled(scene.clip(i).motion, wish.factor) for i in ids)
        return Carried((SetMotion(ids, scaled),))
    return Carried((SetMotion(ids, _varied(scene, ids, wish.factor)),))


def _is_still(clip: Clip) -> bool:
    return isinstance(clip.media, ExternalReference) and clip.media.kind is MediaKind.IMAGE


def _scaled(move: Motion, factor: float) -> Motion:
    strength = min(max(move.strength * factor, MIN_STRENGTH), MAX_STRENGTH)
    return replace(move, strength=round(strength, 3))


def _varied(scene: Scene, ids: tuple[str, ...], factor: float) -> tuple[Motion, ...]:
    timeline = scene.timeline
    media = [scene.clip(i).media for i in ids]
    pictures = [m for m in media if isinstance(m, ExternalReference)]
    kinds = varied_moves(pictures, timeline.width_px / timeline.height_px, seed=scene.seed)
    return tuple(motion(kind, scene.feel, factor=factor) for kind in kinds)


def fit(scene: Scene, wish: Fit) -> Carried:
    """How photos of another shape fill the frame."""
    ids = scene.ids if is_everything(wish.photos) else scene.numbering.located(wish.photos)
    return Carried((SetResizeMode(ids, wish.resize_mode),))


def pace(scene: Scene, wish: Pace) -> Carried:
    """Length, transitions and motion that go with a feel."""
    pacing = PACING[wish.feel]
    timeline = scene.timeline
    wanted = frames_from_s(usual_total_s(pacing, len(scene.ids)), timeline.rate)
    edits: list[Edit] = list(total(scene, wanted).edits)
    if present(scene):
        count = len(scene.ids) - 1
        types = transition_types(palette_of(wish.feel), count, seed=scene.seed)
        edits.append(SetTransition(types, frames_from_s(pacing.transition_s, timeline.rate)))
    moving = tuple(c for c in timeline.photos if c.motion.kind is not MotionKind.NONE)
    if moving:
        motions = tuple(motion(c.motion.kind, wish.feel) for c in moving)
        edits.append(SetMotion(tuple(c.id for c in moving), motions))
    return Carried(tuple(edits))
