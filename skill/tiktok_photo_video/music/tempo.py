"""How often the beats of a song come, and how that changes while it is played.

Players push and drag. Which tempo rules is read from short windows, joined by the path that is
both strong and steady; by it the song's time is bent until the beats come evenly. In that time
all of the song can say together how far apart beats are, and which octave of it is the beat.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tiktok_photo_video.music.onsets import FRAME_RATE_HZ
from tiktok_photo_video.music.sound import Floats

_SLOWEST_BPM, _FASTEST_BPM = 50.0, 190.0
# Where people tap, and how far (in octaves) from it they still like to.
_USUAL_BPM, _SPREAD_OCTAVES = 104.0, 0.9
# A window long enough for a bar of a slow song, short enough for a tempo to hold.
_LOCAL_S, _HOP_S = 6.0, 1.0
_WINDOW_S = 12.0
_LEVEL_S, _LEAST_LEVEL = 2.0, 0.1
_STEPS_PER_OCTAVE = 72
# What an octave of change from window to window costs, squared; a window's best is about 2.
_STEADINESS = 30.0
# A beat repeats after one, two, three and four of its periods, less and less surely where the
# tempo does not hold; half a period should say less.
_LOCAL_REPEATS = ((1, 1.0), (2, 0.6), (4, 0.3))
_REPEATS = ((1, 1.0), (2, 0.6), (4, 0.5), (3, 0.15))


@dataclass(frozen=True, slots=True)
class EvenTime:
    """Onsets in a time in which the song keeps its tempo.

    Attributes:
        strength: their course, one value for each even frame.
        frames: where in the song each even frame is, in frames; ascending.

    """

    strength: Floats
    frames: Floats


def evened(strength: Floats) -> EvenTime:
    """Bend time until the tempo holds; that of a song that keeps it stays as it is."""
    rounded_course = rounded(strength)
    per_frame = 1.0 / _local_periods(rounded_course)
    phase = np.concatenate(([0.0], np.cumsum(per_frame[1:])))
    clock = phase * (len(phase) / phase[-1]) if phase[-1] > 0.0 else phase
    frames = np.interp(np.arange(int(clock[-1]) + 1), clock, np.arange(len(clock)))
    return EvenTime(np.interp(frames, np.arange(len(strength)), rounded_course), frames)


def period(strength: Floats) -> tuple[float, float]:
    """The frames from beat to beat, and how strongly the onsets repeat so (0 to 1)."""
    smooth = rounded(strength)
    longest = int(4 * 60.0 * FRAME_RATE_HZ / _SLOWEST_BPM) + 2
    echo = _echoes(smooth, longest)
    lags = np.arange(60.0 * FRAME_RATE_HZ / _FASTEST_BPM, 60.0 * FRAME_RATE_HZ / _SLOWEST_BPM, 0.25)
    lag = float(lags[np.argmax(_liked_repeats(echo, lags, _REPEATS))])
    steady = _echoes(_levelled(smooth), longest)
    bars = np.interp(lag * np.array((1, 2, 4)), np.arange(len(steady)), steady)
    return lag, float(bars.mean())


def _levelled(course: Floats) -> Floats:
    """A course that is as strong everywhere.

    What comes in waves, as the sea does, is else like itself by its few loudest moments alone.
    """
    reach = min(round(_LEVEL_S * FRAME_RATE_HZ), len(course))
    around = np.sqrt(np.convolve(np.square(course), np.ones(reach) / reach, "same"))
    least = max(_LEAST_LEVEL * float(around.max()), 1e-12)
    return np.asarray(course / np.maximum(around, least), dtype=np.float64)


def rounded(course: Floats) -> Floats:
    """A course in which an onset a frame or two off still counts."""
    bell = np.exp(-0.5 * (np.arange(-6, 7) / 2.0) ** 2)
    return np.asarray(np.convolve(course, bell / bell.sum(), "same"), dtype=np.float64)


def _local_periods(course: Floats) -> Floats:
    """The frames from beat to beat around each frame."""
    size, hop = round(_LOCAL_S * FRAME_RATE_HZ), round(_HOP_S * FRAME_RATE_HZ)
    octaves = np.arange(np.log2(_SLOWEST_BPM), np.log2(_FASTEST_BPM), 1.0 / _STEPS_PER_OCTAVE)
    lags = 60.0 * FRAME_RATE_HZ / np.exp2(octaves)
    longest = int(4 * lags.max()) + 2
    starts = np.arange(0, max(len(course) - size, 0) + hop, hop)
    windows = (course[start : start + size] for start in starts)
    worth = np.array([_window_worth(window, lags, longest) for window in windows])
    found = lags[_steadiest(worth)]
    centres = starts + size / 2
    return np.asarray(np.interp(np.arange(len(course)), centres, found), dtype=np.float64)


def _window_worth(window: Floats, lags: Floats, longest: int) -> Floats:
    if not window.any():
        return np.zeros(len(lags))
    return _liked_repeats(_autocorrelation(window, longest), lags, _LOCAL_REPEATS)


def _liked_repeats(echo: Floats, lags: Floats, repeats: tuple[tuple[int, float], ...]) -> Floats:
    """How much each lag is repeated at, and liked to be tapped."""
    at = np.arange(len(echo))
    heard = sum(weight * np.interp(lags * times, at, echo) for times, weight in repeats)
    octaves = np.log2(60.0 * FRAME_RATE_HZ / lags / _USUAL_BPM)
    liked = np.exp(-0.5 * (octaves / _SPREAD_OCTAVES) ** 2)
    return np.asarray(np.maximum(np.asarray(heard), 0.0) * liked, dtype=np.float64)


def _steadiest(worth: Floats) -> NDArray[np.int64]:
    """For each row a column: worth most in all, less what changes of the column cost (Viterbi)."""
    columns = np.arange(worth.shape[1])
    cost = _STEADINESS * ((columns[:, None] - columns) / _STEPS_PER_OCTAVE) ** 2
    total, came_from = worth[0], []
    for row in worth[1:]:
        ways = total - cost
        came_from.append(ways.argmax(axis=1))
        total = row + ways.max(axis=1)
    found = [int(total.argmax())]
    for before in reversed(came_from):
        found.append(int(before[found[-1]]))
    return np.array(found[::-1], dtype=np.int64)


def _echoes(course: Floats, longest: int) -> Floats:
    """The autocorrelation of windows on average: a rest or a stumble spoils only its own."""
    reach = round(_WINDOW_S * FRAME_RATE_HZ)
    starts = range(0, max(len(course) - reach // 2, 1), reach // 2)
    windows = (course[start : start + reach] for start in starts)
    found = [_autocorrelation(window, longest) for window in windows if window.any()]
    return np.asarray(np.mean(found, axis=0), dtype=np.float64)


def _autocorrelation(course: Floats, longest: int) -> Floats:
    """How alike a course is to itself later, 1 at once; short courses are not favoured."""
    centred = course - course.mean()
    size = 1 << (len(centred) + longest).bit_length()
    spectrum = np.fft.rfft(centred, size)
    raw = np.fft.irfft(spectrum * spectrum.conj(), size)[:longest]
    overlap = len(centred) - np.arange(len(raw))
    unbiased = raw / np.maximum(overlap, max(len(centred) // 3, 1))
    return np.asarray(unbiased / max(float(unbiased[0]), 1e-12), dtype=np.float64)
