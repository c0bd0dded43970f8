"""Questions about the finished file: ``is it done?``, ``where did you save it?``."""

from __future__ import annotations

from functools import cache

from tiktok_photo_video.chat.phrasebook import Phrasebook, load
from tiktok_photo_video.chat.reading import fold, key_of


def asks_whether_done(text: str) -> bool:
    """Whether a question about the project is about the file that is to come of it."""
    return bool(_phrases().patterns["fate"].search(_key(text))) or asks_where(text)


def asks_where(text: str) -> bool:
    """Whether a wish for the file is a question for the place of one that may be there."""
    key = _key(text)
    patterns = _phrases().patterns
    return bool(patterns["place"].search(key)) and not patterns["means"].search(key)


def _key(text: str) -> str:
    return key_of(fold(text))


@cache
def _phrases() -> Phrasebook:
    return load("whereabouts")
