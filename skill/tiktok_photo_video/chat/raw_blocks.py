"""Blocks of raw data in a text: JSON on one line or many, and fenced code."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

MAX_LINES = 400  # a block that opens like JSON and is longer is text after all

_FENCE = "```"
_FENCE_END = re.compile(r"\n[ \t]*```[ \t]*(?=\n|\Z)")
_DATA = "data:"
_STRING = re.compile(r'"(?:[^"\\\n]|\\.)*"')
_BRACKET = re.compile(r"[{}\[\]]")


@dataclass(frozen=True, slots=True)
class RawBlock:
    """A block of ``length`` characters at the start of a text; 0 when there is none."""

    length: int = 0
    is_dump: bool = False


def may_open(text: str) -> bool:
    """Whether ``text`` begins, or may yet turn out to begin, like a block."""
    return text.startswith(("{", "[", _FENCE, _DATA)) or _FENCE.startswith(text)


def raw_block(text: str, *, final: bool) -> RawBlock | None:
    """The block at the start of ``text``, or ``None`` while that cannot be told yet."""
    if text.startswith("`"):
        return _fenced(text, final=final)
    end = _line_end(text, 0) if text.startswith(_DATA) else _balanced_end(text)
    if end is None:
        return None if not final and text.count("\n") < MAX_LINES else RawBlock()
    line_end = _line_end(text, end)
    if line_end is None and not final:
        return None
    body = text[: line_end if line_end is not None else len(text)].rstrip()
    return RawBlock(len(body), is_dump=True) if is_json_dump(body) else RawBlock()


def is_json_dump(block: str) -> bool:
    """Whether a block is a JSON object, or a list of them, and no sentence."""
    body = block.strip().removeprefix(_DATA).strip().rstrip(",")
    if not body.startswith(("{", "[")):
        return False
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict) or (
        isinstance(value, list) and any(isinstance(item, dict) for item in value)
    )


def _fenced(text: str, *, final: bool) -> RawBlock | None:
    if not text.startswith(_FENCE):
        return RawBlock() if final or len(text) >= len(_FENCE) else None
    head = "\n".join(text.split("\n", MAX_LINES)[:MAX_LINES])
    found = _FENCE_END.search(head)
    # Whether the fence's own line is over is known only from what follows it.
    if found and (found.end() < len(text) or final):
        inside = head[: found.start()].partition("\n")[2]
        return RawBlock(found.end(), is_dump=is_json_dump(inside))
    return None if not final and text.count("\n") < MAX_LINES else RawBlock()


def _line_end(text: str, start: int) -> int | None:
    at = text.find("\n", start)
    return at if at >= 0 else None


def _balanced_end(text: str) -> int | None:
    """Where the bracket that opens ``text`` is closed, outside of strings."""
    head = "\n".join(text.split("\n", MAX_LINES)[:MAX_LINES])
    bare = _STRING.sub(lambda found: " " * len(found[0]), head)
    depth = 0
    for found in _BRACKET.finditer(bare):
        depth += 1 if found[0] in "{[" else -1
        if not depth:
            return found.end()
    return None
