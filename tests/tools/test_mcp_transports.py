"""The MCP server as hosts run it: as a process on stdio, over HTTP, and killed on the way."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import httpx2
import pytest
from mcp.client.client import Client, ConnectMode
from mcp.client.streamable_http import streamable_http_client

from tests.backend.workbench import PHOTOS
from tests.tools.mcp_hosts import ROOT, Host, links_of, started_by_a_host, words_of
from tiktok_photo_video.errors import RequestError
from tiktok_photo_video.media import probe
from tiktok_photo_video.service.address import read_address
from tiktok_photo_video.service.launch import stop_service
from tiktok_photo_video.settings import Settings, load_settings
from tiktok_photo_video_tools.mcp_server.http_key import KEY_FILE, KEY_VARIABLE, http_key

ERAS: tuple[ConnectMode, ...] = ("legacy", "auto")


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def user(tmp_path: Path) -> Path:
    """A user's folder of photos."""
    folder = tmp_path.resolve() / "user" / "Pictures"
    folder.mkdir(parents=True)
    for name in ("red.jpg", "green.jpg", "blue.jpg"):
        (folder / name).write_bytes(PHOTOS[name])
    return folder.parent


def environment(user: Path, home: Path) -> dict[str, str]:
    return {
        "HOME": str(user),
        "USERPROFILE": str(user),
        "TIKTOK_PHOTO_VIDEO_HOME": str(home),
        "TIKTOK_PHOTO_VIDEO_OUTPUT": str(user / "Videos"),
        "LANG": "en_US.UTF-8",
    }


@pytest.mark.anyio
@pytest.mark.requirement("mcp-transcript")
async def test_from_nothing_to_an_edited_and_exported_file_in_eight_calls_on_stdio(
    user: Path, service_home: Path
) -> None:
    server = started_by_a_host(environment(user, service_home))
    async with Client(server, read_timeout_seconds=60) as client:
        host = Host(client)
        assert "make_video" in (client.instructions or "")
        made = await host.well(
            "make_video", photos=[str(user / "Pictures")], request="a 1 second 360x640 video"
        )
        project = made["project"]
        assert Path(made["export"]["path"]).is_file()
        changed = await host.well("chat", message="make it 2 seconds", project=project)
        read = await host.well("get_project", project=project)
        assert read["version"] == changed["version"]
        ids = [clip["id"] for clip in read["timeline"]["clips"]]
        edits: list[dict[str, Any]] = [
            {"op": "reorder", "clip_ids": ids[::-1]},
            {"op": "set_music", "music": None},
            {"op": "set_canvas", "width_px": 108, "height_px": 192},
        ]
        await host.well("edit_timeline", project=project, version=read["version"], edits=edits)
        await host.well("preview", project=project)
        done = await host.call("export_video", project=project, name="mia")
        assert host.calls <= 8
    path = user / "Videos" / "mia.mp4"
    assert str(path) in words_of(done).splitlines()
    assert len(links_of(done)) == 1
    video = probe(path, name=path.name)
    assert (video.width_px, video.height_px) == (108, 192)
    assert video.duration_s == pytest.approx(2, abs=0.05)


def descendants(pid: int) -> list[int]:
    """A process's children, theirs, and so on, by the table of the kernel."""
    found: list[int] = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(entry.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if parent == pid:
            child = int(entry.parent.name)
            found += [child, *descendants(child)]
    return found


@pytest.mark.anyio
@pytest.mark.requirement("mcp-killed")
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="no table of processes to find a tree in")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
async def test_a_host_that_kills_the_whole_tree_loses_no_export(user: Path, tmp_path: Path) -> None:
    home = tmp_path / "own-home"
    server = started_by_a_host(environment(user, home))
    try:
        async with Client(server, mode="legacy", read_timeout_seconds=60) as client:
            ordered = await Host(client).well(
                "make_video",
                photos=[str(user / "Pictures")],
                request="a 1 second 360x640 video, no music",
                wait_s=0,
            )
            address = read_address(home)
            assert address
            (victim,) = (pid for pid in descendants(os.getpid()) if address.pid in descendants(pid))
            for pid in (*descendants(victim), victim):
                os.kill(pid, signal.SIGKILL)
        export = ordered["export"]["export"]
        async with Client(server, read_timeout_seconds=60) as client:
            status = await Host(client).well("export_status", export=export, wait_s=40)
        assert status["exports"][0]["state"] == "completed"
        assert Path(ordered["export"]["path"]).is_file()
    finally:
        stop_service(home)


