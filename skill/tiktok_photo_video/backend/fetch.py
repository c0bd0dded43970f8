"""Files from addresses on the internet, and from nowhere else.

Whoever names an address makes this machine call it, so it must not lead to what only this
machine can reach. A name is looked up once, every address it stands for is judged, and the
connection goes to a judged address itself: a name that changes its mind gains nothing.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as LookUpTimeout
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from typing import BinaryIO
from urllib.parse import quote, unquote, urljoin, urlsplit

from tiktok_photo_video import __version__
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
# The only part of IPv6 that is given out to hosts of the internet.
_IPV6_INTERNET = ipaddress.IPv6Network("2000::/3")
# Set aside for protocols and examples; not every Python knows all of them.
_SET_ASIDE_4 = tuple(map(ipaddress.IPv4Network, ("192.0.0.0/24", "192.88.99.0/24")))
_SET_ASIDE_6 = ipaddress.IPv6Network("3fff::/20")
# Ranges that carry an IPv4 address of anybody's choice in their last 32 bits.
_NAT64 = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("::/96"))

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolver = Callable[[str, int], list[str]]


def is_on_the_internet(address: IpAddress) -> bool:
    """Whether an address is one that anybody on the internet could reach."""
    if isinstance(address, ipaddress.IPv4Address):
        set_aside = any(address in network for network in _SET_ASIDE_4)
        open_to_all = address.is_global and not address.is_multicast and not address.is_reserved
        return open_to_all and not set_aside
    inner = _inner_addresses(address)
    if inner:
        return all(is_on_the_internet(ip) for ip in inner)
    return address in _IPV6_INTERNET and address.is_global and address not in _SET_ASIDE_6


def _inner_addresses(address: ipaddress.IPv6Address) -> list[ipaddress.IPv4Address]:
    """The IPv4 addresses that an IPv6 address is only another spelling of, or a tunnel to."""
    if address.ipv4_mapped:
        return [address.ipv4_mapped]
    if address.sixtofour:
        return [address.sixtofour]
    if address.teredo:
        return list(address.teredo)
    if any(address in network for network in _NAT64):
        return [ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)]
    return []


def looked_up(host: str, port: int) -> list[str]:
    """The addresses of a host, as this machine's resolver knows them.

    Raises:
        OSError: there is no such host, or the resolver took too long.

    """
    pool = ThreadPoolExecutor(1, thread_name_prefix="look-up")
    try:  # the resolver knows no time limit, so it is left alone when it takes too long
        found = pool.submit(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
        rows = found.result(timeout=CONNECT_TIMEOUT_S)
    except LookUpTimeout:
        raise TimeoutError("the look-up took too long") from None
    except UnicodeError:
        raise OSError("no name of a host") from None
    finally:
        pool.shutdown(wait=False)
    return list(dict.fromkeys(str(row[4][0]) for row in rows))


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


class _Line:
    """A connection that another thread may cut."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self.is_cut = threading.Event()

    def secure(self, host: str) -> None:
        """Go on with TLS."""
        secured = ssl.create_default_context().wrap_socket(
            self.sock, server_hostname=host, do_handshake_on_connect=False
        )
        self.sock = secured  # known before the handshake, which may take for ever
        secured.do_handshake()

    def cut(self) -> None:
        """End the connection now."""
        self.is_cut.set()
        with suppress(OSError):
            # Of the plain socket: the secured one would take its state apart under the reader.
            socket.socket.shutdown(self.sock, socket.SHUT_RDWR)


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

    def deadline_s(self) -> float:
        """When everything that begins now must be over, by the fetcher's clock."""
        return self._clock_s() + WHOLE_TIMEOUT_S

    def fetch(self, url: str, into: BinaryIO, *, deadline_s: float) -> None:
        """Write what is at an address into a file.

        Raises:
            MediaError: ``url_refused``, ``url_unreachable`` or ``url_too_large``.
            OSError: the file cannot be written.

        """
        name = name_in(url)
        for _ in range(MAX_REDIRECTS + 1):
            place = _place(url, name)
            addresses = self._judged(place, name)
            with self._connected(place, addresses, name, deadline_s) as line:
                onward = self._exchange(place, line, into, name)
            if onward is None:
                return
            url = urljoin(place.url, onward)
        raise _unreachable(name, f"it leads on more than {MAX_REDIRECTS} times.")

    def _judged(self, place: _Place, name: str) -> list[str]:
        """The addresses to connect to, none of which leads where it must not."""
        allowed = place.server in self._allowed
        if not allowed and place.port not in PORTS.values():
            raise _refused(name, f"port {place.port} is not one that websites use.")
        try:
            addresses = self._resolve(place.host, place.port)
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
    ) -> Iterator[_Line]:
        """A connection that is cut at the deadline, whatever the other side does."""
        line = _Line(self._opened(place, addresses, name, deadline_s))
        watch = threading.Timer(max(deadline_s - self._clock_s(), 0), line.cut)
        watch.daemon = True
        watch.start()
        try:
            yield line
            if line.is_cut.is_set():  # can look like the end of the file
                raise _late(name)
        except _WriteError as error:
            raise error.cause from None
        except (OSError, http.client.HTTPException) as error:
            late = line.is_cut.is_set()
            raise _late(name) if late else _unreachable(name, _said(error)) from None
        finally:
            watch.cancel()
            line.sock.close()

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

    def _exchange(self, place: _Place, line: _Line, into: BinaryIO, name: str) -> str | None:
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
                raise _unreachable(name, f"the website answers with {answer.status}.")
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
        )


def name_in(url: str) -> str:
    """What to call the file at an address: the last word of its path."""
    try:
        path = unquote(urlsplit(url).path)
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


def _refused(name: str, why: str) -> MediaError:
    return MediaError(
        name,
        f"this address is not fetched: {why}",
        code="url_refused",
        hint="Download the file and send it instead.",
    )


def _unreachable(name: str, why: str) -> MediaError:
    return MediaError(
        name,
        f"it could not be fetched: {why}",
        code="url_unreachable",
        hint="Check the address in a browser, or download the file and send it.",
    )


def _late(name: str) -> MediaError:
    return _unreachable(name, f"it took longer than {WHOLE_TIMEOUT_S:.0f} seconds.")
