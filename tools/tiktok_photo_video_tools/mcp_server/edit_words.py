"""The typed edits in a few lines, made from their classes: what a model reads before it writes one.

The full schemas are ten times as long; they are a resource of this server, and every mistake is
answered with its place and with what was expected.
"""

from __future__ import annotations

from dataclasses import MISSING, is_dataclass
from enum import StrEnum
from fractions import Fraction
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

from tiktok_photo_video.timeline.edit_fields import (
    EDIT_CLASSES,
    MEDIA_TYPES,
    Field,
    fields_of_class,
)
from tiktok_photo_video.timeline.model import ExternalReference, MusicReference

MOODS = (
    *("lofi", "upbeat", "cinematic", "romantic", "chill", "acoustic", "ambient"),
    *("house", "hiphop", "happy", "epic", "retro"),
)
"""The moods that music can be composed in, as the backend's planner has them."""

_NAMES: dict[type, str] = {ExternalReference: "File"}
_SIMPLE: dict[Any, str] = {str: "text", bool: "bool", int: "int", float: "num", Fraction: "num"}


def edit_lines() -> str:
    """One line for each edit, then one for each kind of value that they name."""
    named: dict[str, type] = {}
    edits = [f"{op}({_fields(owner, named)})" for op, owner in EDIT_CLASSES.items()]
    values: dict[str, str] = {}
    while pending := [name for name in named if name not in values]:
        for name in pending:
            values[name] = f"{name} = {{{_fields(named[name], named)}}}"
    return "\n".join([*edits, *values.values()])


def _fields(owner: type, named: dict[str, type]) -> str:
    return ", ".join(_field(owner, field, named) for field in fields_of_class(owner))


def _field(owner: type, field: Field, named: dict[str, type]) -> str:
    mark = "" if field.default is MISSING else "?"
    kind = "num" if field.is_frames else "#rrggbb" if field.is_color else ""
    words = kind or _kind(field.hint, named)
    if kind and NoneType in get_args(field.hint):
        words += "|null"
    if (owner, field.name) == (MusicReference, "mood"):
        words = "|".join(MOODS)
    limits = ""
    if field.bounds and not field.is_frames:
        limits = f" {float(field.bounds.least):g}..{float(field.bounds.most):g}"
    return f"{field.json_name}{mark}: {words}{limits}"


def _kind(hint: Any, named: dict[str, type]) -> str:
    if hint in _SIMPLE:
        return _SIMPLE[hint]
    if get_origin(hint) in (Union, UnionType):
        return _either(get_args(hint), named)
    if get_origin(hint) is tuple:
        return f"[{_kind(get_args(hint)[0], named)}]"
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return "|".join(hint)
    if isinstance(hint, type) and is_dataclass(hint):
        name = _NAMES.get(hint) or hint.__name__.removesuffix("Reference")
        named[name] = hint
        return name
    raise TypeError(f"{hint} has no short form.")


def _either(hints: tuple[Any, ...], named: dict[str, type]) -> str:
    """A value or null, or one of several kinds of media, which say which they are."""
    types = {owner: name for name, owner in MEDIA_TYPES.items()}
    if sum(hint in types for hint in hints) > 1:
        return "|".join(f'{_kind(hint, named)} with type: "{types[hint]}"' for hint in hints)
    return "|".join("null" if hint is NoneType else _kind(hint, named) for hint in hints)
