"""A project of another backend that is to be exported on this computer.

Its video comes along as it is, or not at all: a draft that cannot be read here is told, with
what is possible instead. The files come from where they were sent from; nothing is asked of
the other backend, and nothing leaves this computer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tiktok_photo_video.assistant.kept_drafts import KeptDrafts
from tiktok_photo_video.assistant.projects import Material, Project, Projects
from tiktok_photo_video.assistant.restoring import (
    Draft,
    Restored,
    readable,
    restored,
    sent_again,
)
from tiktok_photo_video.chat.replies import say
from tiktok_photo_video.client import BackendClient
from tiktok_photo_video.errors import BackendError, InputError, PhotoVideoError
from tiktok_photo_video.language import Language
from tiktok_photo_video.wire.codes import WireCode

_EXPORT_HERE = re.compile(
    r"(?:please\s+|just\s+|then\s+)*(?:export|render)\s+"
    r"(?:(?:it|this|that|(?:the|my|this|that|the same)\s+video)\s+)?"
    r"(?:right\s+)?(?:here|locally|on\s+(?:this|my)(?:\s+own)?"
    r"\s+(?:computer|machine|laptop|mac|pc))"
    r"(?:\s+instead)?(?:\s+please)?[\s.!]*"
    r"|(?:请|就|那就)*(?:在|用)(?:这里|这儿|本地|本机|我的电脑|我自己的电脑|这台电脑)上?"
    r"(?:导出|渲染)(?:视频|吧|一下)*[\s。！]*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Carried:
    """A project that came here, and what came with it."""

    project: Project
    files: int
    video: Restored

    def sentences(self, language: Language) -> Iterator[str]:
        """What came, and what had to stay behind."""
        yield say("carry.done", language, count=self.files)
        if self.video.left_out:
            yield say("session.left_out", language, names=", ".join(self.video.left_out))


def asks_for_export_here(message: str) -> bool:
    """Whether a message asks for an export on this computer, and for nothing else."""
    return _EXPORT_HERE.fullmatch(message.strip()) is not None


def can_come_here(draft: Draft | None, materials: Sequence[Material]) -> bool:
    """Whether a video could be exported here: it can be read, and files of it are here."""
    return readable(draft) is not None and any(m.is_still_there for m in materials)


def with_way_here(
    error: PhotoVideoError, language: Language, *, draft: Draft | None, project: Project | None
) -> PhotoVideoError:
    """A refused export with the offer to make it here, where the very same video can be."""
    is_refused_export = (
        isinstance(error, BackendError) and error.wire_code == WireCode.EXPORT_BLOCKED
    )
    if not is_refused_export or not project or not can_come_here(draft, project.materials):
        return error
    key = "attribution" if error.code == "attribution_missing" else "plan"
    return error.told(error.message, say(f"carry.offer_{key}", language))


def meant_elsewhere(
    projects: Projects, drafts: KeptDrafts, *, wanted: str | None, here: str
) -> Project | None:
    """The project that is meant, where it is another backend's.

    Without a name it is the one used last of all, if a video of it was seen.
    """
    if wanted:
        return projects.elsewhere(wanted, here)
    last = next(iter(projects.all()), None)
    return last if last and last.backend != here and drafts.of(last) else None


async def carried(
    client: BackendClient,
    source: Project,
    *,
    here: str,
    projects: Projects,
    drafts: KeptDrafts,
    language: Language,
) -> Carried:
    """Open a session here, and bring the files and the video of a project into it.

    Raises:
        InputError: there is no video of it, or none that can be made here; nothing was done.
    """
    draft = drafts.of(source)
    _require_portable(source, draft, language)
    ids = await client.create_session(task_name=source.name, language=language.value)
    sent = await sent_again(client, ids.session_id, source.materials)
    video = await restored(client, ids.session_id, draft)
    if video is None:
        raise _no_files(language)
    projects.remember(ids.session_id, backend=here, name=source.name)
    projects.sent(ids.session_id, [Path(material.path) for material in sent])
    project = projects.get(ids.session_id, here)
    drafts.keep(project, video.draft)
    return Carried(project, len(sent), video)


def _require_portable(source: Project, draft: Draft | None, language: Language) -> None:
    files = sum(material.is_still_there for material in source.materials)
    hint = say("carry.make_new" if files else "carry.send_again", language, count=files)
    if draft is None:
        raise InputError(say("carry.unseen", language), code="no_video_seen", hint=hint)
    if readable(draft) is None:
        raise InputError(say("carry.foreign", language), code="not_made_here", hint=hint)
    if not files:
        raise _no_files(language)


def _no_files(language: Language) -> InputError:
    return InputError(
        say("carry.no_files", language),
        code="no_files_here",
        hint=say("carry.send_again", language, count=0),
    )
