"""Wishes about the colours of photos, as edits."""

from __future__ import annotations

from dataclasses import replace

from tiktok_photo_video.language import Language
from tiktok_photo_video.planner.editing.locating import DoubtError, is_everything
from tiktok_photo_video.planner.editing.scene import Carried, Scene
from tiktok_photo_video.planner.pointers import References
from tiktok_photo_video.planner.remarks import note
from tiktok_photo_video.planner.wishes import Aim, Bars, Tint
from tiktok_photo_video.timeline.edits import Edit, SetFocus, SetLook, SetPadColor
from tiktok_photo_video.timeline.model import Focus, Look, LookKind, MediaKind
from tiktok_photo_video.timeline.summary import name_of

_MIN_STRENGTH = 0.1  # less is not seen
_MAX_SHIFT = 0.8  # beyond that nothing of the photo is left


def tint(scene: Scene, wish: Tint) -> Carried:
    """The colours of photos treated otherwise; photos that end up alike share an edit."""
    ids = _ids(scene, wish.photos)
    if _changes_strength(wish):
        ids = tuple(i for i in ids if _has_treatment(scene.clip(i).look))
        if not ids:
            raise DoubtError("look")
    if wish.from_file:
        return Carried((SetLook(ids, _from_file(scene)),))
    ids = _wearing(scene, wish, ids)
    alike: dict[Look, list[str]] = {}
    for clip_id in ids:
        now = scene.clip(clip_id).look
        after = _treated(now, wish)
        if after != now:
            alike.setdefault(after, []).append(clip_id)
    edits: tuple[Edit, ...] = tuple(SetLook(tuple(i), look) for look, i in alike.items())
    return Carried(edits, likeness_notes(wish, scene.language))


def likeness_notes(wish: Tint, language: Language) -> tuple[str, ...]:
    """That a look asked for is none of those there are, and what stands in for it."""
    if not wish.named or wish.kind is None:
        return ()
    look = name_of(f"look_{wish.kind.value}", language)
    return (note("likeness", language, named=wish.named, look=look),)


def _has_treatment(look: Look) -> bool:
    return look.kind is not LookKind.NONE or bool(look.lut_hash)


def _from_file(scene: Scene) -> Look:
    """The colour table that was uploaded last."""
    tables = [p.media for p in scene.photos if p.media.kind is MediaKind.LUT]
    if not tables:
        raise DoubtError("look")
    return Look(lut_hash=tables[-1].content_hash)


def _ids(scene: Scene, photos: References) -> tuple[str, ...]:
    return scene.ids if is_everything(photos) else scene.numbering.located(photos)


def _wearing(scene: Scene, wish: Tint, ids: tuple[str, ...]) -> tuple[str, ...]:
    """``make the sepia stronger`` means those that are in sepia, where some are."""
    if wish.kind is None or wish.factor == 1.0 or not is_everything(wish.photos):
        return ids
    return tuple(i for i in ids if scene.clip(i).look.kind is wish.kind) or ids


def _changes_strength(wish: Tint) -> bool:
    return wish.kind is None and (wish.factor != 1.0 or wish.strength is not None)


def _treated(now: Look, wish: Tint) -> Look:
    if wish.kind is LookKind.NONE:
        return Look()
    if now.kind in wish.without:
        now = replace(now, kind=LookKind.NONE, strength=1.0)
    if wish.kind is now.kind and wish.factor != 1.0:
        wish = replace(wish, strength=None)  # "a more subtle sepia" of one that is there
    elif wish.kind is not None:
        now = replace(now, kind=wish.kind, strength=1.0, lut_hash="")
    strength = now.strength * wish.factor if wish.strength is None else wish.strength
    return replace(
        now,
        strength=round(min(max(strength, _MIN_STRENGTH), 1.0), 3),
        brightness=_shifted(now.brightness, wish.brightness),
        contrast=_shifted(now.contrast, wish.contrast),
        saturation=_shifted(now.saturation, wish.saturation),
    )


def _shifted(now: float, by: float) -> float:
    return round(min(max(now + by, -_MAX_SHIFT), _MAX_SHIFT), 3) if by else now


def aim(scene: Scene, wish: Aim) -> Carried:
    """What must stay in frame."""
    focus = Focus(*wish.point) if wish.point else None
    return Carried((SetFocus(_ids(scene, wish.photos), focus),))


def bars(scene: Scene, wish: Bars) -> Carried:
    """The colour beside photos that do not fill the frame."""
    return Carried((SetPadColor(_ids(scene, wish.photos), wish.color),))
