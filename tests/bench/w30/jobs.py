"""What runs in a process of its own, so that its whole cost can be counted.

``python -m tests.bench.w30.jobs JOB SPECIFICATION`` (a JSON object) prints one JSON object.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from tests.bench.w30 import work
from tests.bench.w30.quality import Quality, mean_of, quality_of
from tiktok_photo_video.backend.making import MP4_BY_X264, FileMaker
from tiktok_photo_video.backend.media_store import Kept, MediaStore
from tiktok_photo_video.backend.receipts import Receipts
from tiktok_photo_video.backend.signals import Signals
from tiktok_photo_video.backend.store import Store
from tiktok_photo_video.backend.workshop import Workshop
from tiktok_photo_video.media import MediaKind
from tiktok_photo_video.render.chunk_cache import ChunkCache
from tiktok_photo_video.render.chunks import Tools
from tiktok_photo_video.render.compositor import frames_of
from tiktok_photo_video.render.encoder import (
    AUDIO_RATE_HZ,
    VideoSettings,
    encode_frames,
    encode_sound,
    new_frame,
)
from tiktok_photo_video.render.movie import write_movie
from tiktok_photo_video.render.packets import PacketRun
from tiktok_photo_video.render.plan import Chunk, RenderPlan
from tiktok_photo_video.render.planes import Planes, new_planes
from tiktok_photo_video.render.preview import frame_picture, jpeg, storyboard
from tiktok_photo_video.render.rough_cut import ROUGH_SETTINGS, rough_cut
from tiktok_photo_video.render.titles import TitlePainter
from tiktok_photo_video.timeline.model import Timeline, TrackKind, placed_in
from tiktok_photo_video.wire.outputs import FileWish

Specification = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Desk:
    """A home folder with the photos and songs of the work in it."""

    media: MediaStore
    workshop: Workshop
    pictures: list[Kept]
    songs: list[Kept]
    out: Path

    @classmethod
    def set_up(cls, given: Specification) -> Desk:
        """Everything taken in, as an upload does it."""
        home = Path(given["home"])
        home.mkdir(parents=True, exist_ok=True)
        media = MediaStore(home / "media", Store(home))
        kept = _taken_in(media, [Path(path) for path in (*given["photos"], *given["songs"])])
        pictures = [each for each in kept if each.info.kind is not MediaKind.AUDIO]
        songs = [each for each in kept if each.info.kind is MediaKind.AUDIO]
        receipts = Receipts(home / "cache" / "receipts")
        workshop = Workshop(media, ChunkCache(home / "cache"), given.get("workers", 2), receipts)
        return cls(media, workshop, pictures, songs, Path(given["out"]))

    def work(self, count: int) -> Timeline:
        """The work with so many photos."""
        return work.slideshow(self.pictures, self.songs[0], count)

    def maker(self, timeline: Timeline) -> FileMaker:
        """What writes files of a timeline, without receipts."""
        shop = self.workshop
        plates = self.media.plates()
        tools = Tools(plates, TitlePainter())
        return FileMaker(timeline, self.media, shop.cache, tools, shop.workers, Signals())

    def export(self, timeline: Timeline) -> None:
        """The whole way from a timeline to an MP4."""
        self.workshop.make(self.out, timeline, FileWish(), Signals())


def _taken_in(media: MediaStore, paths: list[Path]) -> list[Kept]:
    # Two at a time, as the backend's own door does it.
    with ThreadPoolExecutor(2) as pool:
        return [
            kept for found in pool.map(lambda p: work.take_in(media, [p]), paths) for kept in found
        ]


def export(given: Specification) -> Specification:
    """From files to an MP4."""
    started_s = time.monotonic()
    desk = Desk.set_up(given)
    desk.export(desk.work(given["count"]))
    wall_s = time.monotonic() - started_s
    return {"size_bytes": desk.out.stat().st_size, "wall_s": wall_s}


def again(given: Specification) -> Specification:
    """The first export, then the same again and small changes: CPU-seconds of each."""
    steps: dict[str, float] = {}

    def timed(name: str, timeline: Timeline) -> None:
        started_s = 0.0 if name == "first" else time.process_time()
        desk.export(timeline)
        steps[name] = time.process_time() - started_s

    desk = Desk.set_up(given)
    plain = desk.work(given["count"])
    timed("first", plain)
    timed("same", plain)
    timed("music", work.with_song(plain, desk.songs[1]))
    timed("moved", work.with_photo_moved(plain))
    titled = work.with_title(plain, "Summer")
    desk.export(titled)
    timed("title", work.with_title(plain, "Autumn"))
    return steps


def board(given: Specification) -> Specification:
    """From files to the storyboard."""
    started_s = time.monotonic()
    desk = Desk.set_up(given)
    timeline = desk.work(len(desk.pictures))
    plan = desk.workshop.plan(timeline)
    plates = desk.media.plates()
    middles = [
        p.range_in_track.start + p.range_in_track.duration // 2
        for p in placed_in(timeline, TrackKind.VIDEO)
    ]
    desk.out.write_bytes(jpeg(storyboard(plan, middles, plates, TitlePainter())))
    return {"wall_s": time.monotonic() - started_s}


def frames(given: Specification) -> Specification:
    """Single frames without a storyboard before: each photo's first, and then one more of each."""
    desk = Desk.set_up(given)
    timeline = desk.work(given["count"])
    plates = desk.media.plates(most_plates=16)
    titles = TitlePainter()
    walls: dict[str, float] = {}
    for name, part in (("first", 3), ("warm", 2)):
        for placed in placed_in(timeline, TrackKind.VIDEO):
            at = placed.range_in_track.start + placed.range_in_track.duration // part
            started_s = time.monotonic()
            jpeg(frame_picture(desk.workshop.plan(timeline), at, plates, titles))
            walls[name] = max(walls.get(name, 0.0), time.monotonic() - started_s)
    return walls


