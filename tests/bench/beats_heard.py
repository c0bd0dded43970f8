"""Are the beats of composed music where a stranger hears them?

Not part of the suite: it needs librosa (a development-only peer, BSD-like licence), so run it
from an environment that has it, with the package's source on the path:

    PYTHONPATH=skill python -m tests.bench.beats_heard [MOOD ...]

For each mood and three seeds it renders half a minute and prints

- F: how well librosa's beats agree with the score's (within 70 ms, one to one), told nothing;
- at: the level at which they agree best (1 beats, 2 twice as many, 1/2 every other one), for
  a tracker may well count eighths at 75 beats a minute, and how well;
- told: F when it is told the tempo;
- bars: how many of the score's downbeats have a heard beat beside them, of all;
- error: the median distance of the beats that agree, without the lateness that librosa has
  on bare clicks of the same tempo;
- late: that lateness.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass

import librosa
import numpy as np
from numpy.typing import NDArray

from tiktok_photo_video.music import SAMPLE_RATE_HZ, Mood, Score, beat_plan, compose, render

_RATE_HZ = 22_050
_HOP = 256
_NEAR_S = 0.07
_DURATION_S = 30.0
_BEFORE_S = 1.0
_SEEDS = (1, 2, 3)

Times = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How well two lists of beats agree."""

    f_measure: float
    late_s: Times


def agreement(found_s: Times, true_s: Times) -> Agreement:
    """The F-measure of beats found, and how late each one that agrees is."""
    late, found, true = [], 0, 0
    while found < len(found_s) and true < len(true_s):
        gap_s = found_s[found] - true_s[true]
        if abs(gap_s) <= _NEAR_S:
            late.append(gap_s)
        found += gap_s <= _NEAR_S
        true += gap_s >= -_NEAR_S
    return Agreement(2.0 * len(late) / max(len(found_s) + len(true_s), 1), np.array(late))


def heard(samples: NDArray[np.float32], *, bpm: float | None = None) -> Times:
    """The beats that librosa hears in a mono sound at the product's rate.

    Silence is put before it: what begins with the very first sample has nothing to begin from.
    """
    before = np.zeros(round(_BEFORE_S * SAMPLE_RATE_HZ), np.float32)
    samples = np.concatenate((before, samples))
    sound = librosa.resample(samples, orig_sr=SAMPLE_RATE_HZ, target_sr=_RATE_HZ)
    envelope = librosa.onset.onset_strength(y=sound, sr=_RATE_HZ, hop_length=_HOP)
    told = {} if bpm is None else {"bpm": bpm}
    _, beats_s = librosa.beat.beat_track(
        onset_envelope=envelope, sr=_RATE_HZ, hop_length=_HOP, units="time", trim=False, **told
    )
    return np.asarray(beats_s) - _BEFORE_S


def clicks(score: Score) -> NDArray[np.float32]:
    """The beats of a score as bare clicks."""
    sound = np.zeros(round(score.duration_s * SAMPLE_RATE_HZ), dtype=np.float32)
    burst = np.random.default_rng(1).standard_normal(960) * np.exp(-np.arange(960) / 160.0)
    for beat in score.beats:
        at = round(beat.time_s * SAMPLE_RATE_HZ)
        sound[at : at + len(burst)] += burst[: len(sound) - at].astype(np.float32)
    return sound


def levels(beats_s: Times) -> dict[str, Times]:
    """The beats, twice as many, and every other one."""
    places = np.arange(len(beats_s))
    halves = np.interp(np.arange(0.0, len(beats_s) - 0.5, 0.5), places, beats_s)
    return {"1": beats_s, "2": halves, "1/2": beats_s[::2], "1/2+": beats_s[1::2]}


def row(mood: Mood, seed: int) -> str:
    """One line of the table."""
    score = compose(mood, seed=seed, duration_s=_DURATION_S)
    true_s = np.array(beat_plan(score).beats_s)
    sound = render(score).mean(axis=1)
    free_s = heard(sound)
    late_s = float(np.median(agreement(heard(clicks(score), bpm=score.bpm), true_s).late_s))
    found = {name: agreement(free_s, times) for name, times in levels(true_s).items()}
    best = max(found, key=lambda name: found[name].f_measure)
    told = agreement(heard(sound, bpm=score.bpm), true_s)
    error_s = np.median(np.abs(found[best].late_s - late_s))
    bars_s = np.array(beat_plan(score).downbeats_s)[:-1]  # the final hit is no bar
    all_heard = np.concatenate((free_s, heard(sound, bpm=score.bpm))) - late_s
    near = np.abs(all_heard[:, None] - bars_s[None]).min(axis=0) <= _NEAR_S
    return (
        f"{mood.value:10} {seed} {score.bpm:6.1f} bpm  F {found['1'].f_measure:.2f}  "
        f"at {best:4} {found[best].f_measure:.2f}  told {told.f_measure:.2f}  "
        f"bars {int(near.sum())}/{len(bars_s)}  "
        f"error {1000 * error_s:4.1f} ms  late {1000 * late_s:4.1f} ms"
    )


def main(names: list[str]) -> None:
    """Print the table for the moods named, or for all."""
    for mood in [Mood(name) for name in names] or list(Mood):
        for seed in _SEEDS:
            print(row(mood, seed), flush=True)  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
