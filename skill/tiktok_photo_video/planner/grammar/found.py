"""What a rule of the grammar gives back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise

from tiktok_photo_video.planner.clauses import Clause
from tiktok_photo_video.planner.pointers import Everything, References, Span
from tiktok_photo_video.planner.tokens import Token, Tokens
from tiktok_photo_video.planner.wishes import Wish


@dataclass(frozen=True, slots=True)
class Found:
    """The wishes a rule read, and the tokens it leaves for the rules after it."""

    wishes: tuple[Wish, ...]
    rest: Tokens


Rule = Callable[[Clause], Found | None]


def found(clause: Clause, *wishes: Wish, used: Iterable[Token | None] = ()) -> Found:
    """Wishes read from a clause by using up some of its tokens."""
    spent = {id(token) for token in used if token is not None}
    return Found(wishes, tuple(t for t in clause.tokens if id(t) not in spent))


def all_used(*wishes: Wish) -> Found:
    """Wishes read from a clause that leave nothing of it for other rules."""
    return Found(wishes, ())


def tokens_meaning(clause: Clause, *kinds: str) -> list[Token]:
    """The tokens of a clause that have a sense of one of these kinds."""
    return [t for t in clause.tokens if any(t.means(kind) for kind in kinds)]


def reference_tokens(clause: Clause) -> list[Token]:
    """The tokens that point at photos."""
    return [t for t in clause.tokens if t.means("ref")]


def photos_of(tokens: Iterable[Token]) -> References:
    """All photos that some tokens point at, in order."""
    return tuple(photo for token in tokens for photo in token.photos)


def photos_named(clause: Clause) -> References:
    """The photos a clause speaks of, ``all`` and ``the rest`` included."""
    named = photos_of(reference_tokens(clause))
    rest = photos_of(t for t in clause.tokens if t.means("rest"))
    everything = (Everything(),) if clause.means("all") else ()
    return named or rest or everything


def bare_photos(clause: Clause) -> References:
    """Photos named without a noun, as in "delete 2 and 4" or "swap the first and the last"."""
    return tuple(
        Span(number, number) for token in clause.tokens if (number := _rank(token)) is not None
    )


def _rank(token: Token) -> int | None:
    if value := token.value("ordinal"):
        return int(value)
    is_whole = token.means("number") and token.number == int(token.number) and token.number >= 1
    return int(token.number) if is_whole and not token.means("mark") else None


def refused(clause: Clause) -> bool:
    """Whether the clause is about doing without: "no …", "remove …"; not "don't remove"."""
    removes = clause.acts("remove")
    return not negates_verb(clause) if removes else clause.denied


def negates_verb(clause: Clause) -> bool:
    """Whether a refusal stands before the verb; after it, it only gives a reason."""
    if clause.inherits:
        return clause.denied and bool(clause.act)
    verb = clause.first("act")
    denial = clause.first("neg")
    return verb is not None and denial is not None and denial.start < verb.start


def hands_off(clause: Clause) -> bool:
    """Whether the clause says to leave something alone: "keep …", "don't change …"."""
    kept = clause.acts("keep") and not clause.denied
    other_acts = ("set", "remove", "move", "swap")
    left = negates_verb(clause) and clause.means("act", *other_acts)
    return kept or left or _refuses_verb(clause)


def _refuses_verb(clause: Clause) -> bool:
    """``don't fiddle with the music``: whatever the verb is, it is not to be done."""
    return any(
        denial.means("neg") and verb.means("word") and denial.end - denial.start > 2
        for denial, verb in pairwise(clause.tokens)
    )
