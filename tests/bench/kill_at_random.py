"""Kill the service, the client, or both, at random moments of uploads, edits, exports and joins.

Run as ``python -m tests.bench.kill_at_random [ROUNDS] [SEED]``, with the package, the tools and
the root on the path (200 rounds take about a quarter of an hour). Each round is a client process
that makes a project, says four things, orders a video and waits for it, and a service process over
one home folder that lives through all rounds. Afterwards nothing that was acknowledged may be
missing, nothing may be there twice, and the video must be the one of an undisturbed run, byte for
byte. Prints when was killed how often; the exit code is 1 when anything was found.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

from tests.e2e.killing import Yard


def say(line: str) -> None:
    """Print a line."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> int:
    """Run the rounds; gives the exit code."""
    rounds, seed = (int(word) for word in (*sys.argv[1:], *("200", "1")[len(sys.argv) - 1 :]))
    begun_s, findings = time.monotonic(), 0
    with tempfile.TemporaryDirectory(prefix="killed ") as folder:
        yard = Yard(Path(folder))
        yard.undisturbed()
        say(f"undisturbed: {yard.export_s:.1f} s from order to video, {len(yard.reference)} bytes")
        for number in range(rounds):
            try:
                yard.round(random.Random(f"{seed}-{number}"))  # noqa: S311
            except Exception:  # noqa: BLE001 - counted, and the next round goes on
                findings += 1
                say(f"round {number} ({yard.killed_after[-1]}):\n{traceback.format_exc()}")
            if number % 20 == 19:
                say(f"{number + 1} rounds, {findings} findings")
        for moment, count in sorted(Counter(yard.killed_after).items()):
            say(f"  {count:4d} {moment}")
    say(f"{rounds} rounds in {time.monotonic() - begun_s:.0f} s, {findings} findings")
    return int(findings > 0)


if __name__ == "__main__":
    sys.exit(main())
