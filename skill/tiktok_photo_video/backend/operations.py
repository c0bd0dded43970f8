"""Every operation this backend serves: the one table its routes and its document come from."""

from __future__ import annotations

from functools import partial

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tiktok_photo_video.backend.handlers import Handlers
from tiktok_photo_video.backend.openapi import JSON, Operation, document
from tiktok_photo_video.backend.orders import ATTRIBUTION
from tiktok_photo_video.wire import routes
from tiktok_photo_video.wire.codes import WireCode
from tiktok_photo_video.wire.outputs import FileFormat

OPENAPI_PATH = f"{routes.EXTENSION_PREFIX}/openapi.json"
_FORM = "multipart/form-data"
_JPEG = "image/jpeg"
_PNG = "image/png"
_MP4 = "video/mp4"
_BAD, _ODD = WireCode.BAD_REQUEST, WireCode.UNPROCESSABLE
_NO_SESSION, _NOT_FOUND = WireCode.NO_SESSION, WireCode.NOT_FOUND


def route_table(handlers: Handlers) -> list[Route]:
    """Every path of the wire, and of our extensions, with its handler."""
    return [
        Route(row.path, partial(row.endpoint, handlers), methods=[row.method]) for row in OPERATIONS
    ]


async def _openapi(_: Handlers, __: Request) -> Response:
    """Tell, for programs, what can be asked here."""
    return JSONResponse(document(OPERATIONS))


def _render_operations(submit: str, poll: str) -> tuple[Operation, Operation]:
    return (
        Operation(
            "POST",
            submit,
            Handlers.submit_render,
            answer_schema="Render",
            body=((JSON, "RenderRequest"),),
            headers=ATTRIBUTION,
            refusals=(_BAD, _ODD, _NO_SESSION, WireCode.CONFLICT, WireCode.EXPORT_BLOCKED),
        ),
        Operation(
            "GET", poll, Handlers.poll_render, answer_schema="Render", refusals=(_NOT_FOUND,)
        ),
    )


OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "POST",
        routes.ANONYMOUS_TOKEN,
        Handlers.anonymous_token,
        answer_schema="AnonymousToken",
        headers=(routes.X_CLIENT_ID,),
        is_open=True,
        refusals=(_BAD, WireCode.RATE_LIMITED),
    ),
    Operation(
        "POST",
        routes.CREATE_SESSION_PATTERN,
        Handlers.create_session,
        answer_schema="SessionIds",
        body=((JSON, "SessionRequest"),),
        refusals=(_BAD,),
    ),
    Operation(
        "POST",
        routes.RUN_SSE,
        Handlers.run_sse,
        answer=routes.EVENT_STREAM,
        body=((JSON, "RunRequest"),),
        refusals=(_BAD, _NO_SESSION, WireCode.NO_CREDITS, WireCode.UNAVAILABLE),
    ),
    Operation(
        "POST",
        routes.UPLOAD_PATTERN,
        Handlers.upload,
        answer_schema="Upload",
        body=((_FORM, "UploadForm"), (JSON, "UploadUrls")),
        refusals=(
            _BAD,
            _ODD,
            _NO_SESSION,
            WireCode.UNSUPPORTED_FILE,
            WireCode.FILE_TOO_LARGE,
        ),
    ),
    Operation(
        "GET",
        routes.STATE_PATTERN,
        Handlers.state,
        answer_schema="State",
        refusals=(_NO_SESSION,),
    ),
    Operation("GET", routes.CREDITS, Handlers.credits, answer_schema="Credits"),
    *_render_operations(routes.RENDER, routes.RENDER_PATTERN),
    Operation(
        "POST",
        routes.RENDER_CANCEL_PATTERN,
        Handlers.cancel_render,
        answer_schema="Render",
        refusals=(_NOT_FOUND,),
    ),
    Operation(
        "GET",
        routes.RENDER_DOWNLOAD_PATTERN,
        Handlers.download,
        answer=_MP4,
        or_else=tuple(each.media_type for each in FileFormat if each.media_type != _MP4),
        refusals=(_NOT_FOUND,),
    ),
    *_render_operations(routes.OLD_RENDER, routes.OLD_RENDER_PATTERN),
    Operation(
        "GET",
        routes.ABOUT,
        Handlers.about,
        answer_schema="About",
        is_open=True,
    ),
    Operation(
        "POST",
        f"{routes.EXTENSION_PREFIX}/stop",
        Handlers.stop,
        answer_schema="Stopping",
        is_open=True,
    ),
    Operation(
        "POST",
        f"{routes.EXTENSION_PREFIX}/retire",
        Handlers.retire,
        answer_schema="Stopping",
        is_open=True,
    ),
    Operation("GET", OPENAPI_PATH, _openapi, answer_schema="Document", is_open=True),
    Operation(
        "GET",
        f"{routes.EXTENSION_PREFIX}/projects",
        Handlers.projects,
        answer_schema="Projects",
    ),
    Operation(
        "GET",
        f"{routes.EXTENSION_PREFIX}/renders",
        Handlers.list_renders,
        answer_schema="Renders",
    ),
    Operation(
        "GET",
        routes.STORYBOARD_PATTERN,
        Handlers.storyboard,
        answer=_JPEG,
        refusals=(_ODD, _NO_SESSION),
    ),
    Operation(
        "GET",
        routes.FRAME_PATTERN,
        Handlers.frame,
        answer=_JPEG,
        query=("at_ms",),
        refusals=(_ODD, _NO_SESSION),
    ),
    Operation(
        "GET",
        routes.SOUND_PATTERN,
        Handlers.sound,
        answer=_PNG,
        refusals=(_ODD, _NO_SESSION),
    ),
    Operation(
        "GET",
        routes.COVER_PATTERN,
        Handlers.cover,
        answer=_JPEG,
        refusals=(_ODD, _NO_SESSION),
    ),
    Operation(
        "GET",
        routes.ROUGH_CUT_PATTERN,
        Handlers.rough_cut,
        answer=_MP4,
        refusals=(_ODD, _NO_SESSION, _NOT_FOUND),
    ),
    Operation(
        "PUT",
        routes.DRAFT_PATTERN,
        Handlers.restore,
        answer_schema="State",
        body=((JSON, "DraftRequest"),),
        refusals=(_BAD, _ODD, _NO_SESSION),
    ),
    Operation(
        "POST",
        routes.EDITS_PATTERN,
        Handlers.edit,
        answer_schema="State",
        body=((JSON, "EditsRequest"),),
        refusals=(_BAD, _ODD, _NO_SESSION, WireCode.CONFLICT, WireCode.NO_CREDITS),
    ),
)
