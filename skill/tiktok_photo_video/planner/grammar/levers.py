"""Brightness, contrast and saturation: which of them a clause moves, which way and how far."""

from __future__ import annotations

from collections.abc import Iterable

from tiktok_photo_video.planner.clauses import Clause
from tiktok_photo_video.planner.grammar.found import (
    Found,
    found,
    hands_off,
    photos_named,
    tokens_meaning,
)
from tiktok_photo_video.planner.tokens import Token
from tiktok_photo_video.planner.wishes import Fine, Tint, Unsaid

SLIGHT, USUAL, STRONG = 0.1, 0.2, 0.4  # of the whole way to black, white, grey or garish
SCOPE = ("ref", "all", "each", "rest")
_LEVERS = ("brightness", "contrast", "saturation")


def direction(tokens: Iterable[Token]) -> int:
    """+1 for more, -1 for less; ``turn up`` and ``调高`` are said of sound as well."""
    for token in tokens:
        if token.means("degree", "more", "louder", "longer"):
            return 1
        if token.means("degree", "less", "quieter", "shorter"):
            return -1
    return 0


def shifts(clause: Clause) -> list[tuple[str, int, Token]]:
    """The levers moved, with the way each goes and the token that says so."""
    moved: list[tuple[str, int, Token]] = []
    for at, token in enumerate(clause.tokens):
        if value := token.value("shift"):
            sign = 1 if value.endswith("+") else -1
            moved.append((value[:-1], -sign if _is_flipped(clause, at) else sign, token))
        elif (lever := token.value("lever")) in _LEVERS:
            moved.append((lever or "", _lever_way(clause, at), token))
        elif (flaw := token.value("flaw")) and _is_of_photo(clause, token):
            moved.append((flaw[:-1], _flaw_way(clause, at, flaw), token))
    return [each for each in moved if each[1] or each[2].means("lever")]


def _is_flipped(clause: Clause, at: int) -> bool:
    """``not so bright``: the shift is refused by the word before it."""
    before = clause.tokens[max(at - 2, 0) : at]
    return any(t.means("neg") for t in before) and not clause.means("act", "keep")


def _lever_way(clause: Clause, at: int) -> int:
    near = (*reversed(clause.tokens[max(at - 3, 0) : at]), *clause.tokens[at + 1 : at + 5])
    way = direction(near) or _signed(clause)
    if any(t.means("excess") for t in clause.tokens) and not any(
        t.means("degree") and t.means("excess") for t in near
    ):
        way = -way
    if not way and (lacks := _lacking(clause, at)):
        return lacks
    if way or clause.first("percent") is None:
        pushed = 1 if clause.acts("add") or _pushes_up(clause) else 0
        return way or pushed or (-1 if clause.acts("remove") else 0)
    return 1


def _signed(clause: Clause) -> int:
    """``contrast -20%``."""
    pairs = zip(clause.tokens, clause.tokens[1:], strict=False)
    return -1 if any(a.means("dash") and b.means("percent") for a, b in pairs) else 0


def _lacking(clause: Clause, at: int) -> int:
    """``the colours are a bit flat``: what is said of them is what they are not to be."""
    flaws = [v for t in clause.tokens[at + 1 :] if (v := t.value("flaw"))]
    if not flaws or clause.denied or clause.means("act"):
        return 0
    return 1 if flaws[0].endswith("-") else -1


def _pushes_up(clause: Clause) -> bool:
    """``bump the brightness``."""
    said = {clause.folded.text[t.start : t.end] for t in clause.tokens}
    return bool(said & {"bump", "bump up", "push", "pump", "lift", "提"})


def _is_of_photo(clause: Clause, token: Token) -> bool:
    """Whether ``bright`` or ``dark`` is said of photos: they are named, or it is too much."""
    if any(token.means(kind) for kind in ("tune", "mood")) and clause.means("topic", "video"):
        return False
    named = clause.means("topic", "photo") or any(clause.means(kind) for kind in SCOPE)
    return named or clause.means("excess") or clause.means("lens")


def _flaw_way(clause: Clause, at: int, flaw: str) -> int:
    """``too dark`` and ``photo 3 is dark`` want light; ``make it dark`` does not."""
    sign = 1 if flaw.endswith("+") else -1
    enough = any(t.means("neg") for t in clause.tokens[max(at - 2, 0) : at])
    complains = clause.means("excess") or (not clause.means("act") and _is_said_of(clause, at))
    return sign if enough or not complains else -sign


def _is_said_of(clause: Clause, at: int) -> bool:
    """``photo 3 is dark`` says how it is; ``dark colours for photo 3`` what it is to be."""
    before = clause.tokens[:at]
    words = {clause.folded.text[t.start : t.end] for t in before}
    told = any(t.means("ref") or t.means("topic", "photo") or t.means("is") for t in before)
    return told or bool(words & _TELLING)


_TELLING = frozenset(("it's", "its", "they're", "that's", "everything's"))


def shifted(clause: Clause, moved: list[tuple[str, int, Token]]) -> Found:
    """The wish for levers moved, as far as the clause says."""
    used = [token for _, _, token in moved]
    used += tokens_meaning(clause, "degree", "amount", "percent", "excess", "lens", "neg", *SCOPE)
    if not any(way for _, way, _ in moved):
        return found(clause, Fine() if hands_off(clause) else Unsaid("lever"), used=used)
    if hands_off(clause) and not clause.means("excess") and not clause.acts("keep"):
        return found(clause, Fine(), used=used)
    by = {lever: round(way * _amount(clause), 3) for lever, way, _ in moved}
    wish = Tint(
        photos=photos_named(clause),
        brightness=by.get("brightness", 0.0),
        contrast=by.get("contrast", 0.0),
        saturation=by.get("saturation", 0.0),
    )
    return found(clause, wish, used=used)


def _amount(clause: Clause) -> float:
    percent = clause.first("percent")
    if percent is not None:
        return min(_change(clause, percent), 1.0)
    if clause.means("amount", "slight") or clause.means("indefinite"):
        return SLIGHT
    return STRONG if clause.means("amount", "strong") else USUAL


def _change(clause: Clause, percent: Token) -> float:
    """The change that a percentage names: "to 120 %" is 20 % more than there was."""
    at = next(i for i, t in enumerate(clause.tokens) if t is percent)
    before = clause.tokens[at - 1] if at else None
    absolute = before is not None and (before.means("to", "to") or before.means("act", "set"))
    return abs(percent.number - 1) if absolute else percent.number
