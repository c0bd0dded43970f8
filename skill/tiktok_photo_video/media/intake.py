"""The one place that opens a user's file: it exists, it is a file, it has a sane size, it is media.

The file stays open from the first look to the last byte, so that what was judged is what is
decoded even when the path is replaced meanwhile.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path

from tiktok_photo_video.media import refusals
from tiktok_photo_video.media.formats import MediaFormat
from tiktok_photo_video.media.limits import MAX_FILE_BYTES
from tiktok_photo_video.media.signatures import HEAD_BYTES, describe_foreign, identify


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A user's file, open for reading, with its format known from its content.

    Attributes:
        stream: seekable, at position 0.
        name: what the user calls it.
        format: judged by content.
        size_bytes: when it was opened.
        modified_ns: when it was last written to, as the file system says.

    """

    stream: BufferedReader
    name: str
    format: MediaFormat
    size_bytes: int
    modified_ns: int


@contextmanager
def open_media(path: Path, *, name: str) -> Iterator[MediaFile]:
    """Open a user's file and judge it by its content.

    Args:
        path: where it is.
        name: what the user calls it.

    Raises:
        MediaError: missing, not a file, unreadable, empty, too large, or not usable media.

    """
    with _opened(path, name) as stream:
        status = os.fstat(stream.fileno())
        _check_size(name, status.st_size)
        head = stream.read(HEAD_BYTES)
        stream.seek(0)
        found = identify(head)
        if found is None:
            foreign = describe_foreign(head)
            raise refusals.unsupported(name, foreign.what, hint=foreign.hint)
        yield MediaFile(stream, name, found, status.st_size, status.st_mtime_ns)


def content_hash(media: MediaFile) -> str:
    """SHA-256 of the whole file as hex digits; leaves the stream at position 0.

    Raises:
        MediaError: the file was written to since it was opened.

    """
    media.stream.seek(0)
    digest = hashlib.file_digest(media.stream, "sha256").hexdigest()
    media.stream.seek(0)
    now = os.fstat(media.stream.fileno())
    if (now.st_size, now.st_mtime_ns) != (media.size_bytes, media.modified_ns):
        raise refusals.changed(media.name)
    return digest


def _opened(path: Path, name: str) -> BufferedReader:
    try:
        # Asked before opening: opening a pipe would wait for a writer.
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            raise refusals.not_a_file(name, "a folder" if stat.S_ISDIR(mode) else "a device")
        return path.open("rb")
    except (FileNotFoundError, NotADirectoryError):
        raise refusals.missing(name) from None
    except (OSError, ValueError) as error:  # ValueError: a NUL character in the path
        reason = getattr(error, "strerror", None) or str(error)
        raise refusals.unreadable(name, reason) from error


def _check_size(name: str, size_bytes: int) -> None:
    if size_bytes == 0:
        raise refusals.empty(name)
    if size_bytes > MAX_FILE_BYTES:
        raise refusals.file_too_large(name, size_bytes)
