"""Render jobs: rows that survive a restart, done one after the other by one worker thread.

A job that was under way when the process died is taken up again; what it had rendered is
in the chunk cache, so it goes on where it was. Sessions take turns; the queue is bounded.
"""

from __future__ import annotations

import contextlib
import logging
import re
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from tiktok_photo_video.backend.accounts import Account
from tiktok_photo_video.backend.config import Patience
from tiktok_photo_video.backend.covers import cover_beside
from tiktok_photo_video.backend.jobs import Job, WaitingLine
from tiktok_photo_video.backend.media_store import MediaStore
from tiktok_photo_video.backend.orders import renderable, sweep
from tiktok_photo_video.backend.receipts import Receipts
from tiktok_photo_video.backend.refusals import Refusal
from tiktok_photo_video.backend.render_rows import (
    UNENDED,
    ended,
    failed,
    insert,
    put,
    status_of,
    take_up,
)
from tiktok_photo_video.backend.render_worker import RenderWorker
from tiktok_photo_video.backend.store import Row, Store, made_files, renders
from tiktok_photo_video.backend.wished import as_wished
from tiktok_photo_video.backend.workshop import Workshop
from tiktok_photo_video.errors import PhotoVideoError, RenderError, StorageError
from tiktok_photo_video.render.chunk_cache import ChunkCache
from tiktok_photo_video.render.chunks import RenderCancelledError
from tiktok_photo_video.wire.codes import WireCode
from tiktok_photo_video.wire.outputs import wish_in
from tiktok_photo_video.wire.receipts import receipt_beside
from tiktok_photo_video.wire.renders import RenderRequest, RenderState, RenderStatus

_LOG = logging.getLogger(__name__)
_MOST_SWEPT = 50  # orders that ended last: of older ones nothing is half-copied any more
_RENDER_ID = re.compile(r"[A-Za-z0-9_.-]{1,100}")


@dataclass(frozen=True, slots=True)
class RenderFolders:
    """Where finished videos go, and where chunks are kept."""

    results: Path
    cache: Path


