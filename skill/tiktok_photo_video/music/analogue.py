"""Synthesisers, and what sounds best when it is built like one."""

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
    phase,
    read,
    saw,
    shape_spectrum,
    sine,
    sine_of,
    vibrato,
    widen,
)
from tiktok_photo_video.music.tone import Tone, note_length

_SUPER_CENTS = (-16.0, 15.0, 7.0, -8.0, 23.0, -22.0, 1.0, -1.5)
_DRAWBARS = np.array([0.8, 1.0, 0.55, 0.5, 0.0, 0.22, 0.0, 0.16])


def supersaw(tone: Tone) -> Wave:
    """Eight saws that nearly agree."""
    release_s = 0.35
    count = note_length(tone, release_s=release_s)
    f = tone.frequency_hz
    contour = 0.45 + 0.55 * decay(clock(count), t60_s=3.0)
    tables = saw(f, cutoff_hz=900.0), saw(f, cutoff_hz=3200.0 + 2800.0 * tone.force)
    note = ensemble(tone, tables, contour, detune_cents=_SUPER_CENTS, vibrato_cents=0.0)
    return level(note * gate(count, attack_s=0.008, release_s=release_s))


def synth_pluck(tone: Tone) -> Wave:
    """A sequencer's note: two saws and a filter that snaps shut."""
    release_s = 0.22
    count = min(note_length(tone, release_s=release_s), frames(0.5 + release_s))
    f = tone.frequency_hz
    t = clock(count)
    tables = saw(f, cutoff_hz=600.0, poles=3.0), saw(f, cutoff_hz=2600.0 + 3400.0 * tone.force)
    cents = (-6.0, 6.0, 0.5, -0.5)
    note = ensemble(tone, tables, decay(t, t60_s=0.3), detune_cents=cents, vibrato_cents=0.0)
    return level(note * decay(t, t60_s=0.9) * gate(count, attack_s=0.002, release_s=release_s))


def synth_brass(tone: Tone) -> Wave:
    """Stacked saws whose filter opens like a breath."""
    release_s = 0.28
    count = note_length(tone, release_s=release_s)
    f = tone.frequency_hz
    t = clock(count)
    opening = np.minimum(t * 16.0, 1.0) * (0.45 + 0.55 * decay(t, t60_s=1.4))
    tables = saw(f, cutoff_hz=500.0, poles=3.0), saw(f, cutoff_hz=2400.0 + 2600.0 * tone.force)
    cents = (-7.0, 6.5, 2.0, -2.0)
    note = ensemble(tone, tables, opening, detune_cents=cents, vibrato_cents=4.0)
    return level(note * gate(count, attack_s=0.012, release_s=release_s))


def brass(tone: Tone) -> Wave:
    """Trombones and trumpets that speak at once and then hold back."""
    release_s = 0.30
    count = note_length(tone, release_s=release_s)
    f = tone.frequency_hz
    t = clock(count)
    breath = np.minimum(t * 22.0, 1.0) * (0.4 + 0.6 * decay(t, t60_s=1.1))
    bright_hz = 1900.0 + 2600.0 * tone.force
    tables = saw(f, cutoff_hz=550.0, poles=3.0), saw(f, cutoff_hz=bright_hz, poles=3.0)
    cents = (-5.0, 4.0, 1.0, -2.0, 7.0, -6.5)
    note = ensemble(tone, tables, breath, detune_cents=cents, vibrato_cents=3.0)
    return level(note * gate(count, attack_s=0.028, release_s=release_s))


def organ(tone: Tone) -> Wave:
    """Drawbars through a turning speaker, with a click at the front."""
    release_s = 0.08
    count = note_length(tone, release_s=release_s)
    f = tone.frequency_hz
    t = clock(count)
    numbers = np.arange(1, len(_DRAWBARS) + 1)
    roll_off = 1.0 / (1.0 + (numbers * f / (1800.0 + 2200.0 * tone.force)) ** 2)
    turning = bend(vibrato(t, frequency_hz=f, rate_hz=5.6, cents=5.0))
    body = read(cycle(_DRAWBARS * roll_off), phase(count, frequency_hz=f) + turning)
    body += 0.5 * sine(count, frequency_hz=3.0 * f) * decay(t, t60_s=0.18)
    note = body * (0.7 + 0.3 * decay(t, t60_s=0.5))
    shaped = level(note * gate(count, attack_s=0.003, release_s=release_s))
    return widen(shaped, delay_s=0.0117, amount=0.35)


