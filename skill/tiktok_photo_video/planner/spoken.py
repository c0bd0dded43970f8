"""A message as parts that can take one another's place: photos, seconds, a colour, a text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tiktok_photo_video.language import Language, language_of
from tiktok_photo_video.planner.grammar.rules import phrased
from tiktok_photo_video.planner.marks import is_list_join
from tiktok_photo_video.planner.normal import Folded
from tiktok_photo_video.planner.pointers import References
from tiktok_photo_video.planner.tokens import Token, Tokens

PHOTOS = "photos"
NUMBER = "number"
# Kinds that say how a sentence is built rather than what it asks for.
_STRUCTURE = frozenset(
    {
        "act",
        "topic",
        "glue",
        "article",
        "determiner",
        "join",
        "stop",
        "comma",
        "neg",
        "pronoun",
        "mark",
        "to",
        "is",
        "lead",
        "plain",
        "with",
        "ask",
        "surface",
        "unit",
        "number",
        "ordinal",
        "word",
        "each",
        "all",
        "total",
        "new",
        "other",
        "amount",
        "limit",
        "floor",
        "excess",
        "repair",
        "likewise",
        "cancel",
        "restore",
        "sign",
        "dash",
        "colon",
        "hold",
        "give",
        "aside",
        "indefinite",
        "count",
        "directly",
        "rest",
        "but",
        "listing",
        "ref",
        "file",
        "fraction",
        "vague",
        "call",
        "blur",
        "step",
        "starting",
        "except",
        "part",
        "stead",
        "entrance",
        "social",
        "asks",
        "asked",
        "question",
        "retract",
        "tune",
        "gradual",
        "own",
        "song_counter",
        "only",
        "age",
        "retry",
        "sigh",
        "once",
        "needless",
        "undecided",
        "typo",
    }
)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a message that says one thing: which photos, how long, what colour."""

    kinds: frozenset[str]
    start: int
    end: int
    photos: References = ()
    senses: frozenset[tuple[str, str]] = frozenset()
    is_bare: bool = False


@dataclass(frozen=True, slots=True)
class Spoken:
    """A message as parts that can take one another's place, and what else it holds."""

    text: str
    folded: Folded
    tokens: Tokens
    parts: tuple[Part, ...]

    def means(self, kind: str, *values: str) -> bool:
        """Whether any token has a sense of this kind (and one of these values)."""
        return any(token.means(kind, *values) for token in self.tokens)

    def slice(self, part: Part) -> str:
        """A part as the user wrote it."""
        return self.folded.slice(part.start, part.end)

    @property
    def photo_parts(self) -> list[Part]:
        """The parts that name photos."""
        return [part for part in self.parts if PHOTOS in part.kinds]

    @property
    def says_only(self) -> bool:
        """Whether it confines something: ``only the first one``."""
        return self.means("act", "keep_only") or self.means("only")

    @property
    def language(self) -> Language:
        """The language it is in."""
        return language_of(self.text)


def spoken_of(text: str, files: Mapping[str, str]) -> Spoken:
    """A message read into its parts; ``files`` maps what files may be called to their names."""
    folded, tokens = phrased(text, files=files)
    return Spoken(text, folded, tokens, _parts(tokens))


def _parts(tokens: Tokens) -> tuple[Part, ...]:
    parts: list[Part] = []
    at = 0
    while at < len(tokens):
        run = _bare_run(tokens, at)
        if run > at + 1 and at and tokens[at - 1].means("neg") and tokens[at + 1].means("comma"):
            run = at + 1  # "not first, second"
        if at < run < len(tokens) and _is_place(tokens[run]):
            # "to the second spot": where to, not which.
            parts.append(Part(frozenset({"place"}), tokens[at].start, tokens[run].end))
            at = run + 1
            continue
        if run > at:
            first, last = tokens[at], tokens[run - 1]
            counted = tokens[run].end - tokens[run].start if run < len(tokens) else 0
            ranked = first.means("ordinal") and counted == 1 and tokens[run].means("glue")
            place = ("place",) if ranked else ()  # "第二个" may be where to
            kinds = frozenset({PHOTOS, NUMBER, *place, *_kinds(first)})
            senses = frozenset((s.kind, s.value) for s in first.senses)
            parts.append(Part(kinds, first.start, last.end, (), senses, is_bare=True))
            at = run
            continue
        parts.extend(_part_of(tokens[at]))
        at += 1
    return tuple(parts)


def _is_place(token: Token) -> bool:
    return token.means("place", "position") or token.means("step", "place")


def _part_of(token: Token) -> list[Part]:
    if token.photos and not token.means("starting"):
        return [Part(frozenset({PHOTOS}), token.start, token.end, token.photos)]
    kinds = _kinds(token)
    senses = frozenset((s.kind, s.value) for s in token.senses if s.kind not in _STRUCTURE)
    return [Part(kinds, token.start, token.end, (), senses)] if kinds else []


def _kinds(token: Token) -> frozenset[str]:
    return frozenset(s.kind for s in token.senses) - _STRUCTURE


def _bare_run(tokens: Tokens, at: int) -> int:
    """Where a list of bare numbers and ranks that begins at a place ends: ``4 with 5``."""
    if not _is_bare(tokens[at]):
        return at
    end = at
    while at < len(tokens) and (_is_bare(tokens[at]) or _joins(tokens[at])):
        at += 1
        end = at if _is_bare(tokens[at - 1]) else end
    return end


def _is_bare(token: Token) -> bool:
    ranked = token.means("ordinal") and not token.means("place") and not token.means("position")
    number = token.means("number") and not token.means("mark")
    return (ranked or number) and not token.photos


def _joins(token: Token) -> bool:
    return is_list_join(token) or any(token.means(k) for k in ("with", "determiner", "article"))
