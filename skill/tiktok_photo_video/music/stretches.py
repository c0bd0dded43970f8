"""The parts of a recording by how much is going on in them, and its strongest moment."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tiktok_photo_video.music.onsets import FRAME_RATE_HZ, Onsets
from tiktok_photo_video.music.score import Section, SectionName
from tiktok_photo_video.music.sound import Floats

_SHORTEST_BARS = 2
_SMOOTH_BARS = 3
# Energies beside the fullest bars of the piece.
_LIFT_FROM, _BREAK_UNDER = 0.8, 0.45


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
    """A name for each bar by its smoothed energy."""
    smooth = _smoothed(energies)
    names = [_kind(float(energy)) for energy in smooth]
    for place, name in enumerate(names):
        if name is not SectionName.BREAK:
            return [SectionName.INTRO] * place + names[place:]
    return names


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
        if kinds[bar] is not kinds[bar - 1] and bar - firsts[-1] >= _SHORTEST_BARS:
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
    """The downbeat after which there is most beside what came before."""
    bars = len(energies)
    best, place = -1.0, 0
    for bar in range(1, bars):
        after = float(energies[bar : bar + 4].mean())
        before = float(energies[max(bar - 4, 0) : bar].mean())
        # Full already matters more than getting fuller: the first bars always do.
        if 2.0 * after - 0.5 * before > best:
            best, place = 2.0 * after - 0.5 * before, bar
    return float(starts_s[place])
