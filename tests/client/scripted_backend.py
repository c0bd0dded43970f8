"""A backend that answers from a script, and time that passes only when it is told to."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable
from datetime import UTC, datetime, timedelta

import httpx

from tiktok_photo_video.client import Attribution, Timing
from tiktok_photo_video.wire.codes import WireCode, error_answer, http_status_of

NOW = datetime(2030, 1, 1, 12, 0, tzinfo=UTC)
SKILL = Attribution("tiktok-photo-video", "0.1.0", "cursor")

Answer = httpx.Response | Callable[[httpx.Request], httpx.Response] | Exception


class FakeTime:
    """Clocks that stand still; ``slept`` lists what was waited for."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.seconds = 0.0
        self.slept: list[float] = []
        self.timing = Timing(lambda: self.now, lambda: self.seconds, self._sleep)

    async def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds
        self.now += timedelta(seconds=seconds)


class ScriptedBackend:
    """Answers each path from its own list; the last answer is repeated.

    What no list has a path for, ``otherwise`` answers.
    """

    def __init__(self, otherwise: Callable[[httpx.Request], httpx.Response] | None = None) -> None:
        self.requests: list[httpx.Request] = []
        self._script: dict[str, list[Answer]] = {}
        self._otherwise = otherwise or refusing(WireCode.NOT_FOUND)
        self.transport = httpx.MockTransport(self._handle)
        self.on("/api/auth/anonymous-token", ok({"token": "nmv_usr_one", "user_id": "anon_1"}))

    def on(self, path: str, *answers: Answer) -> None:
        """What a path answers from now on."""
        self._script[path] = list(answers)

    def sent_to(self, path: str) -> list[httpx.Request]:
        """The requests a path has had."""
        return [request for request in self.requests if request.url.path == path]

    async def _handle(self, request: httpx.Request) -> httpx.Response:
        await request.aread()
        self.requests.append(request)
        answers = self._script.get(request.url.path)
        if not answers:
            return self._otherwise(request)
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer(request) if callable(answer) else answer


def ok(data: object, **top: object) -> Callable[[httpx.Request], httpx.Response]:
    """A success, made anew for every request."""
    return lambda _: httpx.Response(200, json={"code": 0, "data": data, **top})


def bare(body: object, status: int = 200) -> Callable[[httpx.Request], httpx.Response]:
    """A JSON body as it is."""
    return lambda _: httpx.Response(status, json=body)


def refusal(code: WireCode, *, status: int | None = None) -> httpx.Response:
    """A refusal, under the status our own server would use or another."""
    return httpx.Response(status or http_status_of(code), json=error_answer(code))


def refusing(
    code: WireCode, *, status: int | None = None
) -> Callable[[httpx.Request], httpx.Response]:
    """The same, made anew for every request."""
    return lambda _: refusal(code, status=status)


class Pieces(httpx.AsyncByteStream):
    """A body that comes in pieces, and breaks when a piece is an exception."""

    def __init__(self, pieces: Iterable[bytes | Exception], before: Callable[[], None]) -> None:
        self._pieces = pieces
        self._before = before
        self.closed = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self._pieces:
            if isinstance(piece, Exception):
                raise piece
            self._before()
            yield piece

    async def aclose(self) -> None:
        self.closed = True


def stream_of(
    *pieces: bytes | Exception, before: Callable[[], None] = lambda: None
) -> httpx.Response:
    """A stream of events."""
    return httpx.Response(
        200,
        headers={"content-type": "text/event-stream; charset=utf-8"},
        stream=Pieces(pieces, before),
    )


def file_of(*pieces: bytes | Exception, **headers: str) -> httpx.Response:
    """A file."""
    return httpx.Response(
        200, headers={"content-type": "video/mp4", **headers}, stream=Pieces(pieces, lambda: None)
    )
