"""Decoded sound in a file of its own: ten minutes of it are 230 MB, and are read in stretches."""

from __future__ import annotations

import contextlib
import os
import tempfile
import weakref
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Self

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]

_FRAME_BYTES = 8


class Reel:
    """Stereo samples, float32, in a file that goes when the reel does.

    It is sliced like an array of shape ``(frames, 2)``; a slice is a copy. Not to be used by
    several threads at once.
    """

    def __init__(self, file: IO[bytes], path: Path | None = None) -> None:
        """Take over a file that can be read and written; one with a path is deleted by it."""
        self._file = file
        self._length = os.fstat(file.fileno()).st_size // _FRAME_BYTES
        self._end = weakref.finalize(self, _let_go, file, path)

    @classmethod
    def blank(cls, folder: Path | None = None, *, length: int = 0) -> Self:
        """Silence, on the disk of a folder (``None``: where the system keeps such files).

        Raises:
            OSError: the disk refused.
        """
        file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - the reel closes it
        file.truncate(length * _FRAME_BYTES)
        return cls(file)

    @classmethod
    def taken_over(cls, path: Path) -> Self:
        """What lies in a file, which is deleted; where open files cannot be, with the reel.

        Raises:
            OSError: it cannot be read.
        """
        file = path.open("rb+")
        with contextlib.suppress(PermissionError):
            path.unlink()
        return cls(file, path)

    def __len__(self) -> int:
        """How many frames there are."""
        return self._length

    def __getitem__(self, stretch: slice, /) -> Samples:
        """Read a stretch; what the file turns out to lack is silent."""
        start, stop, _ = stretch.indices(self._length)
        samples = np.zeros((max(stop - start, 0), 2), np.float32)
        self._file.seek(start * _FRAME_BYTES)
        self._file.readinto(samples.reshape(-1).view(np.uint8))  # type: ignore[attr-defined]
        return samples

    def __setitem__(self, stretch: slice, samples: Samples, /) -> None:
        """Write over a stretch, with as many samples.

        Raises:
            OSError: the disk refused.
        """
        start, _, _ = stretch.indices(self._length)
        self._file.seek(start * _FRAME_BYTES)
        self._file.write(np.ascontiguousarray(samples, np.float32).tobytes())

    def extend(self, blocks: Iterable[Samples]) -> None:
        """Write on at the end.

        Raises:
            OSError: the disk refused.
        """
        self._file.seek(0, os.SEEK_END)
        for block in blocks:
            self._file.write(np.ascontiguousarray(block, np.float32).tobytes())
            self._length += len(block)

    def close(self) -> None:
        """Let go of the file before the reel goes.

        Raises:
            OSError: what was still to be written could not be.
        """
        self._file.flush()
        self._end()

    def discard(self) -> None:
        """Let go of the file; what was still to be written need not be."""
        self._end()


def _let_go(file: IO[bytes], path: Path | None) -> None:
    with contextlib.suppress(OSError):
        file.close()
    if path is not None:
        with contextlib.suppress(OSError):
            path.unlink()
