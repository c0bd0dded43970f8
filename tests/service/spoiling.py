"""Good files and requests, seeded ways to spoil them, and a service to try them on."""

from __future__ import annotations

import contextlib
import json
import socket
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random

import httpx

from tests.interop.mutation import seeded
from tests.media_factory import (
    PHOTO_FORMATS,
    SOUND_ENCODERS,
    animation_bytes,
    bomb_png,
    photo_bytes,
    write_clip,
    write_sound,
)
from tiktok_photo_video.backend.config import LOCAL_KEY_HEADER
from tiktok_photo_video.service.address import Address
from tiktok_photo_video.wire import routes

CUBE = b'TITLE "x"\nLUT_3D_SIZE 2\n' + b"".join(
    b"%d %d %d\n" % (n & 1, n >> 1 & 1, n >> 2) for n in range(8)
)
LIMIT_S = 10.0
"""No file and no request of this size may take longer."""
_ANSWER_S = 0.15
_INTERESTING = (0, 1, 0x7F, 0x80, 0xFF)


@cache
def seeds() -> Mapping[str, bytes]:
    """One good file of each kind, by its name."""
    found = {f"a.{name}": photo_bytes(name) for name in PHOTO_FORMATS}
    found |= {"b.gif": animation_bytes("gif"), "b.webp": animation_bytes("webp")}
    found |= {"turned.jpeg": photo_bytes(orientation=6), "bomb.png": bomb_png(), "look.cube": CUBE}
    with tempfile.TemporaryDirectory() as folder:
        for name in SOUND_ENCODERS:
            path = write_sound(Path(folder) / f"s.{name}", duration_s=0.2)
            found[path.name] = path.read_bytes()
        for name in ("mp4", "mov"):
            path = write_clip(Path(folder) / f"c.{name}")
            found[path.name] = path.read_bytes()
    return found


def spoiled(good: bytes, chance: Random) -> bytes:
    """A file or request with one to four things wrong."""
    content = bytearray(good)
    for _ in range(chance.randint(1, 4)):
        chance.choice(_WAYS)(content, chance)
    return bytes(content)


def _flip(content: bytearray, chance: Random) -> None:
    if content:
        # Heads are where lengths and counts stand: half of the damage is done there.
        reach = min(len(content), 256) if chance.random() < 0.5 else len(content)
        for _ in range(chance.choice((1, 4, 32))):
            content[chance.randrange(reach)] = chance.choice((*_INTERESTING, chance.randrange(256)))


def _number(content: bytearray, chance: Random) -> None:
    at = chance.randrange(max(len(content) - 4, 1))
    value = chance.choice((0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0xFFFF))
    content[at : at + 4] = value.to_bytes(4, chance.choice(("big", "little")))


def _cut(content: bytearray, chance: Random) -> None:
    del content[chance.randrange(max(len(content), 1)) :]


def _lose(content: bytearray, chance: Random) -> None:
    at = chance.randrange(max(len(content), 1))
    del content[at : at + chance.choice((1, 16, 400))]


def _repeat(content: bytearray, chance: Random) -> None:
    at = chance.randrange(max(len(content), 1))
    content[at:at] = content[at : at + chance.choice((4, 64, 2000))] * chance.choice((1, 20))


def _join(content: bytearray, chance: Random) -> None:
    other = chance.choice(list(seeds().values()))
    content[chance.randrange(max(len(content), 1)) :] = other[chance.randrange(len(other)) :]


_WAYS: tuple[Callable[[bytearray, Random], None], ...] = (
    _flip, _flip, _flip, _number, _number, _cut, _lose, _repeat, _join,
)  # fmt: skip


