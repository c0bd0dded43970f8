"""One message in one alphabet: full-width and Traditional forms folded, quotes set aside.

Quoted pieces and file names are taken out before anything is matched, so that they can
never be read as commands: each stands as one private-use character, and keeps its text.
Every character of the folded text knows where it came from, so that a title given
without quotes can be cut from the original, in the user's own script.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from opencc import OpenCC

MAX_CHARS = 2_000  # longer than any request; what comes after is left unread
QUOTE_MARK, FILE_MARK = "\ue000", "\ue001"

_PAIRS = {"“": "”", "「": "」", "『": "』", "«": "»", "《": "》", "„": "“", "【": "】", '"': '"'}
_APOSTROPHES = str.maketrans("’‘", "''")


@dataclass(frozen=True, slots=True)
class Held:
    """A piece of the original that stands as one character: its place and what it says."""

    start: int
    end: int
    text: str
    mark: str


@dataclass(frozen=True, slots=True)
class Folded:
    """A message ready to be matched.

    ``origins[i]`` is the place in ``original`` that character ``i`` of ``text`` came from;
    one more entry stands for the end. ``held`` maps places in ``text`` to what they hold.
    """

    original: str
    text: str
    origins: tuple[int, ...]
    held: dict[int, str]

    def slice(self, start: int, end: int) -> str:
        """The original words behind a stretch of the folded text."""
        return self.original[self.origins[start] : self.origins[end]].strip()


def fold(message: str, *, files: Mapping[str, str] | None = None) -> Folded:
    """Fold a message; ``files`` maps what a file may be called (case-folded) to its name."""
    original = message[:MAX_CHARS]
    held = _held_pieces(original, files or {})
    letters: list[str] = []
    origins: list[int] = []
    kept: dict[int, str] = {}
    for start, end, piece in _stretches(original, held):
        if piece:
            kept[len(letters)] = piece.text
        folded = piece.mark if piece else _folded_letter(original[start:end])
        letters.extend(folded)
        origins.extend([start] * len(folded))
    text = _slips_mended(_simplified("".join(letters)))
    return _plainly_spoken(Folded(original, text, (*origins, len(original)), kept))


# "地二张", "弟5章": an input method offers these for "第二张", "第5张".
_SLIPS = re.compile(
    r"[地弟递帝低笫](?=[一二两三四五六七八九十\d]{1,2}[张章个幅])"
    r"|(?<![弟兄小老表堂])弟(?=[一二三四五六七八九十\d])"
)
_MISCOUNTED = re.compile(r"(?<=[一二两三四五六七八九十几每那末数\d])章(?![节程鱼法])")
# "7秒哪张删掉" asks nothing.
_MISPOINTED = re.compile(r"(?<=[秒边头尾间始面])哪(?=张[^?吗呢好]*$)")


_COUNTING_TWO = re.compile(r"俩(?=秒|分钟|步|次|倍|遍|个|段|首)")
# In Traditional writing both are one character: "跟著節拍", but "著名", "名著".
_ASPECT = re.compile(r"(?<![名原专土编巨论显译卓])著(?![名作述称书录])")


def _slips_mended(text: str) -> str:
    text = _COUNTING_TWO.sub("两", _ASPECT.sub("着", text))
    return _MISPOINTED.sub("那", _MISCOUNTED.sub("张", _SLIPS.sub("第", text)))


# "俩" and "仨" count by themselves; "我俩" are people. "点儿" is "点", spoken.
_SPOKEN = re.compile(
    r"(?P<two>(?<![我咱哥他她你爷娘姐妹们口妻母子女老兄弟])俩)(?!人|口)"
    r"|(?P<three>(?<![我咱哥他她你爷娘姐妹们口妻母子女老兄弟])仨)(?!人|口)"
    r"|(?P<er>(?<=[点会块边样劲头溜])儿)(?![子女童歌媳孙科时])"
)


def _plainly_spoken(folded: Folded) -> Folded:
    """Spoken forms written out: ``后面仨`` are ``后面三张``, ``亮点儿`` is ``亮点``."""
    if not _SPOKEN.search(folded.text):
        return folded
    letters: list[str] = []
    origins: list[int] = []
    held: dict[int, str] = {}
    spoken = {m.start(): m for m in _SPOKEN.finditer(folded.text)}
    for at, letter in enumerate(folded.text):
        if at in folded.held:
            held[len(letters)] = folded.held[at]
        found = spoken.get(at)
        written = letter if found is None else _WRITTEN[found.lastgroup or "er"]
        letters.extend(written)
        origins.extend([folded.origins[at]] * len(written))
    return Folded(folded.original, "".join(letters), (*origins, folded.origins[-1]), held)


_WRITTEN = {"two": "两张", "three": "三张", "er": ""}


def _stretches(original: str, held: Sequence[Held]) -> Iterator[tuple[int, int, Held | None]]:
    by_start = {piece.start: piece for piece in held}
    at = 0
    while at < len(original):
        piece = by_start.get(at)
        end = piece.end if piece else at + 1
        yield at, end, piece
        at = end


def _folded_letter(letter: str) -> str:
    # Private use is reserved for our own marks; a lone surrogate is no letter at all.
    if "\ud800" <= letter <= "\uf8ff":
        return " "
    if letter == "…":
        return "。"  # else "……2到5张" holds a fraction
    return unicodedata.normalize("NFKC", letter).translate(_APOSTROPHES).lower()


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


def _simplified(text: str) -> str:
    """Traditional to Simplified, keeping every character in its place."""
    converted = str(_converter().convert(text))
    if len(converted) == len(text):
        return converted
    letters = [str(_converter().convert(letter)) for letter in text]
    return "".join(new if len(new) == 1 else old for new, old in zip(letters, text, strict=True))


def _held_pieces(original: str, files: Mapping[str, str]) -> list[Held]:
    quotes = list(_quotes(original))
    pieces = [
        Held(q.start, q.end, files[q.text.casefold()], FILE_MARK)
        if q.text.casefold() in files and not _in_row(q, quotes, original, files)
        else q
        for q in quotes
    ]
    names = (n for n in _names(original, files) if not _overlaps(n, quotes))
    return sorted([*pieces, *names], key=lambda piece: piece.start)


_BETWEEN_QUOTES = re.compile(r"[\s,，、;；/]*(?:and\b|&|和)?\s*")


def _in_row(quote: Held, quotes: Sequence[Held], original: str, files: Mapping[str, str]) -> bool:
    """``"train", "beach", "sleep"``: beside other texts a name like a file's is a text too."""
    texts = [q for q in quotes if q.text.casefold() not in files]
    gaps = (original[min(q.end, quote.end) : max(q.start, quote.start)] for q in texts)
    return any(_BETWEEN_QUOTES.fullmatch(gap) for gap in gaps)


