"""A finished video on its last step: fetched beside its place, and moved there when whole.

The book notes the whole file before it is moved. So a program that is killed at any moment
leaves enough behind for the next one to fetch nothing twice, and to know its own video from a
file that somebody else has put in its place.
"""

from __future__ import annotations

import contextlib
import errno
import filecmp
import hashlib
import json
import os
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from tiktok_photo_video.assistant.places import unused_name
from tiktok_photo_video.assistant.projects import Export, Projects, material_at
from tiktok_photo_video.chat.receipt_line import receipt_line
from tiktok_photo_video.chat.reply import Checked
from tiktok_photo_video.client import BackendClient
from tiktok_photo_video.errors import OutputError
from tiktok_photo_video.language import Language
from tiktok_photo_video.whole_files import take_name, write_whole
from tiktok_photo_video.wire.payloads import RenderStatus
from tiktok_photo_video.wire.receipts import (
    parse_receipt,
    receipt_beside,
    receipt_text,
)

Fetched = Callable[[int, int], None]
_NUMBER = re.compile(r"-\d{1,3}$")  # of a name that was given because the plain one is taken


def is_in_place(export: Export, status: RenderStatus) -> bool:
    """Whether the video itself is where it was to go."""
    there = material_at(Path(export.path))
    if there is None or there == export.landing:
        return there is not None
    # What the backend has put there can only be told by its size.
    same_size = status.size_bytes in (None, there.size_bytes)
    return _was_put_by_backend(export, status) and same_size


def was_put_in_place(export: Export, status: RenderStatus) -> bool:
    """Whether the video has been where it was to go, whatever is there now."""
    has_landed = export.landing is not None and not _beside(export).is_file()
    return has_landed or _was_put_by_backend(export, status)


async def put_in_place(
    client: BackendClient,
    projects: Projects,
    export: Export,
    status: RenderStatus,
    *,
    on_progress: Fetched,
) -> Export:
    """Fetch a video, unless all of it is here already, and move it to its place.

    What is there is replaced only where the user chose the place; else the video gets the next
    free name, which the export given back has.

    Raises:
        OutputError: it cannot be written there.
        TransportError, BackendError: it cannot be fetched.
    """
    whole = _beside(export)
    if not whole.is_file():
        await client.download(status, to=whole, on_progress=on_progress)
    try:
        while (placed := _moved(projects, export, whole)) is None:
            export = replace(export, path=str(_another(projects, export)))
        return placed
    except OSError as error:
        reason = error.strerror or "unknown reason"
        raise OutputError(
            f"{export.path} cannot be written: {reason}.",
            code="output_not_writable",
            hint="Check the folder's permissions and the free space.",
            facts={"path": export.path, "reason": reason},
        ) from error


def put_receipt(export: Export, status: RenderStatus, language: Language) -> Checked | None:
    """What a backend found of its finished video; its JSON is put beside the video.

    An earlier receipt gives way; any other file of that name stays, and then there is no path.
    Other backends than ours say nothing of what they made.
    """
    receipt = parse_receipt(status.extensions.get("receipt"))
    if receipt is None:
        return None
    path = receipt_beside(Path(export.path))
    is_there = _has_put(path, receipt_text(receipt))
    return Checked(str(path) if is_there else None, receipt_line(receipt, language), receipt)


def _has_put(path: Path, text: bytes) -> bool:
    try:
        there = path.read_bytes() if os.path.lexists(path) else None
        if there != text:
            if there is not None and parse_receipt(json.loads(there)) is None:
                return False
            write_whole(path, text)
    except (OSError, ValueError):
        return False
    return True


def discard(export: Export) -> None:
    """Take away what was fetched of a video that is not wanted any more."""
    with contextlib.suppress(OSError):
        _beside(export).unlink(missing_ok=True)


def _moved(projects: Projects, export: Export, whole: Path) -> Export | None:
    """Move a whole file to its place; ``None`` when that is taken by something else."""
    path = Path(export.path)
    fetched = material_at(whole)
    if fetched is None:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
    landing = replace(fetched, path=export.path)
    projects.landing(export.id, landing)
    try:
        if export.may_replace:
            whole.replace(path)
        elif not _took(whole, path):
            return None
    except FileNotFoundError:
        if material_at(path) != landing:  # another program has moved it just now
            raise
    return replace(export, landing=landing)


def _took(whole: Path, path: Path) -> bool:
    """Give a file a name that no other file has; ``False`` when one has it."""
    try:
        take_name(whole, path)
    except FileExistsError:
        if not path.is_file() or not filecmp.cmp(whole, path, shallow=False):
            return False
    whole.unlink(missing_ok=True)
    return True


def _another(projects: Projects, export: Export) -> Path:
    others = (e for e in projects.exports(backend=export.backend) if e.is_open)
    taken = {Path(e.path) for e in others if e.id != export.id}
    path = Path(export.path)
    stem = _NUMBER.sub("", path.stem)
    return unused_name(path.parent, stem=stem, suffix=path.suffix, taken=taken)


def _was_put_by_backend(export: Export, status: RenderStatus) -> bool:
    return status.extensions.get("delivered_to") == export.path


def _beside(export: Export) -> Path:
    """Where a video waits until it is whole; the same for every program that fetches it."""
    # By the folder and the id alone: its name may change.
    digest = hashlib.sha256(os.fsencode(export.id)).hexdigest()[:32]
    return Path(export.path).with_name(f".{digest}.part")
