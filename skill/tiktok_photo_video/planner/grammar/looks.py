"""Camera motion and pace."""

from __future__ import annotations

from itertools import pairwise

from tiktok_photo_video.planner.brief import Feel
from tiktok_photo_video.planner.clauses import Clause
from tiktok_photo_video.planner.grammar.found import (
    Found,
    all_used,
    found,
    hands_off,
    photos_named,
    refused,
    tokens_meaning,
)
from tiktok_photo_video.planner.pointers import Everything, References
from tiktok_photo_video.planner.taste import LONGER
from tiktok_photo_video.planner.tokens import Token
from tiktok_photo_video.planner.wishes import Camera, Fine, Pace, Unknown, Wish
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
    if not kinds and _is_strange(clause):
        return all_used(Unknown(clause.words))
    used = [*kinds, *(t for t in clause.tokens if t.means("topic", "motion"))]
    used += tokens_meaning(
        clause, "degree", "amount", "neg", "ref", "all", "each", "feel", "excess"
    )
    used += [t for t in clause.tokens if refused(clause) and t.means("act", "remove")]
    return found(clause, _camera(clause, kinds), used=used)


def _is_strange(clause: Clause) -> bool:
    """``那个小熊动画去掉``: a thing that is not there, rather than how the camera moves."""
    pairs = pairwise(clause.tokens)
    return clause.acts("remove") and any(
        a.means("word") and b.means("topic", "motion") and a.end == b.start for a, b in pairs
    )


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


_ZOOMS = frozenset((MotionKind.ZOOM_IN, MotionKind.ZOOM_OUT))
_PANS = frozenset(kind for kind in MotionKind if kind.value.startswith("pan_"))
_BUT = (
    "just",
    "only",
    "but",
    "only with",
    "instead",
    "rather",
    "只",
    "只要",
    "就",
    "而是",
    "改",
    "改成",
    "换成",
)


def _camera(clause: Clause, kinds: list[Token]) -> Wish:
    photos = tuple(p for p in photos_named(clause) if not isinstance(p, Everything))
    kinds = _without_refusing_words(clause, kinds)
    still = any(t.means("motion", "none") for t in kinds)
    unwanted = _unwanted(clause, kinds)
    wanted = [t for t in kinds if t not in unwanted]
    if unwanted and _is_too_much(clause):
        return Camera(_moves(kinds) or None if _chosen(clause, kinds) else None, 1 / _STEP, photos)
    if unwanted and wanted and not still:
        kinds = wanted
    elif refused(clause) and (unwanted or not kinds) and not clause.means("degree"):
        return _done_without(unwanted, photos, still=still)
    if hands_off(clause) and not kinds:
        return Fine()
    dosed = clause.means("degree", "more", "less", "quieter", "louder")
    moves = _moves(kinds) if not dosed else ()
    if still:
        return Camera((), photos=photos)
    return Camera(moves or None, factor=_strength(clause), photos=photos)


def _moves(tokens: list[Token]) -> tuple[MotionKind, ...]:
    chosen: list[MotionKind] = []
    for token in tokens:
        value = token.value("motion") or ""
        chosen.extend(_MOTIONS[value] or () if value in _MOTIONS else (MotionKind(value),))
    return tuple(dict.fromkeys(chosen))


def _unwanted(clause: Clause, kinds: list[Token]) -> list[Token]:
    """The moves that are refused: "no zooming, just pans" refuses only the first."""
    if clause.acts("remove"):
        return list(kinds) if refused(clause) else []
    if clause.means("dislike"):
        return list(kinds)
    denies = clause.inherits and clause.denied
    ruled_out: list[Token] = []
    for token in clause.tokens:
        if clause.folded.text[token.start : token.end] in _BUT:
            denies = False
        elif token.means("neg"):
            denies = True
        elif token in kinds and denies:
            ruled_out.append(token)
    after = clause.denied and not ruled_out and not clause.inherits
    ends = clause.tokens[-1].means("neg") or _is_too_much(clause)
    return list(kinds) if after and ends else ruled_out


_REFUSING = ("no ", "without ", "don't ", "dont ", "stop ", "不", "别", "无")


def _without_refusing_words(clause: Clause, kinds: list[Token]) -> list[Token]:
    """``no zooming, just pans``: beside a move that is wanted a refusal holds nothing still."""
    refusing = [t for t in kinds if clause.folded.text[t.start : t.end].startswith(_REFUSING)]
    moves = [t for t in kinds if t not in refusing and not t.means("motion", "none")]
    return moves if moves and not clause.denied else kinds


_JUST_MOVES = ("zoom", "zooms", "zooming", "pan", "pans", "panning", "缩放", "推拉", "运镜")


def _chosen(clause: Clause, kinds: list[Token]) -> bool:
    """``zoom in, but not too much`` asks for the move as well; ``缩放别那么大`` has it."""
    denial = clause.first("neg")
    said = (clause.folded.text[t.start : t.end] for t in kinds)
    first = denial is not None and denial.start < kinds[0].start
    return not first and not any(text in _JUST_MOVES for text in said)


def _is_too_much(clause: Clause) -> bool:
    """``don't zoom so much``, ``别放大那么多``: less of it, not none."""
    words = {clause.folded.text[t.start : t.end] for t in clause.tokens}
    much = clause.means("amount", "strong") or clause.means("excess") or clause.means("degree")
    return much or bool(words & {"那么", "这么", "那么多", "这么多"})


def _done_without(unwanted: list[Token], photos: References, *, still: bool) -> Camera:
    if still:
        return Camera(None, photos=photos)
    moves = set(_moves(unwanted))
    if moves and moves <= _PANS:
        return Camera(photos=photos, without=_in_order(_PANS))
    # "Don't zoom" is said of whatever the camera does.
    return Camera((), photos=photos, without=_in_order(_ZOOMS) if moves <= _ZOOMS else ())


def _in_order(kinds: frozenset[MotionKind]) -> tuple[MotionKind, ...]:
    return tuple(sorted(kinds, key=lambda kind: kind.value))


def _strength(clause: Clause) -> float:
    stronger = clause.means("degree", "more", "faster", "louder") or clause.means("feel", "punchy")
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
