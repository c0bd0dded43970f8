"""Exports: ordered once, waited for, and brought to where the user wants them.

The order is written down before it leaves, so an export whose asker died is found again by
``status``, and is delivered then.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

import anyio

from tiktok_photo_video.assistant.connection import Backend
from tiktok_photo_video.assistant.errors_in_words import in_words, words_of_a_stranger
from tiktok_photo_video.assistant.how_far import progress_of, under_way
from tiktok_photo_video.assistant.landing import (
    discard,
    is_in_place,
    put_in_place,
    put_receipt,
    was_put_in_place,
)
from tiktok_photo_video.assistant.ordering import Order, Orders, digest_of, is_of_draft
from tiktok_photo_video.assistant.outputs import writable_output
from tiktok_photo_video.assistant.places import DEFAULT_NAME, safe_stem, unused_name
from tiktok_photo_video.assistant.projects import Export, Project, Projects
from tiktok_photo_video.chat.export_wishes import Asked
from tiktok_photo_video.chat.replies import file_size, say
from tiktok_photo_video.chat.reply import FileReady, Ordered, Progress, Reply, Say, Stage
from tiktok_photo_video.client import RENDER_TIMEOUT, BackendClient, wait_render
from tiktok_photo_video.client.timing import Sleep
from tiktok_photo_video.errors import (
    BackendError,
    InputError,
    OutputError,
    PhotoVideoError,
    ProtocolError,
    RenderError,
    ServiceError,
    StorageError,
    TransportError,
)
from tiktok_photo_video.language import Language
from tiktok_photo_video.wire.outputs import FileFormat, FileWish, output_of
from tiktok_photo_video.wire.payloads import RenderRequest, RenderState, RenderStatus
from tiktok_photo_video.wire.routes import EXTENSION_KEY, FILES_EXTENSION

__all__ = ["WAIT_BROKEN", "Delivery", "failure_of", "unused_name", "writable_output"]

WAIT_BROKEN = "wait_broken"
_MAX_REPORTED = 3
_DISK_CODES = frozenset({"disk_full", "disk_refused"})


class Delivery:
    """Brings exports of one backend to the user."""

    def __init__(
        self,
        client: BackendClient,
        backend: Backend,
        projects: Projects,
        *,
        emit: Callable[[Reply], None],
        language: Language,
        sleep: Sleep = anyio.sleep,
    ) -> None:
        self._client = client
        self._backend = backend
        self._projects = projects
        self._emit = emit
        self._language = language
        self._sleep = sleep

    async def export(
        self,
        project: Project,
        draft: Mapping[str, object],
        *,
        output: Path | None,
        asked: Asked = Asked(),  # noqa: B008 - it is frozen
        detach: bool = False,
    ) -> None:
        """Order a render of a draft and deliver it; or only order it.

        Raises:
            OutputError: the result could not be written where it is to go; nothing was ordered.
            RenderError: the render failed.
            BackendError, TransportError: it could not be ordered or asked about.
        """
        export = await self.order(project, draft, output=output, asked=asked)
        await self.follow(export, draft, detach=detach)

    async def order(
        self,
        project: Project,
        draft: Mapping[str, object],
        *,
        output: Path | None,
        wished: Path | None = None,
        asked: Asked = Asked(),  # noqa: B008 - it is frozen
    ) -> Export:
        """Order a render of a draft, and only that; the very same order is not made twice.

        Raises:
            OutputError: the result could not be written where it is to go; nothing was ordered.
            InputError: this backend makes no such file; nothing was ordered.
            BackendError: it was refused, and so not begun.
            TransportError: it could not be ordered, or nobody knows whether it was.
        """
        kind = asked.file.format
        said = writable_output(output, kind=kind) if output else Path.cwd()
        await self._require_offered(asked.file)
        orders = Orders(
            self._client,
            self._projects,
            request_of=lambda export: self._order(export, draft, asked.file),
            sleep=self._sleep,
        )
        stem = safe_stem(asked.name)
        told = {**output_of(asked.file), **({"name": stem} if stem else {})}
        placed = await orders.order(
            project,
            Order(digest_of(draft, told), wished or said),
            place=lambda: writable_output(
                output or self._free_name(said, stem or DEFAULT_NAME, kind), kind=kind
            ),
        )
        if placed.status:
            self._emit(Say(say("export.rejoined", self._language)))
        self._emit(Ordered(placed.export.id, placed.export.path))
        return placed.export

    def _free_name(self, folder: Path, stem: str, kind: FileFormat) -> Path:
        under_way = self._projects.exports(backend=self._backend.name)
        taken = {Path(e.path) for e in under_way if e.is_open}
        return unused_name(folder, stem=stem, suffix=kind.suffix, taken=taken)

    async def _require_offered(self, wish: FileWish) -> None:
        """Refuse what a backend would silently leave out: others know the plain MP4 only.

        Raises:
            InputError: it makes no such file.
        """
        if wish.is_plain or FILES_EXTENSION in await self._client.extensions():
            return
        raise InputError(
            f"{self._client.endpoint.name} exports a plain MP4 only.",
            code="only_mp4",
            hint='Say "export" for that, or "export it here" to have it made on this computer.',
            facts={"host": self._client.endpoint.name},
        )

    async def follow(
        self, export: Export, draft: Mapping[str, object], *, detach: bool = False
    ) -> None:
        """Deliver what was ordered once it is there; or only say that it goes on.

        Raises:
            RenderError: the render failed.
            BackendError, TransportError: it could not be asked about.
        """
        if detach:
            self._emit(Say(say("export.detached", self._language)))
            return
        self._emit(Say(say("export.started", self._language)))
        await self.wait(export, draft)

    async def wait(self, export: Export, draft: Mapping[str, object] | None = None) -> RenderStatus:
        """Wait for an export and deliver it.

        Raises:
            TransportError: ``wait_broken``: it goes on, but not in our sight.
        """
        try:
            status = await wait_render(
                self._client,
                export.id,
                on_status=self._tell,
                pace=self._backend.pace,
                sleep=self._sleep,
            )
            return await self.settle(export, status, draft)
        except (TransportError, ServiceError) as error:
            if error.code == RENDER_TIMEOUT:
                raise
            raise self._out_of_sight(export, error) from error

    async def settle(
        self,
        export: Export,
        status: RenderStatus,
        draft: Mapping[str, object] | None = None,
        *,
        must_be_there: bool = True,
    ) -> RenderStatus:
        """Deliver a finished export, or raise why there is none.

        A video that was delivered and is gone since, its owner took away; it is put back
        only where it ``must_be_there``, for who is waiting for it.
        """
        if status.state is not RenderState.COMPLETED:
            self._projects.ended(export.id)
            discard(export)
            raise failure_of(status)
        export = self._projects.export(export.id) or export  # its place may have changed
        is_there = is_in_place(export, status)
        is_due = not was_put_in_place(export, status) and not self._is_superseded(export)
        if not is_there and (must_be_there or is_due):
            export = await self._put_in_place(export, status)
            is_there = True
        self._projects.delivered(export.id)
        discard(export)
        if is_there:
            self._emit(_file_ready(Path(export.path), status, draft or {}))
            if checked := put_receipt(export, status, self._language):
                self._emit(checked)
            for words in about_file(status, self._language):
                self._emit(Say(words))
        return status

    def _is_superseded(self, export: Export) -> bool:
        """Whether a later export has its video at the same place by now."""
        others = self._projects.exports(backend=self._backend.name)
        return any(
            other.delivered and other.path == export.path and other.asked_at_s > export.asked_at_s
            for other in others
        )

    async def _put_in_place(self, export: Export, status: RenderStatus) -> Export:
        return await put_in_place(
            self._client,
            self._projects,
            export,
            status,
            on_progress=lambda done, total: self._emit(
                Progress(
                    Stage.DOWNLOADING,
                    fraction=done / total if total else None,
                    detail=say("stage.downloading", self._language) + "…",
                )
            ),
        )

    async def report(self, project: Project, *, deliver: bool = True) -> bool:
        """Tell how the open exports of a project stand; ``deliver`` those that are done.

        Where that cannot be asked nothing is told: it is not what the user waits for.
        Gives whether anything was told.
        """
        is_told = False
        for export in [e for e in self._of(project) if e.is_open][:_MAX_REPORTED]:
            with suppress(BackendError, ProtocolError, TransportError, ServiceError):
                await self._reported(export, deliver=deliver)
                is_told = True
        return is_told

    def point_to_last(
        self, project: Project, draft: Mapping[str, object], *, only_if_current: bool = False
    ) -> bool:
        """Tell where the project's last finished video is; ``False`` when there is none.

        ``only_if_current`` leaves out one of a timeline that has been changed since.
        """
        last = next((e for e in self._of(project) if e.delivered and Path(e.path).is_file()), None)
        is_current = last is not None and is_of_draft(last.digest, draft)
        if last is None or (only_if_current and not is_current):
            return False
        key = "state.video_here" if is_current else "state.video_before"
        self._emit(Say(say(key, self._language, path=last.path)))
        return True

    def _of(self, project: Project) -> list[Export]:
        """The exports of a project, the newest first."""
        ids = (project.id, *project.former_ids)
        exports = self._projects.exports(backend=self._backend.name)
        return [e for e in exports if e.project in ids]

    async def _reported(self, export: Export, *, deliver: bool) -> None:
        status = await self._client.poll_render(export.id)
        if not status.state.is_final:
            self._emit(Say(under_way(status, self._language)))
        elif deliver:
            try:
                await self.settle(export, status, must_be_there=False)
            except (RenderError, StorageError, OutputError) as error:
                self._emit(Say(in_words(error, self._language).sentence()))

    def _out_of_sight(self, export: Export, error: PhotoVideoError) -> TransportError:
        """What matters to who waited is not what broke, but what became of the work."""
        return TransportError(
            say(
                "export.wait_broken",
                self._language,
                problem=in_words(error, self._language).message,
            ),
            code=WAIT_BROKEN,
            hint=say("export.work_kept", self._language, export=export.id),
        )

    def _order(self, export: Export, draft: Mapping[str, object], file: FileWish) -> RenderRequest:
        output = output_of(file)
        if self._backend.is_local:
            # On the same machine the backend can put the file there itself, even when the
            # program that asked for it is gone by then.
            wish: dict[str, object] = {"deliver_to": export.path}
            if not export.may_replace:
                wish["replace"] = False
            own = output.get(EXTENSION_KEY)
            output[EXTENSION_KEY] = {**(own if isinstance(own, Mapping) else {}), **wish}
        return RenderRequest(export.id, export.project, draft, output)

    def _tell(self, status: RenderStatus) -> None:
        if status.state.is_final:
            return
        self._emit(progress_of(status, self._language))


def failure_of(status: RenderStatus) -> PhotoVideoError:
    """Why a render that ended has no video.

    Our own backend's codes say it in any language; of others there are only the words.
    """
    told = words_of_a_stranger(status.error or "")
    said = told or "The video could not be rendered."
    if status.state is RenderState.CANCELLED:
        return RenderError(said, code="cancelled")
    own = status.extensions.get("error_code")
    if own in _DISK_CODES:
        return StorageError(said, code=str(own))
    code = own if isinstance(own, str) and own != RenderError.code else "render_failed"
    return RenderError(said, code=code, facts={"problem": told})


def about_file(status: RenderStatus, language: Language) -> list[str]:
    """What is worth knowing of a file that is no plain MP4, in sentences."""
    facts = status.extensions
    said = []
    size = {"width": facts.get("width"), "height": facts.get("height")}
    if facts.get("format") == FileFormat.GIF.value:
        rate = f"{float(str(facts.get('fps', 0))):g}"
        said.append(say("export.gif", language, rate=rate, **size))
    most = facts.get("max_bytes")
    if isinstance(most, int):
        key = "export.smaller" if facts.get("reduced") else "export.within"
        said.append(say(key, language, most=file_size(most, language), **size))
    if wanted := facts.get("encoder_failed"):
        said.append(say("export.no_hardware", language, encoder=wanted))
    return said


def _file_ready(path: Path, status: RenderStatus, draft: Mapping[str, object]) -> FileReady:
    meta = draft.get("m")
    # The cloud tells nothing of the picture's size; what was ordered stands in the draft.
    sides = {**(meta if isinstance(meta, Mapping) else {}), **status.extensions}
    width, height = sides.get("width"), sides.get("height")
    return FileReady(
        path=str(path),
        duration_s=status.duration_s or 0.0,
        size_bytes=path.stat().st_size,
        width_px=width if isinstance(width, int) else 0,
        height_px=height if isinstance(height, int) else 0,
    )
