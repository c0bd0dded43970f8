"""Reading the written rhythms of ``style``."""

from __future__ import annotations

from dataclasses import dataclass

from tiktok_photo_video.music.score import BEATS_PER_BAR, STEPS_PER_BEAT, Bar

STEPS_PER_BAR = BEATS_PER_BAR * STEPS_PER_BEAT
REST = "-"
HOLD = "="

FORCES = {"X": 1.0, "x": 0.8, "o": 0.58, "g": 0.36}


@dataclass(frozen=True, slots=True)
class Strike:
    """A note of a rhythm: where it begins in its bar and how long it is, in sixteenths."""

    step: int
    length: int
    symbol: str


def strikes(pattern: str, *, bar: Bar) -> list[Strike]:
    """The notes that fall into one bar of a pattern that may go on over several."""
    offset = bar.number * STEPS_PER_BAR % len(pattern)
    written = pattern[offset : offset + bar.steps]
    return [
        Strike(step, 1 + _held(written, step + 1), symbol)
        for step, symbol in enumerate(written)
        if symbol not in {REST, HOLD}
    ]


def _held(written: str, start: int) -> int:
    return len(written[start:]) - len(written[start:].lstrip(HOLD))


def split_at_changes(strike: Strike, *, bar: Bar) -> list[Strike]:
    """A strike struck again wherever the harmony changes while it is held."""
    end = strike.step + strike.length
    inside = [step for step in bar.changes() if strike.step < step < end]
    starts = [strike.step, *inside]
    return [
        Strike(start, stop - start, strike.symbol)
        for start, stop in zip(starts, [*inside, end], strict=True)
    ]
