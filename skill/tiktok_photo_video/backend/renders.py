"""Render jobs: rows that survive a restart, done one after the other by one worker thread.

A job that was under way when the process died is taken up again; what it had rendered is
in the chunk cache, so it goes on where it was.
"""

from __future__ import annotations

import logging
import re
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Connection, select

from tiktok_photo_video.backend.accounts import Account
from tiktok_photo_video.backend.covers import cover_beside, cover_facts, packed_cover
from tiktok_photo_video.backend.making import Made, Signals
from tiktok_photo_video.backend.media_store import MediaStore
from tiktok_photo_video.backend.orders import canvas_of, packed, renderable, sweep
from tiktok_photo_video.backend.progress import Progress
from tiktok_photo_video.backend.receipts import Receipts, packed_receipt, receipt_facts
from tiktok_photo_video.backend.refusals import Refusal
from tiktok_photo_video.backend.store import Row, Store, made_files, renders
from tiktok_photo_video.backend.wished import as_wished
from tiktok_photo_video.backend.workshop import Workshop, discard
from tiktok_photo_video.errors import PhotoVideoError, RenderError, StorageError
from tiktok_photo_video.render.chunks import (
    ChunkCache,
    RenderCancelledError,
)
from tiktok_photo_video.timeline.model import Timeline, s_from_frames
from tiktok_photo_video.wire import routes
from tiktok_photo_video.wire.codes import WireCode
from tiktok_photo_video.wire.outputs import wish_in
from tiktok_photo_video.wire.renders import RenderRequest, RenderState, RenderStatus

