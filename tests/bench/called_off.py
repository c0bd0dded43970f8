"""Exports called off at random moments: how long until the worker is free for the next one.

Run as ``python -m tests.bench.called_off [TIMES] [MINUTES]``, with the package, the tools and the
root on the path. A long video of small frames is ordered over and over: its pieces are there from
the first time, so that most of the work is the sound, the joining and the measuring. Prints the
times by what was being done; the exit code is 1 when one took more than a second.
"""

from __future__ import annotations

import math
import os
import random
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from tests.backend.workbench import Workbench, until_idle

_MOST_S = 1.0


def say(line: str) -> None:
    """Print a line."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> int:
    """Order and call off; gives the exit code."""
    times, minutes = (int(word) for word in (*sys.argv[1:], *("40", "2")[len(sys.argv) - 1 :]))
    dice = random.Random(1)  # noqa: S311
    took_s: dict[str, list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory(prefix="called off ") as folder:
        bench = Workbench(Path(folder))
        session = bench.new_session()
        draft = bench.tiny_draft(session, wish=f"a {minutes} minute video with calm music")
        begun_s = time.monotonic()
        bench.order(session, draft, render_id="whole")
        until_free(bench)
        whole_s = time.monotonic() - begun_s
        say(f"undisturbed: {whole_s:.1f} s; load {os.getloadavg()[0]:.1f}")
        for number in range(times):
            # Another volume is another sound, which has to be made again.
            other = bench.tiny_draft(session, wish=f"music at {20 + number} percent")
            name = f"r{number}"
            bench.order(session, other, render_id=name)
            after_s = dice.uniform(0, whole_s / 2) if number % 2 else math.inf
            doing = until(bench, name, after_s=after_s)
            begun_s = time.monotonic()
            bench.backend.renders.cancel(bench.account, name)
            until_free(bench)
            took_s[doing].append(time.monotonic() - begun_s)
        bench.close()
    for doing, found in sorted(took_s.items()):
        middle = statistics.median(found)
        say(f"{doing:10} {len(found):4} times, median {middle:.3f} s, most {max(found):.3f} s")
    return int(any(max(found) > _MOST_S for found in took_s.values()))


def until_free(bench: Workbench) -> None:
    """Wait until no job is in hand."""
    while bench.backend.renders.is_busy:
        time.sleep(0.002)
    until_idle(bench.backend.renders)


def until(bench: Workbench, name: str, *, after_s: float) -> str:
    """Wait so long, but no longer than until it is joined; gives what is done by then."""
    due_s = time.monotonic() + after_s
    while True:
        stage = str(bench.backend.renders.status(bench.account, name).extensions["stage"])
        if time.monotonic() > due_s or stage in ("joining", "done"):
            return stage
        time.sleep(0.002)


if __name__ == "__main__":
    sys.exit(main())
