"""Fetching a file: whole or not at all, and without telling strangers who we are."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import BinaryIO, TypeAlias
from uuid import uuid4

import anyio.to_thread
import httpx

from tiktok_photo_video.client.calls import Calls, is_json
from tiktok_photo_video.errors import OutputError, ProtocolError, TransportError
from tiktok_photo_video.wire import routes
from tiktok_photo_video.wire.payloads import RenderStatus

MAX_REDIRECTS = 5

Progress: TypeAlias = Callable[[int, int], None]


async def download(calls: Calls, status: RenderStatus, *, to: Path, progress: Progress) -> Path:
    """Fetch the video of a completed render; see ``fetch``."""
    address = status.url or routes.render_download(status.id)
    return await fetch(calls, address, to=to, progress=progress)


async def fetch(calls: Calls, address: str, *, to: Path, progress: Progress) -> Path:
    """Fetch a file into ``to``, replacing what is there only once all of it has arrived.

    ``progress`` gets the bytes so far and the bytes in all (0 when nobody says).

    Raises:
        OutputError: ``to`` cannot be written.
        TransportError: the connection broke, or nothing came.
        BackendError: the backend refused.

    """
    _require_folder(to)
    url = calls.endpoint.resolve(address)

    @asynccontextmanager
    async def opener(headers: Mapping[str, str]) -> AsyncIterator[httpx.Response]:
        response = await _followed(calls, url, headers)
        try:
            yield response
        finally:
            await response.aclose()

    async with calls.response(opener) as response:
        _require_file(response)
        await _written(response, to, progress)
    return to


async def _followed(calls: Calls, url: str, headers: Mapping[str, str]) -> httpx.Response:
    """The response at the end of the redirects, each hop with the headers that are its due.

    httpx would follow too, but takes only the bearer off when a redirect leaves the backend.
    """
    for _ in range(MAX_REDIRECTS + 1):
        own = dict(headers) if calls.endpoint.is_own(url) else {}
        response = await calls.http.send(
            calls.http.build_request("GET", url, headers=own), stream=True
        )
        target = response.headers.get("location")
        if not response.is_redirect or not target:
            return response
        await response.aclose()
        url = str(httpx.URL(url).join(target))
    raise ProtocolError(
        "The address of the video leads in circles.", hint="Export the video again."
    )


def _require_folder(to: Path) -> None:
    if not to.parent.is_dir():
        raise OutputError(
            f"There is no folder {to.parent}.", hint="Make it, or choose another place."
        )
    if to.is_dir():
        raise OutputError(f"{to} is a folder.", hint="Give the name of a file.")


def _require_file(response: httpx.Response) -> None:
    if response.status_code != 200 or is_json(response):
        raise ProtocolError(
            f"The backend answered (HTTP {response.status_code}) with something that is no video.",
            hint="Export the video again.",
        )


async def _written(response: httpx.Response, to: Path, progress: Progress) -> None:
    temporary = to.with_name(f".{uuid4().hex}.part")
    try:
        with temporary.open("xb") as file:
            await _received(response, file, progress)
            file.flush()
            await anyio.to_thread.run_sync(os.fsync, file.fileno())
        temporary.replace(to)
    except OSError as error:
        raise OutputError(
            f"{to} cannot be written: {error.strerror or 'unknown reason'}.",
            hint="Check the folder's permissions and the free space.",
        ) from error
    finally:
        temporary.unlink(missing_ok=True)


async def _received(response: httpx.Response, file: BinaryIO, progress: Progress) -> None:
    # A body that ends before its announced length is an error of the HTTP library's own.
    length = response.headers.get("content-length", "")
    total = int(length) if length.isdecimal() else 0
    received = 0
    async for chunk in response.aiter_bytes():
        file.write(chunk)
        received += len(chunk)
        progress(received, total)
    if not received:
        raise TransportError(
            "The backend sent an empty file.",
            code="download_incomplete",
            hint="Download it again; it need not be rendered again.",
        )
