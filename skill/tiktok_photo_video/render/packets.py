"""Encoded packets as bytes on disk: the file format of the chunk cache.

Layout, version 1, big-endian: the magic ``PVPK`` and the version; the SHA-256 of all that
follows; the number of frames; the length of the codec's extradata and the extradata; the
number of packets; then each packet as pts, dts, duration (in frames or samples), flags
and length, followed by its data. A damaged file is told by its checksum.
"""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass

from tiktok_photo_video.errors import StorageError

_MAGIC = b"PVPK"
_VERSION = 1
_HEAD = struct.Struct(">4sB32s")
_COUNTS = struct.Struct(">QI")
_PACKET = struct.Struct(">qqqBI")
_KEYFRAME = 1


@dataclass(frozen=True, slots=True)
class EncodedPacket:
    """One packet; times count frames (video) or samples (sound)."""

    pts: int
    dts: int
    duration: int
    is_keyframe: bool
    data: bytes


@dataclass(frozen=True, slots=True)
class PacketRun:
    """The packets of one encoder run, with the header that decoders need first."""

    frames: int
    extradata: bytes
    packets: tuple[EncodedPacket, ...]


def dump(run: PacketRun) -> bytes:
    """The run as the bytes of a file."""
    parts = [_COUNTS.pack(run.frames, len(run.extradata)), run.extradata]
    parts.append(struct.pack(">I", len(run.packets)))
    for packet in run.packets:
        flags = _KEYFRAME if packet.is_keyframe else 0
        parts.append(_PACKET.pack(packet.pts, packet.dts, packet.duration, flags, len(packet.data)))
        parts.append(packet.data)
    body = b"".join(parts)
    return _HEAD.pack(_MAGIC, _VERSION, hashlib.sha256(body).digest()) + body


def load(content: bytes) -> PacketRun:
    """The run that ``dump`` wrote.

    Raises:
        StorageError: the bytes are damaged, cut short, or of another version.

    """
    try:
        magic, version, digest = _HEAD.unpack_from(content)
    except struct.error:
        raise _damaged() from None
    body = memoryview(content)[_HEAD.size :]
    if (magic, version) != (_MAGIC, _VERSION) or hashlib.sha256(body).digest() != digest:
        raise _damaged()
    return _parsed(body)


def _parsed(body: memoryview) -> PacketRun:
    frames, extradata_size = _COUNTS.unpack_from(body)
    at = _COUNTS.size
    extradata = bytes(body[at : at + extradata_size])
    at += extradata_size
    (count,) = struct.unpack_from(">I", body, at)
    at += 4
    packets = []
    for _ in range(count):
        pts, dts, duration, flags, size = _PACKET.unpack_from(body, at)
        at += _PACKET.size
        data = bytes(body[at : at + size])
        packets.append(EncodedPacket(pts, dts, duration, bool(flags & _KEYFRAME), data))
        at += size
    return PacketRun(frames, extradata, tuple(packets))


def _damaged() -> StorageError:
    return StorageError(
        "A kept piece of video is damaged.",
        code="damaged_chunk",
        hint="It is made again by itself.",
    )
