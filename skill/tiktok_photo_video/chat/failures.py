"""What went wrong and what to do next, by stable code, in both languages.

The words live in ``phrases/failures.toml``: for each code a sentence and a hint, each with
variants from the most special to the most general. The first one is said whose facts are
all known, so that a failure that crossed the wire without its facts still has words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from tiktok_photo_video.chat.phrasebook import read_table
from tiktok_photo_video.language import Language

_PLACE = re.compile(r"\{(?P<mark>\??)(?P<name>[a-z_]+)\}")
_WORDS = "_words"
# Facts that are words of ours or the operating system's, not names of the user's.
WORD_FACTS = frozenset({"what", "kind", "wanted", "reason", "why", "problem", "advice"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """The variants of one code's sentence and hint in one language."""

    sentences: tuple[str, ...]
    hints: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A failure in words: what went wrong, and what to do next."""

    sentence: str
    hint: str


@cache
def phrases(language: Language) -> Mapping[str, Phrase]:
    """All phrases of a language by code."""
    rows: Mapping[str, Mapping[str, Any]] = read_table("failures")
    return MappingProxyType(
        {
            code: Phrase(_variants(row[language.value]), _variants(row[f"{language.value}_hint"]))
            for code, row in rows.items()
            if code != _WORDS
        }
    )


@cache
def words(language: Language) -> Mapping[str, str]:
    """What a fact that is a word of ours is called in a language."""
    table: Mapping[str, str] = read_table("failures")[_WORDS][language.value]
    return MappingProxyType(table)


def explanation(code: str, language: Language, facts: Mapping[str, object]) -> Explanation | None:
    """The words for a failure; ``None`` for a code that has none, or too few facts."""
    phrase = phrases(language).get(code)
    sentence = _first(phrase.sentences, language, facts) if phrase else None
    if phrase is None or sentence is None:
        return None
    return Explanation(sentence, _first(phrase.hints, language, facts) or "")


def facts_of(variant: str) -> frozenset[tuple[str, bool]]:
    """The facts that a variant needs, and whether it says each."""
    return frozenset((found["name"], not found["mark"]) for found in _PLACE.finditer(variant))


def _variants(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _first(variants: Iterable[str], language: Language, facts: Mapping[str, object]) -> str | None:
    for variant in variants:
        if all(_is_known(facts.get(name), said=said) for name, said in facts_of(variant)):
            return _filled(variant, language, facts)
    return None


def _is_known(fact: object, *, said: bool) -> bool:
    """A fact that is only asked for must hold; one that is said must say something."""
    return fact not in (None, "") if said else bool(fact)


def _filled(variant: str, language: Language, facts: Mapping[str, object]) -> str:
    def fact(found: re.Match[str]) -> str:
        if found["mark"]:
            return ""
        text = str(facts[found["name"]])
        return words(language).get(text, text) if found["name"] in WORD_FACTS else text

    return _PLACE.sub(fact, variant)
