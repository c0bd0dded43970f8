"""The official conformance suite, the Inspector and the skill validator, one after another."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import uvicorn

from tests.outside.node import CONFORMANCE, INSPECTOR, Node, NotToBeHadError, node_with_programs
from tiktok_photo_video.settings import APP_NAME, Settings
from tiktok_photo_video_tools.mcp_server.serving import LOOPBACK, PATH, http_app
from tiktok_photo_video_tools.mcp_server.tools import TOOLS
from tiktok_photo_video_tools.mcp_server.view import VIEW_URI

ROOT = Path(__file__).resolve().parent.parent.parent
BASELINE = Path(__file__).with_name("baseline.yml")
# Those that ask something of a server without the suite's own test_* tools.
SCENARIOS = {
    "2026-07-28": (
        *("tools-list", "resources-list", "prompts-list", "caching", "dns-rebinding-protection"),
        *("sep-2164-resource-not-found", "http-header-validation", "server-sse-multiple-streams"),
        *("input-required-result-unsupported-methods", "server-stateless"),
    ),
    "2025-11-25": (
        *("server-initialize", "ping", "server-session-lifecycle", "tools-list", "resources-list"),
        *("prompts-list", "dns-rebinding-protection", "server-sse-multiple-streams"),
    ),
}

Check = tuple[str, Callable[[], str]]
"""What is checked, and what does it: an empty text where all is well, else what is wrong."""


@contextmanager
def served(home: Path) -> Iterator[str]:
    """The server over HTTP in this process, without its lock: the suite can show no key."""
    settings = Settings(home=home, output_folder=home / "videos")
    with socket.create_server((LOOPBACK, 0)) as listener:
        port = listener.getsockname()[1]
        app = http_app(settings, port=port)
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        yield f"http://{LOOPBACK}:{port}{PATH}"
        server.should_exit = True
        thread.join()


def conformance(node: Node, url: str) -> Iterator[Check]:
    """Every scenario of both revisions; a warning fails it as well."""

    def run(revision: str, scenario: str) -> str:
        words = ("server", "--url", url, "--scenario", scenario, "--spec-version", revision)
        code, said = node.run(CONFORMANCE, *words, "--expected-failures", str(BASELINE))
        return said if code else ""

    for revision, scenarios in SCENARIOS.items():
        for name in scenarios:
            yield (
                f"conformance {revision} {name}",
                lambda revision=revision, name=name: run(revision, name),  # type: ignore[misc]
            )


def inspector(node: Node, home: Path) -> Iterator[Check]:
    """The Inspector over stdio, in both eras: strict about schemas, and about the view."""
    server = (sys.executable, "-m", "tiktok_photo_video_tools", "mcp")
    paths = os.pathsep.join(str(ROOT / name) for name in ("skill", "tools"))
    environ = ("-e", f"PYTHONPATH={paths}", "-e", f"TIKTOK_PHOTO_VIDEO_HOME={home}")

    def asked(*words: str) -> tuple[int, str]:
        return node.run(INSPECTOR, "--cli", *server, *environ, *words)

    def strict(era: str) -> str:
        words = ("--method", "tools/list", "--strict", "--format", "json")
        code, said = asked(*words, "--protocol-era", era)
        missing = [tool.name for tool in TOOLS if f'"name":"{tool.name}"' not in said]
        return said if code or missing else ""

    def shown() -> str:
        _, said = asked("--method", "tools/list", "--app-info")
        rows = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
        views = [row for row in rows if VIEW_URI in json.dumps(row)]
        return "" if len(views) == sum(tool.is_shown for tool in TOOLS) else said

    for era in ("legacy", "modern"):
        yield f"inspector strict, {era}", lambda era=era: strict(era)  # type: ignore[misc]
    yield "inspector view", shown


def skill() -> str:
    """The validator of skills over a folder that is called as the skill is."""
    validator = shutil.which("agentskills", path=str(Path(sys.executable).parent))
    if validator is None:
        raise NotToBeHadError("skills-ref is not installed")
    with TemporaryDirectory() as place:
        folder = Path(place) / APP_NAME
        folder.mkdir()
        shutil.copy(ROOT / "SKILL.md", folder)
        shutil.copytree(ROOT / "skill" / "references", folder / "skill" / "references")
        done = subprocess.run(
            [validator, "validate", str(folder)], capture_output=True, text=True, check=False
        )
        return done.stdout + done.stderr if done.returncode else ""


def main() -> int:
    """Run all, and tell how each went."""
    failed = 0
    with TemporaryDirectory(prefix="outside-") as place:
        folder = Path(place)
        failed += told("skill validator", skill)
        try:
            node = node_with_programs(folder)
        except NotToBeHadError as reason:
            sys.stdout.write(f"not run: conformance and inspector: {reason}\n")
            return failed
        with served(folder / "home") as url, ThreadPoolExecutor(os.cpu_count()) as pool:
            checks = [*conformance(node, url), *inspector(node, folder / "home")]
            failed += sum(pool.map(lambda check: told(*check), checks))
    return min(failed, 1)


def told(name: str, check: Callable[[], str]) -> int:
    """Run one check and tell how it went; 1 if it failed."""
    began_s = time.monotonic()
    try:
        wrong = check()
    except NotToBeHadError as reason:
        sys.stdout.write(f"not run: {name}: {reason}\n")
        return 0
    took_s = time.monotonic() - began_s
    sys.stdout.write(f"{'FAILED' if wrong else 'ok'}: {name} ({took_s:.1f} s)\n{wrong}")
    sys.stdout.flush()
    return int(bool(wrong))


if __name__ == "__main__":
    raise SystemExit(main())
