"""What SKILL.md and its references show: commands to run, answers to expect, links, tables."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]

from tiktok_photo_video.settings import APP_NAME

ROOT = Path(__file__).resolve().parent.parent
SKILL_FILE = ROOT / "SKILL.md"
REFERENCES = ROOT / "skill" / "references"
_FENCE = re.compile(
    r"^(?P<indent> *)```(?P<kind>\w*)\n(?P<body>.*?)^(?P=indent)```$", re.MULTILINE | re.DOTALL
)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
# What sets the program up is no example of its use.
_SET_UP = ("python3", "-m", "pip")


@dataclass(frozen=True, slots=True)
class Example:
    """A command as it is shown, and the objects that are shown as its answer; maybe none."""

    words: tuple[str, ...]
    answers: tuple[Any, ...] = ()

    @property
    def is_stream(self) -> bool:
        return self.words[0] == "chat"


def documents() -> list[Path]:
    return [SKILL_FILE, *sorted(REFERENCES.glob("*.md"))]


def fences(text: str) -> Iterator[tuple[str, str]]:
    """Each fenced block: its kind, and what is in it without the indentation of a list."""
    for found in _FENCE.finditer(text):
        lines = found["body"].splitlines()
        yield found["kind"], "\n".join(line[len(found["indent"]) :] for line in lines)


def examples(text: str) -> list[Example]:
    """Every command of the text, in order; those of one block share the answer after it."""
    found: list[Example] = []
    block: list[Example] = []
    for kind, body in fences(text):
        if kind == "sh":
            block = [Example(words) for words in _commands(body)]
            found += block
        elif kind in ("json", "jsonl") and block:
            answers = _objects(body)
            found = [e for e in found if e not in block]
            found += [Example(example.words, answers) for example in block]
            block = []
    return found


def _commands(body: str) -> Iterator[tuple[str, ...]]:
    for line in body.splitlines():
        program, *words = shlex.split(line)
        if (program, *words[:2]) == _SET_UP:
            continue
        assert program == APP_NAME, f"neither a command of ours nor its set-up: {line}"
        yield tuple(words)


def _objects(body: str) -> tuple[Any, ...]:
    """The JSON values that follow each other in a block."""
    decoder, values, at = json.JSONDecoder(), [], 0
    while rest := body[at:].lstrip():
        value, size = decoder.raw_decode(rest)
        at = len(body) - len(rest) + size
        values.append(value)
    return tuple(values)


def links(text: str) -> list[str]:
    return _LINK.findall(text)


def table_rows(text: str) -> list[list[str]]:
    """The cells of all table rows that are neither heads nor rules."""
    lines = text.splitlines()
    rows = []
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        if line.startswith("| ") and not after.startswith("|---") and not after.startswith("| ---"):
            rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


def is_of_the_form(value: object, shown: tuple[Any, ...]) -> bool:
    """Whether a value has the fields and types of one of the values shown."""
    schema = {"anyOf": [_schema(each) for each in shown]}
    return bool(jsonschema.Draft202012Validator(schema).is_valid(value))


def _schema(shown: object) -> dict[str, Any]:
    """The form of a value: objects have exactly these fields; null and {} stand for anything."""
    if shown is None:
        return {}
    if isinstance(shown, dict):
        fields = {name: _schema(value) for name, value in shown.items()}
        closed = {"required": list(fields), "properties": fields, "additionalProperties": False}
        return {"type": "object", **(closed if fields else {})}
    if isinstance(shown, list):
        forms = [_schema(each) for each in shown]
        return {"type": "array", **({"items": {"anyOf": forms}} if shown else {})}
    if isinstance(shown, bool):
        return {"const": shown}
    return {"type": "string" if isinstance(shown, str) else "number"}
