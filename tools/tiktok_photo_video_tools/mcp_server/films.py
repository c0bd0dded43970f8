"""A small film of a project to play in the chat: the backend's rough cut, with its sound."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import anyio

from tiktok_photo_video.assistant.conversation import Conversation, Wishes
from tiktok_photo_video.assistant.looking import View
from tiktok_photo_video.errors import InputError
from tiktok_photo_video.wire.draft import has_content
from tiktok_photo_video_tools.mcp_server.tool import Call
from tiktok_photo_video_tools.mcp_server.work import Job

MAX_FILM_BYTES = 8_000_000
"""Hosts hand a film on as text in one message; more than that they choke on."""

_WHY = {
    "film_large": "it would be too large for a chat",
    "film_empty": "the project has no video yet",
}


async def film(call: Call, project_id: str) -> bytes:
    """A small MP4 of a project.

    Raises:
        InputError: there is none, with the reason.
        BackendError: it could not be rendered.
    """

    async def drawn(job: Job[bytes]) -> bytes:
        async with call.talk(job.listener, Wishes(project_id=project_id)) as talk:
            return await _drawn(talk)

    content = await call.in_time(drawn)
    if len(content) > MAX_FILM_BYTES:
        raise _none("film_large")
    return content


async def _drawn(talk: Conversation) -> bytes:
    draft = (await talk.state()).draft
    if draft is None or not has_content(draft):
        raise _none("film_empty")
    with TemporaryDirectory(prefix="photo-video-") as folder:
        path = Path(folder) / "film.mp4"
        await talk.look(to=path, view=View.DRAFT)
        return await anyio.Path(path).read_bytes()


def _none(why: str) -> InputError:
    return InputError(
        f"There is no small film: {_WHY[why]}.",
        code="no_film",
        hint="Call preview for the storyboard, or export_video for the whole video.",
        facts={"why": why},
    )
