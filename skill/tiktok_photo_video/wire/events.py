"""What the frames of ``/run_sse`` mean, and how our own backend writes them.

Read: ADK events (camelCase or snake_case), flat objects with a ``type``, a bare ``heartbeat``,
empty data, and error objects, also those that are not JSON because a message was pasted in.
Written: ADK events as ADK itself writes them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from tiktok_photo_video.wire.codes import error_from_answer
from tiktok_photo_video.wire.routes import APP_NAME
from tiktok_photo_video.wire.sse import encode
from tiktok_photo_video.wire.strangers import facts_field, facts_in, shown

AGENT_ERROR = "agent_error"


@dataclass(frozen=True, slots=True)
class Text:
    """Words of the agent. A partial one is a piece of a longer text that follows whole."""

    text: str
    partial: bool = False
    event_id: str | None = None
    author: str | None = None


@dataclass(frozen=True, slots=True)
class ToolCall:
    """The agent started a tool."""

    name: str
    args: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ToolResult:
    """A tool answered."""

    name: str
    response: object = None


@dataclass(frozen=True, slots=True)
class StateDelta:
    """Keys of the session's state that have new values."""

    delta: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """The backend is still at work."""


@dataclass(frozen=True, slots=True)
class Failure:
    """The turn failed. ``code`` is the backend's own word; ``facts`` only ours tells."""

    code: str
    message: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ignored:
    """Nothing for the user: reasoning, an echo, a kind of event nobody has documented."""


StreamEvent: TypeAlias = Text | ToolCall | ToolResult | StateDelta | Heartbeat | Failure | Ignored


def parse_event(data: str) -> tuple[StreamEvent, ...]:
    """What one frame says, in order. Never raises: a strange frame is ``Ignored``."""
    text = data.strip()
    if not text or text.strip('"').lower() == "heartbeat":
        return (Heartbeat(),)
    try:
        value: object = json.loads(text)
    except (ValueError, RecursionError):
        return (_broken(text),)
    if not isinstance(value, Mapping):
        return (Ignored(),)
    return tuple(_events_in(value)) or (Ignored(),)


# An error object made by pasting: a quotation mark or a line break in the text breaks it.
_PASTED_ERROR = re.compile(r'\{\s*"error"\s*:\s*')


def _broken(text: str) -> StreamEvent:
    pasted = _PASTED_ERROR.match(text)
    if not pasted:
        return Ignored()
    # Taken off by hand: an expression that looks for the end takes ages over many spaces.
    said = text[pasted.end() :].removesuffix("}").rstrip()
    return Failure(AGENT_ERROR, shown(said.removeprefix('"').removesuffix('"')))


def _events_in(value: Mapping[str, object]) -> Iterator[StreamEvent]:
    kind = value.get("type")
    if isinstance(kind, str):
        meaning = _FLAT.get(kind)
        yield meaning(value) if meaning else Ignored()
        return
    # A text that was cut short comes in one event with the code that says so.
    yield from _adk_event(value)
    if failure := _failure(value):
        yield failure


# Flat objects.


def _flat_text(value: Mapping[str, object]) -> StreamEvent:
    text = _string(value, "content", "text")
    return Text(text, partial=value.get("partial") is True) if text else Ignored()


def _flat_failure(value: Mapping[str, object]) -> StreamEvent:
    message = _string(value, "message", "error", "content")
    return Failure(_string(value, "code") or AGENT_ERROR, shown(message))


_FLAT: Mapping[str, Callable[[Mapping[str, object]], StreamEvent]] = {
    "text": _flat_text,
    "tool_call": lambda v: ToolCall(_string(v, "name"), _object(v, "args")),
    "tool_result": lambda v: ToolResult(_string(v, "name"), v.get("result")),
    "heartbeat": lambda _: Heartbeat(),
    "ping": lambda _: Heartbeat(),
    "error": _flat_failure,
}


# ADK events.


def _failure(value: Mapping[str, object]) -> Failure | None:
    code = _string(value, "errorCode", "error_code")
    message = _string(value, "errorMessage", "error_message")
    if code or message:
        return Failure(code or AGENT_ERROR, shown(message), facts_in(value))
    if error := value.get("error"):
        details = _object(value, "error_details")
        text = error if isinstance(error, str) else _string(_object(value, "error"), "message")
        return Failure(_string(details, "error_type") or AGENT_ERROR, shown(text))
    refusal = error_from_answer(200, value) if "code" in value else None
    return Failure(refusal.code, refusal.message, refusal.facts) if refusal else None


def _adk_event(value: Mapping[str, object]) -> Iterator[StreamEvent]:
    parts = _object(value, "content").get("parts")
    for part in parts if isinstance(parts, list) else []:
        if isinstance(part, Mapping):
            yield _part(part, value)
    if isinstance(value.get("text"), str):
        # One third-party client expects this; no vendor source shows it.
        yield _flat_text(value)
    delta = _object(_object(value, "actions"), "stateDelta", "state_delta")
    if delta:
        yield StateDelta(delta)


def _part(part: Mapping[str, object], event: Mapping[str, object]) -> StreamEvent:
    if call := _object(part, "functionCall", "function_call"):
        return ToolCall(_string(call, "name"), _object(call, "args"))
    if result := _object(part, "functionResponse", "function_response"):
        return ToolResult(_string(result, "name"), result.get("response"))
    text, author = _string(part, "text"), _string(event, "author")
    # Reasoning is not for the user, and an echo of the user's own words is no answer.
    if not text or part.get("thought") is True or author == "user":
        return Ignored()
    return Text(text, event.get("partial") is True, _string(event, "id") or None, author or None)


