"""Which way a transition goes: ``wipe from the left``, ``从右往左推``, ``slides to the right``."""

from __future__ import annotations

import re

from tiktok_photo_video.planner.clauses import Clause
from tiktok_photo_video.planner.tokens import Token

_WAYS = {
    **dict.fromkeys(("left", "左"), "left"),
    **dict.fromkeys(("right", "右"), "right"),
    **dict.fromkeys(("top", "up", "above", "上"), "up"),
    **dict.fromkeys(("bottom", "down", "below", "下"), "down"),
}
_OPPOSITE = {"left": "right", "right": "left", "up": "down", "down": "up"}
_NAMED = r"(left|right|top|up|above|bottom|down|below|左|右|上|下)"
_TOWARDS = re.compile(
    rf"(?:\bto|\btowards?|往|向|朝|到|至)\s*(?:the\s+)?{_NAMED}|\b(left|right|up|down)wards?\b"
)
_FROM = re.compile(rf"(?:\bfrom|从|自|由)\s*(?:the\s+)?{_NAMED}")
_BARE = re.compile(r"^\W*(left|right|up|down)\b|^(左|右|上|下)")


def is_headed(kind: str) -> bool:
    """Whether a transition is one of those that go some way."""
    return kind.startswith(("slide_", "push_", "wipe_"))


def headed(clause: Clause, token: Token, kind: str) -> str:
    """A kind of transition with the way that the words around its name give it."""
    family, _, usual = kind.rpartition("_")
    words = _around(clause, token)
    way = _way(words, clause.folded.text[token.end : token.end + 8])
    return f"{family}_{way or usual}"


def tells_way(clause: Clause, token: Token) -> bool:
    """Whether a token is only the way: ``from right to left``, said of cameras as well."""
    words = clause.folded.text[token.start : token.end]
    return bool(_FROM.match(words) or _TOWARDS.match(words))


def _around(clause: Clause, token: Token) -> str:
    """The words of a clause from the transition before to the one after this one."""
    others = [t for t in clause.tokens if t.means("transition") and t is not token]
    own = [t for t in clause.tokens if t not in clause.focus]  # what was said before is not
    start = max((t.end for t in others if t.end <= token.start), default=own[0].start)
    end = min((t.start for t in others if t.start >= token.end), default=clause.tokens[-1].end)
    return clause.folded.text[start:end]


def _way(words: str, after: str) -> str:
    """Where it goes; failing that, the other way than where it comes from."""
    if towards := _TOWARDS.search(words):
        return _WAYS[next(filter(None, towards.groups()))]
    if comes := _FROM.search(words):
        return _OPPOSITE[_WAYS[comes[1]]]
    bare = _BARE.match(after)
    return _WAYS[bare[1] or bare[2]] if bare else ""
