"""The same with real programs: the command or the service is killed at a request of an export."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.e2e.crashing import Strike
from tests.e2e.relay import Relay, relaying
from tests.e2e.test_make import length_s
from tests.tools.conftest import Run
from tiktok_photo_video.service.address import Address, write_address
from tiktok_photo_video.service.launch import ensure_service, stop_service

pytestmark = pytest.mark.filterwarnings(
    "ignore:subprocess .* is still running:ResourceWarning"  # a service outlives its starter
)


@pytest.fixture
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home folder with a service that a test may kill."""
    home = tmp_path / "own-home"
    monkeypatch.setenv("TIKTOK_PHOTO_VIDEO_HOME", str(home))
    yield home
    stop_service(home)


@pytest.fixture
def service(own_home: Path, run: Run, photos: list[Path]) -> Address:
    """The service, with a project that has a video to export."""
    address = ensure_service(own_home)
    assert run("chat", "--new", *photos[:2], "-m", "a 1 second video").code == 0
    return address


def exported(home: Path, service: Address, relay: Relay, *, target: Path, victim: str) -> int:
    """Run the export command over the relay; gives how it ended."""
    write_address(home, replace(service, port=relay.port))
    command = [sys.executable, "-m", "tiktok_photo_video_tools", "export", "-o", str(target)]
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:

        def end_service() -> None:
            relay.close()
            os.kill(service.pid, signal.SIGKILL)
            os.waitpid(service.pid, 0)

        relay.on_strike = process.kill if victim == "command" else end_service
        process.wait(timeout=60)
    assert relay.has_struck
    if victim == "command":
        write_address(home, service)
    return process.returncode


def renders(home: Path) -> list[tuple[str]]:
    with sqlite3.connect(home / "backend.sqlite3") as database:
        rows = database.execute("SELECT state FROM renders").fetchall()
    database.close()
    return rows


@pytest.mark.requirement("crash-processes")
@pytest.mark.parametrize(
    ("victim", "strike"),
    [
        ("command", Strike("order", 1, "before")),
        ("command", Strike("order", 1, "after")),
        ("service", Strike("order", 1, "after")),
        ("service", Strike("poll", 1, "before")),
    ],
    ids=str,
)
def test_a_program_killed_at_a_request_costs_nothing(
    run: Run, own_home: Path, service: Address, folder: Path, *, victim: str, strike: Strike
) -> None:
    target = folder / "out.mp4"
    with relaying(Relay(service.port, strike)) as relay:
        code = exported(own_home, service, relay, target=target, victim=victim)
    # A command whose service dies finds, or starts, the next one, and goes on.
    assert code == (-signal.SIGKILL if victim == "command" else 0)
    rows = run("status", "--wait", "60", "--json").json["exports"]
    if rows[0]["state"] != "completed":
        assert strike.moment == "before"
        assert run("export", "-o", target).code == 0
    assert renders(own_home) == [("completed",)]
    assert length_s(target) == 1
    assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == []
    target.unlink()
    run("status")
    assert not target.exists()
