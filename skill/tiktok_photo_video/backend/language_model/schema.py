"""The schema of a proposal: the edits' own, with photos and files by number.

A model never sees an id or a hash. It names photos as ``photo3``, titles as ``title1`` and
files by their number; ``reading`` puts in what they stand for.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from tiktok_photo_video.planner import Mood
from tiktok_photo_video.timeline.edit_schema import Schema, edit_schemas

MAX_EDITS = 20
MAX_TEXT_CHARS = 200
MAX_ITEMS = 200
HANDLE_PATTERN = "^(photo|title|card)[1-9][0-9]{0,3}$"
_MAX_UNCLEAR = 5
# Names a file that only programs know of.
_FIELDS_LEFT_OUT = {"lut_hash"}
_FILE: Schema = {
    "type": "object",
    "description": "one of the files, by its number",
    "properties": {"file": {"type": "integer", "minimum": 1, "maximum": 9999}},
    "required": ["file"],
    "additionalProperties": False,
}
_FILE_AS_CLIP: Schema = _FILE | {
    "properties": _FILE["properties"]
    | {"duration_s": {"type": "number", "minimum": 0.1, "maximum": 600}}
}


@cache
def proposal_schemas() -> dict[str, Schema]:
    """The schema of every edit that can be proposed, by its ``op``."""
    return {op: _proposed(schema) for op, schema in edit_schemas().items()}


@cache
def answer_schema() -> Schema:
    """What an answer must look like before its edits are looked at one by one."""
    edit = {
        "type": "object",
        "properties": {"op": {"enum": list(proposal_schemas())}},
        "required": ["op"],
    }
    return _answer(edit) | {"required": ["edits"], "additionalProperties": True}


@cache
def strict_schema() -> Schema:
    """The same whole, in the subset that servers hold a model to while it writes.

    There every field is required, and one that may be left out may be null instead.
    """
    return _strict(_answer({"anyOf": list(proposal_schemas().values())}))


def _answer(edit: Schema) -> Schema:
    unclear = {"type": "array", "maxItems": _MAX_UNCLEAR, "items": {"type": "string"}}
    return {
        "type": "object",
        "properties": {
            "edits": {"type": "array", "maxItems": MAX_EDITS, "items": edit},
            "unclear": unclear,
        },
        "required": ["edits", "unclear"],
        "additionalProperties": False,
    }


def _proposed(schema: Schema, name: str = "") -> Schema:
    """A schema with numbers for files and clips, and bounds where the edits have none."""
    properties = schema.get("properties", {})
    if "source_range" in properties:
        return _FILE_AS_CLIP
    if "content_hash" in properties:
        return _FILE
    changed: dict[str, Any] = dict(schema)
    if properties:
        changed["properties"] = {
            key: _proposed(part, key)
            for key, part in properties.items()
            if key not in _FIELDS_LEFT_OUT
        }
    if "anyOf" in schema:
        changed["anyOf"] = [_proposed(part, name) for part in schema["anyOf"]]
    if "items" in schema:
        changed |= {"items": _proposed(schema["items"], name), "maxItems": MAX_ITEMS}
    return changed | _bound(schema, name)


def _bound(schema: Schema, name: str) -> Schema:
    if schema.get("type") == "integer" and "minimum" not in schema:
        return {"minimum": 0, "maximum": 2**31 - 1}
    if schema.get("type") != "string" or "enum" in schema or "pattern" in schema:
        return {}
    if name in ("clip_id", "clip_ids"):
        return {"pattern": HANDLE_PATTERN, "description": "such as photo3"}
    if name == "mood":
        return {"enum": [mood.value for mood in Mood]}
    return {"maxLength": MAX_TEXT_CHARS}


def _strict(schema: Schema) -> Schema:
    if "const" in schema:
        return {"type": "string", "enum": [schema["const"]]}
    kept = {k: v for k, v in schema.items() if k not in ("description", "maxLength")}
    if "anyOf" in kept:
        kept["anyOf"] = [_strict(part) for part in kept["anyOf"]]
    if "items" in kept:
        kept["items"] = _strict(kept["items"])
    if "properties" in kept:
        required = kept["required"]
        kept["properties"] = {
            key: _strict(part) if key in required else _or_null(_strict(part))
            for key, part in kept["properties"].items()
        }
        kept["required"] = list(kept["properties"])
    return kept


def _or_null(schema: Schema) -> Schema:
    choices = schema.get("anyOf", [schema])
    null = {"type": "null"}
    return {"anyOf": choices if null in choices else [*choices, null]}
