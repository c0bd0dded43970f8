"""A message split into clauses: one thing asked for, each.

A full stop or "then" always splits. A comma, "and" or "with" splits only where something
new begins, so that "photos 2, 3 and 5" and "crossfade and flash" stay whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tiktok_photo_video.planner.normal import Folded
from tiktok_photo_video.planner.pointers import AllBut
from tiktok_photo_video.planner.tokens import Token, Tokens, sense

# Kinds that can carry a request of their own, with the name under which two of them count
# as a list of the same thing.
_SUBJECTS = {
    "transition": "transition",
    "mood": "mood",
    "genre": "mood",
    "motion": "motion",
    "fit": "fit",
    "shape": "shape",
    "pixels": "shape",
    "lines": "shape",
    "fps": "fps",
    "sort": "sort",
    "duration": "duration",
    "percent": "percent",
    "feel": "feel",
    "degree": "degree",
    "quote": "quote",
    "cannot": "cannot",
    "place": "place",
    "new": "new",
    "call": "act",
    "repeat": "repeat",
    "divide": "divide",
    "equal": "equal",
    "listing": "listing",
    "rest": "rest",
    "tint": "tint",
    "shift": "shift",
    "lever": "lever",
}


@dataclass(frozen=True, slots=True)
class Clause:
    """The tokens of one request, and what it takes over from the one before it.

    ``act`` and ``denied`` are its own, or for a bare continuation ("no music or *titles*")
    those of the clause before. ``about`` is the topic that its "it" or "them" takes up,
    ``focus`` the photos that the clause before spoke of, and ``timed`` whether it gave seconds.
    """

    tokens: Tokens
    folded: Folded
    act: str = ""
    denied: bool = False
    asks: bool = False
    inherits: bool = False
    about: str = ""
    focus: Tokens = ()
    timed: bool = False

    def means(self, kind: str, *values: str) -> bool:
        """Whether any token has a sense of this kind (and one of these values)."""
        return any(token.means(kind, *values) for token in self.tokens)

    def value(self, kind: str) -> str | None:
        """The first value under a kind."""
        return next((v for t in self.tokens if (v := t.value(kind)) is not None), None)

    def values(self, kind: str) -> list[str]:
        """All values under a kind, in order."""
        return [v for t in self.tokens if (v := t.value(kind)) is not None]

    def first(self, kind: str, *values: str) -> Token | None:
        """The first token with this sense."""
        return next((t for t in self.tokens if t.means(kind, *values)), None)

    def acts(self, *acts: str) -> bool:
        """Whether one of these acts is asked for, here or by inheritance."""
        return self.act in acts or self.means("act", *acts)

    @property
    def words(self) -> str:
        """The clause as the user wrote it."""
        inner = _trimmed(self.tokens)
        return self.folded.slice(inner[0].start, inner[-1].end) if inner else ""

    def but(self, tokens: Tokens) -> Clause:
        """The same clause with fewer tokens: a verb or a refusal that was used up is gone."""
        act = self.act if self.inherits else _own_act(tokens)
        denied = self.denied if self.inherits else _own_denial(tokens)
        return replace(self, tokens=tokens, act=act, denied=denied)


def _trimmed(tokens: Tokens) -> Tokens:
    inner = list(tokens)
    while inner and _is_edge(inner[-1]):
        inner.pop()
    while inner and _is_edge(inner[0]):
        inner.pop(0)
    return tuple(inner)


def _is_edge(token: Token) -> bool:
    return token.means("stop") or token.means("comma") or token.means("join")


def clauses_of(tokens: Tokens, folded: Folded) -> tuple[Clause, ...]:
    """The clauses of a message, in order, each knowing what it inherits."""
    clauses: list[Clause] = []
    for part, continues in _parts(tokens):
        before = clauses[-1] if clauses else None
        clause = _clause(part, folded, before if continues else None)
        if before and _takes_photos(clause, before):
            # "Photo 2 is blurry, remove it": the first part only says which.
            clauses.pop()
            named = tuple(t for t in before.tokens if t.means("ref"))
            clause = replace(clause, tokens=(*named, *clause.tokens))
        clauses.append(_linked(clause, before) if before else clause)
    return tuple(clauses)


def _linked(clause: Clause, before: Clause) -> Clause:
    """The clause with what it takes up from the one before it."""
    clause = _with_photos(_with_topic(clause, before), before)
    return replace(clause, timed=before.timed or before.means("duration"))


# What only a whole video has: "put photo 3 first and make it square" squares the video.
_OF_THE_VIDEO = ("shape", "mood", "genre", "feel", "fps", "lines", "pixels", "occasion", "sort")
_OF_TITLES = ("color", "position", "style", "entrance")


def _with_photos(clause: Clause, before: Clause) -> Clause:
    """The clause with the photos that its "it" stands for: "move 5 up, then hold it for 4 s"."""
    spoken_of = _photos_in(clause)[:1]
    captions = clause.means("piece", "caption") and clause.means("pronoun")
    if spoken_of or (clause.means("topic") and not captions):
        return replace(clause, focus=spoken_of)
    focus = () if before.acts("remove") or before.means("aside") else before.focus
    focus = focus or (() if before.acts("remove") else _photos_in(before)[:1])
    clause = replace(clause, focus=focus)
    if not focus or not _speaks_of_photo(clause):
        return clause
    return replace(clause, tokens=(*focus, *clause.tokens))


def _photos_in(clause: Clause) -> Tokens:
    """The photos a clause speaks of, what is new first: that is what something is done with."""
    fresh = (t for t in clause.tokens if t.means("new") and t.photos)
    new = tuple(replace(t, senses=sense("ref")) for t in fresh)
    return (*new, *(_excepted(t) for t in clause.tokens if t.means("ref")))


def _excepted(token: Token) -> Token:
    """``all but the first, which …``: what is said next is said of the first."""
    all_but = token.photos[0] if token.means("but") else None
    return replace(token, photos=all_but.photos) if isinstance(all_but, AllBut) else token


def _speaks_of_photo(clause: Clause) -> bool:
    """Whether "it" (or nothing, after "hold") is a photo rather than the video or a title."""
    if any(clause.means(kind) for kind in _OF_THE_VIDEO) or clause.about:
        return False
    held = clause.means("act", "hold") and clause.means("duration")
    if held and not clause.means("act", "make", "set"):
        return True
    if not clause.means("pronoun") or any(clause.means(kind) for kind in _OF_TITLES):
        return False
    if clause.means("duration") or clause.means("degree", "faster", "slower"):
        # "Make it 15 seconds" is the video's length.
        return clause.means("degree", "longer", "shorter") or clause.means("give")
    return True


def _takes_photos(clause: Clause, before: Clause) -> bool:
    """Whether "it" or "them" stands for photos that the clause before only names."""
    bare = clause.means("act") and not clause.means("ref") and not clause.means("topic")
    names_only = before.means("ref") and not before.act and not before.means("topic")
    return bare and names_only and clause.means("pronoun")


def _with_topic(clause: Clause, before: Clause) -> Clause:
    """The clause with the topic that its "it" (in Chinese its bare verb) takes up."""
    goes_on = clause.means("pronoun") or clause.means("act", "hold", "move")
    goes_on = goes_on or clause.means("exit") or _names_next_cut(clause)
    if not goes_on or clause.means("topic") or clause.means("ref"):
        return clause
    topic = next((v for v in before.values("topic") if v not in ("photo", "video")), "")
    return replace(clause, about=topic or before.about)


def _names_next_cut(clause: Clause) -> bool:
    """``the first transition a flash, the last one a blur``."""
    ranked = clause.means("ordinal") or clause.means("place", "front", "end") or clause.means("rest")
    return clause.means("transition") and ranked


def _clause(tokens: Tokens, folded: Folded, before: Clause | None) -> Clause:
    act, denied = _own_act(tokens), _own_denial(tokens)
    asks = any(t.means("stop", "?") for t in tokens)
    if before and not act and not denied and _is_bare(tokens):
        return Clause(tokens, folded, before.act, before.denied, asks, inherits=True)
    return Clause(tokens, folded, act, denied, asks)


def _own_act(tokens: Tokens) -> str:
    return next((v for t in tokens if (v := t.value("act")) is not None), "")


def _own_denial(tokens: Tokens) -> bool:
    return any(t.means("neg") for t in tokens)


def _is_bare(tokens: Tokens) -> bool:
    """Whether a part only names a thing, so that the verb before it holds for it too."""
    own = {_SUBJECTS[s.kind] for t in tokens for s in t.senses if s.kind in _SUBJECTS}
    moved = any(t.means("ref") for t in tokens) and own <= {"place"}
    return (not own or moved) and not any(t.means("with") for t in tokens)


def _parts(tokens: Tokens) -> Iterator[tuple[Tokens, bool]]:
    """Stretches between splitting tokens, and whether each continues the one before it."""
    start, continues = 0, False
    for at, token in enumerate(tokens):
        if not (
            (_is_strong(tokens, at) and not _names_then_verb(tokens, start, at))
            or (_is_weak(token) and _splits(tokens, start, at))
            or (token.means("neg") and _refusal_begins(tokens, start, at))
            or _object_begins(tokens, start, at)
        ):
            continue
        end = at + 1 if token.means("stop") else at
        if _has_content(tokens[start:end]):
            yield tokens[start:end], continues
            continues = not token.means("stop")
        begins = any(token.means(kind) for kind in ("with", "act", "neg", "ref", "number"))
        start = at if begins else at + 1
    if _has_content(tokens[start:]):
        yield tokens[start:], continues


def _names_then_verb(tokens: Tokens, start: int, at: int) -> bool:
    """``4和5也换``: the word for "too" stands between photos and their verb."""
    if not tokens[at].means("likewise") or at + 1 >= len(tokens):
        return False
    return tokens[at + 1].means("act") and _only_names(tokens[start:at])


def _is_name(token: Token) -> bool:
    return any(token.means(kind) for kind in ("ref", "number", "ordinal"))


def _only_names(part: Tokens) -> bool:
    """Whether a part names photos and does nothing with them."""
    kinds = ("ref", "number", "ordinal", "join", "glue", "mark", "comma", "determiner")
    names = all(any(t.means(kind) for kind in kinds) and not t.means("act") for t in part)
    return names and any(_is_name(t) for t in part)


def _has_content(part: Tokens) -> bool:
    return any(not _is_edge(token) for token in part)


def _is_strong(tokens: Tokens, at: int) -> bool:
    token = tokens[at]
    return token.means("stop") or (token.means("join", "then") and not token.means("act"))


def _is_weak(token: Token) -> bool:
    return token.means("comma") or token.means("join", "and") or token.means("with")


def _splits(tokens: Tokens, start: int, at: int) -> bool:
    """Whether something new begins after a weak separator."""
    left, right = tokens[start:at], _segment(tokens, at + 1)
    if not _has_content(left) or (left and _governs_with(left[-1]) and tokens[at].means("with")):
        return False
    if right and right[0].means("except") and _gives_amount(right):
        return True  # "2 seconds each, except the first, which gets 4"
    if tokens[at].means("join", "and") and _refused_together(left, right):
        return False
    if _opens_range(left) and right and any(right[0].means(k) for k in ("number", "duration")):
        return False  # "between 10 and 15 seconds"
    if _only_names(left) and right and _is_name(right[0]):
        return False  # "1和2换"
    if any(t.means("act") and not t.means("place") for t in right):
        return True
    if any(t.means("aside") for t in left) and any(t.means("aside") for t in right):
        return True  # "2 and 4 out, 6 in"
    if _puts_somewhere(left) and _puts_somewhere(right):
        return True  # "2 starts and 1 ends"
    mine, theirs = _subjects(left), _subjects(right)
    if mine - {"place", "ref", "degree"} == {"transition"} and theirs == {"duration"}:
        return False  # "crossfades, half a second each"
    if any(t.means("fade") for t in left) and "duration" in theirs <= {"duration", "place"}:
        return any(t.means("total") for t in right)  # "fade the song in and out, 2 s each"
    if "ref" in theirs and len(theirs) > 1 and mine:
        return True
    return bool(theirs - {"ref"}) and not theirs <= mine


def _gives_amount(part: Tokens) -> bool:
    return any(t.means("number") or t.means("duration") for t in part)


def _refused_together(left: Tokens, right: Tokens) -> bool:
    """``音乐和标题都不要``: what comes last is said of both."""
    takes_away = bool(right) and (right[-1].means("neg") or right[-1].means("act", "remove"))
    both = any(t.means("all") for t in right)
    return both and takes_away and not any(t.means("act") or t.means("neg") for t in left)


def _opens_range(left: Tokens) -> bool:
    """Whether a part ends with ``between`` and a number."""
    return len(left) > 1 and left[-2].means("place", "between")


def _puts_somewhere(part: Tokens) -> bool:
    """Whether a photo is named and then a place for it."""
    named = next((t for t in part if t.means("ref") or t.means("number")), None)
    return named is not None and any(
        t.means("place", "front", "end", "before", "after") and t.start > named.start for t in part
    )


def _object_begins(tokens: Tokens, start: int, at: int) -> bool:
    """``6放最前7放最后``: after a place another photo and its verb begin something new."""
    token = tokens[at]
    if not (token.means("ref") or token.means("number")) or at + 1 >= len(tokens):
        return False
    left = tokens[start:at]
    placed = bool(left) and left[-1].means("place", "front", "end")
    return placed and tokens[at + 1].means("act", "move") and _puts_somewhere(left)


def _refusal_begins(tokens: Tokens, start: int, at: int) -> bool:
    """Whether "without …" ends a request that came before it: "an upbeat video without text"."""
    left = tokens[start:at]
    if at + 1 < len(tokens) and _is_edge(tokens[at + 1]):
        return False  # "音乐和标题都不要，…": the refusal ends what it refuses
    asked = _subjects(left) - {"ref", "degree"} or any(
        t.means("topic", "video") or t.means("act", "create") for t in left
    )
    return bool(asked) and bool(_subjects(_segment(tokens, at + 1)) - {"degree", "duration"})


def _governs_with(token: Token) -> bool:
    return token.means("act", "start_with", "end_with", "swap")


def _segment(tokens: Tokens, at: int) -> Tokens:
    """The tokens up to the next place where the message might split."""
    end = at
    while end < len(tokens) and not (
        _is_strong(tokens, end) or (_is_weak(tokens[end]) and end > at)
    ):
        end += 1
    return tokens[at:end]


def _subjects(part: Tokens) -> set[str]:
    found: set[str] = set()
    for token in part:
        if token.means("ref"):
            found.add("ref")
        topic = token.value("topic")
        if topic and topic not in ("photo", "video"):
            found.add(topic)
        found |= {_SUBJECTS[s.kind] for s in token.senses if s.kind in _SUBJECTS}
    # "slide transition" is one subject, whichever else its words might mean.
    if "transition" in found:
        found -= {"motion"}
    return found - ({"music"} if "mood" in found else set())
