"""Does our own tracker find the beats of songs that were played otherwise?

Not part of the suite, which has three moods of it. Prints, for each mood, the F-measure (within
70 ms, one to one) on its bed: as it is, faster and slower (pitch goes along), swung by a sixth
of a beat, under noise, with the tempo drifting by 4 and 8 % to both sides, and as bare claps.

    PYTHONPATH=skill python -m tests.bench.beats_tracked [MOOD ...]
"""

from __future__ import annotations

import sys

import numpy as np
from numpy.typing import NDArray

from tests.music.agreement import agreement
from tiktok_photo_video.music import (
    SAMPLE_RATE_HZ,
    BeatPlan,
    Mood,
    beat_plan,
    compose,
    render,
    track_beats,
)

_DURATION_S = 30.0

Times = NDArray[np.float64]
Sound = NDArray[np.float32]


def bent(sound: Sound, played_s: Times, beats_s: Times) -> tuple[Sound, Times]:
    """The sound with its moment ``played_s`` at each sample, and its beats there."""
    clock_s = np.arange(len(played_s)) / SAMPLE_RATE_HZ
    own_s = np.arange(len(sound)) / SAMPLE_RATE_HZ
    inside = beats_s[beats_s <= played_s[-1]]
    return (
        np.interp(played_s, own_s, sound).astype(np.float32),
        np.interp(inside, played_s, clock_s),
    )


def drifting(sound: Sound, beats_s: Times, share: float) -> tuple[Sound, Times]:
    """Slower and faster by this share, once over the whole."""
    clock_s = np.arange(len(sound)) / SAMPLE_RATE_HZ
    whole_s = clock_s[-1]
    turn = 2 * np.pi / whole_s
    return bent(sound, clock_s + share / turn * np.sin(turn * clock_s), beats_s)


def swung(sound: Sound, beats_s: Times) -> tuple[Sound, Times]:
    """The half of each beat a twelfth of it late; beats stay."""
    halves_s = (beats_s[1:] + beats_s[:-1]) / 2
    late_s = halves_s + np.diff(beats_s) / 12
    clock_s = np.arange(len(sound)) / SAMPLE_RATE_HZ
    ends_s = (*beats_s, clock_s[-1])  # after the last beat the sound goes on as it was
    true_s, moved_s = (np.sort(np.concatenate((ends_s, s))) for s in (halves_s, late_s))
    return bent(sound, np.interp(clock_s, moved_s, true_s), beats_s)


def claps(beats_s: Times) -> tuple[Sound, Times]:
    """A clap on each beat, 15 ms off on average."""
    dice = np.random.default_rng(4)
    sound = np.zeros(round(_DURATION_S * SAMPLE_RATE_HZ), np.float32)
    burst = dice.standard_normal(2400) * np.exp(-np.arange(2400) / 400.0)
    for at_s in np.maximum(beats_s + dice.normal(0.0, 0.015, len(beats_s)), 0.0):
        start = round(at_s * SAMPLE_RATE_HZ)
        sound[start : start + 2400] += burst[: len(sound) - start].astype(np.float32)
    return sound, beats_s


def variants(sound: Sound, beats_s: Times) -> dict[str, tuple[Sound, Times]]:
    """All that is tried, by name."""
    noise = np.random.default_rng(5).standard_normal(len(sound)).astype(np.float32)
    ratios = {"0.85x": 0.85, "1.12x": 1.12}
    clock = np.arange(2 * len(sound)) / SAMPLE_RATE_HZ
    return {
        "clean": (sound, beats_s),
        **{n: bent(sound, clock[: int(len(sound) / r)] * r, beats_s) for n, r in ratios.items()},
        "swung": swung(sound, beats_s),
        "noise": (sound + 0.5 * sound.std() * noise, beats_s),
        "drift4": drifting(sound, beats_s, 0.04),
        "drift8": drifting(sound, beats_s, 0.08),
        "claps": claps(beats_s),
    }


def row(mood: Mood, seed: int = 21) -> dict[str, float]:
    """The F-measures of one bed."""
    score = compose(mood, seed=seed, duration_s=_DURATION_S)
    beats_s = np.array(beat_plan(score).beats_s)
    found = {}
    for name, (sound, true_s) in variants(render(score).mean(axis=1), beats_s).items():
        heard = track_beats(sound, SAMPLE_RATE_HZ)
        heard_s = heard.beats_s if isinstance(heard, BeatPlan) else ()
        found[name] = agreement(heard_s, true_s.tolist()).f_measure
    return found


def main(names: list[str]) -> None:
    """Print the table for the moods named, or for all."""
    rows = {}
    for mood in [Mood(name) for name in names] or list(Mood):
        rows[mood.value] = row(mood)
        facts = "  ".join(f"{name} {f:.2f}" for name, f in rows[mood.value].items())
        print(f"{mood.value:10} {facts}", flush=True)  # noqa: T201
    means = {name: np.mean([r[name] for r in rows.values()]) for name in next(iter(rows.values()))}
    print("mean      ", "  ".join(f"{n} {f:.3f}" for n, f in means.items()))  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
