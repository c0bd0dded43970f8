"""Files from addresses on the internet, and from nowhere else.

Whoever names an address makes this machine call it, so it must not lead to what only this
machine can reach. A name is looked up once, every address it stands for is judged, and the
connection goes to a judged address itself: a name that changes its mind gains nothing.
"""

from __future__ import annotations

import http.client
import ipaddress
import re
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from typing import BinaryIO
from urllib.parse import quote, unquote, urljoin, urlsplit

from tiktok_photo_video import __version__
from tiktok_photo_video.backend.internet import (
    Resolver,
    is_on_the_internet,
    looked_up,
    once_each,
)
from tiktok_photo_video.backend.lines import Line, cut_after
from tiktok_photo_video.errors import MediaError
from tiktok_photo_video.wire.routes import MAX_UPLOAD_BYTES

CONNECT_TIMEOUT_S = 10.0
WHOLE_TIMEOUT_S = 120.0
SILENCE_TIMEOUT_S = 30.0
MAX_REDIRECTS = 5
PORTS = {"http": 80, "https": 443}
_BLOCK_BYTES = 256 * 1024
_MAX_URL_CHARS = 4000
_MAX_NAME_CHARS = 120
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Errand:
    """Everything that is fetched for one request: one time limit, each website looked up once."""

    deadline_s: float
    resolve: Resolver