def glass_pad(tone: Tone) -> Wave:
    """Bowed glasses: pure tones that beat slowly against each other."""
    release_s = 1.4
    count = note_length(tone, release_s=release_s)
    t = clock(count)
    shimmer = 0.5 - 0.5 * np.cos(t * np.float32(2 * np.pi * 0.17))
    pure = cycle(np.array([1.0, 0.22, 0.05]))
    bright = cycle(np.array([1.0, 0.32, 0.16, 0.05, 0.04 * (0.4 + tone.force)]))
    cents = (-6.0, 5.0, 1.0, -2.0)
    note = ensemble(tone, (pure, bright), shimmer, detune_cents=cents, vibrato_cents=0.0)
    return level(note * gate(count, attack_s=0.35, release_s=release_s))


def whistle(tone: Tone) -> Wave:
    """Someone who whistles while walking."""
    release_s = 0.14
    count = note_length(tone, release_s=release_s)
    f = tone.frequency_hz
    t = clock(count)
    lips = vibrato(t, frequency_hz=f, rate_hz=5.8, cents=18.0)
    body = sine_of(t.astype(np.float64) * f + lips)
    body += np.float32(0.05 + 0.06 * tone.force) * sine_of(t.astype(np.float64) * 2.0 * f)
    air = shape_spectrum(noise(count, seed=751 + tone.variant), above_hz=1200.0, below_hz=4200.0)
    note = body + np.float32(0.05) * air * (0.4 + 0.6 * decay(t, t60_s=0.25))
    note *= gate(count, attack_s=0.022, release_s=release_s)
    return widen(level(note), delay_s=0.0089, amount=0.25)


def analogue_bass(tone: Tone) -> Wave:
    """A saw and its sub behind a ladder that closes on each note."""
    release_s = 0.05
    count = note_length(tone, release_s=release_s)
    f = tone.frequency_hz
    t = clock(count)
    at, beside = phase(count, frequency_hz=f), phase(count, frequency_hz=f * 1.005, start=0.3)
    dark = saw(f, cutoff_hz=220.0, poles=3.0)
    bright = saw(f, cutoff_hz=900.0 + 1500.0 * tone.force, poles=3.0)
    snap = 0.18 + 0.82 * decay(t, t60_s=0.55)
    note = 0.7 * sine(count, frequency_hz=f) + read(dark, at)
    note += snap * (0.6 * read(bright, at) + 0.5 * read(bright, beside))
    note *= decay(t, t60_s=4.0) * gate(count, attack_s=0.003, release_s=release_s)
    return level(np.tanh(1.2 * note).astype(np.float32))


def bass_808(tone: Tone) -> Wave:
    """A long sine with grit, so that small speakers tell its pitch too."""
    release_s = 0.10
    count = note_length(tone, release_s=release_s)
    f = tone.frequency_hz
    t = clock(count)
    # A quick fall onto the pitch is the thump.
    fall_s = 0.012
    turns = t.astype(np.float64) * f + 0.9 * f * fall_s * (1.0 - np.exp(-t / fall_s))
    low = sine_of(turns)
    grit = np.tanh((2.4 + 2.0 * tone.force) * low) * (0.35 + 0.65 * decay(t, t60_s=1.2))
    note = 0.75 * low + 0.45 * grit + 0.10 * decay(t, t60_s=0.9) * sine_of(3.0 * turns)
    note *= decay(t, t60_s=3.2) * gate(count, attack_s=0.003, release_s=release_s)
    return level(np.asarray(note, dtype=np.float32))
