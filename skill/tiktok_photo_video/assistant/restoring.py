"""What a project is given in a session that knows nothing of it: its files, then its video.

Files come from where they were sent from, as far as they are there and unchanged. The video is
the last draft seen of it, put in through an extension of our own backend where there is one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from tiktok_photo_video.assistant.projects import Material
from tiktok_photo_video.client import BackendClient
from tiktok_photo_video.errors import BackendError, MediaError, ProtocolError
from tiktok_photo_video.timeline.model import Timeline
from tiktok_photo_video.wire.codes import WireCode
from tiktok_photo_video.wire.draft import draft_from_timeline, has_content, timeline_from_draft
from tiktok_photo_video.wire.fitting import fitted, media_keys
from tiktok_photo_video.wire.routes import DRAFT_EXTENSION

Draft: TypeAlias = Mapping[str, object]

FILES_AT_ONCE = 50  # a backend takes so many in one request, whatever it is
_OF_ONE_FILE = frozenset(
    {WireCode.UNSUPPORTED_FILE, WireCode.FILE_TOO_LARGE, WireCode.UNPROCESSABLE}
)
_OF_THE_DRAFT = frozenset({WireCode.BAD_REQUEST, WireCode.UNPROCESSABLE, WireCode.NOT_FOUND})


@dataclass(frozen=True, slots=True)
class Restored:
    """A video that is back, and the names of the files that had to be left out of it."""

    draft: Draft
    left_out: tuple[str, ...] = ()


def readable(draft: Draft | None) -> Timeline | None:
    """The timeline that a draft stands for; ``None`` when it is empty, foreign or damaged."""
    if draft is None or not has_content(draft):
        return None
    try:
        return timeline_from_draft(draft)
    except ProtocolError:
        return None


async def sent_again(
    client: BackendClient, session_id: str, materials: Sequence[Material]
) -> tuple[Material, ...]:
    """Send what is still there; gives what the backend took.

    Raises:
        TransportError: nothing answers, or the line broke.
        BackendError: it refused for a reason that lies in no file.
    """
    here = [material for material in materials if material.is_still_there]
    taken: list[Material] = []
    for start in range(0, len(here), FILES_AT_ONCE):
        taken += await _taken(client, session_id, here[start : start + FILES_AT_ONCE])
    return tuple(taken)


async def _taken(
    client: BackendClient, session_id: str, batch: Sequence[Material]
) -> Sequence[Material]:
    """Those of these that the backend takes: all at once, else whichever is not refused."""
    try:
        await client.upload(session_id, [Path(material.path) for material in batch])
    except (BackendError, MediaError) as error:
        if isinstance(error, BackendError) and error.wire_code not in _OF_ONE_FILE:
            raise
        halves = _halves(batch)
        return [m for half in halves for m in await _taken(client, session_id, half)]
    return batch


def _halves(batch: Sequence[Material]) -> Iterator[Sequence[Material]]:
    """Nothing for a single file: that one it is."""
    middle = len(batch) // 2
    if middle:
        yield batch[:middle]
        yield batch[middle:]


async def restored(client: BackendClient, session_id: str, draft: Draft | None) -> Restored | None:
    """Put a draft into a session that has its files; ``None`` where that cannot be.

    Raises:
        TransportError: nothing answers, or the line broke.
        BackendError: it refused for a reason that does not lie in the draft.
    """
    timeline = readable(draft)
    if draft is None or timeline is None or DRAFT_EXTENSION not in await client.extensions():
        return None
    found = fitted(timeline, media_keys((await client.state(session_id)).video_infos))
    if found is None:
        return None
    try:
        # As it was where nothing had to go: another version may have put more into it.
        fitting = draft_from_timeline(found.timeline) if found.left_out else draft
        state = await client.put_draft(session_id, fitting)
    except BackendError as error:
        if error.wire_code not in _OF_THE_DRAFT:
            raise
        return None
    return Restored(state.draft or {}, found.left_out)
