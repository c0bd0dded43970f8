"""The score: everything that is decided before a sound is made.

A score is a plan (form, harmony, tempo), cheap to make and exact in time, so that
pictures can be cut to it. The notes are written from it by ``performance.perform``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from tiktok_photo_video.music.theory import Chord, Mode

STEPS_PER_BEAT = 4
BEATS_PER_BAR = 4


class Mood(StrEnum):
    """What the music should feel like; each is one row in ``styles.STYLES``."""

    LOFI = "lofi"
    UPBEAT = "upbeat"
    CINEMATIC = "cinematic"
    ROMANTIC = "romantic"
    CHILL = "chill"
    ACOUSTIC = "acoustic"
    AMBIENT = "ambient"
    HOUSE = "house"
    HIPHOP = "hiphop"
    HAPPY = "happy"
    EPIC = "epic"
    RETRO = "retro"


class SectionName(StrEnum):
    """The places a piece goes through."""

    INTRO = "intro"
    GROOVE = "groove"
    BREAK = "break"
    BUILD = "build"
    LIFT = "lift"
    ENDING = "ending"


DYNAMICS: MappingProxyType[SectionName, float] = MappingProxyType(
    {
        SectionName.INTRO: 0.95,
        SectionName.GROOVE: 0.88,
        SectionName.BREAK: 0.72,
        SectionName.BUILD: 0.92,
        SectionName.LIFT: 1.0,
        SectionName.ENDING: 1.0,
    }
)
"""How much of itself the band gives in each section."""


@dataclass(frozen=True, slots=True)
class Beat:
    """One beat; ``index_in_bar`` 0 is the downbeat. The last one is the final hit."""

    time_s: float
    bar: int
    index_in_bar: int


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of the piece; sections butt and cover it from 0 to its end.

    ``energy``, 0 to 1, says how much is going on in it beside the fullest section.
    """

    start_s: float
    end_s: float
    kind: SectionName
    energy: float


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar before the final hit.

    Attributes:
        section: the kind of section it belongs to.
        number: its place in that section, from 0.
        round: how many sections of this kind came before.
        start_s: the time of its downbeat.
        beats: its length; only the last bar of a very short piece has fewer than four.
        chords: the harmony, sharing the bar equally.
        fill: it leads into another section.

    """

    section: SectionName
    number: int
    round: int
    start_s: float
    beats: int
    chords: tuple[Chord, ...]
    fill: bool

    @property
    def steps(self) -> int:
        """Its length in sixteenths."""
        return self.beats * STEPS_PER_BEAT

    def chord_at(self, step: int) -> Chord:
        """The harmony that sounds at a sixteenth of this bar."""
        return self.chords[min(step * len(self.chords) // self.steps, len(self.chords) - 1)]

    def changes(self) -> tuple[int, ...]:
        """The sixteenths at which the harmony begins."""
        return tuple(index * self.steps // len(self.chords) for index in range(len(self.chords)))


@dataclass(frozen=True, slots=True)
class Score:
    """A planned piece.

    Attributes:
        bpm: the tempo, already nudged so that the final hit lands well before the end.
        key: for people, such as ``"Eb major"``.
        beats: every beat from 0 up to and including the final hit.
        sections: the form; the last is the ending, which starts at the final hit.
        tonic: the key's pitch class, C being 0.
        bars: the harmony and form of each bar before the final hit.
        final: the chord of the final hit.

    """

    mood: Mood
    seed: int
    bpm: float
    key: str
    title: str
    duration_s: float
    beats: tuple[Beat, ...]
    sections: tuple[Section, ...]
    tonic: int
    mode: Mode
    bars: tuple[Bar, ...]
    final: Chord

    @property
    def step_s(self) -> float:
        """The length of a sixteenth."""
        return 60.0 / self.bpm / STEPS_PER_BEAT

    @property
    def final_hit_s(self) -> float:
        """When the last chord is struck; it rings until ``duration_s``."""
        return self.beats[-1].time_s
