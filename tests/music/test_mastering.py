"""Loud enough under the ceiling, however spiky: without distortion, and no denser than needed."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from tiktok_photo_video.music import (
    SAMPLE_RATE_HZ,
    blocks,
    integrated_lufs,
    normalise,
    true_peak_dbtp,
)

Sound = NDArray[np.float32]
# What AAC needs is left: so the product asks for it.
CEILING_DBTP = -2.5
DURATION_S = 4


def silence() -> Sound:
    return np.zeros((DURATION_S * SAMPLE_RATE_HZ, 2), np.float32)


def struck(stroke: Sound, *, every_s: float) -> Sound:
    sound = silence()
    for at in np.arange(0.1, DURATION_S - 0.5, every_s):
        start = round(at * SAMPLE_RATE_HZ)
        sound[start : start + len(stroke)] += stroke[:, None]
    return sound


def clap() -> Sound:
    fall = np.exp(-np.arange(9600) / 500.0)
    return (0.2 * np.random.default_rng(3).standard_normal(9600) * fall).astype(np.float32)


def kick() -> Sound:
    at = np.arange(9600) / SAMPLE_RATE_HZ
    turns = 50.0 * at + 3.6 * (1.0 - np.exp(-at / 0.03))
    return (0.9 * np.sin(2 * np.pi * turns) * np.exp(-at / 0.06)).astype(np.float32)


def drums() -> Sound:
    sound = struck(kick(), every_s=1.0) + np.roll(
        struck(clap(), every_s=1.0), SAMPLE_RATE_HZ // 2, 0
    )
    return np.asarray(sound + 0.2 * struck(clap()[:1200], every_s=0.25), np.float32)


def tone(hertz: float) -> Sound:
    wave = np.sin(2 * np.pi * hertz * np.arange(len(silence())) / SAMPLE_RATE_HZ)
    return np.repeat(wave[:, None], 2, axis=1).astype(np.float32)


def crest_db(sound: Sound) -> float:
    return float(20.0 * np.log10(np.abs(sound).max() / np.sqrt(np.square(sound).mean())))


def foreign_db(sound: Sound, hertz: float) -> float:
    """The energy of everything but a tone, beside that of the tone."""
    power = np.square(np.abs(np.fft.rfft(sound[:, 0] * np.blackman(len(sound)))))
    at = round(hertz * len(sound) / SAMPLE_RATE_HZ)
    own = power[at - 4 : at + 5].sum()
    return float(10.0 * np.log10((power[10:].sum() - own) / own))


@pytest.mark.requirement("music-mastering")
@pytest.mark.parametrize(
    "sound",
    [
        struck(clap(), every_s=0.6),
        struck(clap(), every_s=1.5),
        struck(kick(), every_s=0.5),
        drums(),
    ],
    ids=["claps", "few claps", "kicks", "drums"],
)
def test_spiky_sound_is_as_loud_as_any_under_the_ceiling(sound: Sound) -> None:
    finished = normalise(sound, ceiling_dbtp=CEILING_DBTP)[:]
    assert integrated_lufs(finished) == pytest.approx(-14.0, abs=0.2)
    assert true_peak_dbtp(finished) <= CEILING_DBTP
    assert crest_db(finished) < crest_db(sound)


@pytest.mark.requirement("music-mastering")
@pytest.mark.parametrize("hertz", [60.0, 1000.0, 5000.0])
def test_a_tone_stays_clean_alone_and_between_claps(hertz: float) -> None:
    whole = normalise(0.05 * tone(hertz), ceiling_dbtp=CEILING_DBTP)
    alone = whole[SAMPLE_RATE_HZ : 3 * SAMPLE_RATE_HZ]
    assert foreign_db(alone, hertz) < -100.0
    among = 0.015 * tone(hertz) + struck(clap(), every_s=1.0)
    finished = normalise(among, ceiling_dbtp=CEILING_DBTP)[:]
    between = finished[round(1.55 * SAMPLE_RATE_HZ) : round(2.0 * SAMPLE_RATE_HZ)]
    assert foreign_db(between, hertz) < -60.0


@pytest.mark.requirement("music-mastering")
def test_what_lies_under_drums_is_not_pumped_away() -> None:
    under = 0.02 * tone(440.0)
    finished = normalise(drums() + under, ceiling_dbtp=CEILING_DBTP)[:]
    turning = np.exp(-2j * np.pi * 440.0 * np.arange(len(finished)) / SAMPLE_RATE_HZ)
    heard = np.abs((finished[:, 0] * turning).reshape(-1, 4800).mean(axis=1))[10:-10]
    low, middle, high = np.quantile(heard, (0.25, 0.5, 0.95))
    assert 20.0 * np.log10(middle / low) < 3.0
    assert 20.0 * np.log10(high / middle) < 3.0


@pytest.mark.requirement("music-mastering")
def test_music_that_a_limiter_can_hold_is_only_turned_up() -> None:
    soft = 0.1 * tone(200.0) + 0.05 * tone(900.0)
    finished = normalise(soft, target_lufs=-20.0, ceiling_dbtp=CEILING_DBTP)[:]
    gain = np.abs(finished).max() / np.abs(soft).max()
    assert np.abs(finished - soft * gain).max() < 1e-4


@pytest.mark.requirement("music-mastering")
def test_what_is_read_in_blocks_is_the_same() -> None:
    finished = normalise(drums(), ceiling_dbtp=CEILING_DBTP)
    together = np.concatenate(list(blocks(finished, 8192)))
    assert np.abs(together - finished[:]).max() < 1e-4
