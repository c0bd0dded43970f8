"""One film into one file, of whatever kind: plain, squeezed under a bound, or a GIF."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from pathlib import Path

from tiktok_photo_video.backend.media_store import MediaStore
from tiktok_photo_video.backend.signals import Signals
from tiktok_photo_video.backend.soundtrack import soundtrack
from tiktok_photo_video.backend.wished import resized
from tiktok_photo_video.errors import RenderError
from tiktok_photo_video.render.chunk_cache import ChunkCache
from tiktok_photo_video.render.chunks import (
    RenderCancelledError,
    Stop,
    StopOfTry,
    Tools,
    render_chunks,
    waited_for,
)
from tiktok_photo_video.render.codecs import HARDWARE, Vp9Settings
from tiktok_photo_video.render.encoder import CodecSettings, SoundSettings, VideoSettings
from tiktok_photo_video.render.gif import CENTISECONDS_PER_S, GifWork, write_or_find_gif
from tiktok_photo_video.render.movie import MP4, WEBM, Wrapping, write_movie
from tiktok_photo_video.render.packets import PacketRun
from tiktok_photo_video.render.plan import RenderPlan, plan_render
from tiktok_photo_video.render.priority import stand_back
from tiktok_photo_video.render.squeezing import (
    VP9_SCALE,
    X264_SCALE,
    GifRung,
    QualityScale,
    Rung,
    coarser,
    gif_bytes,
    gif_rungs,
)
from tiktok_photo_video.timeline.model import UNNAMED, Timeline, s_from_frames
from tiktok_photo_video.wire.outputs import EncoderChoice, FileFormat, FileWish

GIF_BYTES = 15_000_000
"""The most a GIF weighs of which nobody said how large it may be: sites take about as much."""

_SOFTWARE = frozenset({EncoderChoice.AUTO, EncoderChoice.X264})
_ENCODER_CODES = frozenset({"encoder", "mixed_chunks", "muxer"})
_GIF_TRIAL_FRAMES = 6
# Of a bound, what the sound may take before it is encoded smaller.
_SOUND_SHARE = 0.15
_SOUND_BIT_RATES = (192_000, 128_000, 96_000, 64_000, 48_000)
# What containers add for each packet and for themselves; generous, for the file is weighed.
_PACKET_BYTES, _HEAD_BYTES = 20, 6_000


@dataclass(frozen=True, slots=True)
class Made:
    """What a file turned out to be.

    Attributes:
        facts: of the picture and the encoder, as they are told to who ordered it.
    """

    facts: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Codec:
    """How one format is encoded: at a number for quality, and what the numbers mean."""

    settings: Callable[[float], CodecSettings]
    scale: QualityScale
    wrapping: Wrapping


def _x264(quality: float) -> CodecSettings:
    usual = VideoSettings()
    # The usual number is a whole one, and stays written so in the keys of chunks.
    return usual if quality == usual.crf else replace(usual, crf=quality)


MP4_BY_X264 = Codec(_x264, X264_SCALE, MP4)


def _by_chip(settings: CodecSettings) -> Codec:
    return Codec(lambda _: settings, X264_SCALE, MP4)


CODECS: Mapping[FileFormat, Codec] = {
    FileFormat.MP4: MP4_BY_X264,
    FileFormat.WEBM: Codec(Vp9Settings, VP9_SCALE, WEBM),
}


@dataclass(frozen=True, slots=True)
class FileMaker:
    """Makes files of one timeline."""

    timeline: Timeline
    media: MediaStore
    cache: ChunkCache
    tools: Tools
    workers: int
    signals: Signals
    encoder_works: Callable[[str], bool] = lambda _: False

    def make(self, path: Path, wish: FileWish) -> Made:
        """Write the file that is wished for at ``path``.

        Raises:
            RenderCancelledError: it was called off.
            PhotoVideoError: media is gone, the encoder or the disk failed, or nothing worth
                looking at is as small as was wished.
        """
        if wish.format is FileFormat.GIF:
            made = self._gif(path, wish)
        elif wish.max_bytes is not None:
            made = self._squeezed(path, CODECS[wish.format], wish.max_bytes)
        elif wish.encoder in _SOFTWARE:
            made = self.whole(path, CODECS[wish.format])
        else:
            made = self._by_hardware(path, wish.encoder)
        told = {"format": wish.format.value, "max_bytes": wish.max_bytes}
        return Made({**made.facts, **{k: v for k, v in told.items() if v is not None}})

    def _by_hardware(self, path: Path, choice: EncoderChoice) -> Made:
        """With a chip's encoder if one works to the end; else with x264, which always does."""
        names = HARDWARE if choice is EncoderChoice.HARDWARE else (choice.value,)
        for name in filter(self.encoder_works, names):
            settings = HARDWARE[name]
            try:
                return self.whole(path, _by_chip(settings))
            except RenderCancelledError:
                raise
            except RenderError as error:
                if error.code not in _ENCODER_CODES:
                    raise
                self.signals.begin_again()
        made = self.whole(path, MP4_BY_X264)
        return Made({**made.facts, "encoder_failed": choice.value})

    def whole(self, path: Path, codec: Codec) -> Made:
        """Write the whole film at ``path`` at a codec's best quality.

        Raises:
            RenderCancelledError: it was called off.
            PhotoVideoError: media is gone, the encoder or the disk failed.
        """
        settings, plan = codec.settings(codec.scale.best), self._plan(self.timeline)
        # What fails ends this try of it, and not the whole work.
        stop = StopOfTry(self.signals.cancelled)
        with self._sound(codec.wrapping.sound, stop) as sound:
            chunks = render_chunks(
                plan,
                replace(self.tools, settings=settings),
                self.cache,
                workers=self.workers,
                on_frames=self.signals.on_frames,
                on_retry=self.signals.on_retry,
                cancelled=stop,
            )
            joined = _then(chunks, self.signals.on_joining)
            heard = partial(waited_for, sound, stop, self.signals.on_frames)
            self._write(path, plan, settings, codec.wrapping, chunks=joined, sound=heard)
        return _made(plan, settings.codec)

    def _squeezed(self, path: Path, codec: Codec, max_bytes: int) -> Made:
        """The best rung that fits, found by rendering; see ``render.squeezing``."""
        wrapping = replace(
            codec.wrapping, sound=self._sound_within(codec.wrapping.sound, max_bytes)
        )
        rung: Rung | None = Rung(
            min(self.timeline.width_px, self.timeline.height_px), codec.scale.best
        )
        with self._sound(wrapping.sound, self.signals.cancelled) as pending:
            sound = waited_for(pending, self.signals.cancelled, self.signals.on_frames)
        while rung is not None:
            plan = self._plan(resized(self.timeline, rung.short_side_px))
            settings = codec.settings(rung.quality)
            budget = max_bytes - _overhead(plan, sound)
            chunks, excess = self._within(plan, settings, budget)
            if chunks:
                self._write(path, plan, settings, wrapping, chunks=chunks, sound=lambda: sound)
                excess = path.stat().st_size / max_bytes
                if excess <= 1.0:
                    return self._reduced(_made(plan, settings.codec), plan)
                path.unlink()
            rung = coarser(rung, codec.scale, excess=excess)
            self.signals.begin_again()
        raise _cannot_fit(self.timeline, max_bytes)

    def _reduced(self, made: Made, plan: RenderPlan) -> Made:
        is_reduced = plan.canvas.width_px < self.timeline.width_px
        return Made({**made.facts, "reduced": True}) if is_reduced else made

    def _within(
        self, plan: RenderPlan, settings: CodecSettings, budget: int
    ) -> tuple[list[PacketRun], float]:
        """The chunks of a plan if they fit; else none, and how many times too large they are."""
        stop = threading.Event()

        def heard(frames: int) -> None:
            if self.signals.cancelled.is_set():
                stop.set()
            self.signals.on_frames(frames)

        kept: list[PacketRun] = []
        weight = frames = 0
        chunks = render_chunks(
            plan,
            replace(self.tools, settings=settings),
            self.cache,
            workers=self.workers,
            on_frames=heard,
            on_retry=self.signals.on_retry,
            cancelled=stop,
        )
        for run in chunks:
            self.signals.check()
            weight += sum(len(packet.data) for packet in run.packets)
            frames += run.frames
            if weight > budget:
                chunks.close()
                return [], weight / max(budget, 1) * plan.frames / frames
            kept.append(run)
        return kept, weight / max(budget, 1)

    def _gif(self, path: Path, wish: FileWish) -> Made:
        """A GIF of the best size that fits, judged by a few of its pictures first."""
        delay_cs = max(round(CENTISECONDS_PER_S / wish.fps), 2) if wish.fps else None
        is_free = wish.short_side_px is not None and wish.max_bytes is None
        max_bytes = None if is_free else wish.max_bytes or GIF_BYTES
        rungs = gif_rungs(wish.short_side_px, delay_cs)
        expected: tuple[GifRung, float] | None = None
        for rung in rungs:
            if expected and max_bytes and gif_bytes(*expected, rung) > max_bytes:
                continue
            work = self._gif_work(rung)
            if max_bytes and expected is None:
                expected = rung, self._gif_trial(path, work)
                if expected[1] > max_bytes:
                    continue
            self._write_gif(path, work, work.frames)
            size = path.stat().st_size
            if max_bytes is None or size <= max_bytes:
                rate = Fraction(CENTISECONDS_PER_S, rung.delay_cs)
                facts = {**_made(work.plan, "gif").facts, "fps": float(rate)}
                return Made({**facts, "max_bytes": max_bytes} if max_bytes else facts)
            path.unlink()
            expected = rung, float(size)
            self.signals.begin_again()
        raise _cannot_fit(self.timeline, max_bytes or 0)

    def _gif_work(self, rung: GifRung) -> GifWork:
        plan = self._plan(resized(self.timeline, rung.short_side_px))
        return GifWork(plan, self.tools, rung.delay_cs)

    def _gif_trial(self, path: Path, work: GifWork) -> float:
        """About how many bytes a GIF will have."""
        frames = work.frames
        some = frames[:: max(len(frames) // _GIF_TRIAL_FRAMES, 1)]
        trial = path.with_name(f".{path.name}.trial")
        try:
            write_or_find_gif(trial, work, self.cache, frames=some, stop=self.signals.cancelled)
            return trial.stat().st_size / len(some) * len(frames)
        finally:
            trial.unlink(missing_ok=True)

    def _write_gif(self, path: Path, work: GifWork, frames: tuple[int, ...]) -> None:
        # Progress is told in frames of the video, of which a GIF shows some.
        each = max(work.plan.frames // len(frames), 1)
        write_or_find_gif(
            path,
            work,
            self.cache,
            frames=frames,
            on_frames=lambda count: self.signals.on_frames(count * each),
            stop=self.signals.cancelled,
        )

    def _plan(self, timeline: Timeline) -> RenderPlan:
        return plan_render(timeline, self.media.facts_of(timeline))

    @contextmanager
    def _sound(self, settings: SoundSettings, stop: Stop) -> Iterator[Future[PacketRun]]:
        """The sound, composed beside the picture: on two cores its time costs nothing."""
        pool = ThreadPoolExecutor(1, "sound", initializer=stand_back)
        try:
            yield pool.submit(
                soundtrack,
                self.timeline,
                self.cache,
                self.media.original,
                settings=settings,
                cancelled=stop,
                decoder=self.media.decoder,
            )
        finally:
            # Called off, nobody waits until it looks whether it is.
            pool.shutdown(wait=not self.signals.cancelled.is_set(), cancel_futures=True)

    def _sound_within(self, usual: SoundSettings, max_bytes: int) -> SoundSettings:
        """The best sound that leaves enough of a bound for the picture."""
        duration_s = s_from_frames(self.timeline.duration, self.timeline.rate)
        most = max_bytes * 8 * _SOUND_SHARE / duration_s
        rates = [rate for rate in _SOUND_BIT_RATES if rate <= usual.bit_rate]
        return replace(usual, bit_rate=next((r for r in rates if r <= most), rates[-1]))

    def _write(
        self,
        path: Path,
        plan: RenderPlan,
        settings: CodecSettings,
        wrapping: Wrapping,
        *,
        chunks: Iterable[PacketRun],
        sound: Callable[[], PacketRun],
    ) -> None:
        frames = write_movie(
            path,
            canvas=plan.canvas,
            settings=settings,
            chunks=chunks,
            sound=sound,
            title="" if self.timeline.name == UNNAMED else self.timeline.name,
            wrapping=wrapping,
            go_on=self.signals.go_on,
        )
        if frames != plan.frames:
            path.unlink(missing_ok=True)
            raise RenderError(f"The video has {frames} frames instead of {plan.frames}.")


def _then(chunks: Iterable[PacketRun], do: Callable[[], None]) -> Iterator[PacketRun]:
    yield from chunks
    do()


def _made(plan: RenderPlan, encoder: str) -> Made:
    canvas = plan.canvas
    return Made(
        {
            "width": canvas.width_px,
            "height": canvas.height_px,
            "fps": round(float(canvas.rate), 3),
            "encoder": encoder,
        }
    )


def _overhead(plan: RenderPlan, sound: PacketRun) -> int:
    """What a file has beside the packets of its picture."""
    packets = plan.frames + len(sound.packets)
    heard = sum(len(packet.data) for packet in sound.packets)
    return heard + packets * _PACKET_BYTES + _HEAD_BYTES


def _cannot_fit(timeline: Timeline, max_bytes: int) -> RenderError:
    duration_s = round(s_from_frames(timeline.duration, timeline.rate))
    megabytes = f"{max_bytes / 1_000_000:.3g}"
    return RenderError(
        f"A video of {duration_s} s does not fit into {megabytes} MB and stay worth looking at.",
        code="cannot_fit",
        hint="Allow more megabytes, or make the video shorter.",
        facts={"seconds": duration_s, "megabytes": megabytes},
    )
