"""A connection's patience: who is slow, says too much or holds a place for nothing is cut off.

uvicorn waits for ever for a request's head, for its body, and for a reader of its answer. On a
loopback port that any program of this computer can connect to, that is an invitation.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

_Call = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a connection may take, and how much it may say.

    Attributes:
        head_s: for the whole head of a request, from its first byte (or the connection) on.
        body_s: between two pieces of a body.
        reader_s: of an answer that nobody takes.
        head_bytes: of a request's line and headers; half as much again may pass.
        connections: at once; beyond, whoever asks for nothing makes way.
    """

    head_s: float = 10.0
    body_s: float = 60.0
    reader_s: float = 120.0
    head_bytes: int = 32 * 1024
    connections: int = 256


class _Clock:
    """Calls somebody after a time, unless it is stopped before."""

    def __init__(self) -> None:
        self._handle: asyncio.TimerHandle | None = None

    @property
    def is_running(self) -> bool:
        """Whether it was started, and not stopped since."""
        return self._handle is not None

    def start(self, loop: asyncio.AbstractEventLoop, after_s: float, call: _Call) -> None:
        """Begin; what it was started for before is forgotten."""
        self.cancel()
        self._handle = loop.call_later(after_s, call)

    def cancel(self) -> None:
        """Stop, if it runs."""
        if self._handle:
            self._handle.cancel()
        self._handle = None


class GuardedConnection(H11Protocol):
    """One connection, with a clock for whatever it is waited for."""

    patience = Patience()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._head_clock, self._body_clock, self._reader_clock = _Clock(), _Clock(), _Clock()

    @property
    def is_waiting(self) -> bool:
        """Whether nothing was asked here that is still to be answered."""
        return self.cycle is None or self.cycle.response_complete

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Make room if need be, and wait for a head."""
        super().connection_made(transport)
        if len(self.connections) > self.patience.connections:
            self._make_room()
        self._watch()

    def data_received(self, data: bytes) -> None:
        """Take what came; a head in pieces, for only of what is incomplete the size is judged."""
        size = self.patience.head_bytes // 2
        while data and self.conn.their_state is h11.IDLE and not self.transport.is_closing():
            piece, data = data[:size], data[size:]
            super().data_received(piece)
        if data and not self.transport.is_closing():
            super().data_received(data)
        self._watch()

    def pause_writing(self) -> None:
        """The reader does not keep up: it has some time."""
        super().pause_writing()
        self._reader_clock.start(self.loop, self.patience.reader_s, self._cut_off)

    def resume_writing(self) -> None:
        """The reader has read."""
        super().resume_writing()
        self._reader_clock.cancel()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop all clocks."""
        self._head_clock.cancel()
        self._body_clock.cancel()
        self._reader_clock.cancel()
        super().connection_lost(exc)

    def _watch(self) -> None:
        """Start the clock of what is waited for now, stop the others."""
        state = self.conn.their_state
        self._body_clock.cancel()
        if state is h11.IDLE and not self.transport.is_closing():
            if not self._head_clock.is_running:  # more of the same head gives no more time
                self._head_clock.start(self.loop, self.patience.head_s, self._cut_off)
            return
        self._head_clock.cancel()
        if state is h11.SEND_BODY:
            self._body_clock.start(self.loop, self.patience.body_s, self._body_is_late)

    def _body_is_late(self) -> None:
        if self.flow.read_paused:
            self._watch()  # it is this side that does not keep up
        else:
            self._cut_off()

    def _cut_off(self) -> None:
        """At once: to close politely would wait for a reader that does not read."""
        self.transport.abort()

    def _make_room(self) -> None:
        """Nobody who asked for something makes way for one who may ask."""
        others = (each for each in self.connections if each is not self)
        idle = next(
            (each for each in others if isinstance(each, GuardedConnection) and each.is_waiting),
            self,
        )
        # Counted as gone now, for it is told only when the loop comes round to it.
        self.connections.discard(idle)
        idle._cut_off()  # noqa: SLF001 - one of ours


def guarded(patience: Patience) -> Callable[..., asyncio.Protocol]:
    """What uvicorn makes connections with (its option ``http``)."""

    class Connection(GuardedConnection):
        """A connection of this patience."""

    Connection.patience = patience
    return Connection
