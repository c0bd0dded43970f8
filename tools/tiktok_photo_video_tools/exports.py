"""``status`` and ``cancel``: what became of exports."""

from __future__ import annotations

from collections.abc import Mapping

import anyio

from tiktok_photo_video.assistant.conversation import Conversation, Wishes
from tiktok_photo_video.assistant.projects import Export, Projects
from tiktok_photo_video.chat.replies import say, time_left
from tiktok_photo_video.errors import PhotoVideoError
from tiktok_photo_video.language import Language
from tiktok_photo_video.settings import load_settings
from tiktok_photo_video.wire.receipts import parse_receipt, receipt_json
from tiktok_photo_video.wire.renders import RenderState, RenderStatus
from tiktok_photo_video_tools.console import Presenter, write_json, write_line
from tiktok_photo_video_tools.session import Options, converse
from tiktok_photo_video_tools.settling import explained, running, settled


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
    exports = talk.book.exports(backend=talk.backend.name)[:10]
    end_s = anyio.current_time() + wait_s

    async def rows_now() -> list[dict[str, object]]:
        found = [(export, await settled(talk, export, end_s=end_s)) for export in exports]
        return [
            # Where a video came to lie may differ from where it was to lie.
            _export_row(talk.book.export(export.id) or export, explained(talk, outcome))
            for export, outcome in found
        ]

    rows = await talk.hearing.during(rows_now)
    if options.as_json:
        write_json({"ok": True, "exports": rows})
        return
    if not rows:
        write_line(say("command.no_exports", talk.language))
    for row in rows:
        write_line(_export_line(row, talk.language))


def _export_row(export: Export, found: RenderStatus | PhotoVideoError) -> dict[str, object]:
    row: dict[str, object] = {"id": export.id, "project": export.project, "path": export.path}
    if isinstance(found, PhotoVideoError):
        return {**row, "state": "unknown", "error": found.sentence()}
    facts = {"state": found.state.value, "progress": found.progress, "error": found.error}
    receipt = parse_receipt(found.extensions.get("receipt"))
    more = {
        "stage": None if found.state.is_final else found.extensions.get("stage"),
        "eta_s": found.extensions.get("eta_s"),
        "duration_s": found.duration_s,
        "size_bytes": found.size_bytes,
        "receipt": receipt_json(receipt) if receipt else None,
    }
    return {**row, **{k: v for k, v in {**facts, **more}.items() if v is not None}}


_LINES = {
    RenderState.COMPLETED.value: "done",
    RenderState.PENDING.value: "running",
    RenderState.PROCESSING.value: "running",
    RenderState.FAILED.value: "failed",
    RenderState.CANCELLED.value: "cancelled",
}

_WAITING = ("queued", "waiting_disk", "waiting_memory")


def _export_line(row: Mapping[str, object], language: Language) -> str:
    kind = _LINES.get(str(row["state"]), "unknown")
    facts = {"path": row["path"], "id": row["id"], "percent": row.get("progress", 0)}
    if kind == "running" and row.get("stage") in _WAITING:
        return say(f"command.export_{row['stage']}", language, **facts)
    eta_s = row.get("eta_s")
    if kind == "running" and isinstance(eta_s, int | float):
        left = time_left(eta_s, language)
        return say("command.export_running_left", language, left=left, **facts)
    return say(f"command.export_{kind}", language, problem=row.get("error", ""), **facts)


def cancel(export_id: str | None, *, options: Options) -> None:
    """Call an export off."""
    presenter = Presenter(as_json=options.as_json)

    async def work(talk: Conversation) -> None:
        chosen = export_id or await running(talk, Projects(load_settings().home))
        status = await talk.client.cancel_render(chosen)
        if options.as_json:
            write_json({"ok": True, "id": chosen, "state": status.state.value})
        else:
            key = "cancelled" if status.state is RenderState.CANCELLED else "not_cancelled"
            write_line(say(f"command.{key}", talk.language, id=chosen))

    converse(options, presenter, Wishes(), work)
