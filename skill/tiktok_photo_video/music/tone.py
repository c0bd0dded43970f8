"""What an instrument is asked for, and what an instrument is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from tiktok_photo_video.music.sound import Wave, frames


@dataclass(frozen=True, slots=True)
class Tone:
    """What an instrument is asked to play.

    Attributes:
        frequency_hz: the pitch.
        duration_s: how long the key is held; the release comes on top.
        force: how hard it is struck, 0 to 1; changes the colour, not the level.
        variant: which of several slightly different takes.

    """

    frequency_hz: float
    duration_s: float
    force: float
    variant: int


Instrument: TypeAlias = Callable[[Tone], Wave]


def note_length(tone: Tone, *, release_s: float) -> int:
    """The samples of a note with its release."""
    return max(frames(tone.duration_s + release_s), 64)
