"""Hearing the beats of a song that was not composed here.

Time is bent until the tempo holds (``tempo``); where beats are is read from the path through the
onsets that is both strong and even in that time (dynamic programming, after Ellis 2007); which
of them begin a bar, from where the bass and the harmony turn.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tiktok_photo_video.music.beats import BeatPlan
from tiktok_photo_video.music.metre import unhalved
from tiktok_photo_video.music.onsets import FRAME_RATE_HZ, Onsets, onsets
from tiktok_photo_video.music.sound import Floats, Sound
from tiktok_photo_video.music.stretches import stretches
from tiktok_photo_video.music.tempo import evened, period

_SHORTEST_S = 3.0
# What one step of another length costs, in good beats by octave squared.
_STEADINESS = 30.0
_BEATS_PER_BAR = 4
# Noise repeats by up to 0.17, four seconds of it by chance by 0.28; the loosest of the songs
# composed here, under noise or without a steady tempo, by 0.35.
_LEAST_PULSE = 0.3


class NoBeat(StrEnum):
    """What keeps a sound from being cut to."""

    TOO_SHORT = "too_short"
    STILL = "still"
    UNEVEN = "uneven"
    TOO_FEW = "too_few"


@dataclass(frozen=True, slots=True)
class Beatless:
    """Why a sound has no beats to cut to."""

    reason: NoBeat


def track_beats(sound: Sound | NDArray[Any], rate_hz: int) -> BeatPlan | Beatless:
    """The beats, bars, sections and the strongest moment of a recording.

    Args:
        sound: floating point, ``(frames, channels)`` or ``(frames,)``.
        rate_hz: its sampling rate.

    Returns:
        The plan, or why there is none: silence, speech or a drone has no beat.

    """
    duration_s = len(sound) / rate_hz
    if duration_s < _SHORTEST_S:
        return Beatless(NoBeat.TOO_SHORT)
    heard = onsets(sound, rate_hz)
    if not heard.strength.any():
        return Beatless(NoBeat.STILL)
    # The bass says which of the onsets are beats, the treble where they are.
    even = evened(heard.strength + heard.bass)
    lag, pulse = period(even.strength)
    if pulse < _LEAST_PULSE:
        return Beatless(NoBeat.UNEVEN)
    path = _path(even.strength, period=lag)
    found = unhalved(np.round(even.frames[path]).astype(np.int64), heard.strength)
    frames = _trimmed(found, heard)
    if len(frames) < 2 * _BEATS_PER_BAR:
        return Beatless(NoBeat.TOO_FEW)
    return _plan(heard, frames, duration_s=duration_s)


def _path(strength: Floats, *, period: float) -> NDArray[np.int64]:
    """The frames of the beats: the strongest path whose steps stay near the period."""
    near, far = max(round(period / 1.6), 1), round(period * 1.6)
    steps = np.arange(near, far + 1)
    cost = _STEADINESS * np.log(steps / period) ** 2 * _scale(strength)
    total = strength.copy()
    came_from = np.full(len(strength), -1, dtype=np.int64)
    for frame in range(near, len(strength)):
        reach = steps[: min(frame - near + 1, len(steps))]
        candidates = total[frame - reach] - cost[: len(reach)]
        best = int(candidates.argmax())
        if candidates[best] > 0.0:
            total[frame] += candidates[best]
            came_from[frame] = frame - int(reach[best])
    return _walked_back(total, came_from, period=period)


def _scale(strength: Floats) -> float:
    """What a good beat is worth, so that steadiness weighs the same in every song."""
    return max(float(np.quantile(strength, 0.98)), 1e-9)


def _walked_back(
    total: Floats, came_from: NDArray[np.int64], *, period: float
) -> NDArray[np.int64]:
    tail = len(total) - round(period)
    frame = int(tail + total[tail:].argmax())
    found = []
    while frame >= 0:
        found.append(frame)
        frame = int(came_from[frame])
    return np.array(found[::-1], dtype=np.int64)


def _trimmed(frames: NDArray[np.int64], heard: Onsets) -> NDArray[np.int64]:
    """The beats without those before the sound begins and after it has stopped.

    A chord that swells may begin a song, and beats are counted in under it; one that rings out
    ends it.
    """
    strength = np.convolve(heard.strength, np.ones(9), "same")[frames]
    is_loud = (heard.power > 1e-5 * np.quantile(heard.power, 0.95))[frames]
    begun = np.flatnonzero(is_loud)
    struck = np.flatnonzero(is_loud & (strength > 0.15 * np.median(strength)))
    return frames[begun[0] : struck[-1] + 1] if len(struck) else frames[:0]


def _plan(heard: Onsets, frames: NDArray[np.int64], *, duration_s: float) -> BeatPlan:
    beats_s = _sharpened(heard.strength, frames) / FRAME_RATE_HZ
    beats_s = np.clip(beats_s, 0.0, duration_s)
    first = _first_downbeat(heard, frames)
    downbeats_s = beats_s[first::_BEATS_PER_BAR]
    sections, lift_s = stretches(heard, downbeats_s, duration_s=duration_s)
    return BeatPlan(
        beats_s=tuple(beats_s.tolist()),
        downbeats_s=tuple(downbeats_s.tolist()),
        sections=sections,
        lift_s=lift_s,
    )


def _sharpened(strength: Floats, frames: NDArray[np.int64]) -> Floats:
    """The beats between frames: the centre of the onset around each."""
    padded = np.pad(strength, 3)
    reach = np.arange(-2, 3)
    around = padded[frames[:, None] + 3 + reach]
    weight = around.sum(axis=1)
    moved = (around * reach).sum(axis=1) / np.maximum(weight, 1e-9)
    return np.asarray(frames + np.where(weight > 0.5, moved, 0.0), dtype=np.float64)


def _turns(chroma: Floats, frames: NDArray[np.int64]) -> Floats:
    """How much the harmony of the two beats from each on differs from the two before."""
    totals = np.cumsum(np.pad(chroma, ((1, 0), (0, 0))), axis=0)
    edges = np.pad(frames, (2, 2), mode="edge")
    before = totals[edges[2:-2]] - totals[edges[:-4]]
    after = totals[edges[4:]] - totals[edges[2:-2]]
    one, other = (
        part / np.maximum(np.linalg.norm(part, axis=1, keepdims=True), 1e-9)
        for part in (before, after)
    )
    known = (before.any(axis=1)) & (after.any(axis=1))
    return np.where(known, 1.0 - (one * other).sum(axis=1), 0.0)


def _first_downbeat(heard: Onsets, frames: NDArray[np.int64]) -> int:
    """Which of the first four beats begins a bar: there the bass and the harmony turn."""
    bass = np.convolve(heard.bass, np.ones(5), "same")[frames]
    turns = _turns(heard.chroma, frames)
    accent = bass / max(float(bass.mean()), 1e-9) + 2.0 * turns / max(float(turns.mean()), 1e-9)
    # The very first beat has nothing before it that it could stand out from.
    places = (accent[place or _BEATS_PER_BAR :: _BEATS_PER_BAR] for place in range(_BEATS_PER_BAR))
    scores = [float(place.mean()) for place in places]
    return int(np.argmax(scores))
