"""A message that sets itself right: "move 2 to the end, no sorry, to the start".

What comes after "no sorry" is a turn of its own in all but name, so it is read like one: as a
correction of the words before it, which are then written anew.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from tiktok_photo_video.planner.memory import corrected
from tiktok_photo_video.planner.turn import Previous

_MOST = 4  # corrections of corrections in one message
_QUOTES = re.compile(r"[\"“”「」『』]")
_REPAIR = re.compile(
    r"""(?P<joint>\s*[,，.。…;；!！?？、—–-]+\s*|\s+)
    (?P<words>
        (?:oh\s+|um\s+|uh\s+|ah\s+|hmm\s+)?
        (?:no[,!. ]+(?:sorry|wait|no|actually|make\s+(?:it|that))
        |sorry[,!. ]+(?:i\s+mean(?:t)?|no|make\s+(?:it|that)|wait)
        |i\s+meant?\b|wait[,!. ]+(?:no|make\s+(?:it|that)|sorry|actually)
        |actually[,!. ]+(?:no|make\s+(?:it|that))|scratch\s+that|oops|whoops|correction)\b
        |(?:啊|哦|喔|噢|呃|诶|哎)?(?:不不不?|不對|不对|说错了|說錯了|错了|錯了|我是说|我是說|等等|等一下)
        |(?:啊|哦|喔|噢|呃|诶|哎)不(?![要用是想])
    )
    [,，:：.…!！\s]*
    (?P<right>[^,，.。;；!！?？\n]+(?:(?<=\d)\.\d[^,，.。;；!！?？\n]*)?)""",
    re.IGNORECASE | re.VERBOSE,
)


def self_corrected(message: str, files: Mapping[str, str]) -> str:
    """The message as it was meant in the end; itself where it takes nothing back."""
    for _ in range(_MOST):
        found = next((f for f in _REPAIR.finditer(message) if _is_outside_quotes(f)), None)
        head = message[: found.start()] if found else ""
        if found is None or not head.strip():
            return message
        anew = corrected(f"{found['words']}, {found['right']}", Previous(head), files)
        if anew is None:
            return message
        message = f"{anew}{message[found.end() :]}"
    return message


def _is_outside_quotes(found: re.Match[str]) -> bool:
    return len(_QUOTES.findall(found.string[: found.start()])) % 2 == 0
