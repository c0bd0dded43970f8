"""The key of the server over HTTP: other users of a computer reach its loopback ports too.

It is made once and kept in the home folder for its owner only, so that hosts go on working
after a restart; or the user sets one.
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from tiktok_photo_video.client.private_file import read_private, write_private
from tiktok_photo_video.errors import RequestError
from tiktok_photo_video.settings import Settings

KEY_FILE = "mcp-key"
KEY_VARIABLE = "TIKTOK_PHOTO_VIDEO_MCP_KEY"
MIN_KEY_CHARACTERS = 16
_KEY_BYTES = 32

_Scope = MutableMapping[str, Any]
_App = Callable[[_Scope, Callable[[], Awaitable[Any]], Callable[[Any], Awaitable[None]]], Any]


def http_key(settings: Settings) -> str:
    """The key that was set, else the one that is kept, else a new one, which is kept.

    Raises:
        RequestError: the one that was set is easily guessed, or no header can carry it.
        StorageError: a new one cannot be kept.
    """
    if settings.mcp_key:
        return _usable(settings.mcp_key)
    path = settings.home / KEY_FILE
    kept = (read_private(path) or "").strip()
    if len(kept) >= MIN_KEY_CHARACTERS:
        return kept
    made = secrets.token_urlsafe(_KEY_BYTES)
    write_private(path, made + "\n")
    return made


def _usable(key: str) -> str:
    if len(key) >= MIN_KEY_CHARACTERS and key.isascii() and key.isprintable() and " " not in key:
        return key
    raise RequestError(
        f"The key in {KEY_VARIABLE} is too short, or holds characters that a header cannot carry.",
        code="bad_key",
        hint=f"Use at least {MIN_KEY_CHARACTERS} letters and digits, or leave it out.",
        facts={"variable": KEY_VARIABLE, "least": MIN_KEY_CHARACTERS},
    )


def locked(app: _App, key: str) -> _App:
    """An ASGI application that answers those only who send ``Authorization: Bearer KEY``."""
    wanted = f"Bearer {key}".encode()

    async def guarded(scope: _Scope, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or secrets.compare_digest(_sent(scope), wanted):
            await app(scope, receive, send)
            return
        await send({"type": "http.response.start", "status": 401, "headers": _REFUSAL_HEADERS})
        await send({"type": "http.response.body", "body": _REFUSAL})

    return guarded


_REFUSAL = b"This server wants its key: Authorization: Bearer KEY.\n"
_REFUSAL_HEADERS = [
    (b"content-type", b"text/plain; charset=utf-8"),
    (b"content-length", str(len(_REFUSAL)).encode()),
    (b"www-authenticate", b"Bearer"),
]


def _sent(scope: _Scope) -> bytes:
    headers: list[tuple[bytes, bytes]] = scope["headers"]
    return next((value for name, value in headers if name == b"authorization"), b"")
