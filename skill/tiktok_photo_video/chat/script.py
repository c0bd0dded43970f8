"""Which Chinese characters a text is written in, and our sentences in the same ones.

All sentences of this product are kept in Simplified characters. A reader of Traditional
ones gets the same sentences in theirs, in Taiwan's words, which most of them use.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum
from functools import cache

import opencc

_TRADITIONAL_LOCALE = re.compile(r"zh[-_](?:hant|tw|hk|mo)\b", re.IGNORECASE)
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
# Names of files and folders are what they are.
_NAME = re.compile(r"[^\s“”「」《》，。：；、（）]*[/\\.][A-Za-z0-9][^\s“”「」《》，。：；、（）]*")
_QUOTE = re.compile(r"“([^“”]*)”")


class Script(StrEnum):
    """The characters that Chinese is written in."""

    SIMPLIFIED = "Hans"
    TRADITIONAL = "Hant"


def script_of(text: str, *, otherwise: Script = Script.SIMPLIFIED) -> Script:
    """The script of a text, by the characters that only one of them has.

    A text that both write alike says nothing, so ``otherwise`` stands.
    """
    han = "".join(_HAN.findall(text))
    traditional = _differing(han, "t2s")
    simplified = _differing(han, "s2t")
    if traditional == simplified:
        return otherwise
    return Script.TRADITIONAL if traditional > simplified else Script.SIMPLIFIED


def script_from_code(code: str) -> Script:
    """The script for a locale code such as ``zh_TW.UTF-8`` or ``zh-Hant``."""
    return Script.TRADITIONAL if _TRADITIONAL_LOCALE.match(code) else Script.SIMPLIFIED


def written(text: str, script: Script) -> str:
    """A sentence of ours in a script; names of files and the user's own words stay."""
    if script is Script.SIMPLIFIED or not _HAN.search(text):
        return text
    parts, at = [], 0
    for name in _NAME.finditer(text):
        parts += [_sentence(text[at : name.start()]), name[0]]
        at = name.end()
    return "".join([*parts, _sentence(text[at:])])


def _sentence(text: str) -> str:
    return _outside_quotes(text, _to_traditional) if text else text


def _outside_quotes(text: str, change: Callable[[str], str]) -> str:
    """Change a text, but not what it quotes of the user, who writes Traditional."""
    parts, at = [], 0
    for quote in _QUOTE.finditer(text):
        parts += [change(text[at : quote.start()]), _quoted(quote[1])]
        at = quote.end()
    return "".join([*parts, change(text[at:])])


def _quoted(text: str) -> str:
    is_ours = script_of(text, otherwise=Script.TRADITIONAL) is Script.SIMPLIFIED
    return f"「{_to_traditional(text) if is_ours else text}」"


def _differing(han: str, conversion: str) -> int:
    return sum(_converter(conversion).convert(letter) != letter for letter in han)


def _to_traditional(text: str) -> str:
    return str(_converter("s2twp").convert(text))


@cache
def _converter(conversion: str) -> opencc.OpenCC:
    return opencc.OpenCC(conversion)
