"""The payloads of rendering: the order, and the status in each of its documented shapes.

A: ``status`` at the top, the address in ``output.url``. B: both under ``data``, the address as
``outputUrl``. C: as A without the rest. We read all three and write A and B at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from tiktok_photo_video.wire.fields import Fields, fields_of, missing
from tiktok_photo_video.wire.outputs import DEFAULT_OUTPUT
from tiktok_photo_video.wire.routes import EXTENSION_KEY


@dataclass(frozen=True, slots=True)
class RenderRequest:
    """An order to render. ``id`` is the caller's choice; ``draft`` goes as it came from state."""

    id: str
    session_id: str
    draft: Mapping[str, object]
    output: Mapping[str, object] = field(default_factory=lambda: dict(DEFAULT_OUTPUT))


def parse_render_request(obj: object) -> RenderRequest:
    """Read an order; ``output`` may be left out."""
    body = fields_of(obj)
    output = body.optional_inner("output")
    return RenderRequest(
        id=body.text("id", "render_id", "renderId"),
        session_id=body.text("sessionId", "session_id"),
        draft=body.inner("draft").values,
        output={**DEFAULT_OUTPUT, **(output.values if output else {})},
    )


def render_request(request: RenderRequest) -> dict[str, object]:
    """Write an order; its ``sessionId`` is the wire's one camelCase field."""
    return {
        "id": request.id,
        "sessionId": request.session_id,
        "draft": dict(request.draft),
        "output": dict(request.output),
    }


class RenderState(StrEnum):
    """How far a render is. On the wire a cancelled one is a failed one with a mark."""

    PENDING = "pending"
    PROCESSING = "processing"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_final(self) -> bool:
        """Nothing more will come of it."""
        return self in (RenderState.COMPLETED, RenderState.FAILED, RenderState.CANCELLED)

    @property
    def is_failed(self) -> bool:
        """It ended without a video."""
        return self in (RenderState.FAILED, RenderState.CANCELLED)


_STATE_WORDS = {
    **{state.value: state for state in RenderState},
    "queued": RenderState.PENDING,
    "submitted": RenderState.PENDING,
    "running": RenderState.PROCESSING,
    "rendering": RenderState.PROCESSING,
    "done": RenderState.COMPLETED,
    "success": RenderState.COMPLETED,
    "succeeded": RenderState.COMPLETED,
    "error": RenderState.FAILED,
    "canceled": RenderState.CANCELLED,
}


@dataclass(frozen=True, slots=True)
class RenderStatus:
    """How a render stands.

    Attributes:
        progress: 0 to 100.
        url: where the video is, absolute or relative to the backend; ``None`` until then.
        error: why it failed, in the backend's words.
        extensions: our own backend's additions; empty from others.

    """

    id: str
    state: RenderState
    progress: int = 0
    url: str | None = None
    duration_s: float | None = None
    size_bytes: int | None = None
    error: str | None = None
    created_at_ms: int | None = None
    completed_at_ms: int | None = None
    extensions: Mapping[str, object] = field(default_factory=dict)


def parse_render_status(
    obj: object, *, render_id: str = "", otherwise: RenderState | None = None
) -> RenderStatus:
    """Read the answer to submitting, polling or cancelling.

    Args:
        obj: the JSON body.
        render_id: what the caller asked about, for answers that do not repeat it.
        otherwise: the state to assume when the answer tells none, as after submitting.

    Raises:
        ProtocolError: there is neither a status nor an address, and nothing to assume.

    """
    data = _level_with_status(fields_of(obj))
    output = data.optional_inner("output") or Fields({}, data.path_of("output"))
    url = output.optional_text("url") or data.optional_text("outputUrl", "output_url", "url")
    state = _state(data, url, otherwise)
    return RenderStatus(
        id=data.optional_text("id", "taskId", "render_id", "renderId") or render_id,
        state=state,
        progress=_progress(data, state),
        url=url or None,
        duration_s=output.optional_number("duration") or data.optional_number("duration"),
        size_bytes=output.optional_integer("size") or data.optional_integer("size"),
        error=_error(data),
        created_at_ms=_epoch_ms(data, "createdAt", "created_at"),
        completed_at_ms=_epoch_ms(data, "completedAt", "completed_at"),
        extensions=_extensions(data),
    )


def render_status_answer(status: RenderStatus) -> dict[str, object]:
    """Write a status in shapes A and B at once, and each shape's fields at both levels."""
    both = _both_levels(status)
    top = {"code": 0, "message": "ok", "success": True, **both}
    return {**top, "data": both}


def _both_levels(status: RenderStatus) -> dict[str, object]:
    cancelled = status.state is RenderState.CANCELLED
    fields: dict[str, object | None] = {
        "id": status.id,
        "taskId": status.id,
        # Clients wait for ``completed`` or ``failed``; any third word would keep them waiting.
        "status": (RenderState.FAILED if cancelled else status.state).value,
        "cancelled": True if cancelled else None,
        "progress": status.progress,
        "outputUrl": status.url,
        "output": _output(status),
        "error": status.error or ("The render was cancelled." if cancelled else None),
        "createdAt": status.created_at_ms,
        "completedAt": status.completed_at_ms,
        EXTENSION_KEY: dict(status.extensions) or None,
    }
    return {key: value for key, value in fields.items() if value is not None}


def _output(status: RenderStatus) -> dict[str, object] | None:
    if status.url is None:
        return None
    output = {"url": status.url, "duration": status.duration_s, "size": status.size_bytes}
    return {key: value for key, value in output.items() if value is not None}


def _level_with_status(root: Fields) -> Fields:
    inner = root.raw("data")
    data = Fields(inner, "data") if isinstance(inner, Mapping) else root
    return data if "status" in data.values or "status" not in root.values else root


def _state(data: Fields, url: str | None, otherwise: RenderState | None) -> RenderState:
    word = data.optional_text("status", "state")
    if word is None:
        assumed = RenderState.COMPLETED if url else otherwise
        if assumed:
            return assumed
        raise missing(data.path_of("status"))
    # A word nobody has documented is taken for work in progress: who waits has a time limit.
    state = _STATE_WORDS.get(word.strip().lower(), RenderState.PROCESSING)
    if state is RenderState.FAILED and data.raw("cancelled") is True:
        return RenderState.CANCELLED
    return state


def _progress(data: Fields, state: RenderState) -> int:
    if state is RenderState.COMPLETED:
        return 100
    given = data.optional_number("progress") or 0
    percent = given * 100 if 0 < given < 1 else given
    return min(max(round(percent), 0), 100)


def _error(data: Fields) -> str | None:
    value = data.raw("error", "error_message", "errorMessage")
    if isinstance(value, Mapping):
        value = value.get("message")
    return value if isinstance(value, str) and value.strip() else None


def _epoch_ms(data: Fields, *names: str) -> int | None:
    value = data.raw(*names)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _extensions(data: Fields) -> Mapping[str, object]:
    inner = data.optional_inner(EXTENSION_KEY)
    return dict(inner.values) if inner else {}
