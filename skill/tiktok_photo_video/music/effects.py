"""The room, the echo, the tone of the mix and the kick's ducking."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tiktok_photo_video.music.sound import Wave, frames, ratio
from tiktok_photo_video.music.synth import analogue_hz, clock, decay, ease, noise, shape_spectrum

_AIR_HZ = 2200.0
_PREDELAY_S = 0.018
_DUCK_ATTACK_S = 0.006
_DUCK_RELEASE_S = 0.24


def room(ring_s: float, *, seed: int) -> Wave:
    """The impulse response of a room, ``(2, frames)``: noise whose treble dies first.

    The sides are independent, so that the room is wide; the bass is left out, so that it
    stays clear.
    """
    return np.stack([_room_side(ring_s, seed=seed + side) for side in range(2)])


def _room_side(ring_s: float, *, seed: int) -> Wave:
    count = frames(ring_s)
    t = clock(count)
    raw = noise(count, seed=seed)
    dark = shape_spectrum(raw, above_hz=220.0, below_hz=1400.0) * decay(t, t60_s=ring_s)
    bright = shape_spectrum(raw, above_hz=1400.0, below_hz=5500.0) * decay(t, t60_s=ring_s * 0.6)
    tail = 1.3 * dark + 0.8 * bright
    onset = min(frames(0.025), count)
    tail[:onset] *= ease(onset)
    delayed = np.zeros(count, dtype=np.float32)
    start = frames(_PREDELAY_S)
    delayed[start:] = tail[: count - start]
    delayed[count - frames(0.05) :] *= ease(frames(0.05))[::-1]
    delayed /= np.float32(np.sqrt(np.square(delayed).sum()))
    return delayed


def echo(delay_s: float, *, length: int) -> Wave:
    """The impulse response of an echo that goes left, right, left and darkens."""
    sides = np.zeros((2, length), dtype=np.float32)
    for repeat in range(1, 6):
        at = frames(delay_s * repeat)
        if at >= length:
            break
        sides[(repeat + 1) % 2, at] = 0.72**repeat
        sides[repeat % 2, at] = 0.22 * 0.72**repeat
    return np.stack([shape_spectrum(side, above_hz=260.0, below_hz=2600.0) for side in sides])


def tone(size: int, *, below_hz: float, air_db: float) -> NDArray[np.complex64]:
    """The mix's response at the bins of a real transform: no rumble, some air, a soft top."""
    hertz = analogue_hz(size)
    rumble = 1j * hertz / 32.0
    top = 1.0 + 1j * hertz / below_hz
    shelf = 1j * hertz / _AIR_HZ
    air = (1.0 + ratio(air_db) * shelf) / (1.0 + shelf)
    response = (rumble / (1.0 + rumble)) ** 2 * air / top**2
    return np.asarray(response, dtype=np.complex64)


def dip() -> Wave:
    """How far the mix is out of the kick's way after a stroke: from 0 up to 1 and back."""
    down = ease(frames(_DUCK_ATTACK_S))
    back = ease(frames(_DUCK_RELEASE_S))[::-1]
    return np.concatenate((down, back))


def saturate(wave: Wave, *, drive: float) -> Wave:
    """Soft saturation with unity gain for quiet sounds; peaks round off instead of clipping."""
    push = np.float32(drive)
    return np.asarray(np.tanh(wave * push) / push, dtype=np.float32)
