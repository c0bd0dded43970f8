"""What becomes of exports that were ordered earlier: asked about, waited for, delivered."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import replace

import anyio

from tiktok_photo_video.assistant.conversation import Conversation
from tiktok_photo_video.assistant.delivery import failure_of
from tiktok_photo_video.assistant.projects import Export, Projects
from tiktok_photo_video.errors import (
    BackendError,
    InputError,
    PhotoVideoError,
    TransportError,
)
from tiktok_photo_video.wire.codes import WireCode
from tiktok_photo_video.wire.renders import RenderState, RenderStatus

_POLL_S = 0.5


async def settled(
    talk: Conversation,
    export: Export,
    *,
    end_s: float,
    on_status: Callable[[RenderStatus], None] = lambda _: None,
) -> RenderStatus | PhotoVideoError:
    """An export's status, after waiting for it until ``end_s`` and delivering it if done."""
    try:
        status = await _asked_for(talk, export, end_s=end_s)
        on_status(status)
        while not status.state.is_final and anyio.current_time() < end_s:
            await anyio.sleep(_POLL_S)
            status = await _asked_for(talk, export, end_s=end_s)
            on_status(status)
        if status.state is RenderState.COMPLETED and not export.delivered:
            await talk.delivery.settle(export, status, must_be_there=False)
        if status.state.is_failed:
            talk.book.ended(export.id)
    except BackendError as error:
        if error.wire_code == WireCode.NOT_FOUND and export.arrived:
            # The backend had it and has it no more: there is nothing left to wait for.
            talk.book.forget_export(export.id)
        return talk.explained(error)
    except PhotoVideoError as error:
        return talk.explained(error)
    return status


async def _asked_for(talk: Conversation, export: Export, *, end_s: float) -> RenderStatus:
    """How an export stands; while there is time, a line that broke is no answer."""
    while True:
        try:
            return await talk.client.poll_render(export.id)
        except TransportError:
            if anyio.current_time() >= end_s:
                raise
        await anyio.sleep(_POLL_S)


def explained(
    talk: Conversation, found: RenderStatus | PhotoVideoError
) -> RenderStatus | PhotoVideoError:
    """The same, with the reason of a failed export in the user's language."""
    if isinstance(found, PhotoVideoError) or not found.state.is_failed:
        return found
    return replace(found, error=talk.explained(failure_of(found)).sentence())


async def running(talk: Conversation, book: Projects) -> str:
    """The newest export that is not over.

    Raises:
        InputError: none is running.
    """
    for export in book.exports(backend=talk.backend.name):
        with contextlib.suppress(BackendError):  # an order that never arrived
            status = await talk.client.poll_render(export.id)
            if not status.state.is_final:
                return export.id
    raise InputError(
        "No export is running.", code="nothing_running", hint="The status command lists exports."
    )
