"""Putting a home folder right while no service works in it."""

from __future__ import annotations

from pathlib import Path

from filelock import FileLock, Timeout

from tiktok_photo_video.backend.checkup import Repair
from tiktok_photo_video.backend.checkup import repair as repaired
from tiktok_photo_video.errors import ServiceError
from tiktok_photo_video.service.launch import prepare_home, stop_service

_ENDED_TIMEOUT_S = 20.0


def repair(home: Path) -> Repair:
    """End the service of a home folder, and put right what is damaged in it.

    Raises:
        ServiceError: another program holds the folder.
        StorageError: the disk refused.
    """
    prepare_home(home)
    stop_service(home)
    try:
        with FileLock(home / "running.lock", timeout=_ENDED_TIMEOUT_S):
            return repaired(home)
    except Timeout:
        raise ServiceError(
            "A local backend is running in this folder already.",
            code="already_running",
            hint="serve --stop ends it.",
        ) from None
