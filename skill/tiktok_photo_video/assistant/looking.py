"""Looking at a project without exporting it, where its backend shows pictures of projects."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from urllib.parse import quote

from tiktok_photo_video.client import BackendClient
from tiktok_photo_video.errors import BackendError, RequestError, TransportError
from tiktok_photo_video.wire import routes

# A rough video is made before its first byte comes: of ten minutes, on a busy machine, slowly.
_PATIENCE_S = 900.0


class View(StrEnum):
    """What can be looked at of a project before an export."""

    PHOTOS = "photos"
    FRAME = "frame"
    DRAFT = "draft"
    SOUND = "sound"


async def look(
    client: BackendClient,
    session_id: str,
    *,
    to: Path,
    view: View = View.PHOTOS,
    at_s: float = 0.0,
    is_private: bool = False,
) -> None:
    """Save a look at a session's project: photos, one moment, a rough video, or the sound.

    A private file is its owner's alone.

    Raises:
        RequestError: this backend has no such extension.
    """
    wanted, address = _place(session_id, view, at_s)
    if wanted not in await client.extensions():
        raise RequestError(
            f"{client.endpoint.name} shows no pictures of a project.",
            code="no_preview",
            hint="Export it to see it; the local backend has previews.",
            facts={"host": client.endpoint.name},
        )
    await client.fetch(address, to=to, patience_s=_PATIENCE_S, is_private=is_private)


def _place(session_id: str, view: View, at_s: float) -> tuple[str, str]:
    """The extension that shows a view, and where."""
    return {
        View.PHOTOS: (routes.STORYBOARD_EXTENSION, routes.storyboard(session_id)),
        View.FRAME: (routes.FRAME_EXTENSION, routes.frame(session_id, round(at_s * 1000))),
        View.DRAFT: (routes.ROUGH_CUT_EXTENSION, routes.rough_cut(session_id)),
        View.SOUND: (routes.SOUND_EXTENSION, routes.sound(session_id)),
    }[view]


async def storyboard(client: BackendClient, session_id: str, home: Path) -> list[Path]:
    """A picture of what a session's video has become, kept in place of the one before.

    No picture where the backend draws none, or cannot just now: an edit is none the worse.
    """
    folder = home / "storyboards"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{quote(session_id, safe='')}.jpg"
    try:
        await look(client, session_id, to=path, is_private=True)
    except (RequestError, BackendError, TransportError):
        return []
    return [path]
