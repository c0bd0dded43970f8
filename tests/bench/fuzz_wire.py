"""All of the fuzzing that the suite runs a sample of; prints what came of it.

Run as ``python -m tests.bench.fuzz_wire [streams] [turns] [answers]``, with the package, the
tools and the root on the path. The exit code is 1 when anything was found.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path

import anyio

from tests.interop.fuzzing import TurnBench, check_answer, check_disturbed, check_stream

Check = Callable[[int], Awaitable[str]]


def say(line: str) -> None:
    """Print a line."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def plain(check: Callable[[int], str]) -> Check:
    """A check without waiting as one with."""

    async def checked(seed: int) -> str:
        return check(seed)

    return checked


async def run(name: str, check: Check, count: int) -> int:
    """Run one kind of check; gives how many cases were findings."""
    outcomes: Counter[str] = Counter()
    findings: Counter[str] = Counter()
    example: dict[str, int] = {}
    slowest_s, slowest_seed, began_s = 0.0, 0, time.perf_counter()
    for seed in range(count):
        case_s = time.perf_counter()
        try:
            outcomes[await check(seed)] += 1
        except Exception as error:  # noqa: BLE001 - whatever comes is what this is looking for
            kind = (
                f"{type(error).__name__}: {str(error).splitlines()[0][:90] if str(error) else ''}"
            )
            findings[kind] += 1
            example.setdefault(kind, seed)
        slowest_s, slowest_seed = max(
            (slowest_s, slowest_seed), (time.perf_counter() - case_s, seed)
        )
    took_s = time.perf_counter() - began_s
    say(f"{name}: {count} cases in {took_s:.1f} s")
    say(f"  slowest {slowest_s * 1000:.0f} ms (seed {slowest_seed})")
    for outcome, times in outcomes.most_common():
        say(f"  {times:6d} {outcome}")
    for kind, times in findings.most_common():
        say(f"  {times:6d} FOUND {kind} (first: seed {example[kind]})")
    return findings.total()


async def main(streams: int = 10_000, turns: int = 300, answers: int = 2_000) -> int:
    """Run every kind of check; gives the number of findings."""
    found = await run("streams", plain(check_stream), streams)
    found += await run("disturbed turns", plain(check_disturbed), streams)
    found += await run("answers", plain(check_answer), answers)
    with tempfile.TemporaryDirectory() as home:
        bench = TurnBench(Path(home))
        async with bench.talk:
            found += await run("whole turns", bench.check_turn, turns)
    return found


if __name__ == "__main__":
    counts = [int(word) for word in sys.argv[1:]]
    sys.exit(1 if anyio.run(lambda: main(*counts)) else 0)