@dataclass(frozen=True, slots=True)
class Listening:
    """A server over HTTP: where it is, and what it wants to be shown."""

    address: str
    authorization: str

    @asynccontextmanager
    async def client(self, mode: ConnectMode) -> AsyncIterator[Client]:
        async with httpx2.AsyncClient(headers={"Authorization": self.authorization}) as http:
            transport = streamable_http_client(self.address, http_client=http)
            async with Client(transport, mode=mode) as client:
                yield client


@contextmanager
def listening(environ: Mapping[str, str]) -> Iterator[Listening]:
    """A server over HTTP as its user starts it."""
    source_roots = os.pathsep.join(str(ROOT / name) for name in ("skill", "tools"))
    with subprocess.Popen(
        [sys.executable, "-m", "tiktok_photo_video_tools", "mcp", "--http"],
        env={**os.environ, **environ, "PYTHONPATH": source_roots},
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr
        try:
            address = process.stderr.readline().strip()
            assert re.fullmatch(r"http://127\.0\.0\.1:\d+/mcp", address)
            name, _, value = process.stderr.readline().strip().partition(": ")
            assert name == "Authorization"
            yield Listening(address, value)
        finally:
            process.terminate()


@pytest.mark.anyio
@pytest.mark.requirement("mcp-http")
@pytest.mark.requirement("mcp-http-key")
async def test_over_http_only_programs_of_this_user_are_served(
    user: Path, service_home: Path
) -> None:
    with listening(environment(user, service_home)) as server:
        for mode in ERAS:
            async with server.client(mode) as client:
                assert len((await client.list_tools()).tools) == 12
                assert (await Host(client).well("get_credits"))["metered"] is False
        await rebinding_is_refused(server)
        await strangers_are_refused(server)


async def rebinding_is_refused(server: Listening) -> None:
    port = server.address.split(":")[2].split("/", maxsplit=1)[0]
    for header, value, status in (
        ("Host", "evil.example", 421),
        ("Host", f"evil.example:{port}", 421),
        ("Origin", "http://evil.example", 403),
        ("Origin", "http://localhost:1", 403),
        ("Origin", "null", 403),
    ):
        sent = {"Authorization": server.authorization, header: value}
        assert await status_of(server.address, sent) == status, (header, value)


async def strangers_are_refused(server: Listening) -> None:
    key = server.authorization.removeprefix("Bearer ")
    assert len(key) >= 32
    for wrong in ("", key, f"Basic {key}", f"Bearer {key[:-1]}", f"Bearer {key}x"):
        assert await status_of(server.address, {"Authorization": wrong}) == 401, wrong
    assert await status_of(server.address, {}) == 401


async def status_of(address: str, headers: Mapping[str, str]) -> int:
    ours = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
    ping = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
    async with httpx.AsyncClient() as http:
        return (await http.post(address, json=ping, headers={**ours, **headers})).status_code


@pytest.mark.requirement("mcp-http-key")
def test_the_key_is_kept_for_its_owner_only_and_can_be_set(tmp_path: Path) -> None:
    made = http_key(Settings(home=tmp_path))
    assert http_key(Settings(home=tmp_path)) == made
    assert (tmp_path / KEY_FILE).stat().st_mode & 0o077 == 0
    assert http_key(Settings(home=tmp_path / "other")) != made
    own = "a-key-of-the-users-own"
    assert http_key(load_settings({KEY_VARIABLE: own})) == own
    for bad in ("short", "spaces in it are no good", "schlüssel-mit-umlauten"):
        with pytest.raises(RequestError, match=KEY_VARIABLE):
            http_key(load_settings({KEY_VARIABLE: bad}))


@pytest.mark.requirement("mcp-stdio")
def test_stdout_holds_the_protocol_alone_and_the_end_of_stdin_is_the_end(
    user: Path, service_home: Path
) -> None:
    source_roots = os.pathsep.join(str(ROOT / name) for name in ("skill", "tools"))
    done = subprocess.run(
        [sys.executable, "-m", "tiktok_photo_video_tools", "mcp"],
        input=b'{"jsonrpc": "2.0", "id": 1, "method": "ping"}\nno json\n',
        capture_output=True,
        env={**os.environ, **environment(user, service_home), "PYTHONPATH": source_roots},
        timeout=60,
        check=False,
    )
    assert done.returncode == 0
    assert all(line.startswith(b'{"jsonrpc"') for line in done.stdout.splitlines())
