"""What a conversation says while a tool works, kept for its answer and for the host's bar."""

from __future__ import annotations

from tiktok_photo_video.chat import reply
from tiktok_photo_video.chat.reply import Reply

# How much of a call each stage is, as far as anyone can tell beforehand.
_SPANS: dict[reply.Stage, tuple[float, float]] = {
    reply.Stage.CONNECTING: (0.0, 0.02),
    reply.Stage.UPLOADING: (0.02, 0.2),
    reply.Stage.WORKING: (0.2, 0.3),
    reply.Stage.RENDERING: (0.3, 0.97),
    reply.Stage.DOWNLOADING: (0.97, 1.0),
}


class Listener:
    """Hears the replies of one tool call.

    Attributes:
        said: every sentence for the user, in order.
        fraction: how far the call is, from 0 to 1; it never falls.
        detail: the same in words.
        ordered: the export that was ordered, if one was.
        file: the finished file, if there is one.
        asks: what the chat offered to do next.
    """

    def __init__(self) -> None:
        self.said: list[str] = []
        self.fraction = 0.0
        self.detail = ""
        self.ordered: reply.Ordered | None = None
        self.file: reply.FileReady | None = None
        self.asks: list[str] = []

    def __call__(self, event: Reply) -> None:
        """Take one reply."""
        if isinstance(event, reply.Say | reply.Checked):
            self.said.append(event.text)
        elif isinstance(event, reply.StateShown):
            self.said.append(event.summary)
        elif isinstance(event, reply.Offer):
            self.asks.append(event.text)
        elif isinstance(event, reply.Progress):
            self._progress(event)
        elif isinstance(event, reply.Ordered):
            self.ordered = event
        elif isinstance(event, reply.FileReady):
            self.file = event

    def _progress(self, event: reply.Progress) -> None:
        start, end = _SPANS[event.stage]
        reached = start + (end - start) * (event.fraction or 0.0)
        self.fraction = max(self.fraction, reached)
        self.detail = event.detail or self.detail
