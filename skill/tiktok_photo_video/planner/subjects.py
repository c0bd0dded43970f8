"""Photos called by what is seen in them, as far as their file names tell.

``the beach one``, ``海边那张`` and ``the beech photo`` all mean ``beach.jpg``. A word that
may mean something else too (a beach video) names the photo only where one is pointed at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import PurePath

from rapidfuzz.distance import OSA

from tiktok_photo_video.planner.marks import is_noun, is_noun_or_one, past_glue
from tiktok_photo_video.planner.normal import Folded, fold
from tiktok_photo_video.planner.tokens import Token, Tokens, sense
from tiktok_photo_video.planner.vocabulary import Sense, vocabulary

SLIP_CUTOFF = 0.75  # one slip in four letters: a noun follows, so it must be some photo
SLIP_MIN_LETTERS = 4
_LETTERS = re.compile(r"[a-z]+|[\u3400-\u9fff]+")

_POINTING_ACTS = ("remove", "move", "swap", "replace", "start_with", "end_with", "keep_only")
_AFTER = ("act", "aside", "neg", "place", "ordinal", "duration", "repeat", "divide", "beside")


@dataclass(frozen=True, slots=True)
class _Called:
    """A file name and the words in it."""

    name: str
    words: tuple[str, ...]


def with_names(tokens: Tokens, folded: Folded, names: Iterable[str]) -> Tokens:
    """The tokens with those that name a photo by its subject made into its file name."""
    called = [_Called(name, _words(name)) for name in sorted(set(names))]
    texts = [folded.text[t.start : t.end] for t in tokens]
    return tuple(_named(tokens, at, texts[at], called) for at in range(len(tokens)))


@cache
def _words(name: str) -> tuple[str, ...]:
    return tuple(_LETTERS.findall(fold(PurePath(name).stem).text))


@cache
def _phrases_of(concept: str) -> tuple[str, ...]:
    known = vocabulary().senses.items()
    return tuple(p for p, senses in known if Sense("subject", concept) in senses)


def _named(tokens: Tokens, at: int, text: str, called: Sequence[_Called]) -> Token:
    token = tokens[at]
    concept = token.value("subject")
    name = _shown(concept, called) if concept else _misspelt(tokens, at, text, called)
    rest = token.without("subject")
    if name and (not rest.senses or _is_pointed_at(tokens, at)):
        return replace(token, senses=sense("file"), text=name)
    return rest if rest.senses else replace(rest, senses=sense("word"))


def _shown(concept: str, called: Sequence[_Called]) -> str | None:
    """The first file that is called by a subject, in either language."""
    phrases = {concept, *_phrases_of(concept)}
    return next((c.name for c in called if any(_holds(w, phrases) for w in c.words)), None)


def _holds(word: str, phrases: Iterable[str]) -> bool:
    return any(word == p or (not p.isascii() and p in word) for p in phrases)


def _misspelt(tokens: Tokens, at: int, text: str, called: Sequence[_Called]) -> str | None:
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    unknown = tokens[at].means("word") and len(text) >= SLIP_MIN_LETTERS
    if not unknown or following is None or not is_noun_or_one(following):
        return None
    scored = [
        (OSA.normalized_similarity(text, word, score_cutoff=SLIP_CUTOFF), c.name)
        for c in called
        for word in c.words
        if len(word) >= SLIP_MIN_LETTERS
    ]
    best = max(scored, default=(0.0, ""))
    return best[1] if best[0] >= SLIP_CUTOFF else None


def _is_pointed_at(tokens: Tokens, at: int) -> bool:
    of = past_glue(tokens, at + 1)
    following = tokens[of] if of < len(tokens) else None
    if following is not None and (is_noun(following) or is_noun_or_one(following)):
        return not following.means("topic", "video")
    if following is not None and any(following.means(kind) for kind in _AFTER):
        return not following.means("act", "create", "add")
    return any(_points(t) for t in _before(tokens, at))


def _points(token: Token) -> bool:
    places = token.means("place", "before", "after") or token.means("except")
    return token.means("act", *_POINTING_ACTS) or places


def _before(tokens: Tokens, at: int) -> Tokens:
    """The last token before a place that is more than filler, if there is one."""
    before = [t for t in tokens[:at] if not t.means("glue") or t.means("act")]
    return tuple(before[-1:])
