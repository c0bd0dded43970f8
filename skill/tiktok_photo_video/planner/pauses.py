"""Pauses that a message only hints at, and what it adds by way of reason.

``转场全用甩镜 音乐换嘻哈``: a blank where Chinese has none is a comma, if a request stands on
both sides of it. ``加个底板免得看不清``: from there on only the reason is told.
"""

from __future__ import annotations

from tiktok_photo_video.planner.normal import Folded
from tiktok_photo_video.planner.tokens import Token, Tokens, sense

_BEGINS = ("topic", "ref", "each", "neg", "repair", "retry", "excess", "mark", "rest", "end_photo")
_ASKS = (
    *("degree", "shift", "tint", "transition", "motion", "mood", "genre", "unit", "position"),
    *("color", "style", "entrance", "shape", "beat", "sort", "fit", "percent", "place", "fade"),
)
_OPENS_TEXT = ("write", "call", "rename")
_REASONS = ("免得", "省得", "以免", "生怕", "谁让", "费事", "费事佢")


def with_pauses(tokens: Tokens, folded: Folded) -> Tokens:
    """The tokens with a comma for each blank that parts two requests, and without reasons."""
    tokens = _without_reasons(tokens, folded)
    parted: list[Token] = []
    start = 0
    for at, token in enumerate(tokens):
        if at and _is_blank(tokens[at - 1], token, folded) and _parts(parted[start:], tokens[at:]):
            parted.append(Token(tokens[at - 1].end, token.start, sense("comma")))
            start = len(parted)
        elif token.means("comma") or token.means("stop"):
            start = len(parted) + 1
        parted.append(token)
    return tuple(parted)


def _is_blank(before: Token, token: Token, folded: Folded) -> bool:
    gap = folded.text[before.end : token.start]
    return bool(gap) and gap.isspace() and _is_han(folded.text[token.start])


def _is_han(letter: str) -> bool:
    return "\u3400" <= letter <= "\u9fff"


def _parts(left: list[Token], right: Tokens) -> bool:
    """Whether something was asked before the blank and something else begins after it."""
    writes = any(t.means("act", *_OPENS_TEXT) or t.means("colon") for t in left)
    asked = any(any(t.means(kind) for kind in _ASKS) for t in left) or any(
        t.means("act", "remove") for t in left
    )
    opening = right[0]
    begins = any(opening.means(kind) for kind in _BEGINS) and not opening.means("topic", "photo")
    if left and opening.means("topic") and _names_kind(left[-1], opening):
        return False  # "whip pan 转场": the blank only parts two scripts
    return asked and begins and not writes and len(left) > 1


_NOUNS = {"transition": "transition", "mood": "music", "genre": "music", "style": "title"}


def _names_kind(before: Token, noun: Token) -> bool:
    return any(before.means(kind) and noun.means("topic", topic) for kind, topic in _NOUNS.items())


def _without_reasons(tokens: Tokens, folded: Folded) -> Tokens:
    kept: list[Token] = []
    in_reason = False
    for token in tokens:
        if token.means("comma") or token.means("stop") or token.means("quote"):
            in_reason = False
        elif kept and folded.text.startswith(_REASONS, token.start):
            in_reason = True
        if not in_reason:
            kept.append(token)
    return tuple(kept)
