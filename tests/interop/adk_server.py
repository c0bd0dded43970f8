"""A real ADK server on loopback: its own web app, sessions and runner, and a scripted model."""

from __future__ import annotations

import socket
import threading
from collections.abc import AsyncGenerator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

import uvicorn
from fastapi import FastAPI
from google.adk.agents import LlmAgent
from google.adk.cli.fast_api import get_fast_api_app
from google.adk.cli.utils.base_agent_loader import BaseAgentLoader
from google.adk.models.base_llm import BaseLlm
from google.adk.models.llm_request import LlmRequest
from google.adk.models.llm_response import LlmResponse
from google.adk.tools.tool_context import ToolContext
from google.genai import types

from tiktok_photo_video.wire.routes import APP_NAME

Step: TypeAlias = Sequence[LlmResponse | Exception]

# What the model does for each message of the user: one step for each call of the model.
Script: TypeAlias = Mapping[str, Sequence[Step]]


class ScriptedModel(BaseLlm):
    """A model that says what the script has for the user's message, and has no network."""

    model: str = "scripted"
    script: Script

    async def generate_content_async(
        self,
        llm_request: LlmRequest,
        stream: bool = False,
    ) -> AsyncGenerator[LlmResponse, None]:
        """The next step; pieces only when the run streams, as real models do it."""
        message, steps_done = _progress(llm_request.contents)
        for said in self.script[message][steps_done]:
            if isinstance(said, Exception):
                raise said
            if stream or not said.partial:
                yield said


def say(*parts: str | types.Part, partial: bool | None = None) -> LlmResponse:
    """Something the model says."""
    content = types.Content(
        role="model",
        parts=[types.Part(text=part) if isinstance(part, str) else part for part in parts],
    )
    return LlmResponse(content=content, partial=partial)


def stopped(text: str | None, reason: str) -> LlmResponse:
    """An answer that ended for another reason than its end, as ADK hands it on from a model."""
    content = types.Content(role="model", parts=[types.Part(text=text)]) if text else None
    return LlmResponse(content=content, error_code=reason)


def thought(text: str) -> types.Part:
    """Reasoning that is not for the user."""
    return types.Part(text=text, thought=True)


def call(name: str, **args: object) -> types.Part:
    """The wish to use a tool."""
    return types.Part(function_call=types.FunctionCall(name=name, args=dict(args)))


def edit_multitrack(op: str, tool_context: ToolContext) -> dict[str, object]:
    """Write into the session's state, as a real editing tool does."""
    tool_context.state["draft"] = {"t": [{"op": op}]}
    tool_context.state["video_infos"] = [{"filename": "海.jpg"}]
    return {"ok": True}


def broken_tool(op: str) -> dict[str, object]:
    """Fail, with everything in the message that breaks a pasted answer."""
    raise ValueError(f'the "{op}" tool\nbroke {{down}}')


class OneAgent(BaseAgentLoader):
    """Knows one agent, which no file has to be read for."""

    def __init__(self, agent: LlmAgent) -> None:
        self._agent = agent

    def load_agent(self, agent_name: str) -> LlmAgent:
        """The agent, under its own name only."""
        if agent_name != self._agent.name:
            raise ValueError(agent_name)
        return self._agent

    def list_agents(self) -> list[str]:
        """Its name."""
        return [self._agent.name]


def adk_app(script: Script, folder: Path) -> FastAPI:
    """ADK's own web app around the script; nothing is written into the folder."""
    agent = LlmAgent(
        name=APP_NAME, model=ScriptedModel(script=script), tools=[edit_multitrack, broken_tool]
    )
    return get_fast_api_app(
        agents_dir=str(folder),
        agent_loader=OneAgent(agent),
        session_service_uri="memory://",
        artifact_service_uri="memory://",
        memory_service_uri="memory://",
        use_local_storage=False,
        web=False,
    )


@contextmanager
def adk_served(script: Script, folder: Path) -> Iterator[str]:
    """The app behind a loopback socket; gives its address."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        config = uvicorn.Config(adk_app(script, folder), log_config=None, ws="none")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(timeout=20)
            assert not thread.is_alive()


def _progress(contents: Sequence[types.Content]) -> tuple[str, int]:
    """The user's last message, and how many tool answers stand after it."""
    message, steps_done = "", 0
    for content in contents:
        for part in content.parts or []:
            if part.function_response:
                steps_done += 1
            elif part.text and content.role == "user":
                message, steps_done = part.text, 0
    return message, steps_done
