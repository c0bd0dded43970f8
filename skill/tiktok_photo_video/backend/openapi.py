"""The OpenAPI document of what this backend serves, made from the table of its operations."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from tiktok_photo_video import __version__
from tiktok_photo_video.backend.config import LOCAL_KEY_HEADER
from tiktok_photo_video.backend.handlers import Handlers
from tiktok_photo_video.backend.orders import ATTRIBUTION
from tiktok_photo_video.backend.schemas import COMPONENTS, Schema, reference
from tiktok_photo_video.wire.codes import CODES, WireCode
from tiktok_photo_video.wire.routes import EVENT_STREAM

OPENAPI_VERSION = "3.1.0"
JSON = "application/json"
_PARAMETER = re.compile(r"\{(\w+)\}")
# What any call may be answered with, beside its own refusals.
_EVERYWHERE = (WireCode.FORBIDDEN, WireCode.INTERNAL, WireCode.STORAGE_FULL)
_BYTES: Schema = {"type": "string", "format": "binary"}
# Of answers that are no JSON. A stream is read as a text, or event by event as objects.
_OTHERS: Mapping[str, Schema] = {
    EVENT_STREAM: {
        "description": "Server-sent events; the data of each is one event as JSON.",
        "properties": {"data": {"type": "string", "contentMediaType": JSON}},
    },
}

Endpoint = Callable[[Handlers, Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one path.

    Attributes:
        method: the HTTP method.
        path: the path as it is mounted, with its parameters in braces.
        endpoint: what answers it.
        answer: the media type of a success.
        or_else: other media types that it may have.
        answer_schema: the component that a JSON answer is of.
        body: for each media type it takes, the component the body is of.
        headers: the headers it looks at, beside the bearer's and the key.
        query: the parameters after the question mark.
        is_open: whether it needs no bearer token.
        refusals: the codes it may refuse with.

    """

    method: str
    path: str
    endpoint: Endpoint
    answer: str = JSON
    or_else: tuple[str, ...] = ()
    answer_schema: str = ""
    body: tuple[tuple[str, str], ...] = ()
    headers: tuple[str, ...] = ()
    query: tuple[str, ...] = ()
    is_open: bool = False
    refusals: tuple[WireCode, ...] = ()

    @property
    def name(self) -> str:
        """What it is called in the document: unique, also where paths share an endpoint."""
        words = re.findall(r"\w+", _PARAMETER.sub("", self.path))
        return "_".join([self.method.lower(), *words])


def document(operations: Iterable[Operation]) -> dict[str, object]:
    """The OpenAPI 3.1 document of these operations."""
    paths: dict[str, dict[str, object]] = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _described(operation)
    return {
        "openapi": OPENAPI_VERSION,
        "info": {
            "title": "TikTok Photo Video, local backend",
            "version": __version__,
            "license": {"name": "MIT-0", "identifier": "MIT-0"},
        },
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "paths": paths,
        "components": {
            "schemas": dict(COMPONENTS),
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer"},
                "key": {"type": "apiKey", "in": "header", "name": LOCAL_KEY_HEADER},
            },
        },
    }


def _described(operation: Operation) -> dict[str, object]:
    words = (operation.endpoint.__doc__ or "").strip().partition("\n")[0]
    described: dict[str, object] = {
        "operationId": operation.name,
        "summary": words,
        "parameters": list(_parameters(operation)),
        "responses": _responses(operation),
        # The key is asked for only where the backend was set up with one.
        "security": _security(operation),
    }
    if operation.body:
        content = {kind: {"schema": reference(name)} for kind, name in operation.body}
        is_needed = all(COMPONENTS[name].get("required") for _, name in operation.body)
        described["requestBody"] = {"required": is_needed, "content": content}
    return described


def _security(operation: Operation) -> list[dict[str, list[str]]]:
    if operation.is_open:
        return [{"key": []}, {}]
    return [{"bearer": [], "key": []}, {"bearer": []}]


def _parameters(operation: Operation) -> Iterable[Mapping[str, object]]:
    text: Schema = {"type": "string"}
    for name in _PARAMETER.findall(operation.path):
        yield {"name": name, "in": "path", "required": True, "schema": text}
    for name in operation.headers:
        yield {"name": name, "in": "header", "required": name not in ATTRIBUTION, "schema": text}
    for name in operation.query:
        yield {
            "name": name,
            "in": "query",
            "required": False,
            "schema": {"type": "integer", "minimum": 0},
        }


def _responses(operation: Operation) -> dict[str, object]:
    schema = (
        reference(operation.answer_schema)
        if operation.answer_schema
        else _OTHERS.get(operation.answer, _BYTES)
    )
    kinds = (operation.answer, *operation.or_else)
    responses: dict[str, object] = {
        "200": {
            "description": "It worked.",
            "content": {kind: {"schema": schema} for kind in kinds},
        }
    }
    own = () if operation.is_open else (WireCode.BAD_TOKEN,)
    meanings: dict[int, list[str]] = {}
    for code in (*own, *operation.refusals, *_EVERYWHERE):
        row = CODES[code]
        meanings.setdefault(row.http_status, []).append(f"{int(code)}: {row.meaning}")
    for status, said in sorted(meanings.items()):
        responses[str(status)] = {
            "description": " ".join(dict.fromkeys(said)),
            "content": {JSON: {"schema": reference("Refusal")}},
        }
    return responses