def _string(value: Mapping[str, object], *names: str) -> str:
    for name in names:
        found = value.get(name)
        if isinstance(found, str) and found:
            # JSON may spell half a surrogate pair, which no terminal or file can take.
            return found.encode("utf-8", errors="replace").decode()
    return ""


def _object(value: Mapping[str, object], *names: str) -> Mapping[str, object]:
    for name in names:
        found = value.get(name)
        if isinstance(found, Mapping):
            return found
    return {}


# Putting texts together.


@dataclass(slots=True)
class _Pending:
    """Partial text that its full event has not repeated yet, and that event's id once it came."""

    text: str = ""
    repeated_by: str | None = None


class TextAssembler:
    """Puts partial and full texts together so that nothing is shown twice.

    ADK sends pieces marked partial and then one event with the whole text again, under the same
    id in new versions, under another in old ones.
    """

    def __init__(self) -> None:
        self._messages: list[str] = []
        self._pending: dict[str | None, _Pending] = {}

    @property
    def text(self) -> str:
        """Everything so far; separate messages stand in separate paragraphs."""
        return "\n\n".join(self._messages)

    def add(self, event: Text) -> str:
        """What is new in an event; empty when all of it has been shown already."""
        pending = self._pending.setdefault(event.author, _Pending())
        return self._partial(pending, event) if event.partial else self._full(pending, event)

    def _partial(self, pending: _Pending, event: Text) -> str:
        if pending.repeated_by is not None:
            pending.text, pending.repeated_by = "", None
        self._append(event.text, new=not pending.text)
        pending.text += event.text
        return event.text

    def _full(self, pending: _Pending, event: Text) -> str:
        mark = event.event_id or ""
        if pending.repeated_by is not None and pending.repeated_by != mark:
            pending.text = ""
        pending.repeated_by = mark
        if pending.text.startswith(event.text):
            pending.text = pending.text[len(event.text) :]
            return ""
        shown_already, pending.text = pending.text, ""
        continued = bool(shown_already) and event.text.startswith(shown_already)
        fresh = event.text.removeprefix(shown_already) if continued else event.text
        self._append(fresh, new=not continued)
        return fresh

    def _append(self, text: str, *, new: bool) -> None:
        if new or not self._messages:
            self._messages.append(text)
        else:
            self._messages[-1] += text


# Writing.


def text_event(
    text: str,
    *,
    invocation_id: str,
    event_id: str,
    timestamp_s: float,
    author: str = APP_NAME,
    partial: bool | None = None,
) -> dict[str, object]:
    """Words of the agent; a streamed text ends with one event that repeats it whole."""
    event = _event(
        _content("model", {"text": text}),
        invocation_id=invocation_id,
        event_id=event_id,
        timestamp_s=timestamp_s,
        author=author,
    )
    return event if partial is None else {**event, "partial": partial}


def tool_call_event(
    call_id: str,
    name: str,
    args: Mapping[str, object],
    *,
    invocation_id: str,
    event_id: str,
    timestamp_s: float,
    author: str = APP_NAME,
) -> dict[str, object]:
    """The agent starts a tool."""
    call = {"id": call_id, "name": name, "args": dict(args)}
    event = _event(
        _content("model", {"functionCall": call}),
        invocation_id=invocation_id,
        event_id=event_id,
        timestamp_s=timestamp_s,
        author=author,
    )
    return {**event, "longRunningToolIds": []}


def tool_result_event(
    call_id: str,
    name: str,
    response: Mapping[str, object],
    state_delta: Mapping[str, object] | None = None,
    *,
    invocation_id: str,
    event_id: str,
    timestamp_s: float,
    author: str = APP_NAME,
) -> dict[str, object]:
    """A tool answers. The role is the user's and the author the agent, as ADK has it."""
    result = {"id": call_id, "name": name, "response": dict(response)}
    return _event(
        _content("user", {"functionResponse": result}),
        invocation_id=invocation_id,
        event_id=event_id,
        timestamp_s=timestamp_s,
        author=author,
        state_delta=state_delta,
    )


def failure_event(
    code: str,
    message: str,
    *,
    invocation_id: str,
    event_id: str,
    timestamp_s: float,
    author: str = APP_NAME,
    facts: Mapping[str, object] | None = None,
) -> dict[str, object]:
    """The turn failed; ``facts`` let our own client say it in another language."""
    event = _event(
        {},
        invocation_id=invocation_id,
        event_id=event_id,
        timestamp_s=timestamp_s,
        author=author,
    )
    return {"errorCode": code, "errorMessage": message, **event, **facts_field(facts or {})}


def event_frame(event: Mapping[str, object]) -> bytes:
    """An event as it goes over the line: one ``data`` line and a blank one."""
    return encode(json.dumps(event, ensure_ascii=False, separators=(",", ":")))


def _content(role: str, part: Mapping[str, object]) -> dict[str, object]:
    return {"content": {"parts": [dict(part)], "role": role}}


def _event(
    head: Mapping[str, object],
    *,
    invocation_id: str,
    event_id: str,
    timestamp_s: float,
    author: str,
    state_delta: Mapping[str, object] | None = None,
) -> dict[str, object]:
    return {
        **head,
        "invocationId": invocation_id,
        "author": author,
        # ADK writes these three even when they are empty.
        "actions": {
            "stateDelta": dict(state_delta or {}),
            "artifactDelta": {},
            "requestedAuthConfigs": {},
        },
        "id": event_id,
        "timestamp": timestamp_s,
    }