@dataclass(frozen=True, slots=True)
class _Place:
    """An address taken apart: everything a request needs."""

    url: str
    scheme: str
    host: str
    port: int
    target: str

    @property
    def server(self) -> str:
        """Host and port, as the list of allowed ones has them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"

    @property
    def authority(self) -> str:
        """What the Host header says."""
        return self.server.removesuffix(f":{PORTS[self.scheme]}")


class Fetcher:
    """Fetches files by address, within bounds of place, size and time."""

    def __init__(
        self,
        *,
        allowed: frozenset[str] = frozenset(),
        resolve: Resolver = looked_up,
        max_bytes: int = MAX_UPLOAD_BYTES,
        clock_s: Callable[[], float] = time.monotonic,
    ) -> None:
        """Set the bounds.

        Args:
            allowed: ``host:port`` of every place that is fetched from wherever it stands.
            resolve: looks a host up.
            max_bytes: the most a file may weigh.
            clock_s: a clock that only goes forward.
        """
        self._allowed = allowed
        self._resolve = resolve
        self._max_bytes = max_bytes
        self._clock_s = clock_s

    def errand(self) -> Errand:
        """What begins now, and must be over in time."""
        return Errand(self._clock_s() + WHOLE_TIMEOUT_S, once_each(self._resolve))

    def fetch(self, url: str, into: BinaryIO, *, errand: Errand) -> None:
        """Write what is at an address into a file.

        Raises:
            MediaError: ``url_refused``, ``url_unreachable`` or ``url_too_large``.
            OSError: the file cannot be written.

        """
        name = name_in(url)
        for _ in range(MAX_REDIRECTS + 1):
            place = _place(url, name)
            if self._clock_s() >= errand.deadline_s:
                raise _late(name)
            addresses = self._judged(place, name, errand.resolve)
            with self._connected(place, addresses, name, errand.deadline_s) as line:
                onward = self._exchange(place, line, into, name)
            if onward is None:
                return
            url = urljoin(place.url, onward)
        why = "it leads in circles"
        raise _unreachable(name, f"it leads on more than {MAX_REDIRECTS} times.", why=why)

    def _judged(self, place: _Place, name: str, resolve: Resolver) -> list[str]:
        """The addresses to connect to, none of which leads where it must not."""
        allowed = place.server in self._allowed
        if not allowed and place.port not in PORTS.values():
            why = "websites do not use that port"
            raise _refused(name, f"port {place.port} is not one that websites use.", why=why)
        try:
            addresses = resolve(place.host, place.port)
            ips = [ipaddress.ip_address(address) for address in addresses]
        except (OSError, ValueError):
            raise _unreachable(name, "there is no such website.") from None
        if not ips:
            raise _unreachable(name, "there is no such website.")
        if not allowed and not all(is_on_the_internet(ip) for ip in ips):
            raise _refused(name, "it leads into a private network.")
        return addresses

    @contextmanager
    def _connected(
        self, place: _Place, addresses: list[str], name: str, deadline_s: float
    ) -> Iterator[Line]:
        """A connection that is cut at the deadline, whatever the other side does."""
        line = Line(self._opened(place, addresses, name, deadline_s))
        try:
            with cut_after(line, deadline_s - self._clock_s()):
                yield line
            if line.is_cut.is_set():  # can look like the end of the file
                raise _late(name)
        except _WriteError as error:
            raise error.cause from None
        except (OSError, http.client.HTTPException) as error:
            late = line.is_cut.is_set()
            raise _late(name) if late else _unreachable(name, _said(error)) from None

    def _opened(
        self, place: _Place, addresses: list[str], name: str, deadline_s: float
    ) -> socket.socket:
        for address in addresses:
            left_s = deadline_s - self._clock_s()
            if left_s <= 0:
                raise _late(name)
            with suppress(OSError):
                sock = socket.create_connection(
                    (address, place.port), timeout=min(CONNECT_TIMEOUT_S, left_s)
                )
                sock.settimeout(SILENCE_TIMEOUT_S)
                return sock
        raise _unreachable(name, "nothing answers there.")

    def _exchange(self, place: _Place, line: Line, into: BinaryIO, name: str) -> str | None:
        """Ask, and either take the file in or give the address that it leads on to."""
        if place.scheme == "https":
            line.secure(place.host)
        connection = http.client.HTTPConnection(place.host, place.port)
        connection.sock = line.sock
        connection.request("GET", place.target, headers=_headers(place))
        with closing(connection), closing(connection.getresponse()) as answer:
            if answer.status in _REDIRECTS and (onward := answer.headers.get("location")):
                return onward
            if answer.status != http.client.OK:
                why = "the website does not give it out"
                raise _unreachable(name, f"the website answers with {answer.status}.", why=why)
            self._take(answer, into, name)
        return None

    def _take(self, answer: http.client.HTTPResponse, into: BinaryIO, name: str) -> None:
        promised, taken = answer.length, 0
        if (promised or 0) > self._max_bytes:
            raise self._too_large(name)
        # A server may keep the line open after the last byte: what it promised is the end.
        while taken != promised and (block := answer.read1(_BLOCK_BYTES)):
            taken += len(block)
            if taken > self._max_bytes:
                raise self._too_large(name)
            _write(into, block)
        if promised is not None and taken < promised:
            raise http.client.IncompleteRead(b"", promised - taken)

    def _too_large(self, name: str) -> MediaError:
        return MediaError(
            name,
            f"it is larger than {self._max_bytes // 1024**2} MB.",
            code="url_too_large",
            hint="Download, compress or trim it and send the file.",
            facts={"most": self._max_bytes // 1024**2},
        )


def name_in(url: str) -> str:
    """What to call the file at an address: the last word of its path.

    What follows a semicolon is a parameter, and may be as secret as a query.
    """
    try:
        path = unquote(re.sub(";[^/]*", "", urlsplit(url).path))
    except ValueError:
        path = ""
    last = path.replace("\\", "/").rstrip("/").rpartition("/")[2]
    clean = "".join(c for c in last if c.isprintable()).strip()
    return clean[-_MAX_NAME_CHARS:] or "file"


def _place(url: str, name: str) -> _Place:
    """An address taken apart.

    Raises:
        MediaError: it is none, or not one that is fetched from.
    """
    if len(url) > _MAX_URL_CHARS or not url.isprintable() or " " in url or "\\" in url:
        raise _refused(name, "this is not the address of a file.")
    try:
        parts = urlsplit(url)
        scheme, host, port = parts.scheme.lower(), parts.hostname or "", parts.port
        host = host if ":" in host else host.encode("idna").decode() if host else ""
    except ValueError:  # UnicodeError is one too
        raise _refused(name, "this is not the address of a file.") from None
    if scheme not in PORTS:
        raise _refused(name, "only http and https addresses are fetched.")
    if not host:
        raise _refused(name, "this is not the address of a file.")
    if "@" in parts.netloc:
        raise _refused(name, "an address with a user name or password is not fetched.")
    target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    if parts.query:
        target += "?" + quote(parts.query, safe="/?%:@!$&'()*+,;=~-._[]")
    return _Place(url, scheme, host, PORTS[scheme] if port is None else port, target)


def _headers(place: _Place) -> dict[str, str]:
    return {
        "Host": place.authority,
        "User-Agent": f"tiktok-photo-video/{__version__}",
        "Accept": "image/*, video/*, audio/*, */*;q=0.1",
        "Accept-Encoding": "identity",
        "Connection": "close",
    }


class _WriteError(OSError):
    """Our own disk refused, which is not the website's fault."""

    def __init__(self, cause: OSError) -> None:
        super().__init__(str(cause))
        self.cause = cause


def _write(into: BinaryIO, block: bytes) -> None:
    try:
        into.write(block)
    except OSError as error:
        raise _WriteError(error) from error


def _said(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return "the website cannot prove that it is who it says it is."
    if isinstance(error, TimeoutError):
        return "the website stopped answering."
    if isinstance(error, http.client.IncompleteRead):
        return "the website broke off in the middle of the file."
    return "the website does not answer as one should."


def _refused(name: str, said: str, *, why: str = "") -> MediaError:
    return MediaError(
        name,
        f"this address is not fetched: {said}",
        code="url_refused",
        hint="Download the file and send it instead.",
        # One of the words that a client of ours knows in other languages: without numbers.
        facts={"why": why or said.removesuffix(".")},
    )


def _unreachable(name: str, said: str, *, why: str = "") -> MediaError:
    return MediaError(
        name,
        f"it could not be fetched: {said}",
        code="url_unreachable",
        hint="Check the address in a browser, or download the file and send it.",
        facts={"why": why or said.removesuffix(".")},
    )


def _late(name: str) -> MediaError:
    said = f"it took longer than {WHOLE_TIMEOUT_S:.0f} seconds."
    return _unreachable(name, said, why="it took too long")
