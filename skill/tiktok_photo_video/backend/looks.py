"""Looking at a project without exporting it: single frames and the storyboard."""

from __future__ import annotations

import threading
from collections import OrderedDict

from tiktok_photo_video.backend.media_store import MediaStore
from tiktok_photo_video.backend.refusals import Refusal
from tiktok_photo_video.backend.sessions import Session, Sessions
from tiktok_photo_video.render.plan import RenderPlan, plan_render
from tiktok_photo_video.render.plates import PlateStore
from tiktok_photo_video.render.preview import (
    STORYBOARD_MAX_BYTES,
    frame_picture,
    jpeg,
    storyboard,
)
from tiktok_photo_video.render.titles import TitlePainter
from tiktok_photo_video.timeline.model import (
    Timeline,
    TrackKind,
    frames_from_ms,
    placed_in,
)
from tiktok_photo_video.wire.codes import WireCode

# A page of a contact sheet: more pictures than this are too small to judge.
MAX_STORYBOARD_FRAMES = 30
_MAX_KEPT = 16


class Looks:
    """Draws frames of projects; what was drawn is kept for a while."""

    def __init__(self, sessions: Sessions, media: MediaStore) -> None:
        self._sessions = sessions
        self._media = media
        self._plates = PlateStore(media.picture, originals=media.original)
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
        """The frame at a moment as JPEG; past the end, the last one.

        Raises:
            Refusal: there is no timeline yet.

        """
        timeline, plan = self._planned(session)
        frame = min(frames_from_ms(at_ms, timeline.rate), plan.frames - 1)
        return jpeg(frame_picture(plan, frame, self._plates, self._titles))

    def _planned(self, session: Session) -> tuple[Timeline, RenderPlan]:
        timeline = self._sessions.timeline(session)
        if timeline is None:
            raise Refusal(
                WireCode.UNPROCESSABLE,
                "There is nothing to look at yet.",
                hint="Send photos and say what you want first.",
                reason="empty_timeline",
            )
        return timeline, plan_render(timeline, self._media.facts_of(timeline))


def _middles(timeline: Timeline) -> list[int]:
    placed = placed_in(timeline, TrackKind.VIDEO)
    step = -(-len(placed) // MAX_STORYBOARD_FRAMES)
    return [
        p.range_in_track.start + p.range_in_track.duration // 2 for p in placed[:: max(step, 1)]
    ]
