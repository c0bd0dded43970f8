"""``python -m tiktok_photo_video.media.worker LIMITS``: decodes files one by one, within limits.

Errands come in on standard input, a line of JSON each, and are answered on standard output. It
ends when its input ends, and by itself when nothing was asked for long.
"""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import sys
import threading
from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from tiktok_photo_video.errors import MediaError
from tiktok_photo_video.media import refusals
from tiktok_photo_video.media.clip_sound import load_clip_sound
from tiktok_photo_video.media.decoding import DecodesHere
from tiktok_photo_video.media.errands import (
    Limits,
    answer_disk,
    answer_no,
    answer_with,
    facts_of_info,
    facts_of_seen,
)
from tiktok_photo_video.media.faces import find_faces
from tiktok_photo_video.media.reels import Reel
from tiktok_photo_video.media.sound import load_sound
from tiktok_photo_video.timeline.model import MediaKind

# Windows knows no such limits; the one by the clock holds there too.
_HAS_LIMITS = importlib.util.find_spec("resource") is not None
if _HAS_LIMITS:
    import resource

Errand = Mapping[str, Any]
Operation = Callable[[Errand, Path, str], Mapping[str, object]]

_HERE = DecodesHere()


def _probe(_: Errand, path: Path, name: str) -> Mapping[str, object]:
    return facts_of_info(_HERE.probe(path, name=name))


def _picture(errand: Errand, path: Path, name: str) -> Mapping[str, object]:
    kind, copy = MediaKind(errand["kind"]), Path(errand["out"])
    return facts_of_seen(_HERE.picture(path, name=name, kind=kind, copy=copy))


def _as_film(errand: Errand, path: Path, name: str) -> Mapping[str, object]:
    return {"is_whole": _HERE.as_film(path, name=name, film=Path(errand["out"]))}


def _song(errand: Errand, path: Path, name: str) -> Mapping[str, object]:
    rate_hz, most_s = errand["sample_rate_hz"], errand["max_duration_s"]
    into = Path(errand["out"])
    return _written(
        load_sound(path, name=name, sample_rate_hz=rate_hz, max_duration_s=most_s, into=into)
    )


def _clip_sound(errand: Errand, path: Path, name: str) -> Mapping[str, object]:
    start_s, duration_s, speed = (Fraction(text) for text in errand["stretch"])
    into = Path(errand["out"])
    return _written(
        load_clip_sound(
            path, name=name, start_s=start_s, duration_s=duration_s, speed=speed, into=into
        )
    )


def _written(reel: Reel | None) -> Mapping[str, object]:
    if reel is None:
        return {"samples": None}
    reel.close()
    return {"samples": len(reel)}


def _logo(errand: Errand, path: Path, name: str) -> Mapping[str, object]:
    width_px, height_px = errand["box"]
    logo = _HERE.logo(path, name=name, max_width_px=width_px, max_height_px=height_px)
    np.ascontiguousarray(logo).tofile(errand["out"])
    return {"size": [logo.shape[1], logo.shape[0]]}


OPERATIONS: Mapping[str, Operation] = {
    "probe": _probe,
    "picture": _picture,
    "logo": _logo,
    "as_film": _as_film,
    "song": _song,
    "clip_sound": _clip_sound,
}


def work(limits: Limits, operations: Mapping[str, Operation] = OPERATIONS) -> None:
    """Do errands until there are no more."""
    errands, answers = sys.stdin.buffer, _answers()
    if "picture" in operations:
        # Building the detector takes as long as looking for faces in two photos: it is done
        # while the first file is on its way.
        find_faces(np.zeros((8, 8, 3), np.uint8))
    _limit_for_good(limits)
    answers.write(answer_with({}))
    answers.flush()
    while line := _next_line(errands, limits.idle_s):
        _limit_processor(limits.cpu_s)
        answers.write(_done(json.loads(line), operations))
        answers.flush()


def _answers() -> BinaryIO:
    """Standard output for answers alone: what a library prints must not be taken for one."""
    kept = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - a device
        os.dup2(nowhere.fileno(), sys.stdout.fileno())
    return kept


def _next_line(errands: BinaryIO, idle_s: float) -> bytes:
    patience = threading.Timer(idle_s, os._exit, (0,))
    patience.daemon = True
    patience.start()
    try:
        return errands.readline()
    finally:
        patience.cancel()


def _done(errand: Errand, operations: Mapping[str, Operation]) -> bytes:
    name = errand["name"]
    try:
        return answer_with(operations[errand["do"]](errand, Path(errand["path"]), name))
    except MediaError as error:
        return answer_no(error)
    except MemoryError:
        return answer_no(refusals.more_than_memory(name))
    except OSError as error:
        return answer_disk(error)


def _limit_for_good(limits: Limits) -> None:
    if not _HAS_LIMITS:
        return
    _limit("RLIMIT_CORE", 0)
    _limit("RLIMIT_FSIZE", limits.file_bytes)
    if reserved := _address_space_bytes():
        _limit("RLIMIT_AS", reserved + limits.memory_bytes)


def _limit_processor(cpu_s: float) -> None:
    """Only the soft limit moves: the next errand must be able to raise it again."""
    if not _HAS_LIMITS:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = int(used.ru_utime + used.ru_stime + cpu_s) + 1
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (most, hard))


def _limit(name: str, most: int) -> None:
    """Where the system knows this limit and takes it; macOS knows some by name only."""
    number = getattr(resource, name, None)
    if number is not None:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(number, (most, most))


def _address_space_bytes() -> int:
    """What this process has reserved by now, which is more than it uses; 0 where nobody tells."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    work(Limits.parse(sys.argv[1]))
