"""Names for finished files: what the user wished, made safe, or one of our own."""

from __future__ import annotations

import os
import re
from collections.abc import Collection
from pathlib import Path

from tiktok_photo_video.wire.outputs import format_of_name

DEFAULT_NAME = "tiktok-video"
SUFFIX = ".mp4"
MAX_STEM_BYTES = 120
# What some file system refuses, or a shell or a chat takes for something else.
_UNSAFE = re.compile(r"[\x00-\x1f\x7f<>:\"/\\|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069]+")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)


def unused_name(
    folder: Path,
    *,
    stem: str = DEFAULT_NAME,
    suffix: str = SUFFIX,
    taken: Collection[Path] = (),
) -> Path:
    """A name for a video that no file in the folder has, nor one that is on its way."""
    number = 1
    while True:
        name = stem if number == 1 else f"{stem}-{number}"
        path = folder / f"{name}{suffix}"
        # A link that leads nowhere is there too.
        if not os.path.lexists(path) and path.absolute() not in taken:
            return path
        number += 1


def safe_stem(wished: str) -> str:
    """The name that a user wished for a file, without its ending, safe in any folder.

    Folders in it are left out: a sentence names a file, not a place. Empty where nothing of
    it can be used.
    """
    last = re.split(r"[/\\]", wished)[-1]
    plain = " ".join(_UNSAFE.sub(" ", last).split())
    kind = format_of_name(plain)
    stem = (plain[: -len(kind.suffix)] if kind else plain).strip(" .")
    if not stem or _RESERVED.fullmatch(stem):
        return ""
    return stem.encode()[:MAX_STEM_BYTES].decode(errors="ignore").strip(" .")
