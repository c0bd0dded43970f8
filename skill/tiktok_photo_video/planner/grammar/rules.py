"""The rules in the order they are tried, and a message read by them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tiktok_photo_video.planner.amounts import with_amounts
from tiktok_photo_video.planner.clauses import Clause, clauses_of
from tiktok_photo_video.planner.grammar import copies, looks, photos, sound, talk, timing, titles
from tiktok_photo_video.planner.grammar.found import Rule
from tiktok_photo_video.planner.grammar.titles import with_more
from tiktok_photo_video.planner.normal import fold
from tiktok_photo_video.planner.references import with_references
from tiktok_photo_video.planner.subjects import with_names
from tiktok_photo_video.planner.tokens import Token, tokens_of
from tiktok_photo_video.planner.wishes import Fine, Title, Unsaid, Wish

# Each rule takes from a clause what it understands and leaves the rest to the ones below.
# Titles come first because their text may hold any word; questions before requests; what a
# word means beside a noun (transition, volume) before what it means alone (length).
_RULES: tuple[Rule, ...] = (
    talk.enquiries,
    titles.titles,
    titles.title_pronouns,
    talk.history,
    talk.impossible,
    photos.unnamed,
    photos.replacements,
    photos.swaps,
    photos.arrangements,
    photos.sorts,
    looks.transitions,
    timing.shares,
    sound.volumes,
    talk.new_video,
    copies.repeats,
    copies.divisions,
    photos.additions,
    looks.fits,
    photos.removals,
    photos.moves,
    looks.motions,
    looks.frames,
    copies.crops,
    copies.equal_lengths,
    timing.lengths,
    sound.music,
    looks.paces,
    photos.counts,
    talk.occasions,
    timing.carried_lengths,
    timing.bare_lengths,
    titles.title_looks,
    talk.vague,
)


@dataclass(frozen=True, slots=True)
class Said:
    """A wish and the words it was read from."""

    wish: Wish
    words: str


@dataclass(frozen=True, slots=True)
class Reading:
    """The wishes of a message, and how much of it consists of words the planner knows."""

    said: tuple[Said, ...]
    known_share: float
    says_something: bool
    has_letters: bool


def read(message: str, *, files: Mapping[str, str] | None = None) -> Reading:
    """The wishes of a message in the order it gives them.

    ``files`` maps what a file may be called (case-folded) to its name.
    """
    folded = fold(message, files=files)
    tokens = with_names(tokens_of(folded), folded, (files or {}).values())
    composed = with_references(with_amounts(tokens))
    said = tuple(Said(w, c.words) for c in clauses_of(composed, folded) for w in wishes_of(c))
    said = _titles_merged(said)
    if any(isinstance(each.wish, Title) for each in said):
        # "Add a title, let it say …": the text came a clause later.
        said = tuple(each for each in said if each.wish != Unsaid("title_text"))
    words = [t for t in tokens if not (t.means("stop") or t.means("comma") or t.means("sign"))]
    return Reading(
        said, _known_share(words), bool(words), any(letter.isalpha() for letter in message)
    )


def _titles_merged(said: tuple[Said, ...]) -> tuple[Said, ...]:
    """A title with what the next clause says of it: "title Hi, at the end, in red"."""
    merged: list[Said] = []
    for each in said:
        last = merged[-1].wish if merged else None
        wish = each.wish
        if isinstance(last, Title) and isinstance(wish, Title) and last.text and not wish.text:
            merged[-1] = Said(with_more(last, wish), merged[-1].words)
        else:
            merged.append(each)
    return tuple(merged)


def _known_share(words: list[Token]) -> float:
    known = sum(1 for t in words if not t.means("word"))
    return known / len(words) if words else 0.0


def wishes_of(clause: Clause) -> Iterator[Wish]:
    """All wishes in one clause."""
    understood = False
    rest = clause
    for rule in _RULES:
        if not rest.tokens:
            break
        if (reading := rule(rest)) is not None:
            understood = True
            yield from (w for w in reading.wishes if not isinstance(w, Fine))
            rest = rest.but(reading.rest)
    if not understood and (left := talk.remainder(clause)) is not None:
        yield from (w for w in left.wishes if not isinstance(w, Fine))
