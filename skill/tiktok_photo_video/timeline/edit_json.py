"""Edits from JSON and back, as programs and agents write them.

Times are seconds. Everything that is not as ``edit_schema`` says is refused with the field's
path and what was expected; nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, is_dataclass, replace
from enum import StrEnum
from fractions import Fraction
from types import NoneType, UnionType
from typing import Any, Union, cast, get_args, get_origin

from tiktok_photo_video.errors import EditError
from tiktok_photo_video.timeline.bounds import is_color
from tiktok_photo_video.timeline.edit_fields import (
    EDIT_CLASSES,
    MEDIA_TYPES,
    Field,
    fields_of_class,
)
from tiktok_photo_video.timeline.edit_schema import FRACTION_PATTERN
from tiktok_photo_video.timeline.edits import Create, Edit
from tiktok_photo_video.timeline.model import frames_from_s, s_from_frames

_MAX_NUMBER = 2**53
_MAX_DENOMINATOR = 1_000_000
_MEDIA_NAMES = {owner: name for name, owner in MEDIA_TYPES.items()}


def edit_from_json(payload: object, *, rate: Fraction) -> Edit:
    """The edit that a JSON object says.

    Args:
        payload: an object as ``edit_schema.edit_schema(op)`` describes it.
        rate: frames a second of the timeline it is for; seconds are rounded to its frames.

    Raises:
        EditError: there is no such edit (``no_such_edit``), or a field is missing, unknown,
            of another type or out of bounds (``bad_field``); then its path is named.

    """
    values = _mapping(payload, "the edit")
    op = values.get("op")
    if not isinstance(op, str) or op not in EDIT_CLASSES:
        said = f"{op!r:.60}" if op is not None else "nothing"
        raise EditError(
            f"There is no edit called {said}.",
            code="no_such_edit",
            hint=f"op is one of {', '.join(EDIT_CLASSES)}.",
        )
    return cast("Edit", _built(EDIT_CLASSES[op], values, "", rate, extra="op"))


def edit_to_json(edit: Edit, *, rate: Fraction) -> dict[str, object]:
    """An edit as plain JSON values; what is at its default is left out.

    Raises:
        EditError: it is ``Create``, which has no such form.

    """
    if isinstance(edit, Create):
        raise EditError(
            "A whole timeline is not written as an edit.",
            code="no_such_edit",
            hint="Hand the draft on instead.",
        )
    return {"op": edit.op, **_written(edit, rate)}


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where in the payload a value stands, and which field it is for."""

    path: str
    field: Field
    rate: Fraction

    def refusal(self, problem: str, expected: str = "") -> EditError:
        """The error for the value here."""
        return _refused(self.path, problem, expected or _expected(self.field.hint, self.field))


def _built(
    owner: type, values: Mapping[str, object], path: str, rate: Fraction, *, extra: str = ""
) -> object:
    described = fields_of_class(owner)
    _require_known(values, {field.json_name for field in described} | {extra} - {""}, path)
    given: dict[str, object] = {}
    for field in described:
        spot = _Spot(_joined(path, field.json_name), field, rate)
        if field.json_name in values:
            given[field.name] = _read(values[field.json_name], spot)
        elif field.is_required:
            raise spot.refusal("is missing")
    return owner(**given)


