"""The service as a process: started once, found again, replaced when it is gone."""

from __future__ import annotations

import http.client
import http.server
import os
import signal
import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from tiktok_photo_video import __version__
from tiktok_photo_video.backend.config import LOCAL_KEY_HEADER
from tiktok_photo_video.errors import RequestError, ServiceError, StorageError
from tiktok_photo_video.service.address import Address, address_file, read_address, write_address
from tiktok_photo_video.service.launch import (
    ask,
    ensure_service,
    prepare_home,
    running_service,
    stop_service,
)
from tiktok_photo_video.service.server import MAX_WORKERS, render_workers
from tiktok_photo_video.wire import routes

# A service outlives whoever started it: its handle is dropped while it runs.
pytestmark = pytest.mark.filterwarnings("ignore:subprocess .* is still running:ResourceWarning")


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A home folder whose service, if any, is stopped afterwards."""
    folder = tmp_path / "own home"
    yield folder
    stop_service(folder)


@pytest.mark.requirement("service-one-process")
def test_callers_that_come_at_once_start_one_service_and_find_it_again(home: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: ensure_service(home), range(4)))
    assert len(set(found)) == 1
    assert running_service(home) == ensure_service(home) == found[0]
    assert found[0].version == __version__
    assert address_file(home).stat().st_mode & 0o777 == 0o600
    assert home.stat().st_mode & 0o777 == 0o700
    exposed = [p.name for p in home.glob("*.sqlite3*") if p.stat().st_mode & 0o077]
    assert exposed == []


@pytest.mark.requirement("service-stops")
def test_a_killed_service_is_replaced_and_a_stopped_one_leaves_nothing(home: Path) -> None:
    first = ensure_service(home)
    os.kill(first.pid, signal.SIGKILL)
    os.waitpid(first.pid, 0)
    assert read_address(home) == first
    assert running_service(home) is None
    assert stop_service(home) is False
    second = ensure_service(home)
    assert second.pid != first.pid
    assert ask(first, "GET", "about") is None
    assert stop_service(home) is True
    assert running_service(home) is None
    os.waitpid(second.pid, 0)
    assert read_address(home) is None


@pytest.mark.requirement("service-one-process")
def test_a_key_that_is_not_the_services_gets_no_answer(home: Path) -> None:
    address = ensure_service(home)
    forged = Address(address.port, address.pid, address.version, key="guessed")
    assert ask(forged, "POST", "stop") is None
    assert ask(address, "GET", "about") is not None


@pytest.mark.requirement("service-storage-errors")
def test_a_home_that_cannot_be_used_is_told_with_what_to_do(tmp_path: Path) -> None:
    in_the_way = tmp_path / "a file"
    in_the_way.write_bytes(b"")
    for folder in (in_the_way, in_the_way / "below"):
        with pytest.raises(StorageError) as caught:
            ensure_service(folder)
        assert str(folder) in caught.value.message
        assert "TIKTOK_PHOTO_VIDEO_HOME" in caught.value.hint


@pytest.mark.requirement("service-start-explained")
def test_why_a_service_does_not_start_is_told(home: Path) -> None:
    prepare_home(home)
    connection = sqlite3.connect(home / "backend.sqlite3")
    connection.execute("PRAGMA user_version=999")
    connection.close()
    with pytest.raises(ServiceError) as caught:
        ensure_service(home)
    assert "newer version" in caught.value.message
    assert caught.value.hint


@contextmanager
def something_else(body: bytes) -> Iterator[int]:
    """A web server that is not ours; gives its port."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=partial(server.serve_forever, poll_interval=0.01))
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.requirement("service-stale-address")
@pytest.mark.parametrize(
    "body",
    [
        b"<html>",
        b"{}",
        b'{"data": null}',
        b'{"data": {}}',
        b"[]",
        b'{"data": "x"}',
    ],
)
def test_another_program_on_a_stale_port_is_not_taken_for_the_service(
    tmp_path: Path, body: bytes
) -> None:
    with something_else(body) as port:
        write_address(tmp_path, Address(port, os.getpid(), __version__, key="k"))
        assert running_service(tmp_path) is None


