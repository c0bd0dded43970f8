"""Instruments that are struck or plucked and then ring."""

from __future__ import annotations

import numpy as np

from tiktok_photo_video.music.sound import Wave, frames
from tiktok_photo_video.music.synth import (
    clock,
    decay,
    gate,
    level,
    noise,
    plucked_string,
    shape_spectrum,
    sine,
    sine_of,
    vibrato,
    widen,
)
from tiktok_photo_video.music.tone import Tone, note_length


def electric_piano(tone: Tone) -> Wave:
    """A tine piano by frequency modulation, with the slow wow of an old tape."""
    count = note_length(tone, release_s=0.25)
    t = clock(count)
    f = tone.frequency_hz
    sway = vibrato(t, frequency_hz=f, rate_hz=0.7 + 0.13 * tone.variant, cents=3.5)
    turns = t.astype(np.float64) * f + sway
    bark = (0.5 + 1.3 * tone.force) * decay(t, t60_s=1.6)
    body = sine_of(turns + bark / (2 * np.pi) * sine_of(turns))
    chime_ratio = 14.0 if f * 14.0 < 7000.0 else 7.0
    chime = 0.16 * (0.3 + tone.force) * decay(t, t60_s=0.35)
    tine = chime * sine_of(turns * chime_ratio)
    ring = decay(t, t60_s=max(5.0 - f / 250.0, 1.8))
    tremolo = 1.0 + 0.07 * np.sin(t * np.float32(2 * np.pi * 4.6))
    note = (body + tine) * ring * tremolo * gate(count, attack_s=0.004, release_s=0.25)
    return widen(level(note), delay_s=0.0113, amount=0.30)


def _struck_partials(
    tone: Tone, count: int, *, stiffness: float, softness: float, t60_s: float
) -> Wave:
    """The sum of slightly sharp partials, the upper ones shorter and softer."""
    t = clock(count)
    f = tone.frequency_hz
    note = np.zeros(count, dtype=np.float32)
    for number in range(1, 15):
        partial_hz = number * f * np.sqrt(1.0 + stiffness * number * number)
        if partial_hz > 9000.0:
            break
        loudness = np.exp(-softness * (number - 1)) / number**0.6
        rings_s = t60_s / (1.0 + 0.35 * (number - 1))
        lasts = min(count, frames(rings_s * 0.9))
        start = 0.137 * number + 0.31 * tone.variant
        note[:lasts] += (
            np.float32(loudness)
            * decay(t[:lasts], t60_s=rings_s)
            * sine(lasts, frequency_hz=partial_hz, start=start)
        )
    return note


def piano(tone: Tone) -> Wave:
    """A felted upright: stiff strings in slightly detuned pairs, and a soft hammer."""
    count = note_length(tone, release_s=0.30)
    f = tone.frequency_hz
    t60_s = min(max(9.0 * (110.0 / f) ** 0.5, 1.6), 9.0)
    softness = 0.50 - 0.30 * tone.force + f / 4000.0
    note = _struck_partials(tone, count, stiffness=0.0004, softness=softness, t60_s=t60_s)
    t = clock(count)
    # Two strings per key beat slowly against each other.
    note *= 1.0 + 0.18 * np.cos(t * np.float32(2 * np.pi * 0.55)) * np.minimum(t, 1.0)
    knock_count = min(count, frames(0.05))
    knock = shape_spectrum(noise(knock_count, seed=11 + tone.variant), above_hz=120, below_hz=900)
    note[:knock_count] += 0.05 * knock * decay(t[:knock_count], t60_s=0.05)
    note *= gate(count, attack_s=0.003, release_s=0.30)
    return widen(level(note), delay_s=0.0071, amount=0.35)


def upright_bass(tone: Tone) -> Wave:
    """A plucked double bass."""
    count = note_length(tone, release_s=0.12)
    f = tone.frequency_hz
    string = plucked_string(
        count,
        frequency_hz=f,
        t60_s=2.6,
        damping=160.0,
        pluck_hz=420.0 + 500.0 * tone.force,
        seed=307 + tone.variant,
    )
    wood = level(shape_spectrum(string, above_hz=35.0, below_hz=1400.0))
    body = wood + 0.35 * sine(count, frequency_hz=f) * decay(clock(count), t60_s=1.4)
    return level(body * gate(count, attack_s=0.003, release_s=0.12))


def _bars(tone: Tone, modes: tuple[tuple[float, float, float], ...], *, release_s: float) -> Wave:
    """A struck bar: ``(ratio, loudness, t60_s)`` for each of its modes."""
    count = note_length(tone, release_s=release_s)
    t = clock(count)
    note = np.zeros(count, dtype=np.float32)
    for mode_ratio, loudness, t60_s in modes:
        if tone.frequency_hz * mode_ratio < 11_000.0:
            swing = sine(count, frequency_hz=tone.frequency_hz * mode_ratio)
            note += np.float32(loudness) * decay(t, t60_s=t60_s) * swing
    return level(note * gate(count, attack_s=0.0015, release_s=release_s * 0.8))


def marimba(tone: Tone) -> Wave:
    """A rosewood bar with its octave-tuned overtone."""
    force = tone.force
    modes = ((1.0, 1.0, 1.1), (3.93, 0.16 + 0.22 * force, 0.30), (9.2, 0.14 * force, 0.09))
    return widen(_bars(tone, modes, release_s=0.5), delay_s=0.0083, amount=0.25)


def vibraphone(tone: Tone) -> Wave:
    """An aluminium bar with its motor on."""
    modes = ((1.0, 1.0, 3.2), (4.0, 0.10 + 0.14 * tone.force, 1.1), (10.0, 0.05, 0.25))
    note = _bars(tone, modes, release_s=0.8)
    t = clock(len(note))
    note = note * (1.0 - 0.16 * (0.5 + 0.5 * np.sin(t * np.float32(2 * np.pi * 5.1))))
    return widen(note, delay_s=0.0119, amount=0.30)


def celesta(tone: Tone) -> Wave:
    """Small bells."""
    modes = ((1.0, 1.0, 1.8), (2.0, 0.25, 1.2), (4.1, 0.12 * tone.force, 0.5), (6.8, 0.04, 0.2))
    return widen(_bars(tone, modes, release_s=0.9), delay_s=0.0137, amount=0.45)


def kalimba(tone: Tone) -> Wave:
    """A metal tongue over a gourd."""
    modes = ((1.0, 1.0, 1.5), (2.0, 0.10, 0.8), (5.42, 0.08 + 0.14 * tone.force, 0.18))
    return widen(_bars(tone, modes, release_s=0.7), delay_s=0.0109, amount=0.35)


def glockenspiel(tone: Tone) -> Wave:
    """Steel bars, bright but round."""
    modes = ((1.0, 1.0, 1.3), (2.76, 0.14 + 0.16 * tone.force, 0.5), (5.40, 0.05, 0.2))
    return widen(_bars(tone, modes, release_s=0.6), delay_s=0.0097, amount=0.35)
