"""The shapes of what is said over the wire, as JSON Schema; components of the document."""

from __future__ import annotations

from collections.abc import Mapping

from tiktok_photo_video.wire.codes import WireCode
from tiktok_photo_video.wire.renders import RenderState
from tiktok_photo_video.wire.routes import EXTENSION_KEY

Schema = Mapping[str, object]

_TEXT: Schema = {"type": "string"}
_WORD: Schema = {"type": "string", "minLength": 1}
_FLAG: Schema = {"type": "boolean"}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_SIZE: Schema = {"type": "number", "minimum": 0}
_OBJECT: Schema = {"type": "object"}
_BYTES: Schema = {"type": "string", "format": "binary"}


def reference(name: str) -> Schema:
    """A reference to one of the components below."""
    return {"$ref": f"#/components/schemas/{name}"}


def _object(required: Mapping[str, Schema], **optional: Schema) -> Schema:
    return {
        "type": "object",
        "properties": {**required, **optional},
        "required": list(required),
    }


def _list(item: Schema, **limits: int) -> Schema:
    return {"type": "array", "items": item, **limits}


def _answer(data: Schema, **beside: Schema) -> Schema:
    """The envelope that successes come in."""
    return _object(
        {"code": {"const": 0}, "message": _TEXT, "success": {"const": True}, "data": data},
        **beside,
    )


_RENDER_DATA = _object(
    {
        "id": _WORD,
        "status": {"enum": [state.value for state in RenderState if state != "cancelled"]},
        "progress": {"type": "integer", "minimum": 0, "maximum": 100},
    },
    cancelled={"const": True},
    error=_TEXT,
    outputUrl=_TEXT,
    output=_object({"url": _TEXT}, duration=_SIZE, size=_COUNT),
    createdAt=_COUNT,
    completedAt=_COUNT,
    **{EXTENSION_KEY: _OBJECT},
)

COMPONENTS: Mapping[str, Schema] = {
    "Refusal": _object(
        {
            "code": {"enum": [int(code) for code in WireCode if code is not WireCode.OK]},
            "message": _WORD,
            "data": {"type": "null"},
            "success": {"const": False},
            "error": _WORD,
            "hint": _TEXT,
            "reason": _WORD,
        },
        detail=_TEXT,
    ),
    "AnonymousToken": _answer(
        _object(
            {
                "token": _WORD,
                "user_id": _WORD,
                "expires_at": {"type": "string", "format": "date-time"},
                "credits": _COUNT,
            }
        )
    ),
    "SessionRequest": _object({}, task_name=_TEXT, language=_TEXT),
    "SessionIds": _answer(_object({"session_id": _WORD, "task_id": _WORD, "user_id": _WORD})),
    "RunRequest": _object(
        {
            "session_id": _WORD,
            "new_message": _object(
                {"parts": _list(_object({}, text=_TEXT), minItems=1)}, role=_TEXT
            ),
        },
        app_name=_TEXT,
        user_id=_TEXT,
        streaming=_FLAG,
    ),
    "UploadUrls": _object(
        {"urls": _list({"type": "string", "format": "uri"}, minItems=1, maxItems=200)},
        source_type={"const": "url"},
    ),
    "UploadForm": _object({"files": _list(_BYTES, minItems=1, maxItems=200)}),
    "File": _object(
        {"filename": _WORD, "file_type": {"enum": ["image", "video", "audio"]}},
        cdn_url=_TEXT,
        duration=_SIZE,
        width=_COUNT,
        height=_COUNT,
        fps=_SIZE,
        hash=_TEXT,
        **{EXTENSION_KEY: _object({"whole": _FLAG})},
    ),
    "Upload": _answer(_object({"files": _list(reference("File")), "session_state_applied": _FLAG})),
    "Credits": _answer(
        _object({"available": _COUNT, "frozen": _COUNT, "total": _COUNT}),
        **{EXTENSION_KEY: _object({"metered": _FLAG})},
    ),
    "State": _answer(
        _object(
            {
                "session_id": _WORD,
                "task_id": _WORD,
                "task_name": _TEXT,
                "user_id": _WORD,
                "state": _object(
                    {
                        "draft": _OBJECT,
                        "video_infos": _list(reference("File")),
                        "video_analyses": _OBJECT,
                        "generated_media": {"type": "array"},
                        "canvas_config": _OBJECT,
                    }
                ),
            },
            **{EXTENSION_KEY: _OBJECT},
        )
    ),
    "DraftRequest": _object({"draft": _OBJECT}),
    "EditsRequest": _object({"version": _COUNT, "edits": _list(_OBJECT, minItems=1, maxItems=200)}),
    "RenderRequest": _object(
        {
            "id": {"type": "string", "pattern": "^[A-Za-z0-9_.-]{1,100}$"},
            "sessionId": _WORD,
            "draft": _OBJECT,
        },
        output=_OBJECT,
    ),
    "RenderData": _RENDER_DATA,
    "Render": _answer(reference("RenderData")),
    "Renders": _answer(_object({"renders": _list(reference("RenderData"))})),
    "About": _answer(
        _object(
            {
                "name": _WORD,
                "version": _WORD,
                "metered": _FLAG,
                "busy": _FLAG,
                "extensions": _list(_WORD),
            }
        )
    ),
    "Stopping": _answer(_object({"stopping": {"const": True}, "busy": _FLAG})),
    "Projects": _answer(
        _object(
            {"projects": _list(_object({"session_id": _WORD, "name": _TEXT, "version": _COUNT}))}
        )
    ),
    "Document": _object({"openapi": {"const": "3.1.0"}, "info": _OBJECT, "paths": _OBJECT}),
}
"""Every shape by its name in the document."""
