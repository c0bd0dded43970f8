"""Keeping cuts on the beats of the music, where the timeline asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from tiktok_photo_video.backend.media_store import MediaStore
from tiktok_photo_video.backend.pieces import pieces
from tiktok_photo_video.backend.song_beats import SongBeats
from tiktok_photo_video.errors import EditError, RenderError
from tiktok_photo_video.music import (
    SAMPLE_RATE_HZ,
    Beatless,
    BeatPlan,
    NoBeat,
    SectionName,
    beat_plan,
)
from tiktok_photo_video.timeline.beats import Pulse, cut_on_beats, evenly_paced
from tiktok_photo_video.timeline.model import (
    ExternalReference,
    MusicReference,
    Timeline,
    s_from_frames,
)

# Of a song the whole lift may lie elsewhere: in a video it belongs neither first nor last.
_LIFT_FROM, _LIFT_TO = 0.12, 0.88
# More of the frame than this and a face is as large as a face can be.
_LARGE_FACE = 0.12


@dataclass(frozen=True, slots=True)
class Synced:
    """A timeline whose cuts follow its music, or why they cannot (``None``: they do)."""

    timeline: Timeline
    beatless: NoBeat | None = None


class BeatSync:
    """Puts cuts on the beats of composed music and of the user's own songs."""

    def __init__(self, media: MediaStore) -> None:
        self._media = media
        self._songs = SongBeats(media)

    def followed(self, timeline: Timeline) -> Synced:
        """The timeline with its cuts on the beats, if it asks for that.

        What is pinned is kept to the frame, beat or not; so is the length of the whole. Where
        nobody can hear a beat the pictures are paced evenly.
        """
        if not timeline.has_beat_sync or not timeline.pictures:
            return Synced(timeline)
        found = self.plan(timeline)
        if found is None:
            return Synced(timeline)
        try:
            if isinstance(found, Beatless):
                return Synced(evenly_paced(timeline), found.reason)
            worth = self._worth(timeline)
            return Synced(cut_on_beats(timeline, _pulse(found), worth=worth))
        except EditError:
            return Synced(timeline)

    def after(self, before: Timeline | None, after: Timeline) -> Synced:
        """The cuts on the beats, after whatever moves either; a new title moves neither."""
        if before is not None and cut_by(before) == cut_by(after):
            return Synced(after)
        return self.followed(after)

    def plan(self, timeline: Timeline) -> BeatPlan | Beatless | None:
        """The beats of a timeline's music in the video's time; ``None`` without music."""
        clip = timeline.music
        if clip is None:
            return None
        duration_s = s_from_frames(timeline.duration, timeline.rate)
        if isinstance(clip.media, MusicReference):
            return _composed(clip.media, duration_s)
        if not isinstance(clip.media, ExternalReference):
            return None
        song = self._songs.plan(clip.media.content_hash, clip.media.name)
        if isinstance(song, Beatless):
            return song
        start_s = s_from_frames(clip.source_range.start, timeline.rate)
        return _played(song, start_s=start_s, duration_s=duration_s)

    def _worth(self, timeline: Timeline) -> Mapping[str, float]:
        """How well each picture would stand on the lift, 0 to 1.

        One that somebody gave more time than the others is their favourite; else people, the
        nearer the better. How sharp a photo is says more about its subject than its worth.
        """
        facts = self._media.facts_of(timeline)
        usual = sorted(clip.duration for clip in timeline.pictures)[len(timeline.pictures) // 2]
        worth: dict[str, float] = {}
        for clip in timeline.photos:
            if not isinstance(clip.media, ExternalReference):
                continue
            known = facts.get(clip.media.content_hash)
            faces = known.faces if known else ()
            largest = max((face.width * face.height for face in faces), default=0.0)
            is_favourite = clip.is_pinned and clip.duration > usual
            worth[clip.id] = 1.0 if is_favourite else 0.8 * min(largest / _LARGE_FACE, 1.0)
        return worth


def cut_by(timeline: Timeline) -> object:
    """All that cuts and beats depend on: where both stay the same, so do the cuts."""
    music = timeline.music
    return (
        timeline.has_beat_sync,
        timeline.rate,
        music and (music.media, music.source_range),
        [(c.id, c.media, c.source_range, c.speed, c.is_pinned) for c in timeline.pictures],
    )


def _pulse(plan: BeatPlan) -> Pulse:
    last = plan.sections[-1]
    return Pulse(
        beats_s=plan.beats_s,
        downbeats_s=plan.downbeats_s,
        turns_s=tuple(section.start_s for section in plan.sections[1:]),
        lift_s=plan.lift_s,
        final_s=last.start_s if last.kind is SectionName.ENDING else None,
    )


def _composed(music: MusicReference, duration_s: float) -> BeatPlan | None:
    """The plan of all pieces that are composed for a video; the lift is the first one's."""
    plans = []
    try:
        for piece in pieces(music, round(duration_s * SAMPLE_RATE_HZ)):
            start_s, size_s = piece.start / SAMPLE_RATE_HZ, piece.size / SAMPLE_RATE_HZ
            plan = beat_plan(piece.score)
            plans.append(_moved(_within(plan, start_s=0.0, duration_s=size_s), start_s))
    except RenderError:  # a mood that nobody composes: told when the video is made
        return None
    return _joined(plans) if plans else None


def _played(song: BeatPlan, *, start_s: float, duration_s: float) -> BeatPlan:
    """What is heard of a song: from a moment on, and all of it again when that is too short."""
    whole_s = song.sections[-1].end_s
    start_s = start_s if start_s < whole_s else 0.0
    left_s, at_s, plans = duration_s, 0.0, []
    while left_s > 1e-6:
        size_s = min(left_s, whole_s - start_s)
        plans.append(_moved(_within(song, start_s=start_s, duration_s=size_s), at_s))
        at_s, left_s, start_s = at_s + size_s, left_s - size_s, 0.0
    return _with_lift_inside(_joined(plans))


def _within(plan: BeatPlan, *, start_s: float, duration_s: float) -> BeatPlan:
    """A stretch of a plan, in the stretch's own time."""
    end_s = start_s + duration_s

    def inside(times_s: tuple[float, ...]) -> tuple[float, ...]:
        return tuple(t - start_s for t in times_s if start_s <= t < end_s)

    return BeatPlan(
        beats_s=inside(plan.beats_s),
        downbeats_s=inside(plan.downbeats_s),
        sections=tuple(
            replace(
                s, start_s=max(s.start_s, start_s) - start_s, end_s=min(s.end_s, end_s) - start_s
            )
            for s in plan.sections
            if s.start_s < end_s and s.end_s > start_s
        ),
        lift_s=plan.lift_s - start_s,
    )


def _moved(plan: BeatPlan, by_s: float) -> BeatPlan:
    return BeatPlan(
        beats_s=tuple(t + by_s for t in plan.beats_s),
        downbeats_s=tuple(t + by_s for t in plan.downbeats_s),
        sections=tuple(
            replace(s, start_s=s.start_s + by_s, end_s=s.end_s + by_s) for s in plan.sections
        ),
        lift_s=plan.lift_s + by_s,
    )


def _joined(plans: list[BeatPlan]) -> BeatPlan:
    return BeatPlan(
        beats_s=tuple(t for plan in plans for t in plan.beats_s),
        downbeats_s=tuple(t for plan in plans for t in plan.downbeats_s),
        sections=tuple(s for plan in plans for s in plan.sections),
        lift_s=plans[0].lift_s,
    )


def _with_lift_inside(plan: BeatPlan) -> BeatPlan:
    """The plan with the strongest moment of what is heard, not of what is left out."""
    end_s = plan.sections[-1].end_s
    if _LIFT_FROM * end_s <= plan.lift_s <= _LIFT_TO * end_s:
        return plan
    rises = [
        (after.energy - before.energy, after.start_s)
        for before, after in pairwise(plan.sections)
        if _LIFT_FROM * end_s <= after.start_s <= _LIFT_TO * end_s
    ]
    rise, at_s = max(rises, default=(0.0, 0.0))
    return replace(plan, lift_s=at_s if rise > 0.0 else -1.0)
