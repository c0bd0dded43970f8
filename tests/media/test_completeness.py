"""Declared lengths against real ones."""

from __future__ import annotations

import io
import struct

import pytest

from tiktok_photo_video.media.completeness import is_complete


def box(kind: bytes, payload: bytes, *, length: int | None = None) -> bytes:
    return struct.pack(">I4s", 8 + len(payload) if length is None else length, kind) + payload


FTYP = box(b"ftyp", b"isom\0\0\0\0")
LARGE = struct.pack(">I4sQ", 1, b"mdat", 16 + 40)


@pytest.mark.requirement("media-damage-found-early")
@pytest.mark.parametrize(
    ("content", "complete"),
    [
        (FTYP + box(b"mdat", bytes(40)), True),
        (FTYP + box(b"mdat", bytes(40))[:-1], False),
        (FTYP + box(b"mdat", bytes(40), length=0), True),
        (FTYP + LARGE + bytes(40), True),
        (FTYP + LARGE + bytes(39), False),
        (FTYP + b"\0\0\0\x02free", True),
        (FTYP + b"\xff\xff\xff\xff\x80\x81\x82\x83 trailing data", True),
        (FTYP + b"xyz", True),
    ],
    ids=["whole", "cut", "to-the-end", "large", "large-cut", "bad-length", "trailing", "crumbs"],
)
def test_boxes_must_lie_within_the_file(content: bytes, *, complete: bool) -> None:
    stream = io.BytesIO(content)
    assert is_complete(stream, format_name="mp4", size_bytes=len(content)) is complete
    assert stream.tell() == 0


@pytest.mark.requirement("media-damage-found-early")
@pytest.mark.parametrize("format_name", ["jpeg", "mp3"])
def test_formats_that_declare_no_length_are_not_judged(format_name: str) -> None:
    assert is_complete(io.BytesIO(b"x"), format_name=format_name, size_bytes=1)
