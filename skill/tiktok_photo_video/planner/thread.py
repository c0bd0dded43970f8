"""What a turn leaves to be taken up: its words, and those of what it undid or thanked for.

After "undo" one may still say "I meant the last one": what was undone is kept behind the words
of the undo. After "nice!" one may say "also on photo 5": praise leaves the turn before in place.
"""

from __future__ import annotations

import re
from dataclasses import replace

from tiktok_photo_video.planner.recollection import is_silent
from tiktok_photo_video.planner.spoken import Spoken
from tiktok_photo_video.planner.turn import Previous
from tiktok_photo_video.timeline.model import Timeline

_UNDID = "\u241e"  # the sign for a record separator: nobody types it

_TAKES_UP = re.compile(
    r"^\W*(?:(?:ok|okay|oh|no|sorry|sry|now|and|then|well|actually|but|hmm|wait)\b\W*)*"
    r"(?:i (?:really |actually )?(?:meant?|ment|wanted)|(?:i )?was meant|meant|it should (?:be"
    r"|have been)"
    r"|should have been|only\b|just\b|instead\b|rather\b|do (?:it|that|the same)|same\b|(?:try|do) "
    r"(?:it )?(?:for|on|with)|(?:but )?(?:only )?(?:for|on) (?:the|photo|number|pic))"
    r"|^\W*(?:好|嗯|那|哦|不|对不起)*\W*(?:我(?:是说|说的是|指的是|的意思是|要的是|想的是)|应该是"
    r"|應該是|只(?:要|是|对|给|有)?|改成|换成|而是|还是)"
    r"|\binstead\W*$"
)


_WANTS_IT_BACK = re.compile(
    r"还是[要用]?(?:刚才|刚刚|刚|之前|前面|上一)(?:改|弄|换|加|做|调)?的?那?[个首版种张]"
)


def kept(message: str, previous: Previous | None, *, undid: bool) -> str:
    """What to remember of a turn that undid the one before, or that only was polite."""
    if previous is None or not previous.message.strip():
        return ""
    last = previous.message.split(_UNDID)[-1]
    return f"{message}{_UNDID}{last}" if undid else previous.message


def taken_from(previous: Previous, message: str, timeline: Timeline | None) -> Previous:
    """The turn that a message goes on from: what was undone, where it sets that right."""
    done, _, undone = previous.message.partition(_UNDID)
    if not undone:
        return previous
    if _TAKES_UP.search(message.casefold()) and not _WANTS_IT_BACK.search(message):
        # The video is as it was before what was undone: there is nothing more to take back.
        return Previous(undone, timeline)
    return replace(previous, message=done)


def counts_turns(now: Spoken) -> bool:
    """``undo the last two changes``, ``撤销最后两步``: so many turns, and no photos."""
    business = [token for token in now.tokens if not is_silent(token)]
    if not business or not business[0].means("act", "undo", "redo"):
        return False
    words = [now.folded.text[t.start : t.end] for t in business[1:]]
    counts = [word for word in words if _LAST.fullmatch(word)]
    return len(counts) == 1 and all(word in _TURNS for word in words if word not in counts)


_LAST = re.compile(
    r"(?:last|previous|past) (?:two|three|four|five|six|[0-9]+)"
    r"|(?:最后|最近|前|刚才)[一两二三四五六七八九十0-9]+"
)
_TURNS = ("changes", "edits", "steps", "step", "things", "ones", "步", "次", "个", "步操作")
