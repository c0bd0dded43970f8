"""One turn: a message goes out once, what comes back is put together, and the user is kept told.

The turn is over when its stream ends. When the stream breaks, the state tells what became of
it; nothing is sent a second time.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass
from typing import TypeVar

import anyio

from tiktok_photo_video.client import STREAM_DROPPED, BackendClient
from tiktok_photo_video.client.timing import Sleep
from tiktok_photo_video.errors import TransportError
from tiktok_photo_video.wire.events import Failure, Text, TextAssembler

STILL_WORKING_EVERY_S = 120.0  # the spec's promise: the user hears from us every two minutes

_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a turn came to.

    Attributes:
        text: the agent's words.
        failure: what went wrong in it, if anything was told.
        dropped: its stream broke off; what was done is known from the state alone.
    """

    text: str = ""
    failure: Failure | None = None
    dropped: bool = False


async def taken(client: BackendClient, session_id: str, message: str) -> Outcome:
    """Take one turn.

    Raises:
        TransportError: nothing was sent, or the time limit was reached.
        BackendError: the backend refused before the turn began.
    """
    assembler = TextAssembler()
    failure: Failure | None = None
    try:
        async with aclosing(client.run(session_id, message)) as events:
            async for event in events:
                if isinstance(event, Text):
                    assembler.add(event)
                elif isinstance(event, Failure):
                    failure = failure or event
    except TransportError as error:
        if error.code != STREAM_DROPPED:
            raise
        return Outcome(assembler.text, failure, dropped=True)
    return Outcome(assembler.text, failure)


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


_NOISE = (
    r"(?:I(?:'ve|’ve| have)? (?:just )?(?:encountered|ran into|hit|experienced)"
    r" (?:a|an|some) (?:temporary|transient|brief)\b[^.!?。！？\n]*(?:issue|problem|error|glitch)s?"
    r"|(?:遇到|出现|发生)[了]?[^。！？.!?\n]{0,8}(?:临时|暂时|短暂)[^。！？.!?\n]{0,8}(?:问题|故障|错误)"
    r"|(?:暂时|临时)[^。！？.!?\n]{0,4}(?:遇到|出现)[^。！？.!?\n]{0,8}(?:问题|故障|错误))"
)
# The sentence with the noise and whatever is left of its line, at the very end of the text.
_TRAILING = re.compile(
    rf"(?:^|\n|(?<=[.!?。！？…✅]))[^.!?。！？\n]*{_NOISE}[^\n]*\s*\Z", re.IGNORECASE
)


def without_noise(text: str) -> str:
    """``text`` without the closing line that tells of a temporary issue after good work."""
    return _TRAILING.sub("", text.rstrip()).rstrip() if _TRAILING.search(text) else text


def is_noise(text: str) -> bool:
    """Whether a text speaks of a temporary issue and of nothing else."""
    return bool(text.strip()) and not without_noise(text)
