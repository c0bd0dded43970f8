"""Questions and courtesies: what is to be answered, not carried out."""

from __future__ import annotations

from tiktok_photo_video.planner.clauses import Clause
from tiktok_photo_video.planner.grammar.found import Found, all_used, photos_named
from tiktok_photo_video.planner.tokens import Token
from tiktok_photo_video.planner.wishes import Enquiry, Everything

# What a question is about, by the words in it: the first line that holds decides.
_TOPICS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("changes", "asked", ("changes",)),
    ("misread", "asked", ("misread",)),
    ("identity", "asked", ("identity",)),
    ("price", "asked", ("price",)),
    ("watermark", "asked", ("watermark",)),
    ("privacy", "asked", ("privacy",)),
    ("own_music", "own", ()),
    ("formats", "asked", ("formats",)),
    ("limits", "asked", ("limits",)),
    ("post", "asked", ("post",)),
    ("platform", "asked", ("platform",)),
    ("export", "asked", ("export",)),
    ("export", "asked", ("where",)),
    ("font", "asked", ("font",)),
    ("captions", "topic", ("caption",)),
    ("title", "topic", ("title",)),
    ("volume", "topic", ("volume",)),
    ("volume", "degree", ("louder", "quieter")),
    ("fades", "fade", ()),
    ("music", "topic", ("music",)),
    ("music", "mood", ()),
    ("transitions", "topic", ("transition",)),
    ("transitions", "transition", ()),
    ("motion", "topic", ("motion",)),
    ("cover", "topic", ("cover",)),
    ("name", "topic", ("project",)),
    ("size", "topic", ("fps", "size")),
    ("size", "shape", ()),
    ("size", "lines", ()),
    ("order", "topic", ("order",)),
    ("looks", "look", ()),
    ("speed", "asked", ("speed",)),
    ("language", "asked", ("language",)),
    ("ability", "asked", ("ability",)),
    ("length", "topic", ("length",)),
)
_SIZE_WORDS = ("resolution", "size", "format", "aspect", "ratio", "aspect ratio", "quality")
_SIZE_WORDS_ZH = ("尺寸", "分辨率", "比例", "画幅", "格式")
_LENGTH_WORDS = ("how long", "多长", "多久", "几秒", "几分钟")
_COUNT_WORDS = ("how many", "几张", "多少", "几个", "多少张")


def enquiries(clause: Clause) -> Found | None:
    """``how long is it?``, ``几张照片？``; not ``can you make it longer?``."""
    return all_used(_enquiry(clause)) if _asks(clause) else None


def _asks(clause: Clause) -> bool:
    if clause.means("quote") and clause.means("topic", "title", "caption"):
        return False
    if clause.means("question", "able"):
        return clause.asks or _ends_as_question(clause)
    if clause.means("question", "advice") or _opens(clause, "question", "opens"):
        return True
    if clause.means("asked", "identity", "ability") and not clause.means("act", "create"):
        return clause.means("ask") or clause.asks or len(_content(clause)) <= 2
    if clause.means("ask", "could"):
        return False
    if clause.means("act", "create", "call", "write") and not _opens(clause, "ask", "wh"):
        return False
    asks = clause.means("ask", "wh") and (clause.asks or _opens_with_question(clause))
    return asks or (clause.asks and not clause.means("act"))


def _content(clause: Clause) -> list[Token]:
    idle = ("glue", "stop", "comma", "article", "sign", "pronoun")
    return [t for t in clause.tokens if not any(t.means(kind) for kind in idle)]


def _ends_as_question(clause: Clause) -> bool:
    last = next((t for t in reversed(clause.tokens) if not t.means("stop")), None)
    return last is not None and clause.folded.text[last.start : last.end] in ("吗", "么", "呢", "不")


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
    return not words.isascii() or token in clause.tokens[:2]


def _enquiry(clause: Clause) -> Enquiry:
    photos = tuple(p for p in photos_named(clause) if not isinstance(p, Everything))
    return Enquiry(_about(clause, has_photos=bool(photos)), photos, clause.words)


def _about(clause: Clause, *, has_photos: bool) -> str:
    said = {clause.folded.text[t.start : t.end] for t in clause.tokens}
    if clause.means("question", "able"):
        return "ability"
    named = next((about for about, kind, vs in _TOPICS if clause.means(kind, *vs)), "")
    if named in ("", "length") and said & set(_LENGTH_WORDS):
        return "photo_length" if has_photos else "length"
    if named == "" and said & {*_SIZE_WORDS, *_SIZE_WORDS_ZH}:
        return "size"
    if named == "" and has_photos:
        return "photo"
    counts = clause.means("topic", "photo") and (said & set(_COUNT_WORDS) or clause.means("count"))
    if named == "" and (counts or said & set(_COUNT_WORDS)):
        return "count"
    return named or ("advice" if clause.means("question", "advice") else _whole(clause))


def _whole(clause: Clause) -> str:
    """``what is in it?`` asks for everything, ``why?`` for a reason."""
    said = {clause.folded.text[t.start : t.end] for t in clause.tokens}
    if said & {"what is this", "what's this"}:
        return "identity"
    overview = ("timeline", "overview", "summary", "everything", "时间线", "概况", "总览", "整体")
    if said & set(overview):
        return "overview"
    return "order" if clause.means("topic", "photo") else ""


_COURTESIES = ("complaint", "thanks", "praise", "bye", "greeting", "laugh")
_BESIDE = (
    *("glue", "stop", "comma", "article", "sign", "pronoun", "join", "amount", "excess", "is"),
    *("determiner", "vague", "dash", "neg", "social", "lead", "to", "ask", "plain", "indefinite"),
)


def courtesies(clause: Clause) -> Found | None:
    """``thanks!``, ``hello``, ``很好看``, ``it's ugly``, ``👍``: nothing is asked for."""
    kind = next((k for k in _COURTESIES if clause.means("social", k)), None)
    if kind is None or not all(_is_beside(t) for t in clause.tokens):
        return None
    if kind == "praise" and clause.denied:
        kind = "complaint"
    return all_used(Enquiry(kind, text=clause.words))


def _is_beside(token: Token) -> bool:
    if token.means("mark"):
        return False  # "the ugly one" is a photo
    topic = token.means("topic", "video") or token.means("topic", "pace")
    return topic or any(token.means(kind) for kind in _BESIDE)
