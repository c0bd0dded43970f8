"""Where photos go."""

from __future__ import annotations

import re
from dataclasses import replace

from tiktok_photo_video.planner.clauses import Clause
from tiktok_photo_video.planner.grammar.found import (
    Found,
    all_used,
    negates_verb,
    photos_of,
    reference_tokens,
    tokens_meaning,
)
from tiktok_photo_video.planner.photo_wishes import (
    Move,
)
from tiktok_photo_video.planner.pointers import References, Span
from tiktok_photo_video.planner.tokens import Token
from tiktok_photo_video.planner.wishes import (
    Fine,
    Unsaid,
)

_OTHER_TOPICS = ("title", "music", "transition", "motion", "volume", "length", "background")


def moves(clause: Clause) -> Found | None:
    """``move photo 3 to the front``, ``sea.jpg first``, ``start with photo 2``."""
    tokens = subjects(clause) or list(clause.focus if _goes_on_moving(clause) else ())
    if not tokens or about_others(clause) or clause.acts("remove") or clause.means("equal"):
        return None
    if clause.denied:
        return all_used(Fine()) if negates_verb(clause) else None
    subject = photos_of(tokens)
    if clause.acts("start_with"):
        return all_used(Move(subject, position=1))
    if clause.acts("end_with"):
        return all_used(Move(subject, position=-1))
    shifted = _shifted(clause, tokens)
    return shifted or _moved_beside(clause, tokens) or _moved_to_place(clause, tokens)


def kept_in_place(clause: Clause) -> Found | None:
    """``…, but keep the beach first``: that is where it is to stand."""
    tokens = tokens_meaning(clause, "ref")
    if not tokens or not clause.acts("keep") or clause.denied or says_more(clause):
        return None
    if about_others(clause) or clause.means("tint") or clause.means("except"):
        return None
    later = [t for t in clause.tokens if t.start >= tokens[0].end]
    first = any(t.means("place", "front") or t.means("ordinal", "1") for t in later)
    last = any(t.means("place", "end") or t.means("ordinal", "-1") for t in later)
    if first == last:
        return None
    return all_used(Move(photos_of(tokens[:1]), position=1 if first else -1))


def _goes_on_moving(clause: Clause) -> bool:
    """``…, 放最后``: a place and a verb without a photo go on about the one before."""
    return clause.means("place", "front", "end") and clause.means("act", "move")


def subjects(clause: Clause) -> list[Token]:
    """The tokens that point at photos; bare numbers count where a verb or place calls for it."""
    tokens = tokens_meaning(clause, "ref", "new")
    if tokens and not _joins_bare(clause):
        return tokens
    calls = ("act", "place", "aside", "step", "repeat", "divide")
    called = any(clause.means(kind) for kind in calls)
    called = called or (clause.inherits and clause.act == "move")
    if not called or says_more(clause):
        return tokens
    return _bare_tokens(clause, tokens)


def _joins_bare(clause: Clause) -> bool:
    """``put 6 before the beach``: a place between a bare number and a photo."""
    beside = clause.means("place", "before", "after", "between") or clause.means("stead")
    return beside and len(tokens_meaning(clause, "ref", "new")) == 1


def _bare_tokens(clause: Clause, tokens: list[Token]) -> list[Token]:
    """Bare numbers and ranks among the references; a rank that ends it is where to."""
    made: list[Token] = []
    for token in clause.tokens:
        if any(token is t for t in tokens):
            made.append(token)
        elif token.means("ordinal") and not _goes_somewhere(clause, token):
            continue
        elif (number := _number(token)) is not None and not _counts_places(clause, token):
            made.append(replace(token, photos=(Span(number, number),)))
    return made


def _goes_somewhere(clause: Clause, token: Token) -> bool:
    """Whether a place, rank or the like follows: "the third to the end"."""
    kinds = ("place", "ordinal", "aside", "step", "number", "ref")
    later = (t for t in clause.tokens if t.start > token.start)
    return any(t.means(kind) for t in later for kind in kinds)


def _number(token: Token) -> int | None:
    is_whole = token.means("number") and token.number == int(token.number) and token.number >= 1
    if is_whole and not token.means("mark"):
        return int(token.number)
    value = token.value("ordinal")
    return int(value) if value and not token.means("ref") else None


def _counts_places(clause: Clause, token: Token) -> bool:
    """``the first`` in "put 3 first" is where to; ``two`` in "up two places" how far."""
    later = [t for t in clause.tokens if t.start > token.start]
    counts = bool(later) and later[0].means("step", "place")
    ranks = token.means("ordinal") and any(
        _number(t) is not None or t.means("ref") or t.means("new")
        for t in clause.tokens
        if t.start < token.start
    )
    return counts or ranks


def _shifted(clause: Clause, tokens: list[Token]) -> Found | None:
    """``bump photo 5 up one spot``, ``move it back by two``, ``往前挪一位``."""
    direction = clause.first("step", "forward", "backward")
    if direction is None or clause.means("place", "before", "after", "between"):
        return None
    if _ends_ranked(clause, direction):
        return None
    sign = -1 if direction.means("step", "forward") else 1
    number = next((t for t in clause.tokens if t.start > direction.start and _steps(t)), None)
    counted = number is not None or clause.means("step", "place")
    if not counted and not _goes_by_itself(direction):
        return None
    by = int(number.number) if number is not None and number.number else 1
    return all_used(Move(photos_of(tokens[:1]), by=sign * by))


def _ends_ranked(clause: Clause, direction: Token) -> bool:
    """``bump it up so it's second``: how far is told by where it ends."""
    later = [t for t in clause.tokens if t.start > direction.start]
    return any(t.means("ordinal") and not t.means("ref") for t in later)


