"""Cuts on beats: how long each picture is seen so that it gives way on a beat. Pure.

All cuts are placed together, by dynamic programming over the beats near each: a cut belongs on
a beat, rather on a downbeat, most of all where the music turns; pictures are to be about as
long as they were; the best of those that come about then belongs on the lift.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, pairwise
from math import inf, log
from types import MappingProxyType
from typing import TypeAlias

from tiktok_photo_video.timeline.applying.refit import refit
from tiktok_photo_video.timeline.bounds import MIN_CLIP_FRAMES
from tiktok_photo_video.timeline.model import Clip, ExternalReference, Timeline
from tiktok_photo_video.timeline.tracks import (
    clips_and_cuts,
    is_film,
    longest,
    resized,
    shared_out,
    with_pictures,
)

# Less is no picture but a flicker, whatever the beat.
MIN_SEEN_S = Fraction(1, 4)
# Lengths further apart than this were meant to be; nearer ones are a pace that beats moved.
_MAX_SPREAD = Fraction(9, 4)
# How far (in pictures) a cut may go for a better beat.
_REACH = Fraction(3, 2)
# Pictures shorter than so many beats are cut between beats, too.
_HALVED_UNDER = Fraction(8, 5)

# What a place costs, in units of a picture that is e times too long or too short, squared.
_UNEVENNESS = 4.0
_OFF_BEAT, _HALF_BEAT, _FLICKER = 3.0, 0.6, 5.0
_DOWNBEAT, _TURN = -0.15, -0.8
_LIFT, _BEST_ON_LIFT, _FINAL = -1.0, -3.0, -3.0
# A last picture of up to this many seconds may be as long as the last chord rings, unless the
# usual one is more than so many times as long: then it only stands over the chord.
_RINGS_S, _MOST_HURRIED = Fraction(21, 5), 3
_WITH_THE_CHORD = -12.0

_Places: TypeAlias = Mapping[int, float]


@dataclass(frozen=True, slots=True)
class Pulse:
    """Where music can be cut, in seconds of the video, ascending.

    Attributes:
        beats_s: every beat, downbeats too.
        downbeats_s: the first beat of each bar.
        turns_s: where a section gives way to another; downbeats.
        lift_s: the strongest moment, where the best picture belongs.
        final_s: the last chord, over which the last picture stands.

    """

    beats_s: tuple[float, ...]
    downbeats_s: tuple[float, ...] = ()
    turns_s: tuple[float, ...] = ()
    lift_s: float | None = None
    final_s: float | None = None


def cut_on_beats(
    timeline: Timeline, pulse: Pulse, *, worth: Mapping[str, float] = MappingProxyType({})
) -> Timeline:
    """The timeline with its cuts on the beats; its length and what is pinned stay.

    A cut that no beat is near stays where it was.

    Args:
        timeline: with at least two pictures for there to be a cut.
        pulse: where its music can be cut.
        worth: how good each picture is, 0 to 1, by clip id; 0 where it is not given.

    """
    clips = timeline.pictures
    if all(clip.is_pinned for clip in clips):
        return timeline
    course = _Course(timeline, pulse, worth)
    edges = (0, *course.cuts(), sum(clip.duration for clip in clips))
    return _with_lengths(timeline, [after - before for before, after in pairwise(edges)])


def evenly_paced(timeline: Timeline) -> Timeline:
    """The timeline without the traces of a beat: what is not pinned is as long as the rest."""
    return _with_lengths(timeline, _usual_lengths(timeline))


def _with_lengths(timeline: Timeline, lengths: Sequence[int]) -> Timeline:
    clips, cuts = clips_and_cuts(timeline)
    if [clip.duration for clip in clips] == list(lengths):
        return timeline
    changed = [resized(clip, length) for clip, length in zip(clips, lengths, strict=True)]
    return refit(with_pictures(timeline, changed, cuts))


def _usual_lengths(timeline: Timeline) -> list[int]:
    """How long each picture would be without a beat: even, as far as it was left to us."""
    clips = timeline.pictures
    free = [clip for clip in clips if _is_free(clip)]
    lengths = [clip.duration for clip in free]
    if not free or max(lengths) > min(lengths) * _MAX_SPREAD:
        return [clip.duration for clip in clips]
    shares = iter(shared_out(sum(lengths), (1,) * len(free)))
    return [next(shares) if _is_free(clip) else clip.duration for clip in clips]


def _is_free(clip: Clip) -> bool:
    """Whether it is a still whose length nobody asked for."""
    is_photo = isinstance(clip.media, ExternalReference) and not is_film(clip.media)
    return is_photo and not clip.is_pinned


class _Course:
    """The cuts of a timeline on their way to the beats; all places are frames."""

    def __init__(self, timeline: Timeline, pulse: Pulse, worth: Mapping[str, float]) -> None:
        self._clips = timeline.pictures
        self._rate = timeline.rate
        self._worth = worth
        self._least = round(MIN_SEEN_S * timeline.rate)
        self._most = [longest(clip, timeline.rate) or inf for clip in self._clips]
        self._usual = _usual_lengths(timeline)
        self._ends = list(accumulate(clip.duration for clip in self._clips))
        self._lift = None if pulse.lift_s is None else self._frame(pulse.lift_s)
        self._final = None if pulse.final_s is None else self._frame(pulse.final_s)
        self._beats = self._costs(pulse)
        if self._rings():
            self._usual = self._usual_before_the_chord()

    def _frame(self, time_s: float) -> int:
        return round(Fraction(time_s).limit_denominator(10**6) * self._rate)

    def _costs(self, pulse: Pulse) -> dict[int, float]:
        """What a cut on each beat costs, and between beats where pictures are that short."""
        beats = sorted({self._frame(time_s) for time_s in pulse.beats_s})
        costs = dict.fromkeys(beats, 0.0)
        gaps = sorted(after - before for before, after in pairwise(beats))
        pace = Fraction(sum(self._usual), max(len(self._usual), 1))
        if gaps and pace < gaps[len(gaps) // 2] * _HALVED_UNDER:
            for before, after in pairwise(beats):
                costs.setdefault((before + after) // 2, _HALF_BEAT)
        costs.update((self._frame(time_s), _DOWNBEAT) for time_s in pulse.downbeats_s)
        costs.update((self._frame(time_s), _TURN) for time_s in pulse.turns_s)
        return costs

    def cuts(self) -> list[int]:
        """Where the cuts go."""
        stages = self._stages()
        best: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
        for number, places in enumerate([*stages, {self._ends[-1]: 0.0}]):
            best.append(self._reached(best[-1], places, number))
        at, found = self._ends[-1], []
        for reached in best[:1:-1]:
            at = reached[at][1]
            found.append(at)
        return found[::-1]

    def _stages(self) -> list[dict[int, float]]:
        """For each cut the places it can go to; those of pinned pictures in step with others."""
        usual = list(accumulate(self._usual))[:-1]
        stages = [self._near(number, at) for number, at in enumerate(usual)]
        for number, clip in enumerate(self._clips[1:-1], 1):
            if clip.is_pinned:
                moved = {at + clip.duration for at in stages[number - 1]}
                self._add(stages[number], moved)
        for number in range(len(self._clips) - 1, 0, -1):
            clip = self._clips[number]
            after = stages[number] if number < len(stages) else {self._ends[-1]: 0.0}
            if clip.is_pinned:
                self._add(stages[number - 1], {at - clip.duration for at in after})
        return stages

    def _add(self, stage: dict[int, float], places: set[int]) -> None:
        for at in places:
            if 0 < at < self._ends[-1]:
                stage.setdefault(at, self._beats.get(at, _OFF_BEAT))

    def _near(self, number: int, usual: int) -> dict[int, float]:
        around = (self._usual[number] + self._usual[number + 1]) / 2
        places = {
            at: cost for at, cost in self._beats.items() if abs(at - usual) <= around * _REACH
        }
        if number == len(self._clips) - 2 and self._final is not None and self._rings():
            places[self._final] = self._beats.get(self._final, _TURN)
        stay = self._ends[number]
        places.setdefault(stay, self._beats.get(stay, _OFF_BEAT))
        return places

    def _reached(
        self, before: Mapping[int, tuple[float, int]], places: _Places, number: int
    ) -> dict[int, tuple[float, int]]:
        """The cheapest way to each end of a picture, and where the picture then begins."""
        reached: dict[int, tuple[float, int]] = {}
        for end, cost in places.items():
            ways = (
                (so_far + self._worth_of(number, start, end), start)
                for start, (so_far, _) in before.items()
            )
            total, start = min(ways, default=(inf, 0))
            if total < inf:
                reached[end] = (total + cost, start)
        return reached

    def _rings(self) -> bool:
        """Whether the last picture is to come in with the last chord, whatever that costs."""
        if self._final is None or self._clips[-1].is_pinned or len(self._clips) < 2:
            return False
        ring = self._ends[-1] - self._final
        is_long_enough = self._usual[-1] <= _MOST_HURRIED * ring and ring >= self._least
        return is_long_enough and ring <= min(_RINGS_S * self._rate, self._most[-1])

    def _usual_before_the_chord(self) -> list[int]:
        """The usual lengths, but for the last picture's, which is as long as the chord rings."""
        final = self._final or 0
        free = [number for number, clip in enumerate(self._clips[:-1]) if _is_free(clip)]
        fixed = sum(self._usual[:-1]) - sum(self._usual[number] for number in free)
        usual = [*self._usual[:-1], self._ends[-1] - final]
        if final - fixed >= self._least * len(free) > 0:
            shares = shared_out(final - fixed, tuple(self._usual[number] for number in free))
            for number, share in zip(free, shares, strict=True):
                usual[number] = share
        return usual

    def _worth_of(self, number: int, start: int, end: int) -> float:
        """What it costs that this picture is seen from here to there."""
        if number == len(self._clips) - 1 and start == self._final and self._rings():
            return _WITH_THE_CHORD
        return self._unevenness(number, end - start) + self._moment(number, start)

    def _unevenness(self, number: int, length: int) -> float:
        clip = self._clips[number]
        if clip.is_pinned:
            return 0.0 if length == clip.duration else inf
        if length == clip.duration and length < self._least:
            return _FLICKER
        if not max(MIN_CLIP_FRAMES, self._least) <= length <= self._most[number]:
            return inf
        return _UNEVENNESS * log(length / self._usual[number]) ** 2

    def _moment(self, number: int, start: int) -> float:
        """What it is worth that this picture comes in here."""
        cost = 0.0
        if number and start == self._lift:
            cost += _LIFT + _BEST_ON_LIFT * self._worth.get(self._clips[number].id, 0.0)
        if number == len(self._clips) - 1 and start == self._final:
            cost += _FINAL
        return cost
