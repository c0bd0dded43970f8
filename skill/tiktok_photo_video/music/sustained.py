"""Instruments that hold their note: sections of detuned players, leads, basses."""

from __future__ import annotations

import numpy as np

from tiktok_photo_video.music.ensemble import ensemble
from tiktok_photo_video.music.sound import Wave, frames
from tiktok_photo_video.music.synth import (
    bend,
    clock,
    cycle,
    decay,
    gate,
    level,
    noise,
    partial_numbers,
    phase,
    read,
    saw,
    shape_spectrum,
    sine,
    square,
    vibrato,
    widen,
)
from tiktok_photo_video.music.tone import Tone, note_length


def strings(tone: Tone) -> Wave:
    """A string section, bowed, that swells into the note."""
    release_s = 0.65
    count = note_length(tone, release_s=release_s)
    f = tone.frequency_hz
    attack_s = 0.30 - 0.20 * tone.force
    swell = gate(count, attack_s=min(1.2, tone.duration_s * 0.7), release_s=release_s)
    tables = saw(f, cutoff_hz=1300.0), saw(f, cutoff_hz=2800.0 + 2800.0 * tone.force)
    note = ensemble(
        tone, tables, swell, detune_cents=(-7.0, 6.0, 1.5, -2.5, 10.0, -11.0), vibrato_cents=7.0
    )
    return level(note * gate(count, attack_s=attack_s, release_s=release_s))


def spiccato(tone: Tone) -> Wave:
    """A string section with short, bouncing bows."""
    release_s = 0.16
    count = min(note_length(tone, release_s=release_s), frames(0.16 + release_s))
    f = tone.frequency_hz
    bite = decay(clock(count), t60_s=0.30)
    tables = saw(f, cutoff_hz=1000.0), saw(f, cutoff_hz=3200.0 + 3000.0 * tone.force)
    note = ensemble(tone, tables, bite, detune_cents=(-6.0, 5.0, 2.0, -3.0), vibrato_cents=0.0)
    return level(
        note * decay(clock(count), t60_s=0.75) * gate(count, attack_s=0.012, release_s=0.14)
    )


def horn(tone: Tone) -> Wave:
    """Horns in unison: the tone opens as the breath comes, then settles."""
    release_s = 0.35
    count = note_length(tone, release_s=release_s)
    f = tone.frequency_hz
    t = clock(count)
    breath = np.minimum(t * 7.0, 1.0) * (0.55 + 0.45 * decay(t, t60_s=1.6))
    tables = (
        saw(f, cutoff_hz=450.0, poles=3.0),
        saw(f, cutoff_hz=1500.0 + 1700.0 * tone.force, poles=3.0),
    )
    note = ensemble(tone, tables, breath, detune_cents=(-4.0, 3.5, 0.5, -1.0), vibrato_cents=3.0)
    return level(note * gate(count, attack_s=0.07, release_s=release_s))


def choir(tone: Tone) -> Wave:
    """Voices on an open vowel, by weighting partials with its formants."""
    release_s = 0.8
    count = note_length(tone, release_s=release_s)
    f = tone.frequency_hz
    hertz = partial_numbers(f) * f
    vowel = sum(
        strength / (1.0 + ((hertz - centre) / width) ** 2)
        for centre, width, strength in (
            (480.0, 160.0, 1.0),
            (820.0, 180.0, 0.5),
            (2700.0, 400.0, 0.05),
        )
    )
    table = cycle(np.asarray(vowel) / partial_numbers(f) ** 0.4)
    contour = np.zeros(count, dtype=np.float32)
    note = ensemble(
        tone,
        (table, table),
        contour,
        detune_cents=(-9.0, 8.0, 3.0, -3.0, 13.0, -14.0),
        vibrato_cents=11.0,
    )
    return level(note * gate(count, attack_s=0.28, release_s=release_s))


def warm_pad(tone: Tone) -> Wave:
    """A slow analogue pad with its filter nearly closed."""
    release_s = 0.7
    count = note_length(tone, release_s=release_s)
    f = tone.frequency_hz
    t = clock(count)
    opening = (0.5 - 0.5 * np.cos(t * np.float32(2 * np.pi * 0.21))).astype(np.float32)
    tables = saw(f, cutoff_hz=500.0), saw(f, cutoff_hz=1300.0 + 1000.0 * tone.force)
    note = ensemble(tone, tables, opening, detune_cents=(-8.0, 7.0, 3.0, -3.5), vibrato_cents=0.0)
    return level(note * gate(count, attack_s=0.22, release_s=release_s))


