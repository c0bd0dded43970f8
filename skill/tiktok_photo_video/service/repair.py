"""Putting a home folder right while no service works in it."""

from __future__ import annotations

from pathlib import Path

from tiktok_photo_video.backend.checkup import Repair
from tiktok_photo_video.backend.checkup import repair as repaired
from tiktok_photo_video.service.holding import holding
from tiktok_photo_video.service.launch import prepare_home, stop_service


def repair(home: Path) -> Repair:
    """End the service of a home folder, and put right what is damaged in it.

    Raises:
        ServiceError: another program holds the folder.
        StorageError: the disk refused.
    """
    prepare_home(home)
    stop_service(home)
    with holding(home):
        return repaired(home)