class Renders:
    """All render jobs of a store, and the worker that does them."""

    def __init__(
        self,
        store: Store,
        media: MediaStore,
        folders: RenderFolders,
        *,
        workers: int,
        now_s: Callable[[], float],
        encoder_works: Callable[[str], bool] = lambda _: False,
        patience: Patience = Patience(),  # noqa: B008 - it is frozen
    ) -> None:
        self._store = store
        self._workshop = Workshop(
            media,
            ChunkCache(folders.cache),
            workers,
            Receipts(folders.cache / "receipts"),
            encoder_works,
        )
        self._results = folders.results
        self._worker = RenderWorker(store, self._workshop, folders.results, now_s, patience)
        # Each task takes whichever job's turn it is.
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="render")
        self._line = WaitingLine()
        self._jobs: dict[str, Job] = {}
        self._in_hand: Job | None = None
        self._is_stopping = threading.Event()
        # Ends that a full disk kept from the database.
        self._unwritten: dict[str, tuple[RenderState, PhotoVideoError | None]] = {}
        for folder in (folders.results, folders.cache):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def start(self) -> None:
        """Take up what was left undone, then wait for more."""
        with self._store.change() as connection:
            left = take_up(connection, now_ms=self._worker.now_ms)
            over = connection.execute(
                select(renders)
                .where(renders.c.state.not_in(UNENDED))
                .order_by(renders.c.created_at_ms.desc())
                .limit(_MOST_SWEPT)
            ).all()
        for row in [*left, *over]:
            # The process that died may have been copying it to where it was to go.
            self._pool.submit(
                sweep, row.render_id, row.output, besides=(cover_beside, receipt_beside)
            )
        for row in left:
            self._enqueue(row.render_id, row.session_id)

    def stop(self) -> None:
        """Stop after the frame under way; the job stays to be taken up again."""
        self._is_stopping.set()
        self._pool.shutdown(wait=False, cancel_futures=True)
        for job in list(self._jobs.values()):
            job.is_over.set()
        self._pool.shutdown()
        self._write_ends()
        self._line.clear()
        self._jobs.clear()

    @property
    def cache(self) -> ChunkCache:
        """What has been encoded so far: pictures and sounds."""
        return self._workshop.cache

    @property
    def is_busy(self) -> bool:
        """Whether a job is queued or under way."""
        return bool(self._jobs)

    def _enqueue(self, render_id: str, session_id: str) -> None:
        job = self._jobs[render_id] = Job(render_id, session_id)
        self._line.add(job)
        self._pool.submit(self._do_next).add_done_callback(self._ended)

    def _do_next(self) -> None:
        self._write_ends()
        # None if whose turn it was has been called off.
        self._in_hand = self._line.take()
        if self._in_hand:
            self._worker.do(self._in_hand)

    def _ended(self, task: Future[None]) -> None:
        if task.cancelled() or self._in_hand is None:
            return
        job, error = self._in_hand, task.exception()
        self._in_hand = None
        if isinstance(error, RenderCancelledError):
            self._put_back(job)
        elif isinstance(error, PhotoVideoError):
            self._fail(job.render_id, error)
        elif isinstance(error, Refusal):
            self._fail(job.render_id, RenderError(error.sentence(), code=error.word))
        elif error is not None:
            _LOG.error("render %s failed", job.render_id, exc_info=error)
            self._fail(
                job.render_id,
                RenderError(
                    f"The export failed unexpectedly ({type(error).__name__}).",
                    hint="Try again; the doctor command shows the log.",
                ),
            )
        self._jobs.pop(job.render_id, None)

    def _put_back(self, job: Job) -> None:
        """After a stop in good order a job is queued again: no process died under it."""
        if self._is_stopping.is_set():
            with contextlib.suppress(StorageError, RenderCancelledError):
                self._set(job.render_id, state=RenderState.PENDING.value)

    def submit(self, account: Account, request: RenderRequest) -> RenderStatus:
        """Put a job in the queue.

        Raises:
            Refusal: the id is taken or unusable, the draft cannot be rendered, or too many
                jobs wait.

        """
        if not _RENDER_ID.fullmatch(request.id):
            raise Refusal(
                WireCode.UNPROCESSABLE,
                "A render id is made of letters, digits, dots, dashes and underscores.",
            )
        timeline = as_wished(renderable(request.draft), wish_in(request.output))
        self._workshop.plan(timeline)
        with self._store.change() as connection:
            insert(
                connection,
                request,
                user_id=account.user_id,
                frames=timeline.duration,
                now_ms=self._worker.now_ms,
            )
        self._enqueue(request.id, request.session_id)
        return self.status(account, request.id)

    def status(self, account: Account, render_id: str) -> RenderStatus:
        """How a job stands.

        Raises:
            Refusal: there is no such job of this account.

        """
        return self._as_status(self._row(account, render_id))

    def listed(self, account: Account, *, limit: int = 20) -> list[RenderStatus]:
        """This account's jobs, the newest first."""
        with self._store.read() as connection:
            rows = connection.execute(
                select(renders)
                .where(renders.c.user_id == account.user_id)
                .order_by(renders.c.created_at_ms.desc())
                .limit(limit)
            )
            return [self._as_status(row) for row in rows]

    def cancel(self, account: Account, render_id: str) -> RenderStatus:
        """Call a job off; one that has ended stays as it ended."""
        self._row(account, render_id)
        job = self._jobs.get(render_id)
        if self._call_off(render_id) and job:
            job.is_over.set()
            if self._line.drop(job):
                self._jobs.pop(render_id, None)
        return self.status(account, render_id)

    def _call_off(self, render_id: str) -> bool:
        """Write down that a job is called off; whether it had not ended before."""
        try:
            with self._store.change() as connection:
                # Asked and changed in one step: it may end at this very moment.
                changed = connection.execute(
                    renders.update()
                    .where(renders.c.render_id == render_id, renders.c.state.in_(UNENDED))
                    .values(state=RenderState.CANCELLED.value)
                )
                return bool(changed.rowcount)
        except StorageError as error:
            if error.code != "disk_full" or render_id not in self._jobs:
                raise
            self._unwritten[render_id] = (RenderState.CANCELLED, None)
            return True

    def result(self, account: Account, render_id: str) -> Path:
        """The finished file of a job.

        Raises:
            Refusal: it is not finished, or its file is gone.

        """
        row = self._row(account, render_id)
        path = self._results / (row.file_name or "")
        if row.state != RenderState.COMPLETED.value or not path.is_file():
            raise Refusal(
                WireCode.NOT_FOUND,
                "There is no finished video for this export.",
                hint="Export again.",
                reason="no_result",
            )
        return path

    def cover(self, account: Account, render_id: str) -> Path | None:
        """The cover of a finished job, a JPEG, if one was chosen.

        Raises:
            Refusal: the job is not finished, or its file is gone.

        """
        cover = cover_beside(self.result(account, render_id))
        return cover if cover.is_file() else None

    def _row(self, account: Account, render_id: str) -> Row:
        with self._store.read() as connection:
            row = connection.execute(
                select(renders).where(
                    renders.c.render_id == render_id, renders.c.user_id == account.user_id
                )
            ).one_or_none()
        if row is None:
            raise Refusal(WireCode.NOT_FOUND, "There is no such export.", reason="no_such_export")
        return row

    def _as_status(self, row: Row) -> RenderStatus:
        job = self._jobs.get(row.render_id)
        status = status_of(row, job, self._results, made=self._made(row))
        end = self._unwritten.get(row.render_id)
        return ended(status, *end) if end and not status.state.is_final else status

    def _made(self, row: Row) -> Mapping[str, object]:
        """What a finished file turned out to be."""
        if row.state != RenderState.COMPLETED.value:
            return {}
        with self._store.read() as connection:
            found = connection.execute(
                select(made_files.c.facts).where(made_files.c.render_id == row.render_id)
            ).scalar()
        return found or {}

    def _set(self, render_id: str, **values: object) -> None:
        with self._store.change() as connection:
            put(connection, render_id, **values)

    def _fail(self, render_id: str, error: PhotoVideoError) -> None:
        try:
            self._set(render_id, **failed(error, now_ms=self._worker.now_ms))
        except RenderCancelledError:
            return
        except StorageError:
            self._unwritten.setdefault(render_id, (RenderState.FAILED, error))

    def _write_ends(self) -> None:
        """Write down what there was no room for."""
        for render_id, (state, error) in list(self._unwritten.items()):
            now_ms = self._worker.now_ms
            values = failed(error, now_ms=now_ms) if error else {"state": state.value}
            with contextlib.suppress(RenderCancelledError):
                try:
                    self._set(render_id, **values)
                except StorageError:
                    return
            self._unwritten.pop(render_id, None)
