"""Drums and effects: noise, modes and sweeps. Each turns a ``Hit`` into one sound."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

import numpy as np

from tiktok_photo_video.music.sound import SAMPLE_RATE_HZ, Wave, frames
from tiktok_photo_video.music.synth import (
    band,
    clock,
    decay,
    ease,
    gate,
    noise,
    peaked,
    shape_spectrum,
    sine,
    sine_of,
    widen,
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


def _swept(count: int, *, from_hz: float, to_hz: float, fall_s: float) -> Wave:
    """A sine whose pitch falls exponentially; the phase is integrated in closed form."""
    t = clock(count).astype(np.float64)
    turns = to_hz * t + (from_hz - to_hz) * fall_s * (1.0 - np.exp(-t / fall_s))
    return sine_of(turns)


def _kick(
    hit: Hit, *, from_hz: float, to_hz: float, fall_s: float, t60_s: float, click: float
) -> Wave:
    count = frames(t60_s * 0.9)
    t = clock(count)
    body = _swept(count, from_hz=from_hz, to_hz=to_hz, fall_s=fall_s) * decay(t, t60_s=t60_s)
    tap = shape_spectrum(noise(count, seed=401 + hit.variant), above_hz=700.0, below_hz=3800.0)
    body = np.tanh(1.5 * body) + click * (0.5 + hit.force) * tap * decay(t, t60_s=0.02)
    return peaked(body * gate(count, attack_s=0.0012, release_s=0.05), peak=0.9)


def soft_kick(hit: Hit) -> Wave:
    """A dull, short kick, as from a sampler."""
    return _kick(hit, from_hz=150.0, to_hz=54.0, fall_s=0.030, t60_s=0.34, click=0.06)


def punchy_kick(hit: Hit) -> Wave:
    """A dance kick."""
    return _kick(hit, from_hz=260.0, to_hz=53.0, fall_s=0.024, t60_s=0.40, click=0.14)


def _drum_skin(hit: Hit, *, tune_hz: float, t60_s: float, slap: float) -> Wave:
    count = frames(t60_s * 0.9)
    t = clock(count)
    skin = np.zeros(count, dtype=np.float32)
    # The lowest modes of a circular membrane.
    for mode_ratio, loudness, shorter in ((1.0, 1.0, 1.0), (1.59, 0.45, 0.55), (2.14, 0.25, 0.4)):
        turns_hz = tune_hz * mode_ratio
        swing = _swept(count, from_hz=turns_hz * 1.35, to_hz=turns_hz, fall_s=0.05)
        skin += np.float32(loudness) * decay(t, t60_s=t60_s * shorter) * swing
    stick = shape_spectrum(noise(count, seed=431 + hit.variant), above_hz=150.0, below_hz=1800.0)
    skin += slap * (0.4 + hit.force) * stick * decay(t, t60_s=0.10)
    return peaked(skin * gate(count, attack_s=0.0015, release_s=0.15), peak=0.9)


def taiko(hit: Hit) -> Wave:
    """A big skin in a hall."""
    return widen(
        _drum_skin(hit, tune_hz=66.0 + hit.variant, t60_s=1.1, slap=0.30),
        delay_s=0.012,
        amount=0.2,
    )


def high_taiko(hit: Hit) -> Wave:
    """A smaller skin that answers."""
    return widen(
        _drum_skin(hit, tune_hz=118.0 + 2.0 * hit.variant, t60_s=0.6, slap=0.34),
        delay_s=0.009,
        amount=0.3,
    )


def boom(hit: Hit) -> Wave:
    """A deep impact for a section's first beat."""
    count = frames(2.0)
    t = clock(count)
    low = _swept(count, from_hz=105.0, to_hz=42.0, fall_s=0.10) * decay(t, t60_s=1.9)
    air = shape_spectrum(noise(count, seed=461 + hit.variant), above_hz=90.0, below_hz=700.0)
    note = np.tanh(1.4 * low) + 0.30 * air * decay(t, t60_s=0.8)
    return peaked(note * gate(count, attack_s=0.002, release_s=0.4), peak=0.9)


