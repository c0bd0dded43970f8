"""What was just taken away or changed is wanted again: elsewhere, or because it was better.

``put it back but at the end`` after a photo was removed, ``the one before was better`` after
another song was chosen.
"""

from __future__ import annotations

import re

from tiktok_photo_video.language import Language
from tiktok_photo_video.planner.photo_wishes import Drop, Length, Move, PhotoLength, Sort
from tiktok_photo_video.planner.recollection import Recalled
from tiktok_photo_video.planner.text_wishes import Caption, Title
from tiktok_photo_video.planner.turn import Turn
from tiktok_photo_video.planner.wishes import Camera, Cuts, Music, Tint, Wish

_BACK = re.compile(
    r"\b(?:put|bring|get|add|have|take|want|give me|place|stick|move)\b.*\bback\b"
    r"|\b(?:re-?add|re-?insert|restore|undelete)\b|\badd (?:it|that|them) again\b"
    r"|(?:放|拿|加|要|弄|搬|找|捡|挪|移|摆)回|放回|恢复|恢復|还原|還原|再加上|重新(?:加|放)"
)
_PLACE = re.compile(
    r"\b(?:at|to|in|as|on) the (?:very )?(?:end|front|start|beginning|top|middle)\b"
    r"|\b(?:right )?(?:before|after|in front of|between) (?:the |photo |number |no\.? )?"
    r"[\w.]+(?: (?:one|photo|picture|pic|and [\w.]+))?"
    r"|\b(?:make it |put it |goes |as )?(?:the )?(?:very )?(?:first|last|second|third|fourth)"
    r"(?: one| photo| place| position)?\b"
)
_PLACE_ZH = re.compile(
    r"(?:最前面?|最开头|开头|片头|最后面?|最末尾?|末尾|结尾|片尾|最尾|中间"
    r"|第[一二三四五六七八九十\d]+[张位个]?(?:照片)?(?:的?[前后]面?|之[前后])?)"
)


def back_elsewhere(turn: Turn) -> Recalled | None:
    """The photos that the turn before took out, put in again at another place."""
    now, wishes = turn.now, turn.wishes_before
    if not wishes or not all(isinstance(wish, Drop) for wish in wishes):
        return None
    text = now.text.casefold()
    back = _BACK.search(text)
    is_chinese = now.language is Language.CHINESE
    place = (_PLACE_ZH if is_chinese else _PLACE).search(text, back.end()) if back else None
    names = list(turn.taken_out.values())
    if place is None or len(names) != 1:
        return None
    where = place[0]
    return Recalled(f"把{names[0]}加到{where}" if is_chinese else f"add {names[0]} {where}")


_NOUN = (
    r"(?: (one|version|way|music|song|track|tune|length|duration|pace|order|title|caption"
    r"|text|look|filter|colou?rs?|transitions?|cuts?|zoom|motion|speed|timing|font|style))?"
)
_EARLIER = r"(?:previous|old|earlier|last|original|other|former|prior|first)"
_LIKED = (
    r"(?:i |we )?(?:still |really |actually )?"
    r"(?:liked?|prefer(?:red)?|loved?)"
)
_BY_FAR = r"(?:way |much |a lot |so much )?"
_FINE = r"(?:better|nicer|cooler|prettier|good|great|fine)"
_WAS = r"(?:was|were|is|looked|sounded|felt|worked)"
_BETTER = re.compile(
    rf"\b{_LIKED} the {_EARLIER}{_NOUN}(?: (?:more|better|best|most))?(?: though| tbh)?\W*$"
    rf"|\bthe {_EARLIER}{_NOUN} {_WAS} {_BY_FAR}{_FINE}\W*$"
    rf"|\bthe one (?:before|we had|from before)(?: that| it)? {_WAS} {_BY_FAR}{_FINE}\W*$"
    rf"|\b{_LIKED} (?:it|that|how it (?:was|looked)|the way it was)"
    r" (?:better |more )?(?:before|how it was|the way it was|the old way)\W*$"
    rf"|\bit {_WAS} {_BY_FAR}(?:better|nicer) (?:before|how it was)\W*$"
)
_BETTER_ZH = re.compile(
    r"(?:还是|感觉|觉得)?(?:之前|原来|刚才|刚刚|上一个|上一首|先前|原先|以前)"
    r"(?:的那?|那)?[个首版]?"
    r"(音乐|歌|曲子|转场|滤镜|颜色|色调|标题|字幕|字体|顺序|时长|节奏|速度|效果|版本|运镜)?"
    r"(?:更|比较|还|要|反而)?(?:好|好听|好看|合适|顺眼|舒服)(?:一点|一些|点|些|多了)?[了吧啊呢。!！~]*$"
)
# What a noun is a change of; a noun that is none of these may be any.
_CHANGES: dict[str, tuple[type[Wish], ...]] = {
    **dict.fromkeys(("music", "song", "track", "tune", "音乐", "歌", "曲子"), (Music,)),
    **dict.fromkeys(
        ("length", "duration", "pace", "speed", "timing", "时长", "节奏", "速度"),
        (Length, PhotoLength),
    ),
    **dict.fromkeys(("order", "顺序"), (Move, Sort)),
    **dict.fromkeys(("title", "caption", "text", "font", "标题", "字幕", "字体"), (Title, Caption)),
    **dict.fromkeys(
        ("look", "filter", "color", "colors", "colour", "colours", "滤镜", "颜色", "色调"), (Tint,)
    ),
    **dict.fromkeys(("transition", "transitions", "cut", "cuts", "转场"), (Cuts,)),
    **dict.fromkeys(("zoom", "motion", "运镜"), (Camera,)),
}


def liked_better(turn: Turn) -> Recalled | None:
    """``the old length was better``: what the turn before changed is taken back."""
    text = turn.now.text.casefold()
    found = _BETTER.search(text) or _BETTER_ZH.search(text)
    wishes = turn.wishes_before
    if found is None or not wishes or turn.previous.timeline == turn.timeline:
        return None
    changes = _CHANGES.get(_noun_in(found))
    if changes is not None and not all(isinstance(wish, changes) for wish in wishes):
        return None
    return Recalled("undo that")


def _noun_in(found: re.Match[str]) -> str:
    return next((noun for noun in found.groups() if noun), "")
