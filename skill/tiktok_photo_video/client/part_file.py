"""A file that is written beside its place, and moved there when it is whole.

A program that is killed leaves its part behind. Whoever writes one holds a lock on it, so the
next one for the same place can tell such a part from one that is still being written, and
takes it away.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

if sys.platform != "win32":
    import fcntl

_SUFFIX = ".part"
# Windows moves no file that is open, and deletes none: there it needs no lock of ours.
_HAS_LOCKS = sys.platform != "win32"


@contextmanager
def part_of(to: Path, *, mode: int = 0o666) -> Iterator[BinaryIO]:
    """A file that takes the place of ``to`` once the block ends well, and is gone if not.

    What is there keeps its place until then. ``mode`` is who may read and write the file, less
    what the process withholds from all it makes.

    Raises:
        OSError: the folder cannot be written.

    """
    _sweep(to)
    file = _opened(to, mode)
    part = Path(file.name)
    try:
        with file:
            yield file
            file.flush()
            os.fsync(file.fileno())
            if _HAS_LOCKS:
                part.replace(to)
        if not _HAS_LOCKS:
            part.replace(to)
    finally:
        part.unlink(missing_ok=True)


def _opened(to: Path, mode: int) -> BinaryIO:
    while True:
        part = to.with_name(f"{_stem(to)}{uuid4().hex}{_SUFFIX}")
        file = open(part, "xb", opener=partial(os.open, mode=mode))  # noqa: SIM115 the caller closes it
        _locked(file)
        # Between opening and locking it looked as if it were left behind.
        if os.fstat(file.fileno()).st_nlink:
            return file
        file.close()


def _sweep(to: Path) -> None:
    """Take away what killed programs left of files for the same place."""
    stem = _stem(to)
    with contextlib.suppress(OSError):
        for path in to.parent.iterdir():
            if path.name.startswith(stem) and path.name.endswith(_SUFFIX):
                _remove_if_left(path)


def _remove_if_left(path: Path) -> None:
    with contextlib.suppress(OSError):
        if not _HAS_LOCKS:
            path.unlink()
            return
        with path.open("rb") as file:
            if _locked(file):
                path.unlink()


def _locked(file: BinaryIO) -> bool:
    """Try to lock a file; not every file system can."""
    if sys.platform != "win32":
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
    return True


def _stem(to: Path) -> str:
    """How the parts for a place begin: short, however long its name is."""
    digest = hashlib.sha256(os.fsencode(to.name)).hexdigest()[:16]
    return f".{digest}."
