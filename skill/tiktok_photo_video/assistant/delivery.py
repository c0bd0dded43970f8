"""Exports: ordered once, waited for, and brought to where the user wants them.

The order is written down before it leaves, so an export whose asker died is found again by
``status``, and is delivered then.
"""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

import anyio

from tiktok_photo_video.assistant.connection import Backend
from tiktok_photo_video.assistant.ordering import Orders
from tiktok_photo_video.assistant.projects import Export, Project, Projects
from tiktok_photo_video.chat.replies import say
from tiktok_photo_video.chat.reply import FileReady, Ordered, Progress, Reply, Say, Stage
from tiktok_photo_video.client import BackendClient, wait_render
from tiktok_photo_video.client.timing import Sleep
from tiktok_photo_video.errors import OutputError, PhotoVideoError, RenderError, StorageError
from tiktok_photo_video.language import Language
from tiktok_photo_video.wire.payloads import RenderRequest, RenderState, RenderStatus
from tiktok_photo_video.wire.renders import DEFAULT_OUTPUT
from tiktok_photo_video.wire.routes import EXTENSION_KEY

DEFAULT_NAME = "tiktok-video"
SUFFIX = ".mp4"
_MAX_NAME_BYTES = 200  # file systems take 255; the parts we write beside it have longer names
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
        detach: bool = False,
    ) -> None:
        """Order a render of a draft and deliver it; or only order it.

        Raises:
            OutputError: the result could not be written where it is to go; nothing was ordered.
            RenderError: the render failed.
            BackendError, TransportError: it could not be ordered or asked about.
        """
        under_way = self._projects.exports(backend=self._backend.name)
        taken = {Path(export.path) for export in under_way if not export.delivered}
        path = writable_output(output or unused_name(Path.cwd(), taken=taken))
        orders = Orders(
            self._client,
            self._projects,
            request_of=lambda export: self._order(export, draft),
            sleep=self._sleep,
        )
        export = await orders.order(project, path)
        self._emit(Ordered(export.id, export.path))
        if detach:
            self._emit(Say(say("export.detached", self._language)))
            return
        self._emit(Say(say("export.started", self._language)))
        await self.wait(export, draft)

    async def wait(self, export: Export, draft: Mapping[str, object] | None = None) -> RenderStatus:
        """Wait for an export and deliver it."""
        status = await wait_render(
            self._client,
            export.id,
            on_status=self._tell,
            pace=self._backend.pace,
            sleep=self._sleep,
        )
        return await self.settle(export, status, draft)

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
            raise self._failure(status)
        path = Path(export.path)
        was_delivered = status.extensions.get("delivered_to") == export.path
        if not was_delivered or (must_be_there and not path.is_file()):
            await self._client.download(
                status,
                to=path,
                on_progress=lambda done, total: self._emit(
                    Progress(Stage.DOWNLOADING, fraction=done / total if total else None)
                ),
            )
        self._projects.delivered(export.id)
        if path.is_file():
            self._emit(_file_ready(path, status, draft or {}))
        return status

    def _failure(self, status: RenderStatus) -> PhotoVideoError:
        said = status.error or say("export.failed", self._language, problem="unknown")
        if status.extensions.get("error_code") in _DISK_CODES:
            return StorageError(said, code=str(status.extensions["error_code"]))
        is_cancelled = status.state is RenderState.CANCELLED
        return RenderError(said, code="cancelled" if is_cancelled else "render_failed")

    def _order(self, export: Export, draft: Mapping[str, object]) -> RenderRequest:
        output: dict[str, object] = dict(DEFAULT_OUTPUT)
        if self._backend.is_local:
            # On the same machine the backend can put the file there itself, even when the
            # program that asked for it is gone by then.
            output[EXTENSION_KEY] = {"deliver_to": export.path}
        return RenderRequest(export.id, export.project, draft, output)

    def _tell(self, status: RenderStatus) -> None:
        if status.state.is_final:
            return
        facts = status.extensions
        eta_s, frames_per_s = facts.get("eta_s"), facts.get("frames_per_s")
        done, total = facts.get("frames_done"), facts.get("frames_total")
        exact = isinstance(done, int) and isinstance(total, int) and total > 0
        self._emit(
            Progress(
                Stage.RENDERING,
                fraction=done / total if exact else status.progress / 100,  # type: ignore[operator]
                eta_s=float(eta_s) if isinstance(eta_s, int | float) else None,
                speed=f"{frames_per_s:.0f} fps" if isinstance(frames_per_s, int | float) else None,
            )
        )


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
        )
    if path.is_dir():
        raise OutputError(
            f"{path} is a folder.", code="output_is_folder", hint="Add a file name to it."
        )
    if path.suffix.lower() != SUFFIX:
        raise OutputError(
            f"{path.name} does not end in {SUFFIX}.",
            code="output_not_mp4",
            hint=f"Name it {path.stem or DEFAULT_NAME}{SUFFIX}.",
        )
    if not path.parent.is_dir():
        raise OutputError(
            f"The folder {path.parent} does not exist.",
            code="no_output_folder",
            hint="Make it first, or choose another place with -o.",
        )
    try:
        handle, probe = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
        os.close(handle)
        Path(probe).unlink()
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        raise OutputError(
            f"{path.parent} is full."
            if full
            else f"{path.parent} cannot be written to ({error.strerror}).",
            code="output_not_writable",
            hint="Free some space." if full else "Choose another place with -o.",
        ) from error
    return path


def unused_name(folder: Path, *, taken: Collection[Path] = ()) -> Path:
    """A name for a video that no file in the folder has, nor one that is on its way."""
    number = 1
    while True:
        name = DEFAULT_NAME if number == 1 else f"{DEFAULT_NAME}-{number}"
        path = folder / f"{name}{SUFFIX}"
        if not path.exists() and path.absolute() not in taken:
            return path
        number += 1


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
