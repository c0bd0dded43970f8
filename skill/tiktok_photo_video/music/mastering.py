"""Bringing a sound to a platform's loudness with its true peaks under a ceiling.

Most music needs a gain and a limiter that hardly works. Where peaks stand so high above the
loudness that a limiter would pump, the sound is made denser first (``density``), and no denser
than it takes. What is treated is worked out when it is read, a few seconds at a time.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from numpy.typing import NDArray

from tiktok_photo_video.music.density import clip, compress, envelope_db
from tiktok_photo_video.music.loudness import integrated_lufs, true_peak_dbtp
from tiktok_photo_video.music.mix import apply_gain, limit
from tiktok_photo_video.music.sound import SAMPLE_RATE_HZ, Sound, as_sound, highest, worked_out

_TOLERANCE_LU = 0.05
_ROUNDS = 12
_NEAR_LU = 0.2
# So far over what its loudness alone asks for a sound may be driven into the limiter, by itself
# (composed music by up to 2) or after all else was done for it: then even a clap is all limiter.
_MOST_LOST_DB, _MOST_DRIVEN_DB = 4.0, 15.0
# So far over the ceiling peaks may come for the limiter alone. Composed music comes by up to 3.
_MOST_LIMITED_DB = 6.0
_HAIR_DB = 0.001
# Of a minute and a half the samples are 35 MB.
_SHORT = 90 * SAMPLE_RATE_HZ
_DENSITIES = (0.25, 0.5, 0.75, 1.0, 1.25, 1.5)


@dataclass(frozen=True, slots=True)
class _Aim:
    lufs: float
    ceiling_dbtp: float


def normalise(
    sound: Sound | NDArray[Any], *, target_lufs: float = -14.0, ceiling_dbtp: float = -1.5
) -> Sound:
    """Sound at a loudness, with its true peaks under a ceiling; silence stays silence.

    A sound too spiky for both (a lone click) keeps the ceiling and stays softer.

    Args:
        sound: floating point, ``(frames, channels)`` or ``(frames,)``, at 48 kHz.
        target_lufs: the integrated loudness to reach.
        ceiling_dbtp: the highest true peak allowed.

    """
    source, aim = as_sound(sound), _Aim(target_lufs, ceiling_dbtp)
    gain_db = target_lufs - integrated_lufs(source)
    if gain_db == math.inf:
        return source
    if _excess_db(source, gain_db, aim) <= _MOST_LIMITED_DB:
        limited = _driven(partial(_limited, source, aim), gain_db, aim, most_db=_MOST_LOST_DB)
        if abs(aim.lufs - integrated_lufs(limited)) <= _NEAR_LU:
            return limited
    dense, gain_db = _dense(source, aim)
    return _driven(partial(_clipped, dense, aim), gain_db, aim, most_db=_MOST_DRIVEN_DB)


def _excess_db(sound: Sound, gain_db: float, aim: _Aim) -> float:
    """How far peaks come over the ceiling at a gain."""
    return 20.0 * math.log10(highest(sound)) + gain_db - aim.ceiling_dbtp


def _limited(sound: Sound, aim: _Aim, gain_db: float) -> Sound:
    return limit(apply_gain(sound, gain_db=gain_db), ceiling_dbtp=aim.ceiling_dbtp)


def _clipped(sound: Sound, aim: _Aim, gain_db: float) -> Sound:
    loud = apply_gain(sound, gain_db=gain_db)
    return limit(clip(loud, ceiling_dbtp=aim.ceiling_dbtp), ceiling_dbtp=aim.ceiling_dbtp)


def _dense(sound: Sound, aim: _Aim) -> tuple[Sound, float]:
    """The sound as dense as its peaks ask for, and the gain that its loudness then asks for."""
    envelope = envelope_db(sound)
    for density in _DENSITIES:
        dense = compress(sound, envelope, density=density)
        gain_db = aim.lufs - integrated_lufs(dense)
        if _excess_db(dense, gain_db, aim) <= _MOST_LIMITED_DB:
            break
    return dense, gain_db


def _driven(
    finished: Callable[[float], Sound], least_db: float, aim: _Aim, *, most_db: float
) -> Sound:
    """What comes out at the gain that reaches the aim.

    Limiting takes loudness away, so gains are tried until both promises hold. What is driven too
    hard comes out softer again: then what came nearest is taken.
    """
    gain_db, best, least_lu = least_db, finished(least_db), math.inf
    for _ in range(_ROUNDS):
        sound = _settled(finished(gain_db))
        error_lu = aim.lufs - integrated_lufs(sound)
        if abs(error_lu) < least_lu:
            best, least_lu = sound, abs(error_lu)
        elif error_lu > 0.0:
            break
        if abs(error_lu) <= _TOLERANCE_LU or gain_db - least_db >= most_db:
            break
        # Of what is driven into the limiter only a part comes out: larger steps get there.
        step_db = error_lu * (1.5 if error_lu > 0.5 else 1.0)
        gain_db = min(gain_db + step_db, least_db + most_db)
    excess_db = true_peak_dbtp(best) - aim.ceiling_dbtp
    return apply_gain(best, gain_db=-excess_db - _HAIR_DB) if excess_db > 0.0 else best


def _settled(sound: Sound) -> Sound:
    """A short sound worked out once; a long one is worked out whenever it is read."""
    if len(sound) > _SHORT:
        return sound
    return worked_out(sound)
