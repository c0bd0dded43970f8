"""Writing systems: what a letter is to a reader, whose letters they are, which way they run.

A letter is an extended grapheme cluster: an accent, a skin tone or a whole family joined by
zero-width joiners belongs to what it follows.
"""

from __future__ import annotations

from functools import lru_cache

import regex

_CLUSTER = regex.compile(r"\X")
# Joiners, selectors, direction marks and controls: they shape others, alone they show nothing.
# Half a surrogate pair comes from broken JSON and can be neither drawn nor said.
_SILENT = regex.compile(r"[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\p{Cs}]+")
# Marks that need a letter under them; some of the Burmese are letters themselves.
_ACCENT = regex.compile(r"(?V1)[\p{M}--\p{Grapheme_Cluster_Break=Other}]")
_STRONG = regex.compile(r"\p{Bidi_Class=L}|(?P<right>[\p{Bidi_Class=R}\p{Bidi_Class=AL}])")
_KANA = regex.compile(r"[\p{Hiragana}\p{Katakana}]")
_HANGUL = regex.compile(r"\p{Hangul}")
_HAN = regex.compile(r"\p{Han}")
_SPACED = regex.compile(r"\s")


@lru_cache(maxsize=2048)
def clusters(text: str) -> tuple[str, ...]:
    """The letters of a text as a reader counts them, in reading order."""
    return tuple(_CLUSTER.findall(text))


def is_silent(text: str) -> bool:
    """Whether nothing of a text is ever seen, nor takes room."""
    return _SILENT.fullmatch(text) is not None


def is_accent(letter: str) -> bool:
    """Whether a grapheme cluster begins with a mark that has no letter under it."""
    return _ACCENT.match(letter) is not None


def visible(text: str) -> str:
    """The characters of a text that need a picture of their own."""
    return str(_SPACED.sub("", _SILENT.sub("", text)))


def runs_leftward(text: str) -> bool:
    """Whether a text is written from right to left: what its first strong letter is (UAX 9, P2)."""
    first = _STRONG.search(text)
    return first is not None and first["right"] is not None


@lru_cache(maxsize=1024)
def east_asian(text: str) -> str:
    """Whose forms its ideographs take: ``jp``, ``kr``, ``tc`` (traditional) or ``sc``."""
    if _KANA.search(text) and not _only_in(text, "gb2312", not_in="shift_jis"):
        return "jp"  # and not Chinese with the の of a brand
    if _HANGUL.search(text):
        return "kr"
    return "tc" if _only_in(text, "big5", not_in="gb2312") else "sc"


def _only_in(text: str, charset: str, *, not_in: str) -> bool:
    """Whether it has ideographs that one standard knows and the other does not."""
    return any(_knows(charset, c) and not _knows(not_in, c) for c in _HAN.findall(text))


def _knows(charset: str, text: str) -> bool:
    try:
        text.encode(charset)
    except UnicodeEncodeError:
        return False
    return True
