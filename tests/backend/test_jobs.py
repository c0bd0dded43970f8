"""Render jobs in hard times: turns, a full queue, no room, pieces that fail, crashes."""

from __future__ import annotations

import itertools
import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from pkgutil import resolve_name

import pytest
from sqlalchemy import Connection

from tests.backend.workbench import Workbench, until_idle
from tiktok_photo_video.backend import making, progress, render_rows
from tiktok_photo_video.backend.config import Patience
from tiktok_photo_video.backend.jobs import Job, WaitingLine
from tiktok_photo_video.backend.refusals import Refusal
from tiktok_photo_video.backend.render_rows import MAX_CRASHES
from tiktok_photo_video.backend.renders import RenderFolders, Renders
from tiktok_photo_video.backend.store import Store
from tiktok_photo_video.errors import RenderError, StorageError
from tiktok_photo_video.render import chunks
from tiktok_photo_video.render.chunk_cache import ChunkCache
from tiktok_photo_video.render.chunks import RenderCancelledError
from tiktok_photo_video.render.packets import PacketRun
from tiktok_photo_video.wire.codes import WireCode
from tiktok_photo_video.wire.renders import RenderRequest, RenderState, RenderStatus

AT_ONCE = Patience(check_every_s=0.0)
MOST_IMPATIENT = Patience(check_every_s=0.001, disk_s=0.002, memory_s=0.002)
FULL = StorageError("The disk is full.", code="disk_full")


class FullStore(Store):
    """A store whose disk may be full."""

    is_full = False

    @contextmanager
    def change(self) -> Iterator[Connection]:
        """A transaction, while there is room."""
        if self.is_full:
            raise FULL
        with super().change() as connection:
            yield connection


@pytest.fixture
def store(tmp_path: Path) -> Iterator[FullStore]:
    """Another way to the workbench's database."""
    store = FullStore(tmp_path / "home")
    yield store
    store.close()


class Yard:
    """A worker of its own on the workbench's database."""

    def __init__(self, bench: Workbench, store: Store, patience: Patience) -> None:
        self.bench = bench
        home = bench.backend.config.home
        clock = itertools.count(1)
        self.results = home / "results"
        self.renders = Renders(
            store,
            bench.backend.media,
            RenderFolders(self.results, home / "other-cache"),
            workers=1,
            now_s=lambda: float(next(clock)),
            patience=patience,
        )
        self.session = bench.new_session()
        self.draft = bench.tiny_draft(self.session)

    def order(self, render_id: str = "r1") -> RenderStatus:
        """Order the video."""
        request = RenderRequest(render_id, self.session.session_id, self.draft)
        return self.renders.submit(self.bench.account, request)

    def status(self, render_id: str = "r1") -> RenderStatus:
        """How it stands."""
        return self.renders.status(self.bench.account, render_id)

    def stage(self) -> object:
        """What is being done for it."""
        return self.status().extensions["stage"]

    def ended(self, render_id: str = "r1") -> RenderStatus:
        """How it stands once there is nothing more to do."""
        until_idle(self.renders)
        return self.status(render_id)


@pytest.fixture
def new_yard(bench: Workbench, store: FullStore) -> Iterator[Callable[..., Yard]]:
    yards: list[Yard] = []

    def make(patience: Patience = AT_ONCE) -> Yard:
        yards.append(Yard(bench, store, patience))
        return yards[-1]

    yield make
    for yard in yards:
        yard.renders.stop()


@contextmanager
def held(renders: Renders) -> Iterator[None]:
    """Nothing is begun meanwhile."""
    go = threading.Event()
    renders._pool.submit(go.wait)
    try:
        yield
    finally:
        go.set()


@pytest.mark.requirement("jobs-fair")
def test_sessions_take_turns_and_each_keeps_its_order() -> None:
    line = WaitingLine()
    jobs = [Job(name, name[0]) for name in ("a1", "a2", "a3", "b1", "b2", "c1")]
    for job in jobs:
        line.add(job)
    assert line.drop(jobs[1])
    assert not line.drop(jobs[1])
    taken = [job.render_id for job in iter(line.take, None)]
    assert taken == ["a1", "b1", "c1", "a3", "b2"]


