"""Sessions, their state, and the balance."""

from __future__ import annotations

from tiktok_photo_video.client.calls import Calls
from tiktok_photo_video.wire import routes
from tiktok_photo_video.wire.payloads import (
    Credits,
    SessionIds,
    SessionRequest,
    SessionState,
    parse_credits,
    parse_session_ids,
    parse_session_state,
    session_request,
)


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