def floor(given: Specification) -> Specification:
    """Only the encoding of the same finished frames, with the sound and the file around it.

    Frames are drawn into memory first, so many chunks at a time as are encoded at a time; the
    drawing is not counted.
    """
    desk = Desk.set_up(given)
    timeline = desk.work(given["count"])
    plan = desk.workshop.plan(timeline)
    settings = _settings(given)
    spent = _Spent()
    workers = given.get("workers", 2)
    with ThreadPoolExecutor(workers) as pool:
        runs: list[PacketRun] = []
        for batch in _batches(plan, workers):
            stored = list(pool.map(lambda chunk: _drawn(chunk, desk), batch))
            with spent:
                done = pool.map(partial(_encoded, settings=settings), batch, stored)
                runs.extend(done)
    samples = np.random.default_rng(1).normal(0, 0.1, (_samples_of(timeline), 2))
    with spent:
        sound = encode_sound(samples.astype(np.float32))
        write_movie(
            desk.out, canvas=plan.canvas, settings=settings, chunks=runs, sound=lambda: sound
        )
    return {"cpu_s": spent.cpu_s, "size_bytes": desk.out.stat().st_size}


def _samples_of(timeline: Timeline) -> int:
    return round(timeline.duration * AUDIO_RATE_HZ / timeline.rate)


class _Spent:
    """Adds up the CPU-seconds of everything done inside it."""

    def __init__(self) -> None:
        self.cpu_s = 0.0

    def __enter__(self) -> None:
        self._started_s = time.process_time()

    def __exit__(self, *_: object) -> None:
        self.cpu_s += time.process_time() - self._started_s


def _settings(given: Specification) -> VideoSettings:
    settings = VideoSettings()
    if "preset" in given:
        settings = replace(settings, preset=given["preset"])
    return settings


def _batches(plan: RenderPlan, size: int) -> Iterator[tuple[Chunk, ...]]:
    for start in range(0, len(plan.chunks), size):
        yield plan.chunks[start : start + size]


