"""Tunes: a motif that is repeated, answered and fitted to the harmony.

A tune people remember says something, says it again over other chords, and then turns it.
So a motif of two bars (rhythm and shape) is drawn once for each kind of section; every other
time its ending is another one. Notes that weigh something are notes of the chord; the ones
that pass come from the key's pentatonic scale, which no chord of the key fights with.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tiktok_photo_video.music.dice import dice, pick, turn
from tiktok_photo_video.music.patterns import STEPS_PER_BAR, Strike, strikes
from tiktok_photo_video.music.score import Bar, Score
from tiktok_photo_video.music.style import Part
from tiktok_photo_video.music.theory import nearest, scale

# The line a motif follows, in semitones around the middle of the register.
_SHAPES = (
    (0, 2, 4, 7, 5, 4, 2, 0),
    (7, 5, 4, 2, 0, 2, 4, 2),
    (0, 4, 2, 5, 4, 7, 5, 2),
    (2, 0, 2, 5, 7, 9, 7, 4),
    (7, 9, 7, 4, 2, 4, 0, 2),
    (0, 0, 4, 4, 7, 5, 4, 0),
)
_REGISTER = 14
_MOTIF_BARS = 2


@dataclass(frozen=True, slots=True)
class Motif:
    """A rhythm of two bars and the line that its notes follow."""

    pattern: str
    shape: tuple[int, ...]
    answer: tuple[int, ...]

    def contour(self, *, bar: Bar, position: float) -> float:
        """How high the line is at a place (0 to 1) in the motif."""
        answering = bar.number // _MOTIF_BARS % 2 == 1
        line = self.answer if answering and position >= 0.5 else self.shape
        return float(np.interp(position * (len(line) - 1), range(len(line)), line))


def motif(score: Score, part: Part, *, bar: Bar) -> Motif:
    """The motif of a section; all the parts that sing in it share the rhythm and the line."""
    chance = dice(score.seed, score.mood, "motif", bar.section)
    rhythm = turn(score.seed, f"{score.mood}/motif/{bar.section}", part.patterns)
    return Motif(rhythm, pick(chance, _SHAPES), pick(chance, _SHAPES))


def tune(score: Score, part: Part, *, bar: Bar, previous: int | None) -> list[tuple[Strike, int]]:
    """The notes and their pitches in one bar; ``previous`` is the pitch sung before."""
    theme = motif(score, part, bar=bar)
    notes = []
    for strike in strikes(theme.pattern, bar=bar):
        position = (bar.number % _MOTIF_BARS + strike.step / STEPS_PER_BAR) / _MOTIF_BARS
        target = round(part.low + 4 + theme.contour(bar=bar, position=position))
        pitch = _pitch(score, strike, bar=bar, target=target)
        pitch = _tamed(pitch, previous, low=part.low)
        notes.append((strike, pitch))
        previous = pitch
    return notes


def _pitch(score: Score, strike: Strike, *, bar: Bar, target: int) -> int:
    chord = bar.chord_at(strike.step)
    weighty = strike.step % 4 == 0 or strike.length >= 3
    return nearest(target, chord.pitch_classes() if weighty else scale(score.tonic, score.mode))


def _tamed(pitch: int, previous: int | None, *, low: int) -> int:
    """The pitch an octave nearer when it would leap too far or leave the register."""
    if previous is not None and abs(pitch - previous) > 9:
        pitch += 12 if pitch < previous else -12
    while pitch < low:
        pitch += 12
    while pitch > low + _REGISTER:
        pitch -= 12
    return pitch
