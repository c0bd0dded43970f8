"""What an export request wishes of the file: kind, size, weight, rate, encoder and name.

The words are rows of ``phrases/exports.toml``; here they are read into a ``FileWish``. Names are
read from the message itself, because what is quoted or looks like a file is blanked out of the
text that the rows see.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from tiktok_photo_video.chat.phrasebook import expanded, read_table, slots_of
from tiktok_photo_video.chat.reading import fold
from tiktok_photo_video.wire.outputs import (
    PLAIN,
    EncoderChoice,
    FileFormat,
    FileWish,
    format_of_name,
)

MAX_FPS = 60
MAX_SIDE_PX = 1080
_FORMATS_ELSEWHERE = (".mov", ".avi", ".mkv", ".wmv", ".flv", ".m4v")
_BYTES_OF_UNIT = {"g": 10**9, "m": 10**6, "兆": 10**6, "k": 10**3}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks of its file.

    Attributes:
        file: the kind of file.
        name: what it is to be called, as the user wrote it; empty for no wish.
        unmet: what no file of ours can be, as keys of sentences: ``size``, ``fps``, ``format``.
    """

    file: FileWish = PLAIN
    name: str = ""
    unmet: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Row:
    field: str
    value: Any
    pattern: re.Pattern[str]
    alone: bool
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]


@cache
def wish_rows() -> tuple[_Row, ...]:
    """The table, compiled once."""
    table = read_table("exports")
    slots = slots_of(table)
    return tuple(_row(row, slots) for row in table["wish"])


def _row(row: Mapping[str, Any], slots: Mapping[str, str]) -> _Row:
    patterns = [_renamed(expanded(text, slots), str(i)) for i, text in enumerate(row["patterns"])]
    return _Row(
        row["field"],
        row.get("value"),
        re.compile("|".join(f"(?:{text})" for text in patterns)),
        row.get("alone", False),
        tuple(row["examples"]),
        tuple(row["counter_examples"]),
    )


def _renamed(pattern: str, suffix: str) -> str:
    """The pattern with its groups numbered, so that a name may be used more than once."""
    numbers = iter(range(len(pattern)))
    return re.sub(r"\(\?P<([a-z]+)\w*>", lambda g: f"(?P<{g[1]}_{suffix}{next(numbers)}>", pattern)


def asked_of_export(words: str) -> Asked:
    """Everything that an export request asks of its file."""
    return _with_name(_asked(fold(words), alone=False), words)


def asked_of_making(words: str) -> Asked:
    """What a request for a video asks of its file; size and rate are asked of the video."""
    return _asked(fold(words), alone=True)


def without_wishes(words: str) -> str:
    """An export request with what it asks of the file taken out."""
    plain = words
    for _, start, end in sorted(_names_in(words), key=lambda it: -it[1]):
        plain = f"{plain[:start]} {plain[end:]}"
    for row in wish_rows():
        for found in reversed(list(row.pattern.finditer(fold(plain)))):
            plain = f"{plain[: found.start()]} {plain[found.end() :]}"
    return " ".join(plain.split())


def _asked(folded: str, *, alone: bool) -> Asked:
    asked, seen = Asked(), set[str]()
    for row in wish_rows():
        if row.field in seen or (alone and not row.alone):
            continue
        found = row.pattern.search(folded)
        if found:
            asked = _READERS[row.field](asked, row, _facts(found))
            seen.add(row.field if row.field != "unmet" else f"unmet {row.value}")
    return asked


def _facts(found: re.Match[str]) -> Mapping[str, str]:
    """The groups that took part, by the names they were given in the table."""
    return {name.partition("_")[0]: text for name, text in found.groupdict().items() if text}


def _format(asked: Asked, row: _Row, _: Mapping[str, str]) -> Asked:
    return replace(asked, file=replace(asked.file, format=FileFormat(row.value)))


def _unmet(asked: Asked, row: _Row, _: Mapping[str, str]) -> Asked:
    return replace(asked, unmet=(*asked.unmet, row.value))


def _max_bytes(asked: Asked, row: _Row, facts: Mapping[str, str]) -> Asked:
    if row.value is not None:
        most = row.value
    else:
        amount = float(facts["number"].replace(",", "."))
        most = round(amount * _BYTES_OF_UNIT[facts["unit"][0]])
    return replace(asked, file=replace(asked.file, max_bytes=max(most, 1)))


def _short_side(asked: Asked, row: _Row, facts: Mapping[str, str]) -> Asked:
    side_px = row.value or int(facts["number"])
    return replace(asked, file=replace(asked.file, short_side_px=side_px))


def _size(asked: Asked, _: _Row, facts: Mapping[str, str]) -> Asked:
    width, height = int(facts["width"]), int(facts["height"])
    short = min(width, height)
    if short > MAX_SIDE_PX:
        return replace(asked, unmet=(*asked.unmet, "size"))
    shape = _lowest(width, height)
    return replace(asked, file=replace(asked.file, short_side_px=short, shape=shape))


def _lowest(width: int, height: int) -> tuple[int, int]:
    """The shape of a size in the smallest numbers; of an odd one, about."""
    known = ((9, 16), (16, 9), (1, 1), (4, 5), (5, 4), (3, 4), (4, 3), (2, 3), (3, 2))
    return min(known, key=lambda shape: abs(shape[0] / shape[1] - width / height))


def _fps(asked: Asked, _: _Row, facts: Mapping[str, str]) -> Asked:
    fps = int(facts["number"])
    if not 1 <= fps <= MAX_FPS:
        return replace(asked, unmet=(*asked.unmet, "fps"))
    return replace(asked, file=replace(asked.file, fps=fps))


def _shape(asked: Asked, row: _Row, facts: Mapping[str, str]) -> Asked:
    width, height = row.value or (int(facts["width"]), int(facts["height"]))
    if not (1 <= width <= 32 and 1 <= height <= 32):
        return asked
    return replace(asked, file=replace(asked.file, shape=(width, height)))


def _encoder(asked: Asked, row: _Row, _: Mapping[str, str]) -> Asked:
    return replace(asked, file=replace(asked.file, encoder=EncoderChoice(row.value)))


_READERS: Mapping[str, Callable[[Asked, _Row, Mapping[str, str]], Asked]] = {
    "format": _format,
    "unmet": _unmet,
    "max_bytes": _max_bytes,
    "short_side_px": _short_side,
    "size": _size,
    "fps": _fps,
    "shape": _shape,
    "encoder": _encoder,
}


@cache
def _name_patterns() -> tuple[re.Pattern[str], ...]:
    table = read_table("exports")
    slots = slots_of(table)
    return tuple(re.compile(expanded(p, slots), re.IGNORECASE) for p in table["names"]["patterns"])


def _names_in(words: str) -> list[tuple[str, int, int]]:
    """Names that the words give to the file, and where they stand; the surest first."""
    found = (m for pattern in _name_patterns() for m in pattern.finditer(words))
    return [(next(filter(None, m.groups())).strip(), m.start(), m.end()) for m in found]


def _with_name(asked: Asked, words: str) -> Asked:
    names = _names_in(words)
    if not names:
        return asked
    name = names[0][0]
    kind = format_of_name(name)
    if kind:
        return replace(asked, name=name, file=replace(asked.file, format=kind))
    if name.lower().endswith(_FORMATS_ELSEWHERE):
        unmet = tuple(dict.fromkeys((*asked.unmet, "format")))
        return replace(asked, name=name.rpartition(".")[0], unmet=unmet)
    return replace(asked, name=name)
