"""The files and addresses that the words on the command line mean."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from tiktok_photo_video.client.sources import Source, address_in, is_address
from tiktok_photo_video.errors import InputError
from tiktok_photo_video.wire.routes import ACCEPTED_EXTENSIONS


def gathered(words: Sequence[str]) -> list[Source]:
    """The sources meant, in the order of the words.

    A folder stands for the photos and clips in it, in the order of their names.

    Raises:
        InputError: a folder has nothing in it that can be used.
        RequestError: an address is not one that photos are fetched from.
    """
    return [source for word in words for source in _meant(word)]


def _meant(word: str) -> Iterator[Source]:
    if is_address(word):
        yield address_in(word)
    elif _is_folder(path := Path(word)):
        yield from _inside(path)
    else:
        yield path


def _inside(folder: Path) -> list[Path]:
    inside = [p for p in sorted(folder.iterdir(), key=_by_name) if _is_usable(p)]
    if not inside:
        raise InputError(
            f"There are no photos in {folder}.",
            code="empty_folder",
            hint="Name a folder with photos in it, or the photos themselves.",
            facts={"path": str(folder)},
        )
    return inside


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # no disk has names as long as that
        return False


def _is_usable(path: Path) -> bool:
    extension = path.suffix.lower().removeprefix(".")
    return path.is_file() and not path.name.startswith(".") and extension in ACCEPTED_EXTENSIONS


def _by_name(path: Path) -> list[tuple[int, str]]:
    """So that ``IMG_9`` comes before ``IMG_10``."""
    parts = re.split(r"(\d+)", path.name.lower())
    return [(int(part), "") if part.isdigit() else (-1, part) for part in parts]
