"""Camera motion and pace."""

from __future__ import annotations

from tiktok_photo_video.planner.brief import Feel
from tiktok_photo_video.planner.clauses import Clause
from tiktok_photo_video.planner.grammar.found import (
    Found,
    found,
    hands_off,
    photos_named,
    refused,
    tokens_meaning,
)
from tiktok_photo_video.planner.pointers import Everything
from tiktok_photo_video.planner.taste import LONGER
from tiktok_photo_video.planner.tokens import Token
from tiktok_photo_video.planner.wishes import Camera, Fine, Pace, Wish
from tiktok_photo_video.timeline.model import MotionKind

_STEP = LONGER * 1.2  # moves are small: a change has to be large to be seen

_MOTIONS: dict[str, tuple[MotionKind, ...] | None] = {
    "none": (),
    "varied": None,
    "pan": (MotionKind.PAN_LEFT, MotionKind.PAN_RIGHT),
    "zoom_both": (MotionKind.ZOOM_IN, MotionKind.ZOOM_OUT),
}


def motions(clause: Clause) -> Found | None:
    """``zoom in``, ``don't zoom``, ``no motion``, ``more motion``, ``第二张放大``."""
    named = clause.means("topic", "motion")
    kinds = tokens_meaning(clause, "motion")
    if clause.about == "motion" and not kinds and (on := _panned_on(clause)):
        return on
    if not named and not kinds:
        return None
    used = [*kinds, *(t for t in clause.tokens if t.means("topic", "motion"))]
    used += tokens_meaning(clause, "degree", "amount", "neg", "ref", "all", "each", "feel")
    return found(clause, _camera(clause, kinds), used=used)


_WAYS = {
    "up": MotionKind.PAN_UP,
    "down": MotionKind.PAN_DOWN,
    "left": MotionKind.PAN_LEFT,
    "to the left": MotionKind.PAN_LEFT,
    "right": MotionKind.PAN_RIGHT,
    "to the right": MotionKind.PAN_RIGHT,
}


def _panned_on(clause: Clause) -> Found | None:
    """``up photo 2`` after "pan down photo 1": the verb goes on."""
    step = clause.first("step")
    way = _WAYS.get(clause.folded.text[step.start : step.end]) if step else None
    if way is None:
        return None
    return found(clause, Camera((way,), photos=photos_named(clause)), used=clause.tokens)


def _camera(clause: Clause, kinds: list[Token]) -> Wish:
    photos = tuple(p for p in photos_named(clause) if not isinstance(p, Everything))
    still = any(t.means("motion", "none") for t in kinds)
    if refused(clause) and not clause.means("degree"):
        return Camera(None if still else (), photos=photos)
    if hands_off(clause) and not kinds:
        return Fine()
    chosen: list[MotionKind] = []
    for token in kinds:
        value = token.value("motion") or ""
        chosen.extend(_MOTIONS[value] or () if value in _MOTIONS else (MotionKind(value),))
    moves = tuple(dict.fromkeys(chosen)) if not clause.means("degree", "more", "less") else ()
    if still:
        return Camera((), photos=photos)
    return Camera(moves or None, factor=_strength(clause), photos=photos)


def _strength(clause: Clause) -> float:
    stronger = clause.means("degree", "more", "faster") or clause.means("feel", "punchy")
    weaker = clause.means("degree", "less", "slower", "quieter") or clause.means("feel", "calm")
    return {(True, False): _STEP, (False, True): 1 / _STEP}.get((stronger, weaker), 1.0)


def paces(clause: Clause) -> Found | None:
    """``punchier``, ``cut to the beat``, ``smooth``, ``卡点``."""
    feel = clause.value("feel")
    if feel is None:
        return None
    tokens = tokens_meaning(clause, "feel")
    if clause.denied:
        return found(clause, Pace(Feel.NEUTRAL), used=tokens)
    return found(clause, Pace(Feel(feel)), used=tokens)
