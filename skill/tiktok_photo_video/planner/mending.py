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
    if not 0 < at < len(tokens) - 1:
        return tokens[at]
    readings = (mend(tokens, at, folded) for mend in _MENDS)
    return next((token for token in readings if token is not None), tokens[at])


def _corrects(tokens: Tokens, at: int, _: Folded) -> Token | None:
    """``10 seconds, no 20 seconds``: before a bare amount "no" corrects, it refuses nothing."""
    ends = at + 2 == len(tokens) or any(tokens[at + 2].means(kind) for kind in _EDGES)
    amount = any(tokens[at + 1].means(kind) for kind in _AMOUNTS)
    both = tokens[at].means("neg") and tokens[at].means("repair")
    return tokens[at].without("neg") if both and amount and ends else None


def _adds(tokens: Tokens, at: int, _: Folded) -> Token | None:
    """``在2和3之间加故障``: after a place "加" is a verb and joins nothing."""
    both = tokens[at].means("join") and tokens[at].means("act", "add")
    before = tokens[at - 1]
    to_photos = any(before.means(kind) for kind in ("all", "rest", "pronoun", "each"))
    # "给全部加复古": to whom it is added stands before it.
    return tokens[at].without("join") if both and (before.means("place") or to_photos) else None


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


_GROWING: dict[str, str] = {"长": "longer", "久": "longer", "短": "shorter"}


def _grows(tokens: Tokens, at: int, folded: Folded) -> Token | None:
    """``每张长10%``, ``第二张长两秒``: by how much; "长15秒的视频" is so long."""
    token, before, amount = tokens[at], tokens[at - 1], tokens[at + 1]
    meant = _GROWING.get(folded.text[token.start : token.end])
    share = amount.means("percent") or amount.means("fraction") or amount.means("times")
    led = any(before.means(kind) for kind in ("file", "mark", "each", "rest", "amount"))
    grows = meant is not None and (share or (led and amount.means("duration")))
    return replace(token, senses=sense("degree", meant or "")) if grows else None


_MENDS: tuple[Callable[[Tokens, int, Folded], Token | None], ...] = (
    _corrects,
    _adds,
    _lasts,
    _then,
    _is_wanted,
    _grows,
)
