"""One call to a backend: headers on, refusals out, and one replay with a fresh token.

A backend that moves (our own, when it was started again, answers at another port) is looked
for once nothing answers where it was. Nothing was sent then, so any call may be made again.

A call is given as an *opener*: a function from headers to an open response. So a call can be
made again from its beginning, whatever its body, and every verb shares the same rules.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from typing import TypeAlias

import anyio
import httpx

from tiktok_photo_video.client.auth import Access
from tiktok_photo_video.client.endpoint import Attribution, Endpoint
from tiktok_photo_video.client.identity import Secret
from tiktok_photo_video.client.timing import Timing
from tiktok_photo_video.client.transport import (
    READ_TIMEOUT_S,
    decoded_json,
    timeout,
    transport_errors,
)
from tiktok_photo_video.errors import BackendError, ProtocolError, TransportError
from tiktok_photo_video.wire.codes import WireCode, error_from_answer
from tiktok_photo_video.wire.routes import AUTHORIZATION

Relocate: TypeAlias = Callable[[], Awaitable[Endpoint]]
# A backend that dies of what it is asked must not be started again without end.
RELOCATE_EVERY_S = 60.0

Opener: TypeAlias = Callable[[Mapping[str, str]], AbstractAsyncContextManager[httpx.Response]]


class Calls:
    """Makes calls to one backend."""

    def __init__(
        self,
        http: httpx.AsyncClient,
        endpoint: Endpoint,
        attribution: Attribution,
        access: Access,
        *,
        relocate: Relocate | None = None,
        timing: Timing = Timing(),  # noqa: B008 - it is frozen
    ) -> None:
        self.http = http
        self.endpoint = endpoint
        self.attribution = attribution
        self.access = access
        self._relocate = relocate
        self._relocated_s: float | None = None
        self._timing = timing
        # Two calls that find nobody at once must not look for the backend twice.
        self._lock = anyio.Lock()

    @asynccontextmanager
    async def response(
        self, opener: Opener, *, broken: str = "connection_broken"
    ) -> AsyncIterator[httpx.Response]:
        """An open response that is no refusal; its body is still to be read.

        Raises:
            BackendError: the backend refused; of a bad anonymous token, twice.
            TransportError: nothing answered, or (code ``broken``) the connection broke.

        """
        async with AsyncExitStack() as stack:
            response = await self._answer(opener, stack, broken)
            with transport_errors(self.endpoint, broken=broken):
                yield response

    async def _answer(self, opener: Opener, stack: AsyncExitStack, broken: str) -> httpx.Response:
        """The response that ``stack`` is to close, from wherever the backend is now."""
        endpoint = self.endpoint
        try:
            return await self._answer_here(opener, stack, broken)
        except TransportError as error:
            if error.code != "unreachable" or not await self._is_elsewhere(endpoint):
                raise
        return await self._answer_here(opener, stack, broken)

    async def _answer_here(
        self, opener: Opener, stack: AsyncExitStack, broken: str
    ) -> httpx.Response:
        replayed = False
        with transport_errors(self.endpoint, broken=broken):
            while True:
                token = await self.access.token()
                async with AsyncExitStack() as attempt:
                    response = await attempt.enter_async_context(opener(self._headers(token)))
                    refusal = await refusal_in(response)
                    if refusal is None:
                        stack.push_async_exit(attempt.pop_all())
                        return response
                if refusal.wire_code != WireCode.BAD_TOKEN or replayed:
                    raise refusal
                await self.access.renew(token)
                replayed = True

    async def _is_elsewhere(self, silent: Endpoint) -> bool:
        """Whether the backend was found at another place than the one that gives no answer."""
        if self._relocate is None:
            return False
        async with self._lock:
            if self.endpoint is silent:
                now_s = self._timing.monotonic()
                last_s = self._relocated_s
                if last_s is not None and now_s - last_s < RELOCATE_EVERY_S:
                    return False
                self._relocated_s = now_s
                self.endpoint = await self._relocate()
                self.access.moved(self.endpoint)
        return True

    async def json(
        self,
        method: str,
        path: str,
        *,
        body: object = None,
        read_timeout_s: float = READ_TIMEOUT_S,
    ) -> object:
        """The JSON answer to a call with a JSON body, or with none."""

        def opener(headers: Mapping[str, str]) -> AbstractAsyncContextManager[httpx.Response]:
            return self.http.stream(
                method,
                self.endpoint.url(path),
                headers=dict(headers),
                json=body,
                timeout=timeout(read_timeout_s),
            )

        async with self.response(opener) as response:
            await response.aread()
            return decoded_json(response)

    def _headers(self, token: Secret) -> dict[str, str]:
        return {
            **self.endpoint.extra_headers,
            **self.attribution.headers(),
            AUTHORIZATION: f"Bearer {token.reveal()}",
        }


async def refusal_in(response: httpx.Response) -> BackendError | None:
    """The refusal that a response carries, in its status or in its JSON body."""
    if response.status_code < 400 and not is_json(response):
        return None
    await response.aread()
    try:
        body = decoded_json(response)
    except ProtocolError:
        body = None
    refusal = error_from_answer(response.status_code, body)
    if (
        refusal
        and refusal.wire_code == WireCode.EXPORT_BLOCKED
        and _ATTRIBUTION.search(response.text)
    ):
        return _unattributed()
    return refusal


# A refused export has two causes under one number; only the words tell them apart.
_ATTRIBUTION = re.compile(r"x-skill-|attribution|skill header|missing header", re.IGNORECASE)


def _unattributed() -> BackendError:
    return BackendError(
        "The backend could not tell which program is asking, so it refuses to export.",
        wire_code=int(WireCode.EXPORT_BLOCKED),
        code="attribution_missing",
        hint="Every request carries the X-Skill headers, so something on the way, such as a "
        "proxy, takes them off. Go without it, or use --backend local, which is free.",
    )


def is_json(response: httpx.Response) -> bool:
    """Whether the body says that it is JSON."""
    media_type: str = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    return media_type == "application/json" or media_type.endswith("+json")
