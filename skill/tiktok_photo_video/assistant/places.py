"""Names for finished videos that nobody gave a name to."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path

DEFAULT_NAME = "tiktok-video"
SUFFIX = ".mp4"


def unused_name(folder: Path, *, taken: Collection[Path] = ()) -> Path:
    """A name for a video that no file in the folder has, nor one that is on its way."""
    number = 1
    while True:
        name = DEFAULT_NAME if number == 1 else f"{DEFAULT_NAME}-{number}"
        path = folder / f"{name}{SUFFIX}"
        # A link that leads nowhere is there too.
        if not os.path.lexists(path) and path.absolute() not in taken:
            return path
        number += 1
