"""The two languages this product speaks, and which of them a text is in."""

from __future__ import annotations

import re
from enum import StrEnum

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")


class Language(StrEnum):
    """A language of the chat; the value is also its code on the wire."""

    ENGLISH = "en"
    CHINESE = "zh"


def language_of(text: str, *, otherwise: Language = Language.ENGLISH) -> Language:
    """The language to answer ``text`` in.

    Any Han character means Chinese: people who type Chinese mix in English words and
    file names, people who type English hardly ever mix in Han. A text with neither Han
    nor Latin letters says nothing, so ``otherwise`` stands.
    """
    if _HAN.search(text):
        return Language.CHINESE
    if re.search(r"[A-Za-z]", text):
        return Language.ENGLISH
    return otherwise


def language_from_code(code: str) -> Language:
    """The language for a locale code such as ``zh-CN`` or ``en_US.UTF-8``."""
    return Language.CHINESE if code.lower().startswith("zh") else Language.ENGLISH


class Counted(int):
    """A number that takes its English noun along: ``{count:photo}`` is "1 photo", "5 photos"."""

    def __format__(self, spec: str) -> str:
        if not spec.replace(" ", "").isalpha() or spec in _NUMBER_TYPES:
            return super().__format__(spec)
        return f"{int(self)} {spec}{'' if self == 1 else 's'}"


_NUMBER_TYPES = frozenset("bcdeEfFgGnoxX")


def counted(facts: dict[str, object]) -> dict[str, object]:
    """Facts for a sentence, the whole numbers among them able to take a noun along."""
    return {
        name: Counted(value) if isinstance(value, int) and not isinstance(value, bool) else value
        for name, value in facts.items()
    }
