"""Questions and courtesies: what is to be answered, not carried out."""

from __future__ import annotations

import re
from collections.abc import Callable

from tiktok_photo_video.planner.clauses import Clause
from tiktok_photo_video.planner.grammar.about import about
from tiktok_photo_video.planner.grammar.found import Found, all_used, photos_named
from tiktok_photo_video.planner.pointers import Everything, Having, Trait
from tiktok_photo_video.planner.tokens import Token
from tiktok_photo_video.planner.wishes import Enquiry


def enquiries(clause: Clause) -> Found | None:
    """``how long is it?``, ``几张照片？``; not ``can you make it longer?``."""
    return all_used(_enquiry(clause)) if _asks(clause) else None


def _asks(clause: Clause) -> bool:
    """Whether a clause is a question: the first rule that knows says so."""
    verdicts = (rule(clause) for rule in _VERDICTS)
    return next((verdict for verdict in verdicts if verdict is not None), False)


def _outright(clause: Clause) -> bool | None:
    """``what can you do``, ``标题是什么``, ``横屏还是竖屏``."""
    asks = _asks_for_text(clause) or clause.means("asks") or _offers_choice(clause)
    asks = asks or _asks_what_it_says(clause)
    return True if asks else None


def _words_a_text(clause: Clause) -> bool | None:
    """``title "How long is it?"``."""
    return False if clause.means("quote") and clause.means("topic", "title", "caption") else None


def _asks_leave(clause: Clause) -> bool | None:
    """``可以用自己的音乐吗``, ``你会做视频吗``, ``这个能发小红书吗``."""
    own = clause.means("own") and clause.means("topic", "music")
    able = clause.means("question", "able")
    asks = own or able or clause.means("asked", "platform")
    ends = _ends_as_question(clause) or (able and clause.asks)
    return True if asks and ends else None


def _opens_as_question(clause: Clause) -> bool | None:
    """``will it …``, ``should I …``."""
    opens = clause.means("question", "advice") or _opens(clause, "question", "opens")
    if opens and not clause.asks and _is_command(clause):
        return False
    return True if opens else None


def _is_command(clause: Clause) -> bool:
    """``do the same with the music``: without a question mark it is to be done."""
    first = next((t for t in clause.tokens if t.means("question", "opens")), None)
    return first is not None and clause.folded.text[first.start : first.end] == "do the"


def _about_me(clause: Clause) -> bool | None:
    """``who are you``, ``help``."""
    if not clause.means("asked", "identity", "ability") or clause.means("act", "create"):
        return None
    return clause.means("ask") or clause.asks or len(_content(clause)) <= _MAX_BARE


_MAX_BARE = 2  # words: "help please"


# Of these a sentence is a question wherever they stand, unless any will do: "什么都行".
_CHINESE_WH = (
    "什么",
    "哪",
    "几张",
    "多少",
    "怎么",
    "为什么",
    "如何",
    "多长",
    "多久",
    "啥",
    "谁",
    "几秒",
    "几多秒",
    "几耐",
)
_MAY_ASK = ("ask", "asked", "question")


def _in_chinese(clause: Clause) -> bool | None:
    asking = (t for t in clause.tokens if any(t.means(kind) for kind in _MAY_ASK))
    said = [clause.folded.text[t.start : t.end] for t in asking]
    asks = any(word in phrase for phrase in said for word in _CHINESE_WH)
    return True if asks and not clause.means("all") and not clause.means("quote") else None


def _polite_request(clause: Clause) -> bool | None:
    """``can you make it longer?`` asks for it to be done."""
    makes = clause.means("act", "create", "call", "write") and not _opens(clause, "ask", "wh")
    return False if clause.means("ask", "could") or makes else None


_REQUESTED = ("degree", "shift", "tint", "ordinal", "sort")


def _requests_with_mark(clause: Clause) -> bool | None:
    """``music a bit quieter?``: no word that asks, and a change that is named."""
    asking = any(clause.means(kind) for kind in ("ask", "asked", "asks", "question", "social"))
    if not clause.asks or asking or not _is_latin(clause):
        return None
    changes = any(t.means(k) for t in clause.tokens for k in _REQUESTED if not t.means("plain"))
    named = clause.means("topic") or clause.means("ref")
    return False if changes and named and not clause.means("is") else None


def _is_latin(clause: Clause) -> bool:
    return clause.words.isascii()


def _by_question_word(clause: Clause) -> bool:
    asks = clause.means("ask", "wh") and (clause.asks or _opens_with_question(clause))
    return asks or (clause.asks and not clause.means("act"))


# In the order they are asked; ``None`` leaves it to the next.
_VERDICTS: tuple[Callable[[Clause], bool | None], ...] = (
    _outright,
    _words_a_text,
    _asks_leave,
    _opens_as_question,
    _about_me,
    _in_chinese,
    _polite_request,
    _requests_with_mark,
    _by_question_word,
)


_ASKED_TEXT = re.compile(
    r"(?:什么|啥|哪个?|谁|多少|几)(?:来着|呢|啊|呀|吗|名字?|字|文字|样子?|内容|话)*[?？!！。.]*"
)


