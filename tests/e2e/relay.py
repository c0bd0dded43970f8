"""A relay between real processes, which kills one of them at a named request."""

from __future__ import annotations

import http.client
import http.server
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.e2e.crashing import Strike, kind_of_path


@dataclass
class Relay:
    """What the relay was told: where to, when to strike, and what happens then.

    ``close`` leaves nobody at its port, as there is nobody at that of a service that is dead.
    """

    target_port: int
    strike: Strike
    on_strike: Callable[[], None] = lambda: None
    counts: Counter[str] = field(default_factory=Counter)
    has_struck: bool = False
    port: int = 0
    close: Callable[[], None] = lambda: None

    def is_now(self, kind: str, moment: str) -> bool:
        """Whether this is the moment; it comes once."""
        now = self.strike == Strike(kind, self.counts[kind], moment) and not self.has_struck
        self.has_struck = self.has_struck or now
        return now


@contextmanager
def relaying(relay: Relay) -> Iterator[Relay]:
    """The relay on a port of loopback."""

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _relayed(self) -> None:
            self.close_connection = True
            body = self.rfile.read(int(self.headers.get("content-length", "0")))
            kind = kind_of_path(self.path)
            relay.counts[kind] += 1
            if relay.is_now(kind, "before"):
                relay.on_strike()
                return
            answer = _asked(
                relay.target_port, self.command, self.path, headers=dict(self.headers), body=body
            )
            if relay.is_now(kind, "after"):
                relay.on_strike()
                return
            if answer:
                status, headers, content = answer
                self.send_response_only(status)
                for name, value in headers:
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

        do_GET = do_POST = do_PUT = do_DELETE = _relayed  # noqa: N815 the names it looks for

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        relay.port = server.server_port

        def close() -> None:
            server.shutdown()
            server.socket.close()

        relay.close = close
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield relay
        finally:
            server.shutdown()
            thread.join()


_OWN_HEADERS = frozenset({"content-length", "transfer-encoding", "connection"})


def _asked(
    port: int, method: str, path: str, *, headers: dict[str, str], body: bytes
) -> tuple[int, list[tuple[str, str]], bytes] | None:
    """The answer of who is behind the relay; ``None`` when there is nobody."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request(method, path, body=body, headers=headers)
        answer = connection.getresponse()
        kept = [(n, v) for n, v in answer.getheaders() if n.lower() not in _OWN_HEADERS]
        return answer.status, kept, answer.read()
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()
