"""What a project can be given: files of this machine, and addresses of files on the web."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from tiktok_photo_video.chat.redaction import MASK, masked, without_controls
from tiktok_photo_video.errors import RequestError

MAX_ADDRESS_CHARS = 4000
_MAX_SHOWN_CHARS = 120

# Two letters at least: ``C:`` is a drive. The last ones have nothing like a host.
_ADDRESS = re.compile(
    r"[a-z][a-z0-9+.-]+://|(?:https?|data|blob|javascript|mailto):", re.IGNORECASE
)
_SCHEME = re.compile(r"https?://", re.IGNORECASE)
_USER = re.compile(r"[^/?#]*@")
_HOST = re.compile(r"(?:\[[0-9a-f:.%]+\]|[^\s:/?#@\[\]\\]+)(?::[0-9]*)?(?=[/?#]|\Z)", re.IGNORECASE)
# From here on an address may hold what only its owner should know.
_SECRET_PART = re.compile(r"[?#;]")
_LINK = re.compile(r"[a-z][a-z0-9+.-]+://[^\s<>\"']+", re.IGNORECASE)
_MIN_SECRET_CHARS = 6  # shorter ones are sizes and formats, and parts of words


@dataclass(frozen=True, slots=True)
class Address:
    """Where a file is on the web; shown, it tells nothing that only its owner should know.

    Attributes:
        url: the whole address. Requests carry it; no message, log or file does.
    """

    url: str = field(repr=False)

    def __str__(self) -> str:
        return shown_address(self.url)


Source: TypeAlias = Path | Address


def is_address(word: str) -> bool:
    """Whether a word is meant as an address, whatever its kind; else it is a path."""
    return _ADDRESS.match(word.strip()) is not None


def address_in(word: str) -> Address:
    """The address that a word holds.

    Raises:
        RequestError: it is none of a website's, or it holds a user name or password.
    """
    url = word.strip().replace(" ", "%20")
    scheme = _SCHEME.match(url)
    if not scheme and not url.lower().startswith(("http:", "https:")):
        raise _refused(url, "only http and https addresses are fetched")
    if scheme and _USER.match(url, scheme.end()):
        raise _refused(url, "an address with a user name or password is not fetched")
    has_host = scheme and _HOST.match(url, scheme.end())
    if not has_host or len(url) > MAX_ADDRESS_CHARS or not url.isprintable() or "\\" in url:
        raise _refused(url, "this is not the address of a file")
    return Address(url)


def shown_address(url: str) -> str:
    """An address fit to be shown: without user, password, query, and what else may be secret."""
    begun = re.match(r"[a-z][a-z0-9+.-]*:(?://)?", url, re.IGNORECASE)
    scheme = begun[0] if begun else ""
    rest = url[len(scheme) :]
    user = _USER.match(rest)
    place = rest[user.end() :] if user else rest
    if not scheme.endswith("://") or not (_HOST.match(place) or place.startswith("/")):
        return f"{scheme}{MASK}"
    plain = _SECRET_PART.split(place, maxsplit=1)[0]
    hidden = MASK if len(plain) < len(place) else ""
    head = f"{scheme}{MASK}@" if user else scheme
    return f"{head}{_shortened(masked(without_controls(plain)))}{hidden}"


def without_secrets(text: str, address: Address) -> str:
    """``text`` of a stranger who may repeat an address, without what is secret in it."""
    text = _LINK.sub(lambda link: shown_address(link[0]), text)
    _, *hidden = re.split(r"[?#;&]", address.url)
    values = {part.partition("=")[2] or part for part in hidden}
    for value in sorted(values, key=len, reverse=True):
        if len(value) >= _MIN_SECRET_CHARS:
            text = text.replace(value, MASK)
    return text


def _shortened(text: str) -> str:
    """The end of an address tells files apart, its beginning tells whose it is."""
    if len(text) <= _MAX_SHOWN_CHARS:
        return text
    half = _MAX_SHOWN_CHARS // 2
    return f"{text[:half]}…{text[-half:]}"


def _refused(url: str, why: str) -> RequestError:
    shown = shown_address(url)
    return RequestError(
        f"{shown}: this address cannot be used: {why}.",
        code="bad_address",
        hint="Give an http or https address of a photo, or download it and give its path.",
        facts={"url": shown, "why": why},
    )