def _asks_for_text(clause: Clause) -> bool:
    """``标题是什么``, ``標題現在寫什麼？``: what looks like the text is the question."""
    quote = clause.first("quote", "bare")
    if quote is None:
        return False
    return bool(_ASKED_TEXT.fullmatch(clause.folded.text[quote.start : quote.end].strip()))


def _asks_what_it_says(clause: Clause) -> bool:
    """``what does the title say right now?``: what comes after the verb is no text."""
    worded = clause.means("quote", "bare") and clause.means("topic", "title", "caption")
    return worded and (_opens(clause, "ask", "wh") or _opens(clause, "question", "opens"))


def _offers_choice(clause: Clause) -> bool:
    """``横屏还是竖屏``: which of the two is it."""
    of_kind = max(len(clause.values(kind)) for kind in ("shape", "mood", "transition"))
    return of_kind > 1 and "还是" in clause.folded.slice(
        clause.tokens[0].start, clause.tokens[-1].end
    )


def _content(clause: Clause) -> list[Token]:
    idle = ("glue", "stop", "comma", "article", "sign", "pronoun")
    return [t for t in clause.tokens if not any(t.means(kind) for kind in idle)]


def _ends_as_question(clause: Clause) -> bool:
    last = next((t for t in reversed(clause.tokens) if not t.means("stop")), None)
    return last is not None and clause.folded.text[last.start : last.end] in (
        "吗",
        "么",
        "呢",
        "不",
    )


def _opens(clause: Clause, kind: str, value: str) -> bool:
    """Whether the first word that is more than filler has this sense."""
    words = [t for t in clause.tokens if not t.means("glue") or t.means(kind)]
    return bool(words) and words[0].means(kind, value)


def _opens_with_question(clause: Clause) -> bool:
    """A question word early on; Chinese ones may stand anywhere."""
    token = clause.first("ask", "wh")
    if token is None:
        return False
    words = clause.folded.text[token.start : token.end]
    if _opens(clause, "ask", "wh"):
        return True
    if clause.means("act", "set", "add", "remove", "move"):
        return False
    return not words.isascii() or (token in clause.tokens[:2] and not _tells(clause, token))


def _tells(clause: Clause, token: Token) -> bool:
    """``photos 4 and 5 are the wrong way round``: a subject before the verb tells, it asks not."""
    verb = clause.folded.text[token.start : token.end].split()[0] in ("is", "are", "was", "has")
    return verb and not clause.asks and clause.tokens[0].means("ref")


def _enquiry(clause: Clause) -> Enquiry:
    photos = tuple(p for p in photos_named(clause) if not isinstance(p, Everything))
    if clause.means("trait", "longest", "shortest") and not photos:
        extreme: Trait = "longest" if clause.means("trait", "longest") else "shortest"
        photos = (Having(extreme),)
    return Enquiry(about(clause, has_photos=bool(photos)), photos, clause.words)


_COURTESIES = ("pause", "complaint", "thanks", "praise", "bye", "greeting", "laugh")
_BESIDE = (
    *("glue", "stop", "comma", "article", "sign", "pronoun", "join", "amount", "excess", "is"),
    *("determiner", "vague", "dash", "neg", "social", "lead", "to", "ask", "plain", "indefinite"),
)
_REAL_ACTS = ("create", "remove", "swap", "replace", "undo", "redo", "call", "rename")


def courtesies(clause: Clause) -> Found | None:
    """``thanks!``, ``hello``, ``很好看``, ``it's ugly``, ``👍``: nothing is asked for."""
    kind = next((k for k in _COURTESIES if clause.means("social", k)), None)
    if kind is None or clause.means("act", *_REAL_ACTS):
        return None
    if not all(_is_beside(t) or t.means("occasion") for t in clause.tokens):
        return None
    if clause.denied:
        kind = {"praise": "complaint", "complaint": "praise"}.get(kind, kind)
    return all_used(Enquiry(kind, text=clause.words))


_QUALITIES = ("tint", "look", "mood", "genre", "transition", "motion")


_OPPOSITES = ({"faster", "slower"}, {"longer", "shorter"}, {"louder", "quieter"}, {"more", "less"})


def _is_neither(clause: Clause) -> bool:
    """``not too fast, not too slow``: just right as it is."""
    degrees = set(clause.values("degree"))
    refused = sum(t.means("neg") for t in clause.tokens)
    return len(degrees) == _BOTH and refused == _BOTH and degrees in _OPPOSITES


_BOTH = 2


def opinions(clause: Clause) -> Found | None:
    """``black and white looks boring``: what is thought of something asks for nothing."""
    if _is_neither(clause) and not clause.means("act", *_REAL_ACTS):
        return all_used(Enquiry("praise", text=clause.words))
    judged = any(clause.means(kind) for kind in _QUALITIES) and clause.means("social", "complaint")
    wants = clause.means("topic") or clause.means("other") or clause.means("repair")
    wants = wants or bool(clause.act) or clause.denied or clause.asks or clause.means("mark")
    if not judged or wants:
        return None
    return all_used(Enquiry("complaint", text=clause.words))


def _is_beside(token: Token) -> bool:
    if token.means("mark"):
        return False  # "the ugly one" is a photo
    topic = token.means("topic", "video") or token.means("topic", "pace")
    return topic or any(token.means(kind) for kind in _BESIDE)
