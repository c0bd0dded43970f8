"""Which part of a title's picture is read first: for typing it out, and for singing along."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tiktok_photo_video.media.lettering import Letter, MeasuredLine, measure_lines
from tiktok_photo_video.render.title_layout import Layout

Mask = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line's rows of the picture, and its letters as they are read."""

    top: int
    bottom: int
    letters: tuple[Letter, ...]

    @property
    def left(self) -> float:
        return min(letter.left for letter in self.letters)

    @property
    def right(self) -> float:
        return max(letter.right for letter in self.letters)


@dataclass(frozen=True, slots=True)
class ReadingOrder:
    """A title's lines from top to bottom, in a picture of ``shape`` (h, w)."""

    shape: tuple[int, int]
    lines: tuple[_Line, ...]

    def read(self, share: float, *, soft: bool) -> Mask:
        """A mask (0 or 1) over what has been read.

        Args:
            share: of all letters, 0 to 1.
            soft: stop within a letter too; else letters come whole.
        """
        mask = np.zeros(self.shape, np.float32)
        left = share * sum(len(line.letters) for line in self.lines)
        for line in self.lines:
            done = min(left if soft else float(round(left)), float(len(line.letters)))
            self._uncover(mask[line.top : line.bottom], line, done)
            left -= len(line.letters)
        return mask

    def _uncover(self, rows: Mask, line: _Line, done: float) -> None:
        if done >= len(line.letters):
            rows[:] = 1.0  # its shadow and stroke with it
            return
        for number, letter in enumerate(line.letters):
            if done <= number:
                break
            start, end = _read_part(letter, min(done - number, 1.0))
            rows[:, self._column(line, start) : self._column(line, end)] = 1.0

    def _column(self, line: _Line, x: float) -> int:
        """The column of a place in a line; the outermost letters have the margins too."""
        if x <= line.left:
            return 0
        return self.shape[1] if x >= line.right else round(self.shape[1] / 2 + x)


def _read_part(letter: Letter, share: float) -> tuple[float, float]:
    width = (letter.right - letter.left) * share
    if letter.leftward:
        return letter.right - width, letter.right
    return letter.left, letter.left + width


def reading_order(layouts: Iterable[tuple[Layout, float]], shape: tuple[int, int]) -> ReadingOrder:
    """The order of the lines of these layouts, drawn one under the other.

    Args:
        layouts: from top to bottom, each with the row that its picture's middle is drawn at.
        shape: of the picture they are drawn in (h, w).
    """
    measured = [
        (line, middle)
        for layout, middle in layouts
        for line in measure_lines(layout.lines, layout.face)
        if line.letters
    ]
    # Rows between two lines are shared out where their ink is farthest apart.
    between = [(_bottom(above) + _top(below)) / 2 for above, below in pairwise(measured)]
    edges = [0, *(round(min(max(row, 0), shape[0])) for row in between), shape[0]]
    lines = (
        _Line(top, bottom, line.letters)
        for (line, _), (top, bottom) in zip(measured, pairwise(edges), strict=False)
    )
    return ReadingOrder(shape, tuple(lines))


def _top(line: tuple[MeasuredLine, float]) -> float:
    return line[1] + line[0].top


def _bottom(line: tuple[MeasuredLine, float]) -> float:
    return line[1] + line[0].bottom
