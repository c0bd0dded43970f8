"""Hosts for the MCP server: one in this process, one that starts it as hosts do."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters
from mcp_types import CallToolResult, ResourceLink, TextContent

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass
class Host:
    """Calls tools, and keeps what it was told on the way."""

    client: Client
    progress: list[tuple[float, str | None]] = field(default_factory=list)
    calls: int = 0

    async def call(self, tool: str, **arguments: Any) -> CallToolResult:
        """One call, whatever comes of it."""
        self.calls += 1
        self.progress.clear()

        async def hear(progress: float, total: float | None, message: str | None) -> None:
            assert total == 100
            self.progress.append((progress, message))

        answer = await self.client.call_tool(
            tool, arguments, progress_callback=hear, read_timeout_seconds=60
        )
        assert isinstance(answer, CallToolResult)
        return answer

    async def well(self, tool: str, **arguments: Any) -> dict[str, Any]:
        """The values of a call that must succeed."""
        answer = await self.call(tool, **arguments)
        assert not answer.is_error, words_of(answer)
        assert isinstance(answer.structured_content, dict)
        return answer.structured_content

    async def refusal(self, tool: str, **arguments: Any) -> str:
        """The words of a call that must be refused, with what to do next."""
        answer = await self.call(tool, **arguments)
        assert answer.is_error, answer.structured_content
        said = words_of(answer)
        assert "Next: " in said
        return said


def words_of(answer: CallToolResult) -> str:
    """The words of an answer; its values come after them."""
    first = answer.content[0]
    assert isinstance(first, TextContent)
    return first.text


def links_of(answer: CallToolResult) -> list[ResourceLink]:
    return [block for block in answer.content if isinstance(block, ResourceLink)]


def started_by_a_host(environment: Mapping[str, str]) -> StdioServerParameters:
    """The command a host runs, in the environment it gives: hosts do not pass on their own."""
    source_roots = os.pathsep.join(str(ROOT / name) for name in ("skill", "tools"))
    return StdioServerParameters(
        command=sys.executable,
        args=["-m", "tiktok_photo_video_tools", "mcp"],
        env={"PYTHONPATH": source_roots, **environment},
    )
