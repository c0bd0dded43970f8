"""The wire's payloads; those of uploading and rendering have modules of their own behind it.

For each: a frozen value, one ``parse_*`` that takes every documented variant and raises
``ProtocolError`` naming the field that is wrong, and one writer that emits the superset.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from tiktok_photo_video.errors import ProtocolError
from tiktok_photo_video.wire.envelope import ok_answer, unwrapped
from tiktok_photo_video.wire.fields import Fields, fields_of
from tiktok_photo_video.wire.renders import (
    RenderRequest,
    RenderState,
    RenderStatus,
    parse_render_request,
    parse_render_status,
    render_request,
    render_status_answer,
)
from tiktok_photo_video.wire.routes import APP_NAME, EXTENSION_KEY, ME
from tiktok_photo_video.wire.uploads import (
    Upload,
    UploadedFile,
    parse_upload,
    parse_upload_urls,
    parse_uploaded_file,
    upload_answer,
    upload_urls_request,
    uploaded_file_object,
)

__all__ = [
    "AnonymousToken",
    "Credits",
    "RenderRequest",
    "RenderState",
    "RenderStatus",
    "RunRequest",
    "SessionIds",
    "SessionRequest",
    "SessionState",
    "Upload",
    "UploadedFile",
    "anonymous_token_answer",
    "credits_answer",
    "draft_request",
    "edits_request",
    "ok_answer",
    "parse_anonymous_token",
    "parse_credits",
    "parse_draft_request",
    "parse_edits_request",
    "parse_extensions",
    "parse_render_request",
    "parse_render_status",
    "parse_run_request",
    "parse_session_ids",
    "parse_session_request",
    "parse_session_state",
    "parse_upload",
    "parse_upload_urls",
    "parse_uploaded_file",
    "render_request",
    "render_status_answer",
    "run_request",
    "session_ids_answer",
    "session_request",
    "session_state_answer",
    "upload_answer",
    "upload_urls_request",
    "uploaded_file_object",
]

DEFAULT_TASK_NAME = "project"


# Access.


@dataclass(frozen=True, slots=True)
class AnonymousToken:
    """Access without an account. ``token`` stays out of the repr, and so out of logs."""

    token: str = field(repr=False)
    user_id: str | None = None
    expires_at: datetime | None = None
    credits: int | None = None


def parse_anonymous_token(obj: object) -> AnonymousToken:
    """Read the answer to the anonymous-token call."""
    data = unwrapped(obj)
    return AnonymousToken(
        token=data.text("token"),
        user_id=data.optional_text("user_id", "userId"),
        expires_at=_moment(data, "expires_at", "expiresAt"),
        credits=data.optional_integer("credits"),
    )


def anonymous_token_answer(token: AnonymousToken) -> dict[str, object]:
    """Write the answer to the anonymous-token call."""
    return ok_answer(
        {
            "token": token.token,
            "user_id": token.user_id,
            "expires_at": _iso(token.expires_at),
            "credits": token.credits,
        }
    )


def _moment(data: Fields, *names: str) -> datetime | None:
    """An ISO-8601 text or epoch seconds; an aware time in UTC.

    A time that cannot be read is no reason to refuse a good token: it counts as not given.
    """
    value = data.raw(*names)
    try:
        if isinstance(value, str):
            read = datetime.fromisoformat(value)
            return read.replace(tzinfo=read.tzinfo or UTC).astimezone(UTC)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return datetime.fromtimestamp(value, UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return None


def _iso(moment: datetime | None) -> str | None:
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


# Sessions.


@dataclass(frozen=True, slots=True)
class SessionRequest:
    """The wish for a session. ``language`` is a code such as ``en`` or ``zh-CN``."""

    task_name: str = DEFAULT_TASK_NAME
    language: str | None = None


def parse_session_request(obj: object) -> SessionRequest:
    """Read the body of the create-session call; an empty one is fine."""
    body = fields_of({} if obj is None else obj)
    return SessionRequest(
        task_name=body.optional_text("task_name", "taskName") or DEFAULT_TASK_NAME,
        language=body.optional_text("language"),
    )


def session_request(request: SessionRequest) -> dict[str, object]:
    """Write the body of the create-session call."""
    body: dict[str, object] = {"task_name": request.task_name}
    return body | ({"language": request.language} if request.language else {})


@dataclass(frozen=True, slots=True)
class SessionIds:
    """What a session is known by. Ids are opaque texts, also where they look like numbers."""

    session_id: str
    task_id: str = ""
    user_id: str | None = None


def parse_session_ids(obj: object) -> SessionIds:
    """Read the answer to the create-session call."""
    data = unwrapped(obj)
    return SessionIds(
        session_id=data.text("session_id", "sessionId"),
        task_id=data.optional_text("task_id", "taskId") or "",
        user_id=data.optional_text("user_id", "userId"),
    )


def session_ids_answer(ids: SessionIds) -> dict[str, object]:
    """Write the answer to the create-session call; two known clients look at the top level."""
    data = {"session_id": ids.session_id, "task_id": ids.task_id, "user_id": ids.user_id}
    return ok_answer(data, session_id=ids.session_id, task_id=ids.task_id)


# Credits.


@dataclass(frozen=True, slots=True)
class Credits:
    """A balance; ``frozen`` is held for running work, ``total`` is both together."""

    available: float
    frozen: float = 0
    total: float = 0


def parse_credits(obj: object) -> Credits:
    """Read the answer to the credits call."""
    data = unwrapped(obj)
    available = data.number("available")
    frozen = data.optional_number("frozen") or 0
    total = data.optional_number("total")
    return Credits(available, frozen, available + frozen if total is None else total)


def credits_answer(balance: Credits) -> dict[str, object]:
    """Write the answer to the credits call."""
    return ok_answer(
        {"available": balance.available, "frozen": balance.frozen, "total": balance.total}
    )


# State.


@dataclass(frozen=True, slots=True)
class SessionState:
    """What a session holds.

    Attributes:
        draft: the timeline exactly as it came; ``None`` before the first edit.
        video_infos: the material, whatever its kind.
        generated_media: exactly as it came.
        canvas_config: exactly as it came.
        extensions: our own backend's additions; empty from others.

    """

    session_id: str
    task_id: str = ""
    task_name: str = ""
    draft: Mapping[str, object] | None = None
    video_infos: tuple[UploadedFile, ...] = ()
    generated_media: tuple[object, ...] = ()
    canvas_config: Mapping[str, object] = field(default_factory=dict)
    extensions: Mapping[str, object] = field(default_factory=dict)
    user_id: str | None = None


def parse_session_state(obj: object) -> SessionState:
    """Read the answer to the state call.

    Nobody documents what stands inside ``video_infos`` and ``generated_media``, so an unknown
    item there is kept as far as it can be understood and never refused.
    """
    data = unwrapped(obj)
    inner = data.inner("state")
    return SessionState(
        session_id=data.optional_text("session_id", "sessionId") or "",
        task_id=data.optional_text("task_id", "taskId") or "",
        task_name=data.optional_text("task_name", "taskName") or "",
        draft=_mapping(inner, "draft") or None,
        video_infos=_material(inner.raw("video_infos", "videoInfos")),
        generated_media=_listed(inner.raw("generated_media", "generatedMedia")),
        canvas_config=_mapping(inner, "canvas_config", "canvasConfig"),
        extensions=_mapping(data, EXTENSION_KEY),
        user_id=data.optional_text("user_id", "userId"),
    )


def session_state_answer(state: SessionState) -> dict[str, object]:
    """Write the answer to the state call."""
    data: dict[str, object] = {
        "session_id": state.session_id,
        "task_id": state.task_id,
        "task_name": state.task_name,
        "user_id": state.user_id,
        "state": {
            "draft": dict(state.draft or {}),
            "video_infos": [uploaded_file_object(file) for file in state.video_infos],
            "video_analyses": {},
            "generated_media": list(state.generated_media),
            "canvas_config": dict(state.canvas_config),
        },
    }
    return ok_answer(data | ({EXTENSION_KEY: dict(state.extensions)} if state.extensions else {}))


def _mapping(fields: Fields, *names: str) -> Mapping[str, object]:
    """An object, untouched; absent, or another empty value such as ``""``, is an empty one."""
    value = fields.raw(*names)
    return fields.inner(*names).values if value else {}


def _listed(value: object) -> tuple[object, ...]:
    if isinstance(value, Mapping):
        return tuple(value.values())
    return tuple(value) if isinstance(value, list | tuple) else ()


def _material(value: object) -> tuple[UploadedFile, ...]:
    return tuple(_file_as_known(item) for item in _listed(value))


def _file_as_known(item: object) -> UploadedFile:
    try:
        return parse_uploaded_file(item)
    except ProtocolError:
        return UploadedFile(filename=item if isinstance(item, str) else "")


# Our own extensions.


def parse_extensions(obj: object) -> frozenset[str]:
    """Read the names of the extensions out of the answer to the about call."""
    items = unwrapped(obj).items("extensions")
    return frozenset(item for _, item in items if isinstance(item, str))


def parse_draft_request(obj: object) -> Mapping[str, object]:
    """Read the draft that is to become a session's timeline."""
    return fields_of(obj).inner("draft").values


