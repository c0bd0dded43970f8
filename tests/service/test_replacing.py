"""Programs of different age meet one service: the newer one gets its way, no work is cut off."""

from __future__ import annotations

import http.server
import json
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import anyio
import pytest
import uvicorn
from filelock import FileLock

from tiktok_photo_video import __version__
from tiktok_photo_video.backend.config import BackendConfig
from tiktok_photo_video.backend.core import Backend
from tiktok_photo_video.errors import ServiceError, StorageError
from tiktok_photo_video.service import holding, server
from tiktok_photo_video.service.address import Address, write_address
from tiktok_photo_video.service.launch import ensure_service, running_service
from tiktok_photo_video.service.versions import is_older


class Other(http.server.HTTPServer):
    """A service of another version, as far as its own questions go."""

    def __init__(self, version: str, *, is_busy: bool, knows_retire: bool) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.about = {"name": "tiktok-photo-video", "version": version, "busy": is_busy}
        self.knows_retire = knows_retire
        self.asked: list[str] = []
        self.has_stopped = False


class _Answers(http.server.BaseHTTPRequestHandler):
    server: Other

    def do_GET(self) -> None:
        self._answer(503 if self.server.has_stopped else 200, {"data": self.server.about})

    def do_POST(self) -> None:
        word = self.path.rsplit("/", 1)[1]
        self.server.asked.append(word)
        is_known = word == "stop" or self.server.knows_retire
        self.server.has_stopped |= word == "stop"
        self._answer(200 if is_known else 404, {"data": {"stopping": True}})

    def _answer(self, status: int, body: object) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def running(
    home: Path, version: str, *, is_busy: bool = False, knows_retire: bool = True
) -> Iterator[Other]:
    """A service of another version at a home folder."""
    with Other(version, is_busy=is_busy, knows_retire=knows_retire) as other:
        thread = threading.Thread(target=partial(other.serve_forever, poll_interval=0.01))
        thread.start()
        write_address(home, Address(other.server_port, os.getpid(), version, key="k"))
        try:
            yield other
        finally:
            other.shutdown()
            thread.join()


@pytest.mark.requirement("service-replaced")
@pytest.mark.parametrize(
    ("version", "than", "older"),
    [
        ("0.9", "0.10", True),
        ("0.10", "0.9", False),
        ("1.0.dev3", "1.0", True),
        ("1.0rc1", "1.0.dev3", False),
        ("1.0", "1.0.0", False),
        ("1.0", "1.0+local", True),
        ("unheard of", "0.1", True),
        ("", "0.1", True),
    ],
)
def test_versions_are_compared_as_versions(version: str, than: str, *, older: bool) -> None:
    assert is_older(version, than) is older


@pytest.mark.requirement("service-replaced")
def test_an_older_service_with_nothing_to_do_makes_way_at_once(tmp_path: Path) -> None:
    with running(tmp_path, "0.0.1") as other:
        assert running_service(tmp_path) is None
    assert other.asked == ["stop"]


@pytest.mark.requirement("service-replaced")
@pytest.mark.parametrize("knows_retire", [True, False])
def test_an_older_service_at_work_is_used_until_it_has_done_its_work(
    tmp_path: Path, *, knows_retire: bool
) -> None:
    with running(tmp_path, "0.0.1", is_busy=True, knows_retire=knows_retire) as other:
        address = ensure_service(tmp_path)
        assert address.version == "0.0.1"
        assert other.asked == ["retire"]
        other.about["busy"] = False
        assert running_service(tmp_path) is None
    assert other.asked == ["retire", "stop"]


@pytest.mark.requirement("service-replaced")
@pytest.mark.parametrize("version", ["999.0", "999.0.dev1", __version__])
def test_a_newer_service_is_used_and_never_ended(tmp_path: Path, version: str) -> None:
    with running(tmp_path, version) as other:
        found = ensure_service(tmp_path)
    assert found.version == version
    assert other.asked == []


class FakeServer(uvicorn.Server):
    """A server that serves nothing."""

    def __init__(self) -> None:
        super().__init__(uvicorn.Config(lambda: None))


@pytest.mark.requirement("service-replaced")
@pytest.mark.parametrize("reason", ["retire", "damage"])
def test_a_service_that_is_to_make_way_ends_once_it_is_quiet_and_idle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reason: str
) -> None:
    backend = Backend(BackendConfig(tmp_path))
    monkeypatch.setattr(server, "_LOOK_EVERY_S", 0.001)
    fake = FakeServer()
    backend.last_request_s = time.monotonic() - 60
    is_busy = iter([True, True, True])
    monkeypatch.setattr(Backend, "is_busy", property(lambda _: next(is_busy, False)))
    if reason == "retire":
        backend.retire_requested.set()
    else:
        backend.store.is_damaged = True
    anyio.run(server._watch, backend, fake, 1e9)
    assert fake.should_exit
    assert next(is_busy, None) is (None if reason == "retire" else True)
    backend.store.close()


@pytest.mark.requirement("data-odd-home")
def test_a_home_whose_name_is_too_long_is_told(tmp_path: Path) -> None:
    with pytest.raises(StorageError) as caught:
        ensure_service(tmp_path / ("x" * 300))
    assert caught.value.code == "home_not_writable"
    assert "TIKTOK_PHOTO_VIDEO_HOME" in caught.value.hint


@pytest.mark.requirement("service-one-process")
def test_of_two_services_that_race_for_a_folder_one_gives_way_with_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(holding, "_TAKEOVER_TIMEOUT_S", 0.01)
    monkeypatch.setattr(server, "_log_to", lambda _: None)
    with FileLock(tmp_path / "running.lock"), pytest.raises(ServiceError) as caught:
        server.serve(tmp_path)
    assert caught.value.code == "already_running"
    assert not (tmp_path / "backend.sqlite3").exists()
