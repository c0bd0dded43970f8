"""From a timeline to a finished video file, with its sound and its cover."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tiktok_photo_video.backend.covers import cover_beside, write_cover
from tiktok_photo_video.backend.media_store import MediaStore
from tiktok_photo_video.backend.receipts import Receipts
from tiktok_photo_video.backend.soundtrack import soundtrack
from tiktok_photo_video.errors import RenderError
from tiktok_photo_video.render.chunks import (
    ChunkCache,
    RenderCancelledError,
    Tools,
    render_chunks,
)
from tiktok_photo_video.render.movie import write_movie
from tiktok_photo_video.render.plan import RenderPlan, plan_render
from tiktok_photo_video.render.plates import PlateStore
from tiktok_photo_video.render.titles import TitlePainter
from tiktok_photo_video.timeline.model import UNNAMED, Timeline
from tiktok_photo_video.wire.receipts import receipt_beside


@dataclass(frozen=True, slots=True)
class Workshop:
    """What videos are made with: the media, the kept chunks, and so many threads."""

    media: MediaStore
    cache: ChunkCache
    workers: int
    receipts: Receipts

    def plan(self, timeline: Timeline) -> RenderPlan:
        """What to draw for a timeline.

        Raises:
            RenderError: it is empty, or media it shows is missing.
        """
        return plan_render(timeline, self.media.facts_of(timeline))

    def make(
        self,
        path: Path,
        timeline: Timeline,
        plan: RenderPlan,
        *,
        on_frames: Callable[[int], None],
        cancelled: threading.Event,
    ) -> None:
        """Write a timeline's video at ``path``, beside it its receipt, and its cover if it has one.

        Raises:
            RenderCancelledError: ``cancelled`` was set; no file is left.
            PhotoVideoError: media is gone, the encoder or the disk failed.
        """
        plates = PlateStore(self.media.picture, originals=self.media.original)
        tools = Tools(plates, TitlePainter())
        try:
            self._write(path, timeline, plan, tools, on_frames=on_frames, cancelled=cancelled)
            if timeline.cover is not None:
                write_cover(path, plan, timeline.cover, tools)
            if cancelled.is_set():
                raise RenderCancelledError
            self.receipts.write(path, timeline, plan, tools.titles)
        except RenderCancelledError:
            discard(path)
            raise

    def _write(
        self,
        path: Path,
        timeline: Timeline,
        plan: RenderPlan,
        tools: Tools,
        *,
        on_frames: Callable[[int], None],
        cancelled: threading.Event,
    ) -> None:
        # Composed beside the picture: on two cores its time costs nothing.
        with ThreadPoolExecutor(1, thread_name_prefix="sound") as pool:
            sound = pool.submit(
                soundtrack, timeline, self.cache, self.media.original, cancelled=cancelled
            )
            frames = write_movie(
                path,
                canvas=plan.canvas,
                settings=tools.settings,
                chunks=render_chunks(
                    plan,
                    tools,
                    self.cache,
                    workers=self.workers,
                    on_frames=on_frames,
                    cancelled=cancelled,
                ),
                sound=sound.result,
                title="" if timeline.name == UNNAMED else timeline.name,
            )
        if frames != plan.frames:
            path.unlink(missing_ok=True)
            raise RenderError(f"The video has {frames} frames instead of {plan.frames}.")


def discard(path: Path) -> None:
    """Take a video, its cover and its receipt away."""
    for each in (path, cover_beside(path), receipt_beside(path)):
        each.unlink(missing_ok=True)
