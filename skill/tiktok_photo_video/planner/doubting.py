"""A length that cannot be the whole video's is no length: what it was of, nobody understood."""

from __future__ import annotations

import re

from tiktok_photo_video.planner.photo_wishes import Length
from tiktok_photo_video.planner.scoping import Said
from tiktok_photo_video.planner.wishes import Unknown

_SHORTEST_S = 3.0  # a whole video of less is no video: the time was of something else
_OF_ALL = re.compile(
    r"\b(?:video|whole|total|it|everything|all|thing|clip|reel|movie|film|slideshow|story|overall"
    r"|altogether|length|duration|photos|pictures|pics|long|each|every|shorter|seconds only)\b"
)
_OF_PART = re.compile(r"\b(?:for|in|during|of) the (?:first|last) (?:\S+ )?(?:s|secs?|seconds?)\b")
_FEW_WORDS = 3


def doubted(said: Said) -> Said:
    """``… 2 seconds before the end``: quoted back, and the video keeps its length."""
    wish, words = said.wish, said.words.casefold()
    if not isinstance(wish, Length) or wish.total_s is None or not words.isascii():
        return said
    stated = _OF_ALL.search(words) or len(words.split()) <= _FEW_WORDS
    doubts = _OF_PART.search(words) or (wish.total_s < _SHORTEST_S and not stated)
    return Said(Unknown(said.words), said.words) if doubts else said
