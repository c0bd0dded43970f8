"""One running service for all tests of a worker that only talk to it."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from tiktok_photo_video.service.launch import ensure_service, stop_service


def shared_service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home folder with its service running; every folder of tests names the same one."""
    home = tmp_path_factory.getbasetemp() / "shared-home"
    with warnings.catch_warnings():
        # It outlives whoever started it: its handle is dropped while it runs.
        warnings.simplefilter("ignore", ResourceWarning)
        ensure_service(home)
    yield home
    stop_service(home)
