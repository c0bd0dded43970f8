"""What strangers say, made fit to be kept and shown: their texts, and the facts of a failure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tiktok_photo_video.wire.routes import EXTENSION_KEY

MAX_MESSAGE_CHARS = 400
MAX_FACTS = 16

_FACTS = "facts"
_NAME = re.compile(r"[a-z][a-z_]{0,31}")
_TOKEN = re.compile(r"(?:nmv_usr_|clm_)[\w.~+/=-]+|(?i:bearer)\s+[\w.~+/=-]{8,}")


def shown(text: str) -> str:
    """A stranger's text made fit to be shown: one line, of bounded length, without tokens."""
    # JSON may spell half a surrogate pair, which no terminal or file can take.
    line = " ".join(text.encode("utf-8", errors="replace").decode().split())
    line = _TOKEN.sub("[token]", line)
    return line if len(line) <= MAX_MESSAGE_CHARS else line[: MAX_MESSAGE_CHARS - 1] + "…"


def facts_field(facts: Mapping[str, object]) -> dict[str, object]:
    """Our own addition to a refusal: what it is about; nothing where there are no facts."""
    plain = {
        name: value if isinstance(value, bool | int | float) else shown(str(value))
        for name, value in facts.items()
        if value is not None
    }
    return {EXTENSION_KEY: {_FACTS: plain}} if plain else {}


def facts_in(value: Mapping[str, object]) -> dict[str, object]:
    """The facts that came with a refusal: texts and numbers under plain names, and not many."""
    own = value.get(EXTENSION_KEY)
    given = own.get(_FACTS) if isinstance(own, Mapping) else None
    if not isinstance(given, Mapping):
        return {}
    usable = {
        name: shown(fact) if isinstance(fact, str) else fact
        for name, fact in given.items()
        if isinstance(fact, str | bool | int | float)
        and isinstance(name, str)
        and _NAME.fullmatch(name)
    }
    return dict(list(usable.items())[:MAX_FACTS])
