"""Words that look like something else than they are, told by what stands beside them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tiktok_photo_video.planner.normal import Folded
from tiktok_photo_video.planner.tokens import Token, Tokens, sense

_AMOUNTS = ("duration", "percent", "fps", "shape")
_EDGES = ("stop", "comma", "join")
_COUNTED = ("number", "count", "mark", "ordinal", "unit")
_GOING_ON = ("把", "将", "再", "整体", "全部", "然后", "就")


def mended(tokens: Tokens, folded: Folded) -> Tokens:
    """The tokens with those read anew that mean something else here."""
    return tuple(_mended(tokens, at, folded) for at in range(len(tokens)))


def _mended(tokens: Tokens, at: int, folded: Folded) -> Token:
    inner = 0 < at < len(tokens) - 1
    mends = (*_AT_ENDS, *_MENDS) if inner else _AT_ENDS
    readings = (mend(tokens, at, folded) for mend in mends)
    return next((token for token in readings if token is not None), tokens[at])


def _corrects(tokens: Tokens, at: int, _: Folded) -> Token | None:
    """``10 seconds, no 20 seconds``: before a bare amount "no" corrects, it refuses nothing."""
    ends = at + 2 == len(tokens) or any(tokens[at + 2].means(kind) for kind in _EDGES)
    amount = any(tokens[at + 1].means(kind) for kind in _AMOUNTS)
    both = tokens[at].means("neg") and tokens[at].means("repair")
    return tokens[at].without("neg") if both and amount and ends else None


def _adds(tokens: Tokens, at: int, folded: Folded) -> Token | None:
    """``在2和3之间加故障``: after a place "加" is a verb and joins nothing."""
    both = tokens[at].means("join") and tokens[at].means("act", "add")
    before = tokens[at - 1]
    to_photos = any(before.means(kind) for kind in ("all", "rest", "pronoun", "each"))
    to_photos = to_photos or folded.text[before.start : before.end] in _WHOLE
    # "给全部加复古": to whom it is added stands before it; "第三张加一秒": a time is added.
    effect = any(tokens[at + 1].means(k) and not before.means(k) for k in _ADDED)
    adds = before.means("place") or to_photos or effect
    return tokens[at].without("join") if both and adds else None


_ADDED = ("duration", "percent", "fit", "blur", "tint", "lens")


def _lasts(tokens: Tokens, at: int, folded: Folded) -> Token | None:
    """``make the transitions last 1 second``: the verb."""
    token, noun = tokens[at], tokens[at - 1]
    named = noun.means("topic") and not noun.means("topic", "photo")
    word = folded.text[token.start : token.end]
    lasts = word == "last" and named and tokens[at + 1].means("duration")
    return replace(token, senses=sense("to", "for")) if lasts else None


def _then(tokens: Tokens, at: int, folded: Folded) -> Token | None:
    """``3、4对调后整体倒序``: "后" after something done, where no photos are counted."""
    token, after = tokens[at], tokens[at + 1]
    if folded.text[token.start : token.end] not in ("后", "之后", "以后"):
        return None
    done = tokens[at - 1].means("act", "swap", "remove", "move")
    counted = any(after.means(kind) for kind in _COUNTED)
    goes_on = folded.text[after.start : after.end] in _GOING_ON
    acted = any(t.means("act") for t in tokens[:at])
    begins = (done and not counted) or (goes_on and acted)
    return replace(token, senses=sense("join", "then")) if begins else None


_BARE: dict[str, tuple[str, str]] = {
    "大": ("degree", "more"),
    "小": ("degree", "less"),
    "红": ("color", "#ff3b30"),
    "黄": ("color", "#ffd60a"),
    "蓝": ("color", "#0a84ff"),
    "绿": ("color", "#1fbf2f"),
    "粉": ("color", "#ff5fa2"),
    "紫": ("color", "#9b30c8"),
    "金": ("color", "#d4af37"),
    "白": ("color", "#ffffff"),
    "黑": ("color", "#000000"),
}
_WANTING = ("要", "变", "弄", "要够", "得", "再")


def _is_wanted(tokens: Tokens, at: int, folded: Folded) -> Token | None:
    """``标题要大、要红``: a quality in one character, where nothing goes on from it."""
    token, before = tokens[at], tokens[at - 1]
    meant = _BARE.get(folded.text[token.start : token.end])
    ends = any(tokens[at + 1].means(kind) for kind in (*_EDGES, "glue"))
    led = folded.text[before.start : before.end] in _WANTING
    return replace(token, senses=sense(*meant)) if meant and ends and led else None


_NOT_AFTER_ALL = (
    "还是不要了",
    "不要了",
    "还是算了",
    "算了",
    "还是不加了",
    "还是不用了",
    "不用了",
    "免了",
    "还是免了",
)


def _refuses_noun(tokens: Tokens, at: int, folded: Folded) -> Token | None:
    """``片尾还是不要了``: after all, the thing named before it is not wanted."""
    token, before = tokens[at], tokens[at - 1] if at else None
    said = folded.text[token.start : token.end] in _NOT_AFTER_ALL
    if before is None or not said or not (token.means("retract") or token.means("cancel")):
        return None
    topic = before.means("topic") and not before.means("topic", "photo", "video")
    thing = topic or before.means("piece") or before.means("lens")
    return replace(token, senses=sense("neg", "no")) if thing else None


_GROWING: dict[str, str] = {"长": "longer", "久": "longer", "短": "shorter"}


def _grows(tokens: Tokens, at: int, folded: Folded) -> Token | None:
    """``每张长10%``, ``第二张长两秒``: by how much; "长15秒的视频" is so long."""
    token, before, amount = tokens[at], tokens[at - 1], tokens[at + 1]
    meant = _GROWING.get(folded.text[token.start : token.end])
    share = amount.means("percent") or amount.means("fraction") or amount.means("times")
    led = any(before.means(kind) for kind in ("file", "mark", "each", "rest", "amount"))
    grows = meant is not None and (share or (led and amount.means("duration")))
    return replace(token, senses=sense("degree", meant or "")) if grows else None


_VIDEO = (*sense("topic", "video"), *sense("total", "total"))
_WHOLE = ("整个", "整条")


def _is_whole(tokens: Tokens, at: int, folded: Folded) -> Token | None:
    """``整个加复古``: all of it; "整个视频" and "整个15秒的" make one."""
    if at + 1 >= len(tokens):
        return None
    token, after = tokens[at], tokens[at + 1]
    if folded.text[token.start : token.end] not in _WHOLE:
        return None
    looks = any(after.means(kind) for kind in ("tint", "shift", "quantity", "degree"))
    if not looks and not after.means("act", "add", "set", "make"):
        return None
    return replace(token, senses=(*sense("all", "all"), *sense("quantity", "all"), *_VIDEO))


_GONE = ("没", "没了", "消失", "不见", "不见了", "收掉", "没掉")


def _goes(tokens: Tokens, at: int, folded: Folded) -> Token | None:
    """``到第六秒没``: there it is gone."""
    if not at:
        return None
    token, before = tokens[at], tokens[at - 1]
    ends = at + 1 == len(tokens) or any(tokens[at + 1].means(kind) for kind in (*_EDGES, "glue"))
    said = folded.text[token.start : token.end] in _GONE
    if not (said and ends and before.means("duration")):
        return None
    return replace(token, senses=sense("exit", "exit"))


_MENDS: tuple[Callable[[Tokens, int, Folded], Token | None], ...] = (
    _corrects,
    _adds,
    _lasts,
    _then,
    _is_wanted,
    _grows,
    _is_whole,
    _goes,
)


_BESIDE_TIMES = ("to", "lead", "step", "glue", "amount", "join", "surface")
_STAYS = frozenset(
    (
        "let it stay",
        "let it be",
        "leave it",
        "leave that",
        "leave them",
        "it can stay",
        "they can stay",
        "it stays",
        "they stay",
        "keep it as is",
        "leave it in",
        "i'll leave it",
    )
)


def _stays(tokens: Tokens, at: int, folded: Folded) -> Token | None:
    """``let it stay five seconds``: past "leave it" comes for how long."""
    token = tokens[at]
    if not token.means("retract") or folded.text[token.start : token.end] not in _STAYS:
        return None
    later = at + 1
    while later < len(tokens) and any(tokens[later].means(kind) for kind in _BESIDE_TIMES):
        later += 1
    timed = later < len(tokens) and tokens[later].means("duration")
    held = (*sense("act", "hold"), *sense("give", "give"), *sense("pronoun", "pronoun"))
    return replace(token, senses=held) if timed else None


_SINGLED_OUT = ("duration", "tint", "motion", "shift", "lever", "degree", "percent")
_MERELY = ("only the", "only", "just the", "just", "只要", "只有", "仅", "就")


def _singles_out(tokens: Tokens, at: int, folded: Folded) -> Token | None:
    """``only the last one 4 seconds``: said of that one; the others stay in the video."""
    token = tokens[at]
    words = folded.text[token.start : token.end]
    if not token.means("act", "keep_only") or words not in _MERELY or at + 2 >= len(tokens):
        return None
    after = [t for t in tokens[at + 2 : at + 5] if not t.means("glue") and not t.means("to")]
    named = tokens[at + 1].means("ref") or tokens[at + 1].means("ordinal")
    told = bool(after) and any(after[0].means(kind) for kind in _SINGLED_OUT)
    acted = any(t.means("act") and t is not token for t in tokens)
    return replace(token, senses=sense("only", "only")) if named and told and not acted else None


def _half_of_one(tokens: Tokens, at: int, folded: Folded) -> Token | None:
    """``by half a second``: how long, not how many times."""
    token = tokens[at]
    if token.means("times") and at + 1 < len(tokens) and _is_half_second(tokens, at + 1, folded):
        return replace(token, senses=sense("to", "by"))
    if at and _is_half_second(tokens, at, folded):
        return replace(token, number=0.5)
    return None


def _is_half_second(tokens: Tokens, at: int, folded: Folded) -> bool:
    before, token = tokens[at - 1], tokens[at]
    halves = folded.text[before.start : before.end] in ("by half", "half", "by a half")
    single = folded.text[token.start : token.end].startswith(("a ", "of a "))
    return halves and before.means("times") and token.means("duration") and single


_DRAB = ("grey", "gray", "greyish", "grayish", "white", "pale", "dark", "yellow", "blue", "red")


def _is_complained_of(tokens: Tokens, at: int, folded: Folded) -> Token | None:
    """``number 2 is so flat and grey``: how it is, no colour that is wanted."""
    token = tokens[at]
    if not token.means("color") or folded.text[token.start : token.end] not in _DRAB:
        return None
    before = tokens[max(at - 5, 0) : at]
    said = any(t.means("is") for t in before) and any(t.means("excess") for t in before)
    joined = bool(before) and (before[-1].means("join") or before[-1].means("comma"))
    said = said and joined and not any(t.means("act") or t.means("topic") for t in tokens[:at])
    return replace(token, senses=sense("glue")) if said else None


_WHATEVER = ("whatever", "everything", "anything", "all", "those", "the ones", "whichever", "any")
_IS_NOT = ("isn't", "aren't", "is not", "are not", "ain't", "isnt", "arent", "not")


def _leaves_only(tokens: Tokens, at: int, folded: Folded) -> Token | None:
    """``throw out whatever isn't photo 1 or 3``: those are kept."""
    token = tokens[at]
    if token.means("act", "remove") and _named_by_not(tokens, at, folded):
        return replace(token, senses=sense("act", "keep_only"))
    start = next((i for i in range(at - 1, -1, -1) if tokens[i].means("act", "remove")), None)
    if start is not None and at <= (end := _named_by_not(tokens, start, folded)):
        return replace(token, senses=sense("glue")) if end else None
    return None


