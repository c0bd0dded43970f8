"""What is in a line of the terminal: files that were dropped or typed there, and words.

Terminals write a dropped file as its path, each in its own way: quoted, with backslashes, or
as a ``file:`` address. People type names too, and say "put beach.jpg first" of a photo that is
in the project already; so a bare name is a file only where it is not known there.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import dropwhile
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from tiktok_photo_video.client.sources import is_address
from tiktok_photo_video_tools.gathering import is_called_usable, is_there

# A word as shells read it: parts in quotes, and characters behind a backslash.
_SHELL_WORD = re.compile(r"""(?:\\.|'[^']*'|"(?:\\.|[^"\\])*"|[^\s\\'"])+""")
_SHELL_PART = re.compile(r"""\\(.)|'([^']*)'|"((?:\\.|[^"\\])*)"|([^\\'"]+)""")
_PLAIN_WORD = re.compile(r"\S+")
_ROOTED = re.compile(r"(?:[~.]{0,2}[/\\]|[a-zA-Z]:[/\\])")
_CLOSING = ",.;:!?，。；：！？、"


@dataclass(frozen=True, slots=True)
class Heard:
    """A line taken apart: what was said, and the paths and addresses that came along."""

    words: str
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of the line: the file it means, if any, and how it stands in the sentence."""

    words: str
    file: str | None = None


def heard(line: str, *, known: Collection[str] = ()) -> Heard:
    """Take a line apart.

    Files before the first word are only handed over; later ones are named where they stood,
    for the sentence is about them ("add /photos/beach.jpg at the end").

    Args:
        line: what was typed, pasted or dropped.
        known: the names of the photos in the project.
    """
    whole = _file_in(line.strip(), known)
    pieces = [_Piece("", whole)] if whole else list(_pieces(line, known))
    files = tuple(dict.fromkeys(piece.file for piece in pieces if piece.file is not None))
    said = list(dropwhile(lambda piece: piece.file is not None, pieces))
    return Heard(" ".join(piece.words for piece in said) if files else line.strip(), files)


def _pieces(line: str, known: Collection[str]) -> Iterator[_Piece]:
    at = 0
    while start := re.compile(r"\S").search(line, at):
        piece, at = _piece(line, start.start(), known)
        yield piece


def _piece(line: str, at: int, known: Collection[str]) -> tuple[_Piece, int]:
    """The piece at a place that is no space, and where it ends."""
    plain = _PLAIN_WORD.match(line, at)
    for word in filter(None, (_SHELL_WORD.match(line, at), plain)):
        ends_well = word.end() == len(line) or line[word.end()].isspace()
        if ends_well and (file := _file_in(word[0], known)):
            return _Piece(_name(file), file), word.end()
    bare = plain[0] if plain else line[at]
    core = bare.rstrip(_CLOSING)
    file = _file_in(core, known) if core != bare else None
    shown = _name(file) + bare[len(core) :] if file else bare
    return _Piece(shown, file), at + len(bare)


def _file_in(word: str, known: Collection[str]) -> str | None:
    """The path or address that a word, or a whole line, means, if it means one."""
    if not word:
        return None
    unquoted = _unquoted(word)
    readings = dict.fromkeys((word, unquoted, word.strip("'\"")))
    found = next(filter(None, (_meant(reading, known) for reading in readings)), None)
    return found or (None if len(word.split()) > 1 else _lost(unquoted))


def _lost(reading: str) -> str | None:
    """A photo that is not there but cannot be anything else; its name is told then."""
    path = _at_home(reading)
    return str(path) if _ROOTED.match(reading) and is_called_usable(path) else None


def _unquoted(word: str) -> str:
    """A word as a shell would hand it on."""
    parts = []
    for escaped, single, double, plain in _SHELL_PART.findall(word):
        parts.append(escaped or single or re.sub(r"\\(.)", r"\1", double) or plain)
    return "".join(parts)


def _meant(reading: str, known: Collection[str]) -> str | None:
    """What is there under a reading of a word."""
    if is_address(reading) or reading.lower().startswith("file:"):
        return _address_in(reading)
    path = _at_home(reading)
    if not path.name or not is_there(path):
        return None
    is_bare = "/" not in reading and os.sep not in reading
    is_known = path.name in known or not is_called_usable(path) or not path.is_file()
    return None if is_bare and is_known else str(path)


def _address_in(reading: str) -> str | None:
    scheme = reading.partition(":")[0].lower()
    if len(reading.split()) > 1:
        return None
    if scheme == "file":
        return _path_of(reading)
    return reading if scheme in ("http", "https") else None


def _at_home(reading: str) -> Path:
    try:
        return Path(reading).expanduser()
    except (RuntimeError, ValueError):  # a user of that name is not known here; no name at all
        return Path(reading)


def _path_of(address: str) -> str | None:
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    is_here = parts.netloc in ("", "localhost")
    return url2pathname(parts.path) or None if is_here else None


def _name(file: str) -> str:
    """How a sentence calls a file: photos in a project are called by their names."""
    place = urlsplit(file).path if is_address(file) else file
    return Path(place).name or file
