"""A JSON Schema for each edit, made from its class: types, words, bounds and docstrings."""

from __future__ import annotations

import inspect
from dataclasses import is_dataclass
from enum import StrEnum
from fractions import Fraction
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

from tiktok_photo_video.timeline.bounds import COLOR_PATTERN
from tiktok_photo_video.timeline.edit_fields import (
    EDIT_CLASSES,
    MEDIA_TYPES,
    Field,
    fields_of_class,
)

Schema = dict[str, Any]

FRACTION_PATTERN = r"^[0-9]{1,9}/[1-9][0-9]{0,8}$"


def edit_schemas() -> dict[str, Schema]:
    """The schema of every edit, by its ``op``."""
    return {op: edit_schema(op) for op in EDIT_CLASSES}


def edit_schema(op: str) -> Schema:
    """The schema of one edit, as ``edit_json.edit_from_json`` reads it.

    Raises:
        KeyError: there is no such edit.

    """
    return _object(EDIT_CLASSES[op], {"op": {"const": op}})


def _object(owner: type, first: Schema) -> Schema:
    described = fields_of_class(owner)
    return {
        "type": "object",
        "description": _description(owner),
        "properties": first | {field.json_name: _property(field) for field in described},
        "required": [*first, *(field.json_name for field in described if field.is_required)],
        "additionalProperties": False,
    }


def _description(owner: type) -> str:
    """The docstring's text before any section, in one line and in JSON's names and units."""
    text = inspect.cleandoc(owner.__doc__ or "").split("\nAttributes:")[0]
    for field in fields_of_class(owner):
        if field.is_frames:
            named = f"``{field.json_name}``"
            text = text.replace(f"frame ``{field.name}``", f"second {named}")
            text = text.replace(f"``{field.name}`` frames", f"{named} seconds")
            text = text.replace(f"``{field.name}``", named)
            text = text.replace("so many frames", "so many seconds")
    return " ".join(text.replace("``None``", "null").replace("``", "").split())


def _property(field: Field) -> Schema:
    schema = _narrowed(_type(field.hint, is_frames=field.is_frames), field)
    return schema | ({"description": field.meaning} if field.meaning else {})


def _narrowed(schema: Schema, field: Field) -> Schema:
    """Bounds and forms go to where the value itself is described."""
    if "anyOf" in schema:
        return {"anyOf": [_narrowed(choice, field) for choice in schema["anyOf"]]}
    if field.is_color and schema.get("type") == "string":
        return schema | {"pattern": f"^{COLOR_PATTERN}$"}
    if field.bounds and schema.get("type") in ("number", "integer"):
        low, high = (_plain(bound) for bound in (field.bounds.least, field.bounds.most))
        return schema | {"minimum": low, "maximum": high}
    return schema


def _plain(bound: float | Fraction) -> float | int:
    number = float(bound)
    return int(number) if number.is_integer() else number


def _type(hint: Any, *, is_frames: bool = False) -> Schema:
    if is_frames and hint is int:
        return {"type": "number"}
    if hint in _SIMPLE:
        return dict(_SIMPLE[hint])
    if get_origin(hint) in (Union, UnionType):
        return _choice(get_args(hint), is_frames=is_frames)
    if get_origin(hint) is tuple:
        return {"type": "array", "items": _type(get_args(hint)[0])}
    return _named_type(hint)


def _named_type(hint: Any) -> Schema:
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return {"type": "string", "enum": [str(word) for word in hint]}
    if is_dataclass(hint) and isinstance(hint, type):
        return _object(hint, {})
    raise TypeError(f"{hint} has no form in JSON.")


def _choice(hints: tuple[Any, ...], *, is_frames: bool) -> Schema:
    """Either of several media, or a value that may be left empty."""
    values = [hint for hint in hints if hint is not NoneType]
    if len(values) > 1:
        types = [
            _object(owner, {"type": {"const": name}})
            for name, owner in MEDIA_TYPES.items()
            if owner in values
        ]
        return {"anyOf": types}
    schema = _type(values[0], is_frames=is_frames)
    empty: Schema = {"type": "null"}
    return {"anyOf": [*schema.get("anyOf", [schema]), empty]}


_FRACTION: Schema = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": FRACTION_PATTERN}]}
_SIMPLE: dict[Any, Schema] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    Fraction: _FRACTION,
}
