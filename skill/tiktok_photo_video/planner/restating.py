"""What only restates how it was before: ``not 5, the one before it; 5 should stay in colour``.

Where the turn before is taken back, all that it changed is back by itself. So what only says
that is left out, and the rest of the message is read.
"""

from __future__ import annotations

import re
from dataclasses import replace

from tiktok_photo_video.planner.spoken import spoken_of
from tiktok_photo_video.planner.turn import Turn

_PARTED = re.compile(
    r"(\s*[,.;!—–，。；！]\s*(?:and |but |so )?|\s+(?:and|but|while) (?=(?:the|photo|number|leave"
    r"|keep|put|bring)\b))"
)
_WHICH = (
    r"(?:(?:the |photos? |number |no\. ?|#|pics? )*(?:\d+|first|second|third|fourth|fifth|last"
    r"|other|rest|others|"
    r"middle|previous|original|beach)(?: (?:one|ones|photo|photos|pic|pics|picture|pictures|two"
    r"|three))?"
    r"(?: and (?:the )?(?:\d+|first|second|third|fourth|fifth|last))?|it|that|that one|them"
    r"|those|everything else)"
)
_AS_IT_WAS = (
    r"(?:(?:back )?(?:to )?(?:how|what|the way) (?:it|they|that) (?:was|were|is|are)(?: before)?"
    r"|(?:just )?(?:like|as) (?:before|it was|they were|it is|they are|is|usual)|unchanged"
    r"|untouched|alone|the same"
    r"|normal|plain|back|in colou?r|colou?red|original|as (?:it|they) (?:was|were))"
)
_RESTATES = (
    re.compile(
        rf"(?:and |but |so |then )*(?:(?:leave|keep|put|bring|have|make|get|return|turn|set"
        rf"|restore) )?{_WHICH} "
        rf"(?:(?:should|can|must|has to|needs to|just|to|goes|go|stays?|remains?|is|are|be|was"
        rf"|were|gets?|keeps?|kept"
        rf"|left|back|again) )*{_AS_IT_WAS}(?: (?:again|please|pls|then|in|now|tho|though))*"
    ),
    re.compile(rf"(?:leave|keep) {_WHICH}(?: (?:in|there|alone|as is|as it was))?"),
    re.compile(rf"(?:bring|put|give|get) (?:me )?(?:back {_WHICH}|{_WHICH} back)(?: in| please)*"),
    re.compile(
        r"(?:那?第?[一二三四五六七八九十\d]+张?|其他的?|其它的?|其余的?|剩下的?|别的|海边那张|它|原来那张|另外几张|后面的?)"
        r"(?:都|就|还是|也|要|的|先|请)*(?:恢复|还原|不变|不动|别动|保持|照旧|留着|维持|变回|改回|跟之前一样|和之前一样|回到)"
        r"(?:原样|原状|不变|原来的?样子|彩色|之前的?样子|吧|就好|就行|就可以|了|回来|原来那样)*"
    ),
)


def without_restated(turn: Turn) -> Turn | None:
    """The turn without what only restates how it was; ``None`` where nothing does."""
    pieces = _PARTED.split(turn.now.text)
    segments, joints = pieces[::2], ["", *pieces[1::2]]
    kept = [
        (joint, segment)
        for joint, segment in zip(joints, segments, strict=True)
        if not _restates(segment)
    ]
    if len(kept) == len(segments) or not any(segment.strip() for _, segment in kept):
        return None
    text = "".join(f"{joint}{segment}" for joint, segment in kept)
    text = text.strip(" ,.;—–，。；")
    return replace(turn, now=spoken_of(text, turn.files)) if text else None


def _restates(segment: str) -> bool:
    said = segment.strip().casefold().rstrip("!?.")
    return any(pattern.fullmatch(said) for pattern in _RESTATES)
