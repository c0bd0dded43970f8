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
# Ids the backend writes in front of, or right behind, what they are ids of.
_ID = re.compile(
    r"(?<![\w/@#.-])(?:render|session|sess|task|job|request|req|run|msg|message|event|evt|usr|user"
    r"|draft|seg|segment|trk|track|asset|proj|project|wf|workflow|node|call|toolu|resp|inv)"
    r"[_-](?=[A-Za-z0-9_-]*\d)[A-Za-z0-9_-]{3,}(?!\.?\w)"
    r"|(?<=\bid )(?=\w*\d)[A-Za-z0-9_-]{6,}\b|(?<=\bid: )(?=\w*\d)[A-Za-z0-9_-]{4,}\b"
    r"|(?<=_id[:=])(?=\w*\d)[A-Za-z0-9_-]{4,}\b|(?<=_id\"[:=])(?=\w*\d)[A-Za-z0-9_-]{4,}\b",
    re.IGNORECASE,
)
# Tools have verbs for names. Handles, hash tags, quoted words and file names are not theirs.
_TOOL = re.compile(
    r"(?<![\w#@/\"“'‘「.-])(?:add|get|set|create|update|delete|remove|generate|render|export|upload"
    r"|apply|edit|run|call|fetch|list|split|trim|insert|replace|search|query|save|load|check"
    r"|analy[sz]e|build|move|change|transcribe|text_to|image_to|nemo|transfer_to)"
    r"(?:_[a-z0-9]+)+(?:\(\))?(?![\w\"”'’」]|\.\w)"
    r"|(?<![\w#@/.-])(?:session|task|render|job|request|tool|user|draft)_(?:id|name|state|agent)\b"
)
_TAG = re.compile(
    r"</?(?:a|abbr|article|audio|b|big|blockquote|body|br|button|center|code|div|em|embed|font"
    r"|form|h[1-6]|head|hr|html|i|iframe|img|input|kbd|label|li|link|mark|meta|object|ol|option"
    r"|p|pre|s|script|section|select|small|span|strong|style|sub|sup|svg|table|tbody|td|textarea"
    r"|th|thead|tr|u|ul|video)(?:\s[^<>\n]{0,600})?\s*/?>",
    re.IGNORECASE,
)
_ANCHOR = re.compile(
    r"<a\s[^<>\n]*?href=[\"']?(https?://[^\s\"'<>]+)[^<>\n]*>(.*?)</a>", re.IGNORECASE
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


def without_markup(text: str) -> str:
    """``text`` without HTML tags; of a link's tag, its address stays behind its words."""
    if "<" not in text:
        return text
    bare = _TAG.sub("", _ANCHOR.sub(r"\2 (\1)", text))
    # A tag taken out may bring the halves of another together.
    return bare if bare == text else without_markup(bare)


def masked(text: str) -> str:
    """``text`` with token-shaped strings replaced; links keep all but their tokens."""
    text = _TOKEN.sub(MASK, text)
    links = [found.span() for found in _LINK.finditer(text)]

    def unless_in_link(found: re.Match[str]) -> str:
        return found[0] if any(a <= found.start() < b for a, b in links) else MASK

    text = _ID.sub(unless_in_link, text)
    links = [found.span() for found in _LINK.finditer(text)]
    text = _TOOL.sub(unless_in_link, text)
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
