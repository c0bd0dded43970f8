"""What high dynamic range and wide gamut film looks like on an ordinary screen. Pure numbers.

The whole way from a film's signal to BT.709 is one function of three colours, so it is worked
out once for a lattice of them; FFmpeg interpolates between its points.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import NDArray

Signal = NDArray[np.float64]

LATTICE_POINTS = 33  # a side: signals are spaced as the eye sees them, so this is fine enough

# ITU-T H.273 code points.
BT2020_PRIMARIES = 9
PQ, HLG = 16, 18
_BT2020_SDR = (14, 15)

_WHITE_NITS = 203.0  # ITU-R BT.2408: diffuse white of HDR film, white on an ordinary screen
_PEAK_NITS = 1000.0  # what phones master for; brighter is white all the same
_KNEE = 0.5  # of white: below this light comes through as it is, above it is compressed
_SCREEN_GAMMA = 2.2
_LUMA_2020 = np.array([0.2627, 0.6780, 0.0593])
# ITU-R BT.2087: linear light, BT.2020 primaries to BT.709.
_TO_709 = np.array(
    [[1.6605, -0.5876, -0.0728], [-0.1246, 1.1329, -0.0083], [-0.0182, -0.1006, 1.1187]]
)


def needs_mapping(*, transfer: int, primaries: int) -> bool:
    """Whether film with these H.273 code points would look wrong if taken for BT.709."""
    return transfer in _LIGHT and (transfer in (PQ, HLG) or primaries == BT2020_PRIMARIES)


@cache
def lattice(transfer: int) -> str:
    """The way of a transfer characteristic to BT.709 as the text of a ``.cube`` file."""
    steps = np.linspace(0.0, 1.0, LATTICE_POINTS)
    # Red changes fastest in a .cube file.
    blue, green, red = np.meshgrid(steps, steps, steps, indexing="ij")
    signal = np.stack([red.ravel(), green.ravel(), blue.ravel()], axis=-1)
    rows = "\n".join("{:.6f} {:.6f} {:.6f}".format(*row) for row in mapped(signal, transfer))
    return f"LUT_3D_SIZE {LATTICE_POINTS}\n{rows}\n"


def mapped(signal: Signal, transfer: int) -> Signal:
    """BT.709 R'G'B' (0..1) of film R'G'B' in BT.2020, both of shape (n, 3)."""
    light = np.maximum(_LIGHT[transfer](signal) @ _TO_709.T, 0.0)
    if transfer in (PQ, HLG):
        brightest = light.max(axis=-1, keepdims=True)
        # All three by the same factor: what is too bright keeps its hue.
        light = light * _compressed(brightest) / np.maximum(brightest, 1e-9)
    shown: Signal = np.clip(light, 0.0, 1.0) ** (1.0 / _SCREEN_GAMMA)
    return shown


def _compressed(light: Signal) -> Signal:
    """Light above the knee bent so that the peak is white; one curve without a corner."""
    peak, knee = _PEAK_NITS / _WHITE_NITS, _KNEE
    # Moebius transform: knee stays, with a slope of one; the peak comes to one.
    a = -(knee**2) * (peak - 1.0) / (knee**2 - 2.0 * knee + peak)
    b = (knee**2 - 2.0 * knee * peak + peak) / (peak - 1.0)
    bent = (b * b + 2.0 * b * knee + knee * knee) / (b - a) * (light + a) / (light + b)
    return np.where(light > knee, np.minimum(bent, 1.0), light)


def _pq_light(signal: Signal) -> Signal:
    """SMPTE ST 2084: signal to light, in units of diffuse white."""
    m1, m2, c1, c2, c3 = 0.1593017578125, 78.84375, 0.8359375, 18.8515625, 18.6875
    root = signal ** (1.0 / m2)
    nits = 10_000.0 * (np.maximum(root - c1, 0.0) / (c2 - c3 * root)) ** (1.0 / m1)
    return np.asarray(nits / _WHITE_NITS)


def _hlg_light(signal: Signal) -> Signal:
    """ARIB STD-B67 with the system gamma of a screen of the peak's brightness."""
    a, b, c = 0.17883277, 0.28466892, 0.55991073
    scene = np.where(signal <= 0.5, signal**2 / 3.0, (np.exp((signal - c) / a) + b) / 12.0)
    luma = np.maximum(scene @ _LUMA_2020, 1e-9)[..., None]
    return np.asarray(scene * luma**0.2 * (_PEAK_NITS / _WHITE_NITS))


def _sdr_light(signal: Signal) -> Signal:
    """Ordinary range, wide gamut."""
    return np.asarray(signal**_SCREEN_GAMMA)


_LIGHT: dict[int, Callable[[Signal], Signal]] = {
    PQ: _pq_light,
    HLG: _hlg_light,
    **dict.fromkeys(_BT2020_SDR, _sdr_light),
}
