"""Connections that are slow, endless or too many are cut off; the next good one is served."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.backend.workbench import listening
from tiktok_photo_video.backend.app import create_app
from tiktok_photo_video.backend.config import LOCAL_KEY_HEADER, BackendConfig
from tiktok_photo_video.backend.core import Backend
from tiktok_photo_video.service.guard import Patience
from tiktok_photo_video.wire import routes

KEY = "the key"
# So short that a test need not wait, so long that a good request on a busy machine is no slow one.
TINY = Patience(head_s=0.5, body_s=0.5, reader_s=0.3, head_bytes=8 * 1024, connections=8)
HEAD = f"Host: 127.0.0.1\r\n{LOCAL_KEY_HEADER}: {KEY}\r\n"


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    backend = Backend(
        BackendConfig(tmp_path_factory.mktemp("guard") / "home", key=KEY, form_bytes=100_000)
    )
    with listening(create_app(backend), patience=TINY) as port:
        yield port


@pytest.fixture
def http(port: int) -> Iterator[httpx.Client]:
    with httpx.Client(
        base_url=f"http://127.0.0.1:{port}", headers={LOCAL_KEY_HEADER: KEY}
    ) as client:
        answer = client.post(routes.ANONYMOUS_TOKEN, headers={routes.X_CLIENT_ID: "guard"})
        client.headers[routes.AUTHORIZATION] = f"Bearer {answer.json()['data']['token']}"
        yield client


def about(port: int) -> int:
    """The status of a good request."""
    address = f"http://127.0.0.1:{port}{routes.ABOUT}"
    return httpx.get(address, headers={LOCAL_KEY_HEADER: KEY}).status_code


def connected(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=20)


def said_until_closed(line: socket.socket) -> bytes:
    """All that comes until the other side closes; a reset is a way of closing."""
    said = b""
    with contextlib.suppress(ConnectionError):
        while block := line.recv(65_536):
            said += block
    return said


SLOW = {
    "nothing at all": "",
    "half a request line": "GET /api",
    "a head without an end": f"GET {routes.ABOUT} HTTP/1.1\r\n{HEAD}",
    "a body that does not come": (
        f"POST {routes.RUN_SSE} HTTP/1.1\r\n{HEAD}Content-Length: 100\r\n\r\n" + "{"
    ),
    "chunks that do not end": (
        f"POST {routes.RUN_SSE} HTTP/1.1\r\n{HEAD}Transfer-Encoding: chunked\r\n\r\n1\r\n" + "{"
    ),
}


@pytest.mark.requirement("door-slow")
@pytest.mark.parametrize("sent", SLOW.values(), ids=SLOW.keys())
def test_who_does_not_go_on_is_cut_off(port: int, http: httpx.Client, sent: str) -> None:
    token = http.headers[routes.AUTHORIZATION]
    with connected(port) as line:
        line.sendall(sent.replace("\r\n", f"\r\nAuthorization: {token}\r\n", 1).encode())
        assert b"200 OK" not in said_until_closed(line)
    assert about(port) == 200


@pytest.mark.requirement("door-slow")
def test_a_head_that_comes_drop_by_drop_has_the_same_time(port: int) -> None:
    with connected(port) as line:
        line.settimeout(0.05)
        line.sendall(b"GET / HTTP/1.1\r\n")
        with contextlib.suppress(ConnectionError):
            while True:
                line.sendall(b"a: b\r\n")
                with contextlib.suppress(TimeoutError):
                    if not line.recv(1):
                        break
    assert about(port) == 200


@pytest.mark.requirement("door-slow")
def test_a_reader_that_never_reads_is_cut_off(port: int) -> None:
    asked = f"GET {routes.EXTENSION_PREFIX}/openapi.json HTTP/1.1\r\n{HEAD}\r\n".encode()
    with connected(port) as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        with contextlib.suppress(ConnectionError):
            # Pipelined and never read: first its own side stops reading, then the line ends.
            while True:
                line.sendall(asked * 50)
    assert about(port) == 200


@pytest.mark.requirement("door-floods")
def test_connections_that_ask_for_nothing_make_way(port: int) -> None:
    with contextlib.ExitStack() as lines:
        for _ in range(3 * TINY.connections):
            lines.enter_context(connected(port))
        assert about(port) == 200


FLOODS = {
    "one endless header": b"a: " + b"x" * 1_000_000,
    "a hundred thousand headers": b"a: b\r\n" * 100_000,
    "headers without a value": b"a:\r\n" * 100_000 + b"\r\n",
    "one endless line": b"x" * 1_000_000,
}


@pytest.mark.requirement("door-floods")
@pytest.mark.parametrize("flood", FLOODS.values(), ids=FLOODS.keys())
def test_a_flood_of_headers_is_refused_before_it_is_read(port: int, flood: bytes) -> None:
    with connected(port) as line:
        with contextlib.suppress(ConnectionError):
            line.sendall(f"GET {routes.ABOUT} HTTP/1.1\r\n{HEAD}".encode() + flood)
        assert b"200 OK" not in said_until_closed(line)
    assert about(port) == 200


@pytest.mark.requirement("door-floods")
def test_requests_sent_ahead_are_answered_one_by_one(port: int) -> None:
    asked = f"GET {routes.ABOUT} HTTP/1.1\r\n{HEAD}\r\n".encode()
    last = f"GET {routes.ABOUT} HTTP/1.1\r\n{HEAD}Connection: close\r\n\r\n".encode()
    with connected(port) as line:
        line.sendall(asked * 50 + last)
        assert said_until_closed(line).count(b"200 OK") == 51


def _form(parts: int, head: str, content: bytes = b"") -> bytes:
    part = f"--x\r\n{head}\r\n\r\n".encode() + content + b"\r\n"
    return part * parts + b"--x--\r\n"


FORMS = {
    "a million parts": _form(200_000, 'Content-Disposition: form-data; name="a"'),
    "a million files": _form(200_000, 'Content-Disposition: form-data; name="f"; filename="a"'),
    "a million headers": _form(
        1, 'Content-Disposition: form-data; name="f"\r\n' + "a: b\r\n" * 100_000 + "c: d"
    ),
    "a large field": _form(1, 'Content-Disposition: form-data; name="a"', b"x" * 99_000),
    "larger than allowed": _form(
        1, 'Content-Disposition: form-data; name="files"; filename="a"', b"x" * 200_000
    ),
    "no name": _form(1, "Content-Disposition: form-data"),
    "no form": b"x" * 50_000,
}


@pytest.mark.requirement("door-floods")
@pytest.mark.parametrize("has_length", [True, False], ids=["length", "chunked"])
@pytest.mark.parametrize("body", FORMS.values(), ids=FORMS.keys())
def test_a_form_of_too_much_is_refused(
    port: int, http: httpx.Client, body: bytes, *, has_length: bool
) -> None:
    session = http.post(routes.create_session(), json={}).json()["data"]["session_id"]
    content = (
        body if has_length else iter([body[at : at + 60_000] for at in range(0, len(body), 60_000)])
    )
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    try:
        status = http.post(routes.upload(session), content=content, headers=headers).status_code
    except httpx.TransportError:
        status = 0  # it was told while more was being sent, and the line was closed
    assert status in {0, 400, 413}
    assert about(port) == 200


@pytest.mark.requirement("door-floods")
def test_a_refusal_for_size_says_what_to_do(http: httpx.Client) -> None:
    session = http.post(routes.create_session(), json={}).json()["data"]["session_id"]
    answer = http.post(routes.upload(session), files={"files": ("a.jpg", b"x" * 200_000)})
    assert (answer.status_code, answer.json()["reason"]) == (413, "upload_too_large")
    assert answer.json()["hint"]


@pytest.mark.requirement("door-floods")
def test_nothing_is_left_of_what_was_refused(tmp_path: Path) -> None:
    home = tmp_path / "home"
    backend = Backend(BackendConfig(home, key=KEY, form_bytes=1000))
    with listening(create_app(backend)) as port:
        address = f"http://127.0.0.1:{port}"
        headers = {LOCAL_KEY_HEADER: KEY}
        granted = httpx.post(
            address + routes.ANONYMOUS_TOKEN, headers={**headers, routes.X_CLIENT_ID: "x"}
        ).json()["data"]
        headers[routes.AUTHORIZATION] = f"Bearer {granted['token']}"
        session = httpx.post(address + routes.create_session(), json={}, headers=headers).json()
        path = address + routes.upload(session["data"]["session_id"])
        httpx.post(path, files={"files": ("a.jpg", b"x" * 2000)}, headers=headers)
    assert [path for path in (home / "media").rglob("*") if path.is_file()] == []
