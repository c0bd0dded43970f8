"""Files that are there whole or not at all, and names that are taken from nobody."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from pathlib import Path


def free_bytes(folder: Path) -> int:
    """How much may still be written to the disk of a folder.

    Raises:
        OSError: there is no such folder.
    """
    return shutil.disk_usage(folder).free


def write_whole(path: Path, content: bytes, *, durable: bool = False) -> None:
    """Put content into a file that only its owner may read, in one step.

    Args:
        path: in a folder that is there; a file of this name is replaced.
        content: all of it.
        durable: wait until it is on the disk, for what cannot be made again.

    Raises:
        OSError: the folder cannot be written; what was there stays.
    """
    # mkstemp makes files of mode 0600, so the content is never readable by others.
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        Path(name).replace(path)
        if durable:
            _sync_folder(path.parent)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def sync(path: Path) -> None:
    """Wait until a file is on the disk.

    Raises:
        OSError: the disk refused.
    """
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def settle(part: Path, path: Path) -> None:
    """Give a whole file its name, and wait until both are on the disk.

    Raises:
        OSError: the disk refused; a file that was there stays.
    """
    sync(part)
    part.replace(path)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk, where folders can be waited for."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def take_name(part: Path, path: Path) -> None:
    """Give a whole file a name that no other file has; ``part`` may be left beside it.

    Raises:
        FileExistsError: one has it.
        OSError: the folder cannot be written.
    """
    try:
        path.hardlink_to(part)
    except FileExistsError:
        raise
    except (OSError, NotImplementedError):
        # Not every file system has links; there, looking first is the best that can be done.
        if os.path.lexists(path):
            raise FileExistsError(path) from None
        part.rename(path)
