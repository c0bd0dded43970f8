"""Chunks to packets, several at a time, and the cache that makes a second time free.

The cache is the checkpoint of a render: a chunk is a pure function of its value, so what
was rendered before a crash, an edit or another export is simply found again.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import asdict, dataclass, field
from enum import Enum
from fractions import Fraction
from typing import Protocol

import av.error
import cv2

from tiktok_photo_video.errors import MediaError, RenderError
from tiktok_photo_video.render.chunk_cache import ChunkCache
from tiktok_photo_video.render.compositor import frames_of
from tiktok_photo_video.render.encoder import (
    ENCODER_VERSION,
    CodecSettings,
    VideoSettings,
    encode_frames,
    new_frame,
)
from tiktok_photo_video.render.packets import PacketRun
from tiktok_photo_video.render.plan import Chunk, RenderPlan
from tiktok_photo_video.render.plates import PlateStore
from tiktok_photo_video.render.priority import stand_back
from tiktok_photo_video.render.titles import TitlePainter

# Raise this whenever the same chunk would give other pixels or packets than before.
RENDER_VERSION = 5
# Whoever waits looks so often whether it is called off, and tells that it still waits.
_LOOK_EVERY_S = 0.2

OnFrames = Callable[[int], None]
# Told of a chunk that failed and is made once more: which of the plan's, and why.
OnRetry = Callable[[int, Exception], None]
# What may be a passing mood of a codec or a machine; a full disk or memory is not.
_WORTH_ANOTHER_TRY = (
    RenderError,
    MediaError,
    ArithmeticError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
    cv2.error,
    av.error.FFmpegError,
)


class Stop(Protocol):
    """Whether work is to end, as an event tells it."""

    def is_set(self) -> bool:
        """Whether it is."""
        ...

    def set(self) -> None:
        """End it."""
        ...


class StopOfTry:
    """The end of one try of a work, by itself or because the whole work is called off."""

    def __init__(self, whole: Stop) -> None:
        self._whole = whole
        self._own = threading.Event()

    def is_set(self) -> bool:
        """Whether this try is to end."""
        return self._own.is_set() or self._whole.is_set()

    def set(self) -> None:
        """End this try; the work may be tried again."""
        self._own.set()


@dataclass(frozen=True, slots=True)
class Tools:
    """What rendering needs besides the plan."""

    plates: PlateStore
    titles: TitlePainter
    settings: CodecSettings = field(default_factory=VideoSettings)


class RenderCancelledError(RenderError):
    """The render was called off; not a failure."""

    code = "cancelled"

    def __init__(self) -> None:
        super().__init__("The export was cancelled.", hint="Ask for it again whenever you like.")


def chunk_key(chunk: Chunk, settings: CodecSettings) -> str:
    """The SHA-256 (hex) over everything the chunk's packets depend on."""
    facts = {
        "version": RENDER_VERSION,
        "encoder": ENCODER_VERSION,
        "chunk": asdict(chunk),
        "settings": asdict(settings),
    }
    text = json.dumps(facts, sort_keys=True, separators=(",", ":"), default=_plain)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Fraction):
        return [value.numerator, value.denominator]
    raise TypeError(f"{type(value).__name__} has no place in a key")


def render_chunks(
    plan: RenderPlan,
    tools: Tools,
    cache: ChunkCache,
    *,
    workers: int,
    on_frames: OnFrames = lambda _: None,
    on_retry: OnRetry = lambda _, __: None,
    cancelled: Stop | None = None,
) -> Generator[PacketRun, None, None]:
    """The packets of every chunk, in order; at most ``workers`` are rendered at a time.

    Args:
        plan: what to render.
        tools: plates, titles and encoder settings.
        cache: where finished chunks are found and kept.
        workers: chunks under way at once.
        on_frames: told how many more frames are done; called from worker threads.
        on_retry: told of a chunk that failed and is made once more; likewise.
        cancelled: stops the render within a frame when set; it is set when a chunk fails.

    Raises:
        RenderCancelledError: ``cancelled`` was set.
        RenderError, StorageError: a chunk failed twice; chunks done so far stay in the cache.

    """
    stop = cancelled or threading.Event()
    pool = ThreadPoolExecutor(workers, "chunk", initializer=stand_back)
    begun: dict[int, Future[PacketRun]] = {}
    due = 0
    # A window, not the whole list: packets of chunks not yet asked for stay few.
    window = 2 * workers
    is_called_off = False
    try:
        for number in order_of(plan.chunks, last=window if workers > 1 else 0):
            watch = _Watch(number, on_frames, on_retry, stop)
            chunk = plan.chunks[number]
            begun[number] = pool.submit(_render_or_find, chunk, tools, cache, watch)
            if len(begun) > window and due in begun:
                yield _taken(begun, due, stop, on_frames)
                due += 1
        for number in range(due, len(plan.chunks)):
            yield _taken(begun, number, stop, on_frames)
    except BaseException as error:
        stop.set()
        is_called_off = isinstance(error, RenderCancelledError)
        raise
    finally:
        # A frame may take long where a clip has to be read far ahead for it: who called it off
        # does not wait for that.
        pool.shutdown(wait=not is_called_off, cancel_futures=True)
    cache.prune()


