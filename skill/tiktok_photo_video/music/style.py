"""What a mood is made of: the vocabulary of the table in ``styles``.

Patterns are one character per sixteenth, sixteen to the bar; a pattern of several bars goes
on across them. ``-`` is a rest, ``=`` holds the note before it.

- chords, melodies, drums: ``X`` accent, ``x`` normal, ``o`` soft, ``g`` ghost
- arpeggios: a digit is a note of the voicing, counted upwards and on into the next octave
- basses: ``R`` root, ``F`` fifth, ``O`` octave, ``A`` a step towards the next root; lower
  case is softer
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tiktok_photo_video.music.score import SectionName
from tiktok_photo_video.music.theory import Mode


class Role(StrEnum):
    """What a part does, and so how its notes are written."""

    CHORDS = "chords"
    ARPEGGIO = "arpeggio"
    BASS = "bass"
    MELODY = "melody"
    DRUM = "drum"
    LEAD_IN = "lead-in"
    ARRIVAL = "arrival"
    TEXTURE = "texture"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One player and their channel on the desk.

    Attributes:
        role: how the notes are written.
        instrument: a name in ``INSTRUMENTS`` or ``DRUMS``.
        sections: where it plays; for lead-ins and arrivals, what they announce.
        patterns: one is chosen for each kind of section.
        fill: a drum's pattern for the last bar before another section.
        gain_db: its level.
        pan: -1 left to 1 right.
        reverb: how much goes to the room, 0 to 1.
        echo: how much goes to the echo.
        duck: how far the kick pushes it down, 0 to 1.
        low: the bottom of its register as a MIDI pitch.
        voices: how many notes a chord may have.
        rootless: rich chords leave the root to the bass.
        strum_s: the time between the notes of a chord.
        first_round: from which return of a section on it plays, to keep long pieces fresh.
        at_end: it takes part in the final hit.
        kick: it drives the ducking.

    """

    role: Role
    instrument: str
    sections: frozenset[SectionName]
    patterns: tuple[str, ...] = ()
    fill: str = ""
    gain_db: float = 0.0
    pan: float = 0.0
    reverb: float = 0.0
    echo: float = 0.0
    duck: float = 0.0
    low: int = 55
    voices: int = 4
    rootless: bool = False
    strum_s: float = 0.0
    first_round: int = 0
    at_end: bool = False
    kick: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Progression:
    """The harmony of a piece, in the notation of ``theory``.

    Attributes:
        mode: the third of the key, for melodies and for the name of the key.
        groove: the bars that the intro, grooves, builds and breaks go round.
        lift: the bars that the lifts go round.
        cadence: the one bar that leads home.
        final: the last chord.

    """

    mode: Mode
    groove: str
    lift: str
    cadence: str
    final: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """A mood: everything ``compose`` and ``perform`` choose from.

    Attributes:
        bpm: the slowest and the fastest tempo.
        swing: where the second of two sixteenths falls; 0.5 is straight.
        looseness_s: how far from the grid players stray (standard deviation).
        progressions: the harmonies to choose from.
        parts: the players.
        reverb_s: how long the room rings.
        echo_steps: the echo's delay in sixteenths.
        tone_hz: the low-pass over everything.
        air_db: how much its treble is lifted before that.
        drive: how hard the mix is pushed into soft saturation.
        adjectives: first words of titles.
        nouns: last words of titles.

    """

    bpm: tuple[float, float]
    swing: float = 0.5
    looseness_s: float = 0.004
    progressions: tuple[Progression, ...]
    parts: tuple[Part, ...]
    reverb_s: float = 1.8
    echo_steps: int = 3
    tone_hz: float = 17_000.0
    air_db: float = 3.0
    drive: float = 1.0
    adjectives: tuple[str, ...]
    nouns: tuple[str, ...]


def where(letters: str) -> frozenset[SectionName]:
    """Sections by letter: intro, groove, break (``k``), build, lift, ending."""
    names = {
        "i": SectionName.INTRO,
        "g": SectionName.GROOVE,
        "k": SectionName.BREAK,
        "b": SectionName.BUILD,
        "l": SectionName.LIFT,
        "e": SectionName.ENDING,
    }
    return frozenset(names[letter] for letter in letters)


EVERYWHERE = where("igkbl")
