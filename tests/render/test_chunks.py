"""The cache as checkpoint: reuse, damage, cancelling, full disks, pruning."""

from __future__ import annotations

import errno
import os
import threading
from pathlib import Path

import pytest

from tests.render.scenes import Album, Studio, plan_of, slideshow
from tiktok_photo_video.errors import StorageError
from tiktok_photo_video.render.chunk_cache import LEFT_FREE_BYTES, ChunkCache, storage_error
from tiktok_photo_video.render.chunks import RenderCancelledError, order_of
from tiktok_photo_video.render.packets import EncodedPacket, PacketRun, dump
from tiktok_photo_video.whole_files import write_whole

PLAN = plan_of(slideshow())
RUN = PacketRun(1, b"head", (EncodedPacket(0, 0, 1, is_keyframe=True, data=b"x" * 1000),))


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    return Studio(tmp_path)


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file can be written but none can be put in place."""

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "replace", refuse)


@pytest.mark.requirement("render-resumes")
def test_a_second_render_draws_nothing_and_gives_the_same_bytes(studio: Studio) -> None:
    first, second = Album(), Album()
    made = studio.make("first.mp4", PLAN, first).read_bytes()
    assert first.asked
    assert len(studio.kept()) == len(PLAN.chunks)
    assert studio.make("second.mp4", PLAN, second).read_bytes() == made
    assert second.asked == []


@pytest.mark.requirement("render-reproducible")
def test_one_worker_and_two_give_the_same_bytes(tmp_path: Path) -> None:
    movies = []
    for workers in (1, 2):
        (tmp_path / f"{workers}").mkdir()
        studio = Studio(tmp_path / f"{workers}")
        movies.append(studio.make("movie.mp4", PLAN, Album(), workers=workers).read_bytes())
    assert movies[0] == movies[1]


@pytest.mark.requirement("render-resumes")
def test_of_the_last_chunks_the_longest_is_begun_first() -> None:
    chunks = plan_of(slideshow()).chunks
    lengths = [chunk.frames for chunk in chunks * 2]
    assert order_of(chunks, last=0) == list(range(len(chunks)))
    begun = [lengths[number] for number in order_of(chunks * 2, last=len(chunks))[-len(chunks) :]]
    assert begun == sorted(lengths[: len(chunks)], reverse=True)
    assert sorted(order_of(chunks, last=9)) == list(range(len(chunks)))


@pytest.mark.requirement("render-progress")
@pytest.mark.parametrize("workers", [1, 2])
def test_every_frame_is_reported_once_rendered_or_found(studio: Studio, workers: int) -> None:
    for _ in range(2):
        done: list[int] = []
        studio.make("movie.mp4", PLAN, Album(), workers=workers, on_frames=done.append)
        assert sum(done) == PLAN.frames


@pytest.mark.requirement("render-cancel")
@pytest.mark.parametrize("workers", [1, 2])
def test_cancelling_leaves_no_file_but_what_was_rendered(studio: Studio, workers: int) -> None:
    cancelled = threading.Event()
    done: list[int] = []

    def count(frames: int) -> None:
        done.append(frames)
        if sum(done) > PLAN.chunks[0].frames + 2:
            cancelled.set()

    with pytest.raises(RenderCancelledError) as stopped:
        studio.make(
            "movie.mp4", PLAN, Album(), workers=workers, on_frames=count, cancelled=cancelled
        )
    assert stopped.value.code == "cancelled"
    assert sum(done) < PLAN.frames
    assert not (studio.folder / "movie.mp4").exists()
    assert studio.leftovers() == []


@pytest.mark.requirement("render-resumes")
def test_a_cancelled_render_goes_on_where_it_was(studio: Studio, tmp_path: Path) -> None:
    cancelled = threading.Event()
    done: list[int] = []

    def count(frames: int) -> None:
        done.append(frames)
        if sum(done) > PLAN.chunks[0].frames:
            cancelled.set()

    with pytest.raises(RenderCancelledError):
        studio.make("movie.mp4", PLAN, Album(), on_frames=count, cancelled=cancelled)
    assert len(studio.kept()) == 1
    reported: list[int] = []
    resumed = studio.make("movie.mp4", PLAN, Album(), on_frames=reported.append).read_bytes()
    assert reported[0] == PLAN.chunks[0].frames  # found whole, not drawn one by one
    (tmp_path / "fresh").mkdir()
    assert Studio(tmp_path / "fresh").make("movie.mp4", PLAN, Album()).read_bytes() == resumed


@pytest.mark.requirement("render-cancel")
def test_a_render_called_off_before_it_began_draws_nothing(studio: Studio) -> None:
    cancelled = threading.Event()
    cancelled.set()
    with pytest.raises(RenderCancelledError):
        studio.make("movie.mp4", PLAN, Album(), cancelled=cancelled)
    assert studio.kept() == []


@pytest.mark.requirement("render-cache-heals")
@pytest.mark.parametrize("damage", [b"", b"PVPK", b"junk" * 100])
def test_a_damaged_chunk_is_rendered_again(studio: Studio, damage: bytes) -> None:
    made = studio.make("first.mp4", PLAN, Album()).read_bytes()
    broken = studio.kept()[0]
    whole = broken.read_bytes()
    broken.write_bytes(damage)
    assert studio.make("second.mp4", PLAN, Album()).read_bytes() == made
    assert broken.read_bytes() == whole


@pytest.mark.requirement("render-cache-heals")
def test_a_chunk_of_the_wrong_length_is_rendered_again(studio: Studio) -> None:
    made = studio.make("first.mp4", PLAN, Album()).read_bytes()
    studio.cache.put(studio.kept()[0].stem, RUN)
    assert studio.make("second.mp4", PLAN, Album()).read_bytes() == made


@pytest.mark.requirement("render-disk-full")
@pytest.mark.usefixtures("full_disk")
def test_a_full_disk_is_told_and_leaves_nothing_behind(studio: Studio) -> None:
    with pytest.raises(StorageError) as failure:
        studio.make("movie.mp4", PLAN, Album())
    assert failure.value.code == "disk_full"
    assert failure.value.hint
    assert studio.leftovers() == studio.kept() == []


@pytest.mark.requirement("render-disk-full")
@pytest.mark.usefixtures("full_disk")
def test_a_chunk_that_cannot_be_kept_is_told(studio: Studio) -> None:
    with pytest.raises(StorageError) as failure:
        studio.cache.put("ab" * 32, RUN)
    assert failure.value.code == "disk_full"
    assert studio.leftovers() == []


@pytest.mark.requirement("render-disk-full")
def test_other_refusals_of_a_disk_are_told_apart() -> None:
    assert storage_error(OSError(errno.EDQUOT, "quota")).code == "disk_full"
    refused = storage_error(OSError(errno.EACCES, "Permission denied"))
    assert refused.code == "disk_refused"
    assert "Permission denied" in refused.message


@pytest.mark.requirement("render-cache")
def test_what_is_put_is_got_and_nothing_else(studio: Studio) -> None:
    studio.cache.put("ab" * 32, RUN)
    assert studio.cache.get("ab" * 32) == RUN
    assert studio.cache.get("cd" * 32) is None


@pytest.mark.requirement("render-cache-bound")
def test_what_was_not_used_longest_goes_first(tmp_path: Path) -> None:
    cache = ChunkCache(tmp_path, max_bytes=4500)
    keys = [f"{number:02d}" * 32 for number in range(5)]
    for age, key in enumerate(keys):
        cache.put(key, RUN)
        (path,) = tmp_path.glob(f"*/{key}.pvpk")
        os.utime(path, (1000 + age, 1000 + age))
    cache.get(keys[0])  # used just now: no longer the oldest
    cache.prune()
    left = [key for key in keys if cache.get(key)]
    assert left == [keys[0], keys[3], keys[4]]


@pytest.mark.requirement("render-cache-bound")
def test_a_cache_within_its_bound_is_left_alone(tmp_path: Path) -> None:
    cache = ChunkCache(tmp_path, max_bytes=10_000)
    cache.put("ab" * 32, RUN)
    cache.prune()
    assert cache.get("ab" * 32) == RUN


@pytest.mark.requirement("jobs-wait-for-room")
def test_a_disk_counts_as_full_while_there_is_still_room_for_words(tmp_path: Path) -> None:
    size = len(dump(RUN))
    cache = ChunkCache(tmp_path, free=lambda _: LEFT_FREE_BYTES + size)
    cache.put("ab" * 32, RUN)
    fuller = ChunkCache(tmp_path, free=lambda _: LEFT_FREE_BYTES + size - 1)
    with pytest.raises(StorageError) as failure:
        fuller.put("cd" * 32, RUN)
    assert failure.value.code == "disk_full"
    assert (cache.get("ab" * 32), cache.get("cd" * 32)) == (RUN, None)


@pytest.mark.requirement("render-cache")
def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "file"
    write_whole(path, b"old")
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.requirement("render-cancel")
def test_cancelling_counts_although_every_chunk_is_kept_already(tmp_path: Path) -> None:
    studio, plan = Studio(tmp_path), plan_of(slideshow())
    studio.make("first.mp4", plan, Album())
    cancelled = threading.Event()
    cancelled.set()
    with pytest.raises(RenderCancelledError):
        studio.make("second.mp4", plan, Album(), cancelled=cancelled)


@pytest.mark.requirement("render-cache-heals")
def test_a_kept_chunk_that_cannot_be_read_counts_as_none(tmp_path: Path) -> None:
    (tmp_path / "ab" / f"{'ab' * 32}.pvpk").mkdir(parents=True)
    assert ChunkCache(tmp_path).get("ab" * 32) is None


@pytest.mark.requirement("render-cache-bound")
def test_what_a_crash_left_half_written_is_thrown_away_in_time(tmp_path: Path) -> None:
    cache = ChunkCache(tmp_path, max_bytes=10)
    cache.put("ab" * 32, RUN)
    left = tmp_path / "ab" / ".abcdef.part"
    left.write_bytes(b"x" * 5000)
    os.utime(left, (1000, 1000))
    cache.prune()
    assert not left.exists()
