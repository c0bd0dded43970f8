"""Choices that look free and yet are the same for the same seed, on every machine.

The standard library's generator is kept out of the pure rooms, and its sequence is only
promised for a few of its methods. SplitMix64 is ten lines and has no state to share.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

_MASK = (1 << 64) - 1
_GOLDEN = 0x9E3779B97F4A7C15


def drawn(seed: int, turn: int, *, below: int) -> int:
    """The number from 0 to ``below`` - 1 that falls to a turn under a seed."""
    mixed = (seed + (turn + 1) * _GOLDEN) & _MASK
    mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _MASK
    return (mixed ^ (mixed >> 31)) % below


def shuffled(items: Sequence[T], seed: int) -> list[T]:
    """The items in an order that the seed decides (Fisher and Yates)."""
    result = list(items)
    for last in range(len(result) - 1, 0, -1):
        other = drawn(seed, last, below=last + 1)
        result[last], result[other] = result[other], result[last]
    return result
