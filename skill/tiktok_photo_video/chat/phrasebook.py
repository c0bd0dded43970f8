"""Rules written as data: TOML tables in ``phrases/`` become compiled patterns.

A file has ``[slots]``, named pieces of regular expression, and ``[[rule]]`` rows whose
``patterns`` use them as ``{name}``. Slots may use slots written before them. Each row
carries its own ``examples`` and ``counter_examples``; the tests run them all, so a row and
its proof stand on the same screen.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

_SLOT = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: what a text that matches ``pattern`` means.

    Attributes:
        id: the row's name, shown when a decision is explained.
        outcome: the intent or action it stands for, as its value.
        form: what sort of phrase it is; each table says which forms it has.
        pattern: compiled, case as the table asks for.
        examples: texts that must get ``outcome``.
        counter_examples: texts that must not.
    """

    id: str
    outcome: str
    form: str
    pattern: re.Pattern[str]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrasebook:
    """One table: its rules in order, its lone patterns by name, and its word lists."""

    rules: tuple[Rule, ...]
    patterns: Mapping[str, re.Pattern[str]]
    words: Mapping[str, tuple[str, ...]]


def read_table(name: str) -> dict[str, Any]:
    """The parsed TOML of ``phrases/<name>.toml``."""
    folder = resources.files("tiktok_photo_video.chat") / "phrases"
    return tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8"))


def load(name: str, *, flags: re.RegexFlag = re.NOFLAG) -> Phrasebook:
    """Read ``phrases/<name>.toml`` and compile it.

    Raises:
        KeyError: a pattern names a slot that is not written before it.
    """
    table = read_table(name)
    slots = slots_of(table)
    return Phrasebook(
        rules=tuple(_rule(row, slots, flags) for row in table.get("rule", [])),
        patterns={
            key: re.compile(expanded(value, slots), flags)
            for key, value in table.get("patterns", {}).items()
        },
        words={key: tuple(value) for key, value in table.get("words", {}).items()},
    )


def slots_of(table: Mapping[str, Any]) -> dict[str, str]:
    """The named pieces of a table, with the pieces that they use put in."""
    slots: dict[str, str] = {}
    for name, pattern in table.get("slots", {}).items():
        slots[name] = f"(?:{expanded(pattern, slots)})"
    return slots


def expanded(pattern: str, slots: Mapping[str, str]) -> str:
    """A pattern with its slots put in; layout of the table is no meaning."""
    flat = "".join(line.strip("\t") for line in pattern.splitlines())
    return _SLOT.sub(lambda found: slots[found[1]], flat)


def _rule(row: Mapping[str, Any], slots: Mapping[str, str], flags: re.RegexFlag) -> Rule:
    alternatives = "|".join(f"(?:{expanded(pattern, slots)})" for pattern in row["patterns"])
    return Rule(
        id=row["id"],
        outcome=row["outcome"],
        form=row["form"],
        pattern=re.compile(alternatives, flags),
        examples=tuple(row.get("examples", ())),
        counter_examples=tuple(row.get("counter_examples", ())),
    )
