"""Exports: ordered, waited for within bounds, asked about, called off."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

import anyio
from pydantic import Field

from tiktok_photo_video.assistant.conversation import Conversation, Wishes
from tiktok_photo_video.assistant.projects import Export
from tiktok_photo_video.chat.replies import file_size, say
from tiktok_photo_video.errors import InputError, PhotoVideoError
from tiktok_photo_video.language import Language
from tiktok_photo_video.wire.outputs import FileFormat, format_of_name
from tiktok_photo_video.wire.receipts import parse_receipt, receipt_json
from tiktok_photo_video.wire.renders import RenderState, RenderStatus
from tiktok_photo_video_tools.file_options import file_wish
from tiktok_photo_video_tools.mcp_server.fields import Name, Project, WaitS
from tiktok_photo_video_tools.mcp_server.listening import Listener
from tiktok_photo_video_tools.mcp_server.schemas import Input, Output
from tiktok_photo_video_tools.mcp_server.tool import Call, Result
from tiktok_photo_video_tools.mcp_server.work import MAX_WAIT_S, Job
from tiktok_photo_video_tools.settling import explained, running, settled

_MAX_LISTED = 10
UNKNOWN = "unknown"


class ExportFacts(Output):
    """One export as it stands."""

    export: str = Field(description="Id of the export, for export_status and cancel_export.")
    project: str = Field(description="Id of the project it is of.")
    state: str = Field(
        description="pending, processing, completed, failed, cancelled, or unknown where the "
        "backend could not be asked."
    )
    path: str = Field(description="Where the file is, or will be.")
    percent: int | None = Field(default=None, description="How far it is, 0 to 100.")
    eta_s: float | None = Field(default=None, description="Seconds left, as far as can be told.")
    duration_s: float | None = Field(default=None, description="Length of the video.")
    size_bytes: int | None = None
    width_px: int | None = None
    height_px: int | None = None
    receipt: dict[str, Any] | None = Field(
        default=None,
        description="What the finished file is, measured, and checked against TikTok's limits: "
        "verdict (pass, warn, fail); checks, each with to_do where it did not pass. The same "
        "lies beside the file as .receipt.json.",
    )
    uri: str | None = Field(default=None, description="Resource of this server with the file.")
    problem: str | None = Field(default=None, description="Why there is no video.")

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.state in (
            RenderState.COMPLETED,
            RenderState.FAILED,
            RenderState.CANCELLED,
        )

    @property
    def is_done(self) -> bool:
        """Whether the video is there."""
        return self.state == RenderState.COMPLETED


class Exported(Output):
    """What ``export_video`` gives."""

    export: ExportFacts
    said: list[str] = Field(default_factory=list, description="Sentences for the user.")
    next: str = Field(description="What to do next.")


class Exports(Output):
    """What ``export_status`` gives."""

    exports: list[ExportFacts] = Field(description="The newest first.")
    next: str = Field(description="What to do next.")


class Cancelled(Output):
    """What ``cancel_export`` gives."""

    export: str
    state: str = Field(description="cancelled; or completed, where it was over already.")


class ExportInput(Input):
    """What ``export_video`` takes."""

    project: Project = ""
    name: Name = ""
    size: str = Field(
        default="",
        description="720p or 1080p; chat for a file under 16 MB; or the most it may weigh, such "
        "as 10MB. Empty leaves the project's size.",
    )
    encoder: str = Field(
        default="",
        description="auto, x264, hardware, nvenc, videotoolbox, qsv or amf; where it does not "
        "work, x264 does.",
    )
    wait_s: WaitS = MAX_WAIT_S


class StatusInput(Input):
    """What ``export_status`` takes."""

    export: str = Field(default="", description="Id of one export; empty for the last ten.")
    wait_s: float = Field(
        default=0.0,
        ge=0,
        le=MAX_WAIT_S,
        description="Wait so many seconds for running exports to end.",
    )


class CancelInput(Input):
    """What ``cancel_export`` takes."""

    export: str = Field(default="", description="Id of the export; empty for the newest running.")


def export_uri(export_id: str, path: str) -> str:
    """The address of an export's file among this server's resources."""
    kind = format_of_name(path) or FileFormat.MP4
    return f"photo-video://exports/{quote(export_id, safe='')}/video{kind.suffix}"


async def export_video(call: Call, given: ExportInput) -> Result:
    """Order an export, and wait for it within bounds."""
    wish = file_wish(name=given.name, size=given.size, encoder=given.encoder)
    call.free_place(given.name, wish.format)  # a name that leads elsewhere is refused at once

    async def ordered(job: Job[Export]) -> Export:
        wishes = Wishes(
            project_id=given.project or None,
            place=call.placing(given.name),
            wished=call.said_place(given.name),
            file=wish,
            detach=True,
        )
        async with call.talk(job.listener, wishes) as talk:
            job.project = lambda: talk.project_id
            await talk.export()
        return found_export(call, job.listener)

    job = call.desk.begin(ordered)
    end_s = call.began_s + given.wait_s
    export = await call.desk.waited(job, call.report, end_s=call.began_s + MAX_WAIT_S)
    if export is None:
        raise InputError(
            "The export is being ordered, which takes longer than usual.",
            code="still_ordering",
            hint="Call export_status in a while; do not order it again.",
        )
    facts = await followed(call, export, job.listener, end_s=end_s)
    return export_result(facts, said=worth_telling(job.listener, facts))


def found_export(call: Call, listener: Listener) -> Export:
    """The export that a conversation has ordered, as the book has it."""
    ordered = listener.ordered
    book = call.projects.exports(backend=call.backend.name)
    return next(export for export in book if ordered and export.id == ordered.export)


async def followed(call: Call, export: Export, listener: Listener, *, end_s: float) -> ExportFacts:
    """How an export stands, after waiting for it until ``end_s``."""

    async def asked(job: Job[ExportFacts]) -> ExportFacts:
        async with call.talk(job.listener, Wishes()) as talk:
            return await _facts_now(talk, export, job.listener, end_s=end_s)

    job = call.desk.begin(asked)
    job.listener.fraction = listener.fraction
    facts = await call.desk.waited(job, call.report, end_s=max(end_s, anyio.current_time()) + 4)
    return facts or facts_of(export, None)


async def _facts_now(
    talk: Conversation, export: Export, listener: Listener, *, end_s: float
) -> ExportFacts:
    def heard(status: RenderStatus) -> None:
        listener.fraction = max(listener.fraction, 0.3 + 0.67 * status.progress / 100)
        listener.detail = f"{status.progress} %"

    found = await settled(talk, export, end_s=end_s, on_status=heard)
    # Where a video came to lie may differ from where it was to lie.
    return facts_of(talk.book.export(export.id) or export, explained(talk, found))


def facts_of(export: Export, found: RenderStatus | PhotoVideoError | None) -> ExportFacts:
    """An export and its status as one."""
    if found is None or isinstance(found, PhotoVideoError):
        return ExportFacts(
            export=export.id,
            project=export.project,
            state=UNKNOWN,
            path=export.path,
            problem=found.sentence() if found else None,
        )
    more = found.extensions
    done = found.state is RenderState.COMPLETED
    receipt = parse_receipt(more.get("receipt"))
    return ExportFacts(
        export=export.id,
        project=export.project,
        state=found.state.value,
        path=export.path,
        percent=found.progress,
        eta_s=None if done else _number(more.get("eta_s")),
        duration_s=found.duration_s,
        size_bytes=_size_of(export, found) if done else None,
        width_px=_whole(more.get("width")),
        height_px=_whole(more.get("height")),
        receipt=receipt_json(receipt) if receipt and done else None,
        uri=export_uri(export.id, export.path) if done else None,
        problem=found.error or None,
    )


def _size_of(export: Export, found: RenderStatus) -> int | None:
    path = Path(export.path)
    return path.stat().st_size if path.is_file() else found.size_bytes


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) else None


def worth_telling(listener: Listener, facts: ExportFacts | None) -> list[str]:
    """What was said, but for what is no longer so: that an export goes on, once it is over."""
    old = {say("export.detached", language) for language in Language}
    return [said for said in listener.said if not (facts and facts.is_over and said in old)]


def export_result(facts: ExportFacts, *, said: list[str]) -> Result:
    """The answer about one export."""
    step = next_after(facts)
    words = "\n".join([*said, *export_lines(facts), f"Next: {step}"])
    values = Exported(export=facts, said=said, next=step)
    return Result(words, values, video=video_of(facts))


def video_of(facts: ExportFacts) -> tuple[str, Path] | None:
    """What to link to, if the video is there."""
    return (facts.uri, Path(facts.path)) if facts.uri else None


def export_lines(facts: ExportFacts) -> list[str]:
    """How an export stands, in words; a finished file's path on a line of its own."""
    if facts.is_done:
        return [facts.path, _file_words(facts)]
    if facts.problem:
        return [f"There is no video: {facts.problem}"]
    if facts.state == RenderState.CANCELLED:
        return ["The export was called off."]
    left = f" · about {facts.eta_s:.0f} s left" if facts.eta_s is not None else ""
    return [f"Rendering: {facts.percent or 0} %{left} (export {facts.export})"]


