"""Chinese words written with the wrong characters of the right sound: ``转厂`` for ``转场``.

An input method offers characters by their sound, so a slip of the finger is a word that
sounds the same. Only words of two characters or more are compared, one of which must be
right: single characters have dozens of homophones, and so do words at large.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import cache

MIN_LETTERS = 2
MAX_LETTERS = 4
_NUMERALS = set("零一二两三四五六七八九十百千半第")
# Sounds that many speakers, and so their input methods, do not tell apart.
_INITIALS = (("zh", "z"), ("ch", "c"), ("sh", "s"))


class Soundalikes:
    """The words that may be meant by others of the same sound."""

    def __init__(self, words: Iterable[str]) -> None:
        """Index words; those with other than Chinese characters, or too few, are left out."""
        self._by_sound: defaultdict[str, list[str]] = defaultdict(list)
        for word in words:
            if MIN_LETTERS <= len(word) <= MAX_LETTERS and all(_is_han(c) for c in word):
                self._by_sound[_sound_of(word)].append(word)

    def meant_by(self, text: str, at: int) -> str | None:
        """The one word that the characters at a place sound like; ``None`` without one.

        A real word of Chinese means itself, whatever it sounds like.
        """
        for length in range(MAX_LETTERS, MIN_LETTERS - 1, -1):
            said = text[at : at + length]
            if len(said) < length or not all(_is_han(letter) for letter in said):
                continue
            if set(said) & _NUMERALS:
                continue  # "停六秒" is no slip of "停留"
            near = [word for word in self._alike(said) if word != said]
            if len(near) == 1 and not _is_word(said):
                return near[0]
        return None

    def _alike(self, said: str) -> Collection[str]:
        return [w for w in self._by_sound.get(_sound_of(said), ()) if _shares_place(w, said)]


def _shares_place(word: str, said: str) -> bool:
    """Whether a character is right, and not only the particle behind another verb: ``看了``."""
    shared = {a for a, b in zip(word, said, strict=True) if a == b}
    return bool(shared - _PARTICLES) or (bool(shared) and said[0] not in _COMMON_VERBS)


_PARTICLES = set("了着过掉的")
_COMMON_VERBS = set(
    "看放说想做写拍传听玩走坐吃喝买卖发打给跑拿开用见问忘等找学教站住睡醒笑哭爱怕试选点"
)


def _is_han(letter: str) -> bool:
    return "\u3400" <= letter <= "\u9fff"


@cache
def _sound_of(word: str) -> str:
    """How a word is read, without the tones; characters with several readings by their word."""
    # Reading its tables takes a noticeable part of a second, and few messages need them.
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415

    return " ".join(_plain(syllable) for syllable in lazy_pinyin(word, style=Style.NORMAL))


def _plain(sound: str) -> str:
    for spoken, plain in _INITIALS:
        if sound.startswith(spoken):
            sound = plain + sound[len(spoken) :]
    return sound.removesuffix("g") if sound.endswith("ng") else sound


@cache
def _is_word(said: str) -> bool:
    from pypinyin.constants import PHRASES_DICT  # noqa: PLC0415

    return said in PHRASES_DICT
