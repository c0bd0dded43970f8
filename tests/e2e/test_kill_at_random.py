"""A few of the rounds of ``tests/bench/kill_at_random.py``."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.e2e.killing import Yard


@pytest.mark.requirement("crash-random")
def test_what_was_acknowledged_outlives_kills_at_any_moment(tmp_path: Path) -> None:
    yard = Yard(tmp_path)
    yard.undisturbed()
    for seed in (3, 4):
        yard.round(random.Random(seed))  # noqa: S311
