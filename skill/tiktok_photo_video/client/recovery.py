"""After a stream broke: find out from the state what became of the turn."""

from __future__ import annotations

from typing import Protocol

from tiktok_photo_video.client.timing import Sleep
from tiktok_photo_video.errors import BackendError, TransportError
from tiktok_photo_video.wire.codes import RetryRule, retry_rule_of
from tiktok_photo_video.wire.payloads import SessionState

CLOUD_WAITS_S = (30.0, 60.0, 60.0, 60.0, 60.0)
LOCAL_WAITS_S = (0.5, 1.0, 2.0, 4.0, 8.0)


class StateReader(Protocol):
    """Whoever can read a session's state."""

    async def state(self, session_id: str) -> SessionState:
        """What the session holds."""
        ...


async def recovered_state(
    reader: StateReader,
    session_id: str,
    *,
    before: SessionState | None,
    waits_s: tuple[float, ...] = CLOUD_WAITS_S,
    sleep: Sleep,
) -> SessionState:
    """The state once it differs from the one before the turn; nothing is sent again.

    Raises:
        TransportError: it never did (code ``turn_lost``).

    """
    for wait_s in waits_s:
        await sleep(wait_s)
        now = await _read(reader, session_id)
        if now is not None and is_changed(before, now):
            return now
    raise TransportError(
        "The connection broke, and nothing has changed in the project since.",
        code="turn_lost",
        hint="Send the message again.",
    )


def is_changed(before: SessionState | None, now: SessionState) -> bool:
    """Whether there is a new draft, or new material."""
    earlier = before or SessionState(now.session_id)
    return (earlier.draft, earlier.video_infos, earlier.generated_media) != (
        now.draft,
        now.video_infos,
        now.generated_media,
    )


async def _read(reader: StateReader, session_id: str) -> SessionState | None:
    """The state, or ``None`` when the backend cannot be asked just now."""
    try:
        return await reader.state(session_id)
    except TransportError:
        return None
    except BackendError as error:
        if retry_rule_of(error.wire_code) is RetryRule.LATER:
            return None
        raise
