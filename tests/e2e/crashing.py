"""A backend in a process that can be killed, and a line to it that kills at a named moment.

Nothing here is timed. The worker of the backend is held back by a gate, so that it is known
what each poll meets; the line counts the requests and strikes at the one it was told.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import socket
import sqlite3
import ssl
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

import anyio
import httpx
import uvicorn

from tiktok_photo_video.backend.app import create_app
from tiktok_photo_video.backend.config import BackendConfig, Policy
from tiktok_photo_video.backend.core import Backend
from tiktok_photo_video.wire import routes

BASE = "http://backend.test"
# Metered, so that credits can go wrong; any number of tokens, so that every life gets one.
POLICY = replace(Policy.like_cloud(), max_tokens_per_client=None, max_tokens_per_address=None)
_FORKS = multiprocessing.get_context("forkserver")
# What takes long to import; this module itself is not on the path of whoever forks. Each
# process imports the program's main module first, which is the test runner's.
_FORKS.set_forkserver_preload(["pytest", "tiktok_photo_video.backend.app", "uvicorn", "httpx"])

# Nothing is encrypted here, and reading the usual certificates takes longer than a test.
_NO_CERTIFICATES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


class Killed(BaseException):
    """What a program that is killed would not live to see; nothing may catch and explain it."""


class Plant:
    """A backend's process: started, killed and started again over one home folder."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.port = 0
        self._gate = home / "gate"
        self._process: BaseProcess | None = None

    @property
    def is_running(self) -> bool:
        """Whether it answers."""
        return self._process is not None

    def start(self, *, gated: bool = False) -> None:
        """Start it; with a gate, it renders nothing until it is released."""
        if gated:
            os.mkfifo(self._gate)
        told, tell = _FORKS.Pipe(duplex=False)
        self._process = _FORKS.Process(target=_serve, args=(self.home, tell), daemon=True)
        self._process.start()
        tell.close()
        with told:
            self.port = told.recv()

    def kill(self) -> None:
        """End it as a power cut does."""
        if self._process:
            self._process.kill()
            self._process.join()
            assert self._process.exitcode == -signal.SIGKILL
            self._process.close()
            self._process = None
        self._gate.unlink(missing_ok=True)

    def release(self) -> None:
        """Let the worker go."""
        if self._gate.exists():
            self._gate.open("wb").close()
            self._gate.unlink()

    def rows(self, question: str) -> list[tuple[object, ...]]:
        """What its database holds."""
        with sqlite3.connect(self.home / "backend.sqlite3") as database:
            rows = database.execute(question).fetchall()
        database.close()
        return rows


def _serve(home: Path, tell: Connection) -> None:
    """The life of the process: answer on a free port until it is killed."""
    backend = Backend(BackendConfig(home, policy=POLICY, workers=1))
    gate = home / "gate"
    if gate.exists():
        backend.renders._pool.submit(gate.read_bytes)
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()  # who connects before the server runs waits in the queue
        tell.send(listener.getsockname()[1])
        tell.close()
        config = uvicorn.Config(create_app(backend), log_config=None, access_log=False, ws="none")
        uvicorn.Server(config).run(sockets=[listener])


@dataclass(frozen=True, slots=True)
class Strike:
    """When to strike: at which request of its kind, and at which moment of it."""

    kind: str
    nth: int
    moment: str  # before, midway, after

    def __str__(self) -> str:
        return f"{self.moment} {self.kind} {self.nth}"


ORDER_STRIKES = tuple(Strike("order", 1, moment) for moment in ("before", "after"))
STRIKES = (
    *(Strike("state", 1, moment) for moment in ("before", "after")),
    *ORDER_STRIKES,
    *(Strike("poll", nth, moment) for nth in (1, 2, 3) for moment in ("before", "after")),
)
DOWNLOAD_STRIKES = tuple(Strike("download", 1, m) for m in ("before", "midway", "after"))
TURN_STRIKES = tuple(Strike("turn", 1, m) for m in ("before", "midway", "after"))


