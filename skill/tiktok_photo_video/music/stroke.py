"""What a drum is asked for, and the ways in which most of them are built."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from tiktok_photo_video.music.sound import Wave, frames
from tiktok_photo_video.music.synth import (
    clock,
    decay,
    gate,
    noise,
    peaked,
    shape_spectrum,
    sine,
    sine_of,
)


@dataclass(frozen=True, slots=True)
class Hit:
    """One stroke: ``force`` 0 to 1 colours it, ``variant`` picks one of several takes.

    ``duration_s`` matters only to sounds that lead somewhere (swell, riser) or lie under
    everything (crackle).
    """

    force: float
    duration_s: float
    variant: int


Drum: TypeAlias = Callable[[Hit], Wave]


def swept(count: int, *, from_hz: float, to_hz: float, fall_s: float) -> Wave:
    """A sine whose pitch falls exponentially; the phase is integrated in closed form."""
    t = clock(count).astype(np.float64)
    turns = to_hz * t + (from_hz - to_hz) * fall_s * (1.0 - np.exp(-t / fall_s))
    return sine_of(turns)


def kick(
    hit: Hit, *, from_hz: float, to_hz: float, fall_s: float, t60_s: float, click: float
) -> Wave:
    """A skin whose pitch falls, and the tap of its beater."""
    count = frames(t60_s * 0.9)
    t = clock(count)
    body = swept(count, from_hz=from_hz, to_hz=to_hz, fall_s=fall_s) * decay(t, t60_s=t60_s)
    tap = shape_spectrum(noise(count, seed=401 + hit.variant), above_hz=700.0, below_hz=3800.0)
    body = np.tanh(1.5 * body) + click * (0.5 + hit.force) * tap * decay(t, t60_s=0.02)
    return peaked(body * gate(count, attack_s=0.0012, release_s=0.05), peak=0.9)


def drum_skin(hit: Hit, *, tune_hz: float, t60_s: float, slap: float) -> Wave:
    """A round skin and the stick on it."""
    count = frames(t60_s * 0.9)
    t = clock(count)
    skin = np.zeros(count, dtype=np.float32)
    # The lowest modes of a circular membrane.
    for mode_ratio, loudness, shorter in ((1.0, 1.0, 1.0), (1.59, 0.45, 0.55), (2.14, 0.25, 0.4)):
        turns_hz = tune_hz * mode_ratio
        swing = swept(count, from_hz=turns_hz * 1.35, to_hz=turns_hz, fall_s=0.05)
        skin += np.float32(loudness) * decay(t, t60_s=t60_s * shorter) * swing
    stick = shape_spectrum(noise(count, seed=431 + hit.variant), above_hz=150.0, below_hz=1800.0)
    skin += slap * (0.4 + hit.force) * stick * decay(t, t60_s=0.10)
    return peaked(skin * gate(count, attack_s=0.0015, release_s=0.15), peak=0.9)


def rattle(hit: Hit, *, tune_hz: float, t60_s: float, below_hz: float, head_gain: float) -> Wave:
    """A head over wires: any snare."""
    count = frames(t60_s * 1.1)
    t = clock(count)
    wires = shape_spectrum(noise(count, seed=503 + hit.variant), above_hz=900.0, below_hz=below_hz)
    head = swept(count, from_hz=tune_hz * 1.5, to_hz=tune_hz, fall_s=0.02)
    head = head * decay(t, t60_s=t60_s * 0.6)
    note = 0.7 * wires * decay(t, t60_s=t60_s) + head_gain * head
    return peaked(note * gate(count, attack_s=0.001, release_s=0.03), peak=0.8)


def cymbal(hit: Hit, *, t60_s: float, above_hz: float, below_hz: float, seed: int) -> Wave:
    """Metal and hiss in one band."""
    count = frames(t60_s * 1.05)
    t = clock(count)
    hiss = noise(count, seed=seed + hit.variant)
    metal = sum(
        np.sign(sine(count, frequency_hz=hertz)) for hertz in (3170.0, 4230.0, 5310.0, 6470.0)
    )
    raw = hiss + 0.28 * np.asarray(metal, dtype=np.float32)
    shaped = shape_spectrum(raw, above_hz=above_hz, below_hz=below_hz, poles=3)
    note = shaped * decay(t, t60_s=t60_s)
    return peaked(note * gate(count, attack_s=0.001, release_s=t60_s * 0.3))
