"""Connections that end in time, whatever the other side does."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class Line:
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


@contextmanager
def cut_after(line: Line, duration_s: float) -> Iterator[None]:
    """Cut a line after so many seconds, and close it in the end.

    A timeout of the socket would not do: it begins anew with each byte that drips in.
    """
    watch = threading.Timer(max(duration_s, 0), line.cut)
    watch.daemon = True
    watch.start()
    try:
        yield
    finally:
        watch.cancel()
        line.sock.close()
