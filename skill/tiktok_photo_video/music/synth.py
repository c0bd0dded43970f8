"""The raw material of every instrument: oscillators, envelopes, filters, noise.

Nothing here runs a loop over samples. Oscillators read one cycle from a table by a 32-bit
phase that wraps by itself; filters, and the feedback loop of a plucked string, are applied as
frequency responses to a whole note at once.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from tiktok_photo_video.music.sound import SAMPLE_RATE_HZ, Floats, Wave

_TABLE_BITS = 14
_TABLE_SIZE = 1 << _TABLE_BITS
_TURN = 1 << 32
# Partials above this add harshness on small speakers and nothing else.
_TOP_HZ = 15_000.0


def clock(count: int) -> Wave:
    """The times of ``count`` samples in seconds."""
    return np.arange(count, dtype=np.float32) / np.float32(SAMPLE_RATE_HZ)


def fft_size(count: int) -> int:
    """The next length, a power of two or one and a half of it, that transforms fast."""
    power = 1 << max(count - 1, 1).bit_length()
    return power * 3 // 4 if power * 3 // 4 >= count else power


def noise(count: int, *, seed: int) -> Wave:
    """White noise of unit variance, the same for the same seed."""
    return np.random.default_rng(seed).standard_normal(count, dtype=np.float32)


def decay(time_s: Wave, *, t60_s: float) -> Wave:
    """An exponential that has fallen by 60 dB after ``t60_s``."""
    return np.asarray(np.exp(time_s * np.float32(-6.9078 / t60_s)), dtype=np.float32)


def ease(count: int) -> Wave:
    """Half a cosine from 0 to 1."""
    return (0.5 - 0.5 * np.cos(np.linspace(0.0, np.pi, count, dtype=np.float32))).astype(np.float32)


def gate(count: int, *, attack_s: float, release_s: float) -> Wave:
    """Up over the attack, on, and down over the release, which ends at the last sample."""
    shape = np.ones(count, dtype=np.float32)
    rise = min(max(int(attack_s * SAMPLE_RATE_HZ), 8), count)
    fall = min(max(int(release_s * SAMPLE_RATE_HZ), 8), count)
    shape[:rise] *= ease(rise)
    shape[count - fall :] *= ease(fall)[::-1]
    return shape


def cycle(amplitudes: Floats) -> Wave:
    """One cycle of the wave with these sine partials, ready for ``read``."""
    spectrum = np.zeros(_TABLE_SIZE // 2 + 1, dtype=np.complex128)
    spectrum[1 : len(amplitudes) + 1] = -0.5j * _TABLE_SIZE * amplitudes
    return np.fft.irfft(spectrum, _TABLE_SIZE).astype(np.float32)


def partial_numbers(frequency_hz: float) -> Floats:
    """1, 2, 3 … as far as the partials of a note may be heard."""
    return np.arange(1, max(int(_TOP_HZ / frequency_hz), 1) + 1, dtype=np.float64)


def saw(frequency_hz: float, *, cutoff_hz: float, poles: float = 2.0) -> Wave:
    """One cycle of a sawtooth behind a low-pass."""
    number = partial_numbers(frequency_hz)
    roll_off = (1.0 + (number * frequency_hz / cutoff_hz) ** 2) ** (poles / 2)
    return cycle(1.0 / number / roll_off)


def square(frequency_hz: float, *, cutoff_hz: float, poles: float = 2.0) -> Wave:
    """One cycle of a square wave behind a low-pass."""
    number = partial_numbers(frequency_hz)
    roll_off = (1.0 + (number * frequency_hz / cutoff_hz) ** 2) ** (poles / 2)
    return cycle((number % 2) / number / roll_off)


def phase(count: int, *, frequency_hz: float, start: float = 0.0) -> NDArray[np.uint32]:
    """A steady phase; ``start`` in turns."""
    step = np.uint32(round(frequency_hz / SAMPLE_RATE_HZ * _TURN))
    return np.arange(count, dtype=np.uint32) * step + np.uint32(int(start % 1.0 * (_TURN - 1)))


def bend(turns: Wave) -> NDArray[np.uint32]:
    """A deviation in turns (within ±0.5 · 10⁶) as something to add to a ``phase``."""
    return (turns.astype(np.float64) * _TURN).astype(np.int64).astype(np.uint32)


def vibrato(time_s: Wave, *, frequency_hz: float, rate_hz: float, cents: float) -> Wave:
    """The phase deviation in turns of a vibrato that sets in over a third of a second."""
    depth_hz = frequency_hz * (2.0 ** (cents / 1200.0) - 1.0)
    onset = np.minimum(time_s * 3.0, 1.0)
    swing = np.sin(time_s * np.float32(2.0 * np.pi * rate_hz))
    turns = np.float32(depth_hz / (2.0 * np.pi * rate_hz))
    return np.asarray(onset * swing * turns, dtype=np.float32)


def read(table: Wave, at: NDArray[np.uint32]) -> Wave:
    """A wave table read along a phase."""
    return np.asarray(table.take(at >> np.uint32(32 - _TABLE_BITS)), dtype=np.float32)


_SINE = cycle(np.ones(1))


def sine(count: int, *, frequency_hz: float, start: float = 0.0) -> Wave:
    """A pure tone."""
    return read(_SINE, phase(count, frequency_hz=frequency_hz, start=start))


def sine_of(turns: Floats | Wave) -> Wave:
    """The sine of a phase given in turns."""
    return np.asarray(np.sin((turns % 1.0).astype(np.float32) * np.float32(2 * np.pi)), np.float32)


def analogue_hz(size: int) -> Floats:
    """The frequencies at which to read an analogue filter's response for ``size`` samples.

    This is the bilinear transform. Reading the response at the bins' own frequencies would
    cut it off at half the sampling rate, and the filter would ring before its input.
    """
    turns = np.minimum(np.arange(size // 2 + 1) / size, 0.49999)
    return np.asarray(np.tan(np.pi * turns) * (SAMPLE_RATE_HZ / np.pi), dtype=np.float64)


def shape_spectrum(
    wave: Wave, *, above_hz: float = 0.0, below_hz: float = 0.0, poles: int = 2
) -> Wave:
    """A wave through a causal high-pass and low-pass (0 leaves either out)."""
    size = fft_size(len(wave) + 2048)
    hertz = analogue_hz(size)
    response = np.ones(len(hertz), dtype=np.complex64)
    if below_hz:
        response /= (1.0 + 1j * hertz / below_hz) ** poles
    if above_hz:
        response *= (1j * hertz / above_hz / (1.0 + 1j * hertz / above_hz)) ** poles
    shaped = np.fft.irfft(np.fft.rfft(wave, size) * response, size)
    return shaped[: len(wave)].astype(np.float32)


def band(wave: Wave, *, centre_hz: float, width_hz: float) -> Wave:
    """A wave through a two-pole resonance."""
    size = fft_size(len(wave) + 4096)
    hertz = np.maximum(analogue_hz(size), 1e-3)
    response = 1.0 / (1.0 + 1j * (hertz**2 - centre_hz**2) / (hertz * width_hz))
    shaped = np.fft.irfft(np.fft.rfft(wave, size) * response, size)
    return shaped[: len(wave)].astype(np.float32)


def resonate(
    wave: Wave,
    *,
    above_hz: float,
    below_hz: float,
    box: tuple[tuple[float, float, float], ...],
) -> Wave:
    """A wave through a body: what it carries, and ``(centre_hz, width_hz, gain)`` on top."""
    size = fft_size(len(wave) + 4096)
    hertz = np.maximum(analogue_hz(size), 1e-3)
    rise = 1j * hertz / above_hz
    response = (rise / (1.0 + rise)) ** 2 / (1.0 + 1j * hertz / below_hz) ** 2
    for centre_hz, width_hz, gain in box:
        response += gain / (1.0 + 1j * (hertz**2 - centre_hz**2) / (hertz * width_hz))
    shaped = np.fft.irfft(np.fft.rfft(wave, size) * response, size)
    return shaped[: len(wave)].astype(np.float32)


def plucked_string(
    count: int, *, frequency_hz: float, t60_s: float, damping: float, pluck_hz: float, seed: int
) -> Wave:
    """A Karplus-Strong string, solved in the frequency domain.

    The classic loop (a delay of one period, a low-pass, a loss) is linear, so its whole
    ringing is the burst divided by one minus the loop's response; a fractional delay then
    costs nothing and the string is in tune at any pitch.

    Args:
        count: samples wanted.
        frequency_hz: pitch of the string.
        t60_s: how long the lowest partial rings.
        damping: power of the loop's low-pass; more is duller.
        pluck_hz: brightness of the pluck itself.
        seed: which burst of noise plucks it.

    """
    size = fft_size(max(count, int(t60_s * SAMPLE_RATE_HZ)) + 1024)
    hertz = np.fft.rfftfreq(size, 1.0 / SAMPLE_RATE_HZ)
    period = max(int(SAMPLE_RATE_HZ / frequency_hz), 2)
    burst = noise(period, seed=seed)
    burst -= burst.mean()
    # The loop turns faster for high notes; equal damping per turn would choke them.
    damping *= min(220.0 / frequency_hz, 1.0) ** 1.5
    loss = 10.0 ** (-3.0 / (t60_s * frequency_hz))
    turn = np.exp((-2j * np.pi / frequency_hz / 8.0) * hertz)
    # cos(w/2)^damping is real: it dulls the string without pulling it out of tune.
    loop = (loss * np.cos(np.pi * hertz / SAMPLE_RATE_HZ) ** damping) * turn**8
    # Plucked at an eighth of its length, a string lacks every eighth partial.
    place = 1.0 - 0.85 * turn
    pluck = np.fft.rfft(burst, size) * place / (1.0 + 1j * hertz / pluck_hz)
    return np.fft.irfft(pluck / (1.0 - loop), size)[:count].astype(np.float32)


def widen(wave: Wave, *, delay_s: float, amount: float) -> Wave:
    """A mono wave spread in stereo by a delayed copy of opposite sign on each side.

    Summed to mono, as phones do, the copies cancel and the wave is itself again.
    """
    shift = int(delay_s * SAMPLE_RATE_HZ)
    straight, delayed = np.pad(wave, (0, shift)), np.pad(wave * np.float32(amount), (shift, 0))
    return np.stack((straight + delayed, straight - delayed))


def peaked(wave: Wave, *, peak: float = 0.8) -> Wave:
    """A wave scaled to a peak, as suits strokes."""
    highest = float(np.abs(wave).max(initial=0.0))
    return wave * np.float32(peak / highest) if highest > 0.0 else wave


def level(wave: Wave, *, rms: float = 0.2) -> Wave:
    """A note scaled by the power of its loudest fifth of a second.

    By power and not by peak, so that every pitch and every take is as loud as the next.
    """
    chunk = min(SAMPLE_RATE_HZ // 20, wave.shape[-1])
    whole = wave.shape[-1] // chunk * chunk
    course = np.square(wave[..., :whole]).reshape(-1, whole // chunk, chunk).mean(axis=(0, 2))
    reach = min(4, course.size)
    loudest = float(np.convolve(course, np.full(reach, 1.0 / reach), "valid").max())
    return wave * np.float32(rms / math.sqrt(loudest)) if loudest > 0.0 else wave
