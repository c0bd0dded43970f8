"""What never reaches a screen: terminal escapes, direction tricks, tokens."""

from __future__ import annotations

import re

MASK = "•••"

# CSI, OSC (to its bell, ST, or the end of the line) and two-character escapes.
_ESCAPE = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]|\x9b[0-?]*[ -/]*[@-~]"
    r"|\x1b\][^\x07\x1b\n]*(?:\x07|\x1b\\)|\x1b[@-Z\\^_]"
)
_OPEN_ESCAPE = re.compile(r"(?:\x1b(?:\[[0-?]*[ -/]*|\][^\x07\x1b\n]*\x1b?)?|\x9b[0-?]*[ -/]*)\Z")
# Control characters but for tab and newline; bidirectional overrides and isolates;
# invisible characters that hide text. Joiners stay: emoji are built with them.
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff"
    r"\U000e0000-\U000e007f\ud800-\udfff]"
)
_TOKEN = re.compile(
    r"(?<![A-Za-z0-9])(?:nmv_[a-z]+_[A-Za-z0-9_-]+|clm_[A-Za-z0-9_-]+|sk-[A-Za-z0-9_-]{16,})"
    r"|\bBearer\s+[A-Za-z0-9._~+/-]{6,}=*"
    r"|\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*)?"
)
_LINK = re.compile(r"https?://[^\s<>\"'）】」]+")
_RUN = re.compile(r"(?<![A-Za-z0-9+/_=-])[A-Za-z0-9+/_-]{32,}={0,2}(?![A-Za-z0-9+/_=.-]*\.\w)")
_MIN_SOLID = 20  # shorter stretches between _ and - are words, as in file names


def open_escape_at(text: str) -> int:
    """Where an escape sequence begins that ``text`` breaks off in; its length if none."""
    found = _OPEN_ESCAPE.search(text)
    return found.start() if found else len(text)


def without_controls(text: str) -> str:
    """``text`` without escape sequences, control characters and direction overrides."""
    return _UNSEEN.sub("", _ESCAPE.sub("", text))


def masked(text: str) -> str:
    """``text`` with token-shaped strings replaced; links keep all but their tokens."""
    text = _TOKEN.sub(MASK, text)
    links = [found.span() for found in _LINK.finditer(text)]

    def hidden(found: re.Match[str]) -> str:
        in_link = any(start <= found.start() < end for start, end in links)
        return found[0] if in_link or not _looks_random(found[0]) else MASK

    return _RUN.sub(hidden, text)


def _looks_random(run: str) -> bool:
    if re.fullmatch(r"[0-9a-fA-F]+(?:-[0-9a-fA-F]+)*", run):
        return any(char.isdigit() for char in run)
    mixed = all(any(test(c) for c in run) for test in (str.isdigit, str.isupper, str.islower))
    return mixed and max(map(len, re.split(r"[_-]", run))) >= _MIN_SOLID
