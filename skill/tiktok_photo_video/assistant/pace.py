"""How fast bytes travel, told now and then."""

from __future__ import annotations

import time
from collections.abc import Callable

from tiktok_photo_video.chat.replies import say
from tiktok_photo_video.chat.reply import Progress, Reply, Stage
from tiktok_photo_video.language import Language

_TELL_EVERY_S = 0.1


class UploadPace:
    """Turns "so many bytes of so many" into progress with speed and time left.

    When the last byte has left, the backend looks at the files: that takes a while too, so
    ``looking`` is said then.
    """

    def __init__(
        self,
        emit: Callable[[Reply], None],
        looking: str,
        *,
        language: Language = Language.ENGLISH,
        now_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._emit = emit
        self._looking = looking
        self._language = language
        self._now_s = now_s
        self._start_s = now_s()
        self._told_s = self._start_s
        self._is_over = False

    def __call__(self, done: int, total: int) -> None:
        """Bytes sent so far, and in all."""
        now_s = self._now_s()
        if done >= total:
            self._finish()
        elif now_s - self._told_s >= _TELL_EVERY_S:
            self._told_s = now_s
            speed = done / max(now_s - self._start_s, 1e-3)
            self._emit(
                Progress(
                    Stage.UPLOADING,
                    fraction=done / total,
                    detail=self._words(int(100 * done / total)),
                    eta_s=(total - done) / speed if speed > 0 else None,
                    speed=f"{speed / 1e6:.1f} MB/s",
                )
            )

    def _words(self, percent: int) -> str:
        return say("upload.progress", self._language, percent=percent)

    def _finish(self) -> None:
        if self._is_over:
            return
        self._is_over = True
        self._emit(Progress(Stage.UPLOADING, fraction=1.0, detail=self._words(100)))
        self._emit(Progress(Stage.WORKING, detail=self._looking))
