"""A server on loopback that obeys the chat-completions contract, and answers what it is told to."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import anyio
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from tests.backend.workbench import listening
from tiktok_photo_video.backend.language_model.access import Access

Body = dict[str, Any]
Act = Callable[[Body], Response]
KEY = "sk-test-0123456789abcdef"
MODEL = "tiny"


@dataclass
class LanguageServer:
    """What it was asked, as bytes and headers, and how it answers in turn; the last one stays."""

    acts: list[Act] = field(default_factory=list)
    asked: list[bytes] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    port: int = 0

    @property
    def bodies(self) -> list[Body]:
        return [json.loads(content) for content in self.asked]

    def access(self, *, limit_s: float = 5.0, host: str = "127.0.0.1") -> Access:
        return Access("http", host, self.port, "/v1", MODEL, KEY, limit_s)

    @contextmanager
    def open(self) -> Iterator[LanguageServer]:
        routes = [
            Route("/v1/chat/completions", self._chat, methods=["POST"]),
            Route("/v1/models", self._models),
        ]
        with listening(Starlette(routes=routes)) as self.port:
            yield self

    async def _chat(self, request: Request) -> Response:
        content = await request.body()
        self.asked.append(content)
        self.headers.append(dict(request.headers))
        act = self.acts.pop(0) if len(self.acts) > 1 else self.acts[0]
        return act(json.loads(content))

    async def _models(self, _: Request) -> Response:
        rows = [{"id": f"{MODEL}:latest", "object": "model"}]
        return JSONResponse({"object": "list", "data": rows})


def says(content: object) -> Act:
    """A completion with this text; what is no text becomes JSON."""
    text = content if isinstance(content, str) else json.dumps(content)

    def act(body: Body) -> Response:
        return JSONResponse(completion(text, body["model"]))

    return act


def completion(text: object, model: str = MODEL) -> Body:
    message = {"role": "assistant", "content": text}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": model,
        "choices": [choice],
        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
    }


def proposes(*edits: Body, unclear: tuple[str, ...] = ()) -> Act:
    return says({"edits": list(edits), "unclear": list(unclear)})


def fails(status: int, message: str = "no") -> Act:
    return lambda _: JSONResponse({"error": {"message": message}}, status)


def never(_: Body) -> Response:
    """Nothing, for as long as anybody waits."""

    async def silence() -> AsyncIterator[bytes]:
        await anyio.Event().wait()
        yield b""

    return StreamingResponse(silence(), media_type="application/json")


def drips(_: Body) -> Response:
    """A byte now and then: never silent for long, and never done."""

    async def drops() -> AsyncIterator[bytes]:
        while True:
            yield b" "
            await anyio.sleep(0.02)

    return StreamingResponse(drops(), media_type="text/event-stream")


def floods(_: Body) -> Response:
    """More than any answer, without an end."""

    async def water() -> AsyncIterator[bytes]:
        while True:
            yield b'{"edits": [' * 1000
            await anyio.sleep(0)  # lets the server see that nobody listens any more

    return StreamingResponse(water(), media_type="application/json")


def html(_: Body) -> Response:
    return Response("<html><body>Sign in</body></html>", media_type="text/html")


def leads_on(_: Body) -> Response:
    return RedirectResponse("/v1/chat/completions", 307)
