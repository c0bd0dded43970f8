"""Resources: timelines, storyboards, films, finished videos, the view, the skill's own file."""

from __future__ import annotations

import base64
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from mcp_types import (
    BlobResourceContents,
    ReadResourceResult,
    Resource,
    ResourceTemplate,
    TextResourceContents,
)

from tiktok_photo_video.client.attribution import SKILL_FILE, skill_folder
from tiktok_photo_video.errors import InputError
from tiktok_photo_video.settings import APP_NAME
from tiktok_photo_video.timeline.edit_schema import edit_schemas
from tiktok_photo_video.wire.outputs import FileFormat
from tiktok_photo_video_tools.mcp_server.exporting import export_uri
from tiktok_photo_video_tools.mcp_server.films import film
from tiktok_photo_video_tools.mcp_server.places import media_type_of
from tiktok_photo_video_tools.mcp_server.projects import (
    PreviewInput,
    ProjectInput,
    get_project,
    preview,
)
from tiktok_photo_video_tools.mcp_server.tool import Call
from tiktok_photo_video_tools.mcp_server.view import VIEW_META, VIEW_TYPE, VIEW_URI, view

SCHEME = "photo-video://"
SKILL_URI = f"skill://{APP_NAME}/{SKILL_FILE}"
EDITS_URI = f"{SCHEME}edits"
MAX_VIDEO_BYTES = 30_000_000
_MAX_PROJECTS, _MAX_VIDEOS = 10, 10
_JSON, _JPEG, _MP4, _MARKDOWN = "application/json", "image/jpeg", "video/mp4", "text/markdown"


def listed(call: Call) -> list[Resource]:
    """What there is to read now: the last projects and videos, and what is always there."""
    fixed = [
        Resource(
            uri=SKILL_URI,
            name=SKILL_FILE,
            description="How to use this product well, for agents.",
            mime_type=_MARKDOWN,
        ),
        Resource(
            uri=EDITS_URI,
            name="edits.json",
            description="JSON Schema of every edit that edit_timeline takes.",
            mime_type=_JSON,
        ),
        Resource(
            uri=VIEW_URI,
            name="preview.html",
            description="A view of a project for hosts that show such views in the chat.",
            mime_type=VIEW_TYPE,
            _meta=VIEW_META,
        ),
    ]
    return [*fixed, *_of_projects(call), *_of_videos(call)]


def _of_projects(call: Call) -> list[Resource]:
    here = [p for p in call.projects.all() if p.backend == call.backend.name]
    found = []
    for project in here[:_MAX_PROJECTS]:
        uri = f"{SCHEME}projects/{quote(project.id, safe='')}"
        found += [
            Resource(
                uri=f"{uri}/timeline",
                name=f"timeline of {project.id}",
                description=f"The timeline of {project.name}.",
                mime_type=_JSON,
            ),
            Resource(
                uri=f"{uri}/storyboard",
                name=f"storyboard of {project.id}",
                description=f"One frame a photo of {project.name}.",
                mime_type=_JPEG,
            ),
        ]
    return found


def _of_videos(call: Call) -> list[Resource]:
    exports = call.projects.exports(backend=call.backend.name)[: 2 * _MAX_VIDEOS]
    there = [export for export in exports if Path(export.path).is_file()]
    return [
        Resource(
            uri=export_uri(export.id, export.path),
            name=Path(export.path).name,
            description=f"A finished video: {export.path}",
            mime_type=media_type_of(Path(export.path)),
            size=Path(export.path).stat().st_size,
        )
        for export in there[:_MAX_VIDEOS]
    ]


