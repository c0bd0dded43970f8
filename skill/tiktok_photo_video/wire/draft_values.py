"""Single values of a draft, read with the path named when one is wrong."""

from __future__ import annotations

import re
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from tiktok_photo_video.errors import ProtocolError
from tiktok_photo_video.timeline.model import frames_from_ms
from tiktok_photo_video.wire.fields import Fields, missing, wrong_type

_FRACTION = re.compile(r"([0-9]{1,18})(?:/([0-9]{1,18}))?")
_WHOLE = re.compile(r"-?[0-9]{1,40}")

_Word = TypeVar("_Word", bound=StrEnum)


def frames(fields: Fields, name: str, rate: Fraction) -> int:
    """A time that must be there, in frames."""
    value_ms = fields.integer(name)
    if value_ms < 0:
        raise ProtocolError(f"{fields.path_of(name)} is negative.")
    return frames_from_ms(value_ms, rate)


def frames_or_zero(fields: Fields, name: str, rate: Fraction) -> int:
    """A time, 0 where it is absent."""
    return 0 if fields.raw(name) is None else frames(fields, name, rate)


def text(fields: Fields, name: str) -> str:
    """A text that must be there but may be blank."""
    value = fields.optional_text(name)
    if value is None:
        raise missing(fields.path_of(name))
    return value


def text_or(fields: Fields, name: str, default: str) -> str:
    """A text, or what it is where it is absent."""
    value = fields.optional_text(name)
    return default if value is None else value


def number_or(fields: Fields, name: str, default: float) -> float:
    """A number, or what it is where it is absent."""
    value = fields.optional_number(name)
    return default if value is None else value


def whole(fields: Fields, name: str) -> int:
    """A whole number of any size; a large one travels as text. Absent means 0."""
    found = fields.optional_text(name)
    if found is None:
        return 0
    if not _WHOLE.fullmatch(found):
        raise wrong_type(fields.path_of(name), "a whole number", found)
    return int(found)


def positive_fraction(fields: Fields, name: str, *, what: str, example: str) -> Fraction:
    """A number above 0 that must be there, whole or written as a fraction."""
    found = _FRACTION.fullmatch(text(fields, name))
    value = Fraction(int(found[1]), int(found[2] or 1) or 1) if found else Fraction(0)
    if value <= 0:
        raise ProtocolError(
            f"{fields.path_of(name)} is not a {what}.",
            hint=f'Use a whole number, or a fraction such as "{example}".',
        )
    return value


def word(fields: Fields, name: str, words: type[_Word], default: _Word | None = None) -> _Word:
    """A word out of a list."""
    found = fields.optional_text(name)
    if found is None:
        if default is None:
            raise missing(fields.path_of(name))
        return default
    known = next((candidate for candidate in words if candidate.value == found), None)
    if known is None:
        raise ProtocolError(
            f"{fields.path_of(name)} is not one that is known here.",
            hint=f"Known are {', '.join(words)}.",
        )
    return known
