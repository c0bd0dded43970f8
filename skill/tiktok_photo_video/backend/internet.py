"""Where a host stands: looked up with a time limit, and judged to be of the internet or not."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as LookUpTimeout

LOOK_UP_TIMEOUT_S = 10.0
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


def looked_up(host: str, port: int, *, timeout_s: float = LOOK_UP_TIMEOUT_S) -> list[str]:
    """The addresses of a host, as this machine's resolver knows them.

    Raises:
        OSError: there is no such host, or the resolver took too long.

    """
    pool = ThreadPoolExecutor(1, thread_name_prefix="look-up")
    try:  # the resolver knows no time limit, so it is left alone when it takes too long
        found = pool.submit(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
        rows = found.result(timeout=timeout_s)
    except LookUpTimeout:
        raise TimeoutError("the look-up took too long") from None
    except UnicodeError:
        raise OSError("no name of a host") from None
    finally:
        pool.shutdown(wait=False)
    return list(dict.fromkeys(str(row[4][0]) for row in rows))


def once_each(resolve: Resolver) -> Resolver:
    """The same, asking about each host once: hundreds of photos may be on a dead one."""
    known: dict[tuple[str, int], list[str] | OSError] = {}

    def asked(host: str, port: int) -> list[str]:
        if (host, port) not in known:
            try:
                known[host, port] = resolve(host, port)
            except OSError as error:
                known[host, port] = error
        found = known[host, port]
        if isinstance(found, OSError):
            raise OSError(str(found))
        return found

    return asked
