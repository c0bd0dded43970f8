"""A project whose session its backend has lost goes on in a new one.

Files go there again from where they were sent from, as far as they are still there and
unchanged. Edits do not: carrying them out again could cost, and only the user knows which
still matter. What was restored, and what not, is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tiktok_photo_video.assistant.projects import Project, Projects
from tiktok_photo_video.chat.replies import say
from tiktok_photo_video.client import BackendClient
from tiktok_photo_video.errors import BackendError, PhotoVideoError
from tiktok_photo_video.language import Language
from tiktok_photo_video.wire.codes import RetryRule, retry_rule_of


@dataclass(frozen=True, slots=True)
class Revival:
    """A project in its new session."""

    project: Project
    sent: int
    total: int

    def sentence(self, language: Language) -> str:
        """What was restored and what not."""
        if not self.sent:
            return say("session.restored_none", language)
        key = "restored" if self.sent == self.total else "restored_some"
        return say(f"session.{key}", language, count=self.sent, total=self.total)


def is_lost(error: PhotoVideoError) -> bool:
    """Whether a failure says that the backend has lost the session."""
    return (
        isinstance(error, BackendError) and retry_rule_of(error.wire_code) is RetryRule.NEW_SESSION
    )


async def revived(
    client: BackendClient, projects: Projects, lost: Project, language: Language
) -> Revival:
    """Open a new session for a project and send its files again.

    The book points to the new session before the files leave: should sending fail, a later
    upload goes to a session that is there.
    """
    materials = (projects.known(lost.id) or lost).materials
    here = [material for material in materials if material.is_still_there]
    ids = await client.create_session(task_name=lost.name, language=language.value)
    projects.moved(lost.id, ids.session_id, here)
    project = projects.remember(ids.session_id, backend=lost.backend, name=lost.name)
    if here:
        await client.upload(project.id, [Path(material.path) for material in here])
    return Revival(project, len(here), len(materials))
