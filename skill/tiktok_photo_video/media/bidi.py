"""Which way each letter of a line runs, and the order they stand in: Unicode's UAX 9.

The implicit half of the algorithm, rules W2 to L2: explicit codes show nothing and never
come here. Rules work on a string with one code a letter, so that most are a substitution:

    L  left to right        E  European digit      +  sign within a number
    R  right to left        N  Arabic digit        #  sign around a number
    A  Arabic letter        o  neutral             ,  separator within a number
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import groupby

_CODES = {"L": "L", "R": "R", "AL": "A", "EN": "E", "AN": "N", "ES": "+", "ET": "#", "CS": ","}
_RIGHTWARD_ONLY = re.compile("[^RAN]*")
# BidiBrackets.txt, as far as people type them.
_PAIRS = "()[]{}⟨⟩〈〉《》「」『』【】〔〕〖〗（）［］｛｝⦅⦆｟｠｢｣"
_CLOSER = dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True))
_STRONG_CODE = {"L": "L", "R": "R", "E": "R", "N": "R"}  # as neutrals see it
# Levels by the line's direction and the code that is left (I1, I2).
_LEVELS = {"L": {"L": 0, "R": 1, "E": 2, "N": 2}, "R": {"L": 2, "R": 1, "E": 2, "N": 2}}


def levels(letters: Sequence[str], *, leftward: bool) -> tuple[int, ...]:
    """The embedding level of each letter: odd ones run from right to left.

    Args:
        letters: grapheme clusters of one line, in reading order; the first character counts.
        leftward: whether the line as a whole runs from right to left.
    """
    codes = "".join(_CODES.get(unicodedata.bidirectional(letter[0]), "o") for letter in letters)
    if not leftward and _RIGHTWARD_ONLY.fullmatch(codes):
        return (0,) * len(letters)
    base = "R" if leftward else "L"
    resolved = _neutral(_bracketed(_weak(codes, base), letters, base), base)
    spaces = len(letters) - len("".join(letters).rstrip()) if letters else 0
    found = [_LEVELS[base][code] for code in resolved]
    # Spaces at the end of a line stand where the line ends (L1).
    return tuple(found[: len(found) - spaces] + [int(leftward)] * spaces)


def visual_order(of_levels: Sequence[int]) -> list[int]:
    """Numbers of runs from left to right, given the level of each in reading order (L2)."""
    order = list(range(len(of_levels)))
    for least in range(max(of_levels, default=0), 0, -1):
        turned: list[int] = []
        for high, group in groupby(order, key=lambda i: of_levels[i] >= least):
            run = list(group)
            turned += reversed(run) if high else run
        order = turned
    return order


def _weak(codes: str, base: str) -> str:
    """Digits and what stands around them (W2 to W7)."""
    codes = _after_strong(codes, base, of="A", digit="N").replace("A", "R")
    codes = re.sub(r"(?<=E)[+,](?=E)", "E", codes)
    codes = re.sub(r"(?<=N),(?=N)", "N", codes)
    codes = re.sub(r"#+(?=E)|(?<=E)#+", lambda signs: "E" * len(signs[0]), codes)
    codes = re.sub(r"[+#,]", "o", codes)
    return _after_strong(codes, base, of="L", digit="L")


def _after_strong(codes: str, base: str, *, of: str, digit: str) -> str:
    """European digits become another code where the strong letter before them is ``of``."""
    strong, found = base, []
    for code in codes:
        strong = code if code in "LRA" else strong
        found.append(digit if code == "E" and strong == of else code)
    return "".join(found)


def _bracketed(codes: str, letters: Sequence[str], base: str) -> str:
    """A pair of brackets runs as what it encloses (N0)."""
    found = list(codes)
    for start, end in _pairs(codes, letters):
        inside = {_STRONG_CODE[code] for code in found[start + 1 : end] if code in _STRONG_CODE}
        if not inside:
            continue
        before = (_STRONG_CODE[code] for code in reversed(found[:start]) if code in _STRONG_CODE)
        way = base if base in inside else next(before, base)
        found[start] = found[end] = way
    return "".join(found)


def _pairs(codes: str, letters: Sequence[str]) -> list[tuple[int, int]]:
    pairs, awaited = [], list[tuple[str, int]]()
    for at, letter in enumerate(letters):
        if codes[at] != "o":
            continue
        if letter in _CLOSER:
            awaited.append((_CLOSER[letter], at))
            continue
        depth = next((n for n in range(len(awaited) - 1, -1, -1) if awaited[n][0] == letter), None)
        if depth is not None:
            pairs.append((awaited[depth][1], at))
            del awaited[depth:]
    return sorted(pairs)


def _neutral(codes: str, base: str) -> str:
    """Neutrals run as what is on both sides of them, or as the line (N1, N2)."""

    def way(neutrals: re.Match[str]) -> str:
        before = _STRONG_CODE[codes[neutrals.start() - 1]] if neutrals.start() else base
        after = _STRONG_CODE[codes[neutrals.end()]] if neutrals.end() < len(codes) else base
        return (before if before == after else base) * len(neutrals[0])

    return re.sub("o+", way, codes)