_LOG = logging.getLogger(__name__)
_RENDER_ID = re.compile(r"[A-Za-z0-9_.-]{1,100}")
_UNENDED = [state.value for state in RenderState if not state.is_final]


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
        self._now_s = now_s
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="render")
        # Failures that a full disk kept from the database.
        self._unwritten: dict[str, PhotoVideoError] = {}
        self._cancelled: dict[str, threading.Event] = {}
        self._started_s: dict[str, tuple[float, int]] = {}
        for folder in (folders.results, folders.cache):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def start(self) -> None:
        """Take up what was left undone, then wait for more."""
        with self._store.read() as connection:
            left = connection.execute(
                select(renders.c.render_id, renders.c.state, renders.c.output)
                .where(renders.c.state.in_([*_UNENDED, RenderState.CANCELLED.value]))
                .order_by(renders.c.created_at_ms)
            )
            for row in left.all():
                # The process that died may have been copying it to where it was to go.
                self._pool.submit(sweep, row.render_id, row.output)
                if row.state in _UNENDED:
                    self._enqueue(row.render_id)

    def stop(self) -> None:
        """Stop after the frame under way; the job stays to be taken up again."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        for event in list(self._cancelled.values()):
            event.set()
        self._pool.shutdown()

    @property
    def cache(self) -> ChunkCache:
        """What has been encoded so far: pictures and sounds."""
        return self._workshop.cache

    @property
    def is_busy(self) -> bool:
        """Whether a job is queued or under way."""
        return bool(self._cancelled)

    def _enqueue(self, render_id: str) -> None:
        event = self._cancelled.setdefault(render_id, threading.Event())
        job = self._pool.submit(self._do, render_id, event)
        job.add_done_callback(lambda done: self._ended(render_id, done))

    def _ended(self, render_id: str, job: Future[None]) -> None:
        self._cancelled.pop(render_id, None)
        self._started_s.pop(render_id, None)
        error = None if job.cancelled() else job.exception()
        if error is None or isinstance(error, RenderCancelledError):
            return
        if not isinstance(error, PhotoVideoError):
            _LOG.error("render %s failed", render_id, exc_info=error)
            error = RenderError(
                f"The export failed unexpectedly ({type(error).__name__}).",
                hint="Try again; the doctor command shows the log.",
            )
        self._fail(render_id, error)

    def submit(self, account: Account, request: RenderRequest) -> RenderStatus:
        """Put a job in the queue.

        Raises:
            Refusal: the id is taken or unusable, or the draft cannot be rendered.

        """
        if not _RENDER_ID.fullmatch(request.id):
            raise Refusal(
                WireCode.UNPROCESSABLE,
                "A render id is made of letters, digits, dots, dashes and underscores.",
            )
        timeline = as_wished(renderable(request.draft), wish_in(request.output))
        self._workshop.plan(timeline)
        with self._store.change() as connection:
            if connection.execute(
                select(renders.c.render_id).where(renders.c.render_id == request.id)
            ).scalar():
                raise Refusal(WireCode.CONFLICT, f"There is a render {request.id} already.")
            connection.execute(
                renders.insert(),
                {
                    "render_id": request.id,
                    "session_id": request.session_id,
                    "user_id": account.user_id,
                    "state": RenderState.PENDING.value,
                    "frames_done": 0,
                    "frames_total": timeline.duration,
                    "draft": dict(request.draft),
                    "output": dict(request.output),
                    "created_at_ms": round(self._now_s() * 1000),
                },
            )
        self._enqueue(request.id)
        return self.status(account, request.id)

    def status(self, account: Account, render_id: str) -> RenderStatus:
        """How a job stands.

        Raises:
            Refusal: there is no such job of this account.

        """
        status = self._as_status(self._row(account, render_id))
        error = self._unwritten.get(render_id)
        if error and not status.state.is_final:
            return replace(status, state=RenderState.FAILED, error=error.sentence())
        return status

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
        with self._store.change() as connection:
            # Asked and changed in one step: it may end at this very moment.
            called_off = connection.execute(
                renders.update()
                .where(renders.c.render_id == render_id, renders.c.state.in_(_UNENDED))
                .values(state=RenderState.CANCELLED.value)
            ).rowcount
        if called_off and (event := self._cancelled.get(render_id)):
            event.set()
        return self.status(account, render_id)

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

    def _set(self, render_id: str, **values: object) -> None:
        """Change a job's row, unless the job was called off: that stays its last word."""
        with self._store.change() as connection:
            _put(connection, render_id, **values)

    def _as_status(self, row: Row) -> RenderStatus:
        state = RenderState(row.state)
        done = row.frames_done / max(row.frames_total, 1)
        url = routes.render_download(row.render_id) if state is RenderState.COMPLETED else None
        return RenderStatus(
            id=row.render_id,
            state=state,
            # 100 is for what is really there: the last hundredth is the joining.
            progress=100 if state is RenderState.COMPLETED else min(int(done * 100), 99),
            url=url,
            duration_s=row.duration_s,
            size_bytes=row.size_bytes,
            error=row.error,
            created_at_ms=row.created_at_ms,
            completed_at_ms=row.completed_at_ms,
            extensions={
                "session_id": row.session_id,
                "frames_done": row.frames_done,
                "frames_total": row.frames_total,
                **canvas_of(row.draft),
                **self._made(row),
                **({"delivered_to": row.delivered_to} if row.delivered_to else {}),
                **self._beside(row),
                **({"error_code": row.error_code} if row.error_code else {}),
                **self._pace(row),
            },
        )

    def _made(self, row: Row) -> Mapping[str, object]:
        """What a finished file turned out to be."""
        if row.state != RenderState.COMPLETED.value:
            return {}
        with self._store.read() as connection:
            found = connection.execute(
                select(made_files.c.facts).where(made_files.c.render_id == row.render_id)
            ).scalar()
        return found or {}

    def cover(self, account: Account, render_id: str) -> Path | None:
        """The cover of a finished job, a JPEG, if one was chosen.

        Raises:
            Refusal: the job is not finished, or its file is gone.

        """
        cover = cover_beside(self.result(account, render_id))
        return cover if cover.is_file() else None

    def _beside(self, row: Row) -> Mapping[str, object]:
        """What lies beside a job's file, and where it was delivered."""
        if not row.file_name:
            return {}
        file, place = self._results / row.file_name, row.delivered_to
        delivered = Path(place) if place else None
        return {**cover_facts(file, delivered), **receipt_facts(file, delivered)}

    def _pace(self, row: Row) -> Mapping[str, object]:
        """Frames a second and seconds left, while a job is under way."""
        started = self._started_s.get(row.render_id)
        if started is None or row.state != RenderState.PROCESSING.value:
            return {}
        at_s, at_frame = started
        rate = (row.frames_done - at_frame) / max(time.monotonic() - at_s, 0.001)
        if rate <= 0:
            return {}
        left = (row.frames_total - row.frames_done) / rate
        return {"frames_per_s": round(rate, 1), "eta_s": round(left, 1)}

    def _do(self, render_id: str, cancelled: threading.Event) -> None:
        with self._store.read() as connection:
            row = connection.execute(select(renders).where(renders.c.render_id == render_id)).one()
        if not RenderState(row.state).is_final:
            self._render(row, cancelled)

    def _fail(self, render_id: str, error: PhotoVideoError) -> None:
        try:
            self._set(
                render_id,
                state=RenderState.FAILED.value,
                error=error.sentence(),
                error_code=error.code,
                completed_at_ms=round(self._now_s() * 1000),
            )
        except RenderCancelledError:
            return
        except StorageError:
            self._unwritten[render_id] = error

    def _render(self, row: Row, cancelled: threading.Event) -> None:
        wish = wish_in(row.output)
        timeline = as_wished(renderable(row.draft), wish)
        progress = Progress(lambda done: self._set(row.render_id, frames_done=done))
        self._set(
            row.render_id,
            state=RenderState.PROCESSING.value,
            frames_done=0,
            frames_total=timeline.duration,
        )
        self._started_s[row.render_id] = (time.monotonic(), 0)
        path = self._results / f"{row.render_id}{wish.format.suffix}"

        def begin_again() -> None:
            self._started_s[row.render_id] = (time.monotonic(), 0)
            progress.begin_again()

        try:
            signals = Signals(progress.add, begin_again, cancelled)
            made = self._workshop.make(path, timeline, wish, signals)
            self._complete(row, path, timeline, made)
        except RenderCancelledError:
            discard(path)
            raise

    def _complete(self, row: Row, path: Path, timeline: Timeline, made: Made) -> None:
        parcel = packed(path, row.output)
        beside = (packed_cover(path, row.output), packed_receipt(path, row.output))
        try:
            # The file appears within the transaction: whoever calls the job off comes before
            # it, and there is no file, or after it, and the job is completed.
            with self._store.change() as connection:
                _put(
                    connection,
                    row.render_id,
                    state=RenderState.COMPLETED.value,
                    frames_done=timeline.duration,
                    file_name=path.name,
                    duration_s=s_from_frames(timeline.duration, timeline.rate),
                    size_bytes=path.stat().st_size,
                    completed_at_ms=round(self._now_s() * 1000),
                )
                connection.execute(
                    made_files.delete().where(made_files.c.render_id == row.render_id)
                )
                connection.execute(
                    made_files.insert(), {"render_id": row.render_id, "facts": dict(made.facts)}
                )
                if parcel:
                    _put(connection, row.render_id, delivered_to=parcel.deliver())
                for each in filter(None, beside):
                    each.deliver()
        finally:
            for each in filter(None, (parcel, *beside)):
                each.discard()


def _put(connection: Connection, render_id: str, **values: object) -> None:
    changed = connection.execute(
        renders.update()
        .where(renders.c.render_id == render_id, renders.c.state != RenderState.CANCELLED.value)
        .values(**values)
    )
    if not changed.rowcount:
        raise RenderCancelledError
