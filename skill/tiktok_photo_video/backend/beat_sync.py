"""Keeping cuts on the beats of the music, where the timeline asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from tiktok_photo_video.errors import EditError
from tiktok_photo_video.music import LONGEST_S, SHORTEST_S, Mood, beat_plan, compose
from tiktok_photo_video.timeline.apply import apply
from tiktok_photo_video.timeline.beats import cuts_on_beats
from tiktok_photo_video.timeline.edits import Edit, SetDuration
from tiktok_photo_video.timeline.model import MusicReference, Timeline, s_from_frames


def on_the_beat(timeline: Timeline, done: Sequence[Edit]) -> Timeline:
    """The timeline with its cuts on the beats, if it asks for that.

    A length that the user has just given (one of the edits ``done``) is kept to the frame,
    beat or not; so is everything where a film has no more of itself to show.
    """
    if not timeline.has_beat_sync or any(isinstance(edit, SetDuration) for edit in done):
        return timeline
    try:
        return reduce(apply, cuts_on_beats(timeline, beats_s(timeline)), timeline)
    except EditError:
        return timeline


def beats_s(timeline: Timeline) -> tuple[float, ...]:
    """When the beats of a timeline's composed music fall, in seconds; none for other music."""
    media = timeline.music.media if timeline.music else None
    if not isinstance(media, MusicReference) or media.mood not in set(Mood):
        return ()
    duration_s = s_from_frames(timeline.duration, timeline.rate)
    score = compose(
        Mood(media.mood),
        seed=media.seed,
        duration_s=min(max(duration_s, SHORTEST_S), LONGEST_S),
    )
    return tuple(beat_plan(score).beats_s)
