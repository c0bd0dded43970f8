"""A backend, as the rest of the program sees it: one method per verb of the wire."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx

from tiktok_photo_video.client import download as downloading
from tiktok_photo_video.client import export, session, stream
from tiktok_photo_video.client import upload as uploading
from tiktok_photo_video.client.auth import Access
from tiktok_photo_video.client.calls import Calls, Relocate
from tiktok_photo_video.client.endpoint import Attribution, Endpoint
from tiktok_photo_video.client.timing import Timing
from tiktok_photo_video.client.transport import READ_TIMEOUT_S, new_http
from tiktok_photo_video.client.upload import Progress
from tiktok_photo_video.wire.envelope import unwrapped
from tiktok_photo_video.wire.events import StreamEvent
from tiktok_photo_video.wire.payloads import (
    DEFAULT_TASK_NAME,
    Credits,
    EditsRequest,
    RenderRequest,
    RenderStatus,
    RunRequest,
    SessionIds,
    SessionRequest,
    SessionState,
    Upload,
)
from tiktok_photo_video.wire.routes import EXTENSION_PREFIX


def unheard(done: int, total: int) -> None:
    """Progress that nobody watches."""
    del done, total


class BackendClient:
    """A connection to one backend; an async context manager.

    Every method raises ``TransportError`` when nothing answers or the connection breaks,
    ``BackendError`` when the backend refuses, ``ProtocolError`` when its answer makes no sense.
    An anonymous token that is refused is replaced once, and the one call made again. Where
    nothing answers, ``relocate`` is asked where the backend is now, if it can be elsewhere.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        attribution: Attribution,
        *,
        home: Path,
        client_id: str | None = None,
        timing: Timing = Timing(),  # noqa: B008 - it is frozen
        turn_limits: stream.TurnLimits = stream.TurnLimits(),  # noqa: B008
        relocate: Relocate | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._http = new_http(endpoint, transport=transport)
        self._access = Access(
            self._http,
            endpoint,
            attribution,
            home=home,
            given_client_id=client_id,
            timing=timing,
        )
        self._calls = Calls(
            self._http, endpoint, attribution, self._access, relocate=relocate, timing=timing
        )
        self._timing = timing
        self._turn_limits = turn_limits

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close all connections."""
        await self._http.aclose()

    @property
    def endpoint(self) -> Endpoint:
        """Where the backend is, as far as is known."""
        return self._calls.endpoint

    @property
    def is_anonymous(self) -> bool:
        """Whether no token of the user's own is in use."""
        return self._access.is_anonymous

    @property
    def user_id(self) -> str | None:
        """The anonymous user's id, when the backend told it; registering takes it over."""
        return self._access.user_id

    async def connect(self) -> None:
        """Get access now; otherwise the first call does."""
        await self._access.token()

    async def create_session(
        self, *, task_name: str = DEFAULT_TASK_NAME, language: str | None = None
    ) -> SessionIds:
        """Make a session, that is a project, at the backend."""
        return await session.create_session(self._calls, SessionRequest(task_name, language))

    async def upload(
        self, session_id: str, files: Sequence[Path], *, on_progress: Progress = unheard
    ) -> Upload:
        """Send files from disk; what cannot be used is refused before a byte leaves.

        ``on_progress`` gets the bytes sent and the bytes in all.
        """
        return await uploading.upload(self._calls, session_id, files, on_progress)

    async def upload_urls(self, session_id: str, urls: Sequence[str]) -> Upload:
        """Have the backend fetch files by itself."""
        return await uploading.upload_urls(self._calls, session_id, urls)

    async def run(self, session_id: str, text: str) -> AsyncGenerator[StreamEvent, None]:
        """Send a message once and give the events of the turn; see ``client.stream.run``.

        Leave the iteration early only under ``contextlib.aclosing``, so that the connection is
        closed there and then.
        """
        turn = stream.run(
            self._calls,
            RunRequest(session_id, text),
            limits=self._turn_limits,
            monotonic=self._timing.monotonic,
        )
        async with aclosing(turn):
            async for event in turn:
                yield event

    async def state(self, session_id: str) -> SessionState:
        """What a session holds."""
        return await session.state(self._calls, session_id)

    async def extensions(self) -> frozenset[str]:
        """The names of our own extensions that the backend has; none on anybody else's."""
        return await session.extensions(self._calls)

    async def is_metered(self) -> bool:
        """Whether one of our own backends says that edits cost credits."""
        return await session.is_metered(self._calls)

    async def put_draft(self, session_id: str, draft: Mapping[str, object]) -> SessionState:
        """Put a kept draft into a session (``DRAFT_EXTENSION``); gives what it holds then."""
        return await session.put_draft(self._calls, session_id, draft)

    async def post_edits(self, session_id: str, request: EditsRequest) -> SessionState:
        """Have edits carried out (``EDITS_EXTENSION``), in one step; gives what is there then."""
        return await session.post_edits(self._calls, session_id, request)

    async def credits(self) -> Credits:
        """The balance."""
        return await session.credit_balance(self._calls)

    async def submit_render(self, request: RenderRequest) -> RenderStatus:
        """Order a render."""
        return await export.submit_render(self._calls, request)

    async def poll_render(self, render_id: str) -> RenderStatus:
        """How a render stands."""
        return await export.poll_render(self._calls, render_id)

    async def cancel_render(self, render_id: str) -> RenderStatus:
        """Call a render off."""
        return await export.cancel_render(self._calls, render_id)

    async def download(
        self, status: RenderStatus, *, to: Path, on_progress: Progress = unheard
    ) -> Path:
        """Fetch the video of a completed render into a file, whole or not at all.

        ``on_progress`` gets the bytes so far and the bytes in all (0 when nobody says).
        """
        return await downloading.download(self._calls, status, to=to, progress=on_progress)

    async def fetch(
        self,
        address: str,
        *,
        to: Path,
        on_progress: Progress = unheard,
        patience_s: float = READ_TIMEOUT_S,
        is_private: bool = False,
    ) -> Path:
        """Fetch any file the backend gave an address of, absolute or relative, the same way."""
        return await downloading.fetch(
            self._calls,
            address,
            to=to,
            progress=on_progress,
            patience_s=patience_s,
            is_private=is_private,
        )

    async def extension(
        self, method: str, path: str, *, body: Mapping[str, object] | None = None
    ) -> Mapping[str, object]:
        """Call an extension of our own backend: ``path`` is what follows the common prefix.

        Other backends refuse it with ``not_found``.
        """
        answer = await self._calls.json(method, EXTENSION_PREFIX + path, body=body)
        return unwrapped(answer).values
