"""Rendering takes all the processors there are: whoever waits for an answer goes first."""

from __future__ import annotations

import contextlib
import os
import sys
import threading

_NICE = 10


def stand_back() -> None:
    """Have the calling thread, and those it starts, make way for others of the machine.

    Only Linux can tell a single thread so; elsewhere this does nothing.
    """
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)


def rank() -> int:
    """How far the calling thread stands back, and what it starts with it; 0 for one that does not.

    Always 0 where threads cannot be told apart.
    """
    return os.getpriority(os.PRIO_PROCESS, 0) if sys.platform == "linux" else 0
