"""Frames, milliseconds and seconds. Rounding is to the nearest, and the way back is exact."""

from __future__ import annotations

from fractions import Fraction

MS_PER_S = 1000


def frames_from_ms(duration_ms: int, rate: Fraction) -> int:
    """Milliseconds to the nearest whole frame."""
    return round(Fraction(duration_ms) * rate / MS_PER_S)


def ms_from_frames(frames: int, rate: Fraction) -> int:
    """Whole frames to the nearest millisecond.

    ``frames_from_ms`` gives the same frames back at any rate up to 500: the rounding
    error of half a millisecond stays under a quarter of a frame.
    """
    return round(Fraction(frames * MS_PER_S) / rate)


def frames_from_s(duration_s: float, rate: Fraction) -> int:
    """Seconds to the nearest whole frame."""
    return round(Fraction(duration_s) * rate)


def s_from_frames(frames: int, rate: Fraction) -> float:
    """Whole frames to seconds."""
    return float(Fraction(frames) / rate)
