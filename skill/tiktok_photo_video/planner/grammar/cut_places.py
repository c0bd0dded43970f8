"""Which cuts a clause about transitions speaks of: by the photos beside them."""

from __future__ import annotations

from itertools import pairwise

from tiktok_photo_video.planner.clauses import Clause
from tiktok_photo_video.planner.grammar.found import reference_tokens
from tiktok_photo_video.planner.tokens import Token


def cut_places(clause: Clause) -> list[Token]:
    """The photos beside the cuts meant; a noun or "between" makes clear that cuts are."""
    between = clause.means("place", "between", "after", "before")
    ranged = clause.means("topic", "transition") or between or clause.means("except")
    leads = _into(clause) or _leads_into(clause)
    named = reference_tokens(clause) if ranged or leads else []
    numbers = [t for t in clause.tokens if t.means("number")]
    if clause.means("place", "between") and len(numbers) > 1:
        return [*numbers, *(t for t in named if t.means("but"))]
    if not named and (paired := paired_numbers(clause)):
        return paired
    if not named and not clause.means("motion", "zoom_in", "zoom_out"):
        named = _photos_left(clause)
    if named or not between or clause.means("duration"):
        return named
    return [t for t in clause.tokens if t.means("number")]


def paired_numbers(clause: Clause) -> list[Token]:
    """``2→3: wipe``, ``2-3 becomes spin``: neighbours are the cut between them."""
    numbers = [t for t in clause.tokens if t.means("number")]
    found: list[Token] = []
    for first, last in pairwise(numbers):
        joint = clause.folded.text[first.end : last.start].strip()
        if joint in _PAIRING and last.number == first.number + 1:
            found += [first, last]
    return found


_PAIRING = (
    "→",
    ">",
    "/",
    "&",
    "+",
    "➜",
    "->",
    "-->",
    "=>",
    "⇒",
    "-",
    "–",
    "—",
    "~",
    "to",
    "到",
    "至",
)
_ABOUT_MORE = ("motion", "tint", "shift", "duration", "quote", "fit", "act", "number", "percent")


def _photos_left(clause: Clause) -> list[Token]:
    """``whip pan out of the beach shot``: a photo that nothing else is said of."""
    kinds = [t for t in clause.tokens if t.means("transition")]
    more = [t for t in clause.tokens if t not in kinds and any(t.means(k) for k in _ABOUT_MORE)]
    light = all(t.means("act", "set", "make", "add", "move") for t in more)
    named = reference_tokens(clause)
    return named if kinds and light and not any(t.means("but") for t in named) else []


def leads_there(clause: Clause) -> bool:
    """``the cut before photo 4``, ``the transition into it``: the one that leads to it."""
    leads = _leads_into(clause) and not clause.means("to", "from")
    leads = leads or any(_gets_into(clause, t) for t in clause.tokens)
    return (leads or clause.means("place", "before")) and not clause.means(
        "place", "after", "between"
    )


def _gets_into(clause: Clause, token: Token) -> bool:
    """``the way we get into the beach photo``: the cut that leads to it."""
    if not token.means("to") and not token.means("word"):
        return False
    before = clause.folded.text[: token.end].split()[-2:]
    return len(before) > 1 and before[1] in ("into", "to") and before[0] in _GETTING


_GETTING = ("get", "come", "go", "move", "getting", "coming", "going", "cut", "lead", "leads")


def _names_transition(clause: Clause) -> bool:
    return clause.means("topic", "transition") or clause.means("transition")


def _into(clause: Clause) -> bool:
    ranges = (t for t in clause.tokens if t.means("ref"))
    ranged = any(clause.folded.text[t.start : t.end].startswith("from ") for t in ranges)
    return ranged or (clause.means("to", "from") and clause.means("to", "to"))


def _leads_into(clause: Clause) -> bool:
    """``spin into the last photo``, ``going into photo 4 a zoom through``; no "turn it into"."""
    leads = any(
        text == "into" or text.endswith(" into") or text == "towards"
        for t in clause.tokens
        if t.means("to") and (text := clause.folded.text[t.start : t.end])
    )
    turned = clause.means("act", "set", "replace") or clause.means("act", "make")
    noun = clause.means("topic", "transition")
    return leads and _names_transition(clause) and (noun or not turned)
