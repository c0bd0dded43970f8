"""One call to a backend: headers on, refusals out, and one replay with a fresh token.

A call is given as an *opener*: a function from headers to an open response. So a call can be
made again from its beginning, whatever its body, and every verb shares the same rules.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import TypeAlias

import httpx

from tiktok_photo_video.client.auth import Access
from tiktok_photo_video.client.endpoint import Attribution, Endpoint
from tiktok_photo_video.client.identity import Secret
from tiktok_photo_video.client.transport import (
    READ_TIMEOUT_S,
    decoded_json,
    timeout,
    transport_errors,
)
from tiktok_photo_video.errors import BackendError, ProtocolError
from tiktok_photo_video.wire.codes import WireCode, error_from_answer
from tiktok_photo_video.wire.routes import AUTHORIZATION

Opener: TypeAlias = Callable[[Mapping[str, str]], AbstractAsyncContextManager[httpx.Response]]


class Calls:
    """Makes calls to one backend."""

    def __init__(
        self,
        http: httpx.AsyncClient,
        endpoint: Endpoint,
        attribution: Attribution,
        access: Access,
    ) -> None:
        self.http = http
        self.endpoint = endpoint
        self.attribution = attribution
        self.access = access

    @asynccontextmanager
    async def response(
        self, opener: Opener, *, broken: str = "connection_broken"
    ) -> AsyncIterator[httpx.Response]:
        """An open response that is no refusal; its body is still to be read.

        Raises:
            BackendError: the backend refused; of a bad anonymous token, twice.
            TransportError: nothing answered, or (code ``broken``) the connection broke.

        """
        replayed = False
        with transport_errors(self.endpoint, broken=broken):
            while True:
                token = await self.access.token()
                async with opener(self._headers(token)) as response:
                    refusal = await refusal_in(response)
                    if refusal is None:
                        yield response
                        return
                if refusal.wire_code != WireCode.BAD_TOKEN or replayed:
                    raise refusal
                await self.access.renew(token)
                replayed = True

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
