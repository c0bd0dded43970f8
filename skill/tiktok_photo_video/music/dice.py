"""Chance that is always the same: every choice has its own seeded generator.

Drawing each choice from a generator named after it means that adding a choice to the code
does not change the others.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import TypeVar

import numpy as np

_Choice = TypeVar("_Choice")
_WORD = 1 << 64


def dice(seed: int, *names: object) -> np.random.Generator:
    """The generator for the choice of that name in the piece of that seed."""
    name = "/".join(str(part) for part in names)
    return np.random.default_rng((seed % _WORD, zlib.crc32(name.encode())))


def pick(generator: np.random.Generator, choices: Sequence[_Choice]) -> _Choice:
    """One of the choices, each as likely."""
    return choices[int(generator.integers(len(choices)))]


def turn(seed: int, name: str, choices: Sequence[_Choice]) -> _Choice:
    """One of the choices, each as likely, and never the same for a seed and the next one."""
    return choices[(zlib.crc32(name.encode()) + seed) % len(choices)]
