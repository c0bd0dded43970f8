"""Waiting for room: a job that found the disk or the memory full goes on when there is some."""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tiktok_photo_video.backend.config import Patience
from tiktok_photo_video.backend.jobs import Stage
from tiktok_photo_video.errors import RenderError, StorageError
from tiktok_photo_video.render.chunks import RenderCancelledError
from tiktok_photo_video.render.plan import RenderPlan

# A chunk in the cache, in the video and in its delivered copy: three times what was measured,
# 12 kB a frame of 1080x1920; and something for the sound and the database.
_BYTES_PER_PIXEL = 3 * 12_000 / (1080 * 1920)
_BYTES_BESIDE = 8 * 1024**2
_NO_MEMORY = ("insufficient memory", "cannot allocate memory")


@dataclass(slots=True)
class Wait:
    """The waiting of one job.

    Attributes:
        folder: on the disk that was full.
        needed_bytes: with so much free, another try is worth it.
    """

    patience: Patience
    folder: Path
    needed_bytes: int
    is_over: threading.Event
    _waited_s: float = 0.0

    def room(self, lack: Stage, *, on_look: Callable[[], None]) -> bool:
        """Wait until there may be room; ``False`` when it has taken too long.

        Raises:
            RenderCancelledError: the job is over.
        """
        limits = {Stage.WAITING_DISK: self.patience.disk_s}
        limit_s = limits.get(lack, self.patience.memory_s)
        while self._waited_s < limit_s:
            # Also where there seems to be room at once: the next try would find it full again.
            if self.is_over.wait(self.patience.check_every_s):
                raise RenderCancelledError
            self._waited_s += self.patience.check_every_s
            on_look()
            if lack is not Stage.WAITING_DISK or self._has_room():
                return True
        return False

    def _has_room(self) -> bool:
        try:
            return self.patience.free(self.folder) >= self.needed_bytes
        except OSError:
            return False


def needed_bytes(plan: RenderPlan) -> int:
    """How much room a render takes at most, roughly."""
    canvas = plan.canvas
    pixels = plan.frames * canvas.width_px * canvas.height_px
    return _BYTES_BESIDE + round(pixels * _BYTES_PER_PIXEL)


def lack_in(error: BaseException) -> Stage | None:
    """Which kind of room a failure is for the lack of; ``None`` for none."""
    if isinstance(error, StorageError) and error.code == "disk_full":
        return Stage.WAITING_DISK
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, MemoryError) or any(s in str(cause).lower() for s in _NO_MEMORY):
            return Stage.WAITING_MEMORY
        cause = cause.__cause__
    return None


def release(error: BaseException) -> None:
    """Free what the frames of a failure still hold: what is waited for may be just that."""
    cause: BaseException | None = error
    while cause is not None:
        traceback.clear_frames(cause.__traceback__)
        cause = cause.__cause__ or cause.__context__


def out_of_memory() -> RenderError:
    """What to say when there was not enough memory for too long."""
    return RenderError(
        "There is not enough memory to make this video.",
        code="out_of_memory",
        hint="Close other programs and export again; what is done so far is kept.",
    )
