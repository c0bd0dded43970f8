"""From the score to the notes: every part written out and played by hands, not by a clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from types import MappingProxyType
from typing import TypeAlias

from tiktok_photo_video.music.attacks import SPEAKS_S
from tiktok_photo_video.music.dice import dice, pick
from tiktok_photo_video.music.melody import tune
from tiktok_photo_video.music.patterns import FORCES, Strike, split_at_changes, strikes
from tiktok_photo_video.music.score import BEATS_PER_BAR, DYNAMICS, Bar, Score, SectionName
from tiktok_photo_video.music.style import Part, Role, Style
from tiktok_photo_video.music.styles import STYLES
from tiktok_photo_video.music.theory import Chord, lowest, nearest, voice

_LEGATO = 0.96
_ROLL_S = 0.022
_TEXTURE_S = 6.0
_SIXTEENTH_FEEL = (1.0, 0.86, 0.95, 0.86)


@dataclass(frozen=True, slots=True)
class Event:
    """One sound to be made.

    Attributes:
        part: the index of its part in the style.
        pitch: MIDI pitch; 0 for drums.
        start_s: when it sounds.
        duration_s: how long it is held.
        force: how hard it is played, 0 to 1.

    """

    part: int
    pitch: int
    start_s: float
    duration_s: float
    force: float


@dataclass(frozen=True, slots=True)
class _Desk:
    """What a writer needs to know about the part it writes."""

    score: Score
    style: Style
    part: Part
    index: int

    def pattern(self, bar: Bar) -> str:
        """The part's rhythm in a section; a fill where there is one."""
        if bar.fill and self.part.fill:
            return self.part.fill
        # Groove and intro share theirs, so that the intro is the groove arriving.
        name = SectionName.GROOVE if bar.section is SectionName.INTRO else bar.section
        chance = dice(self.score.seed, self.score.mood, "pattern", self.index, name, bar.round % 3)
        return pick(chance, self.part.patterns)

    def plays(self, bar: Bar) -> bool:
        """Whether the part has anything to do in a bar."""
        return bar.section in self.part.sections and bar.round >= self.part.first_round

    def moment(self, bar: Bar, step: int) -> float:
        """When a sixteenth sounds, swing included."""
        late = (self.style.swing - 0.5) * 2.0 if step % 2 else 0.0
        return bar.start_s + (step + late) * self.score.step_s

    def event(self, bar: Bar, strike: Strike, *, pitch: int = 0, force: float) -> Event:
        """A strike as something to play."""
        start_s = self.moment(bar, strike.step)
        length = strike.length * self.score.step_s
        feel = _SIXTEENTH_FEEL[strike.step % 4]
        energy = DYNAMICS[bar.section]
        return Event(self.index, pitch, start_s, length * _LEGATO, force * feel * energy)


_Writer: TypeAlias = Callable[[_Desk], Iterator[Event]]


def perform(score: Score) -> list[Event]:
    """Every sound of the piece, humanised, in the order of the parts."""
    style = STYLES[score.mood]
    played: list[Event] = []
    for index, part in enumerate(style.parts):
        desk = _Desk(score, style, part, index)
        events = list(_WRITERS[part.role](desk))
        played += _humanised(desk, events)
    return played


def _humanised(desk: _Desk, events: list[Event]) -> Iterator[Event]:
    """The events a little off the grid and uneven in force, as hands are."""
    chance = dice(desk.score.seed, desk.score.mood, "hands", desk.index)
    # The kick is what pictures are cut to: it stays where the beat is.
    looseness_s = desk.style.looseness_s * (0.25 if desk.part.kick else 1.0)
    early_s = SPEAKS_S.get(desk.part.instrument, 0.0)
    late = chance.normal(0.0, looseness_s, len(events)).clip(-2 * looseness_s, 2 * looseness_s)
    uneven = chance.normal(1.0, 0.06, len(events)).clip(0.85, 1.15)
    for event, shift_s, factor in zip(events, late.tolist(), uneven.tolist(), strict=True):
        start_s = max(event.start_s + shift_s - early_s, 0.0)
        yield replace(event, start_s=start_s, force=min(event.force * factor, 1.0))


def _voicings(desk: _Desk) -> dict[Chord, tuple[int, ...]]:
    """The part's voicing of each harmony, led smoothly through the piece."""
    previous: tuple[int, ...] = ()
    voicings: dict[Chord, tuple[int, ...]] = {}
    harmonies = [chord for bar in desk.score.bars for chord in bar.chords]
    for chord in (*harmonies, desk.score.final):
        if chord not in voicings:
            voicings[chord] = voice(
                chord,
                previous=previous,
                low=desk.part.low,
                voices=desk.part.voices,
                rootless=desk.part.rootless,
            )
        previous = voicings[chord]
    return voicings


def _bars(desk: _Desk) -> Iterator[Bar]:
    return (bar for bar in desk.score.bars if desk.plays(bar))


def _ring_s(desk: _Desk) -> float:
    """How long the last chord is held; its release takes the rest."""
    return (desk.score.duration_s - desk.score.final_hit_s) * 0.72


def _final(desk: _Desk, pitches: tuple[int, ...], *, roll_s: float) -> Iterator[Event]:
    """The last chord, rolled from the bottom."""
    if not desk.part.at_end:
        return
    for order, pitch in enumerate(pitches):
        start_s = desk.score.final_hit_s + order * roll_s
        yield Event(desk.index, pitch, start_s, _ring_s(desk), 0.86)


