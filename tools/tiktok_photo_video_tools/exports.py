"""``status`` and ``cancel``: what became of exports."""

from __future__ import annotations

import contextlib

import anyio

from tiktok_photo_video.assistant.conversation import Conversation, Wishes
from tiktok_photo_video.assistant.projects import Export, Projects
from tiktok_photo_video.errors import BackendError, InputError, PhotoVideoError
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
    rows = []
    for export in exports:
        found = await _settled(talk, export, end_s=end_s)
        rows.append(_export_row(export, found))
    if options.as_json:
        write_json({"ok": True, "exports": rows})
        return
    if not rows:
        write_line("There are no exports yet.")
    for row in rows:
        write_line(_export_line(row))


async def _settled(
    talk: Conversation, export: Export, *, end_s: float
) -> RenderStatus | PhotoVideoError:
    """An export's status, after waiting for it until ``end_s`` and delivering it if done."""
    try:
        status = await talk.client.poll_render(export.id)
        while not status.state.is_final and anyio.current_time() < end_s:
            await anyio.sleep(_POLL_S)
            status = await talk.client.poll_render(export.id)
        if status.state is RenderState.COMPLETED and not export.delivered:
            await talk.delivery.settle(export, status, must_be_there=False)
    except PhotoVideoError as error:
        return talk.explained(error)
    return status


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


def _export_line(row: dict[str, object]) -> str:
    state = row["state"]
    if state == RenderState.COMPLETED.value:
        return f"done: {row['path']}"
    if state in (RenderState.PENDING.value, RenderState.PROCESSING.value):
        left = f", about {row['eta_s']:.0f} s left" if "eta_s" in row else ""
        return f"{row['progress']} %{left}: {row['path']} ({row['id']})"
    return f"{state}: {row['path']}: {row.get('error', '')}"


def cancel(export_id: str | None, *, options: Options) -> None:
    """Call an export off."""
    presenter = Presenter(as_json=options.as_json)

    async def work(talk: Conversation) -> None:
        chosen = export_id or await _running(talk, Projects(load_settings().home))
        status = await talk.client.cancel_render(chosen)
        if options.as_json:
            write_json({"ok": True, "id": chosen, "state": status.state.value})
        else:
            write_line(f"{status.state.value}: {chosen}")

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
