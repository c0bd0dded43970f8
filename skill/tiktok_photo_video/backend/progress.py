"""Counting the frames of a render."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

_REPORT_EVERY_S = 0.3


class Progress:
    """Counts frames from several threads and reports them now and then."""

    def __init__(self, report: Callable[[int], None]) -> None:
        self._report = report
        self._lock = threading.Lock()
        self._done = 0
        self._reported_s = time.monotonic()

    def add(self, frames: int) -> None:
        """So many more frames are done."""
        with self._lock:
            self._done += frames
            now = time.monotonic()
            if now - self._reported_s < _REPORT_EVERY_S:
                return
            self._reported_s = now
            self._report(self._done)

    def begin_again(self) -> None:
        """What was done is done once more, another way."""
        with self._lock:
            self._done = 0
            self._report(0)
