"""One photo of several, where nobody can know which: ``let one photo stay on longer``.

And words that are to be on a photo, where nobody can know which words.
"""

from __future__ import annotations

import re

from tiktok_photo_video.planner.clauses import Clause
from tiktok_photo_video.planner.grammar.found import Found, all_used
from tiktok_photo_video.planner.wishes import Unsaid

_UNNAMED = re.compile(
    r"\b(?:a|one|some)(?: (?:random|single|certain))?"
    r" (?:of the |of my |of these )?(?:photos?|pics?|pictures?|images?|shots?|slides?)\b"
    r"(?! (?:at a time|by one|each|per|video|slide|montage|reel|collage|album|movie|dump))"
    r"|(?:随便|随机|任意)?(?:挑|选|找|拿|取|抽)(?:出|个)?(?:其中)?一?[张幅]"
    r"|(?:把|将|让|给)一[张幅](?:照片|图片?|相片)?"
)
_BEFORE_IT = re.compile(r"(?:second|sec|s|秒)\w*\s*$")  # "3 seconds a photo"
_POINTED = re.compile(
    r"(?:那|这)一?[张幅](?!照片?[是有])|\b(?:that|this) (?:photo|pic|picture|image|shot)\b"
)
_DONE_TO_IT = ("degree", "duration", "tint", "motion", "shift", "place", "fit", "step")
_WHOLE = ("ref", "quote", "sort", "new", "rest", "fps", "occasion", "feel")


def one_of_many(clause: Clause) -> Found | None:
    """``keep one photo up longer``, ``挑一张调成黑白的``: ask which."""
    changed = any(clause.means(kind) for kind in _DONE_TO_IT)
    whole = any(clause.means(kind) for kind in _WHOLE) or clause.means("topic", "video", "title")
    if not changed or whole or clause.asks or clause.denied or clause.acts("add", "keep_only"):
        return None
    start = clause.tokens[0].start
    text = clause.folded.text[start : clause.tokens[-1].end]
    pointed = _POINTED.search(text) and not clause.focus
    return all_used(Unsaid("which")) if pointed or unnamed_photo(text) else None


def unnamed_photo(text: str) -> tuple[int, int] | None:
    """Where a text speaks of one photo without saying which."""
    found = _UNNAMED.search(text)
    if found is None or _BEFORE_IT.search(text[: found.start()]):
        return None
    return found.span()


_WORDS = (
    r"(?:words?|text|captions?|writing|lettering|(?:a )?line|subtitles?|a message|a title|titles?)"
)
_WORDLESS = re.compile(
    rf"\b(?:should (?:be|have|get)|needs?|wants?|must have|add|put|place|write|stick|slap|want|like"
    rf"|have|get|throw|give|show|there's|missing)\b[^,;.]*?"
    rf"(?<!the )(?<!my )(?<!this )(?<!that )\b{_WORDS}\b"
    r"|(?:加|添|要有|应该有|需要|写|配|打|来|得有|少)(?:上|个|点|些|几个|一行|一句|一段|一些|点儿|行|句)*"
    r"(?:字幕|文字|字|文案|话|说明)(?!体|号)"
    r"|放(?:上)?(?:点|些|几个|一行|一句|一段|一些|行|句)(?:字幕|文字|字|文案|话)"
)
_WORDED = ("quote", "color", "position", "size", "degree", "entrance", "auto", "duration", "repair")


def wordless(clause: Clause) -> Found | None:
    """``there should be words on the third photo``, ``第三张上加点字``: ask which words."""
    if not clause.means("ref") or clause.asks or clause.denied:
        return None
    if any(clause.means(kind) for kind in _WORDED) or not clause.means("topic", "title", "caption"):
        return None
    text = clause.folded.text[clause.tokens[0].start : clause.tokens[-1].end]
    return all_used(Unsaid("caption_text")) if _WORDLESS.search(text) else None
