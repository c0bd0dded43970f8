"""The published contract: one JSON document for each tool, for hosts that do not speak MCP too.

``python -m tiktok_photo_video_tools.mcp_server.contract [FOLDER]`` writes the documents; a test
holds them to the code.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from tiktok_photo_video.settings import APP_NAME
from tiktok_photo_video.timeline.edit_schema import edit_schemas
from tiktok_photo_video.wire.receipts import Receipt
from tiktok_photo_video_tools.mcp_server.schemas import Schema, plain_schema
from tiktok_photo_video_tools.mcp_server.tool import Tool
from tiktok_photo_video_tools.mcp_server.tools import TOOLS

DIALECT = "https://json-schema.org/draft/2020-12/schema"
FOLDER = Path(__file__).absolute().parent.parent.parent / "contract"


def documents() -> dict[str, Schema]:
    """Every document by its file's name."""
    tools = {f"{tool.name}.json": _document(tool) for tool in TOOLS}
    edits = {"$schema": DIALECT, "title": "The edits of edit_timeline", "oneOf": _edits()}
    return {**tools, "edits.schema.json": edits, "receipt.schema.json": _receipt()}


def _receipt() -> Schema:
    form = {"$schema": DIALECT, "title": "The receipt beside an exported video"}
    return {**form, **plain_schema(TypeAdapter(Receipt).json_schema())}


def _edits() -> list[Schema]:
    return list(edit_schemas().values())


def _document(tool: Tool) -> Schema:
    listed: dict[str, Any] = tool.on_the_wire().model_dump(
        mode="json", by_alias=True, exclude_none=True
    )
    examples = [{"says": e.says, "arguments": dict(e.arguments)} for e in tool.examples]
    return {"server": f"{APP_NAME} mcp", **listed, "examples": examples}


def text_of(document: Schema) -> str:
    """A document as it stands in its file."""
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def write(folder: Path) -> list[Path]:
    """Write all documents, and take away those of tools that are no more."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = {folder / name: text_of(document) for name, document in documents().items()}
    for path in folder.glob("*.json"):
        if path not in wanted:
            path.unlink()
    for path, text in wanted.items():
        path.write_text(text, encoding="utf-8")
    return sorted(wanted)


if __name__ == "__main__":
    for written in write(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER):
        sys.stdout.write(f"{written}\n")
