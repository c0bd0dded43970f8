"""Looking at the sound of a project: what will be heard, its beats, and where the cuts are."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from tiktok_photo_video.backend.beat_sync import BeatSync
from tiktok_photo_video.backend.media_store import MediaStore
from tiktok_photo_video.backend.sessions import Session, Sessions
from tiktok_photo_video.backend.soundtrack import soundtrack
from tiktok_photo_video.music import BeatPlan
from tiktok_photo_video.render.chunk_cache import ChunkCache
from tiktok_photo_video.render.encoder import PRIMING_SAMPLES, decode_sound
from tiktok_photo_video.render.sound_plot import SoundMarks, sound_plot
from tiktok_photo_video.timeline.model import Timeline, s_from_frames


def _after_priming(blocks: Iterator[NDArray[np.float32]]) -> Iterator[NDArray[np.float32]]:
    yield next(blocks)[PRIMING_SAMPLES:]
    yield from blocks


class SoundPlots:
    """Draws what a project sounds like; the sound is that of its export, and kept for it."""

    def __init__(
        self, sessions: Sessions, media: MediaStore, beat_sync: BeatSync, cache: ChunkCache
    ) -> None:
        self._sessions = sessions
        self._media = media
        self._beat_sync = beat_sync
        self._cache = cache

    def plot(self, session: Session) -> bytes:
        """The waveform with beats, downbeats, sections and cuts, as a PNG.

        Raises:
            Refusal: there is no timeline yet.
            MediaError: the user's own song cannot be played.

        """
        timeline = self._sessions.shown(session)
        sound = decode_sound(soundtrack(timeline, self._cache, self._media.original))
        return sound_plot(_after_priming(sound), self._marks(timeline))

    def _marks(self, timeline: Timeline) -> SoundMarks:
        ends = list(accumulate(clip.duration for clip in timeline.pictures))
        cuts_s = [s_from_frames(end, timeline.rate) for end in ends[:-1]]
        duration_s = s_from_frames(timeline.duration, timeline.rate)
        plan = self._beat_sync.plan(timeline)
        if not isinstance(plan, BeatPlan):
            return SoundMarks(duration_s, cuts_s)
        return SoundMarks(
            duration_s,
            cuts_s,
            beats_s=plan.beats_s,
            downbeats_s=plan.downbeats_s,
            sections=[(s.start_s, s.end_s, s.kind.value, s.energy) for s in plan.sections],
            lift_s=plan.lift_s,
        )
