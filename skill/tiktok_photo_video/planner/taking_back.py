"""What a message takes back of the turn before: ``bring it back``, ``only the first one``."""

from __future__ import annotations

import re

from tiktok_photo_video.language import Language
from tiktok_photo_video.planner.grammar.rules import read
from tiktok_photo_video.planner.photo_wishes import Drop
from tiktok_photo_video.planner.recollection import Recalled, is_silent
from tiktok_photo_video.planner.rewording import for_photos, photo_words
from tiktok_photo_video.planner.spoken import Spoken
from tiktok_photo_video.planner.text_wishes import NoCaption, NoEndCard, NoTitle
from tiktok_photo_video.planner.turn import Turn
from tiktok_photo_video.planner.wishes import Camera, Fit, History, Tint


def restored(turn: Turn) -> Recalled | None:
    """``bring it back`` takes back what was done, be it an undo."""
    now = turn.now
    wishes = [said.wish for said in read(turn.previous.message).said]
    undone = any(isinstance(w, History) and w.direction == "undo" for w in wishes)
    back = now.means("restore") or (undone and _only_restores(now)) or _takes_off(turn)
    others = [part for part in now.parts if part.kinds != {"repeat"}]
    if not back or (others and not _TAKEN_OUT.search(now.folded.text)):
        return None
    if undone:
        return Recalled({Language.ENGLISH: "redo", Language.CHINESE: "重做"}[now.language])
    return Recalled({Language.ENGLISH: "undo", Language.CHINESE: "撤销"}[now.language])


_TAKEN_OUT = re.compile(
    r"^(?:等等|等下|不对|哎呀?|啊|[,，\s])*(?:把|将)?(?:第[二两三四]次|刚才|刚刚|刚|上次|最后)?"
    r"(?:删|去|拿|剪|移|弄)(?:掉|走|了)?的(?:那)?(?:一)?(?:张|个|些|几张)?(?:照片)?(?:给我|帮我|再|还是)?"
)


def _takes_off(turn: Turn) -> bool:
    """``take it off again`` after a look; ``no wait, keep it`` after a removal."""
    now = turn.now
    wishes = turn.wishes_before
    if turn.previous.timeline == turn.timeline or not wishes or now.means("topic"):
        return False
    kinds = ("act", "restore", "retract", "repeat", "aside", "again")
    plain = all(is_silent(t) or any(t.means(kind) for kind in kinds) for t in now.tokens)
    points = now.means("pronoun") and plain
    if all(isinstance(wish, Tint | Camera | Fit) for wish in wishes):
        return points and now.means("act", "remove")
    removed = all(isinstance(wish, Drop | NoTitle | NoCaption | NoEndCard) for wish in wishes)
    minded = now.means("retry", "outright") or now.means("repair")
    minded = minded or (now.means("retract") and "留" in now.text)
    return (
        plain and removed and minded and (now.means("act", "keep", "hold") or now.means("retract"))
    )


def narrowed(turn: Turn) -> Recalled | None:
    """``only the first one`` after a look for all: the look is for that one only."""
    now = turn.now
    wishes = turn.wishes_before
    loose = bool(wishes) and all(
        isinstance(w, Tint | Camera | Fit) and not w.photos for w in wishes
    )
    only = now.says_only
    photos = now.photo_parts
    if not loose or not only or len(now.parts) != 1 or len(photos) != 1:
        return None
    return Recalled(for_photos(turn.before, photo_words(photos[0], now)), rewind=True)


def _only_restores(now: Spoken) -> bool:
    """``恢复`` right after an undo takes that back."""
    text = now.text.strip(" .!。！吧一下")
    return text in ("恢复", "restore", "restore it", "restore that")
