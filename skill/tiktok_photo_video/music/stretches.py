"""The parts of a recording by how much is going on in them, and its strongest moment."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import takewhile

import numpy as np
from numpy.typing import NDArray

from tiktok_photo_video.music.onsets import FRAME_RATE_HZ, Onsets
from tiktok_photo_video.music.score import Section, SectionName
from tiktok_photo_video.music.sound import Floats

_SHORTEST_BARS = 2
_ENDING_BARS = 2
_SMOOTH_BARS = 3
# Energies beside the fullest bars of the piece.
_LIFT_FROM, _BREAK_UNDER = 0.86, 0.45


def stretches(
    heard: Onsets, downbeats_s: Floats, *, duration_s: float
) -> tuple[tuple[Section, ...], float]:
    """The sections of a recording, cut at downbeats, and the moment where it lifts most."""
    starts_s = np.concatenate(([0.0], downbeats_s[downbeats_s > 0.2]))
    energies = _energies(heard, starts_s)
    kinds = _kinds(energies)
    sections = _joined(starts_s, energies, kinds, duration_s=duration_s)
    return sections, _lift(starts_s, energies)


def _energies(heard: Onsets, starts_s: Floats) -> Floats:
    """How full each bar is, 0 to 1: half by loudness, half by how much begins in it."""
    edges = np.minimum((starts_s * FRAME_RATE_HZ).astype(np.int64), len(heard.power) - 1)
    counts = np.maximum(np.diff(np.append(edges, len(heard.power))), 1)
    loud = np.sqrt(np.add.reduceat(heard.power, edges) / counts)
    busy = np.add.reduceat(heard.strength, edges) / counts
    loud, busy = (course / max(float(np.quantile(course, 0.95)), 1e-12) for course in (loud, busy))
    return np.asarray(np.clip(0.7 * loud + 0.3 * busy, 0.0, 1.0), dtype=np.float64)


def _kinds(energies: Floats) -> list[SectionName]:
    """A name for each bar by its smoothed energy, and by its place at the edges."""
    names = [_kind(float(energy)) for energy in _smoothed(energies)]
    opening = _run(name is SectionName.BREAK for name in names)
    closing = min(_run(energy < _BREAK_UNDER + 0.2 for energy in energies[::-1]), _ENDING_BARS)
    names[:opening] = [SectionName.INTRO] * opening
    names[len(names) - closing :] = [SectionName.ENDING] * closing
    return names


def _run(facts: Iterable[bool]) -> int:
    """How many are true before the first that is not."""
    return sum(1 for _ in takewhile(bool, facts))


def _kind(energy: float) -> SectionName:
    if energy >= _LIFT_FROM:
        return SectionName.LIFT
    return SectionName.BREAK if energy < _BREAK_UNDER else SectionName.GROOVE


def _smoothed(energies: Floats) -> Floats:
    reach = min(_SMOOTH_BARS, len(energies)) // 2
    padded = np.pad(energies, reach, mode="edge")
    windows: NDArray[np.float64] = np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1)
    return np.asarray(np.median(windows, axis=1), dtype=np.float64)


def _joined(
    starts_s: Floats, energies: Floats, kinds: list[SectionName], *, duration_s: float
) -> tuple[Section, ...]:
    """Bars of one kind as one section; a lone bar goes with the one before."""
    firsts = [0]
    for bar in range(1, len(kinds)):
        ending = kinds[bar] is SectionName.ENDING
        long_enough = bar - firsts[-1] >= _SHORTEST_BARS or ending
        if kinds[bar] is not kinds[firsts[-1]] and long_enough:
            firsts.append(bar)
    ends = [*firsts[1:], len(kinds)]
    edges_s = [*(float(starts_s[first]) for first in firsts), duration_s]
    return tuple(
        Section(start_s, end_s, _most(kinds[first:end]), float(energies[first:end].mean()))
        for start_s, end_s, first, end in zip(edges_s[:-1], edges_s[1:], firsts, ends, strict=True)
    )


def _most(kinds: list[SectionName]) -> SectionName:
    return max(kinds, key=kinds.count)


def _lift(starts_s: Floats, energies: Floats) -> float:
    """The downbeat that is full at once, stays full for two bars, and came from less."""
    full = np.convolve(np.pad(energies, (0, 1), mode="edge"), (0.5, 0.5), "valid")
    before = np.pad(full, (2, 0), mode="edge")[: len(full)]
    worth = 3.0 * full - 0.5 * before
    return float(starts_s[1 + int(worth[1:].argmax())]) if len(worth) > 1 else float(starts_s[0])
