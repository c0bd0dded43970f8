"""What goes to and fro between a file that is made and whoever waits for it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from tiktok_photo_video.render.chunks import OnRetry, RenderCancelledError


@dataclass(frozen=True, slots=True)
class Signals:
    """What goes to and fro while a file is made.

    Attributes:
        on_frames: told how many more frames are done.
        begin_again: told when they are done once more, another way.
        on_retry: told of a piece that failed and is made once more.
        on_joining: told when all pieces are there.
        cancelled: stops it when set.
    """

    on_frames: Callable[[int], None] = lambda _: None
    begin_again: Callable[[], None] = lambda: None
    on_retry: OnRetry = lambda _, __: None
    on_joining: Callable[[], None] = lambda: None
    cancelled: threading.Event = field(default_factory=threading.Event)

    def check(self) -> None:
        """Stop here when it was called off.

        Raises:
            RenderCancelledError: it was.
        """
        if self.cancelled.is_set():
            raise RenderCancelledError

    def go_on(self) -> None:
        """Stop here when it was called off; else it is seen to live, though no frame is done.

        Raises:
            RenderCancelledError: it was.
        """
        self.check()
        self.on_frames(0)
