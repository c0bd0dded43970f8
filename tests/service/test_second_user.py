"""Another account of this computer: what it finds of a running service."""

from __future__ import annotations

import os
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.backend.workbench import PHOTOS
from tests.service.shared import shared_service
from tiktok_photo_video.backend.config import LOCAL_KEY_HEADER
from tiktok_photo_video.service.address import Address, read_address
from tiktok_photo_video.wire import routes
from tiktok_photo_video_tools.cli import main

pytestmark = [
    pytest.mark.requirement("door-owner"),
    pytest.mark.skipif(os.name != "posix", reason="accounts of another kind"),
]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    yield from shared_service(tmp_path_factory)


@pytest.fixture(scope="module")
def address(home: Path) -> Address:
    found = read_address(home)
    assert found is not None
    with httpx.Client(base_url=found.base_url, headers={LOCAL_KEY_HEADER: found.key}) as client:
        granted = client.post(routes.ANONYMOUS_TOKEN, headers={routes.X_CLIENT_ID: "me"}).json()
        client.headers[routes.AUTHORIZATION] = f"Bearer {granted['data']['token']}"
        session = client.post(routes.create_session(), json={}).json()["data"]["session_id"]
        files = {"files": ("a.jpg", PHOTOS["red.jpg"])}
        assert client.post(routes.upload(session), files=files, timeout=60).status_code == 200
    return found


def test_everything_in_the_home_folder_is_its_owners_alone(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = tmp_path / "red.jpg"
    photo.write_bytes(PHOTOS["red.jpg"])
    monkeypatch.setenv("TIKTOK_PHOTO_VIDEO_HOME", str(home))
    assert main(["chat", "--new", str(photo), "-m", "a 1 second video", "--json"]) == 0
    assert main(["export", "-o", str(tmp_path / "red.mp4"), "--json"]) == 0
    paths = [home, *home.rglob("*")]
    folders = {path.name for path in paths if path.is_dir() and any(path.iterdir())}
    assert folders >= {"storyboards", "media", "results", "cache", "logs"}
    open_to_others = [
        path for path in paths if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077
    ]
    # Locks are made by whoever asks first, and hold nothing.
    assert [path.name for path in open_to_others if path.stat().st_size] == []


def _as_nobody(script: str) -> str:
    done = subprocess.run(
        ["/bin/bash", "-c", script],
        user="nobody",
        group="nogroup",
        extra_groups=[],
        cwd="/",
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
        check=False,
    )
    return (done.stdout + done.stderr).decode(errors="replace")


@pytest.mark.skipif(
    os.name != "posix" or os.geteuid() != 0 or not Path("/bin/bash").exists(),
    reason="only root can be somebody else",
)
def test_another_account_reads_no_key_no_file_and_gets_no_answer(
    home: Path, address: Address
) -> None:
    ask = f"exec 3<>/dev/tcp/127.0.0.1/{address.port}; printf 'GET {routes.ABOUT} HTTP/1.1\\r\\n"
    scripts = {
        "file": f"cat {home}/service.json {home}/logs/* {home}/*.db* {home}/*; ls -R {home}",
        "write": f"touch {home}/x; ln -s /etc {home}/media/x",
        "process": f"cat /proc/{address.pid}/cmdline; tr '\\0' '\\n' </proc/{address.pid}/environ;"
        f"ls /proc/{address.pid}/fd /proc/{address.pid}/cwd/; ps -ef",
        "line": f"{ask}Host: 127.0.0.1\\r\\nConnection: close\\r\\n\\r\\n' >&3; cat <&3",
    }
    found = {name: _as_nobody(script) for name, script in scripts.items()}
    assert not any(address.key in text for text in found.values())
    assert "Permission denied" in found["file"]
    assert "Permission denied" in found["process"]
    assert "403" in found["line"]
    assert "photo-video" not in found["line"].lower()
    assert not (home / "x").exists()
