"""Render jobs as rows: put in, changed, taken up again, and told as the wire tells them."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection, func, select

from tiktok_photo_video.backend.covers import cover_facts
from tiktok_photo_video.backend.jobs import Job, Stage
from tiktok_photo_video.backend.orders import canvas_of
from tiktok_photo_video.backend.receipts import receipt_facts
from tiktok_photo_video.backend.refusals import Refusal
from tiktok_photo_video.backend.store import Row, renders
from tiktok_photo_video.errors import PhotoVideoError, RenderError
from tiktok_photo_video.render.chunks import RenderCancelledError
from tiktok_photo_video.wire import routes
from tiktok_photo_video.wire.codes import WireCode
from tiktok_photo_video.wire.renders import RenderRequest, RenderState, RenderStatus

# How many jobs may wait or be under way: of one project, and in all.
MAX_PER_SESSION, MAX_IN_ALL = 20, 100
# So many processes may end under a job without its having come a second further.
MAX_CRASHES = 3
_PROGRESS_FRAMES = 30
UNENDED = tuple(state.value for state in RenderState if not state.is_final)
_STAGES = {
    RenderState.PENDING: Stage.QUEUED,
    RenderState.PROCESSING: Stage.RENDERING,
    RenderState.COMPLETED: Stage.DONE,
    RenderState.FAILED: Stage.FAILED,
    RenderState.CANCELLED: Stage.CANCELLED,
}


def insert(
    connection: Connection, request: RenderRequest, *, user_id: str, frames: int, now_ms: int
) -> None:
    """Put a job in, in the transaction that also looks whether it may be.

    Raises:
        Refusal: its id is taken, or too many jobs wait.
    """
    found = select(renders.c.render_id).where(renders.c.render_id == request.id)
    if connection.execute(found).scalar():
        raise Refusal(WireCode.CONFLICT, f"There is a render {request.id} already.")
    _refuse_when_full(connection, request.session_id)
    connection.execute(
        renders.insert(),
        {
            "render_id": request.id,
            "session_id": request.session_id,
            "user_id": user_id,
            "state": RenderState.PENDING.value,
            "frames_done": 0,
            "frames_total": frames,
            "draft": dict(request.draft),
            "output": dict(request.output),
            "created_at_ms": now_ms,
        },
    )


def _refuse_when_full(connection: Connection, session_id: str) -> None:
    waiting = select(func.count()).select_from(renders).where(renders.c.state.in_(UNENDED))
    of_session = waiting.where(renders.c.session_id == session_id)
    for count, most in ((of_session, MAX_PER_SESSION), (waiting, MAX_IN_ALL)):
        if connection.execute(count).scalar_one() >= most:
            raise Refusal(
                WireCode.RATE_LIMITED,
                f"There are {most} exports waiting already.",
                hint="Wait until some are done, or cancel some.",
                reason="queue_full",
                facts={"count": most},
            )


def put(connection: Connection, render_id: str, **values: object) -> None:
    """Change a job's row, unless the job was called off: that stays its last word.

    Raises:
        RenderCancelledError: it was called off.
    """
    changed = connection.execute(
        renders.update()
        .where(renders.c.render_id == render_id, renders.c.state != RenderState.CANCELLED.value)
        .values(**values)
    )
    if not changed.rowcount:
        raise RenderCancelledError


def take_up(connection: Connection, *, now_ms: int) -> list[Row]:
    """The jobs that were left undone, those that no process ended under first.

    One under which several processes ended, without its coming further, is given up.
    """
    left = connection.execute(select(renders).where(renders.c.state.in_(UNENDED))).all()
    for row in left:
        if row.state == RenderState.PROCESSING.value:
            put(connection, row.render_id, **_after_crash(row, now_ms=now_ms))
    return list(
        connection.execute(
            select(renders)
            .where(renders.c.state.in_(UNENDED))
            .order_by(renders.c.crashes, renders.c.created_at_ms)
        ).all()
    )


def _after_crash(row: Row, *, now_ms: int) -> dict[str, object]:
    has_come_further = row.frames_done >= row.best_frames + _PROGRESS_FRAMES
    crashes = 1 if has_come_further else row.crashes + 1
    facts = {"crashes": crashes, "best_frames": max(row.frames_done, row.best_frames)}
    if crashes < MAX_CRASHES:
        return {**facts, "state": RenderState.PENDING.value}
    return {**facts, **failed(_keeps_crashing(), now_ms=now_ms)}


def _keeps_crashing() -> RenderError:
    return RenderError(
        f"The program was ended {MAX_CRASHES} times while it made this video, so it was given up.",
        code="keeps_crashing",
        hint="Export again; if it ends so again, run the doctor command.",
    )


def failed(error: PhotoVideoError, *, now_ms: int) -> dict[str, object]:
    """The values of a row whose job failed."""
    return {
        "state": RenderState.FAILED.value,
        "error": error.sentence(),
        "error_code": error.code,
        "completed_at_ms": now_ms,
    }


def status_of(
    row: Row, job: Job | None, results: Path, *, made: Mapping[str, object]
) -> RenderStatus:
    """A row as the wire tells it, with what the process has in hand of it.

    ``made`` is what the finished file turned out to be.
    """
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
        extensions={**_extensions(row, job, state), **made, **_beside(row, results)},
    )


def ended(status: RenderStatus, state: RenderState, error: PhotoVideoError | None) -> RenderStatus:
    """A status whose end could not be written down yet."""
    code = {"error_code": error.code} if error else {}
    extensions = {**status.extensions, "stage": _STAGES[state].value, **code}
    text = error.sentence() if error else None
    return replace(status, state=state, error=text, extensions=extensions)


def _extensions(row: Row, job: Job | None, state: RenderState) -> dict[str, object]:
    stage = job.stage if job and not state.is_final else _STAGES[state]
    return {
        "session_id": row.session_id,
        "stage": stage.value,
        "frames_done": row.frames_done,
        "frames_total": row.frames_total,
        **canvas_of(row.draft),
        **{
            name: getattr(row, name)
            for name in ("heartbeat_ms", "delivered_to", "error_code", "retried")
            if getattr(row, name)
        },
        **(_pace(row, job) if job and stage is Stage.RENDERING else {}),
    }


def _beside(row: Row, results: Path) -> Mapping[str, object]:
    """What lies beside a job's file, and where it was delivered."""
    if not row.file_name:
        return {}
    file, place = results / row.file_name, row.delivered_to
    delivered = Path(place) if place else None
    return {**cover_facts(file, delivered), **receipt_facts(file, delivered)}


def _pace(row: Row, job: Job) -> Mapping[str, object]:
    """Frames a second and seconds left, while a job is under way."""
    if job.begun is None:
        return {}
    at_s, at_frame = job.begun
    rate = (row.frames_done - at_frame) / max(time.monotonic() - at_s, 0.001)
    if rate <= 0:
        return {}
    left = (row.frames_total - row.frames_done) / rate
    return {"frames_per_s": round(rate, 1), "eta_s": round(left, 1)}
