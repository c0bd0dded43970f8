"""Real full disks, and one that turns read-only: small file systems in memory, made with mount.

Run as root on Linux: ``python -m tests.bench.full_disk``, with the package, the tools and the root
on the path. A video is ordered where it does not fit: the job must say that it waits for disk
space, be told to everybody who asks, go on by itself once there is room and give the same bytes as
elsewhere; a second one must be called off while it waits; uploads and turns must be refused with
plain words, and work again afterwards. The exit code is 1 when anything else happens.
"""

from __future__ import annotations

import contextlib
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from tests.backend.workbench import Workbench, until_idle
from tiktok_photo_video.backend.config import BackendConfig, Patience
from tiktok_photo_video.backend.core import Backend
from tiktok_photo_video.backend.sessions import Session
from tiktok_photo_video.errors import StorageError
from tiktok_photo_video.service.launch import ensure_service
from tiktok_photo_video.wire.draft import draft_from_timeline
from tiktok_photo_video.wire.renders import RenderState, RenderStatus

# Less than an export leaves free, and more than its words take.
SIZE_KB, LEFT_KB = 64_000, 2_000
_TIMEOUT_S = 120.0


def say(line: str) -> None:
    """Print a line."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


@contextmanager
def disk(folder: Path) -> Iterator[Path]:
    """A small file system."""
    folder.mkdir()
    mount("-t", "tmpfs", "-o", f"size={SIZE_KB}k", "tmpfs", str(folder))
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)  # noqa: S607


def mount(*words: str) -> None:
    """Mount something."""
    subprocess.run(["mount", *words], check=True)  # noqa: S607


def filled(folder: Path) -> Path:
    """Fill a disk but for a little; gives the file that does it."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(4096))
    with filler.open("rb+") as file:
        file.truncate(filler.stat().st_size - LEFT_KB * 1024)
    return filler


class Case:
    """A backend on a disk, with a project whose video takes more than is left."""

    def __init__(self, home: Path) -> None:
        self.bench = Workbench(home)
        self.bench.close()
        patience = Patience(check_every_s=0.2)
        self.bench.backend = Backend(BackendConfig(home, patience=patience))
        self.bench.agent = type(self.bench.agent)(
            self.bench.backend.sessions, self.bench.backend.beat_sync
        )
        self.session: Session = self.bench.new_session(photos=3)
        self.bench.say(self.session, "a 12 second video")
        timeline = replace(self.bench.timeline(self.session), width_px=720, height_px=1280)
        self.draft = draft_from_timeline(timeline)

    def status(self, render_id: str) -> RenderStatus:
        """How an order stands."""
        return self.bench.backend.renders.status(self.bench.account, render_id)

    def waits(self, render_id: str) -> float:
        """Wait until it waits for room; gives the seconds that took."""
        begun_s = time.monotonic()
        while self.status(render_id).extensions["stage"] != "waiting_disk":
            if self.status(render_id).state.is_final or time.monotonic() - begun_s > _TIMEOUT_S:
                raise AssertionError(self.status(render_id))
            time.sleep(0.05)
        return time.monotonic() - begun_s

    def result(self, render_id: str) -> bytes:
        """The finished video."""
        until_idle(self.bench.backend.renders)
        if self.status(render_id).state is not RenderState.COMPLETED:
            raise AssertionError(self.status(render_id))
        return self.bench.backend.renders.result(self.bench.account, render_id).read_bytes()


def refused(case: Case) -> str:
    """What a turn is answered with where nothing can be written."""
    try:
        case.bench.say(case.session, "add title " + "much too long for that disk " * 40)
        case.bench.new_session()
    except StorageError as error:
        return error.sentence()
    return "it fitted"


def fill_up(filler: Path) -> None:
    """Leave nothing at all."""
    with filler.open("ab", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(512))


def full(case: Case, small: Path, expected: bytes) -> None:
    """An export, its calling off, and a turn on a full disk."""
    bench, renders = case.bench, case.bench.backend.renders
    filler = filled(small)
    bench.order(case.session, case.draft, render_id="r")
    after_s = case.waits("r")
    say(f"waits for disk space after {after_s:.1f} s at {case.status('r').progress} %")
    bench.order(case.session, case.draft, render_id="second")
    begun_s = time.monotonic()
    state = renders.cancel(bench.account, "second").state
    say(f"queued behind it, called off: {state} in {time.monotonic() - begun_s:.3f} s")
    filler.unlink()
    begun_s = time.monotonic()
    if case.result("r") != expected:
        raise AssertionError("other bytes")
    say(f"with room again: done in {time.monotonic() - begun_s:.1f} s, the same bytes")
    bench.say(case.session, "make it 13 seconds")
    filler = filled(small)
    other = replace(bench.timeline(case.session), width_px=720, height_px=1280)
    bench.order(case.session, draft_from_timeline(other), render_id="third")
    case.waits("third")
    begun_s = time.monotonic()
    state = renders.cancel(bench.account, "third").state
    until_idle(renders)
    say(f"waiting, called off: {state}; free in {time.monotonic() - begun_s:.3f} s")
    fill_up(filler)
    say(f"nothing left at all: {refused(case)}")
    filler.unlink()
    say(f"room again: {bench.say(case.session, 'make it 14 seconds').text}")


def read_only(small: Path) -> None:
    """A home folder on a disk that cannot be written."""
    mount("-o", "remount,ro", str(small))
    for start in (ensure_service, lambda home: Backend(BackendConfig(home))):
        try:
            start(small / "home")
        except StorageError as error:
            say(f"read-only: {error.sentence()}")
        else:
            raise AssertionError("it did not mind")
    mount("-o", "remount,rw", str(small))
    Backend(BackendConfig(small / "home")).store.close()
    say("writable again: it opens")


def main() -> int:
    """Run the cases; gives the exit code."""
    with tempfile.TemporaryDirectory(prefix="disks ") as folder:
        quiet = Case(Path(folder) / "quiet")
        quiet.bench.order(quiet.session, quiet.draft, render_id="r")
        expected = quiet.result("r")
        quiet.bench.close()
        with disk(Path(folder) / "small") as small:
            case = Case(small / "home")
            case.draft = quiet.draft  # a project of its own would move otherwise
            full(case, small, expected)
            case.bench.close()
            read_only(small)
    return 0


if __name__ == "__main__":
    sys.exit(main())
