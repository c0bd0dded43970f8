"""Statements: what is fine as it is, what others have, what was meant once. Nothing changes."""

from __future__ import annotations

import re

from tiktok_photo_video.planner.clauses import Clause
from tiktok_photo_video.planner.grammar.about import about
from tiktok_photo_video.planner.grammar.found import Found, all_used
from tiktok_photo_video.planner.wishes import Enquiry, Fine, Unknown

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
    r"^(?:那个|那|说起来|对了|哈哈|，|,|昨天|前天|今天|上次|上回|上周|之前|刚才|那天|前几天|早上|昨晚|听说|看到|刷到)*"
    r"(?:我|你|他|她)?(?:家)?(?:的)?"
    r"(?:朋友|同学|同事|闺蜜|兄弟|表?[姐妹哥弟]{1,2}|堂?[姐妹哥弟]{1,2}|妈妈?|爸爸?|老公|老婆|女儿|儿子|邻居|室友|老师"
    r"|别人|人家|他|她|佢|博主|网红|大家)(?:们|哋)?(?:跟我|同我)?(?:说|讲|话|告诉我)?(?:他|她|佢|人家)?"
    r"(?:们|哋)?(?:家)?(?:昨天|前天|上次|之前|刚)?(?:剪|做|发|拍|弄|传|搞|出)?(?:的|嘅|那)?(?:那|个|条|支)*"
    r"(?:视频|影片|作品|片子|抖音|那个|那条|那支|(?<=剪的那条)|(?<=做的那条)|(?<=发的那条)"
    r"|(?<=拍的那条)|(?<=剪的那个)|(?<=做的那个))(?!里的?歌)"
)
_SEEN_ZH = re.compile(
    r"(?:看到|看见|刷到|见过|看过|看了)(?:了|过|的|一|有|别人|人家|个|条|支|些)*(?:视频|影片|片子|抖音|vlog)"
)
_CONTENT_EN = re.compile(
    r"\b(?:fine|good|great|perfect|lovely|ok|okay|alright|right|nice|enough|cool|beautiful)\b"
)
_CONTENT_ZH = re.compile(
    r"刚好|正好|(?<![不没])合适|挺好|很好|不错|够了|足够|可以了|没问题|完美"
    r"|(?<![不没])(?:太)?(?:满意|喜欢|好看|好听)"
)
_MAY_BE_FINE = ("title", "caption", "music", "transition", "motion", "length", "pace", "order")
_STATES = ("length", "volume", "cover", "size", "background", "fps")
_ASKS_FOR = ("act", "repair", "other", "quote", "duration", "number", "percent", "color", "shift")


_IF = re.compile(
    r"^(?:那|但|不过|另外|还有|[,，\s])*(?:视频|总长|时长|总时长|整个|它)?(?:要是|如果|若是|若|假如|倘若|万一|假使)"
)
_LEAVES = re.compile(
    r"(?:别|不用|不要|不必|无需|甭|唔使|唔好)(?:再)?(?:动|改|管|理|加|变|换|弄|调|碰)|保持|算了|不变|照旧|维持"
)


_LEFT_ALONE = re.compile(
    rf"{_IF.pattern}[^,，。!！就]{{1,20}}[,，]?(?:那么?|就|的话)+(?:什么|啥|都|先|也|再|全|统统)*(?:{_LEAVES.pattern})[^,，。!！]*[。!！]?$"
)


def leaves_alone(text: str) -> bool:
    """``如果视频不到二十秒就别动``: whatever the condition, nothing is to be done."""
    return bool(_LEFT_ALONE.match(text))


def _leaves_on_condition(clause: Clause) -> bool:
    """``如果不到二十秒就别动``, ``要是没有标题``: a condition, and nothing done."""
    text = _text(clause)
    if not _IF.match(text) or clause.asks:
        return False
    acts = clause.means("act") and not clause.means("act", "keep", "undo", "hold")
    return bool(_LEAVES.search(text)) or (not acts and not clause.means("duration"))


def statements(clause: Clause) -> Found | None:
    """``本来想…``, ``no need to shorten it``, ``the length is fine``, ``her video has jazz``."""
    if _leaves_on_condition(clause):
        return all_used(Fine())
    if _IF.match(_text(clause)) and clause.denied and clause.means("quote"):
        return all_used(Unknown(clause.words))  # "如果没有标题就加一个"
    tellings = (_is_once, _is_needless, is_report, _keeps_photos, _introduces, _is_not_to_become)
    if any(tells(clause) for tells in tellings):
        return all_used(Fine())
    if _is_undecided(clause):
        has_photos = clause.means("ref")
        return all_used(Enquiry(about(clause, has_photos=has_photos) or "advice"))
    if _waits(clause):
        return all_used(Enquiry("pause"))
    praises = _is_content(clause) or _praises_photo(clause)
    return all_used(Enquiry("praise", text=clause.words)) if praises else None


def is_report(clause: Clause) -> bool:
    """Whether a clause tells of somebody else's video."""
    if clause.asks or clause.means("ask", "could") or clause.means("ref"):
        return False
    text = _text(clause)
    reports = (_OF_OTHERS, _BY_OTHERS, _OF_OTHERS_ZH, _SEEN_ZH)
    return any(told.search(text) for told in reports)


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
    if _only_hinders(clause) or _only_states(clause) or _says_what_for(clause):
        return True
    return bool(_REASON_ZH.match(_text(clause))) and not any(clause.means(k) for k in kinds)


