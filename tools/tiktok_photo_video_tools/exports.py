"""``status`` and ``cancel``: what became of exports."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import replace

import anyio

from tiktok_photo_video.assistant.conversation import Conversation, Wishes
from tiktok_photo_video.assistant.delivery import failure_of
from tiktok_photo_video.assistant.projects import Export, Projects
from tiktok_photo_video.chat.replies import say, time_left
from tiktok_photo_video.errors import (
    BackendError,
    InputError,
    PhotoVideoError,
    TransportError,
)
from tiktok_photo_video.language import Language
from tiktok_photo_video.settings import load_settings
from tiktok_photo_video.wire.renders import RenderState, RenderStatus
from tiktok_photo_video_tools.console import Presenter, write_json, write_line
from tiktok_photo_video_tools.session import Options, converse

_POLL_S = 0.5


def status(*, wait_s: float, options: Options) -> None:
    """Show exports, and deliver those that are done."""
    presenter = Presenter(as_json=options.as_json)
    converse(
        options,
        presenter,
        Wishes(),
        lambda talk: _show_exports(talk, options, wait_s=wait_s),
    )


async def _show_exports(talk: Conversation, options: Options, *, wait_s: float) -> None:
    exports = Projects(load_settings().home).exports(backend=talk.backend.name)[:10]
    end_s = anyio.current_time() + wait_s

    async def rows_now() -> list[dict[str, object]]:
        found = [(export, await _settled(talk, export, end_s=end_s)) for export in exports]
        return [_export_row(export, _explained(talk, outcome)) for export, outcome in found]

    rows = await talk.hearing.during(rows_now)
    if options.as_json:
        write_json({"ok": True, "exports": rows})
        return
    if not rows:
        write_line(say("command.no_exports", talk.language))
    for row in rows:
        write_line(_export_line(row, talk.language))


async def _settled(
    talk: Conversation, export: Export, *, end_s: float
) -> RenderStatus | PhotoVideoError:
    """An export's status, after waiting for it until ``end_s`` and delivering it if done."""
    try:
        status = await _asked_for(talk, export, end_s=end_s)
        while not status.state.is_final and anyio.current_time() < end_s:
            await anyio.sleep(_POLL_S)
            status = await _asked_for(talk, export, end_s=end_s)
        if status.state is RenderState.COMPLETED and not export.delivered:
            await talk.delivery.settle(export, status, must_be_there=False)
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


def _explained(
    talk: Conversation, found: RenderStatus | PhotoVideoError
) -> RenderStatus | PhotoVideoError:
    """The same, with the reason of a failed export in the user's language."""
    if isinstance(found, PhotoVideoError) or not found.state.is_failed:
        return found
    return replace(found, error=talk.explained(failure_of(found)).sentence())


def _export_row(export: Export, found: RenderStatus | PhotoVideoError) -> dict[str, object]:
    row: dict[str, object] = {"id": export.id, "project": export.project, "path": export.path}
    if isinstance(found, PhotoVideoError):
        return {**row, "state": "unknown", "error": found.sentence()}
    facts = {"state": found.state.value, "progress": found.progress, "error": found.error}
    more = {
        "eta_s": found.extensions.get("eta_s"),
        "duration_s": found.duration_s,
        "size_bytes": found.size_bytes,
    }
    return {**row, **{k: v for k, v in {**facts, **more}.items() if v is not None}}


_LINES = {
    RenderState.COMPLETED.value: "done",
    RenderState.PENDING.value: "running",
    RenderState.PROCESSING.value: "running",
    RenderState.FAILED.value: "failed",
    RenderState.CANCELLED.value: "cancelled",
}


def _export_line(row: Mapping[str, object], language: Language) -> str:
    kind = _LINES.get(str(row["state"]), "unknown")
    facts = {"path": row["path"], "id": row["id"], "percent": row.get("progress", 0)}
    eta_s = row.get("eta_s")
    if kind == "running" and isinstance(eta_s, int | float):
        left = time_left(eta_s, language)
        return say("command.export_running_left", language, left=left, **facts)
    return say(f"command.export_{kind}", language, problem=row.get("error", ""), **facts)


def cancel(export_id: str | None, *, options: Options) -> None:
    """Call an export off."""
    presenter = Presenter(as_json=options.as_json)

    async def work(talk: Conversation) -> None:
        chosen = export_id or await _running(talk, Projects(load_settings().home))
        status = await talk.client.cancel_render(chosen)
        if options.as_json:
            write_json({"ok": True, "id": chosen, "state": status.state.value})
        else:
            key = "cancelled" if status.state is RenderState.CANCELLED else "not_cancelled"
            write_line(say(f"command.{key}", talk.language, id=chosen))

    converse(options, presenter, Wishes(), work)


async def _running(talk: Conversation, book: Projects) -> str:
    for export in book.exports(backend=talk.backend.name):
        with contextlib.suppress(BackendError):  # an order that never arrived
            status = await talk.client.poll_render(export.id)
            if not status.state.is_final:
                return export.id
    raise InputError(
        "No export is running.", code="nothing_running", hint="The status command lists exports."
    )
