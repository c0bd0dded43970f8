"""What the turn before did, given to something else: another photo, another place for its words.

``apply it to photo 4 instead of photo 3``, ``make that the caption of the last photo``,
``let it say only "Thank you"``.
"""

from __future__ import annotations

import re

from tiktok_photo_video.planner.photo_wishes import PhotoLength
from tiktok_photo_video.planner.recollection import Recalled
from tiktok_photo_video.planner.rewording import for_photos, photo_words, rewritten
from tiktok_photo_video.planner.spoken import PHOTOS, Part
from tiktok_photo_video.planner.text_wishes import Caption, EndCard, Title
from tiktok_photo_video.planner.turn import Turn
from tiktok_photo_video.planner.wishes import Camera, Fit, Tint, Wish

_NOT_ON = re.compile(
    r"(?:instead of|rather than|not|and not|but not|from|off|不是|而不是|别给|不要)\W*(?:to "
    r"|on |for |the )*$"
)
_PASSED_ON = re.compile(
    r"\b(?:do|apply|put|use|move|give|have|want|try|shift|transfer|make) (?:it|that|this"
    r"|the effect|the look"
    r"|the filter|the same)\b|\b(?:it|that) (?:should|was supposed to|was meant to) (?:be|go)\b"
    r"|(?:改|换|移|挪|用|放|加|应用|弄)(?:到|给|在|成|去)"
)
_INSTEAD = re.compile(
    r"\binstead\b|\brather\b|\bnot\b|\bfrom\b|\boff\b|\bmove\b|改|换|移|挪|而不是|不是|不要"
)


_BESIDE = {"lively", "repeat", "place"}  # what "move it", "again", "there" also say


def passed_on(turn: Turn) -> Recalled | None:
    """The effect of the turn before on another photo, and no longer on the first one."""
    photos = turn.now.photo_parts
    wishes = turn.wishes_before
    effects = bool(wishes) and all(isinstance(w, Tint | Camera | Fit | PhotoLength) for w in wishes)
    text = turn.now.text.casefold()
    others = [p for p in turn.now.parts if p not in photos and p.kinds - _BESIDE]
    if not effects or not photos or others:
        return None
    if not _PASSED_ON.search(text) or not _INSTEAD.search(text) or turn.now.means("topic", "title"):
        return None
    right = [p for p in photos if not _stands_denied(turn, p)]
    if len(right) != 1:
        return None
    words = photo_words(right[0], turn.now)
    target = next(iter(turn.before.photo_parts), None)
    text = rewritten(turn.before, [(target, words)]) if target else for_photos(turn.before, words)
    return Recalled(text, rewind=True)


def _stands_denied(turn: Turn, part: Part) -> bool:
    before = turn.now.folded.text[: part.start].casefold().rstrip()
    return _NOT_ON.search(before) is not None


_AS_TEXT = re.compile(
    r"\b(?:make|use|put|set|turn|move|have|write|show|add) (?:that|it|this|those|them"
    r"|the (?:same )?(?:text|words?|line))"
    r" ?(?:as|into|to be|to|on|in|for|over)? ?(?:a|an|the|my)? ?(?P<where>(?:end|closing|outro"
    r"|final) card|caption"
    r"|title|headline|subtitle)\b"
    r"|(?:把)?(?:它|这句|这句话|这个|那句|这行字|文字)(?:改成|改为|放到|放在|放|换成|当|作为"
    r"|做成|用作|变成)"
    r"(?P<han>片尾卡?|结尾卡?|标题|字幕|配文)"
)
_AWAY = re.compile(
    r"\b(?:scratch|drop|remove|delete|lose|skip|forget|instead|rather|not|without|get rid|kill"
    r"|no)\b|不要|去掉|删|而不是|取消"
)
_HAN_PIECES = {"片": "end card", "结": "end card", "标": "title", "字": "caption", "配": "caption"}


def same_words(turn: Turn) -> Recalled | None:
    """``make that the caption of photo 2``: the words of the turn before, elsewhere."""
    found = _AS_TEXT.search(turn.now.text.casefold())
    text = next((t for w in turn.wishes_before if (t := _text_of(w))), "")
    if found is None or not text or turn.now.means("quote"):
        return None
    piece = found["where"] or _HAN_PIECES[found["han"][0]]
    photos = next(iter(turn.now.photo_parts), None)
    away = _AWAY.search(turn.now.text.casefold()) is not None
    if piece == "caption":
        if photos is None:
            return None
        return Recalled(f'caption {photo_words(photos, turn.now)} "{text}"', rewind=away)
    named = "end card" if piece.endswith("card") else piece
    return Recalled(f'{named} "{text}"', rewind=away)


def _text_of(wish: Wish) -> str:
    if isinstance(wish, Title | EndCard):
        return wish.text
    return wish.texts[0] if isinstance(wish, Caption) and len(wish.texts) == 1 else ""


_SAYS = re.compile(
    r"\b(?:say|says|read|reads|saying|be|put|write|just|only|change|make)\b|写|改成|改为|就"
    r"|换成|说|只"
)


def card_says(turn: Turn) -> Recalled | None:
    """``let it say only "Thank you"`` after an end card: other words on the card."""
    wishes, now = turn.wishes_before, turn.now
    cards = bool(wishes) and all(isinstance(wish, EndCard) for wish in wishes)
    quotes = [p for p in now.parts if "quote" in p.kinds]
    if not cards or len(quotes) != 1 or not _SAYS.search(now.text.casefold()):
        return None
    if now.means("topic") or any(PHOTOS in p.kinds for p in now.parts):
        return None
    return Recalled(f"make the end card say {now.slice(quotes[0])}")
