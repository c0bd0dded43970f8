"""Where a backend is, and what it is told about the caller on every request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import httpx

from tiktok_photo_video.client.identity import Secret
from tiktok_photo_video.errors import RequestError
from tiktok_photo_video.wire.routes import X_SKILL_PLATFORM, X_SKILL_SOURCE, X_SKILL_VERSION


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A backend.

    Attributes:
        base_url: ``http(s)://host[:port][/prefix]``; a slash at the end is dropped.
        is_local: it runs on this machine, so no proxy stands between.
        extra_headers: sent to this backend and to nobody else.
        token: the user's own, if there is one; else an anonymous one is fetched.

    Raises:
        RequestError: the address is not one of a backend, or the token cannot be sent.

    """

    base_url: str
    is_local: bool = False
    extra_headers: Mapping[str, str] = field(default_factory=dict)
    token: Secret | None = None

    def __post_init__(self) -> None:
        url = _parsed(self.base_url)
        if url is None or url.scheme not in ("http", "https") or not url.host:
            raise RequestError(
                "The backend's address is not a web address.",
                code="bad_backend_url",
                hint="Use one such as https://backend.example.",
            )
        if self.token is not None and not self.token.is_sendable:
            raise RequestError(
                "The token in NEMO_TOKEN holds characters that no token has.",
                code="bad_own_token",
                facts={"unusable": True},
                hint="Copy it again, without spaces or line breaks.",
            )
        object.__setattr__(self, "base_url", self.base_url.rstrip("/"))

    def url(self, path: str) -> str:
        """The full address of a path of the wire."""
        return self.base_url + path

    def resolve(self, address: str) -> str:
        """An address out of an answer, absolute or relative to this backend, as absolute.

        Raises:
            RequestError: it is no address.

        """
        url = _parsed(address)
        if url is None:
            raise RequestError("The backend gave an address that is none.", code="bad_url")
        if url.is_relative_url and address.startswith("/") and not address.startswith("//"):
            return self.url(address)
        return str(httpx.URL(self.base_url + "/").join(url))

    def is_own(self, address: str) -> bool:
        """Whether an absolute address is of this backend: same scheme, host and port."""
        url, own = httpx.URL(address), httpx.URL(self.base_url)
        return (url.scheme, url.host, _port(url)) == (own.scheme, own.host, _port(own))

    @property
    def identity(self) -> str:
        """What tokens are kept under: the address; ``local`` where the port keeps changing."""
        return "local" if self.is_local else self.base_url

    @property
    def name(self) -> str:
        """What people call it: ``the local backend``, or its host."""
        return "the local backend" if self.is_local else httpx.URL(self.base_url).host


@dataclass(frozen=True, slots=True)
class Attribution:
    """Which skill is calling, in which version, on which platform."""

    source: str
    version: str
    platform: str = "unknown"

    def headers(self) -> dict[str, str]:
        """The three headers that every request carries; a cloud refuses exports without them."""
        return {
            X_SKILL_SOURCE: self.source,
            X_SKILL_VERSION: self.version,
            X_SKILL_PLATFORM: self.platform,
        }


def _parsed(address: str) -> httpx.URL | None:
    try:
        return httpx.URL(address)
    except httpx.InvalidURL:
        return None


def _port(url: httpx.URL) -> int | None:
    return url.port or {"http": 80, "https": 443}.get(url.scheme)