def _drawn(chunk: Chunk, desk: Desk) -> list[Planes]:
    canvas = chunk.canvas
    planes = new_planes(canvas.width_px, canvas.height_px)
    plates = desk.media.plates()
    frames = frames_of(chunk, plates, TitlePainter(), planes)
    return [Planes(*(plane.copy() for plane in planes)) for _ in frames]


def _encoded(chunk: Chunk, pictures: list[Planes], settings: VideoSettings) -> PacketRun:
    canvas = chunk.canvas
    frame, planes = new_frame(canvas.width_px, canvas.height_px)

    def shown() -> Iterator[int]:
        for number, picture in enumerate(pictures):
            for target, source in zip(planes, picture, strict=True):
                target[:] = source
            yield number

    return encode_frames(shown(), frame, rate=canvas.rate, settings=settings)


def draft(given: Specification) -> Specification:
    """Drafts of the work: the first, the same again, and one with another title."""
    desk = Desk.set_up(given)
    plain = rough_cut(desk.work(given["count"]))
    steps = {"first": plain, "same": plain, "title": work.with_title(plain, "Autumn")}
    codec = replace(MP4_BY_X264, settings=lambda _: ROUGH_SETTINGS)
    walls: dict[str, float] = {}
    for name, timeline in steps.items():
        started_s = time.monotonic()
        desk.maker(timeline).whole(desk.out, codec)
        walls[name] = time.monotonic() - started_s
    return {**walls, "size_bytes": desk.out.stat().st_size}


def quality(given: Specification) -> Specification:
    """Our settings beside other presets at the size that ours come to, on some of the chunks.

    A preset's quality at exactly our size lies between those of two of its qualities.
    """
    desk = Desk.set_up(given)
    plan = desk.workshop.plan(desk.work(given["count"]))
    usual = VideoSettings()
    others = [
        replace(usual, preset=preset, crf=crf, options=_PLAIN)
        for preset in _PRESETS
        for crf in _CRFS
    ]
    sizes, costs_s = np.zeros(5), np.zeros(5)
    found: list[list[Quality]] = [[] for _ in sizes]
    for chunk in plan.chunks[1 :: max(len(plan.chunks) // _JUDGED_CHUNKS, 1)]:
        pictures = _drawn(chunk, desk)
        for index, settings in enumerate((usual, *others)):
            started_s = time.process_time()
            run = _encoded(chunk, pictures, settings)
            costs_s[index] += time.process_time() - started_s
            sizes[index] += sum(len(packet.data) for packet in run.packets)
            found[index].extend(quality_of(run, pictures))
    means = [mean_of(each) for each in found]
    told = {"ssim": means[0].ssim, "psnr_db": means[0].psnr_db}
    for preset, fine, coarse in zip(_PRESETS, (1, 3), (2, 4), strict=True):
        part = float(np.log(sizes[0] / sizes[fine]) / np.log(sizes[coarse] / sizes[fine]))
        for name, values in (
            ("ssim", [each.ssim for each in means]),
            ("psnr_db", [each.psnr_db for each in means]),
            ("cost", (costs_s / costs_s[0]).tolist()),
        ):
            told[f"{preset}_{name}"] = values[fine] + part * (values[coarse] - values[fine])
    return told


_PRESETS, _CRFS = ("slow", "veryfast"), (19, 24)
_JUDGED_CHUNKS = 3
# Of the options only those that chunks need; the rest is the preset's.
_PLAIN = (("threads", "1"), ("open-gop", "0"), ("keyint", "infinite"), ("scenecut", "0"))

JOBS: dict[str, Callable[[Specification], Specification]] = {
    "export": export,
    "again": again,
    "board": board,
    "floor": floor,
    "draft": draft,
    "frames": frames,
    "quality": quality,
}


def main() -> None:
    """Do one job."""
    name, text = sys.argv[1:]
    result = JOBS[name](json.loads(text))
    used = resource.getrusage(resource.RUSAGE_SELF)
    sys.stdout.write(json.dumps({**result, "peak_mib": used.ru_maxrss / 1024}) + "\n")


if __name__ == "__main__":
    main()