def _steps(token: Token) -> bool:
    return token.means("number") and token.number == int(token.number) and token.number >= 1


def _goes_by_itself(direction: Token) -> bool:
    """``forward`` alone is one place; ``back`` alone is the end, and ``left`` a camera move."""
    return not (direction.means("place") or direction.means("motion") or direction.means("neg"))


def _moved_beside(clause: Clause, tokens: list[Token]) -> Found | None:  # noqa: PLR0911
    """Before or after another photo."""
    gap = clause.first("place", "between")
    if (
        len(tokens) == _ENDS
        and gap is not None
        and len(tokens[0].photos) == _ENDS
        and (tokens[0].end <= gap.start < tokens[1].start)
    ):
        # "第一张和第二张中间插e.jpg": the place comes first.
        return all_used(Move(tokens[1].photos, after=tokens[0].photos[:1]))
    if len(tokens) == _ENDS and gap is not None:
        between = len(tokens[1].photos) > 1 or tokens[0].means("new")
        if not between and not clause.means("act"):
            return None  # "only between 1 and 2": nothing is said to go there
    if len(tokens) >= 2 and _is_between(clause, tokens):
        return all_used(Move(tokens[0].photos, after=tokens[1].photos[:1]))
    if len(tokens) == 2 and clause.means("stead"):
        return all_used(Move(tokens[0].photos, before=tokens[1].photos))
    marker = clause.first("place", "before", "after")
    if marker is None or len(tokens) < 2:
        return None
    subject, anchor = _subject_and_anchor(clause, tokens, marker)
    if marker.means("place", "before"):
        return all_used(Move(subject.photos, before=anchor.photos))
    return all_used(Move(subject.photos, after=anchor.photos))


_ENDS = 2
_WITH_TWO = 3  # what moves, and the two that it goes between


def _is_between(clause: Clause, tokens: list[Token]) -> bool:
    """``between 1 and 2``, ``第一张和第二张中间``."""
    if clause.means("place", "between"):
        return True
    center = clause.first("position", "center")
    if center is not None and len(tokens) == _WITH_TWO and center.start > tokens[2].start:
        return True  # "把5插到1和2中间"
    return center is not None and len(tokens[1].photos) == 2 and center.start > tokens[1].start


def _subject_and_anchor(clause: Clause, tokens: list[Token], marker: Token) -> tuple[Token, Token]:
    """Which of two references moves.

    English puts the anchor after the word ("before photo 1"), Chinese in front of it
    ("第一张前面"). The anchor comes first only when the whole place does: then the verb
    stands between the place and what moves.
    """
    first, second = tokens[0], tokens[1]
    if marker.start < first.start:
        return second, first
    between = [t for t in clause.tokens if marker.start < t.start < second.start]
    anchor_first = marker.start < second.start and any(t.means("act", "move") for t in between)
    return (second, first) if anchor_first else (first, second)


def _moved_to_place(clause: Clause, tokens: list[Token]) -> Found | None:
    subject = tokens[0].photos
    if clause.means("new") and not reference_tokens(clause):
        return None
    if len(tokens) == 2 and clause.means("act", "move") and _single(tokens[1].photos):
        return all_used(Move(subject, position=_single(tokens[1].photos) or 1))
    if (ranged := _moved_to_number(clause, tokens[0])) is not None:
        return all_used(ranged)
    position = _place(clause, tokens[0])
    if position is not None:
        return all_used(Move(subject, position=position))
    only_moves = clause.means("act", "move") and not clause.means("act", "set", "make", "add")
    unsaid = only_moves and not says_more(clause)
    return all_used(Unsaid("move")) if unsaid else None


_ONE_TO_ANOTHER = re.compile(r"(?:photo|picture|pic|image|shot|slide|number|#|no\.)\s?\S+ to .+")


def _moved_to_number(clause: Clause, subject: Token) -> Move | None:
    """``move photo 5 to 2``: after such a verb the second number is where to."""
    moved = subject.photos[0] if len(subject.photos) == 1 else None
    words = clause.folded.text[subject.start : subject.end]
    verb = clause.first("act", "move")
    leads = (
        verb is not None and verb.end <= subject.start and not clause.means("act", "make", "add")
    )
    if not isinstance(moved, Span) or moved.first == moved.last or not leads:
        return None
    if min(moved.first, moved.last) < 1 or not _ONE_TO_ANOTHER.fullmatch(words):
        return None
    return Move((Span(moved.first, moved.first),), position=moved.last)


def says_more(clause: Clause) -> bool:
    """Whether a clause says more of photos than where they are to be."""
    kinds = ("duration", "degree", "motion", "transition", "fit", "quote", "times")
    return any(clause.means(kind) for kind in kinds)


def _single(photos: References) -> int | None:
    first = photos[0] if len(photos) == 1 else None
    return first.first if isinstance(first, Span) and first.first == first.last else None


def _place(clause: Clause, subject: Token) -> int | None:
    """A rank or a place named after the photo, or before it where the verb follows."""
    outside = [t for t in clause.tokens if t.start != subject.start]
    for at, token in enumerate(outside):
        # "last 5 seconds" is a verb.
        timed = any(t.means("duration") for t in outside[at + 1 : at + 3])
        if (value := token.value("ordinal")) and not timed:
            return int(value)
    if clause.means("place", "position"):
        number = next((t for t in outside if t.means("number")), None)
        if number is not None and number.number >= 1:
            return int(number.number)
    if any(t.means("place", "front") for t in outside):
        return 1
    return -1 if any(t.means("place", "end") for t in outside) else None


def about_others(clause: Clause) -> bool:
    """Whether a clause is about something other than photos."""
    return clause.means("topic", *_OTHER_TOPICS)
