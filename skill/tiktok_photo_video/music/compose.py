"""Planning a piece: tempo, form and harmony that fit a duration exactly.

The last chord is struck on a downbeat and needs time to ring. So the tempo is searched, a
little around the style's, until a whole number of bars leaves the right time at the end.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from tiktok_photo_video.errors import RequestError
from tiktok_photo_video.music.dice import dice, pick, turn
from tiktok_photo_video.music.score import (
    BEATS_PER_BAR,
    DYNAMICS,
    Bar,
    Beat,
    Mood,
    Score,
    Section,
    SectionName,
)
from tiktok_photo_video.music.style import Progression, Style
from tiktok_photo_video.music.styles import STYLES
from tiktok_photo_video.music.theory import NOTE_NAMES, Chord, parse_chord, parse_progression

SHORTEST_S = 1.0
LONGEST_S = 600.0

# How far outside its style's range a tempo may go, and how many are tried.
_NUDGE = 0.04
_TEMPI = 48
_RING_S = (1.1, 4.0)
# A ring this much (as a logarithm) from the wished one is as good: tempi may differ.
_RING_SLACK = 0.3
# From which duration on the beats before the final hit come in groups of how many.
_GRAINS = ((9.0, BEATS_PER_BAR), (3.0, BEATS_PER_BAR // 2), (0.0, 1))
_BARS_PER_ROUND = 18
_INTRO_FROM_BARS = 4
# Songs that follow each other stand a tritone or a semitone apart: no keys share fewer notes.
_KEYS = (0, 6, 5, 11, 10, 4, 3, 9, 8, 2, 1, 7)


@dataclass(frozen=True, slots=True)
class _Tempo:
    bpm: float
    beats: int
    """Beats before the final hit."""


def compose(mood: Mood, *, seed: int, duration_s: float) -> Score:
    """Plan a piece of exactly this duration; the same arguments give the same piece.

    Args:
        mood: which row of the style table to play.
        seed: any whole number; another gives another key, tempo, harmony, tune and groove.
        duration_s: 1 to 600 seconds.

    Raises:
        RequestError: the duration is outside that range.

    """
    if not SHORTEST_S <= duration_s <= LONGEST_S:
        raise RequestError(
            f"Music of {duration_s:g} seconds cannot be composed.",
            hint=f"Ask for {SHORTEST_S:g} to {LONGEST_S:g} seconds.",
        )
    style = STYLES[mood]
    tempo = _tempo(style.bpm, seed=seed, duration_s=duration_s)
    progression = turn(seed, f"{mood}/harmony", style.progressions)
    tonic = turn(seed, f"{mood}/key", _KEYS)
    bars = tuple(_bars(tempo, progression, tonic=tonic))
    final_hit_s = tempo.beats * 60.0 / tempo.bpm
    titles = dice(seed, mood, "title")
    return Score(
        mood=mood,
        seed=seed,
        bpm=tempo.bpm,
        key=f"{NOTE_NAMES[tonic]} {progression.mode}",
        title=f"{pick(titles, style.adjectives)} {pick(titles, style.nouns)}",
        duration_s=duration_s,
        beats=_beats(bars, bpm=tempo.bpm, final_hit_s=final_hit_s),
        sections=_sections(bars, style=style, final_hit_s=final_hit_s, duration_s=duration_s),
        tonic=tonic,
        mode=progression.mode,
        bars=bars,
        final=parse_chord(progression.final, tonic=tonic),
    )


def _tempo(bpm: tuple[float, float], *, seed: int, duration_s: float) -> _Tempo:
    """The tempo near the style's whose final hit leaves the best time to ring."""
    slow, fast = bpm
    wished = slow + (fast - slow) * float(dice(seed, "tempo").random())
    wished_ring_s = min(max(0.16 * duration_s, 1.5), 2.8)
    span = fast * (1.0 + _NUDGE) - slow * (1.0 - _NUDGE)
    tempi = [slow * (1.0 - _NUDGE) + span * step / _TEMPI for step in range(_TEMPI + 1)]
    candidates = [
        _Tempo(tempo, beats)
        for tempo in tempi
        for beats in _beat_counts(tempo, duration_s=duration_s)
    ]

    def cost(tempo: _Tempo) -> float:
        ring_s = duration_s - tempo.beats * 60.0 / tempo.bpm
        broken_bar = 0.6 if tempo.beats % BEATS_PER_BAR else 0.0
        nudged = abs(tempo.bpm / wished - 1.0)
        outside = max(_RING_S[0] - ring_s, ring_s - _RING_S[1], 0.0)
        unlike = max(abs(math.log(ring_s / wished_ring_s)) - _RING_SLACK, 0.0)
        return 2.0 * unlike + broken_bar + 4.0 * nudged + 9.0 * outside

    # A piece of a second may be over before a slow beat is: then one beat is squeezed in.
    hurried = _Tempo(100.0 / duration_s, 1)
    return min(candidates, key=cost, default=hurried)