@pytest.mark.requirement("jobs-fair")
def test_ten_exports_of_one_project_do_not_keep_back_the_one_of_another(
    bench: Workbench,
) -> None:
    sessions = [bench.new_session(), bench.new_session()]
    drafts = [bench.tiny_draft(session, wish="a 1 second video") for session in sessions]
    with held(bench.backend.renders):
        for number in range(10):
            bench.order(sessions[0], drafts[0], render_id=f"many{number}")
        bench.order(sessions[1], drafts[1], render_id="one")
        queued = bench.backend.renders.status(bench.account, "one").extensions["stage"]
    assert queued == "queued"
    until_idle(bench.backend.renders)
    listed = bench.backend.renders.listed(bench.account)
    assert {status.extensions["stage"] for status in listed} == {"done"}
    in_order = sorted(listed, key=lambda status: status.completed_at_ms or 0)
    assert [status.id for status in in_order][:2] == ["many0", "one"]


@pytest.mark.requirement("jobs-bounded")
def test_a_full_queue_refuses_and_a_job_called_off_makes_room(
    new_yard: Callable[..., Yard], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(render_rows, "MAX_PER_SESSION", 2)
    monkeypatch.setattr(render_rows, "MAX_IN_ALL", 3)
    yard, other = new_yard(), new_yard()
    with held(yard.renders), held(other.renders):
        for render_id in ("r1", "r2"):
            yard.order(render_id)
        with pytest.raises(Refusal) as caught:
            yard.order("r3")
        assert (caught.value.code, caught.value.word) == (WireCode.RATE_LIMITED, "queue_full")
        assert caught.value.facts == {"count": 2}
        other.order("o1")
        with pytest.raises(Refusal) as caught:
            other.order("o2")
        assert caught.value.facts == {"count": 3}
        yard.renders.cancel(yard.bench.account, "r1")
        yard.order("r4")
    assert yard.ended("r4").state is RenderState.COMPLETED


@pytest.mark.requirement("jobs-retried")
def test_a_piece_that_fails_once_is_made_again_and_its_error_kept(
    new_yard: Callable[..., Yard], monkeypatch: pytest.MonkeyPatch
) -> None:
    yard = new_yard()
    failures = [RuntimeError("a passing mood")]
    render = chunks.render_chunk

    def moody(*args: object, **options: object) -> PacketRun:
        if failures:
            options["on_frames"](7)  # type: ignore[operator]
            raise failures.pop()
        return render(*args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(chunks, "render_chunk", moody)
    yard.order()
    status = yard.ended()
    assert status.state is RenderState.COMPLETED
    assert status.extensions["retried"] == [{"piece": 0, "error": "RuntimeError"}]
    assert status.extensions["frames_done"] == status.extensions["frames_total"] == 90
    undisturbed = yard.bench.order(yard.session, yard.draft, render_id="calm")
    assert yard.bench.finished(undisturbed.id).state is RenderState.COMPLETED
    files = [yard.results / f"{name}.mp4" for name in ("r1", "calm")]
    assert files[0].read_bytes() == files[1].read_bytes()


@pytest.mark.requirement("jobs-retried")
def test_a_piece_that_fails_twice_fails_the_job(
    new_yard: Callable[..., Yard], monkeypatch: pytest.MonkeyPatch
) -> None:
    yard = new_yard()

    def broken(*_: object, **__: object) -> PacketRun:
        raise RenderError("The encoder is in no mood.", code="encoder")

    monkeypatch.setattr(chunks, "render_chunk", broken)
    yard.order()
    status = yard.ended()
    assert status.state is RenderState.FAILED
    assert status.extensions["error_code"] == "encoder"
    kept = {"piece": 0, "error": "The encoder is in no mood."}
    assert kept in status.extensions["retried"]  # type: ignore[operator]


class Held:
    """What a function holds while it works."""


class Disk:
    """A disk that is full when a piece is to be kept, until it has been looked at often enough."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, looks: int = 3) -> None:
        self.looks, self.seen = looks, 0
        self.on_look: Callable[[], object] = lambda: None
        put = ChunkCache.put

        def refused(cache: ChunkCache, key: str, run: PacketRun) -> None:
            if self.is_full:
                raise FULL
            put(cache, key, run)

        monkeypatch.setattr(ChunkCache, "put", refused)

    @property
    def is_full(self) -> bool:
        """Whether nothing fits."""
        return self.seen < self.looks

    def free(self, _: Path) -> int:
        """How much fits."""
        self.seen += 1
        self.on_look()
        return 0 if self.is_full else 10**12


@pytest.mark.requirement("jobs-wait-for-room")
def test_a_job_without_room_on_the_disk_says_so_and_goes_on_when_there_is_some(
    new_yard: Callable[..., Yard], monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = Disk(monkeypatch)
    yard = new_yard(replace(AT_ONCE, free=disk.free))
    seen: list[object] = []
    disk.on_look = lambda: seen.append((yard.stage(), yard.status().state))
    yard.order()
    status = yard.ended()
    assert status.state is RenderState.COMPLETED
    assert seen == [("waiting_disk", RenderState.PROCESSING)] * 3
    yard.bench.order(yard.session, yard.draft, render_id="calm")
    yard.bench.finished("calm")
    files = [yard.results / f"{name}.mp4" for name in ("r1", "calm")]
    assert files[0].read_bytes() == files[1].read_bytes()


@pytest.mark.requirement("jobs-wait-for-room")
def test_what_a_failed_try_held_is_free_while_its_job_waits(
    new_yard: Callable[..., Yard], monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = Disk(monkeypatch)
    refuse = ChunkCache.put
    held: list[weakref.ref[Held]] = []

    def refused(cache: ChunkCache, key: str, run: PacketRun) -> None:
        what = Held()
        held.append(weakref.ref(what))
        refuse(cache, key, run)

    monkeypatch.setattr(ChunkCache, "put", refused)
    yard = new_yard(replace(AT_ONCE, free=disk.free))
    left: list[object] = []
    disk.on_look = lambda: left.append([ref for ref in held if ref()])
    yard.order()
    assert yard.ended().state is RenderState.COMPLETED
    assert (left[:3], bool(held)) == ([[]] * 3, True)


@pytest.mark.requirement("jobs-wait-for-room")
@pytest.mark.parametrize("is_row_writable", [True, False])
def test_a_job_that_waits_for_room_can_be_called_off(
    new_yard: Callable[..., Yard],
    store: FullStore,
    monkeypatch: pytest.MonkeyPatch,
    *,
    is_row_writable: bool,
) -> None:
    disk = Disk(monkeypatch, looks=10**9)
    yard = new_yard(replace(AT_ONCE, free=disk.free))

    def call_off() -> None:
        if disk.seen == 2:
            store.is_full = not is_row_writable
            called_off = yard.renders.cancel(yard.bench.account, "r1")
            assert called_off.state is RenderState.CANCELLED

    disk.on_look = call_off
    yard.order()
    assert yard.ended().state is RenderState.CANCELLED
    assert not yard.renders.is_busy
    assert list(yard.results.iterdir()) == []
    store.is_full = False
    yard.renders.stop()  # writes down what there was no room for
    assert yard.bench.backend.renders.status(yard.bench.account, "r1").state is (
        RenderState.CANCELLED
    )


@pytest.mark.requirement("jobs-wait-for-room")
def test_room_is_not_waited_for_for_ever(
    new_yard: Callable[..., Yard], monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = Disk(monkeypatch, looks=10**9)
    yard = new_yard(replace(MOST_IMPATIENT, free=disk.free))
    yard.order()
    status = yard.ended()
    assert (status.state, status.extensions["error_code"]) == (RenderState.FAILED, "disk_full")
    assert disk.seen >= 1


@pytest.mark.requirement("jobs-wait-for-room")
def test_pieces_of_other_videos_make_room_before_anything_waits(
    new_yard: Callable[..., Yard], monkeypatch: pytest.MonkeyPatch
) -> None:
    yard = new_yard()
    old = yard.bench.backend.config.home / "other-cache" / "00" / "old.pvpk"
    old.parent.mkdir(parents=True)
    old.write_bytes(b"a piece of another video")
    put = ChunkCache.put

    def refused(cache: ChunkCache, key: str, run: PacketRun) -> None:
        if old.exists():
            raise FULL
        put(cache, key, run)

    monkeypatch.setattr(ChunkCache, "put", refused)
    yard.order()
    assert yard.ended().state is RenderState.COMPLETED


@pytest.mark.requirement("jobs-wait-for-room")
@pytest.mark.parametrize(("times", "state"), [(2, "completed"), (10**9, "failed")])
def test_a_job_without_memory_tries_again_with_less_and_not_for_ever(
    new_yard: Callable[..., Yard], monkeypatch: pytest.MonkeyPatch, *, times: int, state: str
) -> None:
    yard = new_yard(replace(MOST_IMPATIENT, memory_s=0.0035))
    left = iter(range(times))
    render = chunks.render_chunk

    def starved(*args: object, **options: object) -> PacketRun:
        if next(left, None) is not None:
            raise MemoryError
        return render(*args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(chunks, "render_chunk", starved)
    yard.order()
    status = yard.ended()
    assert status.state.value == state
    if state == "failed":
        assert status.extensions["error_code"] == "out_of_memory"


def crashed(yard: Yard, *, frames_done: int) -> None:
    """Leave the row as a process leaves it that dies under the job."""
    with yard.bench.backend.store.change() as connection:
        values = {"state": RenderState.PROCESSING.value, "frames_done": frames_done}
        render_rows.put(connection, "r1", **values)


@pytest.mark.requirement("jobs-no-crash-loop")
def test_a_job_under_which_the_process_keeps_ending_is_given_up_and_others_come_first(
    new_yard: Callable[..., Yard],
) -> None:
    yard = new_yard()
    with held(yard.renders):
        yard.order()
        yard.order("r2")
        for _ in range(MAX_CRASHES - 1):
            crashed(yard, frames_done=10)
            with yard.bench.backend.store.change() as connection:
                left = render_rows.take_up(connection, now_ms=1)
            assert [row.render_id for row in left] == ["r2", "r1"]
        crashed(yard, frames_done=20)
        with yard.bench.backend.store.change() as connection:
            left = render_rows.take_up(connection, now_ms=1)
        assert [row.render_id for row in left] == ["r2"]
    status = yard.ended()
    assert (status.state, status.extensions["error_code"]) == (
        RenderState.FAILED,
        "keeps_crashing",
    )


@pytest.mark.requirement("jobs-no-crash-loop")
def test_a_long_job_that_comes_further_each_time_is_never_given_up(
    new_yard: Callable[..., Yard],
) -> None:
    yard = new_yard()
    with held(yard.renders):
        yard.order()
        for life in range(1, 3 * MAX_CRASHES):
            crashed(yard, frames_done=life * 30)
            with yard.bench.backend.store.change() as connection:
                assert len(render_rows.take_up(connection, now_ms=1)) == 1
    assert yard.ended().state is RenderState.COMPLETED


@pytest.mark.requirement("jobs-no-crash-loop")
def test_a_stop_in_good_order_is_no_crash(
    new_yard: Callable[..., Yard], monkeypatch: pytest.MonkeyPatch
) -> None:
    yard = new_yard()
    under_way, go = threading.Event(), threading.Event()
    render = chunks.render_chunk

    def slow(*args: object, **options: object) -> PacketRun:
        under_way.set()
        assert go.wait(timeout=30)
        return render(*args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(chunks, "render_chunk", slow)
    yard.order()
    assert under_way.wait(timeout=30)
    assert yard.stage() == "rendering"
    stopping = threading.Thread(target=yard.renders.stop)
    stopping.start()
    go.set()
    stopping.join(timeout=30)
    assert yard.bench.backend.renders.status(yard.bench.account, "r1").state is RenderState.PENDING


@pytest.mark.requirement("jobs-told")
def test_a_job_tells_its_stage_and_shows_life(
    new_yard: Callable[..., Yard], monkeypatch: pytest.MonkeyPatch
) -> None:
    yard = new_yard()
    seen: list[object] = []
    monkeypatch.setattr(
        "tiktok_photo_video.backend.render_worker.packed",
        lambda *_: seen.append(yard.stage()),
    )
    yard.order()
    status = yard.ended()
    assert seen == ["joining"]
    assert status.extensions["stage"] == "done"
    assert isinstance(status.extensions["heartbeat_ms"], int)


@pytest.mark.requirement("jobs-called-off-at-once")
@pytest.mark.parametrize("step", ["write_movie", "receipt"])
def test_a_job_called_off_while_it_is_joined_ends_between_two_packets(
    new_yard: Callable[..., Yard], monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    yard = new_yard()
    places = {
        "write_movie": "tiktok_photo_video.backend.making.write_movie",
        "receipt": "tiktok_photo_video.backend.receipts.measure",
    }
    work = resolve_name(places[step])
    packets: list[bool] = []

    def called_off_at_the_third(*args: object, go_on: Callable[[], None], **options: object) -> int:
        def counted() -> None:
            packets.append(True)
            if len(packets) == 3:
                assert yard.renders.cancel(yard.bench.account, "r1").state is RenderState.CANCELLED
            go_on()

        return work(*args, go_on=counted, **options)  # type: ignore[no-any-return]

    monkeypatch.setattr(places[step], called_off_at_the_third)
    yard.order()
    assert yard.ended().state is RenderState.CANCELLED
    assert len(packets) == 3
    assert list(yard.results.iterdir()) == []


@pytest.mark.requirement("jobs-called-off-at-once")
@pytest.mark.parametrize(
    ("step", "end"),
    [
        ("tiktok_photo_video.backend.making.soundtrack", RenderError("Too late.")),
        ("tiktok_photo_video.render.chunks.render_chunk", RenderCancelledError()),
    ],
    ids=["its sound", "a piece that takes long"],
)
def test_a_job_called_off_does_not_wait_for(
    new_yard: Callable[..., Yard], monkeypatch: pytest.MonkeyPatch, step: str, end: Exception
) -> None:
    yard = new_yard()
    begun, go = threading.Event(), threading.Event()

    def endless(*_: object, **__: object) -> PacketRun:
        begun.set()
        assert go.wait(timeout=60)
        raise end

    monkeypatch.setattr(step, endless)
    yard.order()
    assert begun.wait(timeout=30)
    yard.renders.cancel(yard.bench.account, "r1")
    assert yard.ended().state is RenderState.CANCELLED
    assert not go.is_set()
    go.set()


@pytest.mark.requirement("jobs-told")
def test_a_job_shows_life_while_it_is_joined(
    new_yard: Callable[..., Yard], monkeypatch: pytest.MonkeyPatch
) -> None:
    yard = new_yard()
    monkeypatch.setattr(progress, "_REPORT_EVERY_S", 0.0)
    write, beats = making.write_movie, []

    def watched(*args: object, go_on: Callable[[], None], **options: object) -> int:
        def counted() -> None:
            go_on()
            beats.append(yard.status().extensions["heartbeat_ms"])

        return write(*args, go_on=counted, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(making, "write_movie", watched)
    yard.order()
    assert yard.ended().state is RenderState.COMPLETED
    assert len(beats) > 90
    assert beats == sorted(set(beats))