_HINDERING = ("unseen", "covers", "clash")
_BESIDE_HINDERING = (
    "glue",
    "word",
    "all",
    "amount",
    "excess",
    "neg",
    "comma",
    "stop",
    "join",
    "is",
)


def _only_hinders(clause: Clause) -> bool:
    """``标题太小，看不清``, ``…，挡住天了``: what is wrong, where a remedy was asked for."""
    hinders = any(clause.means(kind) for kind in _HINDERING)
    kinds = (*_HINDERING, *_BESIDE_HINDERING)
    return hinders and all(any(t.means(kind) for kind in kinds) for t in clause.tokens)


_USED_AS = re.compile(
    r"(?:都|全|全都|全部|统统|一律)?(?:是|当|当作|当成|作为|做|算|算作)(?:成)?(?:字幕|配字|说明|图说)"
)


def _says_what_for(clause: Clause) -> bool:
    """``第一张写“A”，第二张写“B”，都当字幕打在照片上``: what the words just given are for."""
    kinds = ("ref", "quote", "position", "color", "style", "scale", "neg")
    return bool(_USED_AS.match(_text(clause))) and not any(clause.means(k) for k in kinds)


_STATING = ("word", "glue", "neg", "social", "sign", "amount", "excess", "all", "comma", "stop")
_BIDDING = re.compile(r"^(?:请|都|也|千万)?(?:不要|别|不用|唔好|甭|莫|勿|不准|不许|不能)")
_FEWEST_WORDS = 2


def _only_states(clause: Clause) -> bool:
    """``…，手机内存不够了``: nothing but unknown words and a "not", and no bidding."""
    text = _text(clause)
    words = sum(1 for t in clause.tokens if t.means("word"))
    stated = clause.denied and words >= _FEWEST_WORDS and not text.isascii()
    stated = stated and not clause.means("repair") and not clause.means("retry")
    plain = all(any(t.means(kind) for kind in _STATING) for t in clause.tokens)
    return stated and plain and not _BIDDING.match(text)


def goes_on_reporting(clause: Clause) -> bool:
    """``… with jazz and in square``: what else is told of somebody's video."""
    own = clause.act and not clause.means("act", "add", "make")
    mine = re.search(r"\b(?:mine|ours|my|me)\b|我", _text(clause))
    return not own and not mine and not clause.asks


def _text(clause: Clause) -> str:
    last = next((t for t in reversed(clause.tokens) if not t.means("stop")), clause.tokens[-1])
    return clause.folded.text[clause.tokens[0].start : last.end]


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


_BIDDING_NOT = re.compile(r"^(?:请|先|千万|嗯|呃)*(?:别|不要|不用|莫|唔好)(?:再)?(?:把|给)")


def _is_not_to_become(clause: Clause) -> bool:
    """``别把第二张改成黑白``, ``不要给第三张4秒``: as it is it stays."""
    bid = _BIDDING_NOT.match(_text(clause)) is not None and not clause.means("act", "add")
    acts = clause.means("act", "set", "move", "swap", "create")
    kinds = ("duration", "times", "degree", "scale", "motion", "repeat")
    measured = re.search(r"[那这]么|太|老是|一直", _text(clause))
    return bid and not measured and (acts or any(clause.means(kind) for kind in kinds))


_INTRODUCED = re.compile(
    r"(?:第.{1,3}[张幅个]|[那这呢]张|𠮶张|最后一张)(?:照片|相)?(?:里面?|上面?)?(?:就)?(?:是|有|系|拍的是|影嘅系)"
    r"(?:我们?|咱们?|俺|他|她|我家|佢)?(?:的|嘅)?(?:老伴|[^，,。]{0,3}(?:妈|爸|爷|奶|婆|公|弟|妹|哥|姐|孙|儿|女|叔|姨|舅|伴|友|嫂|仔|囡))"
    r"[^，,。]{0,2}$"
)


def _introduces(clause: Clause) -> bool:
    """``第三张是我老伴``: who is on it; nothing is asked yet."""
    return clause.means("ref") and not clause.act and bool(_INTRODUCED.search(_text(clause)))


_BUSINESS = ("ref", "tint", "transition", "degree", "shift", "mood", "genre", "quote", "duration")


def _waits(clause: Clause) -> bool:
    """``照片先传上来放着``, ``做成啥样我想好了再跟你说``: nothing is to be done yet."""
    waits = clause.means("social", "pause") and not any(clause.means(k) for k in _BUSINESS)
    acts = [t for t in clause.tokens if t.means("act")]
    asked = clause.means("ask", "wh") and all(t.means("act", "create") for t in acts)
    return waits and (not acts or asked) and clause.means("topic", "photo") | asked


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
    if clause.means("times") or clause.means("fraction") or clause.means("social", "complaint"):
        return False  # "有第一张一半的时间就够了"
    if re.search(r"\benough\b|足够|够了", text) and not re.search(r"\bnot?\b|不够|没", text):
        return clause.means("degree") or clause.means("topic") or clause.means("shift")
    judged = bool(_CONTENT_EN.search(text) or _CONTENT_ZH.search(text))
    judged = judged or clause.means("social", "praise")
    wants = any(clause.means(kind) for kind in ("degree", "vague", "with", "ref", "only", "excess"))
    named = clause.means("topic", *_MAY_BE_FINE, *_STATES) or _judges_what_is_there(text)
    stated = bool(re.search(r"\b(?:is|are|looks?|sounds?|feels?|seems?|love|like)\b|'s\b", text))
    return judged and named and not wants and (stated or not text.isascii())
