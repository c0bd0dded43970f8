"""Statements: what is fine as it is, what others have, what was meant once. Nothing changes."""

from __future__ import annotations

import re

from tiktok_photo_video.planner.clauses import Clause
from tiktok_photo_video.planner.grammar.about import about
from tiktok_photo_video.planner.grammar.found import Found, all_used
from tiktok_photo_video.planner.wishes import Enquiry, Fine

# A video of somebody else as what the sentence is about: "my cousin's video is …".
_NOUN = r"(?:videos?|reels?|tiktoks?|edits?|slideshows?|vids?|clips?|posts?|one|version)"
_OF_OTHERS = re.compile(
    rf"^(?:\W|so|well|oh|but|and|btw|omg|the)*(?:(?:my|his|her|their|our|a|the|some)\s+)?"
    rf"(?:[\w-]+\s)?(?:[\w-]+'s|his|her|their)\s+(?:[\w-]+\s)?{_NOUN}\b(?!\s*(?:to|from))"
)
_BY_OTHERS = re.compile(
    r"^(?:\W|so|well|oh|btw|omg|one of)*(?:my|his|her|our|a|some) [\w-]+(?: [\w-]+)? "
    r"(?:made|did|posted|uploaded|shared|had|used|uses|got|has) (?:a|an|one|his|her|theirs|hers)\b"
)
_OF_OTHERS_ZH = re.compile(
    r"^(?:那个|那|说起来|对了|哈哈|，|,)*(?:我|你|他|她)?(?:家)?(?:的)?"
    r"(?:朋友|同学|同事|闺蜜|兄弟|表?[姐妹哥弟]{1,2}|堂?[姐妹哥弟]{1,2}|妈妈?|爸爸?|老公|老婆|女儿|儿子|邻居|室友|老师"
    r"|别人|人家|他|她|佢|博主|网红|大家)(?:们|哋)?(?:跟我|同我)?(?:说|讲|话|告诉我)?(?:他|她|佢|人家)?"
    r"(?:们|哋)?(?:家)?(?:的|嘅|那)?(?:个|条|支)?"
    r"(?:视频|影片|作品|片子|抖音|那个|那条|那支)(?!里的?歌)"
)
_CONTENT_EN = re.compile(
    r"\b(?:fine|good|great|perfect|lovely|ok|okay|alright|right|nice|enough|cool|beautiful)\b"
)
_CONTENT_ZH = re.compile(
    r"刚好|正好|合适|挺好|很好|不错|够了|足够|可以了|没问题|完美|满意|喜欢|好看|好听"
)
_MAY_BE_FINE = ("title", "caption", "music", "transition", "motion", "length", "pace", "order")
_STATES = ("length", "volume", "cover", "size", "background", "fps")
_ASKS_FOR = ("act", "repair", "other", "quote", "duration", "number", "percent", "color", "shift")


def statements(clause: Clause) -> Found | None:
    """``本来想…``, ``no need to shorten it``, ``the length is fine``, ``her video has jazz``."""
    tellings = (_is_once, _is_needless, is_report, _keeps_photos, _introduces)
    if any(tells(clause) for tells in tellings):
        return all_used(Fine())
    if _is_undecided(clause):
        has_photos = clause.means("ref")
        return all_used(Enquiry(about(clause, has_photos=has_photos) or "advice"))
    praises = _is_content(clause) or _praises_photo(clause)
    return all_used(Enquiry("praise", text=clause.words)) if praises else None


def is_report(clause: Clause) -> bool:
    """Whether a clause tells of somebody else's video."""
    if clause.asks or clause.means("ask", "could") or clause.means("ref"):
        return False
    text = _text(clause)
    return any(told.search(text) for told in (_OF_OTHERS, _BY_OTHERS, _OF_OTHERS_ZH))


_REASON_ZH = re.compile(
    r"^(?:因为|毕竟|主要是)?(?:现在|目前|原来|当前|之前)(?:的|这个|这样|这)?(?:实在|确实)?(?:太|有点|不|过于|偏)"
)


_BY_THEMSELVES = re.compile(
    r"^(?:and |then |because |since |so )?(?:i|we) (?:will |would |can |usually |always |'ll )?"
    r"(?:add|put|use|choose|pick|do|take|select)\b.*\b(?:in|on|from|inside|within) "
    r"(?:the |my |their )?(?:app|tiktok|tik tok|instagram|reels|capcut|editor|phone)\b"
)


def is_done_by_them(clause: Clause) -> bool:
    """``no music, I add a sound in the app``: what somebody does by themselves, elsewhere."""
    return bool(_BY_THEMSELVES.match(_text(clause)))


def is_reason(clause: Clause) -> bool:
    """``转场拉到1秒，现在太赶了``: why something else was asked for."""
    kinds = ("act", "topic", "ref", "duration", "percent", "number", "quote", "color", "rest")
    return bool(_REASON_ZH.match(_text(clause))) and not any(clause.means(k) for k in kinds)


