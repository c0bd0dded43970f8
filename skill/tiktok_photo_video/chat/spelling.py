"""Slips of the finger in the few words that commands are made of.

Only long words are repaired, only by one slip (two in words of eight letters and more),
never in the first letter, and never a word that means something else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

MIN_LETTERS = 5
LONG_LETTERS = 8  # from here on two slips still leave no doubt

_WORD = re.compile(rf"[a-z]{{{MIN_LETTERS},}}")


def respell(key: str, *, words: Sequence[str], real_words: frozenset[str]) -> str:
    """``key`` with slips repaired towards ``words``; ``real_words`` are left alone."""

    def repaired(found: re.Match[str]) -> str:
        word = found[0]
        if word in real_words or word in words:
            return word
        near = [known for known in words if known[0] == word[0]]
        slips = 2 if len(word) >= LONG_LETTERS else 1
        best = extractOne(word, near, scorer=OSA.distance, score_cutoff=slips)
        return best[0] if best and len(best[0]) >= MIN_LETTERS else word

    return _WORD.sub(repaired, key)
