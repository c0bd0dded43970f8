"""A command's conversation: opened, let work, closed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

import anyio

from tiktok_photo_video.assistant.connection import Backend, chosen_backend
from tiktok_photo_video.assistant.conversation import Conversation, Wishes
from tiktok_photo_video.assistant.kept_choice import KeptChoice
from tiktok_photo_video.chat.reply import Reply
from tiktok_photo_video.errors import PhotoVideoError
from tiktok_photo_video.settings import Settings, load_settings
from tiktok_photo_video_tools.console import Presenter


@dataclass(frozen=True, slots=True)
class Options:
    """What every command takes."""

    project: str | None = None
    backend: str | None = None
    as_json: bool = False


Work = Callable[[Conversation], Awaitable[None]]


def converse(
    options: Options, presenter: Presenter, wishes: Wishes, work: Work, *, said: str = ""
) -> str | None:
    """Let a conversation work; gives the project it was about, if any.

    ``said`` is what the user says, so that even "nothing answers" comes in that language.
    """
    settings = load_settings()
    backend = chosen_backend(options.backend, settings)
    try:
        return anyio.run(
            partial(
                _conversed,
                settings,
                backend,
                presenter,
                wishes=wishes,
                work=work,
                keep=bool(options.backend),
                said=said,
            )
        )
    finally:
        presenter.close()


async def _conversed(
    settings: Settings,
    backend: Backend,
    presenter: Presenter,
    *,
    wishes: Wishes,
    work: Work,
    keep: bool,
    said: str,
) -> str | None:
    def tell(event: Reply) -> None:
        presenter.language = conversation.language
        presenter(event)

    conversation = Conversation(settings, backend, emit=tell, wishes=wishes)
    conversation.listen_to(said)
    try:
        async with conversation as talk:
            if keep:
                # Kept once it has answered: a mistyped address is not what the user wants.
                KeptChoice(settings.home).keep(backend.name)
            await work(talk)
            return talk.project_id
    except PhotoVideoError as error:
        raise conversation.explained(error) from error
