"""Small files that are nobody else's business: owner-only, and never half written."""

from __future__ import annotations

from pathlib import Path

from tiktok_photo_video.errors import StorageError
from tiktok_photo_video.whole_files import write_whole


def read_private(path: Path) -> str | None:
    """The text of a file; ``None`` when there is none, or none that can be read as text."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def write_private(path: Path, text: str) -> None:
    """Put a text into a file that only its owner may read, in one step.

    Raises:
        StorageError: the folder cannot be written.

    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(path, text.encode("utf-8"), durable=True)
    except OSError as error:
        raise StorageError(
            f"{path} cannot be written: {error.strerror or 'unknown reason'}.",
            hint="Check the folder's permissions and the free space.",
            facts={"path": str(path), "reason": error.strerror or "unknown reason"},
        ) from error
