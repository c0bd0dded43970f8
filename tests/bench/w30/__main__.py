"""``python -m tests.bench.w30``: measure the work, print one table.

See ``tests/bench/README.md`` for what the rows mean.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from PIL import Image

from tests.bench.w30 import measure, rivals, work
from tiktok_photo_video.media import load_photo


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: what was asked, what was measured, what is wanted."""

    what: str
    value: str
    wanted: str = ""

    def line(self) -> str:
        """As it is printed."""
        return f"| {self.what} | {self.value} | {self.wanted} |"


@dataclass(frozen=True, slots=True)
class Bench:
    """Where things are, and how often each is measured."""

    folder: Path
    photos: list[Path]
    songs: list[Path]
    runs: int
    rivals_python: str = sys.executable
    fresh: Iterator[int] = field(default_factory=lambda: iter(range(10_000)))

    def job(
        self, name: str, *, count: int = 5, cores: set[int] | None = None, workers: int = 2
    ) -> measure.Cost:
        """One job in an empty home."""
        number = next(self.fresh)
        given = {
            "home": str(self.folder / f"home-{number}"),
            "photos": [str(path) for path in self.photos],
            "songs": [str(path) for path in self.songs],
            "count": count,
            "workers": workers,
            "out": str(self.folder / f"{name}.mp4"),
        }
        sys.stderr.write(f"{name} ({count} photos) …\n")
        return measure.job(name, given, cores=cores)


def speed(bench: Bench) -> Iterator[Row]:
    """Ourselves, the floor and the rivals, in turn; ratios within each turn."""
    twins = [_twin(path, bench.folder) for path in bench.photos]
    others = rivals.rivals(twins, bench.songs[0], bench.folder, python=bench.rivals_python)
    turns: list[dict[str, float]] = []
    peaks: list[float] = []
    for _ in range(bench.runs):
        ours = bench.job("export")
        peaks.append(ours.peak_mib)
        turn = {"ours": ours.cpu_s, "floor": float(bench.job("floor").told["cpu_s"])}
        for name, command in others.items():
            sys.stderr.write(f"{name} …\n")
            turn[name] = measure.cost_of(command).cpu_s
        turns.append(turn)
    yield Row("encode only, our settings (the floor)", _spread(turn["floor"] for turn in turns))
    yield Row("first export, from files", _spread(turn["ours"] for turn in turns))
    yield Row("first export / floor", _ratio(turns, "floor"), "≤ 1.6, aim 1.25")
    for name in others:
        yield Row(name, _spread(turn[name] for turn in turns))
        wanted = "≤ 0.8" if "ffmpeg" in name else "≤ 0.33"
        yield Row(f"first export / {name}", _ratio(turns, name), wanted)
    yield Row("peak memory", f"{max(peaks):.0f} MiB", "< 700 MB")
    noise = [turn["floor"] for turn in turns]
    apart = (max(noise) - min(noise)) / statistics.median(noise)
    yield Row("noise: the floor's runs lie apart by", f"{apart:.0%}")


def again(bench: Bench) -> Iterator[Row]:
    """What a second export costs, as a share of the first; in one process, as the service is."""
    turns = [bench.job("again").told for _ in range(bench.runs)]
    rows = (("same", "1 %"), ("title", "20 %"), ("music", "6 %"), ("moved", "45 %"))
    for name, wanted in rows:
        share = statistics.median(float(turn[name]) / float(turn["first"]) for turn in turns)
        yield Row(f"export after a change: {name}", f"{share:.1%} of the first", f"< {wanted}")


def growth(bench: Bench) -> Iterator[Row]:
    """Sixty photos beside five: cost of a second of video, and memory."""
    pairs = [(bench.job("export"), bench.job("export", count=60)) for _ in range(bench.runs)]
    cost = statistics.median(long.cpu_s / 12 / short.cpu_s for short, long in pairs)
    peak = statistics.median(long.peak_mib / short.peak_mib for short, long in pairs)
    yield Row("a second of video: 60 photos / 5 photos", f"{cost:.2f}", "≤ 1.05")
    yield Row("peak memory: 60 photos / 5 photos", f"{peak:.2f}", "≤ 1.10")
    most = max(long.peak_mib for _, long in pairs)
    yield Row("peak memory, 60 photos", f"{most:.0f} MiB", "< 700 MB")


