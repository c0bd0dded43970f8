"""Uploading: what cannot be used is told before a byte leaves; the rest goes from disk."""

from __future__ import annotations

import mimetypes
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, ExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from typing import BinaryIO, TypeAlias

import httpx

from tiktok_photo_video.client.calls import Calls
from tiktok_photo_video.client.transport import decoded_json, timeout
from tiktok_photo_video.errors import MediaError, RequestError, as_one
from tiktok_photo_video.wire import routes
from tiktok_photo_video.wire.codes import CODES, WireCode
from tiktok_photo_video.wire.payloads import Upload, parse_upload, upload_urls_request

# After the last byte a backend may look into every file before it answers.
ANSWER_TIMEOUT_S = 300.0

Progress: TypeAlias = Callable[[int, int], None]


async def upload(
    calls: Calls, session_id: str, files: Sequence[Path], progress: Progress
) -> Upload:
    """Send files; ``progress`` gets the bytes sent so far and the bytes in all.

    Raises:
        RequestError: there is no file.
        MediaError: a file is missing, unreadable, too large or of a kind nobody takes.
        InputError: several are.

    """
    if not files:
        raise RequestError("There is nothing to upload.", code="no_files", hint="Add a photo.")
    require_usable(*files)
    with _opened(files) as parts:

        def opener(headers: Mapping[str, str]) -> AbstractAsyncContextManager[httpx.Response]:
            return _sent(calls, session_id, parts, headers, progress=progress)

        async with calls.response(opener) as response:
            return parse_upload(await _json(response))


async def upload_urls(calls: Calls, session_id: str, urls: Sequence[str]) -> Upload:
    """Have the backend fetch files by itself."""
    answer = await calls.json(
        "POST",
        routes.upload(session_id),
        body=upload_urls_request(urls),
        read_timeout_s=ANSWER_TIMEOUT_S,
    )
    return parse_upload(answer)


def require_usable(*paths: Path) -> None:
    """Refuse files that no backend would take.

    A file without an extension passes: what is in it decides, and only the backend looks.

    Raises:
        MediaError: with the sentence and hint of code 4001 or 4002 where one of them applies.
        InputError: several files cannot be used; each is named.

    """
    if failures := list(filter(None, map(_failure, paths))):
        raise as_one(failures, of=len(paths))


def _failure(path: Path) -> MediaError | None:
    if not _is_file(path):
        return MediaError(
            path.name, "there is no such file.", code="no_such_file", hint="Check the path."
        )
    extension = path.suffix.lower().removeprefix(".")
    if extension and extension not in routes.ACCEPTED_EXTENSIONS:
        return _refused(path, WireCode.UNSUPPORTED_FILE)
    size_bytes = path.stat().st_size
    if size_bytes > routes.MAX_UPLOAD_BYTES:
        return _refused(path, WireCode.FILE_TOO_LARGE)
    if size_bytes == 0:
        return MediaError(
            path.name, "the file is empty.", code="empty_file", hint="Copy or export it again."
        )
    return None


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # no disk has names as long as that
        return False


def _refused(path: Path, code: WireCode) -> MediaError:
    row = CODES[code]
    return MediaError(path.name, row.meaning, code=row.reason, hint=row.hint)


_Part: TypeAlias = tuple[str, tuple[str, BinaryIO, str]]


@contextmanager
def _opened(files: Sequence[Path]) -> Iterator[list[_Part]]:
    with ExitStack() as stack:
        yield [(routes.UPLOAD_FIELD, _part(path, stack)) for path in files]


def _part(path: Path, stack: ExitStack) -> tuple[str, BinaryIO, str]:
    try:
        file = stack.enter_context(path.open("rb"))
    except OSError as error:
        raise MediaError(
            path.name,
            f"the file cannot be read: {error.strerror or 'unknown reason'}.",
            code="unreadable_file",
            hint="Check its permissions.",
            facts={"reason": error.strerror or "unknown reason"},
        ) from error
    # A name from an old disk may hold bytes that are no letters of any kind.
    name = path.name.encode("utf-8", errors="replace").decode()
    return name, file, mimetypes.guess_type(name)[0] or "application/octet-stream"


@asynccontextmanager
async def _sent(
    calls: Calls,
    session_id: str,
    parts: list[_Part],
    headers: Mapping[str, str],
    *,
    progress: Progress,
) -> AsyncIterator[httpx.Response]:
    plain = calls.http.build_request(
        "POST",
        calls.endpoint.url(routes.upload(session_id)),
        headers=dict(headers),
        files=parts,
        timeout=timeout(ANSWER_TIMEOUT_S),
    )
    total = int(plain.headers.get("content-length", "0"))
    request = httpx.Request(
        plain.method,
        plain.url,
        headers=plain.headers,
        stream=_Counted(plain.stream, total, progress),
        extensions=plain.extensions,
    )
    response = await calls.http.send(request, stream=True)
    try:
        yield response
    finally:
        await response.aclose()


class _Counted(httpx.AsyncByteStream):
    """A request body that tells how much of it has gone."""

    def __init__(
        self, body: httpx.SyncByteStream | httpx.AsyncByteStream, total: int, progress: Progress
    ) -> None:
        if not isinstance(body, httpx.AsyncByteStream):
            raise TypeError("A multipart body can be sent asynchronously.")
        self._body = body
        self._total = total
        self._progress = progress

    async def __aiter__(self) -> AsyncIterator[bytes]:
        sent = 0
        async for chunk in self._body:
            yield chunk
            sent += len(chunk)
            self._progress(min(sent, self._total), self._total)


async def _json(response: httpx.Response) -> object:
    await response.aread()
    return decoded_json(response)
