"""The files that the words on the command line mean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from tiktok_photo_video.errors import InputError
from tiktok_photo_video.wire.routes import ACCEPTED_EXTENSIONS


def gathered(paths: Sequence[Path]) -> list[Path]:
    """The files meant: a folder stands for the photos and clips in it, in the order of their names.

    Raises:
        InputError: a folder has nothing in it that can be used.
    """
    files: list[Path] = []
    for path in paths:
        if not path.is_dir():
            files.append(path)
            continue
        inside = [p for p in sorted(path.iterdir(), key=_by_name) if _is_usable(p)]
        if not inside:
            raise InputError(
                f"There are no photos in {path}.",
                code="empty_folder",
                hint="Name a folder with photos in it, or the photos themselves.",
            )
        files.extend(inside)
    return files


def _is_usable(path: Path) -> bool:
    extension = path.suffix.lower().removeprefix(".")
    return path.is_file() and not path.name.startswith(".") and extension in ACCEPTED_EXTENSIONS


def _by_name(path: Path) -> list[tuple[int, str]]:
    """So that ``IMG_9`` comes before ``IMG_10``."""
    parts = re.split(r"(\d+)", path.name.lower())
    return [(int(part), "") if part.isdigit() else (-1, part) for part in parts]
