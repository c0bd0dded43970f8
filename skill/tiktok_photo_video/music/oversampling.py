"""Peaks between the samples.

A player's converter draws a curve through the samples and can overshoot them. BS.1770-4
annex 2 finds those peaks by interpolating four-fold; so does this.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from tiktok_photo_video.music.sound import Floats, Samples, Wave

# Long and steep enough to read no peak lower than FFmpeg's meter does, up to 24 kHz.
_TAPS, _STEEPNESS = 24, 4.0
_FOLD = 4
# Of half the sampling rate, what passes on the way back; the rest is the filter's slope.
_PASSED = 0.92
_BLOCK = 4096
MARGIN = _TAPS
"""Frames of context on either side that make the ends of a stretch exact."""


def _interpolators() -> Floats:
    """Windowed-sinc filters for a quarter, a half and three quarters between two samples."""
    offsets = np.array([0.25, 0.5, 0.75])
    distance = np.arange(_TAPS)[:, None] - (_TAPS // 2 - 1) - offsets[None, :]
    window = np.i0(_STEEPNESS * np.sqrt(np.maximum(1.0 - (2.0 * distance / _TAPS) ** 2, 0.0)))
    taps = np.sinc(distance) * window
    return np.asarray(taps / taps.sum(axis=0), dtype=np.float64)


def _low_pass() -> Floats:
    """A windowed sinc that ends where the samples' own rate does."""
    at = np.arange(-_TAPS * _FOLD // 2, _TAPS * _FOLD // 2 + 1)
    taps = np.sinc(_PASSED * at / _FOLD) * np.hanning(len(at) + 2)[1:-1]
    return np.asarray(taps / taps.sum(), dtype=np.float64)


_LOW_PASS = _low_pass().astype(np.float32)
_FILTERS = _interpolators().astype(np.float32)
# No interpolated value can exceed the largest sample near it by more than this.
OVERSHOOT = float(np.abs(_FILTERS).sum(axis=0).max())


def _between(channel: Wave) -> NDArray[np.float32]:
    """What is interpolated at the three places after each sample, of shape (3, frames)."""
    padded = np.pad(channel, (_TAPS // 2 - 1, _TAPS // 2))
    windows = sliding_window_view(padded, len(channel))
    between = np.empty((_FOLD - 1, len(channel)), np.float32)
    # Products of matrices take a third of the time of convolutions, while they are small enough
    # to stay on one processor.
    for at in range(0, len(channel), _BLOCK):
        stretch = slice(at, at + _BLOCK)
        between[:, stretch] = _FILTERS.T @ windows[:, stretch]
    return between


def curve(channel: Wave) -> Wave:
    """The curve through samples at four times their rate; the first of each four is a sample."""
    return np.stack([channel, *_between(channel)], axis=1).reshape(-1)


def thinned(dense: Wave) -> Wave:
    """A curve at its quarter rate, without what that cannot hold."""
    reach = len(_LOW_PASS) // 2
    padded = np.pad(dense, (reach, reach + _FOLD))
    count = len(dense) // _FOLD
    thin: Wave = np.zeros(count, np.float32)
    for phase in range(_FOLD):
        thin += np.correlate(padded[phase::_FOLD], _LOW_PASS[phase::_FOLD], "valid")[:count]
    return thin


def peaks(samples: Samples) -> Wave:
    """For each frame, the largest true peak at it or up to the next, over all channels."""
    highest = np.zeros(len(samples), np.float32)
    for channel in samples.T:
        np.maximum(highest, np.abs(channel), out=highest)
        between = np.abs(_between(np.ascontiguousarray(channel)))
        np.maximum(highest, between.max(axis=0), out=highest)
    return highest


class PeakMeter:
    """The largest true peak of a sound that comes bit by bit.

    Only blocks that could hold it are interpolated: ``OVERSHOOT`` bounds what is possible.
    """

    def __init__(self) -> None:
        self._highest = 0.0
        # The samples that were not looked at yet, and those before them that they depend on.
        self._kept: Samples | None = None
        self._first = 0

    def hear(self, samples: Samples) -> None:
        """Take in what comes next."""
        together = samples if self._kept is None else np.concatenate((self._kept, samples))
        # What comes next bends the curve between the last few: they are looked at with it.
        end = max(len(together) - MARGIN, self._first)
        self._look(together, self._first, end)
        start = max(end - MARGIN, 0)
        self._kept, self._first = together[start:].copy(), end - start

    def true_peak_dbtp(self) -> float:
        """The largest in decibels of full scale, ``-inf`` for silence; nothing can come after."""
        if self._kept is not None:
            self._look(self._kept, self._first, len(self._kept))
        return 20.0 * math.log10(self._highest) if self._highest > 0.0 else -math.inf

    def _look(self, samples: Samples, first: int, end: int) -> None:
        starts = range(first, end, _BLOCK)
        tops = [float(np.abs(samples[at : at + _BLOCK + MARGIN]).max()) for at in starts]
        for at, top in sorted(zip(starts, tops, strict=True), key=lambda pair: -pair[1]):
            if top * OVERSHOOT <= self._highest:
                break
            lead, count = min(at, MARGIN), min(_BLOCK, end - at)
            # What lies outside a stretch counts as silence, so its own ends would ring falsely.
            inside = peaks(samples[at - lead : at + count + MARGIN])[lead : lead + count]
            self._highest = max(self._highest, float(inside.max()))