def cores(bench: Bench) -> Iterator[Row]:
    """Two processors beside one."""
    if not hasattr(os, "sched_setaffinity") or len(os.sched_getaffinity(0)) < 2:
        return
    two = set(sorted(os.sched_getaffinity(0))[:2])
    pairs = [
        (bench.job("export", cores={min(two)}, workers=1), bench.job("export", cores=two))
        for _ in range(bench.runs)
    ]
    # As in a service that runs: without the start of Python.
    gain = statistics.median(
        float(one.told["wall_s"]) / float(both.told["wall_s"]) for one, both in pairs
    )
    yield Row("two cores / one, from files to MP4", f"{gain:.2f} times", "≥ 1.8")


def previews(bench: Bench) -> Iterator[Row]:
    """From files to the storyboard, and drafts."""
    heics = work.paint_photos(bench.folder / "heic", 5, suffix=".heic")
    only = replace(bench, photos=heics)
    boards = [float(only.job("board").told["wall_s"]) for _ in range(bench.runs)]
    yield Row(
        "storyboard of five 12-megapixel HEICs", f"{statistics.median(boards):.1f} s", "< 3 s"
    )
    looks = [bench.job("frames").told for _ in range(bench.runs)]
    for name, what in (("first", "first look at a photo"), ("warm", "another frame of it")):
        wall_s = statistics.median(float(look[name]) for look in looks)
        yield Row(f"single frame, {what} (slowest of five)", f"{wall_s:.2f} s", "< 0.2 s")
    drafts = [bench.job("draft").told for _ in range(bench.runs)]
    length_s = 5 * work.PHOTO_S
    for name, what in (("first", "draft video"), ("title", "draft after a new title")):
        wall_s = statistics.median(float(draft[name]) for draft in drafts)
        yield Row(what, f"{length_s / wall_s:.0f} times real time", "≥ 5")


def quality(bench: Bench) -> Iterator[Row]:
    """What our encoder settings lose, beside encodes of the same size by other presets."""
    told = bench.job("quality").told
    yield Row("our settings", f"SSIM {told['ssim']:.4f}, PSNR {told['psnr_db']:.2f} dB")
    for preset in ("slow", "veryfast"):
        ssim, psnr_db = told[f"{preset}_ssim"], told[f"{preset}_psnr_db"]
        cost = told[f"{preset}_cost"]
        yield Row(
            f"preset {preset} at our size",
            f"SSIM {ssim:.4f}, PSNR {psnr_db:.2f} dB, {cost:.2f} times our CPU to encode",
        )


PARTS: Mapping[str, Callable[[Bench], Iterator[Row]]] = {
    "speed": speed,
    "again": again,
    "growth": growth,
    "cores": cores,
    "previews": previews,
    "quality": quality,
}


def _spread(values: Iterator[float]) -> str:
    given = sorted(values)
    return f"{statistics.median(given):.1f} CPU-s ({given[0]:.1f}..{given[-1]:.1f})"


def _ratio(turns: list[dict[str, float]], other: str) -> str:
    ratios = sorted(turn["ours"] / turn[other] for turn in turns)
    return f"{statistics.median(ratios):.2f} ({ratios[0]:.2f}..{ratios[-1]:.2f})"


def _twin(path: Path, folder: Path) -> Path:
    """A photo as everybody can read it: upright, sRGB, JPEG, at full size."""
    twin = folder / f"{path.stem}.twin.jpg"
    pixels = load_photo(path, name=path.name, min_width_px=10**6, min_height_px=10**6)
    Image.fromarray(np.asarray(pixels)).save(twin, quality=92)
    return twin


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.w30", description=__doc__)
    parser.add_argument("--photos", type=Path, help="a folder of five photos; painted ones if not")
    parser.add_argument("--runs", type=int, default=3, help="how often each is measured")
    parser.add_argument(
        "--rivals", default=sys.executable, help="the Python that has MoviePy; this one if not"
    )
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="what to measure; all")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="w30-") as name:
        folder = Path(name)
        photos = (
            work.photos_in(given.photos, 5)
            if given.photos
            else work.paint_photos(folder / "painted", 5)
        )
        songs = [
            work.write_song(folder / f"song-{pitch}.wav", 30.0, pitch_hz=pitch)
            for pitch in (220.0, 196.0)
        ]
        bench = Bench(folder, photos, songs, given.runs, given.rivals)
        sys.stdout.write("| what | measured | wanted |\n|---|---|---|\n")
        for part in given.parts or PARTS:
            for row in PARTS[part](bench):
                sys.stdout.write(row.line() + "\n")
                sys.stdout.flush()


if __name__ == "__main__":
    main()
