"""Cuts on beats: how long each picture is to be seen so that it gives way on a beat. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import accumulate, pairwise

from tiktok_photo_video.timeline.bounds import MIN_CLIP_FRAMES
from tiktok_photo_video.timeline.edits import SetDuration
from tiktok_photo_video.timeline.model import Timeline

# Less is no picture but a flicker, whatever the beat.
MIN_SEEN_S = Fraction(1, 4)
# A cut that would have to move further than this share of its picture stays where it is.
MAX_MOVED_SHARE = Fraction(1, 2)


def cuts_on_beats(timeline: Timeline, beats_s: Sequence[float]) -> tuple[SetDuration, ...]:
    """The edits that move each cut to the beat nearest to it; the video's length stays.

    Args:
        timeline: with at least two pictures for there to be a cut.
        beats_s: when the music's beats fall, in seconds from the start, ascending.

    Returns:
        One edit for each picture whose length changes; none where the cuts are on beats
        already, or no beat is near.
    """
    clips = timeline.pictures
    ends = list(accumulate(clip.duration for clip in clips))
    beats = [round(Fraction(beat).limit_denominator(10**6) * timeline.rate) for beat in beats_s]
    moved = list(_moved([0, *ends], beats, least=round(MIN_SEEN_S * timeline.rate)))
    durations = [end - start for start, end in pairwise([0, *moved, *ends[-1:]])]
    return tuple(
        SetDuration((clip.id,), duration)
        for clip, duration in zip(clips, durations, strict=True)
        if duration != clip.duration
    )


def _moved(edges: list[int], beats: list[int], *, least: int) -> Iterator[int]:
    """Where each inner edge goes; after one another, and ``least`` frames apart."""
    before = 0
    for at in range(1, len(edges) - 1):
        edge, reach = edges[at], (edges[at] - edges[at - 1]) * MAX_MOVED_SHARE
        left = len(edges) - 1 - at
        room = (before + least, edges[-1] - least * left)
        near = [b for b in beats if room[0] <= b <= room[1] and abs(b - edge) <= reach]
        # Where no beat is near, the cut stays, as far as those that moved leave room for it.
        kept = max(min(edge, edges[-1] - MIN_CLIP_FRAMES * left), before + MIN_CLIP_FRAMES)
        before = min(near, key=lambda beat: (abs(beat - edge), beat), default=kept)
        yield before