def templates() -> list[ResourceTemplate]:
    """The addresses that are made of ids."""
    return [
        ResourceTemplate(
            uri_template=f"{SCHEME}projects/{{project}}/timeline",
            name="timeline",
            description="A project's timeline as JSON, as get_project gives it.",
            mime_type=_JSON,
        ),
        ResourceTemplate(
            uri_template=f"{SCHEME}projects/{{project}}/storyboard",
            name="storyboard",
            description="A project as one picture.",
            mime_type=_JPEG,
        ),
        ResourceTemplate(
            uri_template=f"{SCHEME}projects/{{project}}/film.mp4",
            name="film",
            description="A project as a small film to look at, rendered when it is read.",
            mime_type=_MP4,
        ),
        ResourceTemplate(
            uri_template=f"{SCHEME}exports/{{export}}/video.mp4",
            name="video",
            description="A finished video, up to 30 MB.",
            mime_type=_MP4,
        ),
    ]


async def read(call: Call, uri: str) -> ReadResourceResult | None:
    """What is at an address; ``None`` when there is nothing.

    Raises:
        PhotoVideoError: it is there, and cannot be given.
    """
    if uri == SKILL_URI:
        text = (skill_folder() / SKILL_FILE).read_text(encoding="utf-8")
        return _text(uri, text, _MARKDOWN)
    if uri == VIEW_URI:
        return _text(uri, view(), VIEW_TYPE, VIEW_META)
    if uri == EDITS_URI:
        return _text(uri, json.dumps(edit_schemas(), indent=1), _JSON)
    parts = tuple(unquote(part) for part in uri.removeprefix(SCHEME).split("/"))
    if not uri.startswith(SCHEME) or len(parts) != 3:
        return None
    reader = _READERS.get((parts[0], parts[2]))
    return await reader(call, uri, parts[1]) if reader else None


async def _timeline(call: Call, uri: str, project_id: str) -> ReadResourceResult | None:
    if not _is_known(call, project_id):
        return None
    result = await get_project(call, ProjectInput(project=project_id))
    return _text(uri, json.dumps(result.values.plain(), ensure_ascii=False), _JSON)


async def _storyboard(call: Call, uri: str, project_id: str) -> ReadResourceResult | None:
    if not _is_known(call, project_id):
        return None
    result = await preview(call, PreviewInput(project=project_id))
    return _blob(uri, result.picture or b"", _JPEG)


async def _film(call: Call, uri: str, project_id: str) -> ReadResourceResult | None:
    if not _is_known(call, project_id):
        return None
    return _blob(uri, await film(call, project_id), _MP4)


async def _video(call: Call, uri: str, export_id: str) -> ReadResourceResult | None:
    exports = call.projects.exports(backend=call.backend.name)
    path = next((Path(e.path) for e in exports if e.id == export_id), None)
    if path is None or not path.is_file():
        return None
    if path.stat().st_size > MAX_VIDEO_BYTES:
        raise InputError(
            f"The video is larger than {MAX_VIDEO_BYTES // 1_000_000} MB; it is at {path}.",
            code="video_too_large",
            hint="Open it from there.",
            facts={"path": str(path), "limit": MAX_VIDEO_BYTES // 1_000_000},
        )
    return _blob(uri, path.read_bytes(), media_type_of(path))


def _is_known(call: Call, project_id: str) -> bool:
    known = call.projects.known(project_id)
    return known is not None and known.backend == call.backend.name


_READERS: dict[
    tuple[str, str], Callable[[Call, str, str], Awaitable[ReadResourceResult | None]]
] = {
    ("projects", "timeline"): _timeline,
    ("projects", "storyboard"): _storyboard,
    ("projects", "film.mp4"): _film,
    **{("exports", f"video{kind.suffix}"): _video for kind in FileFormat},
}


def _text(
    uri: str, text: str, mime_type: str, meta: dict[str, Any] | None = None
) -> ReadResourceResult:
    return ReadResourceResult(
        contents=[TextResourceContents(uri=uri, text=text, mime_type=mime_type, _meta=meta)]
    )


def _blob(uri: str, content: bytes, mime_type: str) -> ReadResourceResult:
    blob = base64.b64encode(content).decode()
    return ReadResourceResult(
        contents=[BlobResourceContents(uri=uri, blob=blob, mime_type=mime_type)]
    )
