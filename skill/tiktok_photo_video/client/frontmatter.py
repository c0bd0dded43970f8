"""The frontmatter of a SKILL.md: the few lines of YAML on top, as far as skills use them.

A small reader in the place of a YAML library: nested maps and single-line values in block
style, which is all that validators of skills accept for the values read here. What it does not
know (lists, folded texts, anchors) it passes over; nothing in a file can make it fail.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import takewhile

MAX_LINES = 500  # a fence that is never closed must not have the whole text read as data

_FENCE = "---"
_PAIR = re.compile(r"(?P<indent> *)(?P<key>[A-Za-z0-9_-]+):(?:\s+(?P<value>.*))?")
# What a plain value cannot begin with: lists, maps, folded texts, anchors, tags, comments.
_NOT_PLAIN = tuple("[{|>&*!%@`#")
_ESCAPED = re.compile(r"\\(.)")


def read_frontmatter(text: str) -> Mapping[str, str]:
    """The values by their dotted path, such as ``metadata.version``; the first of a path counts."""
    lines = text.removeprefix("\ufeff").splitlines()[:MAX_LINES]
    if not lines or lines[0].rstrip() != _FENCE:
        return {}
    inside = list(takewhile(lambda line: line.rstrip() != _FENCE, lines[1:]))
    if len(inside) + 1 == len(lines):
        return {}  # never closed: this is no frontmatter
    values: dict[str, str] = {}
    for path, value in _pairs(inside):
        values.setdefault(path, value)
    return values


def _pairs(lines: list[str]) -> Iterator[tuple[str, str]]:
    """Each value with its path; the open maps are kept with the columns of their keys."""
    opened: list[tuple[int, str]] = []
    for line in lines:
        pair = _PAIR.fullmatch(line)
        if not pair:
            continue
        column = len(pair["indent"])
        while opened and opened[-1][0] >= column:
            opened.pop()
        opened.append((column, pair["key"]))
        value = _plain((pair["value"] or "").strip())
        if value:
            yield ".".join(key for _, key in opened), value


def _plain(value: str) -> str:
    """A value without quotes and comment; empty where it is none of one line."""
    if value[:1] in ('"', "'"):
        return _unquoted(value)
    if value.startswith(_NOT_PLAIN):
        return ""
    return re.split(r"\s#", value, maxsplit=1)[0].rstrip()


def _unquoted(value: str) -> str:
    if value[0] == "'":
        single = re.match(r"'((?:[^']|'')*)'\s*(?:#.*)?$", value)
        return single[1].replace("''", "'") if single else ""
    double = re.match(r'"((?:[^"\\]|\\.)*)"\s*(?:#.*)?$', value)
    return _ESCAPED.sub(r"\1", double[1]) if double else ""