@dataclass
class Target:
    """A running service and a caller of it; counts nothing, remembers its secrets."""

    address: Address
    client: httpx.Client = field(init=False)
    session_id: str = field(init=False)

    def __post_init__(self) -> None:
        self.client = httpx.Client(
            base_url=self.address.base_url,
            headers={LOCAL_KEY_HEADER: self.address.key},
            timeout=60.0,
        )
        granted = self.client.post(routes.ANONYMOUS_TOKEN, headers={routes.X_CLIENT_ID: "fuzz"})
        self.token = str(granted.json()["data"]["token"])
        self.client.headers[routes.AUTHORIZATION] = f"Bearer {self.token}"
        self.new_session()

    def new_session(self) -> None:
        """A project without the files of the last one."""
        made = self.client.post(routes.create_session(), json={}).json()
        self.session_id = made["data"]["session_id"]

    def check_file(self, seed: int) -> str:
        """Send a spoiled file; gives what was answered.

        Raises:
            AssertionError: it took too long, leaked something, or was the service's own fault.
        """
        chance = seeded(seed)
        name, good = chance.choice(list(seeds().items()))
        began_s = time.perf_counter()
        answer = self.client.post(
            routes.upload(self.session_id), files={"files": (name, spoiled(good, chance))}
        )
        assert time.perf_counter() - began_s < LIMIT_S, f"{name} took too long"
        assert answer.status_code in {200, 413, 415, 422}, answer.text
        self.check_text(answer.text)
        outcome = "taken" if answer.status_code == httpx.codes.OK else answer.json()["reason"]
        return str(outcome)

    def check_request(self, seed: int) -> str:
        """Send a spoiled request; gives the status of the answer, or that there was none.

        Raises:
            AssertionError: it took too long, leaked something, or was the service's own fault.
        """
        chance = seeded(seed)
        request = spoiled(chance.choice(self._requests()), chance)
        began_s = time.perf_counter()
        said = b""
        line = socket.create_connection(("127.0.0.1", self.address.port), timeout=60)
        with line, contextlib.suppress(ConnectionError):
            line.sendall(request)
            # To a request that is all there the answer comes at once; of another the rest would
            # be waited for.
            line.settimeout(_ANSWER_S)
            with contextlib.suppress(TimeoutError):
                while block := line.recv(65_536):
                    said += block
            line.shutdown(socket.SHUT_WR)
            line.settimeout(60)
            while block := line.recv(65_536):
                said += block
        assert time.perf_counter() - began_s < LIMIT_S, f"{request[:80]!r} took too long"
        self.check_text(said.decode(errors="replace"))
        status = said[9:12].decode(errors="replace") or "closed"
        assert status != "500", said[-500:]
        return status

    def check_alive(self) -> None:
        """Ask something good.

        Raises:
            AssertionError: it is not answered.
        """
        assert self.client.get(routes.state(self.session_id)).status_code == httpx.codes.OK

    def check_text(self, text: str) -> None:
        """Look for what nobody is to read.

        Raises:
            AssertionError: it is there.
        """
        secrets = (self.address.key, self.token, "Traceback", "site-packages", "/home", '.py"')
        assert not any(secret in text for secret in secrets), text[:500]

    def _requests(self) -> list[bytes]:
        message = {"session_id": self.session_id, "new_message": {"parts": [{"text": "undo"}]}}
        edits = {"version": 1, "edits": [{"op": "rename", "name": "x"}]}
        bodies = (
            ("GET", routes.ABOUT, None),
            ("GET", routes.state(self.session_id), None),
            ("POST", routes.create_session(), {"task_name": "x", "language": "en"}),
            ("POST", routes.RUN_SSE, message),
            ("POST", routes.RENDER, {"id": "r", "sessionId": self.session_id, "draft": {}}),
            ("POST", routes.edits(self.session_id), edits),
            ("GET", routes.render("r"), None),
            ("GET", routes.FRAME_PATTERN.format(session_id=self.session_id) + "?at_ms=5", None),
        )
        form = (
            b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.jpg"\r\n\r\n'
            + seeds()["a.jpeg"] + b"\r\n--x--\r\n"
        )  # fmt: skip
        path = routes.upload(self.session_id)
        return [
            *(self._raw(*row) for row in bodies),
            self._head("POST", path, "multipart/form-data; boundary=x", len(form)) + form,
        ]

    def _raw(self, method: str, path: str, body: object) -> bytes:
        content = b"" if body is None else json.dumps(body).encode()
        return self._head(method, path, "application/json", len(content)) + content

    def _head(self, method: str, path: str, kind: str, length: int) -> bytes:
        rows = {
            "Host": f"127.0.0.1:{self.address.port}",
            LOCAL_KEY_HEADER: self.address.key,
            routes.AUTHORIZATION: f"Bearer {self.token}",
            "Content-Type": kind,
            "Content-Length": str(length),
            "Connection": "close",
        }
        told = "".join(f"{name}: {value}\r\n" for name, value in rows.items())
        return f"{method} {path} HTTP/1.1\r\n{told}\r\n".encode()
