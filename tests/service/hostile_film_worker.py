"""A film process that does at half a second of every clip what a hostile clip may have it do.

``python -m tests.service.hostile_film_worker DEED MARKER LIMITS``; the marker is a file that tells
that it was done once.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

from tiktok_photo_video.media.errands import Limits
from tiktok_photo_video.media.film_worker import OPERATIONS
from tiktok_photo_video.media.worker import Errand, work

_HARMLESS_S = Fraction(1, 2)  # a clip's beginning passed every check


def _at(errand: Errand, path: Path, name: str) -> Mapping[str, object]:
    if Fraction(errand["time"]) < _HARMLESS_S:
        return OPERATIONS["at"](errand, path, name)
    deed, marker = sys.argv[1], Path(sys.argv[2])
    if deed == "crash" or (deed == "crash once" and not marker.exists()):
        marker.touch()
        os.abort()
    if deed == "asleep":
        sys.stdin.buffer.read()
    if deed == "endless":
        while True:
            pass
    if deed == "greedy":
        return {"held": len(bytearray(8 * 1024**3))}
    found = OPERATIONS["at"](errand, path, name)
    return {**found, "found": [9, 2**20, 2**20]} if deed == "liar" else found


if __name__ == "__main__":
    work(Limits.parse(sys.argv[3]), {**OPERATIONS, "at": _at})