def goes_on_reporting(clause: Clause) -> bool:
    """``… with jazz and in square``: what else is told of somebody's video."""
    own = clause.act and not clause.means("act", "add", "make")
    mine = re.search(r"\b(?:mine|ours|my|me)\b|我", _text(clause))
    return not own and not mine and not clause.asks


def _text(clause: Clause) -> str:
    return clause.folded.text[clause.tokens[0].start : clause.tokens[-1].end]


def _is_once(clause: Clause) -> bool:
    back = clause.means("act", "undo", "redo") or clause.means("restore")
    return clause.means("once") and not back


_DONT_REMOVE = re.compile(
    r"\b(?:don't|dont|do not|never)\s+(?:you\s+)?(?:remove|delete|cut|drop|lose|skip|take out)"
    r"|(?:别|不要|不用|不准|不许|不可以|千万别)(?:把.{1,8})?(?:删|去掉|剪掉|移除|拿掉)"
)


def _keeps_photos(clause: Clause) -> bool:
    """``please don't remove any photos``, ``别删照片``: nothing is to go."""
    pictures = clause.means("ref") or clause.means("topic", "photo") or clause.means("pronoun")
    more = any(clause.means(kind) for kind in ("quote", "but", "except", "duration", "place"))
    return bool(_DONT_REMOVE.search(_text(clause))) and pictures and not more


_INTRODUCED = re.compile(
    r"(?:第.{1,3}[张幅个]|[那这呢]张|𠮶张|最后一张)(?:照片|相)?(?:里面?|上面?)?(?:就)?(?:是|有|系|拍的是|影嘅系)"
    r"(?:我们?|咱们?|俺|他|她|我家|佢)?(?:的|嘅)?(?:老伴|[^，,。]{0,3}(?:妈|爸|爷|奶|婆|公|弟|妹|哥|姐|孙|儿|女|叔|姨|舅|伴|友|嫂|仔|囡))"
    r"[^，,。]{0,2}$"
)


def _introduces(clause: Clause) -> bool:
    """``第三张是我老伴``: who is on it; nothing is asked yet."""
    return clause.means("ref") and not clause.act and bool(_INTRODUCED.search(_text(clause)))


def _is_needless(clause: Clause) -> bool:
    """``不用再剪短了``, ``you don't have to make it longer``: an act is not needed."""
    changes = clause.means("degree") or clause.means("act", "set", "make", "move", "remove")
    return clause.means("needless") and changes and not clause.means("quote")


def _is_undecided(clause: Clause) -> bool:
    return clause.means("undecided") and not clause.means("quote")


_JUDGED = re.compile(
    r"\b(?:the|my|these|those|this|that|your)\b.{3,30}\b(?:is|are|looks?|sounds?)\s"
    r"(?:so |really |very |all |just )*"
    r"(?:fine|good|great|perfect|lovely|nice|beautiful|cool|amazing|awesome|gorgeous|fantastic)\W*$"
)


_PHOTO_PRAISED = re.compile(
    r"\b(?:is|looks|came out|turned out)\b.*\b(?:funny|cute|gorgeous|beautiful|great|lovely"
    r"|hilarious|amazing|perfect|nice|awesome|adorable|stunning|so good)\b(?! (?:but|if|when))"
    r"|(?:拍得|照得)?(?:真|好|太|最|超|很|挺)(?:好看?|美|搞笑|可爱|漂亮|喜欢|棒|帅|有趣|好笑)(?:了|的|啊|呀|哈|呢)*$"
)


def _praises_photo(clause: Clause) -> bool:
    """``the beach pic is so funny``, ``哈哈第四张好搞笑``."""
    praised = clause.means("ref") and bool(_PHOTO_PRAISED.search(_text(clause).strip("!！。. ")))
    kinds = ("act", "degree", "tint", "shift", "place", "quote", "duration", "with")
    return praised and not clause.asks and not any(clause.means(kind) for kind in kinds)


def _judges_what_is_there(text: str) -> bool:
    """``the crossfades are lovely``, ``the black and white looks great``."""
    return bool(_JUDGED.search(text))


def _is_content(clause: Clause) -> bool:
    """``the title looks great``, ``it's long enough``, ``长度刚好``: it may stay as it is."""
    text = _text(clause)
    if clause.denied or clause.asks or any(clause.means(kind) for kind in _ASKS_FOR):
        return False
    if re.search(r"\benough\b|足够|够了", text) and not re.search(r"\bnot?\b|不够|没", text):
        return clause.means("degree") or clause.means("topic") or clause.means("shift")
    judged = bool(_CONTENT_EN.search(text) or _CONTENT_ZH.search(text))
    judged = judged or clause.means("social", "praise")
    wants = any(clause.means(kind) for kind in ("degree", "vague", "with", "ref", "only", "excess"))
    named = clause.means("topic", *_MAY_BE_FINE, *_STATES) or _judges_what_is_there(text)
    stated = bool(re.search(r"\b(?:is|are|looks?|sounds?|feels?|seems?|love|like)\b|'s\b", text))
    return judged and named and not wants and (stated or not text.isascii())