def _joined(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _require_known(values: Mapping[str, object], known: set[str], path: str) -> None:
    for name in values:
        if name not in known:
            expected = f"one of {', '.join(sorted(known))}"
            raise _refused(_joined(path, f"{name:.60}"), "is not known", expected)


def _read(value: object, spot: _Spot) -> object:
    found = _value(value, spot.field.hint, spot)
    if spot.field.is_frames and found is not None:
        return frames_from_s(float(cast("float", found)), spot.rate)
    return found


def _value(value: object, hint: Any, spot: _Spot) -> object:
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return _either(value, get_args(hint), spot)
    if origin is tuple:
        return _items(value, get_args(hint)[0], spot)
    if is_dataclass(hint) and isinstance(hint, type):
        return _built(hint, _mapping(value, spot.path), spot.path, spot.rate)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return _word(value, hint, spot)
    if hint in (int, float, Fraction):
        return _amount(value, hint, spot)
    return _simple(value, hint, spot)


def _either(value: object, hints: tuple[Any, ...], spot: _Spot) -> object:
    if value is None and NoneType in hints:
        return None
    choices = [hint for hint in hints if hint is not NoneType]
    if len(choices) == 1:
        return _value(value, choices[0], spot)
    values = _mapping(value, spot.path)
    names = [name for name, owner in MEDIA_TYPES.items() if owner in choices]
    name = values.get("type")
    if not isinstance(name, str) or name not in names:
        expected = f"one of {', '.join(names)}"
        raise _refused(f"{spot.path}.type", "is missing or unknown", expected)
    return _built(MEDIA_TYPES[name], values, spot.path, spot.rate, extra="type")


def _items(value: object, hint: Any, spot: _Spot) -> object:
    if not isinstance(value, list | tuple):
        raise spot.refusal(f"is {_kind(value)}", "a list")
    return tuple(
        _value(item, hint, replace(spot, path=f"{spot.path}[{index}]"))
        for index, item in enumerate(value)
    )


def _mapping(value: object, path: str) -> Mapping[str, object]:
    if not isinstance(value, Mapping) or not all(isinstance(name, str) for name in value):
        raise _refused(path, f"is {_kind(value)}", "an object")
    return value


def _word(value: object, words: type[StrEnum], spot: _Spot) -> StrEnum:
    known = next((word for word in words if word.value == value), None)
    if known is None:
        said = f"is {value!r:.60}" if isinstance(value, str) else f"is {_kind(value)}"
        raise spot.refusal(said, f"one of {', '.join(words)}")
    return known


def _amount(value: object, hint: Any, spot: _Spot) -> float | Fraction:
    """A number of any of the three types, within its bounds."""
    found: float | Fraction
    if hint is Fraction:
        found = _fraction(value, spot)
    elif hint is int and not spot.field.is_frames:
        found = _whole(value, spot)
    else:
        found = _number(value, spot)
    if spot.field.bounds and not spot.field.bounds.hold(found):
        raise spot.refusal(f"is {float(found):g}")
    return found


def _fraction(value: object, spot: _Spot) -> Fraction:
    if isinstance(value, str) and re.fullmatch(FRACTION_PATTERN, value):
        return Fraction(value)
    # By its decimal digits: 1.1 means eleven tenths, not the nearest binary number.
    return Fraction(str(_number(value, spot))).limit_denominator(_MAX_DENOMINATOR)


def _whole(value: object, spot: _Spot) -> int:
    number = _number(value, spot)
    if number != int(number):
        raise spot.refusal(f"is {number:g}", "a whole number")
    return int(number)


def _number(value: object, spot: _Spot) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise spot.refusal(f"is {_kind(value)}")
    # Said this way round it also refuses what is not a number at all.
    if not abs(value) <= _MAX_NUMBER:
        raise spot.refusal("is of no usable size")
    return value


def _simple(value: object, hint: Any, spot: _Spot) -> object:
    if type(value) is not hint:
        raise spot.refusal(f"is {_kind(value)}")
    if spot.field.is_color and not is_color(cast("str", value)):
        raise spot.refusal(f"is {value!r:.60}", "a colour such as #ffcc00")
    return value


def _expected(hint: Any, field: Field) -> str:
    """What a field takes, in words."""
    if field.bounds:
        unit = " seconds" if field.is_frames else ""
        return f"{float(field.bounds.least):g} to {float(field.bounds.most):g}{unit}"
    if get_origin(hint) is tuple:
        return "a list"
    return _TYPE_NAMES.get(hint, field.meaning or "a value as its schema says")


_TYPE_NAMES: dict[Any, str] = {
    str: "a text",
    bool: "true or false",
    int: "a whole number",
    float: "a number",
}


def _refused(path: str, problem: str, expected: str) -> EditError:
    return EditError(
        f"{path} {problem}; {expected} was expected.",
        code="bad_field",
        hint="See the edit's schema.",
    )


def _kind(value: object) -> str:
    return {
        "NoneType": "null",
        "bool": "true or false",
        "int": "a number",
        "float": "a number",
        "str": "a text",
        "list": "a list",
        "tuple": "a list",
        "dict": "an object",
    }.get(type(value).__name__, "something else")


def _written(value: Any, rate: Fraction) -> dict[str, object]:
    """The fields of an edit or value that are not at their default."""
    written: dict[str, object] = {}
    for field in fields_of_class(type(value)):
        part = getattr(value, field.name)
        if part != field.default:
            written[field.json_name] = _plain(part, field, rate)
    return written


def _plain(part: Any, field: Field, rate: Fraction) -> object:
    if field.is_frames and part is not None:
        return s_from_frames(part, rate)
    if isinstance(part, StrEnum):
        return str(part)
    if isinstance(part, tuple):
        return [_plain(item, field, rate) for item in part]
    if isinstance(part, Fraction):
        whole = part.denominator == 1
        return part.numerator if whole else f"{part.numerator}/{part.denominator}"
    if not is_dataclass(part):
        return part
    is_union = get_origin(field.hint) in (Union, UnionType)
    choices = [hint for hint in get_args(field.hint) if hint is not NoneType]
    type_key = {"type": _MEDIA_NAMES[type(part)]} if is_union and len(choices) > 1 else {}
    return type_key | _written(part, rate)
