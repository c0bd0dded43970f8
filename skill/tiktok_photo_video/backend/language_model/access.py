"""Where a language model answers, and how it may be reached; cheap to import."""

from __future__ import annotations

import hashlib
import ipaddress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tiktok_photo_video.errors import RequestError

DEFAULT_LIMIT_S = 8.0
LEAST_LIMIT_S, MOST_LIMIT_S = 1.0, 60.0
_PORTS = {"http": 80, "https": 443}
_USUAL_PATH = "/v1"
_CALL_PATH = "/chat/completions"
_MAX_CHARS = 2000


@dataclass(frozen=True, slots=True)
class Access:
    """How a language model is reached.

    Attributes:
        scheme: ``http`` or ``https``.
        host: its name or address, an IPv6 one without brackets.
        port: the TCP port.
        path: what its calls begin with, such as ``/v1``.
        model: which of its models is asked.
        key: sent as the bearer; never shown. Empty where none is needed.
        limit_s: how long a turn waits for it at most.
    """

    scheme: str
    host: str
    port: int
    path: str
    model: str
    key: str = field(default="", repr=False)
    limit_s: float = DEFAULT_LIMIT_S

    @property
    def is_local(self) -> bool:
        """Whether what it is told stays on this computer."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def is_encrypted(self) -> bool:
        """Whether nobody on the way can read what it is told."""
        return self.scheme == "https"

    @property
    def server(self) -> str:
        """Host and port, as people and the Host header write them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def mark(self) -> str:
        """The same for the same access, and telling nothing of it."""
        parts = (self.scheme, self.server, self.path, self.model, self.key, str(self.limit_s))
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def access_in(url: str, *, model: str, key: str = "", limit: str = "") -> Access | None:
    """The access that the settings name; ``None`` when they name none.

    Args:
        url: the base address; without a path ``/v1`` is meant, as everywhere.
        model: the model's name there.
        key: its secret, if it needs one.
        limit: seconds to wait, as text; empty for the usual.

    Raises:
        RequestError: something of it is missing or cannot be used; the key is never quoted.
    """
    if not url:
        return None
    if not model:
        raise _bad("It has no name.", setting="TIKTOK_PHOTO_VIDEO_LLM_MODEL")
    scheme, host, port, path = _place(url)
    if not key.isascii() or not key.isprintable():
        raise _bad("The key cannot be sent.", setting="TIKTOK_PHOTO_VIDEO_LLM_KEY")
    return Access(scheme, host, port, path, model, key, _limit_s(limit))


def _place(url: str) -> tuple[str, str, int, str]:
    """Scheme, host, port and path of an address."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode()
        port = parts.port or _PORTS[parts.scheme]
    except (ValueError, KeyError):  # UnicodeError is a ValueError
        raise _bad_url() from None
    plain = url.isprintable() and url.isascii() and len(url) <= _MAX_CHARS and " " not in url
    if not host or not plain or "@" in parts.netloc or parts.query or parts.fragment:
        raise _bad_url()
    path = parts.path.rstrip("/").removesuffix(_CALL_PATH) or _USUAL_PATH
    return parts.scheme, host, port, path


def _bad_url() -> RequestError:
    # The address is not quoted: a secret may be part of it.
    return _bad("Its address cannot be used.", setting="TIKTOK_PHOTO_VIDEO_LLM_URL")


def _limit_s(text: str) -> float:
    try:
        limit_s = float(text) if text else DEFAULT_LIMIT_S
    except ValueError:
        limit_s = 0.0
    if not LEAST_LIMIT_S <= limit_s <= MOST_LIMIT_S:
        raise _bad("Its time limit cannot be used.", setting="TIKTOK_PHOTO_VIDEO_LLM_TIMEOUT")
    return limit_s


def _bad(said: str, *, setting: str) -> RequestError:
    return RequestError(
        f"The language model is not set up well: {said} See {setting}.",
        code="bad_language_model",
        hint=f"Correct {setting}, or unset TIKTOK_PHOTO_VIDEO_LLM_URL to go without.",
        facts={"setting": setting},
    )
