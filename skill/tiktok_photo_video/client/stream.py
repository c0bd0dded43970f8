"""One turn with the agent: a message goes out once, and events come back until it closes."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass

import anyio
import httpx
from httpx_sse import aconnect_sse

from tiktok_photo_video.client.calls import Calls
from tiktok_photo_video.client.transport import timeout
from tiktok_photo_video.errors import ProtocolError, TransportError
from tiktok_photo_video.wire import routes
from tiktok_photo_video.wire.events import Heartbeat, StreamEvent, parse_event
from tiktok_photo_video.wire.payloads import RunRequest, run_request
from tiktok_photo_video.wire.sse import Decoder

STREAM_DROPPED = "stream_dropped"
TURN_TIMEOUT = "turn_timeout"


@dataclass(frozen=True, slots=True)
class TurnLimits:
    """How long a turn may take, and how long it may be silent: no event, no heartbeat."""

    turn_s: float = 15 * 60.0
    silence_s: float = 5 * 60.0


async def run(
    calls: Calls,
    request: RunRequest,
    *,
    limits: TurnLimits,
    monotonic: Callable[[], float],
) -> AsyncGenerator[StreamEvent, None]:
    """The events of one turn; the end of the iterator is the end of the turn.

    The message is never sent twice: a backend goes on with it when the line breaks, and a
    second copy would be done, and charged, a second time.

    Raises:
        TransportError: ``unreachable`` (nothing was sent), ``stream_dropped`` (read the state
            to see what became of it), ``turn_timeout``.
        BackendError: the backend refused before the turn began.

    """
    deadline = monotonic() + limits.turn_s
    decoder = Decoder()

    def opener(headers: Mapping[str, str]) -> AbstractAsyncContextManager[httpx.Response]:
        return _opened(calls, request, headers, limits)

    async with calls.response(opener, broken=STREAM_DROPPED) as response:
        _require_event_stream(response)
        stream = response.aiter_bytes()
        while (chunk := await _next_chunk(stream, deadline - monotonic(), limits)) is not None:
            for event in _events(decoder, chunk):
                yield event
        for frame in decoder.flush():
            for event in parse_event(frame.data):
                yield event


@asynccontextmanager
async def _opened(
    calls: Calls, request: RunRequest, headers: Mapping[str, str], limits: TurnLimits
) -> AsyncIterator[httpx.Response]:
    # Only the opening is httpx-sse's: its decoder tells nothing of comments, and dispatches
    # blocks without data.
    async with aconnect_sse(
        calls.http,
        "POST",
        calls.endpoint.url(routes.RUN_SSE),
        headers=dict(headers),
        json=run_request(request),
        timeout=timeout(limits.silence_s),
    ) as source:
        yield source.response


def _require_event_stream(response: httpx.Response) -> None:
    if routes.EVENT_STREAM not in response.headers.get("content-type", "").lower():
        raise ProtocolError(
            f"The backend answered a message (HTTP {response.status_code}) with something that "
            "is not a stream of events.",
            hint="Something other than a video backend may be answering at this address.",
        )


async def _next_chunk(
    stream: AsyncIterator[bytes], remaining_s: float, limits: TurnLimits
) -> bytes | None:
    """The next bytes; ``None`` at the end.

    The time limit is set around each wait: a cancel scope must not span a generator's yield.
    """
    if remaining_s <= 0:
        raise _timed_out(limits)
    try:
        with anyio.fail_after(remaining_s):
            return await anext(stream, None)
    except TimeoutError as error:
        raise _timed_out(limits) from error


def _events(decoder: Decoder, chunk: bytes) -> Iterator[StreamEvent]:
    comments = decoder.comments_seen
    frames = decoder.feed(chunk)
    for frame in frames:
        yield from parse_event(frame.data)
    if decoder.comments_seen > comments and not frames:
        yield Heartbeat()


def _timed_out(limits: TurnLimits) -> TransportError:
    return TransportError(
        f"The backend was still at work after {limits.turn_s / 60:.0f} minutes.",
        code=TURN_TIMEOUT,
        hint="Look at the project's status in a while; do not send the message again yet.",
        facts={"minutes": round(limits.turn_s / 60)},
    )
