"""Loudness as ITU-R BS.1770-4 defines it, and bringing a sound to a target.

K-weighting is two second-order filters. Running a recursion sample by sample is slow in
Python, so their exact frequency response is applied to overlapping blocks instead; what
wraps around inside a block falls into the overlap, which is thrown away.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tiktok_photo_video.music.mix import limit_in_place
from tiktok_photo_video.music.oversampling import highest_peak
from tiktok_photo_video.music.sound import SAMPLE_RATE_HZ, Floats, Samples, as_samples, ratio

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
_BLOCK = 80 * _HOP

_TOLERANCE_LU = 0.05
_ROUNDS = 12
# More than this over what its loudness alone asks for, and even a clap is all limiter.
_MOST_DRIVEN_DB = 15.0


def _response(size: int) -> NDArray[np.complex64]:
    """The K-weighting's response at the bins of a real transform of ``size`` samples."""
    unit = np.exp(-2j * np.pi * np.arange(size // 2 + 1) / size)
    powers = np.stack((np.ones_like(unit), unit, unit * unit))
    response = np.ones_like(unit)
    for above, below in (_SHELF, _HIGH_PASS):
        response *= (np.array(above) @ powers) / (np.array(below) @ powers)
    return np.asarray(response, dtype=np.complex64)


def _weighted_blocks(samples: Samples) -> Iterator[Samples]:
    """The K-weighted sound, block by block."""
    size = min(_BLOCK, len(samples)) + _OVERLAP
    response = _response(size)[:, None]
    for start in range(0, len(samples), _BLOCK):
        stretch = samples[max(start - _OVERLAP, 0) : start + _BLOCK]
        lead = min(start, _OVERLAP)
        spectrum = np.fft.rfft(stretch, size, axis=0) * response
        weighted = np.fft.irfft(spectrum, size, axis=0)[lead : len(stretch)]
        yield np.asarray(weighted, dtype=np.float32)


def _hop_energies(samples: Samples) -> Floats:
    """The energy, summed over channels, of each whole tenth of a second."""
    energies = [np.zeros(0)]
    for block in _weighted_blocks(samples):
        whole = len(block) // _HOP * _HOP
        hops = block[:whole].reshape(-1, _HOP * block.shape[1]).astype(np.float64)
        energies.append(np.einsum("ij,ij->i", hops, hops))
    return np.concatenate(energies)


def _window_powers(samples: Samples) -> Floats:
    """The mean power of each 400 ms window, three quarters overlapping."""
    hops = _hop_energies(samples)
    if len(hops) < _HOPS_PER_WINDOW:
        # Too short for one window of the standard: the sound itself is the window.
        weighted = next(_weighted_blocks(samples)).astype(np.float64)
        return np.array([np.square(weighted).sum() / len(weighted)])
    kernel = np.full(_HOPS_PER_WINDOW, 1.0 / (_HOPS_PER_WINDOW * _HOP))
    return np.convolve(hops, kernel, mode="valid")


def _lufs(power: float) -> float:
    return _OFFSET_LU + 10.0 * math.log10(power) if power > 0.0 else -math.inf


def _power(lufs: float) -> float:
    return float(10.0 ** ((lufs - _OFFSET_LU) / 10.0))


def integrated_lufs(samples: NDArray[Any]) -> float:
    """Integrated loudness with both gates of BS.1770-4; ``-inf`` for silence.

    Args:
        samples: floating point, ``(frames, channels)`` or ``(frames,)``, at 48 kHz. One
            channel counts once: the same sound on both channels is 3 LU louder.

    """
    sound = as_samples(samples)
    if len(sound) == 0:
        return -math.inf
    powers = _window_powers(sound)
    heard = powers[powers > _power(_ABSOLUTE_GATE_LUFS)]
    if len(heard) == 0:
        return -math.inf
    gate = float(heard.mean()) * 10.0 ** (_RELATIVE_GATE_LU / 10.0)
    return _lufs(float(heard[heard > gate].mean()))


def true_peak_dbtp(samples: NDArray[Any]) -> float:
    """The highest peak of the curve through the samples, four-fold; ``-inf`` for silence."""
    highest = highest_peak(as_samples(samples))
    return 20.0 * math.log10(highest) if highest > 0.0 else -math.inf


def normalise(
    samples: NDArray[Any], *, target_lufs: float = -14.0, ceiling_dbtp: float = -1.5
) -> Samples:
    """Sound at a loudness, with its true peaks under a ceiling; silence stays silence.

    Limiting takes loudness away, so gain and limiter are tried again until both promises
    hold. A sound too spiky for both (a lone click) keeps the ceiling and stays softer.

    Args:
        samples: floating point, ``(frames, channels)`` or ``(frames,)``, at 48 kHz.
        target_lufs: the integrated loudness to reach.
        ceiling_dbtp: the highest true peak allowed.

    """
    sound = as_samples(samples)
    measured = integrated_lufs(sound)
    if measured == -math.inf:
        return sound.copy()
    gain_db = least_db = target_lufs - measured
    finished = np.empty_like(sound)
    for _ in range(_ROUNDS):
        np.multiply(sound, np.float32(ratio(gain_db)), out=finished)
        limit_in_place(finished, ceiling_dbtp=ceiling_dbtp)
        error_lu = target_lufs - integrated_lufs(finished)
        if abs(error_lu) <= _TOLERANCE_LU or gain_db - least_db >= _MOST_DRIVEN_DB:
            break
        # Of what is driven into the limiter only a part comes out: larger steps get there.
        step_db = error_lu * (1.5 if error_lu > 0.5 else 1.0)
        gain_db = min(gain_db + step_db, least_db + _MOST_DRIVEN_DB)
    excess = highest_peak(finished) / ratio(ceiling_dbtp)
    if excess > 1.0:
        finished *= np.float32(0.9999 / excess)
    return finished
