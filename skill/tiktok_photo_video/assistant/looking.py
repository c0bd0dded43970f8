"""Looking at a project without exporting it, where its backend shows pictures of projects."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from tiktok_photo_video.client import BackendClient
from tiktok_photo_video.errors import BackendError, RequestError, TransportError
from tiktok_photo_video.wire import routes

# A rough video is made before its first byte comes: of ten minutes, on a busy machine, slowly.
_PATIENCE_S = 900.0


async def look(
    client: BackendClient,
    session_id: str,
    *,
    to: Path,
    at_s: float | None = None,
    as_video: bool = False,
) -> None:
    """Save a look at a session's project: a frame per photo, one moment, or a rough video.

    Raises:
        RequestError: this backend has no such extension.
    """
    if as_video:
        wanted, address = routes.ROUGH_CUT_EXTENSION, routes.rough_cut(session_id)
    elif at_s is not None:
        wanted, address = routes.FRAME_EXTENSION, routes.frame(session_id, round(at_s * 1000))
    else:
        wanted, address = routes.STORYBOARD_EXTENSION, routes.storyboard(session_id)
    if wanted not in await client.extensions():
        raise RequestError(
            f"{client.endpoint.name} shows no pictures of a project.",
            code="no_preview",
            hint="Export it to see it; the local backend has previews.",
            facts={"host": client.endpoint.name},
        )
    await client.fetch(address, to=to, patience_s=_PATIENCE_S)


async def storyboard(client: BackendClient, session_id: str, home: Path) -> list[Path]:
    """A picture of what a session's video has become, kept in place of the one before.

    No picture where the backend draws none, or cannot just now: an edit is none the worse.
    """
    folder = home / "storyboards"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{quote(session_id, safe='')}.jpg"
    try:
        await look(client, session_id, to=path)
    except (RequestError, BackendError, TransportError):
        return []
    return [path]
