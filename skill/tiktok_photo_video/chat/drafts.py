"""Wishes to watch the video before an export: ``show me a quick draft``, ``先看个小样``."""

from __future__ import annotations

from functools import cache

from tiktok_photo_video.chat.phrasebook import Phrasebook, load
from tiktok_photo_video.chat.reading import fold, key_of


def asks_for_draft(text: str) -> bool:
    """Whether a whole message wishes for a rough cut of the video."""
    return bool(_phrases().patterns["draft"].fullmatch(key_of(fold(text))))


@cache
def _phrases() -> Phrasebook:
    return load("drafts")
