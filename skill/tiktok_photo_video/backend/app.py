"""The backend as an ASGI application: routes, bearer, and one place where failures answer."""

from __future__ import annotations

import hmac
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.status import HTTP_404_NOT_FOUND, HTTP_405_METHOD_NOT_ALLOWED

from tiktok_photo_video.backend.config import LOCAL_HOSTS, LOCAL_KEY_HEADER
from tiktok_photo_video.backend.core import Backend
from tiktok_photo_video.backend.handlers import Handlers
from tiktok_photo_video.backend.operations import route_table
from tiktok_photo_video.backend.refusals import Refusal, answer_of, refusal_of
from tiktok_photo_video.errors import PhotoVideoError
from tiktok_photo_video.wire.codes import WireCode

_LOG = logging.getLogger(__name__)


def create_app(backend: Backend) -> Starlette:
    """The ASGI application that answers the wire for a backend."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with backend.running():
            yield

    app = Starlette(
        routes=route_table(Handlers(backend)),
        lifespan=lifespan,
        exception_handlers={
            Refusal: _on_refusal,
            PhotoVideoError: _on_error,
            HTTPException: _on_http,
            Exception: _on_anything,
        },
    )
    app.add_middleware(_Gate, backend=backend)
    return app


class _Gate:
    """What every request must pass before it reaches a route.

    A web page in the user's browser can reach loopback too: it cannot set our header, and a
    name that was rebound to loopback shows in ``Host``.
    """

    def __init__(self, app: Any, *, backend: Backend) -> None:
        self._app = app
        self._backend = backend

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "websocket":
            return  # nothing here speaks it; the server closes what is not answered
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(Headers(scope=scope))
        if refusal is None:
            self._backend.last_request_s = time.monotonic()
            await self._app(scope, receive, _private(send))
            return
        status, body = answer_of(refusal)
        # Closed at once: whoever has no key could otherwise go on sending a body.
        headers = {**refusal.headers, "Connection": "close"}
        await JSONResponse(body, status, headers)(scope, receive, _private(send))

    def _refusal(self, headers: Headers) -> Refusal | None:
        key = self._backend.config.key
        if not key:
            return None
        given = headers.get(LOCAL_KEY_HEADER, "")
        has_key = hmac.compare_digest(given.encode(), key.encode())
        if not has_key or not _is_from_here(headers) or _is_from_a_page(headers):
            return Refusal(
                WireCode.FORBIDDEN,
                "This backend serves only the program that started it.",
                reason="forbidden_here",
            )
        return None


def _is_from_here(headers: Headers) -> bool:
    """Whether the one name asked for is this machine's: a rebound name shows in ``Host``."""
    hosts = headers.getlist("host")
    return len(hosts) == 1 and hosts[0].rsplit(":", 1)[0] in LOCAL_HOSTS


def _is_from_a_page(headers: Headers) -> bool:
    """Whether a web page asks, whatever its origin: browsers tell, and no page has business here.

    ``Sec-Fetch-Site: none`` is the address bar, which has no key to send either.
    """
    return "origin" in headers or headers.get("sec-fetch-site", "none").strip().lower() != "none"


def _private(send: Any) -> Any:
    """Tells browsers to keep, guess at and hand out nothing of an answer."""

    async def told(message: Any) -> None:
        if message["type"] == "http.response.start":
            present = {name.lower() for name, _ in message["headers"]}
            more = [row for row in _PRIVATE_HEADERS if row[0] not in present]
            message = {**message, "headers": [*message["headers"], *more]}
        await send(message)

    return told


_PRIVATE_HEADERS = (
    (b"cache-control", b"no-store"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"x-content-type-options", b"nosniff"),
)


async def _on_refusal(_: Request, error: Exception) -> Response:
    refusal = error if isinstance(error, Refusal) else Refusal(WireCode.INTERNAL)
    status, body = answer_of(refusal)
    return JSONResponse(body, status, refusal.headers)


async def _on_error(request: Request, error: Exception) -> Response:
    known = error if isinstance(error, PhotoVideoError) else PhotoVideoError("")
    return await _on_refusal(request, refusal_of(known))


async def _on_http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    if status == HTTP_405_METHOD_NOT_ALLOWED:
        # The wire has no code of its own for it: its body is that of a place that is not there.
        _, body = answer_of(Refusal(WireCode.NOT_FOUND, "This address takes another method."))
        allowed = error.headers if isinstance(error, HTTPException) else None
        return JSONResponse(body, status, dict(allowed or {}))
    if status == HTTP_404_NOT_FOUND:
        return await _on_refusal(
            request, Refusal(WireCode.NOT_FOUND, "There is nothing at this address.")
        )
    detail = error.detail if isinstance(error, HTTPException) else ""
    return await _on_refusal(request, Refusal(WireCode.BAD_REQUEST, detail))


async def _on_anything(request: Request, error: Exception) -> Response:
    if isinstance(error, ClientDisconnect):
        return Response(status_code=400)
    _LOG.error("request failed", exc_info=error)
    return await _on_refusal(request, Refusal(WireCode.INTERNAL))
