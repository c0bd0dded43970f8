"""Which encoders in graphics chips work here, found out by letting them encode.

In a process of its own with a time limit: a driver that hangs or crashes takes nothing with it.
"""

from __future__ import annotations

import subprocess
import sys
from functools import cache

_LIMIT_S = 15.0
_TRIAL = "tiktok_photo_video.render.trial"


@cache
def works_here(encoder: str) -> bool:
    """Whether an encoder really opens and encodes; asked once in the life of a service."""
    try:
        tried = subprocess.run(  # noqa: S603 our own interpreter and module
            [sys.executable, "-m", _TRIAL, encoder],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_LIMIT_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return tried.returncode == 0
