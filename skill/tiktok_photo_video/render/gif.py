"""Frames to an animated GIF: its own frame rate, 256 colours a scene, looping for ever.

GIF counts time in hundredths of a second. So a GIF is sampled from the video's own frames at
a delay of whole hundredths, and no time adds up. Each chunk of the plan gets a palette of its
own: chunks begin at the cuts, so no scene pays for the colours of another.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from pathlib import Path
from typing import cast

import av
import av.error
from av.filter import Graph
from av.video.stream import VideoStream

from tiktok_photo_video.render.chunk_cache import ChunkCache
from tiktok_photo_video.render.chunks import RenderCancelledError, Tools, chunk_key
from tiktok_photo_video.render.compositor import Compositor
from tiktok_photo_video.render.movie import written_whole
from tiktok_photo_video.render.packets import EncodedPacket, PacketRun
from tiktok_photo_video.render.plan import Chunk, RenderPlan
from tiktok_photo_video.render.planes import new_planes, rgb_from_planes

CENTISECONDS_PER_S = 100
_CENTISECOND = Fraction(1, CENTISECONDS_PER_S)
_MOST_KEPT_BYTES = 64 * 1024**2
# An ordered pattern stays where it is from frame to frame. One that spreads errors looks
# smoother in a still, but crawls, and takes half as long again.
_DITHER = "dither=bayer:bayer_scale=4:diff_mode=rectangle"


@dataclass(frozen=True, slots=True)
class GifWork:
    """What a GIF is made of: a plan at the GIF's size, and how long each picture stays."""

    plan: RenderPlan
    tools: Tools
    delay_cs: int

    @property
    def frames(self) -> tuple[int, ...]:
        """The video's frames it shows: what is seen in the middle of each picture's time."""
        rate, delay_s = self.plan.canvas.rate, self.delay_cs * _CENTISECOND
        count = max(round(self.plan.frames / rate / delay_s), 1)
        middles = (int((number + Fraction(1, 2)) * delay_s * rate) for number in range(count))
        return tuple(min(middle, self.plan.frames - 1) for middle in middles)


def write_or_find_gif(
    path: Path,
    work: GifWork,
    cache: ChunkCache,
    *,
    frames: Sequence[int],
    on_frames: Callable[[int], None] = lambda _: None,
    stop: threading.Event,
) -> None:
    """As :func:`write_gif` does it, unless the very same GIF was made before and is kept.

    Raises:
        RenderCancelledError: ``stop`` was set.
        RenderError, StorageError: a frame or the disk failed.
    """
    key = _key(work, frames)
    if found := cache.get(key):
        with written_whole(path, what="GIF") as part:
            part.write_bytes(found.packets[0].data)
        on_frames(len(frames))
        return
    write_gif(path, work, frames=frames, on_frames=on_frames, stop=stop)
    if path.stat().st_size <= _MOST_KEPT_BYTES:
        whole = EncodedPacket(0, 0, len(frames), is_keyframe=True, data=path.read_bytes())
        cache.put(key, PacketRun(len(frames), b"", (whole,)))


def _key(work: GifWork, frames: Sequence[int]) -> str:
    """The SHA-256 (hex) over everything the GIF depends on."""
    drawn = [chunk_key(chunk, work.tools.settings) for chunk in work.plan.chunks]
    facts = {"gif": _DITHER, "delay_cs": work.delay_cs, "frames": list(frames), "drawn": drawn}
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


def write_gif(
    path: Path,
    work: GifWork,
    *,
    frames: Sequence[int],
    on_frames: Callable[[int], None] = lambda _: None,
    stop: threading.Event,
) -> None:
    """Draw frames of a plan into a GIF at ``path``.

    The file is written beside ``path`` and moved into place when it is complete.

    Raises:
        RenderCancelledError: ``stop`` was set.
        RenderError, StorageError: a frame or the disk failed.
    """
    with (
        written_whole(path, what="GIF") as part,
        av.open(str(part), "w", format="gif", options={"loop": "0"}) as container,
    ):
        stream = container.add_stream("gif", Fraction(CENTISECONDS_PER_S, work.delay_cs))
        _configure(stream, work.plan)
        pictures = _pictures(work, frames, on_frames=on_frames, stop=stop)
        for number, picture in enumerate(pictures):
            picture.pts, picture.time_base = number * work.delay_cs, _CENTISECOND
            container.mux(stream.encode(picture))
        container.mux(stream.encode(None))


def _configure(stream: VideoStream, plan: RenderPlan) -> None:
    stream.width, stream.height = plan.canvas.width_px, plan.canvas.height_px
    stream.pix_fmt = "pal8"
    stream.codec_context.time_base = _CENTISECOND


def _pictures(
    work: GifWork,
    frames: Iterable[int],
    *,
    on_frames: Callable[[int], None],
    stop: threading.Event,
) -> Iterator[av.VideoFrame]:
    """The frames with 256 colours each, a palette for each chunk."""
    placed = (work.plan.chunk_at(frame) for frame in frames)
    for chunk, of_chunk in groupby(placed, key=lambda it: it[0]):
        drawn = list(_drawn(chunk, [at for _, at in of_chunk], work.tools, stop=stop))
        for picture in _with_palette(drawn):
            yield picture
            on_frames(1)


def _drawn(
    chunk: Chunk, frames: Iterable[int], tools: Tools, *, stop: threading.Event
) -> Iterator[av.VideoFrame]:
    planes = new_planes(chunk.canvas.width_px, chunk.canvas.height_px)
    with Compositor(chunk, tools.plates, tools.titles) as compositor:
        for frame in frames:
            if stop.is_set():
                raise RenderCancelledError
            compositor.draw(frame, planes)
            yield av.VideoFrame.from_ndarray(rgb_from_planes(planes), format="rgb24")


def _with_palette(pictures: Sequence[av.VideoFrame]) -> Iterator[av.VideoFrame]:
    """RGB pictures as pictures of the 256 colours that suit all of them best."""
    first = pictures[0]
    graph = Graph()
    source = graph.add_buffer(
        width=first.width, height=first.height, format=first.format, time_base=_CENTISECOND
    )
    split, sink = graph.add("split"), graph.add("buffersink")
    # No entry for "transparent": nothing here is, and it is one colour more.
    palette = graph.add("palettegen", "stats_mode=full:reserve_transparent=0")
    use = graph.add("paletteuse", _DITHER)
    source.link_to(split)
    split.link_to(palette, 0)
    split.link_to(use, 1, 0)
    palette.link_to(use, 0, 1)
    use.link_to(sink)
    graph.configure()
    for number, picture in enumerate(pictures):
        picture.pts, picture.time_base = number, _CENTISECOND
        graph.push(picture)
    graph.push(None)
    for _ in pictures:
        yield cast("av.VideoFrame", graph.pull())
