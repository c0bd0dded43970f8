"""A message as the router reads it: folded to one spelling, with content blanked out.

Folding keeps every character at its place, so a span found in the folded text is the same
span of the message: full-width letters become plain ones, Traditional characters become
Simplified, capitals become small, emoji become blanks. What is quoted, a link or a file
name is content that somebody may want to see in a video; it is blanked out before anything
is looked for, so it can never be taken for a command.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

import opencc

CONTENT = "□"  # stands for every character of a quote, a link or a file name
_INVISIBLE = "\u200b"  # stands for joiners, variation selectors and combining marks

_SINGLE = {"…": ".", "‘": "'", "’": "'", "`": "`", "～": "~", "⋯": ".", "：": ":"}
_FILE_ENDINGS = "mp4|mov|avi|webm|mkv|jpe?g|png|gif|webp|hei[cf]|avif|mp3|wav|m4a|aac|flac|ogg|txt"
_CONTENT = re.compile(
    r"https?://[^\s□]+|www\.[^\s]+"
    r'|"[^"\n]*"|“[^”\n]*”|„[^“”\n]*[“”]|«[^»\n]*»|「[^」\n]*」|『[^』\n]*』|《[^》\n]*》|`[^`\n]*`'
    r"|(?<![\w])'(?=[^\s'])(?:[^'\n]|(?<=\w)'(?=\w))*(?<=[^\s'])'(?!\w)"
    # An opening quote that is never closed quotes the rest of its line.
    r'|(?<!\S)"(?=\S)[^"\n]*$|[“「『《][^\n]*$'
    rf"|(?<![\w()-])[\w()-]{{1,120}}\.(?:{_FILE_ENDINGS})\b",
    re.MULTILINE,
)
_HAN_SPACE = re.compile(r" *([\u3400-\u9fff]) *")
_NOT_WORD = re.compile(r"[^\w'%□:.-]+|(?<!\w)[:.'-]+|[:.'-]+(?!\w)")
_LONG_RUN = re.compile(r"([a-z])\1{2,}")
_STUTTER = re.compile(r"([\u3400-\u9fff]{1,4}?)\1{2,}|(\b[a-z']+ )\2{2,}")


class _Fold(dict[int, str]):
    """Character by character, filled on demand; as large as the characters met."""

    def __missing__(self, point: int) -> str:
        folded = _folded(chr(point))
        self[point] = folded
        return folded


@cache
def _simplified() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def _folded(char: str) -> str:
    plain = _SINGLE.get(char) or unicodedata.normalize("NFKC", char)
    if len(plain) != 1:
        return char if char.isalnum() else " "
    category = unicodedata.category(plain)
    if category in {"Cf", "Mn", "Me"}:
        return _INVISIBLE
    if plain != "\n" and category in {"So", "Sk", "Cc", "Cs", "Co", "Cn", "Zs", "Zl", "Zp"}:
        return plain if plain == "`" else " "
    if "\u3400" <= plain <= "\u9fff":
        plain = _simplified().convert(plain)
    small = plain.lower()
    return small if len(small) == 1 else plain


_FOLD = _Fold()


def fold(message: str) -> str:
    """The message in one spelling, of the same length, content blanked out."""
    folded = message.translate(_FOLD)
    return _CONTENT.sub(lambda found: CONTENT * len(found[0]), folded)


def key_of(folded: str) -> str:
    """A stretch of folded text as words with single spaces, none around Han characters.

    Punctuation and symbols go, except inside words and numbers (``don't``, ``9:16``);
    content is one mark; letters drawn out for feeling (``pleeease``) and words said over and
    over are single.
    """
    text = folded.replace(_INVISIBLE, "")
    text = re.sub(f"{CONTENT}+", CONTENT, text)
    text = _LONG_RUN.sub(r"\1", text)
    text = " ".join(_NOT_WORD.sub(" ", text).replace("_", " ").split())
    return _STUTTER.sub(r"\1\2", _HAN_SPACE.sub(r"\1", text))
