"""The HTTP connection: how long to wait, what breaks, and what that is called."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from tiktok_photo_video.client.endpoint import Endpoint
from tiktok_photo_video.errors import ProtocolError, TransportError

CONNECT_TIMEOUT_S = 10.0
READ_TIMEOUT_S = 60.0


def new_http(
    endpoint: Endpoint, *, transport: httpx.AsyncBaseTransport | None = None
) -> httpx.AsyncClient:
    """A connection pool. Headers are added per request, so none goes to a host it is not for.

    The environment's proxies are not for this machine: one would be asked to reach its own
    loopback address.
    """
    return httpx.AsyncClient(
        timeout=timeout(),
        trust_env=not endpoint.is_local,
        verify=_trusts_nobody() if endpoint.is_local else True,
        follow_redirects=False,
        transport=transport,
    )


def _trusts_nobody() -> ssl.SSLContext:
    """For what is never encrypted: reading the web's authorities would take longer than asking."""
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def timeout(read_s: float = READ_TIMEOUT_S) -> httpx.Timeout:
    """The usual limits; ``read_s`` is the longest silence of the other side."""
    return httpx.Timeout(READ_TIMEOUT_S, connect=CONNECT_TIMEOUT_S, read=read_s)


@contextmanager
def transport_errors(endpoint: Endpoint, *, broken: str = "connection_broken") -> Iterator[None]:
    """Turn the HTTP library's failures into ours; ``broken`` is the code after sending began."""
    try:
        yield
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
        raise TransportError(
            f"Nothing answers at {endpoint.name}.",
            code="unreachable",
            hint=_reach_hint(endpoint),
            facts={"host": endpoint.name},
        ) from error
    except (httpx.TransportError, httpx.DecodingError, httpx.InvalidURL) as error:
        raise TransportError(
            f"The connection to {endpoint.name} {_how_it_broke(error)}.",
            code=broken,
            hint="What it was working on may still be going on there.",
            facts={"host": endpoint.name},
        ) from error


def decoded_json(response: httpx.Response) -> object:
    """The body as JSON; the response has been read.

    Raises:
        ProtocolError: it is not JSON.

    """
    try:
        value: object = response.json()
    except (ValueError, RecursionError) as error:
        raise ProtocolError(
            f"The backend's answer (HTTP {response.status_code}) is not JSON.",
            hint="Something other than a video backend may be answering at this address.",
        ) from error
    return value


def _how_it_broke(error: Exception) -> str:
    return "went silent" if isinstance(error, httpx.TimeoutException) else "broke off"


def _reach_hint(endpoint: Endpoint) -> str:
    if endpoint.is_local:
        return "Start it again; doctor says what is wrong."
    return "Check the internet connection, or use the local backend."
