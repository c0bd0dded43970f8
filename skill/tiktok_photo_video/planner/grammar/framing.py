"""How photos fill the frame: fit, the bars beside them, what must stay in view."""

from __future__ import annotations

from tiktok_photo_video.planner.clauses import Clause
from tiktok_photo_video.planner.grammar.found import (
    Found,
    found,
    hands_off,
    photos_named,
    refused,
    tokens_meaning,
)
from tiktok_photo_video.planner.pointers import Everything, References
from tiktok_photo_video.planner.tokens import Token
from tiktok_photo_video.planner.wishes import Aim, Bars, Fine, Fit, Wish
from tiktok_photo_video.timeline.model import ResizeMode

# In fractions of the photo from its top left corner; a face stands in the upper third.
_POINTS = {
    "left": (0.2, 0.5),
    "right": (0.8, 0.5),
    "top": (0.5, 0.2),
    "bottom": (0.5, 0.8),
    "middle": (0.5, 0.5),
    "center": (0.5, 0.5),
}


def fits(clause: Clause) -> Found | None:
    """``blurred background``, ``crop to fill``, ``don't crop``, ``no black bars``, ``完整显示``."""
    tokens = tokens_meaning(clause, "fit")
    modes = [ResizeMode(v) for v in clause.values("fit")]
    if _blurs_background(clause):
        tokens += tokens_meaning(clause, "blur")
        modes.append(ResizeMode.CONTAIN_BLUR)
    if not modes or clause.means("topic", "title", "transition"):
        return None
    mode = ResizeMode.CONTAIN_BLUR if ResizeMode.CONTAIN_BLUR in modes else modes[0]
    if refused(clause) and not _refuses_cropping_too(modes):
        mode = ResizeMode.CONTAIN if mode is ResizeMode.COVER else ResizeMode.COVER
    photos = _photos(clause)
    used = [*tokens, *tokens_meaning(clause, "neg", "bars")]
    if not clause.means("duration"):  # "show photo 2 whole for 4 seconds" is said of it too
        used += tokens_meaning(clause, "ref", "all", "each")
    used += [t for t in clause.tokens if t.means("color") or t.means("topic", "background")]
    color = _bar_color(clause) if mode is ResizeMode.CONTAIN else None
    wishes: tuple[Wish, ...] = (Fit(mode, photos), *((Bars(color, photos),) if color else ()))
    return found(clause, *wishes, used=used)


def _blurs_background(clause: Clause) -> bool:
    behind = clause.means("topic", "background") or clause.means("bars")
    return behind and (clause.means("blur") or clause.means("transition", "blur"))


def _refuses_cropping_too(modes: list[ResizeMode]) -> bool:
    """``blurred backdrop, don't crop``: the refusal says the same once more."""
    return ResizeMode.CONTAIN_BLUR in modes and len(set(modes)) > 1


def _photos(clause: Clause) -> References:
    return tuple(p for p in photos_named(clause) if not isinstance(p, Everything))


def _bar_color(clause: Clause) -> str | None:
    if color := clause.value("color"):
        return color
    words = " ".join(clause.folded.text[t.start : t.end] for t in clause.tokens)
    named = {"white bars": "#ffffff", "白边": "#ffffff", "black bars": "#000000", "黑边": "#000000"}
    return next((color for name, color in named.items() if name in words), None)


def bars(clause: Clause) -> Found | None:
    """``make the bars pink``, ``背景换成米色``: the colour beside photos."""
    color = clause.value("color")
    beside = clause.means("bars") or clause.means("topic", "background")
    if color is None or not beside or clause.means("topic", "title") or clause.means("piece"):
        return None
    used = tokens_meaning(clause, "color", "bars", "ref", "all", "each")
    used += [t for t in clause.tokens if t.means("topic", "background")]
    photos = _photos(clause)
    if refused(clause):
        return found(clause, Fit(ResizeMode.COVER, photos), used=used)
    return found(clause, Fit(ResizeMode.CONTAIN, photos), Bars(color, photos), used=used)


def aims(clause: Clause) -> Found | None:
    """``keep the left side in frame``, ``show more of the top``, ``对焦左边``, ``脸要露出来``."""
    if (near := _near_face(clause)) is not None:
        return near
    aiming = tokens_meaning(clause, "aiming")
    sides = [t for t in clause.tokens if _side(t)]
    if not aiming or not sides or clause.means("topic", "title", "music", "transition"):
        return None
    if hands_off(clause) and not clause.means("act", "keep") and not clause.denied:
        return found(clause, Fine(), used=aiming)
    side = _side(sides[0]) or "middle"
    used = [*aiming, *sides, *tokens_meaning(clause, "ref", "all", "each", "neg", "degree")]
    return found(clause, Aim(_POINTS.get(side), _photos(clause)), used=used)


def _near_face(clause: Clause) -> Found | None:
    """``第一张放大人脸``, ``zoom in on her face in photo 2``: the move goes to the face."""
    faces = [t for t in clause.tokens if t.means("aim", "face")]
    zooms = clause.means("motion", "zoom_in") and not clause.means("topic", "title")
    if not faces or not zooms or clause.denied or clause.means("aiming"):
        return None
    return found(clause, Aim(None, _photos(clause)), used=faces)


def _side(token: Token) -> str | None:
    return token.value("aim") or token.value("position")
