"""Server-sent events without I/O: bytes in, frames out, and the other way round.

The decoder follows the WHATWG standard, sections "parsing an event stream" and "interpreting
an event stream", with one deviation, which ``flush`` explains. A block without a ``data`` line
dispatches nothing; a block whose ``data`` is empty dispatches a frame with empty data, which
on this wire is a sign of life. Comments dispatch nothing either: ``comments_seen`` counts them,
because they too say that the other side is alive.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from tiktok_photo_video.errors import ProtocolError

# A whole draft may stand in one line; 16 MiB is a hundred times the largest one imaginable.
MAX_EVENT_CHARS = 16 * 1024 * 1024

_LINE_END = re.compile(r"\r\n|\r|\n")
_DIGITS = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class ServerSentEvent:
    """One frame of a stream."""

    data: str
    event: str = "message"
    id: str = ""
    retry: int | None = None


class Decoder:
    """Turns bytes, cut anywhere, into frames.

    Attributes:
        comments_seen: comment lines so far.
        bytes_seen: bytes so far.

    """

    def __init__(self, *, max_event_chars: int = MAX_EVENT_CHARS) -> None:
        self.comments_seen = 0
        self.bytes_seen = 0
        self._lines = _Lines(max_chars=max_event_chars)
        self._max_event_chars = max_event_chars
        self._data: list[str] = []
        self._data_chars = 0
        self._event = ""
        self._last_event_id = ""
        self._retry: int | None = None

    def feed(self, chunk: bytes) -> list[ServerSentEvent]:
        """The frames that these bytes complete.

        Raises:
            ProtocolError: a line or a frame is longer than the limit.

        """
        self.bytes_seen += len(chunk)
        return self._interpret(self._lines.push(chunk))

    def flush(self) -> list[ServerSentEvent]:
        """The frame that a clean end of the stream leaves unfinished, if any.

        The standard throws it away, since a browser would reconnect and get it again. Here one
        request has one answer and nothing is sent twice, so the last words are kept.
        """
        return self._interpret([*self._lines.rest(), ""])

    def _interpret(self, lines: list[str]) -> list[ServerSentEvent]:
        frames = []
        for line in lines:
            if line:
                self._field(line)
            elif frame := self._dispatch():
                frames.append(frame)
        return frames

    def _field(self, line: str) -> None:
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if not name:
            self.comments_seen += 1
        elif name == "data":
            self._add_data(value)
        elif name == "event":
            self._event = value
        elif name == "id" and "\0" not in value:
            self._last_event_id = value
        elif name == "retry" and _DIGITS.fullmatch(value):
            self._retry = int(value[:18])

    def _add_data(self, value: str) -> None:
        self._data_chars += len(value) + 1
        if self._data_chars > self._max_event_chars:
            raise _too_long(self._max_event_chars)
        self._data.append(value)

    def _dispatch(self) -> ServerSentEvent | None:
        data, event, retry = self._data, self._event, self._retry
        self._data, self._data_chars, self._event, self._retry = [], 0, "", None
        if not data:
            return None
        return ServerSentEvent("\n".join(data), event or "message", self._last_event_id, retry)


class _Lines:
    """Turns bytes into lines. A line that ends in CR is out at once; an LF after it is its end."""

    def __init__(self, *, max_chars: int) -> None:
        self._utf8 = codecs.getincrementaldecoder("utf-8")(errors="replace")
        self._max_chars = max_chars
        self._pending: list[str] = []
        self._pending_chars = 0
        self._at_start = True
        self._after_cr = False

    def push(self, chunk: bytes) -> list[str]:
        return self._split(self._utf8.decode(chunk))

    def rest(self) -> list[str]:
        lines = self._split(self._utf8.decode(b"", final=True))
        last = "".join(self._pending)
        self._pending, self._pending_chars = [], 0
        return [*lines, last] if last else lines

    def _split(self, text: str) -> list[str]:
        text = self._without_prefix(text)
        if not text:
            return []
        self._after_cr = text.endswith("\r")
        *lines, rest = _LINE_END.split(text)
        if lines:
            lines[0] = "".join([*self._pending, lines[0]])
            self._pending, self._pending_chars = [], 0
        self._pending.append(rest)
        self._pending_chars += len(rest)
        if max(self._pending_chars, *map(len, lines), 0) > self._max_chars:
            raise _too_long(self._max_chars)
        return lines

    def _without_prefix(self, text: str) -> str:
        """Drop the byte order mark of the stream, and the LF of a CRLF that was cut in two."""
        if self._at_start and text:
            self._at_start = False
            text = text.removeprefix("\ufeff")
        if self._after_cr and text:
            self._after_cr = False
            text = text.removeprefix("\n")
        return text


def encode(data: str, event: str | None = None, id: str | None = None) -> bytes:  # noqa: A002
    """One frame as bytes; every kind of line break in ``data`` arrives as a line feed.

    Raises:
        ValueError: ``event`` or ``id`` holds a line break or a NUL, which cannot be sent.

    """
    lines = []
    for name, value in (("event", event), ("id", id)):
        if value is not None:
            if _LINE_END.search(value) or "\0" in value:
                raise ValueError(f"A stream's {name} field cannot hold a line break or a NUL.")
            lines.append(f"{name}: {value}")
    lines.extend(f"data: {line}" for line in _LINE_END.split(data))
    return _bytes(lines)


def encode_comment(text: str = "") -> bytes:
    """A comment as bytes: a sign of life that every reader skips."""
    return _bytes([f": {line}" for line in _LINE_END.split(text)])


def _bytes(lines: list[str]) -> bytes:
    # Half a surrogate pair, as a cut-off name may hold, has no bytes of its own.
    return ("\n".join(lines) + "\n\n").encode("utf-8", errors="replace")


def _too_long(limit: int) -> ProtocolError:
    return ProtocolError(
        f"The backend sent a single message of more than {limit} characters.",
        code="message_too_long",
        hint="Look at the state of the project instead.",
    )
