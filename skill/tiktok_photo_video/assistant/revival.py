"""A project whose session its backend has lost goes on in a new one.

Its files go there again, and its video where the backend takes it back. Messages do not:
carrying them out again could cost, and only the user knows which still matter. What was
restored, and what not, is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tiktok_photo_video.assistant.kept_drafts import KeptDrafts
from tiktok_photo_video.assistant.projects import Project, Projects
from tiktok_photo_video.assistant.restoring import Restored, restored, sent_again
from tiktok_photo_video.chat.replies import say
from tiktok_photo_video.client import BackendClient
from tiktok_photo_video.errors import BackendError, PhotoVideoError
from tiktok_photo_video.language import Language
from tiktok_photo_video.wire.codes import RetryRule, retry_rule_of


@dataclass(frozen=True, slots=True)
class Revival:
    """A project in its new session.

    Attributes:
        project: the same project, under the new session's id.
        sent: how many of its files went there again.
        total: how many it had been sent.
        had_video: a video of it was seen before.
        video: that video, where it is back.
    """

    project: Project
    sent: int
    total: int
    had_video: bool = False
    video: Restored | None = None

    def sentences(self, language: Language) -> Iterator[str]:
        """What was restored and what not."""
        yield say(self._key(), language, count=self.sent, total=self.total)
        if self.video and self.video.left_out:
            yield say("session.left_out", language, names=", ".join(self.video.left_out))
        if self.had_video and not self.video and self.sent:
            yield say("session.say_edits_again", language)

    def _key(self) -> str:
        if not self.sent and not self.video:
            return "session.restored_none"
        kind = "whole" if self.video else "restored"
        return f"session.{kind}" if self.sent == self.total else f"session.{kind}_some"


def is_lost(error: PhotoVideoError) -> bool:
    """Whether a failure says that the backend has lost the session."""
    return (
        isinstance(error, BackendError) and retry_rule_of(error.wire_code) is RetryRule.NEW_SESSION
    )


async def revived(
    client: BackendClient,
    lost: Project,
    *,
    projects: Projects,
    drafts: KeptDrafts,
    language: Language,
) -> Revival:
    """Open a new session for a project, and bring back there what can be.

    The book points to the new session once all of that is done: should the line break before,
    the next command finds the old one lost and begins anew, with nothing missing.
    """
    lost = projects.known(lost.id) or lost
    draft = drafts.of(lost)
    ids = await client.create_session(task_name=lost.name, language=language.value)
    sent = await sent_again(client, ids.session_id, lost.materials)
    video = await restored(client, ids.session_id, draft)
    projects.moved(lost.id, ids.session_id, sent)
    project = projects.remember(ids.session_id, backend=lost.backend, name=lost.name)
    drafts.forget(lost)
    drafts.keep(project, video.draft if video else None)
    return Revival(project, len(sent), len(lost.materials), draft is not None, video)