def _named_by_not(tokens: Tokens, at: int, folded: Folded) -> int:
    """Where "whatever isn't" right after a verb ends; 0 where it is not said."""
    words = [folded.text[t.start : t.end] for t in tokens[at + 1 : at + 5]]
    if not words or not words[0].startswith(_WHATEVER):
        return 0
    found = next((i for i, word in enumerate(words) if word in _IS_NOT), None)
    return at + 1 + found if found else 0


def _names_file(tokens: Tokens, at: int, _: Folded) -> Token | None:
    """``the photo named b.jpg``: it is called so already."""
    called = tokens[at].means("act", "call") and at and tokens[at - 1].means("topic", "photo")
    filed = at + 1 < len(tokens) and tokens[at + 1].means("file")
    return replace(tokens[at], senses=sense("glue")) if called and filed else None


_CUTS = ("cut", "cuts", "join", "switch", "changeover", "switchover", "handover")


def _is_cut(tokens: Tokens, at: int, folded: Folded) -> Token | None:
    """``the last cut``: what is between two photos; a verb stands elsewhere."""
    before = tokens[at - 1] if at else None
    named = folded.text[tokens[at].start : tokens[at].end] in _CUTS
    if before is None or not named or tokens[at].means("topic"):
        return None
    ranked = before.means("ordinal") or before.means("each") or before.means("place", "end")
    return replace(tokens[at], senses=sense("topic", "transition")) if ranked else None


# These may stand first or last, too.
_AT_ENDS: tuple[Callable[[Tokens, int, Folded], Token | None], ...] = (
    _stays,
    _singles_out,
    _half_of_one,
    _is_complained_of,
    _leaves_only,
    _names_file,
    _is_cut,
    _refuses_noun,
    _is_whole,
    _goes,
)
