"""Songs of tests: a beat that can be heard without a doubt, and sounds that have none."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tiktok_photo_video.render.encoder import decode_sound
from tiktok_photo_video.render.packets import PacketRun

RATE_HZ = 48_000


def beat_song(bpm: float, duration_s: float, *, first_s: float = 0.2) -> NDArray[np.float32]:
    """A drum on each beat, a low one on each fourth; mono at 48 kHz."""
    sound = np.zeros(round(duration_s * RATE_HZ), np.float32)
    at = np.arange(RATE_HZ // 8) / RATE_HZ
    noise = np.random.default_rng(3).standard_normal(len(at))
    snap = (0.3 * noise * np.exp(-at * 60.0)).astype(np.float32)
    boom = (0.9 * np.sin(2 * np.pi * 70.0 * at) * np.exp(-at * 18.0)).astype(np.float32)
    for number, time_s in enumerate(np.arange(first_s, duration_s - 0.2, 60.0 / bpm)):
        start = round(time_s * RATE_HZ)
        drum = snap if number % 4 else snap + boom
        sound[start : start + len(drum)] += drum[: len(sound) - start]
    return sound


def hum(duration_s: float) -> NDArray[np.float32]:
    """A drone: sound without a beat."""
    at = np.arange(round(duration_s * RATE_HZ)) / RATE_HZ
    return (0.3 * np.sin(2 * np.pi * 110.0 * at)).astype(np.float32)


def decoded(run: PacketRun) -> NDArray[np.float32]:
    """What a player hears of a sound, as one array; AAC's priming comes first."""
    return np.concatenate(list(decode_sound(run)))