def _rattle(hit: Hit, *, tune_hz: float, t60_s: float, below_hz: float, head_gain: float) -> Wave:
    count = frames(t60_s * 1.1)
    t = clock(count)
    wires = shape_spectrum(noise(count, seed=503 + hit.variant), above_hz=900.0, below_hz=below_hz)
    head = _swept(count, from_hz=tune_hz * 1.5, to_hz=tune_hz, fall_s=0.02)
    head = head * decay(t, t60_s=t60_s * 0.6)
    note = 0.7 * wires * decay(t, t60_s=t60_s) + head_gain * head
    return peaked(note * gate(count, attack_s=0.001, release_s=0.03), peak=0.8)


def soft_snare(hit: Hit) -> Wave:
    """A dusty snare."""
    note = _rattle(hit, tune_hz=182.0, t60_s=0.24, below_hz=3600.0, head_gain=1.1)
    return widen(note, delay_s=0.0061, amount=0.2)


def snare(hit: Hit) -> Wave:
    """A tight bright snare, for rolls and fills."""
    note = _rattle(hit, tune_hz=205.0, t60_s=0.20, below_hz=6500.0, head_gain=0.8)
    return widen(note, delay_s=0.0053, amount=0.2)


def brush(hit: Hit) -> Wave:
    """A brushed snare."""
    count = frames(0.26)
    t = clock(count)
    hiss = shape_spectrum(noise(count, seed=523 + hit.variant), above_hz=1400.0, below_hz=5200.0)
    note = hiss * np.minimum(t * 40.0, 1.0) * decay(t, t60_s=0.30)
    return widen(
        peaked(note * gate(count, attack_s=0.01, release_s=0.05)), delay_s=0.007, amount=0.4
    )


def clap(hit: Hit) -> Wave:
    """Several hands, not quite together."""
    count = frames(0.30)
    t = clock(count)
    hands = np.zeros(count, dtype=np.float32)
    for delay_s in (0.0, 0.0105, 0.0205):
        start = frames(delay_s)
        hands[start:] += decay(t[: count - start], t60_s=0.035)
    start = frames(0.027)
    hands[start:] += 0.75 * decay(t[: count - start], t60_s=0.22)
    raw = noise(count, seed=547 + hit.variant)
    note = shape_spectrum(band(raw, centre_hz=1250.0, width_hz=1000.0), above_hz=500.0) * hands
    return widen(
        peaked(note * gate(count, attack_s=0.001, release_s=0.05), peak=0.8),
        delay_s=0.0087,
        amount=0.45,
    )


def rim(hit: Hit) -> Wave:
    """A stick across the rim."""
    count = frames(0.09)
    t = clock(count)
    note = sine(count, frequency_hz=1690.0) * decay(t, t60_s=0.05)
    note += 0.7 * sine(count, frequency_hz=485.0) * decay(t, t60_s=0.06)
    note += 0.2 * noise(count, seed=557 + hit.variant) * decay(t, t60_s=0.012)
    note = shape_spectrum(note, above_hz=250.0, below_hz=5000.0)
    return peaked(note * gate(count, attack_s=0.0008, release_s=0.02), peak=0.7)


def _cymbal(hit: Hit, *, t60_s: float, above_hz: float, below_hz: float, seed: int) -> Wave:
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


def closed_hat(hit: Hit) -> Wave:
    """A closed hi-hat."""
    t60_s = 0.055 + 0.03 * hit.force
    return _cymbal(hit, t60_s=t60_s, above_hz=5200.0, below_hz=11_000.0, seed=601)


def dusty_hat(hit: Hit) -> Wave:
    """A closed hi-hat off an old record."""
    return _cymbal(hit, t60_s=0.05 + 0.03 * hit.force, above_hz=3600.0, below_hz=6000.0, seed=613)


def open_hat(hit: Hit) -> Wave:
    """An open hi-hat, choked early."""
    return _cymbal(hit, t60_s=0.26, above_hz=4800.0, below_hz=10_000.0, seed=619)


