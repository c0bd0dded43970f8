"""How the server is run: over stdin and stdout, or over HTTP for this computer only."""

from __future__ import annotations

import logging
import socket
import sys
from collections.abc import Callable
from typing import Any

import anyio
from mcp.server.stdio import stdio_server
from mcp.server.transport_security import TransportSecuritySettings

from tiktok_photo_video.errors import ServiceError
from tiktok_photo_video.settings import Settings, load_settings
from tiktok_photo_video_tools.mcp_server.http_key import http_key, locked
from tiktok_photo_video_tools.mcp_server.server import new_server

LOOPBACK = "127.0.0.1"
PATH = "/mcp"


def run(*, http: bool, port: int) -> None:
    """Serve until the host is done, or until it is stopped."""
    # Hosts show what is on stderr; they should see what went wrong, not every message.
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, force=True)
    settings = load_settings()
    if http:
        _serve_http(settings, port=port)
    else:
        anyio.run(_serve_stdio, settings)


async def _serve_stdio(settings: Settings) -> None:
    server = new_server(settings)
    async with stdio_server() as (incoming, outgoing):
        await server.run(incoming, outgoing, server.create_initialization_options())


_BACKLOG = 128


def _serve_http(settings: Settings, *, port: int) -> None:
    key = http_key(settings)
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((LOOPBACK, port))
        except OSError as error:
            raise ServiceError(
                f"Port {port} cannot be used ({error.strerror}).",
                code="port_taken",
                hint="Choose another one with --port, or leave it out.",
                facts={"port": port, "reason": error.strerror or str(error)},
            ) from error
        taken = listener.getsockname()[1]
        # Hosts that speak over stdin start the server anew each time; they do not wait for this.
        import uvicorn  # noqa: PLC0415

        from tiktok_photo_video.service.guard import GuardedConnection  # noqa: PLC0415

        app = locked(http_app(settings, port=taken), key)
        listener.listen(_BACKLOG)  # who reads the address may connect at once
        sys.stderr.write(f"http://{LOOPBACK}:{taken}{PATH}\nAuthorization: Bearer {key}\n")
        sys.stderr.flush()
        config = uvicorn.Config(
            app,
            log_level="warning",
            ws="none",
            http=GuardedConnection,
            server_header=False,
            proxy_headers=False,
        )
        uvicorn.Server(config).run(sockets=[listener])


def http_app(settings: Settings, *, port: int) -> Callable[..., Any]:
    """The server as an ASGI application that only programs of this computer can speak to.

    A web page in the user's browser reaches loopback too; it shows in ``Origin``, and a name
    that was rebound to loopback shows in ``Host``.
    """
    hosts = [f"{LOOPBACK}:{port}", f"localhost:{port}"]
    return new_server(settings).streamable_http_app(
        streamable_http_path=PATH,
        host=LOOPBACK,
        transport_security=TransportSecuritySettings(
            allowed_hosts=hosts, allowed_origins=[f"http://{host}" for host in hosts]
        ),
    )