def bright_pad(tone: Tone) -> Wave:
    """A stack of detuned saws, open but not sharp."""
    release_s = 0.30
    count = note_length(tone, release_s=release_s)
    f = tone.frequency_hz
    contour = 0.35 + 0.65 * decay(clock(count), t60_s=2.5)
    tables = saw(f, cutoff_hz=1400.0), saw(f, cutoff_hz=4000.0 + 3500.0 * tone.force)
    detune = (-13.0, 12.0, 5.0, -6.0, 19.0, -18.0)
    note = ensemble(tone, tables, contour, detune_cents=detune, vibrato_cents=0.0)
    return level(note * gate(count, attack_s=0.015, release_s=release_s))


def stab(tone: Tone) -> Wave:
    """A short synthesiser pluck whose filter snaps shut."""
    release_s = 0.30
    count = min(note_length(tone, release_s=release_s), frames(0.7 + release_s))
    f = tone.frequency_hz
    t = clock(count)
    snap = decay(t, t60_s=0.45)
    tables = saw(f, cutoff_hz=700.0), saw(f, cutoff_hz=4000.0 + 4500.0 * tone.force)
    note = ensemble(tone, tables, snap, detune_cents=(-8.0, 8.0, 2.0, -2.0), vibrato_cents=0.0)
    return level(note * decay(t, t60_s=1.3) * gate(count, attack_s=0.003, release_s=release_s))


def soft_lead(tone: Tone) -> Wave:
    """A rounded lead, half flute and half square, with a breath at the front."""
    release_s = 0.18
    count = note_length(tone, release_s=release_s)
    f = tone.frequency_hz
    t = clock(count)
    wobble = bend(vibrato(t, frequency_hz=f, rate_hz=5.3, cents=9.0))
    table = square(f, cutoff_hz=1400.0 + 1300.0 * tone.force) + np.float32(0.6) * cycle(np.ones(1))
    body = read(table, phase(count, frequency_hz=f) + wobble)
    breath = shape_spectrum(noise(count, seed=31 + tone.variant), above_hz=1500.0, below_hz=4000.0)
    note = body + np.float32(0.05) * breath * decay(t, t60_s=0.4)
    note *= (0.6 + 0.4 * decay(t, t60_s=1.2)) * gate(count, attack_s=0.03, release_s=release_s)
    return widen(level(note), delay_s=0.0103, amount=0.3)


def sub_bass(tone: Tone) -> Wave:
    """A round bass: a sine with just enough overtones to be heard on a phone."""
    release_s = 0.09
    count = note_length(tone, release_s=release_s)
    f = tone.frequency_hz
    t = clock(count)
    low = sine(count, frequency_hz=f)
    warm = np.tanh(low * np.float32(1.6 + tone.force)) + 0.16 * sine(count, frequency_hz=2 * f)
    growl = read(saw(f, cutoff_hz=380.0), phase(count, frequency_hz=f)) * decay(t, t60_s=0.5)
    note = warm + np.float32(0.35) * growl
    note *= (0.45 + 0.55 * decay(t, t60_s=2.2)) * gate(count, attack_s=0.006, release_s=release_s)
    return level(note)


def pluck_bass(tone: Tone) -> Wave:
    """A synthesiser bass with a filter that closes on each note."""
    release_s = 0.06
    count = note_length(tone, release_s=release_s)
    f = tone.frequency_hz
    t = clock(count)
    at = phase(count, frequency_hz=f)
    detuned = phase(count, frequency_hz=f * 1.004, start=0.4)
    dark, bright = saw(f, cutoff_hz=240.0), saw(f, cutoff_hz=1300.0 + 1500.0 * tone.force)
    snap = decay(t, t60_s=0.40)
    note = 0.8 * sine(count, frequency_hz=f) + read(dark, at)
    note += snap * (0.6 * read(bright, at) + 0.4 * read(bright, detuned))
    note *= decay(t, t60_s=2.4) * gate(count, attack_s=0.003, release_s=release_s)
    return level(np.tanh(1.3 * note).astype(np.float32))


def low_strings(tone: Tone) -> Wave:
    """Cellos and basses in octaves."""
    release_s = 0.5
    count = note_length(tone, release_s=release_s)
    f = tone.frequency_hz
    swell = gate(count, attack_s=min(0.8, tone.duration_s * 0.6), release_s=release_s)
    tables = saw(f, cutoff_hz=300.0), saw(f, cutoff_hz=650.0 + 500.0 * tone.force)
    note = ensemble(tone, tables, swell, detune_cents=(-5.0, 4.5, 1.0, -1.5), vibrato_cents=4.0)
    # The fundamental stays in the middle: low notes that differ left and right sound hollow.
    note = 0.6 * note + 0.9 * sine(count, frequency_hz=f)
    attack_s = 0.12 - 0.08 * tone.force
    return level(note * gate(count, attack_s=attack_s, release_s=release_s))
