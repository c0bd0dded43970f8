"""Slips of the finger in the few words that commands are made of.

Only long words are repaired, only by one slip (two in words of eight letters and more),
never in the first letter, and never a word that means something else. Of short words only
two neighbours that changed places are put right. Words run together are cut apart only if
every piece is a word that commands are made of.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

MIN_LETTERS = 5
LONG_LETTERS = 8  # from here on two slips still leave no doubt
MIN_JOINED_LETTERS = 7  # shorter runs are too likely to be words of their own
MAX_JOINED_LETTERS = 40

_WORD = re.compile(r"[a-z]{4,}")
_RUN = re.compile(rf"(?<![\w'])[a-z0-9']{{{MIN_JOINED_LETTERS},{MAX_JOINED_LETTERS}}}(?![\w'])")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of commands.

    Attributes:
        words: long words that slips are repaired towards.
        short_words: four-letter words, of which only swapped neighbours are repaired.
        real_words: words near to those that mean something else; left alone.
    """

    words: Sequence[str]
    short_words: Sequence[str]
    real_words: frozenset[str]


def respell(key: str, known: Vocabulary) -> str:
    """``key`` with slips repaired towards the words of ``known``."""
    return _WORD.sub(lambda found: _repaired(found[0], known), key)


def _repaired(word: str, known: Vocabulary) -> str:
    if word in known.real_words or word in known.words:
        return word
    if len(word) < MIN_LETTERS:
        return next((short for short in known.short_words if _is_swap(word, short)), word)
    if scrambled := next((w for w in known.words if _is_scramble(word, w)), None):
        return scrambled
    near = [candidate for candidate in known.words if candidate[0] == word[0]]
    slips = 2 if len(word) >= LONG_LETTERS else 1
    best = extractOne(word, near, scorer=OSA.distance, score_cutoff=slips)
    return best[0] if best and len(best[0]) >= MIN_LETTERS else word


def _is_scramble(word: str, known: str) -> bool:
    return len(word) == len(known) and word[0] == known[0] and sorted(word) == sorted(known)


def _is_swap(word: str, short: str) -> bool:
    return _is_scramble(word, short) and OSA.distance(word, short, score_cutoff=1) == 1


def split_joined(key: str, *, words: frozenset[str]) -> str:
    """``key`` with words run together cut apart ("sendmethevideo")."""
    return _RUN.sub(lambda found: _cut(found[0], words), key)


def _cut(run: str, words: frozenset[str]) -> str:
    """``run`` as the fewest words that make it up; itself where there are none."""
    if run in words:
        return run
    best: dict[int, list[str]] = {0: []}
    longest = max(map(len, words))
    for end in range(1, len(run) + 1):
        ways = [
            [*best[start], run[start:end]]
            for start in range(max(0, end - longest), end)
            if start in best and run[start:end] in words
        ]
        if ways:
            best[end] = min(ways, key=len)
    return " ".join(best.get(len(run), [run]))
