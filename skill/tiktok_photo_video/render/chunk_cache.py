"""Where chunks are kept once they are rendered: on disk, bounded, whole files only."""

from __future__ import annotations

import contextlib
import errno
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tiktok_photo_video.errors import StorageError
from tiktok_photo_video.render.packets import PacketRun, dump, load
from tiktok_photo_video.whole_files import free_bytes, write_whole

MAX_CACHE_BYTES = 2 * 1024**3
# SQLite folds its log away after 1,000 pages of 4 KiB; https://sqlite.org/wal.html
LEFT_FREE_BYTES = 4 * 1024**2
# Pruning goes below the bound, so that it does not run again with the next chunk.
_PRUNED_SHARE = 0.8
_ABANDONED_S = 3600.0  # no write of a chunk takes that long


class ChunkCache:
    """Packet runs on disk under their keys: bounded, least recently used out first."""

    def __init__(
        self,
        folder: Path,
        *,
        max_bytes: int = MAX_CACHE_BYTES,
        free: Callable[[Path], int] = free_bytes,
    ) -> None:
        self._folder = folder
        self._max_bytes = max_bytes
        self._free = free

    def get(self, key: str) -> PacketRun | None:
        """The kept run, or ``None``; a damaged file is thrown away and counts as none."""
        path = self._path(key)
        try:
            run = load(path.read_bytes())
        except OSError:
            return None
        except StorageError:
            path.unlink(missing_ok=True)
            return None
        with contextlib.suppress(OSError):
            os.utime(path)
        return run

    def put(self, key: str, run: PacketRun) -> None:
        """Keep a run; readers see all of it or nothing.

        A disk counts as full while there is still room for words: whoever waits for a video
        that does not fit can go on talking, call it off and be told of it.

        Raises:
            StorageError: the disk is full or not writable.

        """
        path = self._path(key)
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            content = dump(run)
            if self._free(path.parent) < len(content) + LEFT_FREE_BYTES:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            write_whole(path, content)
        except OSError as error:
            raise storage_error(error) from error

    def scratch(self) -> Path:
        """The folder itself, for files without a name that are too large for memory.

        Raises:
            OSError: it cannot be made.
        """
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return self._folder

    def prune(self) -> None:
        """Throw away what was not used longest, when the cache is over its bound.

        What a crash left half written goes too.
        """
        for part in self._folder.glob("*/.*.part"):
            with contextlib.suppress(OSError):
                if time.time() - part.stat().st_mtime > _ABANDONED_S:
                    part.unlink()
        files = list(self._sizes())
        total = sum(stat.st_size for stat, _ in files)
        if total <= self._max_bytes:
            return
        for stat, path in sorted(files, key=lambda it: it[0].st_mtime_ns):
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
            total -= stat.st_size
            if total <= self._max_bytes * _PRUNED_SHARE:
                return

    def make_room(self, needed_bytes: int, *, before_s: float) -> int:
        """Throw away what was not used since ``before_s``, the oldest first; gives bytes freed."""
        freed = 0
        for stat, path in sorted(self._sizes(), key=lambda it: it[0].st_mtime_ns):
            if freed >= needed_bytes or stat.st_mtime >= before_s:
                break
            with contextlib.suppress(OSError):
                path.unlink()
                freed += stat.st_size
        return freed

    def sift(self) -> int:
        """Throw away what is damaged; gives how many files that were."""
        found = [path for _, path in self._sizes()]
        return sum(self.get(path.stem) is None for path in found)

    def _sizes(self) -> Iterator[tuple[os.stat_result, Path]]:
        for path in self._folder.glob("*/*.pvpk"):
            # Another process may prune at the same time.
            with contextlib.suppress(OSError):
                yield path.stat(), path

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / f"{key}.pvpk"


def storage_error(error: OSError) -> StorageError:
    """What to tell the user when a disk refuses."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return StorageError(
            "The disk is full.",
            code="disk_full",
            hint="Free some space and export again; what was rendered is kept.",
        )
    return StorageError(
        f"The disk refused: {error.strerror or error}.",
        code="disk_refused",
        hint="Check that the home folder of this program is writable.",
    )