@dataclass
class Line(httpx.AsyncBaseTransport):
    """The way to a plant. ``on_strike`` is what happens at the moment of the strike."""

    plant: Plant
    strike: Strike | None = None
    on_strike: Callable[[], None] = lambda: None
    counts: Counter[str] = field(default_factory=Counter)
    has_struck: bool = False

    def __post_init__(self) -> None:
        self._inner = httpx.AsyncHTTPTransport(verify=_NO_CERTIFICATES, trust_env=False)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Pass a request on, unless this is the one."""
        kind = kind_of_path(request.url.path)
        self.counts[kind] += 1
        await self._hold(kind)
        if self._is_now(kind, "before"):
            self._strike()
        response = await self._inner.handle_async_request(self._directed(request))
        if self._is_now(kind, "after"):
            await response.aread()
            await response.aclose()
            self._strike()
        if self._is_now(kind, "midway"):
            whole = await response.aread()
            await response.aclose()
            body = Torn(whole, self._strike)
            return httpx.Response(response.status_code, headers=response.headers, stream=body)
        return response

    async def aclose(self) -> None:
        """Close the connections."""
        await self._inner.aclose()

    def _is_now(self, kind: str, moment: str) -> bool:
        return self.strike == Strike(kind, self.counts[kind], moment) and not self.has_struck

    def _strike(self) -> None:
        self.has_struck = True
        self.on_strike()

    async def _hold(self, kind: str) -> None:
        """Let the render be queued at the first poll, and finished at the third.

        It is under way at the second only where that is the moment to strike: elsewhere it
        could be finished by then, and there would be no third.
        """
        if kind != "poll" or not self.plant.is_running:
            return
        begins_at = 2 if self.strike and (self.strike.kind, self.strike.nth) == ("poll", 2) else 3
        if self.counts[kind] == begins_at:
            await anyio.to_thread.run_sync(self.plant.release)
        if self.counts[kind] == 3:
            await self._idle()

    async def _idle(self) -> None:
        about = f"http://127.0.0.1:{self.plant.port}{routes.EXTENSION_PREFIX}/about"
        async with httpx.AsyncClient(verify=_NO_CERTIFICATES, trust_env=False) as http:
            while (await http.get(about)).json()["data"]["busy"]:
                await anyio.sleep(0.01)

    def _directed(self, request: httpx.Request) -> httpx.Request:
        return httpx.Request(
            request.method,
            request.url.copy_with(host="127.0.0.1", port=self.plant.port),
            headers=request.headers,
            stream=request.stream,
            extensions=request.extensions,
        )


class Torn(httpx.AsyncByteStream):
    """A body in the middle of which something happens."""

    def __init__(self, whole: bytes, strike: Callable[[], None]) -> None:
        self._whole = whole
        self._strike = strike

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self._whole[: len(self._whole) // 2]
        self._strike()
        yield self._whole[len(self._whole) // 2 :]


def kind_of_path(path: str) -> str:
    """What a request to a path is for."""
    if path == routes.RENDER:
        return "order"
    if path == routes.RUN_SSE:
        return "turn"
    if path.startswith(routes.RENDER):
        return "poll"
    if path.endswith("/download"):
        return "download"
    return "state" if path.startswith("/api/state/") else "other"


@dataclass
class Desk:
    """What a client has on disk: its home, and the folder that videos go to.

    A program that is killed runs no clean-up, but an exception does. So at the strike the desk
    is photographed, and afterwards put back to what it was then.
    """

    home: Path
    folder: Path
    _left: Path | None = None

    def photograph(self) -> None:
        """Note what is there now."""
        self._left = self.home.with_name(f"{self.home.name} as it was left")
        shutil.copytree(self.home, self._left / "home")
        shutil.copytree(self.folder, self._left / "folder")

    def put_back(self) -> None:
        """Undo the clean-up; what the backend put into the folder meanwhile stays."""
        assert self._left is not None
        shutil.rmtree(self.home)
        shutil.copytree(self._left / "home", self.home)
        for path in (self._left / "folder").iterdir():
            if not (self.folder / path.name).exists():
                shutil.copy2(path, self.folder)
