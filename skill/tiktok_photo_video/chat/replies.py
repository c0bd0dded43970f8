"""Every sentence the chat says, by key, in both languages.

The words live in ``phrases/en.toml`` and ``phrases/zh.toml``, which have the same keys and
the same placeholders; failures have a table of their own, see ``failures``. Keys are
``group.name``. Counts that need a plural in English are written ``{count|photo|photos}``: the
number, then the word that fits it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from tiktok_photo_video.chat.phrasebook import read_table
from tiktok_photo_video.language import Language

_PLACE = re.compile(r"\{(?P<name>[a-z_]+)(?:\|(?P<one>[^|}]*)\|(?P<many>[^|}]*))?\}")


@cache
def sentences(language: Language) -> Mapping[str, str]:
    """All sentences of a language by key."""
    table = read_table(language.value)
    return MappingProxyType(
        {f"{group}.{name}": text for group, rows in table.items() for name, text in rows.items()}
    )


def keys() -> tuple[str, ...]:
    """The keys there are, in the order of the table."""
    return tuple(sentences(Language.ENGLISH))


def placeholders(text: str) -> frozenset[str]:
    """The names of the facts that a sentence needs."""
    return frozenset(found["name"] for found in _PLACE.finditer(text))


def say(key: str, language: Language, **facts: object) -> str:
    """The sentence ``key`` in ``language`` with ``facts`` filled in.

    Raises:
        KeyError: no such sentence, or a fact that it needs is not given.
    """
    text = sentences(language)[key]

    def filled(found: re.Match[str]) -> str:
        fact = str(facts[found["name"]])
        if found["one"] is None:
            return fact
        return f"{fact} {found['one'] if fact == '1' else found['many']}"

    return _PLACE.sub(filled, text)


def render_progress(percent: int, language: Language, *, eta_s: float | None = None) -> str:
    """How far a render is: ``Rendering 42 % · about 8 s left``."""
    if eta_s is None:
        return say("export.progress", language, percent=percent)
    return say("export.progress_eta", language, percent=percent, left=time_left(eta_s, language))


def time_left(left_s: float, language: Language) -> str:
    """A time that a person can use: whole seconds below a minute and a half, else minutes."""
    if left_s < 90:
        return say("time.seconds", language, count=max(1, round(left_s)))
    return say("time.minutes", language, count=round(left_s / 60))


def file_size(size_bytes: int, language: Language) -> str:
    """A size as people read it on a phone: ``3.2 MB``."""
    megabytes = size_bytes / 1_000_000
    if megabytes < 1:
        return say("size.kilobytes", language, count=max(1, round(size_bytes / 1000)))
    text = f"{megabytes:.1f}".removesuffix(".0") if megabytes < 100 else str(round(megabytes))
    return say("size.megabytes", language, count=text)
