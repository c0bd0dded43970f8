"""What a sound is in this room: its rate, its types, and the check at the edge.

Ten minutes are 230 MB of samples. So what works on a whole sound takes anything that can be
sliced into stretches of samples (an array, a file, another sound on its way through a
:class:`Treated`), and looks at a few seconds of it at a time.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tiktok_photo_video.errors import RequestError

SAMPLE_RATE_HZ = 48_000

Samples: TypeAlias = NDArray[np.float32]
"""Sound as ``(frames, channels)``, full scale at ±1."""

Wave: TypeAlias = NDArray[np.float32]
"""One rendered note: ``(frames,)`` mono or ``(2, frames)`` stereo, rows being contiguous."""

Floats: TypeAlias = NDArray[np.float64]


BLOCK = 1 << 17
"""Frames that are looked at together: a few seconds, and whole packets of AAC."""


class Sound(Protocol):
    """A whole sound, read in stretches; an array is one."""

    def __len__(self) -> int:
        """How many frames it has."""
        ...

    def __getitem__(self, stretch: slice, /) -> Samples:
        """The samples of a stretch, which may reach over the end; not to be written to."""
        ...


class Tape(Sound, Protocol):
    """A sound that can be recorded over."""

    def __setitem__(self, stretch: slice, samples: Samples, /) -> None:
        """Put samples in the place of as many others."""
        ...


@dataclass(frozen=True, slots=True)
class Treated:
    """A sound that is worked out of another when it is read, and kept nowhere.

    Attributes:
        source: the other.
        work: gives as many samples as it gets; it is told the number of the first.
        context: frames before and after a stretch that its samples depend on.

    """

    source: Sound
    work: Callable[[Samples, int], Samples]
    context: int = 0

    def __len__(self) -> int:
        """As long as its source."""
        return len(self.source)

    def __getitem__(self, stretch: slice, /) -> Samples:
        """Work a stretch out."""
        start, stop, _ = stretch.indices(len(self))
        first = max(start - self.context, 0)
        made = self.work(self.source[first : stop + self.context], first)
        return made[start - first : max(stop, start) - first]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A sound from one frame to before another, neither of them outside of it."""

    source: Sound
    start: int
    end: int

    def __len__(self) -> int:
        """What lies between the two."""
        return self.end - self.start

    def __getitem__(self, stretch: slice, /) -> Samples:
        """Read of the source."""
        start, stop, _ = stretch.indices(len(self))
        return self.source[self.start + start : self.start + max(stop, start)]


class Spliced:
    """Sounds one after the other."""

    def __init__(self, parts: Sequence[Sound]) -> None:
        self._parts = parts
        self._starts = [0, *accumulate(map(len, parts))]

    def __len__(self) -> int:
        """As long as all of them."""
        return self._starts[-1]

    def __getitem__(self, stretch: slice, /) -> Samples:
        """Read of those that the stretch touches."""
        start, stop, _ = stretch.indices(len(self))
        number = max(bisect_right(self._starts, start) - 1, 0)
        found = []
        while number < len(self._parts) and (at := self._starts[number]) < max(stop, start + 1):
            found.append(self._parts[number][max(start - at, 0) : max(stop - at, 0)])
            number += 1
        return np.concatenate(found) if found else np.zeros((0, 2), np.float32)


def blocks(sound: Sound, size: int = BLOCK) -> Iterator[Samples]:
    """A whole sound, one stretch after the other."""
    return (sound[start : start + size] for start in range(0, len(sound), size))


def worked_out(sound: Sound) -> Samples:
    """All of a sound as an array."""
    return np.concatenate([sound[:0], *blocks(sound)])


def highest(sound: Sound) -> float:
    """The largest magnitude of a sample; 0 for nothing."""
    # Not np.abs(block).max(): that is a copy.
    return max((max(float(b.max()), -float(b.min())) for b in blocks(sound)), default=0.0)


def as_sound(sound: Sound | NDArray[Any]) -> Sound:
    """A sound for what follows: arrays are checked, see :func:`as_samples`."""
    return as_samples(sound) if isinstance(sound, np.ndarray) else sound


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