def _file_words(facts: ExportFacts) -> str:
    parts = [f"{facts.duration_s:.1f} s"] if facts.duration_s else []
    if facts.size_bytes:
        parts.append(file_size(facts.size_bytes, Language.ENGLISH))
    if facts.width_px and facts.height_px:
        parts.append(f"{facts.width_px}x{facts.height_px}")
    return " · ".join(parts)


def next_after(facts: ExportFacts) -> str:
    """What to do after one look at an export."""
    if facts.is_done:
        return "Give the user that path; call chat for each change they want."
    if facts.state == RenderState.FAILED:
        return "Call export_video once more; if it fails again, call check_setup."
    if facts.state == RenderState.CANCELLED:
        return "Call export_video when the user wants the file."
    return (
        f"Call export_status with export {facts.export} and wait_s {MAX_WAIT_S:.0f}. "
        "The export goes on by itself; do not order it again."
    )


async def export_status(call: Call, given: StatusInput) -> Result:
    """Tell how exports stand, and put the finished ones where they were to go."""

    async def asked(job: Job[list[ExportFacts]]) -> list[ExportFacts]:
        # Finished files are still to be put in their places after that.
        end_s = call.began_s + min(given.wait_s, MAX_WAIT_S - 3)
        async with call.talk(job.listener, Wishes()) as talk:
            wanted = _wanted(call, talk, given.export)
            return [await _facts_now(talk, export, job.listener, end_s=end_s) for export in wanted]

    rows = await call.in_time(asked)
    words = [line for row in rows for line in export_lines(row)] or ["There are no exports yet."]
    step = next_after(rows[0]) if rows else "Call make_video or export_video."
    video = next(filter(None, map(video_of, rows)), None) if len(rows) == 1 else None
    values = Exports(exports=rows, next=step)
    return Result("\n".join([*words, f"Next: {step}"]), values, video=video)


def _wanted(call: Call, talk: Conversation, export_id: str) -> list[Export]:
    known = call.projects.exports(backend=talk.backend.name)
    if not export_id:
        return list(known[:_MAX_LISTED])
    found = [export for export in known if export.id == export_id]
    if not found:
        raise InputError(
            f"There is no export {export_id[:80]}.",
            code="no_export",
            hint="Call export_status without an export to see all of them.",
            facts={"export": export_id[:80]},
        )
    return found


async def cancel_export(call: Call, given: CancelInput) -> Result:
    """Call an export off; what is rendered so far is kept."""

    async def asked(job: Job[Cancelled]) -> Cancelled:
        async with call.talk(job.listener, Wishes()) as talk:
            if given.export:
                _wanted(call, talk, given.export)
            chosen = given.export or await running(talk, call.projects)
            status = await talk.client.cancel_render(chosen)
            return Cancelled(export=chosen, state=status.state.value)

    values = await call.in_time(asked)
    words = {
        RenderState.CANCELLED.value: "The export was called off.",
        RenderState.COMPLETED.value: "The export was over already; its file is there.",
    }.get(values.state, f"The export is {values.state}.")
    return Result(words, values)
