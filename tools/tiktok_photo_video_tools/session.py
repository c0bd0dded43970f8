"""A command's conversation: opened, let work, closed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

import anyio

from tiktok_photo_video.assistant.connection import Backend, chosen_backend
from tiktok_photo_video.assistant.conversation import Conversation, Wishes
from tiktok_photo_video.chat.reply import Reply
from tiktok_photo_video.settings import Settings, load_settings
from tiktok_photo_video_tools.console import Presenter


@dataclass(frozen=True, slots=True)
class Options:
    """What every command takes."""

    project: str | None = None
    backend: str | None = None
    as_json: bool = False


Work = Callable[[Conversation], Awaitable[None]]


def converse(options: Options, presenter: Presenter, wishes: Wishes, work: Work) -> str | None:
    """Let a conversation work; gives the project it was about, if any."""
    settings = load_settings()
    backend = chosen_backend(options.backend, settings)
    try:
        return anyio.run(
            partial(_conversed, settings, backend, presenter, wishes=wishes, work=work)
        )
    finally:
        presenter.close()


async def _conversed(
    settings: Settings,
    backend: Backend,
    emit: Callable[[Reply], None],
    *,
    wishes: Wishes,
    work: Work,
) -> str | None:
    async with Conversation(settings, backend, emit=emit, wishes=wishes) as talk:
        await work(talk)
        return talk.project_id
