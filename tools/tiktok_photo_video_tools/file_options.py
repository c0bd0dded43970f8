"""The options that say which file an export gives: its size or weight, and its encoder."""

from __future__ import annotations

import re

from tiktok_photo_video.errors import RequestError
from tiktok_photo_video.wire.outputs import (
    CHAT_BYTES,
    EncoderChoice,
    FileFormat,
    FileWish,
    format_of_name,
)

CHAT = "chat"
_LINES = re.compile(r"(360|480|540|720|1080)p?")
_MEGABYTES = re.compile(r"(\d{1,4}(?:\.\d{1,2})?) ?mb?")


def file_wish(*, name: str = "", size: str = "", encoder: str = "") -> FileWish:
    """What options ask of a file.

    Args:
        name: of the file; its ending says the kind.
        size: ``chat``, ``720p``, ``1080p`` or the most megabytes, such as ``10MB``.
        encoder: one of ``EncoderChoice``.

    Raises:
        RequestError: an option says something else.
    """
    word = size.strip().lower()
    lines, megabytes = _LINES.fullmatch(word), _MEGABYTES.fullmatch(word)
    max_bytes = round(float(megabytes[1]) * 1_000_000) if megabytes and not lines else None
    if word and word != CHAT and not lines and not max_bytes:
        raise _unknown("size", size, f"{CHAT}, 720p, 1080p, 10MB")
    return FileWish(
        format=format_of_name(name) or FileFormat.MP4,
        short_side_px=int(lines[1]) if lines else None,
        max_bytes=CHAT_BYTES if word == CHAT else max_bytes,
        encoder=_encoder(encoder),
    )


def _encoder(word: str) -> EncoderChoice:
    try:
        return EncoderChoice(word.strip().lower() or EncoderChoice.AUTO)
    except ValueError:
        raise _unknown("encoder", word, ", ".join(EncoderChoice)) from None


def _unknown(option: str, given: str, known: str) -> RequestError:
    return RequestError(
        f"There is no {option} {given[:40]!r}.",
        code="unknown_option",
        hint=f"Choose one of: {known}.",
        facts={"option": option, "given": given[:40], "known": known},
    )
