"""Free rows for a text among the rows that other texts have taken. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

Band: TypeAlias = tuple[int, int]
"""A first row, and the one below the last."""


def free_tops(
    rows: Band, taken: Sequence[Band], *, height: int, gap: int, wanted: Sequence[int]
) -> list[int]:
    """The even rows at which a text of a height may begin: as wanted, or beside what is taken.

    None when there is no room for it between ``rows`` at its height.
    """
    beside = (
        top for first, end in taken for top in (_even(first - gap - height), _even(end + gap + 1))
    )
    return [
        top
        for top in dict.fromkeys([*wanted, *beside])
        if rows[0] <= top
        and top + height <= rows[1]
        and not any(first < top + height + gap and top < end + gap for first, end in taken)
    ]


def _even(row: int) -> int:
    return row // 2 * 2


def widest_room(rows: Band, taken: Sequence[Band], *, gap: int) -> Band:
    """The highest stretch of rows that is left; the first of equal ones."""
    return max(_rooms(rows, taken, gap), key=lambda room: room[1] - room[0])


def _rooms(rows: Band, taken: Sequence[Band], gap: int) -> Iterator[Band]:
    start = rows[0]
    for first, end in sorted(taken):
        yield start, max(first - gap, start)
        start = max(start, end + gap)
    yield start, max(rows[1], start)
