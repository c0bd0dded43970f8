"""Plucked strings: one model, a row for each instrument."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

from tiktok_photo_video.music.sound import Wave
from tiktok_photo_video.music.synth import (
    gate,
    level,
    plucked_string,
    resonate,
    widen,
)
from tiktok_photo_video.music.tone import Instrument, Tone, note_length


@dataclass(frozen=True, slots=True, kw_only=True)
class _Strings:
    """What tells one plucked instrument from another.

    Attributes:
        ring_s: how long the A under middle C rings; higher notes ring shorter.
        damping: more is duller.
        pluck_hz: the brightness of the softest pluck, and how much the hardest adds.
        box: the resonances of the body, ``(centre_hz, width_hz, gain)``.
        above_hz: what the body does not carry below.
        below_hz: what it does not carry above.
        release_s: how soon a finger stops the string.
        spread: the delay and the amount of the stereo image.
        seed: which burst of noise plucks it.

    """

    ring_s: float
    damping: float
    pluck_hz: tuple[float, float]
    above_hz: float
    below_hz: float
    box: tuple[tuple[float, float, float], ...] = ()
    release_s: float = 0.12
    spread: tuple[float, float] = (0.0093, 0.30)
    seed: int = 101


def _plucked(tone: Tone, *, strings: _Strings) -> Wave:
    count = note_length(tone, release_s=strings.release_s)
    softest_hz, more_hz = strings.pluck_hz
    wished_s = strings.ring_s * (220.0 / tone.frequency_hz) ** 0.5
    string = plucked_string(
        count,
        frequency_hz=tone.frequency_hz,
        t60_s=min(max(wished_s, 0.35 * strings.ring_s), 1.4 * strings.ring_s),
        damping=strings.damping,
        pluck_hz=softest_hz + more_hz * tone.force,
        seed=strings.seed + tone.variant,
    )
    body = resonate(string, above_hz=strings.above_hz, below_hz=strings.below_hz, box=strings.box)
    note = level(body * gate(count, attack_s=0.0015, release_s=strings.release_s))
    delay_s, amount = strings.spread
    return widen(note, delay_s=delay_s, amount=amount)


_GUITAR = _Strings(
    ring_s=3.2, damping=10.0, pluck_hz=(2200.0, 5000.0), above_hz=80.0, below_hz=8000.0
)
_ROWS: dict[str, _Strings] = {
    "guitar": _GUITAR,
    "steel_guitar": _Strings(
        ring_s=3.6,
        damping=5.0,
        pluck_hz=(2600.0, 4600.0),
        above_hz=85.0,
        below_hz=9000.0,
        box=((112.0, 30.0, 0.4), (215.0, 60.0, 0.35), (2400.0, 1200.0, 0.15)),
        seed=127,
    ),
    "muted_guitar": _Strings(
        ring_s=0.30,
        damping=34.0,
        pluck_hz=(1500.0, 2200.0),
        above_hz=110.0,
        below_hz=5000.0,
        release_s=0.05,
        seed=149,
    ),
    "ukulele": _Strings(
        ring_s=1.3,
        damping=20.0,
        pluck_hz=(1800.0, 3000.0),
        above_hz=170.0,
        below_hz=6500.0,
        box=((390.0, 110.0, 0.5), (720.0, 200.0, 0.3)),
        release_s=0.10,
        seed=173,
    ),
    "harp": _Strings(
        ring_s=3.0,
        damping=60.0,
        pluck_hz=(1600.0, 2500.0),
        above_hz=90.0,
        below_hz=6500.0,
        release_s=0.9,
        spread=(0.0127, 0.4),
        seed=211,
    ),
}

PLUCKED: MappingProxyType[str, Instrument] = MappingProxyType(
    {name: partial(_plucked, strings=strings) for name, strings in _ROWS.items()}
)
