"""Fetching a file: whole or not at all, and without telling strangers who we are."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import BinaryIO, TypeAlias

import anyio.to_thread
import httpx

from tiktok_photo_video.client.calls import Calls, is_json
from tiktok_photo_video.client.part_file import part_of
from tiktok_photo_video.client.transport import READ_TIMEOUT_S, timeout
from tiktok_photo_video.errors import OutputError, ProtocolError, TransportError
from tiktok_photo_video.wire import routes
from tiktok_photo_video.wire.payloads import RenderStatus

MAX_REDIRECTS = 5

Progress: TypeAlias = Callable[[int, int], None]


async def download(calls: Calls, status: RenderStatus, *, to: Path, progress: Progress) -> Path:
    """Fetch the video of a completed render; see ``fetch``."""
    address = status.url or routes.render_download(status.id)
    return await fetch(calls, address, to=to, progress=progress)


async def fetch(
    calls: Calls,
    address: str,
    *,
    to: Path,
    progress: Progress,
    patience_s: float = READ_TIMEOUT_S,
    is_private: bool = False,
) -> Path:
    """Fetch a file into ``to``, replacing what is there only once all of it has arrived.

    ``progress`` gets the bytes so far and the bytes in all (0 when nobody says);
    ``patience_s`` is how long the other side may be silent. A private file is its owner's alone.

    Raises:
        OutputError: ``to`` cannot be written.
        TransportError: the connection broke, or nothing came.
        BackendError: the backend refused.

    """
    _require_folder(to)

    @asynccontextmanager
    async def opener(headers: Mapping[str, str]) -> AsyncIterator[httpx.Response]:
        # Here, not above: the backend may have moved when the call is made again.
        response = await _followed(
            calls, calls.endpoint.resolve(address), headers, patience_s=patience_s
        )
        try:
            yield response
        finally:
            await response.aclose()

    async with calls.response(opener) as response:
        _require_file(response)
        await _written(response, to, progress, mode=0o600 if is_private else 0o666)
    return to


async def _followed(
    calls: Calls, url: str, headers: Mapping[str, str], *, patience_s: float
) -> httpx.Response:
    """The response at the end of the redirects, each hop with the headers that are its due.

    httpx would follow too, but takes only the bearer off when a redirect leaves the backend.
    """
    for _ in range(MAX_REDIRECTS + 1):
        own = dict(headers) if calls.endpoint.is_own(url) else {}
        response = await calls.http.send(
            calls.http.build_request("GET", url, headers=own, timeout=timeout(patience_s)),
            stream=True,
        )
        target = response.headers.get("location")
        if not response.is_redirect or not target:
            return response
        await response.aclose()
        url = str(httpx.URL(url).join(target))
    raise ProtocolError(
        "The address of the video leads in circles.",
        code="download_odd",
        hint="Export the video again.",
    )


def _require_folder(to: Path) -> None:
    if not to.parent.is_dir():
        raise OutputError(
            f"There is no folder {to.parent}.",
            code="no_output_folder",
            hint="Make it, or choose another place.",
            facts={"path": str(to.parent)},
        )
    if to.is_dir():
        raise OutputError(
            f"{to} is a folder.",
            code="output_is_folder",
            hint="Give the name of a file.",
            facts={"path": str(to)},
        )


def _require_file(response: httpx.Response) -> None:
    if response.status_code != 200 or is_json(response):
        raise ProtocolError(
            f"The backend answered (HTTP {response.status_code}) with something that is no video.",
            code="download_odd",
            hint="Export the video again.",
        )


async def _written(response: httpx.Response, to: Path, progress: Progress, *, mode: int) -> None:
    try:
        with part_of(to, mode=mode) as file:
            await _received(response, file, progress)
            file.flush()
            await anyio.to_thread.run_sync(os.fsync, file.fileno())
    except OSError as error:
        raise OutputError(
            f"{to} cannot be written: {error.strerror or 'unknown reason'}.",
            code="output_not_writable",
            hint="Check the folder's permissions and the free space.",
            facts={"path": str(to), "reason": error.strerror or "unknown reason"},
        ) from error


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
