"""Tables of cases: a row is checked in microseconds, a test of its own costs milliseconds.

A test takes a whole slice of a table; ``check_each`` goes on after a row that fails, and tells
of all that failed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

Row = TypeVar("Row")


def slices(rows: Sequence[Row], count: int) -> list[Sequence[Row]]:
    """The rows in so many tests, dealt out in turn; every row is in exactly one."""
    return [rows[first::count] for first in range(count)]


def check_each(rows: Iterable[Row], check: Callable[[Row], None]) -> None:
    """Check every row, also those after one that fails.

    Raises:
        ExceptionGroup: every failure, each with its row.
    """
    failures = []
    for row in rows:
        try:
            check(row)
        except Exception as failure:  # noqa: BLE001 told with the others, below
            failure.add_note(f"The row: {row!r}")
            failures.append(failure)
    if failures:
        raise ExceptionGroup("rows that fail", failures)
