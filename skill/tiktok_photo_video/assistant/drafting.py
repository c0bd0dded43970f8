"""A rough cut of the whole video, for who asks in words to watch it before an export."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from tiktok_photo_video.assistant.live_session import LiveSession
from tiktok_photo_video.assistant.looking import View, look
from tiktok_photo_video.chat.drafts import asks_for_draft
from tiktok_photo_video.client import BackendClient
from tiktok_photo_video.wire import routes
from tiktok_photo_video.wire.draft import has_content


async def drafted(
    text: str, existing: Callable[[], LiveSession], client: BackendClient, home: Path
) -> Path | None:
    """The rough cut that a text asks for, in place of the one before.

    ``None`` where it asks for none, there is no video yet, or the backend makes none.
    """
    if not asks_for_draft(text) or routes.ROUGH_CUT_EXTENSION not in await client.extensions():
        return None
    session = existing()
    draft = (await session.state()).draft
    if draft is None or not has_content(draft):
        return None
    folder = home / "quick_drafts"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{quote(session.project.id, safe='')}.mp4"
    await session.call(lambda id_: look(client, id_, to=path, view=View.DRAFT))
    return path
