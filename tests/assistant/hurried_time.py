"""An event loop whose clock jumps to whatever is waited for, so that hours pass at once."""

from __future__ import annotations

import asyncio
import selectors


class _Hurried(selectors.DefaultSelector):
    """Never waits: the time it was to wait is put onto the clock instead."""

    def __init__(self) -> None:
        super().__init__()
        self.skipped_s = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if ready or timeout is None:
            return ready or super().select(timeout)
        self.skipped_s += timeout
        return ready


class HurriedLoop(asyncio.SelectorEventLoop):
    """For tests without threads or sockets: whoever sleeps wakes at once, but later."""

    def __init__(self) -> None:
        self._hurried = _Hurried()
        super().__init__(self._hurried)

    def time(self) -> float:
        """The usual clock, and all that was skipped."""
        return super().time() + self._hurried.skipped_s


HURRIED = ("asyncio", {"loop_factory": HurriedLoop})
