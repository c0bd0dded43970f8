"""Transitions, camera motion, fit, frame and pace."""

from __future__ import annotations

from collections.abc import Iterable

from tiktok_photo_video.planner.brief import Feel
from tiktok_photo_video.planner.clauses import Clause
from tiktok_photo_video.planner.grammar.found import (
    Found,
    all_used,
    found,
    hands_off,
    photos_named,
    reference_tokens,
    refused,
    tokens_meaning,
)
from tiktok_photo_video.planner.taste import LONGER, VARIED
from tiktok_photo_video.planner.tokens import Token
from tiktok_photo_video.planner.wishes import (
    Camera,
    Cuts,
    Everything,
    Fine,
    Fit,
    Pace,
    Rate,
    Shape,
    Unknown,
    Wish,
)
from tiktok_photo_video.timeline.model import MotionKind, ResizeMode, TransitionType

_MAX_TRANSITION_S = 3.0  # a longer time in the same clause is the video's
_MAX_EACH_S = 1.5  # "crossfades, 3 seconds each" speaks of the photos
_QUICKER, _CALMER = ("faster", "shorter", "less"), ("slower", "longer", "more")
_STEP = LONGER * 1.2  # transitions are short: a change has to be large to be seen


def transitions(clause: Clause) -> Found | None:
    """``with transitions``, ``crossfade and flash``, ``no transitions``, ``转场快一点``."""
    named = clause.means("topic", "transition")
    kinds = [t for t in clause.tokens if _is_transition(t, named=named)]
    if not named and not kinds:
        return None
    if clause.means("except"):
        return all_used(Unknown(clause.words))  # cuts are named by the photos beside them
    length = _transition_length(clause, named=named)
    used = [*kinds, *(t for t in clause.tokens if t.means("topic", "transition")), length]
    if named or kinds:
        used += tokens_meaning(clause, "degree", "amount", "other", "neg")
    if length is not None:
        used += tokens_meaning(clause, "each")
    if named and not clause.means("topic", "music", "video"):
        used += tokens_meaning(clause, "mood", "feel")  # "softer transitions" is no music
    return found(clause, _cuts(clause, kinds, length), used=[*used, *_cut_places(clause)])


def _is_transition(token: Token, *, named: bool) -> bool:
    """A transition by name. What may also be a camera move needs the noun beside it."""
    if not token.means("transition"):
        return False
    ambiguous = token.means("motion") or token.means("entrance") or token.means("degree")
    return named or not (ambiguous or token.means("transition", "varied"))


def _transition_length(clause: Clause, *, named: bool) -> Token | None:
    token = clause.first("duration")
    longest = _MAX_EACH_S if clause.means("each") else _MAX_TRANSITION_S
    of_photos = clause.means("topic", "photo") and not clause.means("place", "between")
    if token is None or token.number > longest or of_photos:
        return None
    makes = clause.means("topic", "video") or clause.means("act", "create")
    return token if named or not makes else None


def _cut_places(clause: Clause) -> list[Token]:
    between = clause.means("place", "between", "after", "before")
    return reference_tokens(clause) if between else []


def _cuts(clause: Clause, kinds: list[Token], length: Token | None) -> Wish:
    if hands_off(clause) and not kinds:
        return Fine()
    types = _types(kinds)
    between = tuple(p for t in _cut_places(clause) for p in t.photos)
    length_s = length.number if length else None
    paced = clause.means("degree") or length is not None
    if refused(clause) and not paced:
        any_kind = not types or any(t.means("transition", "varied") for t in kinds)
        return Cuts((), between=between) if any_kind else Cuts(without=types, between=between)
    factor = _quickness(clause) if length is None else 1.0
    other = not types and not paced and (clause.means("other") or clause.acts("set"))
    named = types if kinds else None
    return Cuts(named, transition_s=length_s, factor=factor, other=other, between=between)


def _types(kinds: Iterable[Token]) -> tuple[TransitionType, ...]:
    types: list[TransitionType] = []
    for token in kinds:
        value = token.value("transition")
        if value == "varied":
            types.extend(VARIED)
        elif value and value != "none":
            types.append(TransitionType(value))
    return tuple(dict.fromkeys(types))


def _quickness(clause: Clause) -> float:
    if clause.means("degree", *_QUICKER):
        return 1 / _STEP
    return _STEP if clause.means("degree", *_CALMER) else 1.0


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
    if not named and not kinds:
        return None
    used = [*kinds, *(t for t in clause.tokens if t.means("topic", "motion"))]
    used += tokens_meaning(clause, "degree", "amount", "neg", "ref", "all", "each")
    return found(clause, _camera(clause, kinds), used=used)


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
    stronger = clause.means("degree", "more", "faster")
    weaker = clause.means("degree", "less", "slower", "quieter")
    return {(True, False): _STEP, (False, True): 1 / _STEP}.get((stronger, weaker), 1.0)


def fits(clause: Clause) -> Found | None:
    """``blurred background``, ``crop to fill``, ``don't crop``, ``no black bars``, ``完整显示``."""
    tokens = tokens_meaning(clause, "fit")
    modes = [ResizeMode(v) for v in clause.values("fit")]
    if clause.means("topic", "background") and clause.means("blur"):
        tokens += tokens_meaning(clause, "blur")
        modes.append(ResizeMode.CONTAIN_BLUR)
    if not modes:
        return None
    mode = ResizeMode.CONTAIN_BLUR if ResizeMode.CONTAIN_BLUR in modes else modes[0]
    if refused(clause):
        mode = ResizeMode.CONTAIN if mode is ResizeMode.COVER else ResizeMode.COVER
    photos = tuple(p for p in photos_named(clause) if not isinstance(p, Everything))
    used = [*tokens, *tokens_meaning(clause, "neg", "ref", "all")]
    return found(clause, Fit(mode, photos), used=used)


def frames(clause: Clause) -> Found | None:
    """``9:16``, ``square``, ``1080x1920``, ``720p``, ``60 fps``, ``横屏``."""
    tokens = tokens_meaning(clause, "shape", "pixels", "lines", "fps")
    if not tokens or clause.denied:
        return None
    wishes = tuple(_frame(token) for token in tokens)
    return found(clause, *wishes, used=tokens)


def _frame(token: Token) -> Wish:
    if token.means("fps"):
        return Rate(int(token.number))
    if token.means("lines"):
        return Shape(short_side_px=int(token.number))
    if pixels := token.value("pixels"):
        width, height = (int(side) for side in pixels.split("x"))
        return Shape((width, height), short_side_px=min(width, height))
    width, height = (int(side) for side in (token.value("shape") or "9:16").split(":"))
    return Shape((width, height))


def paces(clause: Clause) -> Found | None:
    """``punchier``, ``cut to the beat``, ``smooth``, ``卡点``."""
    feel = clause.value("feel")
    if feel is None:
        return None
    tokens = tokens_meaning(clause, "feel")
    if clause.denied:
        return found(clause, Pace(Feel.NEUTRAL), used=tokens)
    return found(clause, Pace(Feel(feel)), used=tokens)
