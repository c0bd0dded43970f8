"""Drums that hands and sticks play, cymbals, and sounds that lead somewhere."""

from __future__ import annotations

import numpy as np

from tiktok_photo_video.music.sound import SAMPLE_RATE_HZ, Wave, frames
from tiktok_photo_video.music.stroke import Hit, cymbal, drum_skin, kick, rattle, swept
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
    widen,
)


def soft_kick(hit: Hit) -> Wave:
    """A dull, short kick, as from a sampler."""
    return kick(hit, from_hz=150.0, to_hz=54.0, fall_s=0.030, t60_s=0.34, click=0.06)


def punchy_kick(hit: Hit) -> Wave:
    """A dance kick."""
    return kick(hit, from_hz=260.0, to_hz=53.0, fall_s=0.024, t60_s=0.40, click=0.14)


def taiko(hit: Hit) -> Wave:
    """A big skin in a hall."""
    return widen(
        drum_skin(hit, tune_hz=66.0 + hit.variant, t60_s=1.1, slap=0.30),
        delay_s=0.012,
        amount=0.2,
    )


def high_taiko(hit: Hit) -> Wave:
    """A smaller skin that answers."""
    return widen(
        drum_skin(hit, tune_hz=118.0 + 2.0 * hit.variant, t60_s=0.6, slap=0.34),
        delay_s=0.009,
        amount=0.3,
    )


def boom(hit: Hit) -> Wave:
    """A deep impact for a section's first beat."""
    count = frames(2.0)
    t = clock(count)
    low = swept(count, from_hz=105.0, to_hz=42.0, fall_s=0.10) * decay(t, t60_s=1.9)
    air = shape_spectrum(noise(count, seed=461 + hit.variant), above_hz=90.0, below_hz=700.0)
    note = np.tanh(1.4 * low) + 0.30 * air * decay(t, t60_s=0.8)
    return peaked(note * gate(count, attack_s=0.002, release_s=0.4), peak=0.9)


def soft_snare(hit: Hit) -> Wave:
    """A dusty snare."""
    note = rattle(hit, tune_hz=182.0, t60_s=0.24, below_hz=3600.0, head_gain=1.1)
    return widen(note, delay_s=0.0061, amount=0.2)


def snare(hit: Hit) -> Wave:
    """A tight bright snare, for rolls and fills."""
    note = rattle(hit, tune_hz=205.0, t60_s=0.20, below_hz=6500.0, head_gain=0.8)
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


def closed_hat(hit: Hit) -> Wave:
    """A closed hi-hat."""
    t60_s = 0.055 + 0.03 * hit.force
    return cymbal(hit, t60_s=t60_s, above_hz=5200.0, below_hz=11_000.0, seed=601)


def dusty_hat(hit: Hit) -> Wave:
    """A closed hi-hat off an old record."""
    return cymbal(hit, t60_s=0.05 + 0.03 * hit.force, above_hz=3600.0, below_hz=6000.0, seed=613)


def open_hat(hit: Hit) -> Wave:
    """An open hi-hat, choked early."""
    return cymbal(hit, t60_s=0.26, above_hz=4800.0, below_hz=10_000.0, seed=619)


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


def stomp(hit: Hit) -> Wave:
    """A foot on a wooden floor."""
    return drum_skin(hit, tune_hz=72.0 + hit.variant, t60_s=0.24, slap=0.22)


def great_drum(hit: Hit) -> Wave:
    """A concert bass drum."""
    skin = drum_skin(hit, tune_hz=49.0 + 0.5 * hit.variant, t60_s=1.3, slap=0.26)
    return widen(skin, delay_s=0.013, amount=0.15)


def tom(hit: Hit) -> Wave:
    """A tuned tom with its ring left on."""
    skin = drum_skin(hit, tune_hz=98.0 + 9.0 * hit.variant, t60_s=0.55, slap=0.24)
    return widen(skin, delay_s=0.0079, amount=0.3)


def tambourine(hit: Hit) -> Wave:
    """Small jingles: a strike and its shimmer."""
    count = frames(0.20)
    t = clock(count)
    raw = noise(count, seed=701 + hit.variant)
    jingles = shape_spectrum(raw, above_hz=4600.0, below_hz=9000.0, poles=3)
    shimmer = 0.65 + 0.35 * np.cos(t * np.float32(2 * np.pi * 31.0))
    note = jingles * (decay(t, t60_s=0.05) + 0.35 * shimmer * decay(t, t60_s=0.22))
    return peaked(note * gate(count, attack_s=0.002, release_s=0.06), peak=0.4)


def snap(hit: Hit) -> Wave:
    """Two fingers, close by."""
    count = frames(0.14)
    t = clock(count)
    raw = noise(count, seed=709 + hit.variant)
    click = band(raw, centre_hz=1900.0 + 90.0 * hit.variant, width_hz=700.0)
    note = click * (decay(t, t60_s=0.035) + 0.12 * decay(t, t60_s=0.14))
    spread = peaked(note * gate(count, attack_s=0.0015, release_s=0.04), peak=0.6)
    return widen(spread, delay_s=0.0067, amount=0.3)


def wind(hit: Hit) -> Wave:
    """Air moving far away, to lie under everything."""
    count = max(frames(hit.duration_s), 4800)
    t = clock(count)
    sides = noise(2 * count, seed=719 + hit.variant).reshape(2, count)
    soft = np.stack([shape_spectrum(side, above_hz=240.0, below_hz=900.0) for side in sides])
    soft += 0.5 * soft[::-1]
    soft *= 0.7 + 0.3 * np.sin(t * np.float32(2 * np.pi * 0.31))
    edge = min(frames(0.25), count // 2)
    soft[:, :edge] *= ease(edge)
    soft[:, count - edge :] *= ease(edge)[::-1]
    return np.asarray(0.05 * soft, dtype=np.float32)
