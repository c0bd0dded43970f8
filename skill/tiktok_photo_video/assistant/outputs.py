"""Places for finished files, tried before any work is ordered."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path

from tiktok_photo_video.assistant.places import DEFAULT_NAME
from tiktok_photo_video.errors import OutputError
from tiktok_photo_video.wire.outputs import FileFormat, format_of_name

_MAX_NAME_BYTES = 200  # file systems take 255; the parts we write beside it have longer names


def writable_output(path: Path, *, kind: FileFormat | None = None) -> Path:
    """The place for a file, absolute, after a try that it can be written.

    ``kind`` is what the file will be; without, its name may end in any of ours.

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
    _require_ending(path, kind)
    if not path.parent.is_dir():
        raise OutputError(
            f"The folder {path.parent} does not exist.",
            code="no_output_folder",
            hint="Make it first, or choose another place with -o.",
            facts={"path": str(path.parent)},
        )
    _try_writing(path.parent)
    return path


def _require_ending(path: Path, kind: FileFormat | None) -> None:
    given = format_of_name(path.name) if path.suffix else None
    if given and kind in (None, given):
        return
    wanted = (kind or FileFormat.MP4).suffix
    better = f"{path.stem if given else path.stem or DEFAULT_NAME}{wanted}"
    raise OutputError(
        f"{path.name} does not end in {wanted}.",
        code="output_not_mp4" if wanted == ".mp4" else "output_ending",
        hint=f"Name it {better}.",
        facts={"name": path.name, "better": better, "ending": wanted},
    )


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
