"""What a decoding process is asked and answers, a line of JSON each, read at both ends.

Answers come from a process that a hostile file may have taken over: they are read as strictly as
a stranger's words, and can name neither a type nor a place.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tiktok_photo_video.errors import MediaError
from tiktok_photo_video.media.decoding import Seen
from tiktok_photo_video.media.faces import Face
from tiktok_photo_video.media.info import MediaInfo
from tiktok_photo_video.timeline.model import MediaKind

Rgba = NDArray[np.uint8]

MAX_LINE_BYTES = 256 * 1024
"""Of an answer: thousands of faces; a longer one is nobody's that is sane."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one decoding process may take.

    Attributes:
        wall_s: seconds for one file, by the clock on the wall.
        cpu_s: seconds for one file, of processor time; where the system can count them.
        memory_bytes: on top of what the process has at its start; where the system can tell.
        file_bytes: of any file it writes.
        idle_s: seconds without an errand after which it ends by itself.
    """

    wall_s: float = 60.0
    cpu_s: float = 30.0
    # A PNG of 200 megapixels is 600 MB, and once more while its colours are converted.
    memory_bytes: int = 1536 * 1024**2
    # The longest song is 345 MB of samples.
    file_bytes: int = 512 * 1024**2
    idle_s: float = 30.0

    @classmethod
    def parse(cls, text: str) -> Limits:
        """The limits as the process is told them."""
        return cls(**json.loads(text))

    def text(self) -> str:
        """As :meth:`parse` reads them."""
        return json.dumps(asdict(self))


def answer_with(facts: Mapping[str, object]) -> bytes:
    """The line that says it worked."""
    return _line({"ok": facts})


def answer_no(error: MediaError) -> bytes:
    """The line that says why a file cannot be used."""
    words = {"problem": error.problem, "code": error.code, "hint": error.hint}
    return _line({"no": {**words, "facts": error.facts}})


def answer_disk(error: OSError) -> bytes:
    """The line that says that the disk refused."""
    return _line({"disk": [error.errno or 0, error.strerror or ""]})


def read_answer(line: bytes, *, name: str) -> Mapping[str, Any]:
    """The facts of an answer about the file called ``name``.

    Raises:
        MediaError: the file cannot be used.
        OSError: the disk refused.
        ValueError: this is no answer.
    """
    found = json.loads(line)
    match found:
        case {"ok": dict() as facts}:
            return facts
        case {
            "no": {"problem": str(problem), "code": str(code), "hint": str(hint), "facts": facts}
        }:
            raise MediaError(name, problem, code=code, hint=hint, facts=dict(facts))
        case {"disk": [int(number), str(words)]}:
            raise OSError(number, words)
    raise ValueError("no answer")


def facts_of_info(info: MediaInfo) -> dict[str, object]:
    """As :func:`info_in` reads them."""
    taken = info.captured_at.isoformat() if info.captured_at else None
    return {**asdict(info), "kind": info.kind.value, "captured_at": taken}


def info_in(facts: Mapping[str, Any]) -> MediaInfo:
    """What a file is.

    Raises:
        ValueError, KeyError, TypeError: this is not what :func:`facts_of_info` gives.
    """
    duration_s, taken = facts["duration_s"], facts["captured_at"]
    return MediaInfo(
        kind=MediaKind(facts["kind"]),
        format=str(facts["format"]),
        mime_type=str(facts["mime_type"]),
        width_px=int(facts["width_px"]),
        height_px=int(facts["height_px"]),
        duration_s=None if duration_s is None else float(duration_s),
        captured_at=None if taken is None else datetime.fromisoformat(taken),
        size_bytes=int(facts["size_bytes"]),
        content_hash=_hash_in(facts["content_hash"]),
        is_animated=facts["is_animated"] is True,
    )


def facts_of_seen(seen: Seen) -> dict[str, object]:
    """As :func:`seen_in` reads them."""
    return asdict(seen)


def seen_in(facts: Mapping[str, Any]) -> Seen:
    """What was found in a picture.

    Raises:
        ValueError, KeyError, TypeError: this is not what :func:`facts_of_seen` gives.
    """
    faces = (Face(**{key: float(face[key]) for key in _FACE}) for face in facts["faces"])
    return Seen(int(facts["width_px"]), int(facts["height_px"]), tuple(faces))


def rgba_in(path: Path, size: object, *, most_px: tuple[int, int]) -> Rgba:
    """The picture (h, w, 4) that a process wrote, of a size that it says.

    Raises:
        ValueError, TypeError: there is no such picture.
    """
    if not isinstance(size, list):
        raise TypeError("no size")
    width_px, height_px = (int(side) for side in size)
    if not (0 < width_px <= most_px[0] and 0 < height_px <= most_px[1]):
        raise ValueError("no size of a picture in this box")
    return np.fromfile(path, np.uint8).reshape(height_px, width_px, 4)


_FACE = ("x", "y", "width", "height", "score")
_HASH_CHARS, _HASH_LENGTH = frozenset("0123456789abcdef"), 64


def _hash_in(value: object) -> str:
    """A content hash becomes a file's name: nothing else may stand in its place."""
    if not isinstance(value, str) or len(value) != _HASH_LENGTH or set(value) - _HASH_CHARS:
        raise ValueError("no content hash")
    return value


def _line(value: object) -> bytes:
    return json.dumps(value).encode() + b"\n"