def _overlaps(piece: Held, others: Sequence[Held]) -> bool:
    return any(piece.start < other.end and other.start < piece.end for other in others)


def _names(original: str, files: Mapping[str, str]) -> Iterator[Held]:
    if not files:
        return
    longest_first = sorted(files, key=len, reverse=True)
    either = "|".join(re.escape(name) for name in longest_first)
    for found in re.finditer(
        rf"(?<![A-Za-z0-9_.-])(?:{either})(?![A-Za-z0-9_])", original, re.IGNORECASE
    ):
        known = files.get(found.group().casefold())
        if known:
            yield Held(found.start(), found.end(), known, FILE_MARK)


def _quotes(original: str) -> Iterator[Held]:
    at = 0
    while at < len(original):
        closing = _closing(original, at)
        if closing is None:
            at += 1
            continue
        text = original[at + 1 : closing].strip()
        end = min(closing + 1, len(original))
        yield Held(at, end, text, QUOTE_MARK)
        at = end


def _closing(original: str, at: int) -> int | None:
    """Where the quote that opens at ``at`` ends; an unclosed one runs to the end of its line."""
    opening = original[at]
    if opening in "'‘":
        return _closing_single(original, at)
    if opening not in _PAIRS:
        return None
    closers = {_PAIRS[opening], "”"} if opening in '"“„' else {_PAIRS[opening]}
    closers |= {'"'} if opening in "“„" else set()
    for place in range(at + 1, len(original)):
        if original[place] in closers:
            return place
    line_end = original.find("\n", at)
    return line_end if line_end >= 0 else len(original)


def _closing_single(original: str, at: int) -> int | None:
    """A single quote opens only at a word's start and closes only at a word's end.

    So the apostrophes of "don't" and "the kids' photos" are left alone.
    """
    before = original[at - 1] if at else " "
    if before.isascii() and before.isalnum():
        return None
    closers = "'’"
    for place in range(at + 2, len(original)):
        after = original[place + 1] if place + 1 < len(original) else " "
        if original[place] in closers and not (after.isascii() and after.isalnum()):
            return place
    return None
