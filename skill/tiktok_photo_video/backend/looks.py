"""Looking at a project without exporting it: single frames, the storyboard, a rough cut."""

from __future__ import annotations

import contextlib
import os
import tempfile
import threading
from collections import OrderedDict
from dataclasses import replace
from pathlib import Path

from tiktok_photo_video.backend.making import MP4_BY_X264, FileMaker
from tiktok_photo_video.backend.media_store import MediaStore
from tiktok_photo_video.backend.refusals import Refusal
from tiktok_photo_video.backend.sessions import Session, Sessions
from tiktok_photo_video.backend.signals import Signals
from tiktok_photo_video.render.chunk_cache import ChunkCache
from tiktok_photo_video.render.chunks import Tools
from tiktok_photo_video.render.plan import RenderPlan, plan_render
from tiktok_photo_video.render.preview import (
    STORYBOARD_MAX_BYTES,
    frame_picture,
    jpeg,
    storyboard,
)
from tiktok_photo_video.render.rough_cut import ROUGH_SETTINGS, rough_cut
from tiktok_photo_video.render.titles import TitlePainter
from tiktok_photo_video.timeline.model import (
    Timeline,
    TrackKind,
    frames_from_ms,
    placed_in,
    s_from_frames,
)
from tiktok_photo_video.wire.codes import WireCode

# A page of a contact sheet: more pictures than this are too small to judge.
MAX_STORYBOARD_FRAMES = 30
_MAX_KEPT = 16
# What the storyboard showed is looked at next, frame by frame. At 1080x1920 about 4 MB each.
_MOST_PLATES = 16
_ROUGH = replace(MP4_BY_X264, settings=lambda _: ROUGH_SETTINGS)


class Looks:
    """Draws frames of projects; what was drawn is kept for a while."""

    def __init__(
        self,
        sessions: Sessions,
        media: MediaStore,
        *,
        cache: ChunkCache,
        folder: Path,
        workers: int,
    ) -> None:
        """Set it up.

        Args:
            sessions: where the timelines are.
            media: where the pictures are.
            cache: keeps the chunks of rough cuts.
            folder: where rough cuts lie until they are fetched.
            workers: chunks drawn at once.
        """
        self._sessions = sessions
        self._media = media
        self._cache = cache
        self._workers = workers
        self._folder = folder
        self._one_video_at_a_time = threading.Lock()
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._plates = media.plates(most_plates=_MOST_PLATES)
        self._titles = TitlePainter()
        self._kept: OrderedDict[tuple[str, int], bytes] = OrderedDict()
        self._lock = threading.Lock()

    def storyboard(self, session: Session) -> bytes:
        """One frame a photo, numbered, as a JPEG of at most 200 kB.

        Raises:
            Refusal: there is no timeline yet.

        """
        key = (session.session_id, session.version)
        with self._lock:
            if key in self._kept:
                return self._kept[key]
        timeline, plan = self._planned(session)
        sheet = storyboard(plan, _middles(timeline), self._plates, self._titles)
        content = jpeg(sheet, max_bytes=STORYBOARD_MAX_BYTES)
        with self._lock:
            self._kept[key] = content
            while len(self._kept) > _MAX_KEPT:
                self._kept.popitem(last=False)
        return content

    def frame(self, session: Session, at_ms: int) -> bytes:
        """The frame at a moment as JPEG; at the very end, the last one.

        Raises:
            Refusal: there is no timeline yet, or it is over before that moment.

        """
        timeline, plan = self._planned(session)
        frame = frames_from_ms(at_ms, timeline.rate)
        if frame > plan.frames:
            length = f"{s_from_frames(plan.frames, timeline.rate):g}"
            raise Refusal(
                WireCode.UNPROCESSABLE,
                f"The video is only {length} s long.",
                hint="Choose an earlier moment.",
                reason="no_such_moment",
                facts={"length": length},
            )
        return self._drawn(plan, frame)

    def cover(self, session: Session) -> bytes:
        """The frame that stands for the video where it is not playing, as JPEG.

        Raises:
            Refusal: there is no timeline yet.

        """
        timeline, plan = self._planned(session)
        return self._drawn(plan, timeline.cover or 0)

    def video(self, session: Session) -> Path:
        """The whole video with its sound, small and rough, as an MP4 that the caller deletes.

        Raises:
            Refusal: there is no timeline yet.
            PhotoVideoError: media is gone, the encoder or the disk failed.

        """
        timeline, _ = self._planned(session)
        small = rough_cut(timeline)
        handle, name = tempfile.mkstemp(suffix=".mp4", dir=self._folder)
        os.close(handle)
        with self._one_video_at_a_time:
            plates = self._media.plates()
            tools = Tools(plates, TitlePainter())
            maker = FileMaker(small, self._media, self._cache, tools, self._workers, Signals())
            maker.whole(Path(name), _ROUGH)
        return Path(name)

    def clear(self) -> None:
        """Throw away rough cuts that nobody fetched before the process ended."""
        for path in self._folder.iterdir():
            with contextlib.suppress(OSError):
                path.unlink()

    def _drawn(self, plan: RenderPlan, frame: int) -> bytes:
        last = min(frame, plan.frames - 1)
        return jpeg(frame_picture(plan, last, self._plates, self._titles))

    def _planned(self, session: Session) -> tuple[Timeline, RenderPlan]:
        timeline = self._sessions.shown(session)
        return timeline, plan_render(timeline, self._media.facts_of(timeline))


def _middles(timeline: Timeline) -> list[int]:
    placed = placed_in(timeline, TrackKind.VIDEO)
    step = -(-len(placed) // MAX_STORYBOARD_FRAMES)
    return [
        p.range_in_track.start + p.range_in_track.duration // 2 for p in placed[:: max(step, 1)]
    ]
