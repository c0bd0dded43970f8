"""A small film of a project to play in the chat: the same cut, with its sound, drawn small.

The backend renders it as it renders every export, from the same timeline on a smaller canvas,
under an id made of what it shows: a film that was seen once is there at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import anyio

from tiktok_photo_video.assistant.conversation import Conversation, Wishes
from tiktok_photo_video.assistant.delivery import failure_of
from tiktok_photo_video.assistant.ordering import digest_of
from tiktok_photo_video.client.export import LOCAL_PACE, wait_render
from tiktok_photo_video.errors import BackendError, InputError
from tiktok_photo_video.timeline.apply import apply
from tiktok_photo_video.timeline.edits import SetCanvas
from tiktok_photo_video.timeline.model import Timeline
from tiktok_photo_video.wire.draft import draft_from_timeline
from tiktok_photo_video.wire.renders import DEFAULT_OUTPUT, RenderRequest, RenderStatus
from tiktok_photo_video_tools.mcp_server.timelines import timeline_in
from tiktok_photo_video_tools.mcp_server.tool import Call
from tiktok_photo_video_tools.mcp_server.work import Job

LONGEST_PX = 640
MAX_FILM_BYTES = 8_000_000
"""Hosts hand a film on as text in one message; more than that they choke on."""

_WHY = {
    "film_large": "it would be too large for a chat",
    "film_empty": "the project has no video yet",
    "film_metered": "it would count as an export",
}


async def film(call: Call, project_id: str) -> bytes:
    """A small MP4 of a project.

    Raises:
        InputError: there is none, with the reason.
        RenderError: it could not be rendered.
    """

    async def drawn(job: Job[bytes]) -> bytes:
        async with call.talk(job.listener, Wishes(project_id=project_id)) as talk:
            return await _drawn(talk)

    content = await call.in_time(drawn)
    if len(content) > MAX_FILM_BYTES:
        raise _none("film_large")
    return content


async def _drawn(talk: Conversation) -> bytes:
    timeline = timeline_in((await talk.state()).draft)
    if timeline is None or not timeline.duration:
        raise _none("film_empty")
    if not talk.backend.is_local or talk.is_metered:
        raise _none("film_metered")
    status = await _rendered(talk, draft_from_timeline(smaller(timeline)))
    with TemporaryDirectory(prefix="photo-video-") as folder:
        path = await talk.client.download(status, to=Path(folder) / "film.mp4")
        return await anyio.Path(path).read_bytes()


def smaller(timeline: Timeline) -> Timeline:
    """The same on a canvas whose longer side is ``LONGEST_PX``; small ones stay as they are."""
    scale = LONGEST_PX / max(timeline.width_px, timeline.height_px)
    if scale >= 1:
        return timeline
    width_px, height_px = (
        2 * max(round(side * scale / 2), 1) for side in (timeline.width_px, timeline.height_px)
    )
    return apply(timeline, SetCanvas(width_px, height_px))


async def _rendered(talk: Conversation, draft: Mapping[str, object]) -> RenderStatus:
    """The finished render of a draft, which may be an earlier one."""
    project_id = talk.existing_project().id
    wanted = f"film_{digest_of(draft, DEFAULT_OUTPUT)[:32]}"
    earlier = await _earlier(talk, wanted)
    if earlier is None or earlier.state.is_failed:
        render_id = f"{wanted}_{uuid4().hex[:8]}" if earlier else wanted
        earlier = await talk.client.submit_render(RenderRequest(render_id, project_id, draft))
    if not earlier.state.is_final:
        earlier = await wait_render(
            talk.client,
            earlier.id,
            on_status=lambda _: None,
            pace=LOCAL_PACE,
            sleep=anyio.sleep,
        )
    if earlier.state.is_failed:
        raise failure_of(earlier)
    return earlier


async def _earlier(talk: Conversation, render_id: str) -> RenderStatus | None:
    with suppress(BackendError):
        return await talk.client.poll_render(render_id)
    return None


def _none(why: str) -> InputError:
    return InputError(
        f"There is no small film: {_WHY[why]}.",
        code="no_film",
        hint="Call preview for the storyboard, or export_video for the whole video.",
        facts={"why": why},
    )
