"""Levels over time: gain, fades and a limiter that nobody should hear."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from tiktok_photo_video.music.oversampling import MARGIN, OVERSHOOT, peaks
from tiktok_photo_video.music.sound import (
    SAMPLE_RATE_HZ,
    Samples,
    Wave,
    as_samples,
    frames,
    ratio,
)
from tiktok_photo_video.music.synth import ease

_LOOK_AHEAD = int(0.008 * SAMPLE_RATE_HZ)
_HOLD = int(0.010 * SAMPLE_RATE_HZ)
_RELEASE = int(0.080 * SAMPLE_RATE_HZ)
_CONTEXT = _LOOK_AHEAD * 2 + _HOLD + _RELEASE + MARGIN
_BLOCK = 1 << 17
# A moving gain can lift a peak between samples a little above what it was measured at.
_HEADROOM_DB = 0.08


def apply_gain(samples: NDArray[Any], *, gain_db: float) -> Samples:
    """Sound made louder or softer; ``-inf`` silences it. Shape ``(frames, channels)``."""
    return as_samples(samples) * np.float32(ratio(gain_db))


def fade(samples: NDArray[Any], *, in_s: float = 0.0, out_s: float = 0.0) -> Samples:
    """Sound that rises over ``in_s`` seconds and falls to silence over the last ``out_s``."""
    faded = as_samples(samples).copy()
    rise, fall = (min(frames(max(span_s, 0.0)), len(faded)) for span_s in (in_s, out_s))
    faded[:rise] *= ease(rise)[:, None]
    faded[len(faded) - fall :] *= ease(fall)[::-1, None]
    return faded


def limit(samples: NDArray[Any], *, ceiling_dbtp: float) -> Samples:
    """Sound whose true peaks stay under a ceiling.

    The gain is down before a peak comes (look-ahead), stays down for a moment, and returns
    slowly; where nothing is over the ceiling the sound is untouched, bit for bit.

    Args:
        samples: floating point, ``(frames, channels)`` or ``(frames,)``.
        ceiling_dbtp: the highest true peak allowed, in decibels below full scale.

    """
    limited = as_samples(samples).copy()
    limit_in_place(limited, ceiling_dbtp=ceiling_dbtp)
    return limited


def limit_in_place(samples: Samples, *, ceiling_dbtp: float) -> None:
    """``limit`` without a second copy of a long sound."""
    ceiling = ratio(ceiling_dbtp - _HEADROOM_DB)
    # The limiter looks back over sound that it has already turned down: keep it as it was.
    before = samples[:0].copy()
    for start in range(0, len(samples), _BLOCK):
        here = samples[start : start + _BLOCK]
        after = samples[start + _BLOCK : start + _BLOCK + _CONTEXT]
        stretch = np.concatenate((before, here, after))
        left = len(before)
        before = here[-_CONTEXT:].copy()
        if float(np.abs(stretch).max()) * OVERSHOOT > ceiling:
            here *= _gain(peaks(stretch), ceiling=ceiling)[left : left + len(here), None]


def _gain(peak: Wave, *, ceiling: float) -> Wave:
    """The gain for each frame; never above what the peak under it allows."""
    over = np.maximum(peak / np.float32(ceiling), np.float32(1.0))
    allowed = np.asarray(1.0 / over, dtype=np.float32)
    # A peak between this frame and the next counts for both.
    allowed[1:] = np.minimum(allowed[1:], allowed[:-1])
    held = _lowest_near(allowed, before=_HOLD, after=_LOOK_AHEAD)
    attacked = _mean_of_last(held, _LOOK_AHEAD + 1)
    return np.asarray(np.minimum(attacked, _mean_of_last(attacked, _RELEASE)), dtype=np.float32)


def _lowest_near(values: Wave, *, before: int, after: int) -> Wave:
    """The minimum of each value and its neighbours, by doubling the reach of a minimum."""
    reach = before + after + 1
    lowest: Wave = np.pad(values, (before, after), constant_values=1.0)
    done = 1
    while done < reach:
        shift = min(done, reach - done)
        lowest = np.minimum(lowest[: len(lowest) - shift], lowest[shift:])
        done += shift
    return lowest


def _mean_of_last(values: Wave, count: int) -> Wave:
    """The mean of each value and those just before it; the first counts as going on before."""
    padded = np.pad(values.astype(np.float64), (count, 0), mode="edge")
    total = np.cumsum(padded)
    return ((total[count:] - total[:-count]) / count).astype(np.float32)
