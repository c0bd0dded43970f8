"""What a sound is in this room: its rate, its array types, and the check at the edge."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tiktok_photo_video.errors import RequestError

SAMPLE_RATE_HZ = 48_000

Samples: TypeAlias = NDArray[np.float32]
"""Sound as ``(frames, channels)``, full scale at ±1."""

Wave: TypeAlias = NDArray[np.float32]
"""One rendered note: ``(frames,)`` mono or ``(2, frames)`` stereo, rows being contiguous."""

Floats: TypeAlias = NDArray[np.float64]


def as_samples(samples: NDArray[Any]) -> Samples:
    """Sound as float32 of shape ``(frames, channels)``; mono may come as ``(frames,)``.

    Raises:
        RequestError: the array is not floating point, or has more than two channels.

    """
    if not np.issubdtype(samples.dtype, np.floating):
        raise RequestError(
            f"Sound must be floating point with full scale at 1, not {samples.dtype}.",
            hint="Divide integer samples by their full scale first.",
        )
    shaped = samples[:, None] if samples.ndim == 1 else samples
    if shaped.ndim != 2 or shaped.shape[1] not in {1, 2}:
        raise RequestError(
            f"Sound must have the shape (frames, 1 or 2 channels), not {samples.shape}.",
            hint="Mix it down to stereo first.",
        )
    return shaped.astype(np.float32, copy=False)


def ratio(gain_db: float) -> float:
    """The amplitude ratio of a gain in decibels."""
    return float(10.0 ** (gain_db / 20.0))


def frames(duration_s: float) -> int:
    """The whole number of sample frames nearest to a duration."""
    return round(duration_s * SAMPLE_RATE_HZ)
