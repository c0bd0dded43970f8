"""Which pieces are composed for a video of any length: the sound and its beats must agree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tiktok_photo_video.errors import RenderError
from tiktok_photo_video.music import (
    LONGEST_S,
    SAMPLE_RATE_HZ,
    SHORTEST_S,
    Mood,
    Score,
    compose,
)
from tiktok_photo_video.timeline.model import MusicReference


@dataclass(frozen=True, slots=True)
class Piece:
    """A score and the stretch of the video that it fills, in samples.

    It is cut off where it is longer than that: no piece is shorter than ``SHORTEST_S``.
    """

    score: Score
    start: int
    size: int


def pieces(music: MusicReference, length: int) -> Iterator[Piece]:
    """The pieces that fill ``length`` samples one after the other, all of one mood.

    Raises:
        RenderError: nobody composes this mood.
    """
    mood, start, number = _mood(music.mood), 0, 0
    while start < length:
        left = length - start
        size = min(left, int(LONGEST_S * SAMPLE_RATE_HZ))
        if 0 < left - size < SHORTEST_S * SAMPLE_RATE_HZ:
            size = left // 2
        duration_s = max(size / SAMPLE_RATE_HZ, SHORTEST_S)
        yield Piece(compose(mood, seed=music.seed + number, duration_s=duration_s), start, size)
        start, number = start + size, number + 1


def _mood(name: str) -> Mood:
    try:
        return Mood(name)
    except ValueError:
        raise RenderError(
            f"There is no music called {name}.",
            code="unknown_mood",
            hint=f"Choose one of: {', '.join(mood.value for mood in Mood)}.",
            facts={"mood": name, "moods": ", ".join(mood.value for mood in Mood)},
        ) from None