@pytest.mark.requirement("service-bounded")
def test_it_renders_at_least_one_chunk_at_a_time_and_never_too_many() -> None:
    assert 1 <= render_workers() <= MAX_WORKERS


@pytest.mark.requirement("serve-policy")
def test_the_environments_policy_is_in_force_and_another_one_is_not_silently_given(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIKTOK_PHOTO_VIDEO_POLICY", "like-cloud,tokens-per-address=2")
    monkeypatch.setenv("TIKTOK_PHOTO_VIDEO_PRIVATE_FETCH", "192.168.1.20:80")
    address = ensure_service(home)
    assert address.policy == "like-cloud,tokens-per-address=2"
    assert address.private_fetch == ("192.168.1.20:80",)
    about = ask(address, "GET", "about") or {}
    assert about["metered"] is True
    # No header makes one network address many.
    answers = [token_answer(address, client, forwarded=f"198.51.100.{client}") for client in "123"]
    assert answers == [200, 200, 429]
    monkeypatch.setenv("TIKTOK_PHOTO_VIDEO_POLICY", "unmetered")
    with pytest.raises(RequestError) as caught:
        ensure_service(home)
    assert caught.value.code == "other_policy"
    assert "like-cloud,tokens-per-address=2" in caught.value.message
    assert "--stop" in caught.value.hint
    monkeypatch.delenv("TIKTOK_PHOTO_VIDEO_POLICY")
    assert ensure_service(home) == address
    monkeypatch.setenv("TIKTOK_PHOTO_VIDEO_PRIVATE_FETCH", "nas:80")
    with pytest.raises(RequestError) as caught:
        ensure_service(home)
    assert (caught.value.code, "nas:80" in caught.value.message) == ("other_setup", True)


def token_answer(address: Address, client_id: str, *, forwarded: str) -> int:
    """The HTTP status that a wish for a token gets."""
    connection = http.client.HTTPConnection("127.0.0.1", address.port, timeout=10)
    headers = {
        LOCAL_KEY_HEADER: address.key,
        routes.X_CLIENT_ID: client_id,
        "X-Forwarded-For": forwarded,
    }
    connection.request("POST", routes.ANONYMOUS_TOKEN, headers=headers)
    with closing(connection), closing(connection.getresponse()) as answer:
        answer.read()
        return answer.status


@pytest.mark.requirement("serve-policy")
def test_a_policy_that_cannot_be_understood_starts_nothing(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIKTOK_PHOTO_VIDEO_POLICY", "strict")
    with pytest.raises(RequestError) as caught:
        ensure_service(home)
    assert "strict" in caught.value.message
    assert not home.exists()


@pytest.mark.requirement("llm-set-up")
def test_a_service_runs_with_the_language_model_of_its_caller_or_none(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without = ensure_service(home)
    monkeypatch.setenv("TIKTOK_PHOTO_VIDEO_LLM_URL", "http://localhost:9")
    monkeypatch.setenv("TIKTOK_PHOTO_VIDEO_LLM_MODEL", "tiny")
    monkeypatch.setenv("TIKTOK_PHOTO_VIDEO_LLM_KEY", "a-secret-key")
    with_one = ensure_service(home)
    assert with_one.pid != without.pid
    assert with_one.language_mark
    assert "a-secret-key" not in address_file(home).read_text()
    assert ensure_service(home) == with_one
    monkeypatch.delenv("TIKTOK_PHOTO_VIDEO_LLM_URL")
    off_again = ensure_service(home)
    assert off_again.pid != with_one.pid
    assert off_again.language_mark == ""


@pytest.mark.requirement("llm-set-up")
def test_a_service_in_the_foreground_is_not_ended_for_a_language_model(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = replace(ensure_service(home), is_background=False)
    write_address(home, address)
    monkeypatch.setenv("TIKTOK_PHOTO_VIDEO_LLM_URL", "http://localhost:9")
    monkeypatch.setenv("TIKTOK_PHOTO_VIDEO_LLM_MODEL", "tiny")
    with pytest.raises(RequestError) as caught:
        ensure_service(home)
    assert caught.value.code == "other_setup"
    monkeypatch.delenv("TIKTOK_PHOTO_VIDEO_LLM_URL")
    assert ensure_service(home) == address
