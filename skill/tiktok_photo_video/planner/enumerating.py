"""Numbers that only tell off the points of a message: ``1. … 2. …``, ``(1) …``, ``一、… 二、…``."""

from __future__ import annotations

from tiktok_photo_video.planner.marks import whole
from tiktok_photo_video.planner.normal import Folded
from tiktok_photo_video.planner.tokens import Token, Tokens, sense

_SIGNS = (".", ")", "、", ":")
_FEWEST_POINTS = 2


def without_numbering(tokens: Tokens, folded: Folded) -> Tokens:
    """The tokens with each number of a list of points, and its sign, as a full stop."""
    points: list[int] = []
    for at in range(len(tokens)):
        if _numbers_point(tokens, at, len(points) + 1, folded):
            points.append(at)
    if len(points) < _FEWEST_POINTS:
        return tokens
    result: list[Token] = []
    for at, token in enumerate(tokens):
        if at in points:
            result.append(Token(token.start, tokens[at + 1].end, sense("stop")))
        elif at - 1 not in points and not (at + 1 in points and _opens_bracket(token)):
            result.append(token)
    return tuple(result)


def _numbers_point(tokens: Tokens, at: int, number: int, folded: Folded) -> bool:
    """Whether a number with its sign stands here; the first opens a line or follows a stop."""
    if whole(tokens[at]) != number or at + 2 >= len(tokens):
        return False
    before, sign = tokens[at - 1] if at else None, tokens[at + 1]
    if before is not None and (before.means("mark", "nth") or before.means("topic", "photo")):
        return False
    if tokens[at].means("mark") or folded.text[sign.start : sign.end] not in _SIGNS:
        return False
    opens = (
        before is None
        or _opens_bracket(before)
        or any(before.means(kind) for kind in ("stop", "colon", "comma"))
    )
    lists = sign.means("comma") and whole(tokens[at + 2]) is not None  # "1、2、3张"
    return (opens or number > 1) and not lists


def _opens_bracket(token: Token) -> bool:
    return token.means("sign", "(")
