"""The view of a project that hosts show in the chat (MCP Apps), in one self-contained page.

Hosts that do not know such views show the words of each answer, which say the same.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

EXTENSION = "io.modelcontextprotocol/ui"
VIEW_URI = "ui://photo-video/preview.html"
VIEW_TYPE = "text/html;profile=mcp-app"
# No word of where it may load things from: it loads nothing, and hosts then allow nothing.
VIEW_META: dict[str, Any] = {"ui": {"prefersBorder": True}}
TOOL_META: dict[str, Any] = {"ui": {"resourceUri": VIEW_URI}}
"""Says of a tool that its answers are shown in the view."""

_PAGE = Path(__file__).with_name("preview.html")


def view() -> str:
    """The page."""
    return _PAGE.read_text(encoding="utf-8")
