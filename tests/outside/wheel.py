"""A stranger's first minutes: the wheel in an empty environment, with an empty home.

``python -m tests.outside.wheel`` builds it, installs it and uses it from somewhere else.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
import venv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = "tiktok-photo-video"
# What a skill's folder must hold for an agent host, beside all the code.
IN_THE_SKILL = (
    *("SKILL.md", "README.md", "LICENSE", "pyproject.toml", "skill/references/commands.md"),
    "tools/tiktok_photo_video_tools/mcp_server/preview.html",
    "skill/tiktok_photo_video/chat/phrases/failures.toml",
)
OPENING: tuple[Mapping[str, Any], ...] = (
    {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "initialize",
        "params": {
            "protocolVersion": "2025-11-25",
            "capabilities": {},
            "clientInfo": {"name": "stranger", "version": "1"},
        },
    },
    {"jsonrpc": "2.0", "method": "notifications/initialized"},
    {"jsonrpc": "2.0", "id": 2, "method": "tools/list"},
)


@dataclass(frozen=True, slots=True)
class Stranger:
    """Somebody with an empty home who has just installed the program."""

    home: Path
    programs: Path

    @property
    def environ(self) -> dict[str, str]:
        path = os.pathsep.join([str(self.programs), "/usr/bin", "/bin"])
        return {"HOME": str(self.home), "PATH": path, "LANG": "C.UTF-8"}

    def run(self, *words: str) -> dict[str, Any]:
        """What a command answers with ``--json``; it must succeed."""
        done = subprocess.run(
            [str(self.programs / PROGRAM), *words, "--json"],
            env=self.environ,
            cwd=self.home,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        if done.returncode:
            raise SystemExit(f"{words} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
        return dict(json.loads(done.stdout))


def installed(folder: Path) -> Stranger:
    """Build the wheel and install it where nothing else is."""
    pip = ("-m", "pip", "--quiet", "--disable-pip-version-check")
    subprocess.run(
        [sys.executable, *pip, "wheel", "--no-deps", "-w", str(folder), str(ROOT)], check=True
    )
    (wheel,) = folder.glob("*.whl")
    venv.create(folder / "venv", with_pip=True)
    programs = folder / "venv" / "bin"
    subprocess.run([str(programs / "python"), *pip, "install", str(wheel)], check=True)
    (folder / "home").mkdir()
    return Stranger(folder / "home", programs)


def makes_a_video(user: Stranger) -> str:
    """Make a video from the sample photos."""
    photos = shutil.copytree(ROOT / "fixtures" / "photos", user.home / "Pictures")
    made = user.run("make", str(photos), "-m", "a 3 second video, title '你好 🎬'", "-o", "out.mp4")
    path = Path(made["path"])
    if not path.is_file() or path.stat().st_size != made["size_bytes"]:
        raise SystemExit(f"There is no whole video: {made}")
    return f"{made['duration_s']} s, {made['size_bytes'] / 1e6:.1f} MB"


def serves_a_host(user: Stranger) -> str:
    """Start the MCP server as a host does; how long the first answers take, and its memory."""
    began_s = time.monotonic()
    with subprocess.Popen(
        [str(user.programs / PROGRAM), "mcp"],
        env=user.environ,
        cwd=user.home,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdin
        assert process.stdout
        for message in OPENING:
            process.stdin.write(json.dumps(message).encode() + b"\n")
        process.stdin.flush()
        process.stdout.readline()
        tools = json.loads(process.stdout.readline())["result"]["tools"]
        took_s = time.monotonic() - began_s
        memory = _memory_mb(process.pid)
        process.stdin.close()
    if not any(tool["name"] == "make_video" for tool in tools):
        raise SystemExit(f"The tools are {tools}")
    return f"{len(tools)} tools after {took_s:.2f} s, {memory}"


def _memory_mb(pid: int) -> str:
    status = Path(f"/proc/{pid}/status")
    if not status.is_file():
        return "memory not known here"
    fields = dict(line.split(":", 1) for line in status.read_text().splitlines())
    return f"{int(fields['VmRSS'].split()[0]) / 1024:.0f} MB resident"


def installs_the_skill(user: Stranger) -> str:
    """Put the skill into a host's folder, whole."""
    put = user.run("install-skill", "--host", "claude")
    folder = Path(put["path"])
    missing = [name for name in IN_THE_SKILL if not (folder / name).is_file()]
    if missing or folder.parent != user.home / ".claude" / "skills":
        raise SystemExit(f"{folder} lacks {missing}")
    return f"{put['written']} files"


def main() -> None:
    """Do all of it, and tell how it went."""
    with TemporaryDirectory(prefix="wheel-") as place:
        user = installed(Path(place))
        try:
            for step in (makes_a_video, serves_a_host, installs_the_skill):
                sys.stdout.write(f"ok: {step.__name__.replace('_', ' ')}: {step(user)}\n")
                sys.stdout.flush()
        finally:
            user.run("serve", "--stop")


if __name__ == "__main__":
    main()
