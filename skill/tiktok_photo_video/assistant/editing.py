"""Edits given as values instead of words, where a project's backend takes them."""

from __future__ import annotations

from collections.abc import Sequence

from tiktok_photo_video.client import BackendClient
from tiktok_photo_video.errors import RequestError
from tiktok_photo_video.wire import routes
from tiktok_photo_video.wire.payloads import EditsRequest, SessionState


async def typed_edits(
    client: BackendClient, session_id: str, edits: Sequence[object], *, version: int
) -> SessionState:
    """Carry edits out on a session's timeline, all or none, in one step; gives what is there then.

    Raises:
        RequestError: this backend has no such extension.
        BackendError: an edit is refused, or (``stale_version``) the timeline is another by now.
    """
    if routes.EDITS_EXTENSION not in await client.extensions():
        raise RequestError(
            f"{client.endpoint.name} takes changes in plain words only.",
            code="no_typed_edits",
            hint="Say it in plain words instead.",
            facts={"host": client.endpoint.name},
        )
    return await client.post_edits(session_id, EditsRequest(version, tuple(edits)))
