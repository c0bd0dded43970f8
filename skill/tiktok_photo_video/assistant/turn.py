"""One turn: a message goes out once, and what comes back is put through ``chat.turn``.

The turn is over when its stream ends. When the stream breaks, the state tells what became of
it; nothing is sent a second time.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import aclosing
from typing import TypeVar

import anyio

from tiktok_photo_video.chat.reply import Reply
from tiktok_photo_video.chat.turn import Broke, Heard, TurnState, step
from tiktok_photo_video.client import STREAM_DROPPED, BackendClient
from tiktok_photo_video.client.timing import Sleep
from tiktok_photo_video.errors import TransportError

STILL_WORKING_EVERY_S = 120.0  # the spec's promise: the user hears from us every two minutes

_Result = TypeVar("_Result")


class Turn:
    """One turn under way: what is heard of it goes through the table, replies come out."""

    def __init__(self, state: TurnState, emit: Callable[[Reply], None]) -> None:
        self.state = state
        self._emit = emit

    def hear(self, heard: Heard) -> None:
        """Take in what is heard next, and tell what there is to tell."""
        self.state, told = step(self.state, heard)
        for reply in told:
            self._emit(reply)

    async def listen(self, client: BackendClient, session_id: str, message: str) -> None:
        """Send the message, once, and hear the stream to its end, or until it breaks.

        Raises:
            TransportError: nothing was sent, or the time limit was reached.
            BackendError: the backend refused before the turn began.
        """
        try:
            async with aclosing(client.run(session_id, message)) as events:
                async for event in events:
                    self.hear(event)
        except TransportError as error:
            if error.code != STREAM_DROPPED:
                raise
            self.hear(Broke())


async def while_telling(
    work: Callable[[], Awaitable[_Result]],
    tell: Callable[[], None],
    *,
    every_s: float = STILL_WORKING_EVERY_S,
    sleep: Sleep = anyio.sleep,
) -> _Result:
    """Do work, and ``tell`` each time so many seconds have passed, whatever the work waits for."""
    results: list[_Result] = []
    failure: Exception | None = None

    async def tick() -> None:
        while True:
            await sleep(every_s)
            tell()

    try:
        async with anyio.create_task_group() as group:
            group.start_soon(tick)
            results.append(await work())
            group.cancel_scope.cancel()
    except ExceptionGroup as bundle:
        # Raised outside the group, so that what failed arrives as itself.
        failure = bundle.exceptions[0]
    if failure:
        raise failure
    return results[0]
