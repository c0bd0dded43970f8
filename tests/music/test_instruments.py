"""Each instrument and drum on its own."""

from __future__ import annotations

import numpy as np
import pytest

from tiktok_photo_video.music.drums import DRUMS
from tiktok_photo_video.music.instruments import INSTRUMENTS
from tiktok_photo_video.music.sound import SAMPLE_RATE_HZ
from tiktok_photo_video.music.stroke import Hit
from tiktok_photo_video.music.synth import level, plucked_string, shape_spectrum
from tiktok_photo_video.music.tone import Tone


@pytest.mark.requirement("music-instruments")
@pytest.mark.parametrize("name", INSTRUMENTS)
@pytest.mark.parametrize("frequency_hz", [41.2, 220.0, 1174.7])
@pytest.mark.parametrize("duration_s", [0.01, 0.8])
def test_a_note_is_finite_starts_and_ends_softly(
    name: str, frequency_hz: float, duration_s: float
) -> None:
    note = INSTRUMENTS[name](Tone(frequency_hz, duration_s, 0.7, 0))
    assert np.isfinite(note).all()
    assert note.shape[-1] >= 0.01 * SAMPLE_RATE_HZ
    assert 0.05 < np.abs(note).max() < 4.0
    assert np.abs(note[..., -1]).max() < 0.01
    assert np.abs(note[..., 0]).max() < 0.05


@pytest.mark.requirement("music-instruments")
@pytest.mark.parametrize("name", INSTRUMENTS)
def test_a_note_has_the_pitch_it_was_asked_for(name: str) -> None:
    note = np.atleast_2d(INSTRUMENTS[name](Tone(220.0, 1.5, 0.5, 0))).sum(axis=0)
    size = 1 << 18
    power = np.square(np.abs(np.fft.rfft(note * np.hanning(len(note)), size)))
    hertz = np.fft.rfftfreq(size, 1.0 / SAMPLE_RATE_HZ)
    near = (hertz > 200.0) & (hertz < 242.0)
    found_hz = hertz[near][power[near].argmax()]
    assert abs(1200.0 * np.log2(found_hz / 220.0)) < 20.0


@pytest.mark.requirement("music-instruments")
@pytest.mark.parametrize("name", DRUMS)
def test_a_stroke_is_finite_and_starts_and_ends_softly(name: str) -> None:
    stroke = np.atleast_2d(DRUMS[name](Hit(0.8, 1.5, 0)))
    assert np.isfinite(stroke).all()
    assert 0.005 < np.abs(stroke).max() <= 1.6
    assert np.abs(stroke[:, -1]).max() < 0.01
    assert np.abs(stroke[:, 0]).max() < 0.05


@pytest.mark.requirement("music-instruments")
@pytest.mark.parametrize("name", [name for name in INSTRUMENTS if name != "piano"])
def test_a_harder_stroke_is_not_duller(name: str) -> None:
    def centroid_hz(force: float) -> float:
        note = np.atleast_2d(INSTRUMENTS[name](Tone(330.0, 0.5, force, 0)))[0]
        power = np.square(np.abs(np.fft.rfft(note)))
        hertz = np.fft.rfftfreq(len(note), 1.0 / SAMPLE_RATE_HZ)
        return float((hertz * power).sum() / power.sum())

    assert centroid_hz(0.9) >= centroid_hz(0.1) * 0.98


@pytest.mark.requirement("music-instruments")
@pytest.mark.parametrize("frequency_hz", [82.4, 311.1, 1046.5])
def test_a_plucked_string_dies_away_and_loses_its_treble_first(frequency_hz: float) -> None:
    string = plucked_string(
        SAMPLE_RATE_HZ,
        frequency_hz=frequency_hz,
        t60_s=1.5,
        damping=20.0,
        pluck_hz=4000.0,
        seed=1,
    )
    early, late = string[4800:14400], string[33600:43200]
    assert np.square(late).mean() < 0.1 * np.square(early).mean()
    bright = [np.square(shape_spectrum(part, above_hz=3000.0)).mean() for part in (early, late)]
    assert bright[1] / bright[0] < np.square(late).mean() / np.square(early).mean()


@pytest.mark.requirement("music-instruments")
def test_levelling_leaves_silence_alone() -> None:
    assert not level(np.zeros(100, dtype=np.float32)).any()
