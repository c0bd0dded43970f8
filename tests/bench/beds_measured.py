"""What the composed beds measure, and which numbers lie out of bounds.

Not part of the suite, which has these bounds for one short piece of each mood.

    PYTHONPATH=skill python -m tests.bench.beds_measured [MOOD ...]

For each mood and three seeds it renders half a minute and prints

- share of the energy in percent: under 60 Hz, under 120 Hz, 250 Hz to 4 kHz, over 8 kHz;
- crest: peak over level; width: correlation of the sides; mono: what is lost when they are summed;
- jump: the largest step from sample to sample, in units of the level (a click is over 5.5);
- seam: the loudest difference to the same piece rendered in blocks of another size;
- still: the longest silence (under -60 dBFS) before the last chord dies away;
- cost: seconds of work for each second of sound.
"""

from __future__ import annotations

import sys
import time
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from tests.music.test_render import BALANCE, bands, level_db
from tiktok_photo_video.music import SAMPLE_RATE_HZ, Mood, Score, SectionName, compose, render

_DURATION_S = 30.0
_SEEDS = (1, 2, 3)
_SILENT = 1e-3
_BLOCK_S = 7

Sound = NDArray[np.float32]


def still_s(sound: Sound, score: Score) -> float:
    """The longest silence before the ending is half over."""
    ending = next(s for s in score.sections if s.kind is SectionName.ENDING)
    until = round((ending.start_s + ending.end_s) / 2 * SAMPLE_RATE_HZ)
    loud = np.flatnonzero(np.abs(sound[:until]).max(axis=1) > _SILENT)
    edges = np.concatenate(([0], loud, [until]))
    return float(np.diff(edges).max() / SAMPLE_RATE_HZ)


def seam(sound: Sound, score: Score) -> float:
    """How far the sound is from itself in other blocks."""
    with patch("tiktok_photo_video.music.desk._BLOCK", _BLOCK_S * SAMPLE_RATE_HZ):
        return float(np.abs(render(score) - sound).max())


def measured(mood: Mood, seed: int) -> dict[str, float]:
    """All numbers of one bed."""
    score = compose(mood, seed=seed, duration_s=_DURATION_S)
    began_s = time.process_time()
    sound = render(score)
    cost = (time.process_time() - began_s) / _DURATION_S
    shares = bands(sound, 0.0, 60.0, 120.0, 250.0, 4000.0, 8000.0, 24_000.0)
    rms = float(np.sqrt(np.square(sound, dtype=np.float64).mean()))
    return {
        "<60": shares[0],
        "<120": shares[:2].sum(),
        "mid": shares[3],
        ">8k": shares[5],
        "crest": 20.0 * np.log10(np.abs(sound).max()) - level_db(sound),
        "width": np.asarray(np.corrcoef(sound.T)).item(1),
        "mono": level_db(sound) - level_db(sound.mean(axis=1)),
        "jump": np.abs(np.diff(sound, axis=0)).max() / rms,
        "seam": seam(sound, score),
        "still": still_s(sound, score),
        "cost": cost,
    }


def bounds(mood: Mood) -> dict[str, tuple[float, float]]:
    """What each number of a mood has to lie between."""
    rumble, low_from, low_to, middle, fizz = BALANCE[mood]
    return {
        "<60": (0.0, rumble),
        "<120": (low_from, low_to),
        "mid": (middle, 100.0),
        ">8k": (0.0, fizz),
        "crest": (11.0, 19.5),
        "width": (0.2, 0.95),
        "mono": (-1.0, 2.5),
        "jump": (0.0, 5.5),
        "seam": (0.0, 2e-4),
        "still": (0.0, 0.3),
        "cost": (0.0, 0.1),
    }


def main(names: list[str]) -> None:
    """Print the numbers of the moods named, or of all; a star marks one out of bounds."""
    for mood in [Mood(name) for name in names] or list(Mood):
        within = bounds(mood)
        for seed in _SEEDS:
            found = measured(mood, seed)
            is_in = {name: within[name][0] <= found[name] <= within[name][1] for name in found}
            facts = (f"{n} {v:.3g}{'' if is_in[n] else '*'}" for n, v in found.items())
            print(f"{mood.value:10} {seed}  {'  '.join(facts)}", flush=True)  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
