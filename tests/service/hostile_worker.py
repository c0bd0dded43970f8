"""A decoding process in which some names of files do what a hostile file's decoder may do."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from tiktok_photo_video.media.errands import Limits
from tiktok_photo_video.media.worker import OPERATIONS, Errand, work


def _probe(errand: Errand, path: Path, name: str) -> Mapping[str, object]:
    if name == "crash":
        ctypes.string_at(0)
    if name == "crash once" and not path.with_suffix(".crashed").exists():
        path.with_suffix(".crashed").touch()
        os.abort()
    if name == "endless":
        while True:
            pass
    if name == "asleep":
        sys.stdin.buffer.read()
    if name == "greedy":
        return {"held": len(bytearray(8 * 1024**3))}
    if name == "chatty":
        print("x" * 1000)  # noqa: T201 - this is what a library may do
        os.write(1, b'{"ok": {}}\n')
    if name == "liar":
        return {**OPERATIONS["probe"](errand, path, name), "content_hash": "../../etc/passwd"}
    return OPERATIONS["probe"](errand, path, name)


if __name__ == "__main__":
    # Who also looks for faces takes long to get ready.
    work(Limits.parse(sys.argv[1]), {"probe": _probe})
