"""What may be spent, in words."""

from __future__ import annotations

from tiktok_photo_video.chat.replies import say
from tiktok_photo_video.language import Language
from tiktok_photo_video.wire.payloads import Credits


def credits_told(balance: Credits, language: Language, *, is_metered: bool) -> str:
    """A balance as a sentence; where nothing costs anything, that."""
    if not is_metered:
        return say("credits.local", language)
    return say(
        "credits.cloud",
        language,
        available=f"{balance.available:g}",
        frozen=f"{balance.frozen:g}",
        total=f"{balance.total:g}",
    )
