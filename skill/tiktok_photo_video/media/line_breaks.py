"""Where a line of text may end, by the habits of each script.

Latin, Arabic, Korean and the like break at spaces and after hyphens; Chinese and Japanese
anywhere but at marks that belong to a neighbour (kinsoku), best between phrases; Thai between
words. Nothing breaks within a letter, an emoji, or between a number and its unit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate, groupby, pairwise

import budoux
import regex

from tiktok_photo_video.media import emoji
from tiktok_photo_video.media.scripts import clusters, east_asian

_WIDE_CLOSING, _WIDE_OPENING = "，。！？；：、）》」』】〉〕”’…～·،؛؟", "（《「『【〈〔“‘"
_NARROW_CLOSING, _NARROW_OPENING = ",.!?;:)]}%", "([{"
CLOSING = _WIDE_CLOSING + _NARROW_CLOSING
_HYPHENS = "-\u2010\u2013\u2014"
# What lengthens or doubles a Japanese syllable belongs to it.
_KANA_TAILS = "ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ々ゝゞ"
_WIDE = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Bopomofo}]")
_HYPHENATED = regex.compile(r"[\p{Latin}\p{Cyrillic}\p{Greek}]")
_THAI = regex.compile(r"\p{Thai}")
# One code a letter: s space, o opening, c closing, k kana tail, w wide, e emoji, t Thai,
# h hyphen to break after, l any other. A unit is what a break never falls into.
_UNIT = re.compile(r"o*(?:w|e|t+|l+h*|h+)(?:k|s*c)*|s+|.")
_CODES = (
    dict.fromkeys(CLOSING, "c")
    | dict.fromkeys(_WIDE_OPENING + _NARROW_OPENING, "o")
    | dict.fromkeys(_KANA_TAILS, "k")
    | dict.fromkeys(_HYPHENS, "h")
)
_WITHIN_WORDS = frozenset(_NARROW_CLOSING + _NARROW_OPENING + "’‘·")
_NUMBER = regex.compile(r"\P{L}*\p{Nd}%?")
_CURRENCY = regex.compile(r"\p{Sc}$")
_MEASURE = regex.compile(
    r"(?:[kcmµn]?m|[kcm]m²|m²|k?g|mg|m?l|mi|ft|mph|km/h|k|h|hrs?|hours?|mins?|minutes?|s|secs?"
    r"|seconds?|days?|weeks?|months?|years?|yrs?|a\.?m\.?|p\.?m\.?|%|°[CF]?|º|\p{Sc}"
    r"|[年月日号號天周週岁歲度元块塊米分秒点點时時小次个個人张張层層楼樓倍公里名位届屆家折期季]"
    r"|[時回年人円歳枚])\p{P}*",
    regex.IGNORECASE,
)
# Chinese words of one letter that stand with what is before them, or with what is after.
_ENDS = frozenset("的了着過过吗嗎呢吧啊呀嘛")
_LEANS_BACK = _ENDS | frozenset("们們地得里裡上中下边邊后後次个個")
_LEANS_FORWARD = frozenset("在和与與跟把被从從向对對为為给給这這那一每不没沒很太最好真我你他她")
_MODELS = {
    "sc": budoux.load_default_simplified_chinese_parser,
    "tc": budoux.load_default_traditional_chinese_parser,
    "jp": budoux.load_default_japanese_parser,
    "thai": budoux.load_default_thai_parser,
}


@lru_cache(maxsize=256)
def phrases(text: str) -> tuple[tuple[str, ...], ...]:
    """One paragraph in phrases, and these in units; all of them joined are the paragraph.

    A line had best end between phrases, and may end between units. Spaces are phrases.
    """
    found: list[list[str]] = []
    borders = _phrase_borders(text)
    at, before = 0, ""
    for unit in _units(text):
        if not found or _parts(before, unit, at in borders):
            found.append([])
        found[-1].append(unit)
        at, before = at + len(unit), unit
    return tuple(map(tuple, found))


def _parts(before: str, unit: str, bordered: bool) -> bool:
    """Whether a phrase ends between two units."""
    if before.isspace() or unit.isspace():
        return True
    first, last = clusters(unit)[0], clusters(before)[-1]
    if emoji.is_picture(first):
        return False  # it stands with what it says something about
    if emoji.is_picture(last) or last in CLOSING:
        return True
    return bordered or not (_WIDE.match(first) or _WIDE.match(last))


def _units(text: str) -> list[str]:
    """The text in units; a number with its measure is one."""
    found: list[str] = []
    for unit in _bare_units(text):
        found.append(unit)
        if len(found) > 1 and _measures(found[-2], unit):
            found[-2:] = ["".join(found[-2:])]
        elif len(found) > 2 and found[-2].isspace() and _measures(found[-3], unit):
            found[-3:] = ["".join(found[-3:])]
    return found


def _measures(before: str, after: str) -> bool:
    """Whether one is a number, and the other what it counts."""
    if _NUMBER.fullmatch(before):
        return _MEASURE.fullmatch(after) is not None
    return _CURRENCY.match(before) is not None and after[0].isdecimal()


def _bare_units(text: str) -> Iterator[str]:
    letters = clusters(text)
    codes = "".join(_code(letters, at) for at in range(len(letters)))
    for match in _UNIT.finditer(codes):
        unit = "".join(letters[match.start() : match.end()])
        yield from _thai_words(unit) if "t" in match[0] else (unit,)


def _code(letters: tuple[str, ...], at: int) -> str:
    letter = letters[at]
    if letter.isspace():
        return "s"
    if code := _CODES.get(letter):
        return _code_of_mark(letters, at, code)
    patterns = (("w", _WIDE), ("t", _THAI))
    if code := next((code for code, pattern in patterns if pattern.match(letter)), ""):
        return code
    return "e" if emoji.is_picture(letter) else "l"


def _code_of_mark(letters: tuple[str, ...], at: int, code: str) -> str:
    """Narrow marks within a word are letters of it: ``3.5``, ``it’s``, ``f(x)``."""
    before = letters[at - 1] if at else " "
    after = letters[at + 1] if at + 1 < len(letters) else " "
    if code == "h":
        return "h" if _HYPHENATED.match(before) and _HYPHENATED.match(after) else "l"
    if letters[at] in _WITHIN_WORDS and _is_of_word(before) and _is_of_word(after):
        return "l"
    return code


def _is_of_word(letter: str) -> bool:
    return letter[0].isalnum() and not _WIDE.match(letter)


def _thai_words(text: str) -> list[str]:
    """Thai has no spaces between words; a model knows them."""
    words = _model("thai").parse(text)
    ends = set(accumulate(map(len, words)))
    letter_ends = list(accumulate(map(len, clusters(text))))
    cuts = [0, *(end for end in letter_ends if end in ends)]
    return [text[start:end] for start, end in pairwise(cuts)]


def _phrase_borders(text: str) -> frozenset[int]:
    """Where phrases of Chinese or Japanese end, as offsets into the text."""
    script = east_asian(text)
    if script not in _MODELS or not _WIDE.search(text):
        return frozenset()
    borders: list[int] = []
    at = 0
    # The models know no emoji: each text between them by itself.
    for is_emoji, group in groupby(clusters(text), key=emoji.is_picture):
        part = "".join(group)
        if not is_emoji:
            borders += (at + end for end in _borders(part, script))
        at += len(part)
    return frozenset(borders)


def _borders(text: str, script: str) -> Iterator[int]:
    chunks = _model(script).parse(text)
    ends = accumulate(map(len, chunks))
    for end, (before, after) in zip(ends, pairwise(chunks), strict=False):
        if script == "jp" or _parts_chinese(before, after):
            yield end


def _parts_chinese(before: str, after: str) -> bool:
    """The Chinese models part words; single letters in a row are a word that they do not know."""
    unknown = len(before) == len(after) == 1 and before not in _ENDS
    doubled = before[-1] == after[0]  # 宝宝, 妈妈
    return not (unknown or doubled or before in _LEANS_FORWARD or after in _LEANS_BACK)


@lru_cache(maxsize=4)
def _model(script: str) -> budoux.Parser:
    return _MODELS[script]()
