"""How a backend is set up, and what its caller must send; cheap to import."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

LOCAL_KEY_HEADER = "X-Photo-Video-Key"
LOCAL_HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]"})


@dataclass(frozen=True, slots=True)
class BackendConfig:
    """How a backend is set up.

    Attributes:
        home: the folder everything is kept in.
        key: a secret that every request must carry; empty for none.
        workers: chunks rendered at once.
        now_s: the wall clock, in epoch seconds.

    """

    home: Path
    key: str = field(default="", repr=False)
    workers: int = 2
    now_s: Callable[[], float] = time.time
