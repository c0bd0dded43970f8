"""Drums that machines play."""

from __future__ import annotations

import numpy as np

from tiktok_photo_video.music.sound import Wave, frames
from tiktok_photo_video.music.stroke import Hit, cymbal, kick, rattle
from tiktok_photo_video.music.synth import clock, gate, noise, peaked, shape_spectrum, widen


def house_kick(hit: Hit) -> Wave:
    """A round kick for every beat of a night."""
    return kick(hit, from_hz=300.0, to_hz=50.0, fall_s=0.020, t60_s=0.36, click=0.10)


def kick_808(hit: Hit) -> Wave:
    """A long, deep kick whose pitch settles at once."""
    return kick(hit, from_hz=210.0, to_hz=48.0, fall_s=0.018, t60_s=0.62, click=0.10)


def snare_808(hit: Hit) -> Wave:
    """A short, snappy snare."""
    note = rattle(hit, tune_hz=188.0, t60_s=0.17, below_hz=6200.0, head_gain=0.9)
    return widen(note, delay_s=0.0057, amount=0.25)


def gated_snare(hit: Hit) -> Wave:
    """A big room that is shut like a door."""
    count = frames(0.30)
    t = clock(count)
    near = rattle(hit, tune_hz=176.0, t60_s=0.26, below_hz=5200.0, head_gain=1.0)
    room = shape_spectrum(noise(count, seed=733 + hit.variant), above_hz=320.0, below_hz=3600.0)
    room *= np.minimum(t * 60.0, 1.0) * gate(count, attack_s=0.004, release_s=0.05)
    reach = min(count, len(near))
    note = 0.16 * room
    note[:reach] += near[:reach]
    note *= gate(count, attack_s=0.001, release_s=0.05)
    return widen(peaked(note), delay_s=0.0101, amount=0.4)


def tight_hat(hit: Hit) -> Wave:
    """A closed hi-hat short enough for rolls."""
    t60_s = 0.032 + 0.024 * hit.force
    return cymbal(hit, t60_s=t60_s, above_hz=5600.0, below_hz=10_000.0, seed=743)
