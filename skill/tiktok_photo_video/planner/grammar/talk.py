"""What is said about the work as a whole: again, back, a question, thanks."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Literal

from tiktok_photo_video.planner.brief import Theme
from tiktok_photo_video.planner.clauses import Clause
from tiktok_photo_video.planner.grammar.found import (
    Found,
    all_used,
    found,
    photos_named,
    photos_of,
    tokens_meaning,
)
from tiktok_photo_video.planner.photo_wishes import (
    Keep,
)
from tiktok_photo_video.planner.pointers import Span
from tiktok_photo_video.planner.tokens import Token, Tokens
from tiktok_photo_video.planner.wishes import (
    Cannot,
    Fine,
    History,
    NewVideo,
    Occasion,
    Tint,
    Unknown,
    Unsaid,
)
from tiktok_photo_video.timeline.model import LookKind

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


def history(clause: Clause) -> Found | None:
    """``undo``, ``undo the last two changes``, ``undo everything``, ``撤销两步``, ``redo``."""
    if clause.focus and not clause.means("ref") and _words_of(clause) in _AS_IT_WAS:
        return all_used(Tint(LookKind.NONE, photos_of(clause.focus)))
    if _to_the_origin(clause):
        return all_used(History("undo", _MAX_STEPS))
    for direction in _DIRECTIONS:
        # "第三张再退一步", but "撤销最后两步"
        steps_photo = clause.means("step") and clause.means("ref") and not _counts_steps(clause)
        steps_photo = steps_photo or _names_a_value(clause)
        if clause.means("act", direction) and not (_asks_for_features(clause) or steps_photo):
            return all_used(History(direction, _steps(clause)))
    return None


_AS_IT_WAS = frozenset(
    [
        *(
            "恢复原样",
            "还原",
            "复原",
            "恢复原状",
            "变回原样",
            "恢复",
            "变回去",
            "改回去",
            "恢复成原样",
        ),
        *("变回原来", "变回原来的样子", "恢复到原来的样子", "恢复到原来", "改回原样", "弄回原样"),
    ]
)


def _words_of(clause: Clause) -> str:
    return clause.words.strip().rstrip("吧啦了。.!！ ")


_BACK = ("back", "return", "回到", "回", "恢复", "恢复到", "还原", "退回", "退回到", "变回", "改回")


def _to_the_origin(clause: Clause) -> bool:
    """``go back to the original``, ``回到最初的版本``."""
    about_all = not clause.means("topic") and not clause.denied and not clause.means("lever")
    words = clause.folded.text[clause.tokens[0].start : clause.tokens[-1].end]
    back = clause.means("act", "undo") or any(word in words for word in _BACK)
    return clause.means("origin") and about_all and back


_DIRECTIONS: tuple[Literal["undo", "redo"], ...] = ("undo", "redo")


def _asks_for_features(clause: Clause) -> bool:
    return any(clause.means(kind) for kind in _FEATURES) or _is_refused(clause)


def _counts_steps(clause: Clause) -> bool:
    """``最后两步``: what reads like the last two photos are steps."""
    pairs = zip(clause.tokens, clause.tokens[1:], strict=False)
    return any(a.means("ref") and b.means("step") and a.end == b.start for a, b in pairs)


_BARE_NO = ("no", "nope", "nah", "no no", "不", "不不", "不要")


def _is_refused(clause: Clause) -> bool:
    """Whether going back is what is not wanted; ``no, undo``, ``不 undo`` want it."""
    refusing = [t for t in clause.tokens if t.means("neg")]
    opens = clause.tokens[0] is refusing[0] if refusing else False
    bare = opens and clause.folded.text[refusing[0].start : refusing[0].end] in _BARE_NO
    return clause.denied and not (bare and len(refusing) == 1)


def _names_a_value(clause: Clause) -> bool:
    """``go back to 15``: to what was, not so many steps."""
    pairs = zip(clause.tokens, clause.tokens[1:], strict=False)
    return any(a.means("to", "to") and b.means("number") for a, b in pairs)


def _steps(clause: Clause) -> int:
    token = next((t for t in clause.tokens if t.means("number") or t.means("count")), None)
    if token is not None:
        return min(max(int(token.number), 1), _MAX_STEPS)
    for photo in photos_named(clause):  # "the last two" reads like photos
        if isinstance(photo, Span) and photo.first < 0:
            return min(-photo.first, _MAX_STEPS)
    if clause.means("all") or clause.means("place", "front") or clause.means("sort", "given"):
        return _MAX_STEPS  # "restore to the very beginning"
    return min(max(int(float(clause.value("times") or 1)), 1), _MAX_STEPS)


def new_video(clause: Clause) -> Found | None:
    """``turn my photos into a video``, ``start over``, ``把这些照片做成视频``."""
    if clause.denied:
        return None
    if clause.means("act", "restart") and not (clause.means("ref") and _once_more(clause)):
        used = [t for t in clause.tokens if t.means("act", "restart")]
        return found(clause, NewVideo(restart=True), used=used)
    act = clause.first("act", "create")
    if act is None or not _makes_video(clause):
        return None
    named = [t for t in clause.tokens if t.means("ref")]
    used = [act, *named, *(t for t in clause.tokens if t.means("topic", "video"))]
    used += tokens_meaning(clause, "mark")  # "用这几张照片" are all there are
    chosen = (Keep(photos_of(named)),) if named else ()  # "make a video of the first three"
    return found(clause, NewVideo(), *chosen, used=used)


def _once_more(clause: Clause) -> bool:
    """``第四张再来一遍``: that photo again, not everything."""
    return any(
        clause.folded.text[t.start : t.end] in ("再来一遍", "再来一次") for t in clause.tokens
    )


def _makes_video(clause: Clause) -> bool:
    """A video named after the verb, or photos at all: "turn the video square" makes none."""
    act = clause.first("act", "create")
    if act is None:
        return False
    word = clause.folded.text[act.start : act.end]
    if not clause.means("topic", "video") and (
        word in _TURNING or word in _MY or _changes_photos(clause)
    ):
        return False
    if clause.means("topic", "photo") or clause.means("count"):
        changes = any(clause.means(kind) for kind in ("shape", "fit", "motion"))
        features = clause.means("topic", "title", "music", "transition", "motion")
        return not features and (not changes or _names_video_after(clause, act))
    return _names_video_after(clause, act) and not _says_the_video(clause)


_TURNING = ("变成", "转成", "转为")  # "把所有的图变成黑白"
_MY = ("make my", "make our")  # "make my photos brighter"


def _changes_photos(clause: Clause) -> bool:
    """``make my photos brighter``, ``能做3秒一张的吗``: no new video is asked for."""
    changed = any(clause.means(kind) for kind in ("tint", "shift", "degree", "lever", "lens"))
    each = clause.means("duration") and clause.means("count") and not clause.means("topic")
    return changed or each


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


def chosen(clause: Clause) -> Found | None:
    """``a video … with photos 5, 3 and 1``: which ones, where nothing is done with them."""
    named = [t for t in clause.tokens if t.means("ref")]
    if not named or clause.act or clause.denied or not clause.means("with"):
        return None
    if clause.means("word"):
        return None  # "and then we fnord with the beach": whatever that is, photos must not go
    return found(clause, Keep(photos_of(named)), used=clause.tokens)


def occasions(clause: Clause) -> Found | None:
    """``birthday``, ``旅行``: what it is about."""
    theme = clause.value("occasion")
    if theme is None or clause.denied:
        return None
    return found(clause, Occasion(Theme(theme)), used=tokens_meaning(clause, "occasion"))


# What may announce words to be shown: what follows is a text, whatever it says.
_ANNOUNCES = (("topic", ("title", "caption", "cover")), ("act", ("call", "rename")), ("quote", ()))


def elsewhere(clause: Clause) -> Found | None:
    """``make my face thinner``, ``post it for me``, ``write me a poem``: done by others.

    A text that is to be shown may say the same words, so what announces one goes first.
    """
    token = clause.first("outside")
    if token is None or clause.denied or _is_announced(clause.tokens, token):
        return None
    if token.means("outside", "hashtags") and clause.means("quote") and clause.means("ref"):
        return None  # "给第一张配文“出发”": words for a photo
    return all_used(Cannot(clause.words, token.value("outside") or ""))


def _is_announced(tokens: Tokens, outside: Token) -> bool:
    before = [t for t in tokens if t.start < outside.start]
    return any(t.means(kind, *values) for t in before for kind, values in _ANNOUNCES)


def impossible(clause: Clause) -> Found | None:
    """What this program cannot do, so that it says so instead of doing something else."""
    token = clause.first("cannot")
    if token is None or clause.denied:
        return None
    if token.means("transition") and (clause.means("topic", "transition") or _between(clause)):
        return None  # "转场用旋转", "2和3中间加个旋转"
    words = clause.folded.slice(token.start, token.end)
    instead = token.value("cannot") or ""
    used = tokens_meaning(clause, "cannot", "lens")
    # "清晰度调高点" turns nothing else up.
    used += [] if clause.means("topic") else tokens_meaning(clause, "degree")
    return found(clause, Cannot(words, instead), used=used)


def _between(clause: Clause) -> bool:
    named = [t for t in clause.tokens if t.means("ref") or t.means("number")]
    among = clause.means("place", "between") or clause.means("position", "center")
    return among and bool(named)


_STYLES = ("风格", "感觉", "调调", "style", "vibe")
_COLORS = ("颜色", "色彩", "colour", "color", "colours", "colors")


def recolored(clause: Clause) -> Found | None:
    """``改一下颜色``: other colours, but which?"""
    words = {clause.folded.text[t.start : t.end] for t in clause.tokens}
    changes = clause.means("act", "set", "make", "swap") or clause.means("other")
    if not changes or clause.denied or clause.asks or clause.means("topic"):
        return None
    if words & set(_COLORS):
        return all_used(Unsaid("look"))
    return all_used(Unsaid("what")) if words & set(_STYLES) else None


def vague(clause: Clause) -> Found | None:
    """``make it better``: a wish without a content."""
    return all_used(Unsaid("what")) if clause.means("vague") else None


_TAKING_BACK = ("retract", "cancel")
_AROUND = (
    *("glue", "neg", "stop", "comma", "join", "repair", "social", "sign", "determiner"),
    *("sigh", "retry", "undecided", "pronoun", "amount"),
)


def says_nothing(clause: Clause) -> bool:
    """``no,``, ``hmm``: words between others that take nothing back by themselves."""
    return all(any(t.means(kind) for kind in _AROUND) for t in clause.tokens)


def retracts(clause: Clause) -> bool:
    """``but no, leave it``, ``算了``: what was just said is not to be done."""
    takes_back = clause.means("retry", "outright") or any(
        clause.means(kind) for kind in _TAKING_BACK
    )
    return takes_back and all(
        any(t.means(kind) for kind in (*_TAKING_BACK, *_AROUND)) for t in clause.tokens
    )


def takes_itself_back(clause: Clause) -> bool:
    """``本来想删掉第三张，想想还是留着吧``: what stands before the last comma is not wanted."""
    commas = [i for i, t in enumerate(clause.tokens) if t.means("comma")]
    return any(
        retracts(clause.but(clause.tokens[at + 1 :])) for at in commas if clause.tokens[at + 1 :]
    )


_SILENT = (
    *("glue", "act", "article", "stop", "comma", "join", "with", "ask", "sign", "to", "lead"),
    *(
        "social",
        "determiner",
        "retract",
        "pronoun",
        "amount",
        "excess",
        "is",
        "neg",
        "dash",
        "only",
    ),
)


def remainder(clause: Clause) -> Found | None:
    """A clause nobody understood; one of filler words only says nothing."""
    if all(_is_silent(t) or t.means("topic", "video") for t in clause.tokens):
        return all_used(Fine())
    return all_used(Unknown(clause.words))


def _is_silent(token: Token) -> bool:
    return any(token.means(kind) for kind in _SILENT)


def leftovers(clause: Clause) -> tuple[Unknown, ...]:
    """Stretches of a clause of nothing but unknown words: "… and splunge the gorf".

    A stretch goes from one comma or "and" to the next. One word unknown beside others that
    were understood only colours them; a stretch of nothing else is a request of its own.
    """
    left = []
    for stretch in _stretches(clause.tokens):
        words = [t for t in stretch if not _is_silent(t)]
        if words and all(t.means("word") for t in words):
            left.append(Unknown(clause.folded.slice(stretch[0].start, stretch[-1].end)))
        else:
            left.extend(_unread_runs(clause, stretch))
    return tuple(left)


_LEAST_UNREAD = 4  # characters: what is shorter only colours what was understood


def _unread_runs(clause: Clause, stretch: Tokens) -> Iterable[Unknown]:
    """``第二张删掉嘟噜嘟噜``: characters in a row of which none is known."""
    for unread, run in groupby(stretch, key=lambda t: _is_unread_han(clause, t)):
        tokens = list(run)
        if unread and len(tokens) >= _LEAST_UNREAD:
            yield Unknown(clause.folded.slice(tokens[0].start, tokens[-1].end))


def _is_unread_han(clause: Clause, token: Token) -> bool:
    letter = clause.folded.text[token.start : token.end]
    return token.means("word") and len(letter) == 1 and "\u3400" <= letter <= "\u9fff"


def _stretches(tokens: Tokens) -> Iterable[Tokens]:
    stretch: list[Token] = []
    for token in tokens:
        if token.means("comma") or token.means("join") or token.means("stop"):
            if stretch:
                yield tuple(stretch)
            stretch = []
        else:
            stretch.append(token)
    if stretch:
        yield tuple(stretch)
