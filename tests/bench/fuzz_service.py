"""Spoiled files and spoiled requests against a running service; prints what came of them.

Run as ``python -m tests.bench.fuzz_service [FILES] [REQUESTS]``, with the package, the tools and
the root on the path. The exit code is 1 when anything was found: an answer of its own fault, more
than ten seconds, a secret in an answer, a log or a file, a service that died, grew or does not
answer.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import anyio

from tests.bench.fuzz_wire import plain, run, say
from tests.bench.load import bytes_held
from tests.service.spoiling import Target
from tiktok_photo_video.service.address import read_address
from tiktok_photo_video.service.launch import ensure_service, stop_service

_MB = 1024**2
# What caches hold once they are full, and what SQLite and allocators keep, is no growth.
_ALLOWED_BYTES = 60 * _MB
_WARM = 100


def checked(check: Callable[[int], str], target: Target) -> Callable[[int], str]:
    """A check that also asks for something good after every tenth case."""

    def both(seed: int) -> str:
        outcome = check(seed)
        if seed % 10 == 0:
            target.check_alive()
        if seed % 200 == 0:
            target.new_session()  # a project of thousands of files is slow by itself
        return outcome

    return both


def leaks(home: Path, target: Target) -> list[str]:
    """Files that hold what they must not."""
    found = []
    for path in home.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        if target.address.key.encode() in content and path.name != "service.json":
            found.append(f"the key in {path.name}")
        if target.token.encode() in content:
            found.append(f"a token in {path.name}")
    return found


async def main(files: int = 3000, requests: int = 2000) -> int:
    """Run it all; gives the number of findings."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        address = ensure_service(home)
        target = Target(address)
        with closing(target.client):
            found = await run("files, first", plain(checked(target.check_file, target)), _WARM)
            before = bytes_held(address.pid)
            found += await run("files", plain(checked(target.check_file, target)), files)
            found += await run("requests", plain(checked(target.check_request, target)), requests)
            grown = bytes_held(address.pid) - before
            target.check_alive()
        same = read_address(home)
        found += same is None or same.pid != address.pid
        found += grown > _ALLOWED_BYTES
        say(f"memory: {before // _MB} MB before, {grown / _MB:+.0f} MB")
        kept = leaks(home, target)
        say(f"secrets kept: {kept}")
        say(f"left in the incoming folder: {len(list((home / 'media' / 'incoming').iterdir()))}")
        stop_service(home)
    return found + len(kept)


if __name__ == "__main__":
    counts = [int(word) for word in sys.argv[1:]]
    sys.exit(1 if anyio.run(lambda: main(*counts)) else 0)
