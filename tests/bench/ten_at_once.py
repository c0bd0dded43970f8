"""Ten programs at once on a new home folder: they must start one service between them.

Run as ``python -m tests.bench.ten_at_once [COUNT]``, with the package, the tools and the root on
the path. The service's log tells how many were started; the exit code is 1 when that is not one.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tiktok_photo_video.service.launch import service_log, stop_service


def main() -> int:
    """Start them all; gives the exit code."""
    count = int([*sys.argv[1:], "10"][0])
    with tempfile.TemporaryDirectory(prefix="ten ") as folder:
        home = Path(folder) / "home"
        command = [sys.executable, "-m", "tiktok_photo_video_tools", "credits", "--json"]
        begun_s = time.monotonic()
        programs = [
            subprocess.Popen(
                command,
                stdout=subprocess.DEVNULL,
                env={**os.environ, "TIKTOK_PHOTO_VIDEO_HOME": str(home)},
            )
            for _ in range(count)
        ]
        codes = [program.wait() for program in programs]
        started = service_log(home).read_text(encoding="utf-8").count("ready on port")
        took_s = time.monotonic() - begun_s
        stop_service(home)
        sys.stdout.write(
            f"{count} programs, exit codes {codes}, {started} service, {took_s:.1f} s\n"
        )
    return int(started != 1 or any(codes))


if __name__ == "__main__":
    sys.exit(main())
