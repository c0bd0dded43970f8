"""The user who waits hears from us: at the latest two minutes after the last word.

Whatever the work is (an edit, an upload, an export, a project that is brought back), and
whatever it waits for.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

import anyio

from tiktok_photo_video.assistant.turn import while_telling
from tiktok_photo_video.chat.replies import say
from tiktok_photo_video.chat.reply import Progress, Reply, Say
from tiktok_photo_video.language import Language

_Result = TypeVar("_Result")
_Given = ParamSpec("_Given")
_Waiting = TypeVar("_Waiting", bound="Waiting")


class Hearing:
    """Passes replies on; while work is under way and nothing is said, it speaks up itself."""

    def __init__(self, emit: Callable[[Reply], None], language: Callable[[], Language]) -> None:
        self._emit = emit
        self._language = language
        self._is_under_way = False
        self._progress: Progress | None = None
        self._said_at_s = 0.0

    def __call__(self, reply: Reply) -> None:
        """Pass a reply on."""
        if isinstance(reply, Progress):
            # Seen only where there is a screen to draw it on, so it is no word.
            self._progress = reply
        elif self._is_under_way:
            self._said_at_s = anyio.current_time()
        self._emit(reply)

    async def during(
        self,
        work: Callable[[], Awaitable[_Result]],
        *,
        speak_up: Callable[[], None] | None = None,
    ) -> _Result:
        """Do work; inside of other work that is heard of already, just do it.

        ``speak_up`` is what to do when the user has heard nothing for too long.
        """
        if self._is_under_way:
            return await work()
        self._is_under_way, self._progress = True, None
        self._said_at_s = anyio.current_time()
        try:
            return await while_telling(work, speak_up or self.speak_up, sleep=self._silence)
        finally:
            self._is_under_way = False

    async def _silence(self, seconds: float) -> None:
        """Wait until nothing has been said for so long."""
        while (left_s := self._said_at_s + seconds - anyio.current_time()) > 0:
            await anyio.sleep(left_s)

    def speak_up(self) -> None:
        """Say that the work goes on."""
        what = self._progress.detail if self._progress else ""
        key = "working.still_on" if what else "working.still"
        self(Say(say(key, self._language(), what=what)))


class Waiting(Protocol):
    """Whoever has work that a user waits for."""

    @property
    def hearing(self) -> Hearing:
        """What keeps the user told."""
        ...


def heard(
    work: Callable[Concatenate[_Waiting, _Given], Awaitable[_Result]],
) -> Callable[Concatenate[_Waiting, _Given], Coroutine[Any, Any, _Result]]:
    """Work of a method during which the user hears from us."""

    @wraps(work)
    async def done(self: _Waiting, /, *args: _Given.args, **facts: _Given.kwargs) -> _Result:
        return await self.hearing.during(lambda: work(self, *args, **facts))

    return done
