"""Levels over time: gain, fades and a limiter that nobody should hear."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tiktok_photo_video.music.oversampling import MARGIN, OVERSHOOT, peaks
from tiktok_photo_video.music.sound import (
    SAMPLE_RATE_HZ,
    Samples,
    Sound,
    Treated,
    Wave,
    as_sound,
    blocks,
    frames,
    ratio,
)
from tiktok_photo_video.music.synth import ease

_LOOK_AHEAD = int(0.008 * SAMPLE_RATE_HZ)
_HOLD = int(0.010 * SAMPLE_RATE_HZ)
_RELEASE = int(0.080 * SAMPLE_RATE_HZ)
_CONTEXT = _LOOK_AHEAD * 2 + _HOLD + _RELEASE + MARGIN
# The other side is this far (70 dB) under it: noise of the recorder.
_ONE_SIDED = 1e-7
# A moving gain can lift a peak between samples a little above what it was measured at.
_HEADROOM_DB = 0.08


def apply_gain(sound: Sound | NDArray[Any], *, gain_db: float) -> Sound:
    """Sound made louder or softer; ``-inf`` silences it. Shape ``(frames, channels)``."""
    gain = np.float32(ratio(gain_db))
    return Treated(as_sound(sound), lambda samples, _: samples * gain)


def centred(sound: Sound | NDArray[Any]) -> Sound:
    """Sound that a recorder wrote to one side alone, on both; all other sound as it is."""
    whole = as_sound(sound)
    powers = [np.square(block, dtype=np.float64).sum(axis=0) for block in blocks(whole)]
    sides = np.sum(powers, axis=0)
    if np.ndim(sides) == 0 or not sides.min() < sides.max() * _ONE_SIDED:
        return whole
    loud = int(np.argmax(sides))
    return Treated(whole, lambda samples, _: np.repeat(samples[:, loud : loud + 1], 2, axis=1))


def fade(sound: Sound | NDArray[Any], *, in_s: float = 0.0, out_s: float = 0.0) -> Sound:
    """Sound that rises over ``in_s`` seconds and falls to silence over the last ``out_s``."""
    whole = as_sound(sound)
    rise, fall = (min(frames(max(span_s, 0.0)), len(whole)) for span_s in (in_s, out_s))
    if not rise and not fall:
        return whole
    return Treated(whole, partial(_faded, up=ease(rise), down=ease(fall)[::-1], count=len(whole)))


def _faded(samples: Samples, at: int, *, up: Wave, down: Wave, count: int) -> Samples:
    faded = samples.copy()
    for curve, start in ((up, 0), (down, count - len(down))):
        left, right = max(start - at, 0), min(start + len(curve) - at, len(faded))
        if left < right:
            faded[left:right] *= curve[left + at - start : right + at - start, None]
    return faded


def limit(sound: Sound | NDArray[Any], *, ceiling_dbtp: float) -> Sound:
    """Sound whose true peaks stay under a ceiling.

    The gain is down before a peak comes (look-ahead), stays down for a moment, and returns
    slowly; where nothing is over the ceiling the sound is untouched, bit for bit.

    Args:
        sound: floating point, ``(frames, channels)`` or ``(frames,)``.
        ceiling_dbtp: the highest true peak allowed, in decibels below full scale.

    """
    ceiling = ratio(ceiling_dbtp - _HEADROOM_DB)

    def limited(samples: Samples, _: int) -> Samples:
        if not len(samples) or float(np.abs(samples).max()) * OVERSHOOT <= ceiling:
            return samples
        return samples * _gain(peaks(samples), ceiling=ceiling)[:, None]

    return Treated(as_sound(sound), limited, _CONTEXT)


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
