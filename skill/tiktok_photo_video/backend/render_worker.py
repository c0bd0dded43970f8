"""Carrying one render job out: from its row to its video, with the waiting in between."""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Connection, select

from tiktok_photo_video.backend.config import Patience
from tiktok_photo_video.backend.covers import packed_cover
from tiktok_photo_video.backend.jobs import Job, Stage
from tiktok_photo_video.backend.making import Made
from tiktok_photo_video.backend.orders import packed, renderable
from tiktok_photo_video.backend.progress import Progress
from tiktok_photo_video.backend.receipts import packed_receipt
from tiktok_photo_video.backend.render_rows import put
from tiktok_photo_video.backend.room import Wait, lack_in, needed_bytes, out_of_memory, release
from tiktok_photo_video.backend.signals import Signals
from tiktok_photo_video.backend.store import Row, Store, made_files, renders
from tiktok_photo_video.backend.wished import as_wished
from tiktok_photo_video.backend.workshop import Workshop, discard
from tiktok_photo_video.errors import PhotoVideoError, StorageError
from tiktok_photo_video.render.chunks import RenderCancelledError
from tiktok_photo_video.render.plan import RenderPlan
from tiktok_photo_video.timeline.model import Timeline, s_from_frames
from tiktok_photo_video.wire.outputs import FileWish, wish_in
from tiktok_photo_video.wire.renders import RenderState

_LOG = logging.getLogger(__name__)
_MAX_RETRIES_KEPT = 20


@dataclass(frozen=True, slots=True)
class _Task:
    """What a job is about: its row, what it shows, and where its video is made."""

    row: Row
    timeline: Timeline
    wish: FileWish
    plan: RenderPlan
    path: Path


@dataclass(frozen=True, slots=True)
class RenderWorker:
    """What a job is carried out with."""

    store: Store
    workshop: Workshop
    results: Path
    now_s: Callable[[], float]
    patience: Patience

    @property
    def now_ms(self) -> int:
        """The wall clock."""
        return round(self.now_s() * 1000)

    def do(self, job: Job) -> None:
        """Make a job's video, waiting for room where there is none.

        Raises:
            RenderCancelledError: it was called off, or everything is to stop.
            PhotoVideoError: there will be no video.
        """
        task = self._task(job)
        if task is None:
            return
        wait = Wait(self.patience, self.results, needed_bytes(task.plan), job.is_over)
        began_s, workshop, has_given_up = time.time(), self.workshop, False
        while True:
            try:
                self._render(job, task, workshop)
            except (PhotoVideoError, MemoryError) as error:
                discard(task.path)
                lack = lack_in(error)
                if lack is None:
                    raise
                if lack is Stage.WAITING_MEMORY:
                    workshop = replace(workshop, workers=1)
                elif not has_given_up:
                    has_given_up = True
                    if workshop.cache.make_room(wait.needed_bytes, before_s=began_s):
                        continue
                self._wait(job, wait, lack, error)
            else:
                return

    def _task(self, job: Job) -> _Task | None:
        """What is to be done; ``None`` when it has ended already."""
        with self.store.read() as connection:
            wanted = select(renders).where(renders.c.render_id == job.render_id)
            row = connection.execute(wanted).one()
        if RenderState(row.state).is_final:
            return None
        wish = wish_in(row.output)
        timeline = as_wished(renderable(row.draft), wish)
        path = self.results / f"{row.render_id}{wish.format.suffix}"
        return _Task(row, timeline, wish, self.workshop.plan(timeline), path)

    def _wait(self, job: Job, wait: Wait, lack: Stage, error: Exception) -> None:
        _LOG.warning("render %s: %s (%s)", job.render_id, lack.value, type(error).__name__)
        job.stage = lack
        release(error)
        if not wait.room(lack, on_look=lambda: self._show_life(job)):
            raise error if isinstance(error, PhotoVideoError) else out_of_memory()

    def _show_life(self, job: Job) -> None:
        # On a full disk there may be no room for that either.
        with contextlib.suppress(StorageError):
            self._set(job, heartbeat_ms=self.now_ms)

    def _set(self, job: Job, **values: object) -> None:
        with self.store.change() as connection:
            put(connection, job.render_id, **values)

    def _render(self, job: Job, task: _Task, workshop: Workshop) -> None:
        self._set(
            job,
            state=RenderState.PROCESSING.value,
            frames_done=0,
            frames_total=task.timeline.duration,
            heartbeat_ms=self.now_ms,
        )
        job.begun, job.stage = (time.monotonic(), 0), Stage.RENDERING
        made = workshop.make(task.path, task.timeline, task.wish, self._signals(job))
        self._complete(job, task, made)

    def _signals(self, job: Job) -> Signals:
        progress = Progress(lambda done: self._set(job, frames_done=done, heartbeat_ms=self.now_ms))

        def begin_again() -> None:
            job.begun, job.stage = (time.monotonic(), 0), Stage.RENDERING
            progress.begin_again()

        def joining() -> None:
            job.stage = Stage.JOINING

        return Signals(
            on_frames=progress.add,
            begin_again=begin_again,
            on_retry=lambda number, error: self._note_retry(job, number, error),
            on_joining=joining,
            cancelled=job.is_over,
        )

    def _note_retry(self, job: Job, number: int, error: Exception) -> None:
        _LOG.warning("render %s: piece %d is made again", job.render_id, number, exc_info=error)
        said = error.message if isinstance(error, PhotoVideoError) else type(error).__name__
        with self.store.change() as connection:
            wanted = select(renders.c.retried).where(renders.c.render_id == job.render_id)
            before = connection.execute(wanted).scalar() or []
            retried = [*before, {"piece": number, "error": said}][-_MAX_RETRIES_KEPT:]
            put(connection, job.render_id, retried=retried, heartbeat_ms=self.now_ms)

    def _complete(self, job: Job, task: _Task, made: Made) -> None:
        output, path = task.row.output, task.path
        parcel = packed(path, output)
        beside = (packed_cover(path, output), packed_receipt(path, output))
        try:
            # The file appears within the transaction: whoever calls the job off comes before
            # it, and there is no file, or after it, and the job is completed.
            with self.store.change() as connection:
                put(connection, job.render_id, **self._completed(task))
                _note_made(connection, job.render_id, made)
                if job.is_over.is_set():
                    raise RenderCancelledError
                if parcel:
                    put(connection, job.render_id, delivered_to=parcel.deliver())
                for each in filter(None, beside):
                    each.deliver()
        finally:
            for each in filter(None, (parcel, *beside)):
                each.discard()

    def _completed(self, task: _Task) -> dict[str, object]:
        return {
            "state": RenderState.COMPLETED.value,
            "frames_done": task.timeline.duration,
            "file_name": task.path.name,
            "duration_s": s_from_frames(task.timeline.duration, task.timeline.rate),
            "size_bytes": task.path.stat().st_size,
            "completed_at_ms": self.now_ms,
            "heartbeat_ms": self.now_ms,
        }


def _note_made(connection: Connection, render_id: str, made: Made) -> None:
    connection.execute(made_files.delete().where(made_files.c.render_id == render_id))
    connection.execute(made_files.insert(), {"render_id": render_id, "facts": dict(made.facts)})
