"""Whether a file is all there, from the lengths it declares about itself, without decoding.

Interrupted downloads are the commonest damage. These formats say how long they are, so the
upload can be refused at once instead of the export failing later.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO

_BOX_HEADER_BYTES = 8
_MAX_WALKED = 100_000  # boxes or chunks; a real file has far fewer, a hostile one is not walked


def is_complete(stream: BinaryIO, *, format_name: str, size_bytes: int) -> bool:
    """Whether the file reaches as far as it says; True for formats that do not say.

    Args:
        stream: seekable; left at position 0.
        format_name: a key of ``SUPPORTED_FORMATS``.
        size_bytes: the file's real length.

    """
    check = _CHECKS.get(format_name)
    complete = check is None or check(stream, size_bytes)
    stream.seek(0)
    return complete


def _png(stream: BinaryIO, size_bytes: int) -> bool:
    at = 8
    for _ in range(_MAX_WALKED):
        stream.seek(at)
        header = stream.read(8)
        at += 12 + int.from_bytes(header[:4], "big")
        if len(header) < 8 or at > size_bytes:
            return False
        if header[4:] == b"IEND":
            return True
    return True


def _riff(stream: BinaryIO, size_bytes: int) -> bool:
    stream.seek(4)
    return 8 + int.from_bytes(stream.read(4), "little") <= size_bytes


def _iso_boxes(stream: BinaryIO, size_bytes: int) -> bool:
    at = 0
    for _ in range(_MAX_WALKED):
        # What follows the last box is not of the form (trailing data, padding): not our concern.
        if at + _BOX_HEADER_BYTES > size_bytes:
            return at <= size_bytes
        length = _box_length(stream, at, size_bytes)
        if length is None:
            return True
        at += length
    return True


def _box_length(stream: BinaryIO, at: int, size_bytes: int) -> int | None:
    """Length of the box at ``at``; None when the bytes there are no box."""
    stream.seek(at)
    header = stream.read(16)
    length = int.from_bytes(header[:4], "big")
    if not (header[4:8].isascii() and header[4:8].decode("ascii").isprintable()):
        return None
    if length == 0:  # "to the end of the file"
        return size_bytes - at
    if length == 1:
        length = int.from_bytes(header[8:16], "big")
    return length if length >= _BOX_HEADER_BYTES else None


_CHECKS: dict[str, Callable[[BinaryIO, int], bool]] = {
    "png": _png,
    "webp": _riff,
    **dict.fromkeys(("heic", "heif", "avif", "mp4", "mov", "m4a"), _iso_boxes),
}


def declares_length(format_name: str) -> bool:
    """Whether :func:`is_complete` can tell anything about this format."""
    return format_name in _CHECKS
