"""Making spiky sound denser: what lies between strokes comes up, the strokes' tips go down.

A bare drum track may tower 25 dB above its own loudness. A limiter alone would have to turn all
of it down for each stroke, and would be heard pumping. What a mastering engineer does comes
first here: upward compression, whose gain never moves within a wave of bass, and a soft clipper
for the few milliseconds of a stroke's tip, where ears take distortion for attack.
"""

from __future__ import annotations

from functools import partial

import numpy as np

from tiktok_photo_video.music.oversampling import MARGIN, OVERSHOOT, curve, thinned
from tiktok_photo_video.music.sound import (
    SAMPLE_RATE_HZ,
    Floats,
    Samples,
    Sound,
    Treated,
    Wave,
    blocks,
    ratio,
)

_HOP = SAMPLE_RATE_HZ // 1000
# Hops on either side: the louder half of a wave of 50 Hz is always among them.
_REACH = 10
# At density 1: of each decibel under the loudest so much is made good, up to this.
_SLOPE, _MOST_UP_DB = 0.64, 16.0
# What lies this far under the loudest is a recording's own noise and stays there.
_STAYS_DB, _RISES_DB = -65.0, -45.0
# What is bent is smooth again without what 48 kHz cannot hold, and so comes over the ceiling once
# more: it is bent again, less and less of it.
_KNEES_DB = (4.0, 1.0, 1.0)
_LEAST = 1e-9
_PATCH = 2048


def envelope_db(sound: Sound) -> Floats:
    """How loud the peaks around each millisecond of a sound are, in decibels of full scale."""
    tops = [_tops(block) for block in blocks(sound, _HOP * 2730)]
    course = np.concatenate(tops) if tops else np.zeros(0)
    around = np.lib.stride_tricks.sliding_window_view(
        np.pad(course, _REACH, mode="edge"), 2 * _REACH + 1
    ).max(axis=1)
    bell = np.hanning(2 * _REACH + 3)[1:-1]
    smooth = np.convolve(np.pad(around, _REACH, mode="edge"), bell / bell.sum(), "valid")
    return np.asarray(20.0 * np.log10(np.maximum(smooth, _LEAST)), dtype=np.float64)


def _tops(samples: Samples) -> Floats:
    hops = -(-len(samples) // _HOP)
    padded = np.pad(np.abs(samples).max(axis=1), (0, hops * _HOP - len(samples)))
    return np.asarray(padded.reshape(hops, _HOP).max(axis=1), dtype=np.float64)


def compress(sound: Sound, envelope: Floats, *, density: float) -> Sound:
    """Sound whose soft moments are louder and whose loudest are as they were.

    Args:
        sound: any.
        envelope: its own, see :func:`envelope_db`.
        density: 0 (as it is) to 1.5 (all but level).

    """
    loudest = float(envelope.max(initial=20.0 * np.log10(_LEAST)))
    under = loudest - envelope
    share = np.clip((_STAYS_DB + under) / (_STAYS_DB - _RISES_DB), 0.0, 1.0)
    boost_db = np.minimum(_SLOPE * density * under, _MOST_UP_DB * density) * share
    return Treated(sound, partial(_lifted, boost_db=boost_db))


def _lifted(samples: Samples, at: int, *, boost_db: Floats) -> Samples:
    first = max(at // _HOP - 1, 0)
    course = boost_db[first : (at + len(samples)) // _HOP + 2]
    if not len(course):
        return samples
    middles = (np.arange(first, first + len(course)) + 0.5) * _HOP
    gain_db = np.interp(np.arange(at, at + len(samples)), middles, course)
    return samples * (10.0 ** (gain_db / 20.0)).astype(np.float32)[:, None]


def clip(sound: Sound, *, ceiling_dbtp: float) -> Sound:
    """Sound whose tips bend towards a ceiling, and hardly go over it.

    It bends the curve through the samples, four-fold, so that no tone folds back from above
    what 48 kHz can hold.
    """
    ceiling = ratio(ceiling_dbtp)
    for knee_db in _KNEES_DB:
        bent = partial(_clipped, knee=ceiling * ratio(-knee_db), ceiling=ceiling)
        sound = Treated(sound, bent, 2 * MARGIN)
    return sound


def _clipped(samples: Samples, _: int, *, knee: float, ceiling: float) -> Samples:
    clipped = samples
    for at in range(0, len(samples), _PATCH):
        patch = samples[max(at - 2 * MARGIN, 0) : at + _PATCH + 2 * MARGIN]
        if float(np.abs(patch).max()) * OVERSHOOT > knee:
            clipped = samples.copy() if clipped is samples else clipped
            lead = min(at, 2 * MARGIN)
            over = np.stack([_over(np.ascontiguousarray(s), knee, ceiling) for s in patch.T], 1)
            clipped[at : at + _PATCH] -= over[lead : lead + _PATCH]
    return clipped


def _over(side: Wave, knee: float, ceiling: float) -> Wave:
    """What is bent away of one side."""
    dense = curve(side)
    over = np.maximum(np.abs(dense) - np.float32(knee), 0.0)
    room = np.float32(ceiling - knee)
    return thinned(np.sign(dense) * (over - room * np.tanh(over / room)))
