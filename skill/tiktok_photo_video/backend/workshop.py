"""From a timeline to a finished file, and its cover beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tiktok_photo_video.backend.covers import cover_beside, write_cover
from tiktok_photo_video.backend.making import FileMaker, Made
from tiktok_photo_video.backend.media_store import MediaStore
from tiktok_photo_video.backend.receipts import Receipts
from tiktok_photo_video.backend.signals import Signals
from tiktok_photo_video.render.chunk_cache import ChunkCache
from tiktok_photo_video.render.chunks import RenderCancelledError, Tools
from tiktok_photo_video.render.plan import RenderPlan, plan_render
from tiktok_photo_video.render.titles import TitlePainter
from tiktok_photo_video.timeline.model import Timeline
from tiktok_photo_video.wire.outputs import FileWish
from tiktok_photo_video.wire.receipts import receipt_beside


@dataclass(frozen=True, slots=True)
class Workshop:
    """What videos are made with: the media, the kept chunks, so many threads, the encoder."""

    media: MediaStore
    cache: ChunkCache
    workers: int
    receipts: Receipts
    encoder_works: Callable[[str], bool] = lambda _: False

    def plan(self, timeline: Timeline) -> RenderPlan:
        """What to draw for a timeline.

        Raises:
            RenderError: it is empty, or media it shows is missing.
        """
        return plan_render(timeline, self.media.facts_of(timeline))

    def make(self, path: Path, timeline: Timeline, wish: FileWish, signals: Signals) -> Made:
        """Write a timeline's file at ``path``, beside it its receipt, and its cover if it has one.

        Raises:
            RenderCancelledError: it was called off; no file is left.
            PhotoVideoError: media is gone, the encoder or the disk failed.
        """
        plates = self.media.plates()
        tools = Tools(plates, TitlePainter())
        maker = FileMaker(
            timeline, self.media, self.cache, tools, self.workers, signals, self.encoder_works
        )
        try:
            made = maker.make(path, wish)
            plan = self.plan(timeline)
            if timeline.cover is not None:
                write_cover(path, plan, timeline.cover, tools)
            signals.check()
            self.receipts.write(path, timeline, plan, tools.titles, go_on=signals.go_on)
        except RenderCancelledError:
            discard(path)
            raise
        return made


def discard(path: Path) -> None:
    """Take a video, its cover and its receipt away."""
    for each in (path, cover_beside(path), receipt_beside(path)):
        each.unlink(missing_ok=True)
