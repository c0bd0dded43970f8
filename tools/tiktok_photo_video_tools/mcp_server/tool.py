"""What a tool is: its words, what it takes and gives, and what does it."""

from __future__ import annotations

import base64
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import anyio
from mcp_types import (
    Annotations,
    CallToolResult,
    ContentBlock,
    ImageContent,
    ResourceLink,
    TextContent,
    ToolAnnotations,
)
from mcp_types import Tool as WireTool

from tiktok_photo_video.assistant.connection import Backend, chosen_backend, open_client
from tiktok_photo_video.assistant.conversation import Conversation, Wishes
from tiktok_photo_video.assistant.projects import Projects
from tiktok_photo_video.errors import PhotoVideoError, TransportError
from tiktok_photo_video.settings import Settings
from tiktok_photo_video.wire.outputs import FileFormat
from tiktok_photo_video_tools.mcp_server.listening import Listener
from tiktok_photo_video_tools.mcp_server.places import ReadRoots, media_type_of, output_place
from tiktok_photo_video_tools.mcp_server.schemas import Input, Output, schema_of
from tiktok_photo_video_tools.mcp_server.view import TOOL_META
from tiktok_photo_video_tools.mcp_server.work import MAX_WAIT_S, Desk, Job, Report

_Given = TypeVar("_Given")
_JPEG = "image/jpeg"
# For the model, which judges the picture; the user gets the file whose path is beside it.
_FOR_MODEL = Annotations(audience=["assistant"], priority=0.8)
_FOR_BOTH = Annotations(audience=["user", "assistant"], priority=1.0)


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a tool, and what it may use.

    Attributes:
        settings: this installation's.
        desk: where work goes on that outlives its call.
        report: tells the host how far the call is.
        roots: the folders that files may be read in; asked for only where files are named.
        client_name: how the host calls itself, if it said so.
        began_s: when the call came, by the event loop's clock.
    """

    settings: Settings
    desk: Desk
    report: Report
    roots: Callable[[], Awaitable[ReadRoots]]
    client_name: str | None = None
    began_s: float = field(default_factory=anyio.current_time)

    @property
    def backend(self) -> Backend:
        """The backend in use."""
        return chosen_backend(None, self.settings)

    @property
    def projects(self) -> Projects:
        """The book of projects and exports."""
        return Projects(self.settings.home)

    def placing(self, name: str) -> Callable[[str, FileFormat], Path]:
        """Finds a place for a file, under the name given with the call or else the one asked."""
        return lambda asked, kind: self.free_place(name or asked, kind)

    def free_place(self, name: str, kind: FileFormat = FileFormat.MP4) -> Path:
        """A free place for a file of a kind in the output folder."""
        under_way = self.projects.exports(backend=self.backend.name)
        taken = {Path(export.path) for export in under_way if export.is_open}
        return output_place(self.settings.output_folder, name, kind=kind, taken=taken)

    def said_place(self, name: str) -> Path:
        """What was said of a video's place: the same in a call that a host makes once more."""
        return self.settings.output_folder / name

    async def in_time(self, work: Callable[[Job[_Given]], Awaitable[_Given]]) -> _Given:
        """What a piece of work gives, which usually takes no time.

        Raises:
            TransportError: it takes so long that the call must be answered without.
            PhotoVideoError: it failed.
        """
        job = self.desk.begin(work)
        given = await self.desk.waited(job, self.report, end_s=self.began_s + MAX_WAIT_S)
        if given is None:
            raise TransportError(
                "The backend takes longer than usual.",
                code="slow_answer",
                hint="Call this again in a while.",
            )
        return given

    @asynccontextmanager
    async def talk(
        self, listener: Listener, wishes: Wishes, *, said: str = ""
    ) -> AsyncIterator[Conversation]:
        """A conversation with the backend in use; its failures come in the user's words.

        ``said`` is what the user says, whose language is answered in.
        """
        talk = Conversation(
            self.settings,
            self.backend,
            emit=listener,
            wishes=wishes,
            connect=partial(open_client, client_name=self.client_name),
        )
        talk.listen_to(said)
        try:
            async with talk:
                yield talk
        except PhotoVideoError as error:
            raise talk.explained(error) from error


@dataclass(frozen=True, slots=True)
class Result:
    """What a tool gives: words, values, and files beside them.

    Attributes:
        words: for people and models; a file's path stands on a line of its own.
        values: the same for programs.
        picture: a JPEG for the model to look at.
        video: a finished file to link to, by its address in this server, and where it is.
    """

    words: str
    values: Output
    picture: bytes | None = None
    video: tuple[str, Path] | None = None

    def on_the_wire(self) -> CallToolResult:
        """As MCP has it; hosts that do not read the values get them as text too."""
        plain = self.values.plain()
        content: list[ContentBlock] = [
            TextContent(text=self.words, annotations=_FOR_BOTH),
            TextContent(text=json.dumps(plain, ensure_ascii=False), annotations=_FOR_MODEL),
        ]
        if self.picture:
            data = base64.b64encode(self.picture).decode()
            content.append(ImageContent(data=data, mime_type=_JPEG, annotations=_FOR_MODEL))
        if self.video:
            content.append(_link(*self.video))
        return CallToolResult(content=content, structured_content=plain)


def _link(uri: str, path: Path) -> ResourceLink:
    return ResourceLink(
        uri=uri,
        name=path.name,
        mime_type=media_type_of(path),
        size=path.stat().st_size if path.is_file() else None,
        annotations=_FOR_BOTH,
    )


@dataclass(frozen=True, slots=True)
class Hints:
    """What a host should know before it lets a tool run."""

    reads_only: bool = False
    destroys: bool = False
    idempotent: bool = False
    open_world: bool = False


@dataclass(frozen=True, slots=True)
class Example:
    """A call that works, as it stands in the published contract."""

    says: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Tool:
    """One tool of the server."""

    name: str
    title: str
    description: str
    takes: type[Input]
    gives: type[Output]
    hints: Hints
    run: Callable[[Call, Any], Awaitable[Result]]
    examples: tuple[Example, ...] = ()
    is_shown: bool = False
    """Whether its answers are of a project that hosts may show in the view."""

    def on_the_wire(self) -> WireTool:
        """As MCP lists it."""
        return WireTool(
            name=self.name,
            title=self.title,
            description=self.description,
            input_schema=schema_of(self.takes),
            output_schema=schema_of(self.gives),
            annotations=ToolAnnotations(
                title=self.title,
                read_only_hint=self.hints.reads_only,
                destructive_hint=self.hints.destroys,
                idempotent_hint=self.hints.idempotent,
                open_world_hint=self.hints.open_world,
            ),
            _meta=TOOL_META if self.is_shown else None,
        )
