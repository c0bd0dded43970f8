"""Videos made and changed by the user's own words."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from pydantic import Field

from tiktok_photo_video.assistant.conversation import Conversation, Wishes
from tiktok_photo_video.assistant.projects import Export
from tiktok_photo_video.client.sources import Source
from tiktok_photo_video.errors import BackendError, InputError, RequestError, TransportError
from tiktok_photo_video_tools.file_options import file_wish
from tiktok_photo_video_tools.mcp_server.exporting import (
    ExportFacts,
    export_lines,
    followed,
    found_export,
    next_after,
    video_of,
    worth_telling,
)
from tiktok_photo_video_tools.mcp_server.fields import Name, Photos, Project, WaitS
from tiktok_photo_video_tools.mcp_server.places import preview_place
from tiktok_photo_video_tools.mcp_server.projects import version_of, words_of
from tiktok_photo_video_tools.mcp_server.schemas import Input, Output
from tiktok_photo_video_tools.mcp_server.tool import Call, Result
from tiktok_photo_video_tools.mcp_server.work import MAX_WAIT_S, Job

# What is left of a call for looking at the result and writing the answer.
_SPARE_S = 4.0


class MakeInput(Input):
    """What ``make_video`` takes."""

    photos: Photos
    request: str = Field(
        description="What the user wants, in their own words, English or Chinese: length, mood, "
        "title, order, transitions."
    )
    name: Name = ""
    wait_s: WaitS = MAX_WAIT_S - _SPARE_S


class ChatInput(Input):
    """What ``chat`` takes."""

    message: str = Field(
        description="The user's words as they put them: an edit, several edits, a question, "
        "'undo', 'status', 'export'. Do not translate, split or rephrase them."
    )
    photos: Photos = Field(default_factory=list)
    project: Project = ""
    new_project: bool = Field(default=False, description="Begin another project.")
    name: Name = ""
    wait_s: WaitS = MAX_WAIT_S - _SPARE_S


class Talked(Output):
    """What ``make_video`` and ``chat`` give."""

    project: str | None = Field(default=None, description="Id of the project.")
    version: int | None = Field(default=None, description="Of the timeline, for edit_timeline.")
    said: list[str] = Field(description="Sentences for the user; show them.")
    offers: list[str] = Field(default_factory=list, description="What the user could do next.")
    summary: str | None = Field(default=None, description="The timeline in words.")
    storyboard: str | None = Field(
        default=None, description="Path of a picture with one frame a photo."
    )
    export: ExportFacts | None = Field(default=None, description="The export that was ordered.")
    is_working: bool = Field(
        default=False, description="Whether it goes on; get_project tells when it is over."
    )
    next: str = Field(description="What to do next.")


class _Looked(Output):
    """How a project stands after the words were carried out."""

    project: str | None = None
    version: int | None = None
    summary: str | None = None
    storyboard: str | None = None


async def make_video(call: Call, given: MakeInput) -> Result:
    """Make a video from photos and a request, in a project of its own, and export it."""
    sources = (await call.roots()).sources(given.photos)
    if not sources:
        raise RequestError(
            "There are no photos to make a video from.",
            code="no_photos",
            hint="Name at least one photo.",
        )
    wishes = Wishes(
        new_project=True,
        place=call.placing(given.name),
        file=file_wish(name=given.name),
        detach=True,
    )
    call.free_place(given.name)  # a name that leads elsewhere is refused before any work

    async def work(talk: Conversation) -> None:
        await talk.make(sources, given.request)

    return await _talked(call, wishes, work, said=given.request, wait_s=given.wait_s)


async def chat(call: Call, given: ChatInput) -> Result:
    """Say one thing to a project."""
    sources: list[Source] = []
    if given.photos:
        sources = (await call.roots()).sources(given.photos)
    wishes = Wishes(
        project_id=given.project or None,
        new_project=given.new_project,
        place=call.placing(given.name),
        wished=call.said_place(given.name),
        file=file_wish(name=given.name),
        detach=True,
    )

    call.free_place(given.name)

    async def work(talk: Conversation) -> None:
        await talk.handle(given.message, sources)

    return await _talked(call, wishes, work, said=given.message, wait_s=given.wait_s)


async def _talked(
    call: Call,
    wishes: Wishes,
    work: Callable[[Conversation], Awaitable[None]],
    *,
    said: str,
    wait_s: float,
) -> Result:
    async def done(job: Job[_Looked]) -> _Looked:
        async with call.talk(job.listener, wishes, said=said) as talk:
            job.project = lambda: talk.project_id
            await work(talk)
            return await _looked(call, talk)

    job = call.desk.begin(done)
    # Words are carried out whatever the wish to wait: it is the render that takes long.
    looked = await call.desk.waited(job, call.report, end_s=call.began_s + MAX_WAIT_S - _SPARE_S)
    if looked is None:
        return _still_working(job)
    facts = None
    if job.listener.ordered:
        export: Export = found_export(call, job.listener)
        facts = await followed(call, export, job.listener, end_s=call.began_s + wait_s)
    return _told(job, looked, facts)


async def _looked(call: Call, talk: Conversation) -> _Looked:
    """The project after the words, with a picture of it where its backend draws one."""
    if talk.project_id is None:
        return _Looked()
    state = await talk.client.state(talk.project_id)
    picture: str | None = None
    if version_of(state):
        picture = await _drawn(call, talk, talk.project_id)
    return _Looked(
        project=talk.project_id,
        version=version_of(state),
        summary=words_of(talk, state),
        storyboard=picture,
    )


async def _drawn(call: Call, talk: Conversation, project_id: str) -> str | None:
    """A picture of a project; what was done is none the worse where none can be had."""
    place = preview_place(call.settings.output_folder, project_id, "storyboard")
    try:
        await talk.look(to=place)
    except (InputError, BackendError, TransportError):
        return None
    return str(place)


def _still_working(job: Job[_Looked]) -> Result:
    step = (
        "Wait half a minute, then call get_project"
        + (f" with project {job.project_id}" if job.project_id else "")
        + "; do not send the same words again."
    )
    said = job.listener.said
    values = Talked(project=job.project_id or None, said=said, is_working=True, next=step)
    words = [*said, "This takes longer than usual; it goes on by itself.", f"Next: {step}"]
    return Result("\n".join(words), values)


def _told(job: Job[_Looked], looked: _Looked, facts: ExportFacts | None) -> Result:
    listener = job.listener
    said = worth_telling(listener, facts)
    step = next_after(facts) if facts else _next_after_words(looked)
    values = Talked(
        project=looked.project,
        version=looked.version,
        said=said,
        offers=listener.asks,
        summary=looked.summary,
        storyboard=looked.storyboard,
        export=facts,
        next=step,
    )
    lines = [*said, *(export_lines(facts) if facts else ()), *listener.asks]
    lines += [f"Storyboard: {looked.storyboard}"] if looked.storyboard else []
    lines += [f"Project {looked.project}, version {looked.version}."] if looked.version else []
    words = "\n".join([*lines, f"Next: {step}"])
    return Result(words, values, video=video_of(facts) if facts else None)


def _next_after_words(looked: _Looked) -> str:
    if looked.version:
        return "Show the user what was said; call preview to look at it, export_video for the file."
    return "Show the user what was said."
