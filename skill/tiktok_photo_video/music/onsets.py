"""What a beat is heard by: where a sound begins, where its bass does, where its harmony turns.

The sound is brought down to a low rate block by block, so that a long song needs little more
memory than itself; everything after that has one row for each frame of 10 ms.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tiktok_photo_video.music.sound import Floats, Sound, as_sound, blocks

FRAME_RATE_HZ = 100
_WINDOW_S = 0.046
_BANDS = 36
_LOW_HZ, _HIGH_HZ = 35.0, 11_000.0
_BASS_BANDS = 7
_BLOCK = 512
_CHROMA_EACH = 5
# Loudness is compared on a scale that is straight under this share of loud and bent above:
# were it as bent as hearing, every soft note after a rest would count as much as a drum.
_FLOOR = 0.3
_HARDLY = 1e-6
# What grows by less from frame to frame is the ripple of a steady tone; of music a hundredth of
# the frames, and more, grow by ten times that.
_RIPPLE = 0.01


@dataclass(frozen=True, slots=True)
class Onsets:
    """The course of a sound, one value for each frame of 1 / ``FRAME_RATE_HZ`` seconds.

    Attributes:
        strength: how much begins, in all bands.
        bass: how much begins under about 150 Hz.
        chroma: the twelve pitch classes' shares, ``(frames, 12)``.
        power: mean power.

    """

    strength: Floats
    bass: Floats
    chroma: Floats
    power: Floats


def onsets(sound: Sound | NDArray[Any], rate_hz: int) -> Onsets:
    """Measure a sound.

    Args:
        sound: floating point, ``(frames, channels)`` or ``(frames,)``.
        rate_hz: its sampling rate; any from 8 to 192 kHz.

    """
    size = 1 << round(np.log2(_WINDOW_S * rate_hz))
    mono = _Mono.of(as_sound(sound), rate_hz, room=4 * size)
    to_bands = _bands(size, rate_hz)
    rows = [(spectra @ to_bands, spectra.sum(axis=1)) for spectra in _spectra(mono, size, each=1)]
    bands, power = (np.concatenate(column) for column in zip(*rows, strict=True))
    return _compared(bands, _chroma(mono, 4 * size)[: len(power)], power)


@dataclass(frozen=True, slots=True)
class _Mono:
    """A sound on one channel, with so many samples of silence before and after it."""

    samples: NDArray[np.float32]
    rate_hz: int
    room: int

    @classmethod
    def of(cls, sound: Sound, rate_hz: int, *, room: int) -> _Mono:
        samples, at = np.zeros(len(sound) + 2 * room, np.float32), room
        for block in blocks(sound):
            samples[at : at + len(block)] = block.mean(axis=1, dtype=np.float32)
            at += len(block)
        return cls(samples, rate_hz, room)


def _chroma(mono: _Mono, size: int) -> Floats:
    """The twelve pitch classes, heard through windows long enough to tell notes apart."""
    classes = _pitch_classes(size, mono.rate_hz)
    spectra = _spectra(mono, size, each=_CHROMA_EACH)
    rows = np.concatenate([np.sqrt(each) @ classes for each in spectra])
    return np.repeat(rows, _CHROMA_EACH, axis=0)


def _spectra(mono: _Mono, size: int, *, each: int) -> Iterator[Floats]:
    """The power spectra of windows around every so many frames, some hundreds at a time."""
    length = len(mono.samples) - 2 * mono.room
    count = max(int(length * FRAME_RATE_HZ / mono.rate_hz), 1)
    starts = np.round(np.arange(0, count, each) * mono.rate_hz / FRAME_RATE_HZ).astype(np.int64)
    window = np.hanning(size).astype(np.float32)
    views = np.lib.stride_tricks.sliding_window_view(mono.samples, size)
    starts += mono.room - size // 2
    for first in range(0, len(starts), _BLOCK):
        spectra = np.fft.rfft(views[starts[first : first + _BLOCK]] * window, axis=1)
        yield np.square(np.abs(spectra)) * (2.0 / size) ** 2


def _bands(size: int, rate_hz: int) -> Floats:
    """Bins to bands that are equally wide on a logarithmic scale, overlapping by half."""
    hertz = np.fft.rfftfreq(size, 1.0 / rate_hz)
    high_hz = min(_HIGH_HZ, 0.45 * rate_hz)
    edges = np.geomspace(_LOW_HZ, high_hz, _BANDS + 2)
    # The lowest bands are narrower than a bin: none may be empty.
    width = np.maximum(np.diff(edges), rate_hz / size)
    rise = (hertz[:, None] - edges[None, 1:-1]) / width[None, :-1] + 1.0
    fall = (edges[None, 1:-1] - hertz[:, None]) / width[None, 1:] + 1.0
    return np.clip(np.minimum(rise, fall), 0.0, 1.0)


def _pitch_classes(size: int, rate_hz: int) -> Floats:
    """Bins between the notes a string quartet plays most to the twelve pitch classes."""
    hertz = np.fft.rfftfreq(size, 1.0 / rate_hz)
    heard = (hertz > 180.0) & (hertz < 2200.0)
    pitch = 12.0 * np.log2(np.maximum(hertz, 1.0) / 440.0) + 9.0
    near = np.abs((pitch[:, None] - np.arange(12) + 6.0) % 12.0 - 6.0)
    return np.asarray(np.clip(1.0 - near, 0.0, 1.0) * heard[:, None], dtype=np.float64)


def _compared(bands: Floats, chroma: Floats, power: Floats) -> Onsets:
    """Each frame beside the one before it: only what grows is an onset."""
    # Each band beside its own loud moments, but for those that hold next to nothing.
    usual = np.quantile(bands, 0.98, axis=0)
    usual = np.maximum(usual, max(float(usual.max()) * _HARDLY, 1e-12))
    loud = np.log10(bands / usual + _FLOOR)
    before = np.pad(loud, ((2, 0), (0, 0)), mode="edge")[: len(loud)]
    # Neighbouring bands of the frame before count as well: a vibrato is no onset.
    wide = np.pad(before, ((0, 0), (1, 1)), mode="edge")
    before = np.maximum(np.maximum(wide[:, :-2], wide[:, 2:]), before)
    grown = np.maximum(loud - before, 0.0)
    return Onsets(
        strength=_standing_out(grown.mean(axis=1)),
        bass=_standing_out(grown[:, :_BASS_BANDS].mean(axis=1)),
        chroma=chroma / np.maximum(chroma.sum(axis=1, keepdims=True), 1e-12),
        power=power,
    )


def _standing_out(course: Floats) -> Floats:
    """A course above its own neighbourhood, in units of its usual swing."""
    reach = min(FRAME_RATE_HZ, len(course))
    if reach == 0:
        return course
    around = np.convolve(np.pad(course, reach // 2, mode="edge"), np.ones(reach) / reach, "same")
    above = course - around[reach // 2 :][: len(course)]
    above = np.where(above > _RIPPLE, above, 0.0)
    return above / max(float(above.std()), 1e-9)
