"""Who this installation is to a backend: its client id, and the tokens it was given.

Both are kept, because backends count tokens by client id and by address over a week: a client
that forgets them soon gets no more.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

from tiktok_photo_video.client.private_file import read_private, write_private
from tiktok_photo_video.errors import ProtocolError, RequestError
from tiktok_photo_video.wire.payloads import (
    AnonymousToken,
    anonymous_token_answer,
    parse_anonymous_token,
)
from tiktok_photo_video.wire.routes import MAX_CLIENT_ID_CHARS

CLIENT_ID_FILE = "client_id"
TOKEN_FILE = "tokens.json"  # noqa: S105 - a file's name
FORMAT_VERSION = 1

# A token that runs out while a request is on its way is as bad as one that has run out.
EXPIRY_MARGIN = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Secret:
    """A text that shows up in no message and no log; only ``reveal`` gives it away."""

    _value: str = field(repr=False)

    def reveal(self) -> str:
        """The text itself, for the one header it belongs in."""
        return self._value

    @property
    def is_sendable(self) -> bool:
        """Whether it can stand in a header; the HTTP library would repeat it in its complaint."""
        return _is_visible(self._value)

    def __repr__(self) -> str:
        return "Secret(…)"

    __str__ = __repr__


def new_client_id() -> str:
    """An id that no other installation has."""
    return str(uuid4())


def client_id(
    home: Path, *, given: str | None = None, new_id: Callable[[], str] = new_client_id
) -> str:
    """The id of this installation: the one given, else the kept one, else a new one, kept.

    Raises:
        RequestError: the one given cannot be sent in a header.
        StorageError: a new one cannot be kept.

    """
    if given:
        if not _is_usable(given):
            raise RequestError(
                "The given client id cannot be used.",
                code="bad_client_id",
                hint=f"Use up to {MAX_CLIENT_ID_CHARS} letters, digits and dashes.",
                facts={"limit_chars": MAX_CLIENT_ID_CHARS},
            )
        return given
    kept = (read_private(home / CLIENT_ID_FILE) or "").strip()
    return kept if _is_usable(kept) else keep_client_id(home, new_id())


def keep_client_id(home: Path, new: str) -> str:
    """Keep an id; gives back the one that is kept, should another process have been faster."""
    write_private(home / CLIENT_ID_FILE, new + "\n")
    return (read_private(home / CLIENT_ID_FILE) or new).strip()


def _is_usable(text: str) -> bool:
    return _is_visible(text) and len(text) <= MAX_CLIENT_ID_CHARS


def _is_visible(text: str) -> bool:
    return bool(text) and text.isascii() and text.isprintable() and " " not in text


class TokenStore:
    """The anonymous tokens of one installation, by the backend that gave them."""

    def __init__(self, home: Path) -> None:
        self._path = home / TOKEN_FILE

    def load(self, backend: str, *, now: datetime) -> AnonymousToken | None:
        """The kept token of a backend, unless it has run out or the file is damaged."""
        try:
            token = parse_anonymous_token(self._entries().get(backend))
        except ProtocolError:
            return None
        expired = token.expires_at is not None and token.expires_at - EXPIRY_MARGIN <= now
        return None if expired else token

    def save(self, backend: str, token: AnonymousToken) -> None:
        """Keep the token of a backend."""
        self._write({**self._entries(), backend: anonymous_token_answer(token)["data"]})

    def forget(self, backend: str) -> None:
        """Drop the token of a backend."""
        entries = self._entries()
        if backend in entries:
            self._write({url: entry for url, entry in entries.items() if url != backend})

    def _entries(self) -> Mapping[str, object]:
        try:
            content = json.loads(read_private(self._path) or "{}")
        except (ValueError, RecursionError):
            return {}
        entries = content.get("tokens") if isinstance(content, dict) else None
        return entries if isinstance(entries, dict) else {}

    def _write(self, entries: Mapping[str, object]) -> None:
        content = {"format": FORMAT_VERSION, "tokens": entries}
        write_private(self._path, json.dumps(content, indent=1))