def _beat_counts(bpm: float, *, duration_s: float) -> Iterator[int]:
    """How many beats may come before the final hit: whole bars, in short pieces halves too."""
    most = int((duration_s - min(0.5, 0.4 * duration_s)) * bpm / 60.0)
    grain = next(grain for shortest_s, grain in _GRAINS if duration_s >= shortest_s)
    top = most // grain * grain
    return (beats for beats in range(top, max(top - 3 * grain, 0), -grain) if beats)


def _form(bars: int) -> list[tuple[SectionName, int]]:
    """The sections before the ending with their lengths in bars."""
    if bars <= 2:
        return (
            [(SectionName.LIFT, bars)]
            if bars == 1
            else [
                (SectionName.GROOVE, 1),
                (SectionName.LIFT, 1),
            ]
        )
    form = [(SectionName.INTRO, 1)] if bars >= _INTRO_FROM_BARS else []
    left = bars - len(form)
    rounds = max(1, round(left / _BARS_PER_ROUND))
    for number in range(rounds):
        length = left // (rounds - number)
        # Only the last round may be uneven; the others keep four-bar phrases.
        length = length if number == rounds - 1 else max(length // 4 * 4, 12)
        left -= length
        form += _round(length, opening=number == 0)
    return form


def _round(bars: int, *, opening: bool) -> list[tuple[SectionName, int]]:
    """Down, up and away: a break unless it is the opening, groove, build, lift."""
    rest = 0 if opening else 4
    lift = max(1, (bars - rest) // 2)
    lift = lift // 2 * 2 if lift > 5 else lift
    groove = bars - rest - lift - 1
    lengths = (
        (SectionName.BREAK, rest),
        (SectionName.GROOVE, groove),
        (SectionName.BUILD, 1),
        (SectionName.LIFT, lift),
    )
    return [(name, length) for name, length in lengths if length]


def _bars(tempo: _Tempo, progression: Progression, *, tonic: int) -> Iterator[Bar]:
    """Every bar before the final hit, the last of them a cadence."""
    count = -(-tempo.beats // BEATS_PER_BAR)
    bar_s = BEATS_PER_BAR * 60.0 / tempo.bpm
    groove, lift, cadence = (
        parse_progression(text, tonic=tonic)
        for text in (progression.groove, progression.lift, progression.cadence)
    )
    rounds: dict[SectionName, int] = {}
    index = walked = 0
    for name, length in _form(count):
        cycle = lift if name is SectionName.LIFT else groove
        walked = 0 if name in {SectionName.LIFT, SectionName.BREAK} else walked
        for number in range(length):
            last = index == count - 1
            yield Bar(
                section=name,
                number=number,
                round=rounds.get(name, 0),
                start_s=index * bar_s,
                beats=tempo.beats - index * BEATS_PER_BAR if last else BEATS_PER_BAR,
                chords=_harmony(cycle, cadence, walked=walked, last=last and count > 1),
                fill=number == length - 1 and name is not SectionName.INTRO,
            )
            index, walked = index + 1, walked + 1
        rounds[name] = rounds.get(name, 0) + 1


def _harmony(
    cycle: tuple[tuple[Chord, ...], ...],
    cadence: tuple[tuple[Chord, ...], ...],
    *,
    walked: int,
    last: bool,
) -> tuple[Chord, ...]:
    return cadence[0] if last else cycle[walked % len(cycle)]


def _beats(bars: tuple[Bar, ...], *, bpm: float, final_hit_s: float) -> tuple[Beat, ...]:
    """Every beat, and the final hit as the downbeat of a bar of its own."""
    running = [
        Beat(bar.start_s + index * 60.0 / bpm, number, index)
        for number, bar in enumerate(bars)
        for index in range(bar.beats)
    ]
    return (*running, Beat(final_hit_s, len(bars), 0))


def _sections(
    bars: tuple[Bar, ...], *, style: Style, final_hit_s: float, duration_s: float
) -> tuple[Section, ...]:
    starts = [(bar.section, bar.start_s) for bar in bars if bar.number == 0]
    starts.append((SectionName.ENDING, final_hit_s))
    ends = [start_s for _, start_s in starts[1:]] + [duration_s]
    return tuple(
        Section(start_s, end_s, name, _energy(name, style))
        for (name, start_s), end_s in zip(starts, ends, strict=True)
    )


def _energy(name: SectionName, style: Style) -> float:
    """How many of the players are at work beside those of the lift, and how hard."""
    players = sum(name in part.sections for part in style.parts)
    lift = sum(SectionName.LIFT in part.sections for part in style.parts)
    return min(DYNAMICS[name] * (0.4 + 0.6 * players / lift), 1.0)
