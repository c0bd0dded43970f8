"""The service process: the backend behind a loopback socket, until nobody needs it."""

from __future__ import annotations

import logging
import logging.handlers
import os
import secrets
import socket
import tempfile
import time
from functools import partial
from pathlib import Path

import anyio
import uvicorn

from tiktok_photo_video import __version__
from tiktok_photo_video.backend.app import create_app
from tiktok_photo_video.backend.config import BackendConfig
from tiktok_photo_video.backend.core import Backend
from tiktok_photo_video.errors import ServiceError
from tiktok_photo_video.service.address import Address, remove_address, write_address
from tiktok_photo_video.service.decoders import DecoderProcesses
from tiktok_photo_video.service.discretion import Discreet
from tiktok_photo_video.service.encoders import works_here
from tiktok_photo_video.service.guard import GuardedConnection
from tiktok_photo_video.service.holding import holding
from tiktok_photo_video.service.launch import prepare_home, service_log
from tiktok_photo_video.service.setup import Setup, policy_text
from tiktok_photo_video.settings import load_settings

IDLE_EXIT_S = 15 * 60.0
_LOOK_EVERY_S = 0.25
# A service that is to make way for a newer one does so after so long without a request.
_QUIET_S = 2.0
# Each chunk under way takes an encoder of 160 MB: with two the service stays under 700 MB.
MAX_WORKERS = 2
_LOG_BYTES, _LOG_FILES = 1_000_000, 3


def serve(
    home: Path,
    *,
    port: int = 0,
    idle_exit_s: float = IDLE_EXIT_S,
    setup: Setup = Setup(),  # noqa: B008 - it is frozen
) -> None:
    """Run the service of a home folder until it is idle for long, or asked to stop.

    Args:
        home: the folder everything is kept in.
        port: the loopback port; 0 takes a free one.
        idle_exit_s: seconds without a request or work after which it ends.
        setup: how it is to run.
    """
    os.umask(0o077)  # everything in the home folder is its owner's alone
    prepare_home(home)
    _log_to(service_log(home))
    with holding(home):
        _serve_home(home, port=port, idle_exit_s=idle_exit_s, setup=setup)


def _serve_home(home: Path, *, port: int, idle_exit_s: float, setup: Setup) -> None:
    """Serve a home folder that no other service works in."""
    backend = Backend(
        BackendConfig(
            home,
            key=secrets.token_urlsafe(32),
            workers=setup.workers or render_workers(),
            policy=setup.policy,
            allow_private_fetch=setup.private_fetch,
            language_model=setup.language_model,
            encoder_works=works_here,
            decoder=DecoderProcesses(home / "media" / "incoming"),
        )
    )
    # What comes in is spooled here, not in a folder that others use or that is memory.
    tempfile.tempdir = str(home / "media" / "incoming")
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        _bind(listener, port)
        config = uvicorn.Config(
            create_app(backend),
            log_config=None,
            access_log=False,
            server_header=False,
            http=GuardedConnection,
            ws="none",
            # Nothing stands before it: a header must not name another network address.
            proxy_headers=False,
            timeout_graceful_shutdown=5,
        )
        server = uvicorn.Server(config)
        address = _address(backend, setup, port=listener.getsockname()[1])
        anyio.run(
            partial(
                _serve,
                backend,
                server,
                listener,
                home=home,
                address=address,
                idle_exit_s=idle_exit_s,
            )
        )


def _address(backend: Backend, setup: Setup, *, port: int) -> Address:
    config = backend.config
    return Address(
        port=port,
        pid=os.getpid(),
        version=__version__,
        key=config.key,
        policy=policy_text(config.policy),
        private_fetch=tuple(sorted(config.allow_private_fetch)),
        language_mark=setup.language_mark,
        is_background=setup.is_background,
    )


def _bind(listener: socket.socket, port: int) -> None:
    try:
        listener.bind(("127.0.0.1", port))
        listener.listen()
    except OSError as error:
        raise ServiceError(
            f"Port {port} cannot be used: {error.strerror or error}.",
            code="port_taken",
            hint="Choose another one, or 0 for any that is free.",
            facts={"port": port, "reason": error.strerror or str(error)},
        ) from error


def render_workers() -> int:
    """How many chunks to render at once on this machine."""
    try:
        cores = len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS and Windows
        cores = os.cpu_count() or 2
    return max(1, min(cores, MAX_WORKERS))


async def _serve(
    backend: Backend,
    server: uvicorn.Server,
    listener: socket.socket,
    *,
    home: Path,
    address: Address,
    idle_exit_s: float,
) -> None:
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(_announce, server, home, address)
        tasks.start_soon(_watch, backend, server, idle_exit_s)
        try:
            await server.serve(sockets=[listener])
        finally:
            remove_address(home, pid=address.pid)
            tasks.cancel_scope.cancel()


async def _announce(server: uvicorn.Server, home: Path, address: Address) -> None:
    """Leave the address as soon as requests are answered, not before."""
    while not server.started:
        await anyio.sleep(0.01)
    await anyio.to_thread.run_sync(write_address, home, address)
    logging.getLogger(__name__).info("service %s ready on port %d", __version__, address.port)


async def _watch(backend: Backend, server: uvicorn.Server, idle_exit_s: float) -> None:
    """End the server when it was asked to end, or has had nothing to do for long."""
    while True:
        await anyio.sleep(_LOOK_EVERY_S)
        # Who was just answered has something to ask yet, as where the finished video is.
        enough_s = _QUIET_S if backend.retire_requested.is_set() else idle_exit_s
        idle = not backend.is_busy and time.monotonic() - backend.last_request_s > enough_s
        # A damaged database is mended at the next start, and by nobody else.
        if idle or backend.stop_requested.is_set() or backend.store.is_damaged:
            server.should_exit = True
            return


def _log_to(path: Path) -> None:
    handler = logging.handlers.RotatingFileHandler(
        path, maxBytes=_LOG_BYTES, backupCount=_LOG_FILES, encoding="utf-8"
    )
    secrets_of_ours = (load_settings().nemo_token, load_settings().llm_key)
    handler.setFormatter(Discreet(secrets_of_ours))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
