"""The files and addresses that the words on the command line mean."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tiktok_photo_video.client.sources import Source, address_in, is_address
from tiktok_photo_video.errors import InputError
from tiktok_photo_video.language import Language, language_of
from tiktok_photo_video.wire.routes import ACCEPTED_EXTENSIONS


def gathered(words: Sequence[str]) -> list[Source]:
    """The sources meant, in the order of the words.

    A folder stands for the photos and clips in it, in the order of their names.

    Raises:
        InputError: a folder has nothing in it that can be used.
        RequestError: an address is not one that photos are fetched from.
    """
    return [source for word in words for source in _meant(word)]


@dataclass(frozen=True, slots=True)
class Told:
    """The words on the command line taken apart: files and addresses, and what is said."""

    files: tuple[str, ...]
    message: str | None


def told_apart(words: Sequence[str], message: str | None, *, talks: bool) -> Told:
    """Tell a request from the files, for who leaves out the ``-m`` before it.

    Args:
        words: what stands on the command line.
        message: what was said with ``-m``; then every word is a file.
        talks: single words are said too, as in ``chat export``; else only sentences are, for a
            single word may be a file whose name was not finished.
    """
    if message is not None:
        return Told(tuple(words), message)
    said = [word for word in words if _is_said(word, talks=talks)]
    return Told(tuple(w for w in words if w not in said), " ".join(said) or None)


def _is_said(word: str, *, talks: bool) -> bool:
    """Whether a word can be no file: nothing is there, and no ending or folder is named."""
    path = Path(word)
    if is_address(word) or not word.strip() or is_there(path):
        return False
    if is_called_usable(path) or word.startswith(("/", ".", "~")):
        return False
    is_sentence = len(word.split()) > 1 or language_of(word) is Language.CHINESE
    return is_sentence or (talks and not path.suffix and not re.search(r"[/\\]", word))


def is_there(path: Path) -> bool:
    """Whether there is a file or folder of this name, which may be one that no disk has."""
    try:
        return path.exists()
    except (OSError, ValueError):  # longer than any disk has names, or no text
        return False


def is_called_usable(path: Path) -> bool:
    """Whether a name ends as those of files do that can be taken in."""
    return path.suffix.lower().removeprefix(".") in ACCEPTED_EXTENSIONS


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
    return is_there(path) and path.is_dir()


def _is_usable(path: Path) -> bool:
    return path.is_file() and not path.name.startswith(".") and is_called_usable(path)


def _by_name(path: Path) -> list[tuple[int, str]]:
    """So that ``IMG_9`` comes before ``IMG_10``."""
    parts = re.split(r"(\d+)", path.name.lower())
    return [(int(part), "") if part.isdigit() else (-1, part) for part in parts]
