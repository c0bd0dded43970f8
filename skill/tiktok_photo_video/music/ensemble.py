"""Several players, or oscillators, on one note."""

from __future__ import annotations

import numpy as np

from tiktok_photo_video.music.sound import Wave
from tiktok_photo_video.music.synth import bend, clock, phase, read, vibrato
from tiktok_photo_video.music.tone import Tone


def ensemble(
    tone: Tone,
    tables: tuple[Wave, Wave],
    contour: Wave,
    *,
    detune_cents: tuple[float, ...],
    vibrato_cents: float,
) -> Wave:
    """Detuned players spread over stereo, between a dark and a bright table along ``contour``."""
    count = len(contour)
    t = clock(count)
    dark, bright = tables
    sides = np.zeros((2, count), dtype=np.float32)
    difference = bright - dark
    for player, cents in enumerate(detune_cents):
        f = tone.frequency_hz * 2.0 ** (cents / 1200.0)
        at = phase(count, frequency_hz=f, start=0.381966 * (player + 1) + 0.173 * tone.variant)
        if vibrato_cents:
            rate_hz = 4.7 + 0.31 * player
            at = at + bend(vibrato(t, frequency_hz=f, rate_hz=rate_hz, cents=vibrato_cents))
        sides[player % 2] += read(dark, at) + contour * read(difference, at)
    # A little of each side in the other keeps the image from falling apart on one speaker.
    return sides + np.float32(0.35) * sides[::-1]
