"""Whole processes, timed: user and system seconds of a command and of all that it waited for."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command cost, and what it printed."""

    cpu_s: float
    wall_s: float
    peak_mib: float
    told: Mapping[str, Any]


def cost_of(command: Sequence[str], *, cores: set[int] | None = None) -> Cost:
    """Run a command and wait for it.

    Args:
        command: the program and its arguments.
        cores: the processors it may use; all if not given.

    Raises:
        SystemExit: it failed.
    """
    started_s = time.monotonic()
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        cwd=ROOT,
        env=_environment(),
        preexec_fn=(lambda: os.sched_setaffinity(0, cores)) if cores else None,  # noqa: PLW1509
    )
    printed = process.stdout.read().decode() if process.stdout else ""
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command[:4])} … failed ({process.returncode}).")
    wall_s = time.monotonic() - started_s
    # Linux counts this in KiB.
    return Cost(used.ru_utime + used.ru_stime, wall_s, used.ru_maxrss / 1024, _object(printed))


def _environment() -> dict[str, str]:
    """Ours, with bytecode kept from run to run, as where it is installed."""
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return {
        **kept,
        "PYTHONPATH": os.pathsep.join(map(str, (ROOT / "skill", ROOT))),
        "PYTHONPYCACHEPREFIX": str(Path(tempfile.gettempdir()) / "w30-bytecode"),
    }


def job(name: str, given: Mapping[str, object], *, cores: set[int] | None = None) -> Cost:
    """Run one of ``jobs`` in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.w30.jobs", name, json.dumps(given)]
    return cost_of(command, cores=cores)


def _object(printed: str) -> Mapping[str, Any]:
    last = printed.strip().rpartition("\n")[2]
    return dict(json.loads(last)) if last.startswith("{") else {}