def order_of(chunks: Sequence[Chunk], *, last: int) -> list[int]:
    """In which order chunks are begun: as they are seen, but the longest of the last ones first.

    So no thread is left with a long chunk when there is nothing else to do.
    """
    usual = list(range(len(chunks)))
    start = max(len(usual) - last, 0)
    return usual[:start] + sorted(usual[start:], key=lambda number: -chunks[number].frames)


def _taken(
    begun: dict[int, Future[PacketRun]], number: int, stop: Stop, on_frames: OnFrames
) -> PacketRun:
    while True:
        done, _ = wait(begun.values(), timeout=_LOOK_EVERY_S, return_when=FIRST_COMPLETED)
        for future in done:
            future.result()  # a failure anywhere is told at once, not when its turn comes
        if done:
            return waited_for(begun.pop(number), stop, on_frames)
        _go_on(stop, on_frames)


def waited_for(future: Future[PacketRun], stop: Stop, on_frames: OnFrames) -> PacketRun:
    """What a future gives; meanwhile the work is seen to live, and ends when it is called off.

    Raises:
        RenderCancelledError: ``stop`` was set.
    """
    while not wait([future], timeout=_LOOK_EVERY_S).done:
        _go_on(stop, on_frames)
    return future.result()


def _go_on(stop: Stop, on_frames: OnFrames) -> None:
    if stop.is_set():
        raise RenderCancelledError
    on_frames(0)


@dataclass(slots=True)
class _Watch:
    """Who watches the making of one chunk; counts its frames, to take them back if it fails."""

    number: int
    on_frames: OnFrames
    on_retry: OnRetry
    stop: Stop
    counted: int = 0

    def add(self, frames: int) -> None:
        self.counted += frames
        self.on_frames(frames)

    def begin_anew(self, error: Exception) -> None:
        self.add(-self.counted)
        self.on_retry(self.number, error)


def _render_or_find(chunk: Chunk, tools: Tools, cache: ChunkCache, watch: _Watch) -> PacketRun:
    if watch.stop.is_set():
        raise RenderCancelledError
    key = chunk_key(chunk, tools.settings)
    found = cache.get(key)
    if found is not None and found.frames == chunk.frames:
        watch.add(chunk.frames)
        return found
    run = _rendered(chunk, tools, watch)
    cache.put(key, run)
    return run


def _rendered(chunk: Chunk, tools: Tools, watch: _Watch) -> PacketRun:
    """The chunk, made once more if it fails."""
    try:
        return render_chunk(chunk, tools, on_frames=watch.add, stop=watch.stop)
    except RenderCancelledError:
        raise
    except _WORTH_ANOTHER_TRY as error:
        watch.begin_anew(error)
    if watch.stop.is_set():
        raise RenderCancelledError
    return render_chunk(chunk, tools, on_frames=watch.add, stop=watch.stop)


def render_chunk(chunk: Chunk, tools: Tools, *, on_frames: OnFrames, stop: Stop) -> PacketRun:
    """Draw and encode one chunk, whether or not it is kept somewhere."""
    canvas = chunk.canvas
    frame, planes = new_frame(canvas.width_px, canvas.height_px)

    def drawn() -> Iterator[int]:
        for number in frames_of(chunk, tools.plates, tools.titles, planes):
            if stop.is_set():
                raise RenderCancelledError
            yield number
            on_frames(1)

    return encode_frames(drawn(), frame, rate=canvas.rate, settings=tools.settings)
