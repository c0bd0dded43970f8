"""The last draft seen of each project: what a lost session, or another backend, is given back.

One file a project, for its owner only, never half written. A copy that cannot be kept is no
reason to fail what the user asked for.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from tiktok_photo_video.assistant.projects import MAX_KEPT, Project
from tiktok_photo_video.client.private_file import read_private, write_private
from tiktok_photo_video.errors import StorageError
from tiktok_photo_video.wire.draft import has_content

FOLDER = "drafts"
FORMAT_VERSION = 1
MAX_DRAFT_BYTES = 2 * 1024 * 1024  # a draft of 500 photos has under 300 kB
MAX_ALL_BYTES = 32 * 1024 * 1024
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Kept:
    project: str
    backend: str
    draft: dict[str, Any]
    format: int


_KEPT = TypeAdapter(_Kept)


class KeptDrafts:
    """The kept drafts of one home folder; safe to use from several programs."""

    def __init__(self, home: Path) -> None:
        self._folder = home / FOLDER

    def of(self, project: Project) -> Mapping[str, object] | None:
        """The last draft seen of a project; ``None`` when none is kept."""
        text = read_private(self._file(project))
        try:
            # The library's own reader refuses half a character, which a draft may hold.
            kept = _KEPT.validate_python(json.loads(text or "null"))
        except (ValidationError, ValueError, RecursionError):
            return None  # damaged, or of another version
        is_its_own = (kept.project, kept.backend) == (project.id, project.backend)
        return kept.draft if is_its_own and kept.format == FORMAT_VERSION else None

    def keep(self, project: Project, draft: Mapping[str, object] | None) -> None:
        """Keep what was seen of a project; one without anything in it changes nothing."""
        if draft is None or not has_content(draft):
            return
        path = self._file(project)
        try:
            text = _written(project, draft)
            if len(text) > MAX_DRAFT_BYTES:
                path.unlink(missing_ok=True)  # an older one would be taken for the last
            elif text != read_private(path):
                write_private(path, text)
                self._make_room()
        except (StorageError, OSError, ValueError, RecursionError) as error:
            _LOG.warning("a draft could not be kept (%s)", type(error).__name__)

    def forget(self, project: Project) -> None:
        """Drop what is kept of a project."""
        try:
            self._file(project).unlink(missing_ok=True)
        except OSError as error:
            _LOG.warning("a draft could not be dropped (%s)", type(error).__name__)

    def _file(self, project: Project) -> Path:
        # An id is the backend's: it must not choose where on this disk we write.
        name = hashlib.sha256(f"{project.backend}\n{project.id}".encode("utf-8", "replace"))
        return self._folder / f"{name.hexdigest()[:32]}.json"

    def _make_room(self) -> None:
        """Drop the drafts that were changed longest ago, beyond what may be kept."""
        aged = sorted(
            ((path.stat(), path) for path in self._folder.glob("*.json")),
            key=lambda found: -found[0].st_mtime_ns,
        )
        total = 0
        for number, (facts, path) in enumerate(aged, 1):
            total += facts.st_size
            if number > MAX_KEPT or total > MAX_ALL_BYTES:
                path.unlink(missing_ok=True)


def _written(project: Project, draft: Mapping[str, object]) -> str:
    content = {
        "format": FORMAT_VERSION,
        "project": project.id,
        "backend": project.backend,
        "draft": draft,
    }
    return json.dumps(content, ensure_ascii=True, separators=(",", ":"), allow_nan=False)
