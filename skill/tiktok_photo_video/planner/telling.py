"""Stretches of a sentence that mean one thing as a whole, whatever their words mean alone.

``the groom wants`` announces a wish like "I want"; ``nobody wants`` refuses one; in ``the song
stops dead`` nothing is to be stopped. Each stretch becomes one token before anything is composed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache

from tiktok_photo_video.planner.normal import Folded
from tiktok_photo_video.planner.placed import placed_in
from tiktok_photo_video.planner.pointers import References
from tiktok_photo_video.planner.tokens import Token, Tokens, sense
from tiktok_photo_video.planner.vocabulary import Sense, lexicon_table, with_parts


@cache
def _stretches() -> tuple[tuple[re.Pattern[str], tuple[Sense, ...]], ...]:
    """What is written of them in the lexicon, compiled once."""
    return tuple(
        (re.compile(with_parts(each["pattern"], table["part"])), _senses(each["senses"]))
        for table in map(lexicon_table, _TABLES)
        for each in table["stretch"]
    )


_TABLES = ("stretches", "zh_stretches")


def _senses(written: Iterable[str]) -> tuple[Sense, ...]:
    return tuple(Sense(kind, value) for kind, _, value in (each.partition(":") for each in written))


# ``my handle @mia.eats``: what follows the sign is always a text, quoted or not.
_HANDLE = re.compile(
    r"(?:(?:the |my |our |his |her |their )?(?:(?:tik ?tok|ig|insta|instagram|user|social)[ -]?)?"
    r"(?:handle|name|username|account|tag|id|at|@)[ :]+|我的(?:账号|帐号|名字|抖音号|id)[ :：]*)?"
    r"(?<![a-z0-9_.])(?P<text>@[\w-]+(?:\.[\w-]+)*)"
)


def with_stretches(tokens: Tokens, folded: Folded) -> Tokens:
    """The tokens with each such stretch as one token."""
    spans = [
        (*found.span("told" if "told" in pattern.groupindex else 0), senses)
        for pattern, senses in _stretches()
        for found in pattern.finditer(folded.text)
    ]
    for start, end, senses in spans:
        tokens = _merged(tokens, start, end, senses)
    for handle in _HANDLE.finditer(folded.text):
        text = folded.slice(*handle.span("text"))
        tokens = _merged(tokens, *handle.span(), sense("quote"), text=text)
    for placed in placed_in(folded):
        tokens = _merged(tokens, placed.start, placed.end, placed.senses, photos=placed.photos)
    tokens = _parted(_delayed(tokens, folded), folded)
    return tuple(_told(tokens, at, folded) for at in range(len(tokens)))


def _merged(
    tokens: Tokens,
    start: int,
    end: int,
    senses: Iterable[Sense],
    *,
    photos: References = (),
    text: str = "",
) -> Tokens:
    """The tokens within a stretch as one; as they are where it would cut one in two."""
    inside = [i for i, t in enumerate(tokens) if start <= t.start < end]
    cut = any(tokens[i].end > end for i in inside)
    if not inside or cut or any(tokens[i].means("quote") for i in inside):
        return tokens
    span = (tokens[inside[0]].start, tokens[inside[-1]].end)
    whole = Token(*span, tuple(senses), text=text, photos=photos)
    return (*tokens[: inside[0]], whole, *tokens[inside[-1] + 1 :])


_WAIT = re.compile(
    r"\b(?P<wait>wait (?:for )?|hold off (?:for )?)(?:about "
    r"|another )?[^,.;]{1,20}? (?P<before>before) (?:showing |the |my |our )*"
    r"(?:title|text|words?|caption|headline|heading)\b"
)


def _delayed(tokens: Tokens, folded: Folded) -> Tokens:
    """``wait two seconds before the title shows up``: it comes after two seconds."""
    found = _WAIT.search(folded.text)
    if found is None:
        return tokens
    tokens = _merged(tokens, *found.span("wait"), sense("place", "after"))
    return _merged(tokens, *found.span("before"), sense("glue"))


def _parted(tokens: Tokens, folded: Folded) -> Tokens:
    """``as long as the first two``: the first here is no place."""
    parted: list[Token] = []
    for at, token in enumerate(tokens):
        word = folded.text[token.start : token.end]
        after = tokens[at + 1] if at + 1 < len(tokens) else None
        counted = after is not None and any(after.means(k) for k in ("number", "mark", "topic"))
        if word not in _AS_THE or not counted:
            parted.append(token)
            continue
        rank = word.removeprefix("as the ")
        lead, noun = token.start + 2, token.end - len(rank)
        parted += [
            Token(token.start, lead, (Sense("to", "to"), Sense("is", "is"))),
            Token(lead + 1, noun - 1, (Sense("determiner", "the"), Sense("glue", "glue"))),
            Token(noun, token.end, sense("ordinal", _AS_THE[word])),
        ]
    return tuple(parted)


_AS_THE = {"as the first": "1", "as the last": "-1"}


def _told(tokens: Tokens, at: int, folded: Folded) -> Token:
    """A word that only tells of something, by what stands beside it."""
    near = _Near(tokens, at, folded)
    senses = next((means for tells, means in _TELLS if tells(near)), None)
    return tokens[at] if senses is None else replace(tokens[at], senses=senses)


@dataclass(frozen=True, slots=True)
class _Near:
    """A token and what stands beside it."""

    tokens: Tokens
    at: int
    folded: Folded

    @property
    def token(self) -> Token:
        return self.tokens[self.at]

    @property
    def word(self) -> str:
        return self.folded.text[self.token.start : self.token.end]

    @property
    def before(self) -> Token | None:
        return self.tokens[self.at - 1] if self.at else None

    @property
    def after(self) -> Token | None:
        return self.tokens[self.at + 1] if self.at + 1 < len(self.tokens) else None

    def earlier(self, count: int) -> Tokens:
        return self.tokens[max(self.at - count, 0) : self.at]


def _thing_goes(near: _Near) -> bool:
    """``the greeting up top has to go``: a removal, though of no photo; not "should go back"."""
    after = near.after
    elsewhere = after is not None and any(after.means(k) for k in ("place", "position", "to"))
    return near.token.means("aside", "leave") and not elsewhere and _is_of_a_thing(near.earlier(5))


def _shape_said_twice(near: _Near) -> bool:
    """``square for the feed``: the shape that is named outright holds."""
    others = any(t.means("shape") for i, t in enumerate(near.tokens) if i != near.at)
    return near.token.means("shape") and near.word.startswith("for ") and others


def _makes_that_one(near: _Near) -> bool:
    """``make that one black and white``: no correction."""
    after = near.after
    return near.word == "make that" and after is not None and after.means("mark", "one")


def _leads_on(near: _Near) -> bool:
    after = near.after
    return near.word == "so" and after is not None and _goes_on(after)


def _is_emphatic(near: _Near) -> bool:
    """``you can't even see it``; not "the even ones"."""
    return near.word == "even" and not _counts_out(near)


