"""Turns of phrase said in the plain words that the grammar knows.

``the zoom on photo 2 should go`` is ``no zoom on photo 2``; ``below the title write X`` is
``subtitle: X``. The table ``lexicon/rephrasings.toml`` holds them; what stands around such a
stretch stays as it was, and so do the user's own texts, letter by letter.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from tiktok_photo_video.planner.vocabulary import lexicon_table, with_parts

_MOST_CHARS = 400  # of a message that is looked at: a longer one is no turn of phrase
_ROUNDS = 3  # a message may hold several
_REMEMBERED = 128  # a follow-up is tried in many ways, each of which reads the same sentences


@lru_cache(maxsize=_REMEMBERED)
def rephrased(message: str) -> str:
    """The message with each known turn of phrase in plain words."""
    if len(message) > _MOST_CHARS or not re.search("[A-Za-z]", message):
        return message
    spoken = message.translate(_APOSTROPHES)
    changed = spoken
    for pattern, plain in _rephrasings():
        for _ in range(_ROUNDS):
            again = pattern.sub(plain, changed, count=1)
            if again == changed:
                break
            changed = again
    return message if changed == spoken else changed


_APOSTROPHES = str.maketrans({"’": "'"})


@cache
def _rephrasings() -> tuple[tuple[re.Pattern[str], str], ...]:
    table = lexicon_table("rephrasings")
    return tuple(
        (re.compile(with_parts(each["said"], table["part"]), re.IGNORECASE), each["plain"])
        for each in table["rephrasing"]
    )
