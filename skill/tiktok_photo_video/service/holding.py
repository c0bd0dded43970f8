"""One program at a time works in a home folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from tiktok_photo_video.errors import ServiceError

# How long a service that is ending may take to let go of the folder.
_TAKEOVER_TIMEOUT_S = 20.0


@contextmanager
def holding(home: Path) -> Iterator[None]:
    """Have a home folder to oneself.

    Raises:
        ServiceError: another program works in it.
    """
    try:
        lock = FileLock(home / "running.lock").acquire(timeout=_TAKEOVER_TIMEOUT_S)
    except Timeout:
        raise ServiceError(
            "A local backend is running in this folder already.",
            code="already_running",
            hint="serve --stop ends it.",
        ) from None
    with lock:
        yield
