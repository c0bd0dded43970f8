"""Reads colour tables: .cube files of one or three dimensions, by Adobe's specification."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tiktok_photo_video.media import refusals
from tiktok_photo_video.media.intake import open_media

# The specification's: 65536 lines in one dimension, 256 a side in three; so many a side would
# be half a gigabyte as text, and nobody makes them.
_MAX_SIZES = {1: 65_536, 3: 129}
_MIN_SIZE = 2
_MAX_LINE_CHARS = 250
_IGNORED = frozenset({"TITLE", "LUT_1D_INPUT_RANGE", "LUT_3D_INPUT_RANGE"})
_SIZE_WORDS = {"LUT_1D_SIZE": 1, "LUT_3D_SIZE": 3}

_TOO_LARGE = 1e6
_FIRST_NUMBER = re.compile(r"^[ \t]*[-+.\d]", re.MULTILINE)

Triple = tuple[float, float, float]


@dataclass(frozen=True, slots=True, eq=False)
class ColorTable:
    """What colours become.

    Attributes:
        dimensions: 1 for a curve per channel, 3 for a lattice.
        size: points along each side.
        values: shape (n, 3) for one dimension, else (blue, green, red, 3).
        low: the colour that the first point stands for.
        high: the colour that the last point stands for.
    """

    dimensions: int
    size: int
    values: NDArray[np.float32]
    low: Triple = (0.0, 0.0, 0.0)
    high: Triple = (1.0, 1.0, 1.0)


def load_lut(path: Path, *, name: str) -> ColorTable:
    """Read a .cube file.

    Args:
        path: where it is; its extension plays no part.
        name: what the user calls it, for errors.

    Raises:
        MediaError: it is not what it says, with the line, or of another kind.
    """
    with open_media(path, name=name) as media:
        if media.format.name != "cube":
            raise refusals.bad_lut(name, "it is no .cube file")
        text = media.stream.read().decode("utf-8-sig", "replace")
    try:
        return _table(text)
    except _BadLineError as error:
        raise refusals.bad_lut(name, str(error)) from None


class _BadLineError(Exception):
    """What is wrong, and where."""


@dataclass(slots=True)
class _Header:
    dimensions: int = 0
    size: int = 0
    low: Triple = (0.0, 0.0, 0.0)
    high: Triple = (1.0, 1.0, 1.0)


def _table(text: str) -> ColorTable:
    if begun := _FIRST_NUMBER.search(text):
        header, rows = _read(text[: begun.start()])
        values = None if rows else _at_once(text[begun.start() :], header)
        if values is not None:
            return _made(header, values)
    # Something is not as usual: line by line, so that a fault is named with its line.
    header, rows = _read(text)
    return _made(header, np.array(rows, np.float32))


def _at_once(text: str, header: _Header) -> NDArray[np.float32] | None:
    """The colours of a text in which nothing else stands; ``None`` if it is not so plain."""
    if not header.size:
        return None
    expected = header.size**header.dimensions
    said = "\n".join(line for line in text.splitlines() if line.split("#")[0].strip())
    try:
        values = np.loadtxt(StringIO(said), np.float64, ndmin=2, max_rows=expected + 1)
    except (ValueError, OverflowError):
        return None
    is_plain = values.shape == (expected, 3) and bool((np.abs(values) < _TOO_LARGE).all())
    return values.astype(np.float32) if is_plain else None


def _read(text: str) -> tuple[_Header, list[Triple]]:
    header, rows = _Header(), []
    for number, words in _lines(text):
        if words[0][0].isalpha() and not _is_number(words[0]):
            _read_keyword(header, words, number)
        else:
            if not header.size:
                raise _BadLineError(f"line {number}: numbers before any LUT_3D_SIZE")
            rows.append(_triple(words, number))
            if len(rows) > header.size**header.dimensions:
                raise _BadLineError(f"it has more colours than its size {header.size} says")
    return header, rows


def _made(header: _Header, values: NDArray[np.float32]) -> ColorTable:
    if not header.size:
        raise _BadLineError("it says neither LUT_1D_SIZE nor LUT_3D_SIZE")
    expected = header.size**header.dimensions
    if len(values) != expected:
        raise _BadLineError(f"it has {len(values)} colours, and its size says {expected}")
    if any(low >= high for low, high in zip(header.low, header.high, strict=True)):
        raise _BadLineError("its DOMAIN_MIN is not below its DOMAIN_MAX")
    if header.dimensions == 3:
        values = values.reshape(header.size, header.size, header.size, 3)
    return ColorTable(header.dimensions, header.size, values, header.low, header.high)


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(text.splitlines(), 1):
        plain = line.partition("#")[0].split()
        if plain and len(line) > _MAX_LINE_CHARS:
            raise _BadLineError(f"line {number} is too long")
        if plain:
            yield number, plain


def _read_keyword(header: _Header, words: list[str], number: int) -> None:
    keyword = words[0].upper()
    if keyword in _SIZE_WORDS:
        if header.size:
            raise _BadLineError(f"line {number}: a second size")
        header.dimensions = _SIZE_WORDS[keyword]
        header.size = _size(words, header.dimensions, number)
    elif keyword == "DOMAIN_MIN":
        header.low = _triple(words[1:], number)
    elif keyword == "DOMAIN_MAX":
        header.high = _triple(words[1:], number)
    elif keyword not in _IGNORED:
        raise _BadLineError(f"line {number}: {words[0][:30]} is no word of such files")


def _size(words: list[str], dimensions: int, number: int) -> int:
    most = _MAX_SIZES[dimensions]
    if len(words) != 2 or not words[1].isdecimal() or len(words[1]) > 6:
        raise _BadLineError(f"line {number}: no size")
    size = int(words[1])
    if not _MIN_SIZE <= size <= most:
        raise _BadLineError(f"line {number}: size {size}, not {_MIN_SIZE} to {most}")
    return size


def _triple(words: list[str], number: int) -> Triple:
    if len(words) != 3 or not all(map(_is_number, words)):
        raise _BadLineError(f"line {number}: not three numbers")
    red, green, blue = map(float, words)
    return red, green, blue


def _is_number(word: str) -> bool:
    try:
        return math.isfinite(float(word)) and abs(float(word)) < _TOO_LARGE
    except ValueError:
        return False
