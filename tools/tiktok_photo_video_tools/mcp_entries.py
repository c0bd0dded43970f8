"""How each agent host is told of our MCP server: a file and what goes into it, or a command."""

from __future__ import annotations

import json
import shlex
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tiktok_photo_video.settings import APP_NAME
from tiktok_photo_video_tools.hosts import Host

SERVER_KEY = "photo-video"
"""What the server is called in a host's settings: hosts put it before each tool's name."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What to do for a host to know the server.

    Attributes:
        where: the host's file of settings; empty where ``text`` is a command to run.
        text: what goes into the file, or the command.
    """

    where: str
    text: str


def server_command() -> list[str]:
    """What starts the server, by whole paths: hosts with a window have another ``PATH``."""
    found = shutil.which(APP_NAME)
    program = [str(Path(found).absolute())] if found else [sys.executable, "-m", _MODULE]
    return [*program, "mcp"]


def entry_for(host: Host | None) -> Entry:
    """What to do for a host; the form that most of them read where it is not known."""
    where, written = _FORMS.get(host.name if host else "", _USUAL)
    return Entry(where, written(server_command()))


def _servers(words: Sequence[str]) -> str:
    return _json({"mcpServers": {SERVER_KEY: _program(words)}})


def _vs_code(words: Sequence[str]) -> str:
    return _json({"servers": {SERVER_KEY: {"type": "stdio", **_program(words)}}})


def _opencode(words: Sequence[str]) -> str:
    return _json({"mcp": {SERVER_KEY: {"type": "local", "command": list(words)}}})


def _codex(words: Sequence[str]) -> str:
    # A JSON text without control characters is a TOML text as well.
    program, *arguments = map(json.dumps, words)
    return (
        f"[mcp_servers.{SERVER_KEY}]\ncommand = {program}\nargs = [{', '.join(arguments)}]\n"
        "tool_timeout_sec = 60"
    )


def _claude(words: Sequence[str]) -> str:
    return shlex.join(["claude", "mcp", "add", "--scope", "user", SERVER_KEY, "--", *words])


def _openclaw(words: Sequence[str]) -> str:
    program, *arguments = words
    listed = [part for word in arguments for part in ("--arg", word)]
    return shlex.join(["openclaw", "mcp", "add", SERVER_KEY, "--command", program, *listed])


def _program(words: Sequence[str]) -> dict[str, object]:
    program, *arguments = words
    return {"command": program, "args": arguments}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


_MODULE = "tiktok_photo_video_tools"
_Form = tuple[str, Callable[[Sequence[str]], str]]
_USUAL: _Form = ("mcp.json", _servers)
_FORMS: dict[str, _Form] = {
    "cursor": ("~/.cursor/mcp.json", _servers),
    "claude": ("", _claude),
    "openclaw": ("", _openclaw),
    "codex": ("~/.codex/config.toml", _codex),
    "gemini": ("~/.gemini/settings.json", _servers),
    "copilot": (".vscode/mcp.json", _vs_code),
    "windsurf": ("~/.codeium/windsurf/mcp_config.json", _servers),
    "opencode": ("~/.config/opencode/opencode.json", _opencode),
}
