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
    return tokens[at].without("join") if both and tokens[at - 1].means("place") else None


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


_MENDS: tuple[Callable[[Tokens, int, Folded], Token | None], ...] = (
    _corrects,
    _adds,
    _lasts,
    _then,
)
