"""Peaks between the samples.

A player's converter draws a curve through the samples and can overshoot them. BS.1770-4
annex 2 finds those peaks by interpolating four-fold; so does this.
"""

from __future__ import annotations

import numpy as np

from tiktok_photo_video.music.sound import Floats, Samples, Wave

_TAPS = 16
_BLOCK = 4096
MARGIN = _TAPS
"""Frames of context on either side that make the ends of a stretch exact."""


def _interpolators() -> Floats:
    """Windowed-sinc filters for a quarter, a half and three quarters between two samples."""
    offsets = np.array([0.25, 0.5, 0.75])
    distance = np.arange(_TAPS)[:, None] - (_TAPS // 2 - 1) - offsets[None, :]
    window = np.cos(np.pi * distance / (_TAPS + 1)) ** 2
    taps = np.sinc(distance) * window
    return np.asarray(taps / taps.sum(axis=0), dtype=np.float64)


_FILTERS = _interpolators().astype(np.float32)
# No interpolated value can exceed the largest sample near it by more than this.
OVERSHOOT = float(np.abs(_FILTERS).sum(axis=0).max())


def _between(channel: Wave) -> Wave:
    """The largest magnitude interpolated after each sample."""
    padded = np.pad(channel, (_TAPS // 2 - 1, _TAPS // 2))
    between: Wave = np.zeros_like(channel)
    for taps in _FILTERS.T:
        np.maximum(between, np.abs(np.convolve(padded, taps[::-1], mode="valid")), out=between)
    return between


def peaks(samples: Samples) -> Wave:
    """For each frame, the largest true peak at it or up to the next, over all channels."""
    highest = np.zeros(len(samples), np.float32)
    for channel in samples.T:
        np.maximum(highest, np.abs(channel), out=highest)
        np.maximum(highest, _between(np.ascontiguousarray(channel)), out=highest)
    return highest


def highest_peak(samples: Samples) -> float:
    """The largest true peak of a whole sound.

    Only blocks that could hold it are interpolated: ``OVERSHOOT`` bounds what is possible.
    """
    starts = range(0, len(samples), _BLOCK)
    tops = [float(np.abs(samples[at : at + _BLOCK + MARGIN]).max()) for at in starts]
    best = max(tops, default=0.0)
    for at, top in sorted(zip(starts, tops, strict=True), key=lambda pair: -pair[1]):
        if top * OVERSHOOT <= best:
            break
        lead = min(at, MARGIN)
        # What lies outside a stretch counts as silence, so its own ends would ring falsely.
        inside = peaks(samples[at - lead : at + _BLOCK + MARGIN])[lead : lead + _BLOCK]
        best = max(best, float(inside.max()))
    return best
