"""Scales, chords and voice leading.

Progressions are written as roman numerals over the tonic, ``numeral:quality``, bars parted
by ``|``: ``"II:m9 | V:13 | I:maj9 VI:m7"``. A numeral says only where the root is (flats
spelt out: ``bVI``); the quality says the rest.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

NOTE_NAMES = ("C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")

NUMERALS = {
    "I": 0,
    "bII": 1,
    "II": 2,
    "bIII": 3,
    "III": 4,
    "IV": 5,
    "V": 7,
    "bVI": 8,
    "VI": 9,
    "bVII": 10,
    "VII": 11,
}

QUALITIES: dict[str, tuple[int, ...]] = {
    "": (0, 4, 7),
    "m": (0, 3, 7),
    "sus2": (0, 2, 7),
    "sus4": (0, 5, 7),
    "add9": (0, 4, 7, 14),
    "madd9": (0, 3, 7, 14),
    "6": (0, 4, 7, 9),
    "m6": (0, 3, 7, 9),
    "7": (0, 4, 7, 10),
    "maj7": (0, 4, 7, 11),
    "m7": (0, 3, 7, 10),
    "7sus4": (0, 5, 7, 10),
    "9sus4": (0, 5, 10, 14),
    "maj9": (0, 4, 7, 11, 14),
    "m9": (0, 3, 7, 10, 14),
    "9": (0, 4, 7, 10, 14),
    "13": (0, 4, 10, 14, 21),
    "m11": (0, 3, 10, 14, 17),
}


class Mode(StrEnum):
    """Which third a key has."""

    MAJOR = "major"
    MINOR = "minor"


PENTATONIC = {Mode.MAJOR: (0, 2, 4, 7, 9), Mode.MINOR: (0, 3, 5, 7, 10)}


@dataclass(frozen=True, slots=True)
class Chord:
    """A harmony: the pitch class of its root and the intervals above it in semitones."""

    root: int
    intervals: tuple[int, ...]

    def pitch_classes(self) -> tuple[int, ...]:
        """Its distinct notes without octaves, root first."""
        return tuple(dict.fromkeys((self.root + step) % 12 for step in self.intervals))


def parse_chord(symbol: str, *, tonic: int) -> Chord:
    """The chord that ``numeral:quality`` names in a key."""
    numeral, _, quality = symbol.partition(":")
    return Chord((tonic + NUMERALS[numeral]) % 12, QUALITIES[quality])


def parse_progression(text: str, *, tonic: int) -> tuple[tuple[Chord, ...], ...]:
    """The chords of each bar of a written progression."""
    return tuple(
        tuple(parse_chord(symbol, tonic=tonic) for symbol in bar.split()) for bar in text.split("|")
    )


def nearest(pitch: int, pitch_classes: Iterable[int]) -> int:
    """The pitch nearest to ``pitch`` (upwards in a tie) whose class is among those given."""
    classes = set(pitch_classes)
    return next(
        pitch + sign * distance
        for distance in range(12)
        for sign in (1, -1)
        if (pitch + sign * distance) % 12 in classes
    )


def scale(tonic: int, mode: Mode) -> tuple[int, ...]:
    """The five pitch classes a melody may pass through over any of the key's chords."""
    return tuple((tonic + step) % 12 for step in PENTATONIC[mode])


def lowest(pitch_class: int, *, floor: int) -> int:
    """The lowest pitch of a class that is not under ``floor``."""
    return floor + (pitch_class - floor) % 12


def _stack(pitch_classes: tuple[int, ...], *, floor: int) -> tuple[int, ...]:
    pitches = [lowest(pitch_classes[0], floor=floor)]
    for pitch_class in pitch_classes[1:]:
        pitches.append(lowest(pitch_class, floor=pitches[-1] + 1))
    return tuple(pitches)


def _crowding(voicing: tuple[int, ...]) -> int:
    """How muddy a voicing is: semitones rub, most of all under the top voice."""
    return sum(3 for low, high in pairwise(voicing) if high - low == 1)


def voice(
    chord: Chord, *, previous: tuple[int, ...], low: int, voices: int, rootless: bool
) -> tuple[int, ...]:
    """A close voicing of ``chord`` that moves least from the one before.

    Args:
        chord: the harmony to place.
        previous: the last voicing, or nothing at the start.
        low: the bottom of the register; the top is about an octave and a third above.
        voices: how many notes at most.
        rootless: leave the root of rich chords to the bass.

    Returns:
        Ascending MIDI pitches.

    """
    classes = chord.pitch_classes()
    if len(classes) > voices or (rootless and len(classes) > 3):
        classes = classes[1:]
    ordered = tuple(sorted(classes[-voices:]))
    candidates = [
        _stack(ordered[turn:] + ordered[:turn], floor=low + lift)
        for turn in range(len(ordered))
        for lift in (0, 3, 6)
    ]
    return min(candidates, key=lambda pitches: _effort(pitches, previous, centre=low + 8))


def _effort(voicing: tuple[int, ...], previous: tuple[int, ...], *, centre: int) -> float:
    middle = sum(voicing) / len(voicing)
    moved = sum(min(abs(pitch - old) for old in previous) for pitch in voicing) if previous else 0
    # A weak pull to the middle of the register keeps long pieces from drifting away.
    return moved + 0.4 * abs(middle - centre) + _crowding(voicing)


def frequency_hz(pitch: int) -> float:
    """The frequency of a MIDI pitch in equal temperament, A4 = 440 Hz."""
    return float(440.0 * 2.0 ** ((pitch - 69) / 12))
