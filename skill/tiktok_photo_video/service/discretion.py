"""What goes into the log: no key, token or password, whoever wrote the line."""

from __future__ import annotations

import logging
import re
from collections.abc import Collection

from tiktok_photo_video.chat.redaction import MASK, masked

_FORM = "%(asctime)s %(levelname)s %(name)s %(message)s"
# The user and password, and the query, of an address: signatures and keys stand there.
_USER_INFO = re.compile(r"(?<=://)[^\s/?#@]+@")
_QUERY = re.compile(r"(?P<address>[a-z][a-z0-9+.-]*://[^\s?#\"'<>]*)\?[^\s\"'<>]+", re.IGNORECASE)
_NAMED = re.compile(
    r"(?P<name>[\w-]*(?:key|token|secret|passw(?:or)?d|signature|authorization|cookie)"
    r"[\"']?\s*[:=]\s*[\"']?)(?:(?:bearer|basic)\s+)?[^\s\"',;)}\]]{4,}",
    re.IGNORECASE,
)


def without_secrets(text: str, known: Collection[str] = ()) -> str:
    """A text without anything that opens a door.

    Args:
        text: what was to be written.
        known: secrets that are not of any known form.
    """
    for secret in filter(None, known):
        text = text.replace(secret, MASK)
    text = _QUERY.sub(rf"\g<address>?{MASK}", _USER_INFO.sub(f"{MASK}@", text))
    return masked(_NAMED.sub(rf"\g<name>{MASK}", text))


class Discreet(logging.Formatter):
    """Writes log lines, and what is told of failures with them, without secrets."""

    def __init__(self, known: Collection[str] = ()) -> None:
        super().__init__(_FORM)
        self._known = tuple(known)

    def format(self, record: logging.LogRecord) -> str:
        """The line, and the traceback if there is one."""
        return without_secrets(super().format(record), self._known)