def draft_request(draft: Mapping[str, object]) -> dict[str, object]:
    """Write the wish to have a draft put into a session; a session's state answers it."""
    return {"draft": dict(draft)}


@dataclass(frozen=True, slots=True)
class EditsRequest:
    """Edits as values, and the version of the timeline that they were thought out for."""

    version: int
    edits: tuple[object, ...]


def parse_edits_request(obj: object) -> EditsRequest:
    """Read the edits that a session's timeline is to take."""
    fields = fields_of(obj)
    return EditsRequest(fields.integer("version"), tuple(item for _, item in fields.items("edits")))


def edits_request(request: EditsRequest) -> dict[str, object]:
    """Write the wish to have edits carried out; a session's state answers it."""
    return {"version": request.version, "edits": list(request.edits)}


# Turns.


@dataclass(frozen=True, slots=True)
class RunRequest:
    """One message to the agent."""

    session_id: str
    text: str
    app_name: str = APP_NAME
    user_id: str = ME
    streaming: bool = False


def parse_run_request(obj: object) -> RunRequest:
    """Read the body of ``/run_sse`` in ADK's camelCase or in snake_case.

    Raises:
        ProtocolError: no session, or no text in any part of the message.

    """
    body = fields_of(obj)
    return RunRequest(
        session_id=body.text("session_id", "sessionId"),
        text=_text_in(body.inner("new_message", "newMessage")),
        app_name=body.optional_text("app_name", "appName") or APP_NAME,
        user_id=body.optional_text("user_id", "userId") or ME,
        streaming=body.flag("streaming"),
    )


def run_request(request: RunRequest) -> dict[str, object]:
    """Write the body of ``/run_sse``, snake_case as every skill does."""
    body: dict[str, object] = {
        "app_name": request.app_name,
        "user_id": request.user_id,
        "session_id": request.session_id,
        "new_message": {"role": "user", "parts": [{"text": request.text}]},
    }
    return body | ({"streaming": True} if request.streaming else {})


def _text_in(message: Fields) -> str:
    parts = [fields_of(item, path) for path, item in message.items("parts")]
    text = "\n".join(filter(None, (part.optional_text("text") for part in parts)))
    if not text.strip():
        raise ProtocolError(
            f"No parts in the {message.path}: there is no text to act on.",
            hint="Send at least one part with a text.",
        )
    return text