def _chords(desk: _Desk) -> Iterator[Event]:
    voicings = _voicings(desk)
    for bar in _bars(desk):
        for written in strikes(desk.pattern(bar), bar=bar):
            for strike in split_at_changes(written, bar=bar):
                yield from _chord(desk, bar, strike, voicings[bar.chord_at(strike.step)])
    yield from _final(desk, voicings[desk.score.final], roll_s=max(desk.part.strum_s, 0.006))


def _chord(desk: _Desk, bar: Bar, strike: Strike, pitches: tuple[int, ...]) -> Iterator[Event]:
    force = FORCES[strike.symbol]
    # Strumming hands go down on the beat and up off it.
    ordered = pitches if strike.step % 4 == 0 else pitches[::-1]
    # The middle of a strum is what is heard as the beat.
    lead_s = (len(pitches) - 1) / 2 * desk.part.strum_s
    for order, pitch in enumerate(ordered):
        event = desk.event(bar, strike, pitch=pitch, force=force)
        start_s = max(event.start_s - lead_s, 0.0)
        yield replace(event, start_s=start_s + order * desk.part.strum_s)


def _arpeggio(desk: _Desk) -> Iterator[Event]:
    voicings = _voicings(desk)
    for bar in _bars(desk):
        for strike in strikes(desk.pattern(bar), bar=bar):
            octave, tone = divmod(int(strike.symbol), len(voicings[bar.chord_at(strike.step)]))
            pitch = voicings[bar.chord_at(strike.step)][tone] + 12 * octave
            force = 0.86 if strike.step % 4 == 0 else 0.68
            yield desk.event(bar, strike, pitch=pitch, force=force)
    yield from _final(desk, voicings[desk.score.final], roll_s=_ROLL_S)


def _bass(desk: _Desk) -> Iterator[Event]:
    bars = desk.score.bars
    following = {id(bar): after.chords[0] for bar, after in pairwise(bars)}
    for bar in _bars(desk):
        after = following.get(id(bar), desk.score.final)
        for written in strikes(desk.pattern(bar), bar=bar):
            for strike in split_at_changes(written, bar=bar):
                pitch = _bass_pitch(desk, bar.chord_at(strike.step), after, strike.symbol)
                force = 0.95 if strike.symbol.isupper() else 0.7
                yield desk.event(bar, strike, pitch=pitch, force=force)
    root = lowest(desk.score.final.root, floor=desk.part.low)
    yield from _final(desk, (root,), roll_s=0.0)


def _bass_pitch(desk: _Desk, chord: Chord, after: Chord, symbol: str) -> int:
    root = lowest(chord.root, floor=desk.part.low)
    if symbol in "Oo":
        return root + 12
    if symbol in "Ff":
        return root + (7 if root + 7 < desk.part.low + 14 else -5)
    if symbol in "Aa":
        target = lowest(after.root, floor=desk.part.low)
        return nearest(target + (2 if root > target else -2), _steps(desk, chord))
    return root


def _steps(desk: _Desk, chord: Chord) -> tuple[int, ...]:
    """Where the bass may walk: the notes of the chord and of the key's pentatonic scale."""
    third = 4 if desk.score.mode == "major" else 3
    key = tuple((desk.score.tonic + step) % 12 for step in (0, 2, third, 5, 7))
    return (*chord.pitch_classes(), *key)


def _melody(desk: _Desk) -> Iterator[Event]:
    previous: int | None = None
    for bar in _bars(desk):
        # Long grooves leave every second phrase to the others.
        if bar.section is SectionName.GROOVE and bar.number % 8 >= 6:
            continue
        for strike, pitch in tune(desk.score, desk.part, bar=bar, previous=previous):
            yield desk.event(bar, strike, pitch=pitch, force=FORCES[strike.symbol])
            previous = pitch
    home = desk.score.final.pitch_classes()[:3]
    yield from _final(desk, (nearest(previous or desk.part.low + 6, home),), roll_s=0.0)


def _drum(desk: _Desk) -> Iterator[Event]:
    for bar in _bars(desk):
        for strike in strikes(desk.pattern(bar), bar=bar):
            yield desk.event(bar, strike, force=FORCES[strike.symbol])
    yield from _final(desk, (0,), roll_s=0.0)


def _announced(desk: _Desk) -> Iterator[float]:
    """The times at which the sections that the part announces begin."""
    return (
        section.start_s for section in desk.score.sections if section.kind in desk.part.sections
    )


def _lead_in(desk: _Desk) -> Iterator[Event]:
    for time_s in _announced(desk):
        length_s = min(BEATS_PER_BAR * 60.0 / desk.score.bpm, time_s)
        if length_s > 0.5:
            yield Event(desk.index, 0, time_s - length_s, length_s, 0.9)


def _arrival(desk: _Desk) -> Iterator[Event]:
    for time_s in _announced(desk):
        yield Event(desk.index, 0, time_s, 0.0, 0.9)


def _texture(desk: _Desk) -> Iterator[Event]:
    end_s = desk.score.duration_s
    start_s = 0.0
    while start_s < end_s:
        yield Event(desk.index, 0, start_s, min(_TEXTURE_S, end_s - start_s), 0.9)
        # The ends of neighbours fade into each other.
        start_s += _TEXTURE_S - 0.25


_WRITERS: MappingProxyType[Role, _Writer] = MappingProxyType(
    {
        Role.CHORDS: _chords,
        Role.ARPEGGIO: _arpeggio,
        Role.BASS: _bass,
        Role.MELODY: _melody,
        Role.DRUM: _drum,
        Role.LEAD_IN: _lead_in,
        Role.ARRIVAL: _arrival,
        Role.TEXTURE: _texture,
    }
)
