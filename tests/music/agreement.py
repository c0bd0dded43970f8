"""How well two lists of beats agree, as those who compare trackers count it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

NEAR_S = 0.07


@dataclass(frozen=True, slots=True)
class Agreement:
    """The F-measure of the beats found, and by how much (median) those that agree are late."""

    f_measure: float
    late_s: float


def agreement(found_s: Sequence[float], true_s: Sequence[float]) -> Agreement:
    late: list[float] = []
    found = true = 0
    while found < len(found_s) and true < len(true_s):
        gap_s = found_s[found] - true_s[true]
        if abs(gap_s) <= NEAR_S:
            late.append(gap_s)
        found += gap_s <= NEAR_S
        true += gap_s >= -NEAR_S
    f_measure = 2.0 * len(late) / max(len(found_s) + len(true_s), 1)
    return Agreement(f_measure, median(late) if late else 0.0)
