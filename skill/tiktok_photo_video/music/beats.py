"""Where a piece can be cut: its beats, bars and sections, and the moment it opens up."""

from __future__ import annotations

from dataclasses import dataclass

from tiktok_photo_video.music.score import Score, Section, SectionName


@dataclass(frozen=True, slots=True)
class BeatPlan:
    """The times of a piece that a picture may follow, in seconds, ascending.

    Attributes:
        beats_s: every beat, downbeats too.
        downbeats_s: the first beat of each bar.
        sections: they butt and cover the piece from 0 to its end.
        lift_s: the strongest moment, where the best picture belongs; a downbeat.

    """

    beats_s: tuple[float, ...]
    downbeats_s: tuple[float, ...]
    sections: tuple[Section, ...]
    lift_s: float


def beat_plan(score: Score) -> BeatPlan:
    """The plan of a composed piece: exact, and read off the score without a sound.

    The final hit is the last beat and a downbeat of its own.
    """
    return BeatPlan(
        beats_s=tuple(beat.time_s for beat in score.beats),
        downbeats_s=tuple(beat.time_s for beat in score.beats if beat.index_in_bar == 0),
        sections=score.sections,
        lift_s=next(part.start_s for part in score.sections if part.kind is SectionName.LIFT),
    )
