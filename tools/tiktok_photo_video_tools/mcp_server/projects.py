"""Projects: listed, read, looked at, changed by values, taken back."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from tiktok_photo_video.assistant.conversation import Conversation, Wishes
from tiktok_photo_video.assistant.editing import typed_edits
from tiktok_photo_video.assistant.looking import View
from tiktok_photo_video.chat.replies import say
from tiktok_photo_video.timeline.diff import diff
from tiktok_photo_video.timeline.model import Timeline
from tiktok_photo_video.timeline.summary import describe_all
from tiktok_photo_video.wire.draft import has_content, summarise
from tiktok_photo_video.wire.payloads import SessionState
from tiktok_photo_video_tools.mcp_server.fields import Project
from tiktok_photo_video_tools.mcp_server.places import preview_place
from tiktok_photo_video_tools.mcp_server.schemas import Input, Objects, Output
from tiktok_photo_video_tools.mcp_server.timelines import (
    FileFacts,
    TimelineFacts,
    facts_of,
    files_of,
    timeline_in,
)
from tiktok_photo_video_tools.mcp_server.tool import Call, Result
from tiktok_photo_video_tools.mcp_server.work import Job

_MAX_LISTED = 20
# More than that is no picture for a model to look at; the file is there for the user.
_MAX_PICTURE_BYTES = 700_000


class ListInput(Input):
    """What ``list_projects`` takes."""


class ProjectRow(Output):
    """One project in a list."""

    project: str = Field(description="Its id.")
    name: str
    backend: str = Field(description="local is this computer; cloud is NemoVideo.")
    used_at: str = Field(description="When it was used last, ISO 8601.")


class ProjectList(Output):
    """What ``list_projects`` gives."""

    projects: list[ProjectRow] = Field(description="The last used first, twenty at most.")


class ProjectInput(Input):
    """What ``get_project`` takes."""

    project: Project = ""


class ProjectFacts(Output):
    """What a project is made of."""

    project: str
    backend: str
    version: int | None = Field(
        default=None, description="For edit_timeline; another one after every change."
    )
    summary: str = Field(description="The timeline in words.")
    timeline: TimelineFacts | None = None
    files: list[FileFacts] = Field(description="What it was sent, in that order.")
    is_working: bool = Field(
        default=False, description="Whether an earlier call still works on it."
    )
    problem: str | None = Field(
        default=None, description="What went wrong in an earlier call after it had answered."
    )


class EditInput(Input):
    """What ``edit_timeline`` takes."""

    version: int = Field(ge=0, description="The version that get_project gave.")
    edits: Annotated[
        Objects,
        Field(
            description='Objects such as {"op": "set_total_duration", "duration_s": 12}; carried '
            "out in order, all or none."
        ),
    ]
    project: Project = ""


class Edited(Output):
    """What a change leaves."""

    project: str
    version: int | None = None
    is_changed: bool
    changes: str = Field(description="What is different now, in words.")
    summary: str = Field(description="The timeline in words.")
    timeline: TimelineFacts | None = None


class HistoryInput(Input):
    """What ``history`` takes."""

    action: Literal["undo", "redo"] = Field(
        description="undo takes the last change back, redo makes it again."
    )
    project: Project = ""


class PreviewInput(Input):
    """What ``preview`` takes."""

    project: Project = ""
    at_s: float | None = Field(
        default=None,
        ge=0,
        description="Show the frame at this second; without it, a sheet with one frame a photo.",
    )


class Preview(Output):
    """What ``preview`` gives."""

    project: str
    path: str = Field(description="The same picture as a JPEG on disk.")
    is_attached: bool = Field(description="Whether the picture is in this answer.")


async def list_projects(call: Call, _: ListInput) -> Result:
    """List the projects of this installation."""
    rows = [
        ProjectRow(
            project=project.id,
            name=project.name,
            backend=project.backend,
            used_at=datetime.fromtimestamp(project.used_at_s, UTC).isoformat(timespec="seconds"),
        )
        for project in call.projects.all()[:_MAX_LISTED]
    ]
    lines = [f"{row.project}  {row.name}  ({row.backend}, {row.used_at})" for row in rows]
    words = "\n".join(lines or ["There are no projects yet.", "Next: Call make_video with photos."])
    return Result(words, ProjectList(projects=rows))


async def get_project(call: Call, given: ProjectInput) -> Result:
    """Tell what a project is made of."""

    async def asked(job: Job[ProjectFacts]) -> ProjectFacts:
        async with call.talk(job.listener, Wishes(project_id=given.project or None)) as talk:
            return project_facts(call, talk, await talk.state())

    facts = await call.in_time(asked)
    head = f"Project {facts.project}"
    version = f", version {facts.version}" if facts.version is not None else ""
    lines = [f"{head}{version}", facts.summary]
    lines += ["An earlier call still works on it."] if facts.is_working else []
    lines += [f"An earlier call failed: {facts.problem}"] if facts.problem else []
    return Result("\n".join(lines), facts)


def project_facts(call: Call, talk: Conversation, state: SessionState) -> ProjectFacts:
    """What a project is made of, from its state."""
    project = talk.existing_project()
    timeline = timeline_in(state.draft)
    late = call.desk.late(project.id)
    return ProjectFacts(
        project=project.id,
        backend=talk.backend.name,
        version=version_of(state),
        summary=words_of(talk, state),
        timeline=facts_of(timeline) if timeline else None,
        files=files_of(state),
        is_working=late is not None and not late.done.is_set(),
        problem=(late.problem or None) if late else None,
    )


def version_of(state: SessionState) -> int | None:
    """The version that a backend of ours tells; others have none."""
    version = state.extensions.get("version")
    return version if isinstance(version, int) else None


def words_of(talk: Conversation, state: SessionState) -> str:
    """A timeline in words."""
    if state.draft is None or not has_content(state.draft):
        return say("state.empty", talk.language)
    return summarise(state.draft, talk.language)


async def edit_timeline(call: Call, given: EditInput) -> Result:
    """Carry typed edits out, all or none."""

    async def done(job: Job[Edited]) -> Edited:
        async with call.talk(job.listener, Wishes(project_id=given.project or None)) as talk:
            project = talk.existing_project()
            job.project = lambda: talk.project_id
            before = await talk.state()
            after = await typed_edits(talk.client, project.id, given.edits, version=given.version)
            return edited(talk, before, after)

    return edited_result(await call.in_time(done))


def edited(talk: Conversation, before: SessionState, after: SessionState) -> Edited:
    """What is different between two states of a project."""
    old, new = timeline_in(before.draft), timeline_in(after.draft)
    changed = before.draft != after.draft
    words = ""
    if new and changed:
        words = describe_all(diff(old or Timeline(), new), language=talk.language)
    return Edited(
        project=talk.existing_project().id,
        version=version_of(after),
        is_changed=changed,
        changes=words,
        summary=words_of(talk, after),
        timeline=facts_of(new) if new else None,
    )


def edited_result(values: Edited) -> Result:
    """The answer about a change."""
    if not values.is_changed:
        return Result(f"Nothing is different now.\n{values.summary}", values)
    step = "Next: Call preview to look at it, or export_video for the file."
    lines = [values.changes, f"Version {values.version}.", values.summary, step]
    return Result("\n".join(filter(None, lines)), values)


async def history(call: Call, given: HistoryInput) -> Result:
    """Take the last change back, or make it again."""

    async def done(job: Job[Edited]) -> Edited:
        async with call.talk(job.listener, Wishes(project_id=given.project or None)) as talk:
            talk.existing_project()
            job.project = lambda: talk.project_id
            before = await talk.state()
            await talk.edit(given.action)
            return edited(talk, before, await talk.state())

    return edited_result(await call.in_time(done))


async def preview(call: Call, given: PreviewInput) -> Result:
    """Show a project as one picture, or one moment of it."""
    what = "storyboard" if given.at_s is None else f"frame-{given.at_s:g}s"

    async def drawn(job: Job[tuple[str, Path]]) -> tuple[str, Path]:
        async with call.talk(job.listener, Wishes(project_id=given.project or None)) as talk:
            project = talk.existing_project()
            place = preview_place(call.settings.output_folder, project.id, what)
            view = View.PHOTOS if given.at_s is None else View.FRAME
            await talk.look(to=place, view=view, at_s=given.at_s or 0.0)
            return project.id, place

    project_id, place = await call.in_time(drawn)
    content = place.read_bytes()
    fits = len(content) <= _MAX_PICTURE_BYTES
    values = Preview(project=project_id, path=str(place), is_attached=fits)
    return Result(str(place), values, picture=content if fits else None)
