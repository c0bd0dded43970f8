"""Which part of a title's picture is read first: for typing it out, and for singing along."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from tiktok_photo_video.media.lettering import line_height, text_width
from tiktok_photo_video.render.title_layout import Layout


@dataclass(frozen=True, slots=True)
class _Line:
    """A line's rows of the picture, and the columns between its letters."""

    top: int
    bottom: int
    edges: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class ReadingOrder:
    """A title's lines from top to bottom, in a picture of ``shape`` (h, w)."""

    shape: tuple[int, int]
    lines: tuple[_Line, ...]

    def read(self, share: float, *, soft: bool) -> NDArray[np.float32]:
        """A mask (0 or 1) over what has been read.

        Args:
            share: of all letters, 0 to 1.
            soft: stop within a letter too; else letters come whole.
        """
        mask = np.zeros(self.shape, np.float32)
        left = share * sum(len(line.edges) - 1 for line in self.lines)
        for line in self.lines:
            count = len(line.edges) - 1
            done = min(left, count)
            mask[line.top : line.bottom, : self._column(line, done, soft=soft)] = 1.0
            left -= done
        return mask

    def _column(self, line: _Line, letters: float, *, soft: bool) -> int:
        if letters <= 0:
            return 0
        whole = int(letters) if soft else round(letters)
        if whole >= len(line.edges) - 1:
            return self.shape[1]  # its shadow and stroke with it
        part = letters - whole if soft else 0.0
        start, end = line.edges[whole], line.edges[whole + 1]
        return round(start + (end - start) * part)


def reading_order(layouts: tuple[Layout, ...], opacity: NDArray[np.uint8]) -> ReadingOrder:
    """The order of the lines of these layouts, drawn one under the other.

    Args:
        layouts: from top to bottom.
        opacity: of the picture they are drawn in, shape (h, w).
    """
    height, width = opacity.shape
    heights = [line_height(layout.face) for layout in layouts for _ in layout.lines]
    margin = (height - sum(heights)) / 2
    tops = [margin + above for above in accumulate(heights, initial=0)]
    texts = [(line, layout) for layout in layouts for line in layout.lines]
    lines = [
        _Line(
            0 if number == 0 else round(tops[number]),
            height if number + 1 == len(texts) else round(tops[number + 1]),
            _edges(text, layout, width),
        )
        for number, (text, layout) in enumerate(texts)
    ]
    return ReadingOrder((height, width), tuple(lines))


def _edges(text: str, layout: Layout, width: int) -> tuple[float, ...]:
    start = (width - text_width(text, layout.face)) / 2
    return tuple(start + text_width(text[:end], layout.face) for end in range(len(text) + 1))