def _song_ends(near: _Near) -> bool:
    return near.word in _ENDING and _is_of_the_song(near.earlier(3))


def _is_exactly(near: _Near) -> bool:
    """``one second flat``."""
    return near.word == "flat" and near.before is not None and near.before.means("unit")


_PLAIN = sense("glue")
_TELLS: tuple[tuple[Callable[[_Near], bool], tuple[Sense, ...]], ...] = (
    (_thing_goes, sense("act", "remove")),
    (_shape_said_twice, _PLAIN),
    (_makes_that_one, (Sense("act", "make"), Sense("pronoun", "pronoun"))),
    (_leads_on, _PLAIN),
    (_is_emphatic, _PLAIN),
    (_song_ends, sense("word")),
    (_is_exactly, _PLAIN),
)
_ENDING = (
    "stops",
    "stopped",
    "cuts",
    "drops",
    "clears",
    "loses",
    "cut off",
    "cuts off",
    "cuts out",
)


def _counts_out(near: _Near) -> bool:
    """``the even ones``, ``even photos``; not "you can't even see it"."""
    before, after, folded = near.before, near.after, near.folded
    pointed = before is not None and before.means("determiner")
    named = after is not None and (
        after.means("mark", "one") or after.means("topic", "photo") or after.means("number")
    )
    numbered = after is not None and folded.text.startswith(("number", "slide"), after.start)
    return pointed or named or numbered


def _goes_on(after: Token) -> bool:
    """``so I need it without …``: not "so dark"."""
    kinds = ("act", "glue", "determiner", "neg", "article", "pronoun", "ref", "rest", "all", "each")
    judged = any(after.means(k) for k in ("degree", "flaw", "shift", "plain", "tint", "mood"))
    return not judged and any(after.means(kind) for kind in kinds)


def _is_of_a_thing(before: Tokens) -> bool:
    """``the greeting up top has to go``: it is no photo that is spoken of."""
    ends = [i for i, t in enumerate(before) if any(t.means(k) for k in ("stop", "comma", "join"))]
    near = before[ends[-1] + 1 :] if ends else before
    thing = any(t.means("topic", "title", "music", "transition", "motion") for t in near)
    return thing and not any(t.means("topic", "photo") or t.means("mark") for t in near)


def _is_of_the_song(before: Tokens) -> bool:
    """``the song just stops``: what it does, not what is to be done."""
    heard = [t for t in before if t.means("topic", "music", "video")]
    between = before[before.index(heard[-1]) + 1 :] if heard else ()
    return bool(heard) and all(t.means("glue") or t.means("directly") for t in between)
