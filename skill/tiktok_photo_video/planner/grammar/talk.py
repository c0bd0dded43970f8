"""What is said about the work as a whole: again, back, a question, thanks."""

from __future__ import annotations

from typing import Literal

from tiktok_photo_video.planner.brief import Mood
from tiktok_photo_video.planner.clauses import Clause
from tiktok_photo_video.planner.grammar.found import (
    Found,
    all_used,
    found,
    photos_named,
    photos_of,
    tokens_meaning,
)
from tiktok_photo_video.planner.tokens import Token
from tiktok_photo_video.planner.wishes import (
    Cannot,
    Enquiry,
    Fine,
    History,
    Keep,
    NewVideo,
    Occasion,
    Span,
    Unknown,
    Unsaid,
)

_FEATURES = (
    "duration",
    "mood",
    "genre",
    "transition",
    "motion",
    "fit",
    "shape",
    "sort",
    "percent",
    "quote",
    "degree",
    "color",
    "position",
)
_MAX_STEPS = 50


def enquiries(clause: Clause) -> Found | None:
    """``how long is it?``, ``几张照片？``; not ``can you make it longer?``."""
    if clause.means("ask", "could") or clause.means("act", "create", "call", "write"):
        return None
    asks = clause.means("ask", "wh") and (clause.asks or _opens_with_question(clause))
    if not asks and not (clause.asks and not clause.means("act")):
        return None
    if clause.means("quote") and clause.means("topic", "title"):
        return None
    return all_used(Enquiry())


def _opens_with_question(clause: Clause) -> bool:
    """A question word early on; Chinese ones may stand anywhere."""
    token = clause.first("ask", "wh")
    if token is None or clause.means("act", "set", "add", "remove", "move"):
        return False
    words = clause.folded.text[token.start : token.end]
    return not words.isascii() or token in clause.tokens[:2]


def history(clause: Clause) -> Found | None:
    """``undo``, ``undo the last two changes``, ``undo everything``, ``撤销两步``, ``redo``."""
    for direction in _DIRECTIONS:
        if clause.means("act", direction) and not _asks_for_features(clause):
            return all_used(History(direction, _steps(clause)))
    return None


_DIRECTIONS: tuple[Literal["undo", "redo"], ...] = ("undo", "redo")


def _asks_for_features(clause: Clause) -> bool:
    return any(clause.means(kind) for kind in _FEATURES) or clause.denied


def _steps(clause: Clause) -> int:
    token = next((t for t in clause.tokens if t.means("number") or t.means("count")), None)
    if token is not None:
        return min(max(int(token.number), 1), _MAX_STEPS)
    for photo in photos_named(clause):  # "the last two" reads like photos
        if isinstance(photo, Span) and photo.first < 0:
            return min(-photo.first, _MAX_STEPS)
    if clause.means("all"):
        return _MAX_STEPS
    return min(max(int(float(clause.value("times") or 1)), 1), _MAX_STEPS)


def new_video(clause: Clause) -> Found | None:
    """``turn my photos into a video``, ``start over``, ``把这些照片做成视频``."""
    if clause.denied:
        return None
    if clause.means("act", "restart"):
        used = [t for t in clause.tokens if t.means("act", "restart")]
        return found(clause, NewVideo(restart=True), used=used)
    act = clause.first("act", "create")
    if act is None or not _makes_video(clause):
        return None
    named = [t for t in clause.tokens if t.means("ref")]
    used = [act, *named, *(t for t in clause.tokens if t.means("topic", "video"))]
    chosen = (Keep(photos_of(named)),) if named else ()  # "make a video of the first three"
    return found(clause, NewVideo(), *chosen, used=used)


def _makes_video(clause: Clause) -> bool:
    """A video named after the verb, or photos at all: "turn the video square" makes none."""
    act = clause.first("act", "create")
    if act is None:
        return False
    if clause.means("topic", "photo") or clause.means("count"):
        changes = any(clause.means(kind) for kind in ("shape", "fit", "motion"))
        features = clause.means("topic", "title", "music", "transition", "motion")
        return not features and (not changes or _names_video_after(clause, act))
    return _names_video_after(clause, act) and not _says_the_video(clause)


def _names_video_after(clause: Clause, act: Token) -> bool:
    return any(t.means("topic", "video") and t.start > act.start for t in clause.tokens)


def _says_the_video(clause: Clause) -> bool:
    """``turn the video into a square``: one that is already there."""
    tokens = clause.tokens
    at = next((i for i, t in enumerate(tokens) if t.means("topic", "video")), 0)
    before = tokens[at - 1] if at else None
    if before is None or not before.means("glue"):
        return False
    return clause.folded.text[before.start : before.end] in ("the", "this", "that", "it")


def occasions(clause: Clause) -> Found | None:
    """``birthday``, ``旅行``: what it is about."""
    mood = clause.value("occasion")
    if mood is None or clause.denied:
        return None
    return found(clause, Occasion(Mood(mood)), used=tokens_meaning(clause, "occasion"))


def impossible(clause: Clause) -> Found | None:
    """What this program cannot do, so that it says so instead of doing something else."""
    token = clause.first("cannot")
    if token is None or clause.denied:
        return None
    words = clause.folded.slice(token.start, token.end)
    return found(clause, Cannot(words), used=tokens_meaning(clause, "cannot"))


def vague(clause: Clause) -> Found | None:
    """``make it better``: a wish without a content."""
    return all_used(Unsaid("what")) if clause.means("vague") else None


_SILENT = ("glue", "act", "article", "stop", "comma", "join", "with", "ask", "sign", "to", "lead")


def remainder(clause: Clause) -> Found | None:
    """A clause nobody understood; one of filler words only says nothing."""
    if all(_is_silent(t) for t in clause.tokens):
        return all_used(Fine())
    return all_used(Unknown(clause.words))


def _is_silent(token: Token) -> bool:
    return any(token.means(kind) for kind in _SILENT)
