"""Reading untrusted JSON: typed look-ups that name the field when it is wrong.

A look-up takes every spelling a field is known by; the first one present wins, and ``null`` is
the same as absent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tiktok_photo_video.errors import ProtocolError

# Whole numbers up to here survive every JSON reader; nothing on this wire comes near it.
MAX_INTEGER = 2**53


@dataclass(frozen=True, slots=True)
class Fields:
    """A JSON object, and the path under which it stands in the message (empty: the root)."""

    values: Mapping[str, object]
    path: str = ""

    def path_of(self, name: str) -> str:
        """The full path of one of the fields."""
        return f"{self.path}.{name}" if self.path else name

    def find(self, *names: str) -> tuple[str, object] | None:
        """The first spelling that is present, with its value."""
        return next(((n, v) for n in names if (v := self.values.get(n)) is not None), None)

    def raw(self, *names: str) -> object:
        """The value as it came; ``None`` when absent."""
        found = self.find(*names)
        return found[1] if found else None

    def optional_text(self, *names: str) -> str | None:
        """A text; a whole number counts as one, because ids come either way."""
        found = self.find(*names)
        if found is None:
            return None
        name, value = found
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        if not isinstance(value, str):
            raise wrong_type(self.path_of(name), "text", value)
        return value

    def text(self, *names: str) -> str:
        """A text that must be there and not be blank."""
        value = self.optional_text(*names)
        if value is None or not value.strip():
            raise missing(self.path_of(names[0]))
        return value

    def optional_number(self, *names: str) -> float | None:
        """A finite number."""
        found = self.find(*names)
        if found is None:
            return None
        name, value = found
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise wrong_type(self.path_of(name), "a number", value)
        # Said this way round it also refuses NaN, and whole numbers that no float can hold.
        if not abs(value) <= MAX_INTEGER:
            raise ProtocolError(f"{self.path_of(name)} is not a number of a usable size.")
        return value

    def number(self, *names: str) -> float:
        """A finite number that must be there."""
        value = self.optional_number(*names)
        if value is None:
            raise missing(self.path_of(names[0]))
        return value

    def optional_integer(self, *names: str) -> int | None:
        """A number, rounded to a whole one."""
        value = self.optional_number(*names)
        return None if value is None else round(value)

    def integer(self, *names: str) -> int:
        """A number that must be there, rounded to a whole one."""
        return round(self.number(*names))

    def flag(self, *names: str, default: bool = False) -> bool:
        """True or false."""
        found = self.find(*names)
        if found is None:
            return default
        name, value = found
        if not isinstance(value, bool):
            raise wrong_type(self.path_of(name), "true or false", value)
        return value

    def optional_inner(self, *names: str) -> Fields | None:
        """An object inside this one."""
        found = self.find(*names)
        if found is None:
            return None
        return fields_of(found[1], self.path_of(found[0]))

    def inner(self, *names: str) -> Fields:
        """An object inside this one that must be there."""
        value = self.optional_inner(*names)
        if value is None:
            raise missing(self.path_of(names[0]))
        return value

    def items(self, *names: str) -> Iterator[tuple[str, object]]:
        """The path and value of each item of a list; nothing when it is absent."""
        found = self.find(*names)
        if found is None:
            return
        name, value = found
        if not isinstance(value, list | tuple):
            raise wrong_type(self.path_of(name), "a list", value)
        for index, item in enumerate(value):
            yield f"{self.path_of(name)}[{index}]", item


def fields_of(value: object, path: str = "") -> Fields:
    """A JSON value as an object to be read.

    Raises:
        ProtocolError: it is something else.

    """
    if not isinstance(value, Mapping):
        raise wrong_type(path or "the message", "an object", value)
    return Fields(value, path)


def missing(path: str) -> ProtocolError:
    """The error for a field that is not there."""
    return ProtocolError(f"{path} is missing from the message.", hint="The two sides disagree.")


def wrong_type(path: str, expected: str, value: object) -> ProtocolError:
    """The error for a field of another type; the value itself is not repeated."""
    return ProtocolError(
        f"{path} should be {expected}, not {_type_name(value)}.", hint="The two sides disagree."
    )


def _type_name(value: object) -> str:
    return {
        "NoneType": "null",
        "bool": "true or false",
        "int": "a number",
        "float": "a number",
        "str": "text",
        "list": "a list",
        "tuple": "a list",
        "dict": "an object",
    }.get(type(value).__name__, "something else")
