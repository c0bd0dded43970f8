"""What a question is about: the name of its answer, by the words in it."""

from __future__ import annotations

from collections.abc import Callable

from tiktok_photo_video.planner.clauses import Clause

# What a question is about, by the words in it: the first line that holds decides.
_TOPICS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("changes", "asked", ("changes",)),
    ("misread", "asked", ("misread",)),
    ("identity", "asked", ("identity",)),
    ("price", "asked", ("price",)),
    ("watermark", "asked", ("watermark",)),
    ("privacy", "asked", ("privacy",)),
    ("own_music", "own", ("song",)),
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
    ("length", "topic", ("length", "pace")),
    ("length", "degree", ("longer", "shorter", "faster", "slower")),
)
_SIZES = ("resolution", "size", "format", "aspect", "ratio", "aspect ratio", "quality")
_SIZES_ZH = ("尺寸", "分辨率", "比例", "画幅", "格式")
_LENGTH_WORDS = ("how long", "多长", "多久", "几秒", "几多秒", "几耐", "几分钟")
_COUNT_WORDS = ("how many", "几张", "多少", "几个", "多少张")
_OF_WORD = {
    "music": "music",
    "song": "music",
    "title": "title",
    "order": "order",
    "transitions": "transitions",
}
_HOW = ("how do", "how can", "how to", "how would", "how could", "how should", "怎么", "如何")
_OVERVIEW = ("timeline", "overview", "summary", "everything", "时间线", "概况", "总览", "整体")


def about(clause: Clause, *, has_photos: bool) -> str:
    """The name of the answer to a question; "" when there is none for it."""
    if said := next((name for tell in _TELLING if (name := tell(clause))), ""):
        return said
    named = next((topic for topic, kind, vs in _TOPICS if clause.means(kind, *vs)), "")
    if named in ("", "length") and _words(clause) & set(_LENGTH_WORDS):
        return "photo_length" if has_photos else "length"
    return named or _of_words(clause, has_photos=has_photos)


def _words(clause: Clause) -> set[str]:
    """The phrases of a clause and the words in them."""
    said = {clause.folded.text[t.start : t.end] for t in clause.tokens}
    return said | {word for text in said for word in text.split()}


def _outright(clause: Clause) -> str:
    """A question known as a whole."""
    if said := clause.value("asks"):
        return said
    return _ability(clause) if clause.means("question", "able") else ""


def _ability(clause: Clause) -> str:
    """``can you actually do black and white?``: yes, and how to ask for it."""
    kinds = {"tint": "can_look", "transition": "can_transition", "motion": "can_motion"}
    return next((name for kind, name in kinds.items() if clause.means(kind)), "ability")


def _how_to(clause: Clause) -> str:
    """``how do I remove a photo?``: what to say to have it done."""
    words = clause.folded.text[clause.tokens[0].start : clause.tokens[-1].end]
    acts = ("set", "add", "remove", "move", "swap", "replace", "undo", "rename", "make")
    if not (any(how in words for how in _HOW) and clause.means("act", *acts)):
        return ""
    topics = ("music", "volume", "title", "caption", "transition", "photo")
    topic = next((t for t in topics if clause.means("topic", t)), "")
    topic = topic or ("photo" if clause.means("act", "remove", "swap", "replace") else "")
    return f"how_{topic}" if topic else "how_to"


def _own_music(clause: Clause) -> str:
    return "own_music" if clause.means("own") and clause.means("topic", "music") else ""


_TELLING: tuple[Callable[[Clause], str], ...] = (_outright, _how_to, _own_music)


def _of_words(clause: Clause, *, has_photos: bool) -> str:
    """By single words, the most telling first."""
    said = _words(clause)
    asked = next((name for word, name in _OF_WORD.items() if word in said), "")
    counts = bool(said & set(_COUNT_WORDS)) or (
        clause.means("topic", "photo") and clause.means("count")
    )
    candidates = (
        (bool(asked), asked),
        (bool(said & {*_SIZES, *_SIZES_ZH}), "size"),
        (has_photos, "photo"),
        (counts, "count"),
        (clause.means("question", "advice"), "advice"),
        (bool(said & {"what is this", "what's this"}), "identity"),
        (bool(said & set(_OVERVIEW)), "overview"),
        (clause.means("topic", "photo"), "order"),
    )
    return next((name for holds, name in candidates if holds), "")