def shaker(hit: Hit) -> Wave:
    """Seeds in a gourd: a soft start and a soft end."""
    count = frames(0.11)
    grain = shape_spectrum(
        noise(count, seed=641 + hit.variant), above_hz=3800.0, below_hz=8500.0, poles=3
    )
    bow = gate(count, attack_s=0.035 - 0.02 * hit.force, release_s=0.07)
    return peaked(grain * bow, peak=0.4)


def crash(hit: Hit) -> Wave:
    """A crash cymbal, dark enough not to hurt."""
    count = frames(2.4)
    t = clock(count)
    raw = noise(count, seed=653 + hit.variant)
    wash = shape_spectrum(raw, above_hz=2600.0, below_hz=6200.0, poles=2) * decay(t, t60_s=2.4)
    strike = shape_spectrum(raw, above_hz=5000.0, below_hz=9000.0) * decay(t, t60_s=0.25)
    note = (wash + 0.5 * strike) * gate(count, attack_s=0.002, release_s=0.9)
    return widen(peaked(note), delay_s=0.0149, amount=0.6)


def swell(hit: Hit) -> Wave:
    """A cymbal played backwards, to arrive on a beat."""
    count = max(frames(hit.duration_s), 64)
    rise = clock(count) / np.float32(count / SAMPLE_RATE_HZ)
    wash = shape_spectrum(noise(count, seed=661 + hit.variant), above_hz=1900.0, below_hz=5200.0)
    note = wash * rise**3 * gate(count, attack_s=0.02, release_s=0.02)
    return widen(peaked(note), delay_s=0.0143, amount=0.6)


def riser(hit: Hit) -> Wave:
    """Noise whose band climbs, to arrive on a beat."""
    count = max(frames(hit.duration_s), 64)
    raw = noise(count, seed=673 + hit.variant)
    rise = clock(count) / np.float32(count / SAMPLE_RATE_HZ)
    note = np.zeros(count, dtype=np.float32)
    centres = (500.0, 1000.0, 2000.0, 4000.0)
    for place, centre_hz in enumerate(centres):
        nearness = np.maximum(1.0 - np.abs(rise * 3.2 - place), 0.0)
        note += nearness * band(raw, centre_hz=centre_hz, width_hz=centre_hz * 0.5)
    note *= rise**1.5 * gate(count, attack_s=0.05, release_s=0.03)
    return widen(peaked(note), delay_s=0.0131, amount=0.6)


def crackle(hit: Hit) -> Wave:
    """The surface of a worn record: rare ticks over a faint hiss."""
    count = max(frames(hit.duration_s), 4800)
    dice = np.random.default_rng(683 + hit.variant)
    sides = np.zeros((2, count), dtype=np.float32)
    for _ in range(int(11 * count / SAMPLE_RATE_HZ)):
        at = int(dice.integers(0, count - 64))
        tick = dice.exponential(0.16) * dice.choice((-1.0, 1.0))
        place = dice.uniform(0.25, 0.75)
        sides[:, at] += np.float32(tick) * np.sqrt(np.array((place, 1.0 - place), dtype=np.float32))
    hiss = noise(2 * count, seed=691 + hit.variant).reshape(2, count) * np.float32(0.0035)
    rough = np.stack(
        [shape_spectrum(side, above_hz=700.0, below_hz=4200.0) for side in sides + hiss]
    )
    edge = min(frames(0.25), count // 2)
    rough[:, :edge] *= ease(edge)
    rough[:, count - edge :] *= ease(edge)[::-1]
    return np.clip(rough, -0.2, 0.2)


DRUMS: MappingProxyType[str, Drum] = MappingProxyType(
    {
        function.__name__: function
        for function in (
            boom,
            brush,
            clap,
            closed_hat,
            crackle,
            crash,
            dusty_hat,
            high_taiko,
            open_hat,
            punchy_kick,
            rim,
            riser,
            shaker,
            snare,
            soft_kick,
            soft_snare,
            swell,
            taiko,
        )
    }
)
