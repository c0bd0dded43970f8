"""Where finished videos may go, checked before the work begins."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Collection
from pathlib import Path

from tiktok_photo_video.errors import OutputError

DEFAULT_NAME = "tiktok-video"
SUFFIX = ".mp4"
_MAX_NAME_BYTES = 200  # file systems take 255; the parts we write beside it have longer names


def writable_output(path: Path) -> Path:
    """The place for a video, absolute, after a try that it can be written.

    Raises:
        OutputError: it cannot be, with the reason.
    """
    path = path.expanduser().absolute()
    if len(path.name.encode("utf-8", "replace")) > _MAX_NAME_BYTES:
        raise OutputError(
            f"{path.name[:40]}… is too long for a file's name.",
            code="output_name_too_long",
            hint="Choose a shorter one.",
            facts={"name": path.name[:40]},
        )
    if path.is_dir():
        raise OutputError(
            f"{path} is a folder.",
            code="output_is_folder",
            hint="Add a file name to it.",
            facts={"path": str(path)},
        )
    if path.suffix.lower() != SUFFIX:
        raise OutputError(
            f"{path.name} does not end in {SUFFIX}.",
            code="output_not_mp4",
            hint=f"Name it {path.stem or DEFAULT_NAME}{SUFFIX}.",
            facts={"name": path.name, "better": f"{path.stem or DEFAULT_NAME}{SUFFIX}"},
        )
    if not path.parent.is_dir():
        raise OutputError(
            f"The folder {path.parent} does not exist.",
            code="no_output_folder",
            hint="Make it first, or choose another place with -o.",
            facts={"path": str(path.parent)},
        )
    _try_writing(path.parent)
    return path


def _try_writing(folder: Path) -> None:
    try:
        handle, probe = tempfile.mkstemp(dir=folder, prefix=".", suffix=".part")
        os.close(handle)
        Path(probe).unlink()
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        raise OutputError(
            f"{folder} is full." if full else f"{folder} cannot be written to ({error.strerror}).",
            code="output_not_writable",
            hint="Free some space." if full else "Choose another place with -o.",
            facts={"path": str(folder), "full": full, "reason": error.strerror or str(error)},
        ) from error


def unused_name(folder: Path, *, taken: Collection[Path] = ()) -> Path:
    """A name for a video that no file in the folder has, nor one that is on its way."""
    number = 1
    while True:
        name = DEFAULT_NAME if number == 1 else f"{DEFAULT_NAME}-{number}"
        path = folder / f"{name}{SUFFIX}"
        # A link that leads nowhere is there too.
        if not os.path.lexists(path) and path.absolute() not in taken:
            return path
        number += 1
