"""Loudness as ITU-R BS.1770-4 defines it.

K-weighting is two second-order filters. Running a recursion sample by sample is slow in
Python, so their exact frequency response is applied to overlapping blocks instead; what
wraps around inside a block falls into the overlap, which is thrown away.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tiktok_photo_video.music.oversampling import PeakMeter
from tiktok_photo_video.music.sound import (
    SAMPLE_RATE_HZ,
    Floats,
    Samples,
    Sound,
    as_sound,
    blocks,
)

# BS.1770-4, tables 1 and 2: the coefficients for 48 kHz.
_SHELF = (
    (1.53512485958697, -2.69169618940638, 1.19839281085285),
    (1.0, -1.69065929318241, 0.73248077421585),
)
_HIGH_PASS = ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621))
_OFFSET_LU = -0.691
_ABSOLUTE_GATE_LUFS = -70.0
_RELATIVE_GATE_LU = -10.0

_HOP = SAMPLE_RATE_HZ // 10
_HOPS_PER_WINDOW = 4
_OVERLAP = 8 * _HOP
_BLOCK = 32 * _HOP


@lru_cache(maxsize=4)
def _response(size: int) -> NDArray[np.complex64]:
    """The K-weighting's response at the bins of a real transform of ``size`` samples."""
    unit = np.exp(-2j * np.pi * np.arange(size // 2 + 1) / size)
    powers = np.stack((np.ones_like(unit), unit, unit * unit))
    response = np.ones_like(unit)
    for above, below in (_SHELF, _HIGH_PASS):
        response *= (np.array(above) @ powers) / (np.array(below) @ powers)
    return np.asarray(response, dtype=np.complex64)


class LoudnessMeter:
    """Reads the integrated loudness of a sound that comes bit by bit."""

    def __init__(self) -> None:
        self._waiting: list[Samples] = []
        self._before: Samples | None = None
        self._energies: list[Floats] = [np.zeros(0)]
        self._whole, self._count = 0.0, 0

    def hear(self, samples: Samples) -> None:
        """Take in what comes next."""
        self._waiting.append(samples)
        while sum(map(len, self._waiting)) >= _BLOCK:
            together = np.concatenate(self._waiting)
            self._waiting = [together[_BLOCK:]]
            self._weigh(together[:_BLOCK])

    def integrated_lufs(self) -> float:
        """The loudness with both gates, ``-inf`` for silence; nothing can come after that."""
        if self._waiting and len(rest := np.concatenate(self._waiting)):
            self._weigh(rest)
        powers = self._window_powers()
        heard = powers[powers > _power(_ABSOLUTE_GATE_LUFS)]
        if len(heard) == 0:
            return -math.inf
        gate = float(heard.mean()) * 10.0 ** (_RELATIVE_GATE_LU / 10.0)
        return _lufs(float(heard[heard > gate].mean()))

    def _weigh(self, samples: Samples) -> None:
        """K-weight a block; the filter's wake of what came before is in it."""
        before = samples[:0] if self._before is None else self._before
        stretch = np.concatenate((before, samples))
        # Whole hops: transforms of such lengths are fast.
        size = min(_BLOCK, -(-len(stretch) // _HOP) * _HOP) + _OVERLAP
        spectrum = np.fft.rfft(stretch, size, axis=0) * _response(size)[:, None]
        weighted = np.fft.irfft(spectrum, size, axis=0)[len(before) : len(stretch)]
        self._before = samples[-_OVERLAP:].copy()
        self._sum(np.asarray(weighted, dtype=np.float32))

    def _sum(self, weighted: Samples) -> None:
        whole = len(weighted) // _HOP * _HOP
        hops = weighted[:whole].reshape(-1, _HOP * weighted.shape[1]).astype(np.float64)
        self._energies.append(np.einsum("ij,ij->i", hops, hops))
        rest = np.square(weighted[whole:], dtype=np.float64)
        self._whole += float(self._energies[-1].sum() + rest.sum())
        self._count += len(weighted)

    def _window_powers(self) -> Floats:
        """The mean power of each 400 ms window, three quarters overlapping."""
        hops = np.concatenate(self._energies)
        if len(hops) < _HOPS_PER_WINDOW:
            # Too short for one window of the standard: the sound itself is the window.
            return np.array([self._whole / max(self._count, 1)])
        kernel = np.full(_HOPS_PER_WINDOW, 1.0 / (_HOPS_PER_WINDOW * _HOP))
        return np.convolve(hops, kernel, mode="valid")


def _lufs(power: float) -> float:
    return _OFFSET_LU + 10.0 * math.log10(power) if power > 0.0 else -math.inf


def _power(lufs: float) -> float:
    return float(10.0 ** ((lufs - _OFFSET_LU) / 10.0))


def integrated_lufs(sound: Sound | NDArray[Any]) -> float:
    """Integrated loudness with both gates of BS.1770-4; ``-inf`` for silence.

    Args:
        sound: floating point, ``(frames, channels)`` or ``(frames,)``, at 48 kHz. One channel
            counts once: the same sound on both channels is 3 LU louder.

    """
    meter = LoudnessMeter()
    for samples in blocks(as_sound(sound)):
        meter.hear(samples)
    return meter.integrated_lufs()


def true_peak_dbtp(sound: Sound | NDArray[Any]) -> float:
    """The highest peak of the curve through the samples, four-fold; ``-inf`` for silence."""
    meter = PeakMeter()
    for samples in blocks(as_sound(sound)):
        meter.hear(samples)
    return meter.true_peak_dbtp()
