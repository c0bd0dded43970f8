"""Sessions, their state, and the balance; and what our own backend can do beyond the wire."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from tiktok_photo_video.client.calls import Calls
from tiktok_photo_video.errors import BackendError, ProtocolError
from tiktok_photo_video.wire import routes
from tiktok_photo_video.wire.envelope import unwrapped
from tiktok_photo_video.wire.payloads import (
    Credits,
    EditsRequest,
    SessionIds,
    SessionRequest,
    SessionState,
    draft_request,
    edits_request,
    parse_credits,
    parse_extensions,
    parse_session_ids,
    parse_session_state,
    session_request,
)

_Told = TypeVar("_Told")


async def create_session(calls: Calls, request: SessionRequest) -> SessionIds:
    """Make a session."""
    body = session_request(request)
    return parse_session_ids(await calls.json("POST", routes.create_session(), body=body))


async def state(calls: Calls, session_id: str) -> SessionState:
    """Read what a session holds."""
    return parse_session_state(await calls.json("GET", routes.state(session_id)))


async def credit_balance(calls: Calls) -> Credits:
    """Read the balance."""
    return parse_credits(await calls.json("GET", routes.CREDITS))


async def extensions(calls: Calls) -> frozenset[str]:
    """The names of our own extensions that this backend has; none on anybody else's."""
    return await _about(calls, parse_extensions, otherwise=frozenset())


async def is_metered(calls: Calls) -> bool:
    """Whether one of our own backends charges for edits; ``False`` from anybody else's."""
    return await _about(calls, _says_metered, otherwise=False)


def _says_metered(answer: object) -> bool:
    return unwrapped(answer).values.get("metered") is True


async def _about(calls: Calls, read: Callable[[object], _Told], *, otherwise: _Told) -> _Told:
    try:
        return read(await calls.json("GET", routes.ABOUT))
    except (BackendError, ProtocolError):
        # Whatever stands there, it is not ours.
        return otherwise


async def put_draft(calls: Calls, session_id: str, draft: Mapping[str, object]) -> SessionState:
    """Put a kept draft into a session."""
    answer = await calls.json("PUT", routes.draft(session_id), body=draft_request(draft))
    return parse_session_state(answer)


async def post_edits(calls: Calls, session_id: str, request: EditsRequest) -> SessionState:
    """Have edits carried out."""
    answer = await calls.json("POST", routes.edits(session_id), body=edits_request(request))
    return parse_session_state(answer)
