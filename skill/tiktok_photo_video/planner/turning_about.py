"""The turn before the other way: ``opposite direction``, ``反过来``."""

from __future__ import annotations

import re

from tiktok_photo_video.planner.photo_wishes import AddPhotos, Move
from tiktok_photo_video.planner.recollection import Recalled
from tiktok_photo_video.planner.text_wishes import Title
from tiktok_photo_video.planner.turn import Turn, named_now
from tiktok_photo_video.planner.wishes import Camera, Cuts, Tint, Volume

_OPPOSITE = re.compile(
    r"\b(?:the )?(?:opposite|other|reverse|contrary)(?: (?:direction|way))(?: (?:round|around))?\b"
    r"|\bthe opposite\b|\b(?:reverse|flip|turn) (?:it|that|the direction)(?: (?:a)?round)?\b"
    r"|\bin reverse\b|\bvice versa\b"
    r"|反方向|相反|反过来|反過來|反一下|换个方向|換個方向|另一个方向|倒过来|调个方向|反着来?"
)
_PAIRS = (
    ("left", "right"),
    ("leftwards", "rightwards"),
    ("up", "down"),
    ("upwards", "downwards"),
    ("upward", "downward"),
    ("zoom in", "zoom out"),
    ("zooms in", "zooms out"),
    ("zooming in", "zooming out"),
    ("zoom-in", "zoom-out"),
    ("top", "bottom"),
    ("brighter", "darker"),
    ("warmer", "cooler"),
    ("warm", "cool"),
    ("louder", "quieter"),
    ("before", "after"),
    ("左", "右"),
    ("向上", "向下"),
    ("往上", "往下"),
    ("上移", "下移"),
    ("上滑", "下滑"),
    ("推近", "拉远"),
    ("放大", "缩小"),
    ("亮", "暗"),
)
_OTHER = {a: b for pair in _PAIRS for a, b in (pair, pair[::-1])}
_WORD = re.compile(
    "|".join(
        rf"(?<![a-z]){re.escape(word)}(?![a-z])" for word in sorted(_OTHER, key=len, reverse=True)
    )
)
_TURNABLE = (Camera, Cuts, Tint, Volume, Title)
_MOST_TOKENS = 12
_BOTH = 2


def turned_about(turn: Turn) -> Recalled | None:
    """The message before with each direction turned; of two photos put somewhere, their order."""
    now = turn.now
    if not _OPPOSITE.search(now.text.casefold()) or len(now.tokens) > _MOST_TOKENS:
        return None
    if now.means("topic") and not now.means("topic", "motion", "transition"):
        return None
    wishes = turn.wishes_before
    if wishes and all(isinstance(wish, Move | AddPhotos) for wish in wishes):
        both = named_now(turn)
        words = " and ".join(map(str, both))
        return Recalled(f"swap photos {words}") if len(both) == _BOTH else None
    if not wishes or not all(isinstance(wish, _TURNABLE) for wish in wishes):
        return None
    said = turn.previous.message.casefold()
    turned = _WORD.sub(lambda found: _OTHER[found[0]], said)
    return Recalled(turned, rewind=True) if turned != said else None
