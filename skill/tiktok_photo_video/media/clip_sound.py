"""The sound of a stretch of a clip: at its speed, in step with its picture."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.filter import Graph
from numpy.typing import NDArray

from tiktok_photo_video.media.containers import film_stream, open_container, sound_stream
from tiktok_photo_video.media.intake import open_media
from tiktok_photo_video.media.reels import Reel

Samples = NDArray[np.float32]

# Decoders need a few packets to come to themselves after a jump.
_RUN_UP_S = Fraction(1, 4)
_BLOCK = 4096
_MIN_TEMPO = Fraction(1, 2)  # of one of FFmpeg's tempo filters; slower takes several


def load_clip_sound(
    path: Path,
    *,
    name: str,
    start_s: Fraction,
    duration_s: Fraction,
    speed: Fraction = Fraction(1),
    sample_rate_hz: int = 48_000,
    into: Path | None = None,
) -> Reel | None:
    """Decode what is heard of a clip; faster or slower at the same pitch.

    Args:
        path: where it is; its format is judged by content.
        name: what the user calls it, for errors.
        start_s: seconds into the picture.
        duration_s: how long it is heard.
        speed: how much faster than filmed.
        sample_rate_hz: of the result.
        into: the file that is to hold the samples and to stay; a passing one if not given.

    Returns:
        Stereo float32, ``round(duration_s * sample_rate_hz)`` long; silence where the clip has
        none. ``None`` for a clip without sound.

    Raises:
        MediaError: ``media_damaged`` or another code of this room.
        OSError: the disk refused.
    """
    end_s = start_s + duration_s * speed
    with open_media(path, name=name) as media, open_container(media) as container:
        stream = sound_stream(container)
        if stream is None or not stream.time_base:
            return None
        origin_s = _picture_start_s(container)
        _jump(container, stream, start_s + origin_s - _RUN_UP_S)
        span_s = (start_s + origin_s, end_s + origin_s)
        heard = _decoded(container, stream, span_s, sample_rate_hz)
        if speed != 1:
            heard = _at_tempo(heard, speed, sample_rate_hz)
        reel = Reel.blank() if into is None else Reel(into.open("wb+"))
        reel.extend(_as_long_as(heard, round(duration_s * sample_rate_hz)))
    return reel


def _picture_start_s(container: InputContainer) -> Fraction:
    stream = film_stream(container)
    if stream is None or not stream.time_base:
        return Fraction(0)
    return (stream.start_time or 0) * stream.time_base


def _jump(container: InputContainer, stream: AudioStream, to_s: Fraction) -> None:
    if to_s > 0 and stream.time_base:
        container.seek(int(to_s / stream.time_base), stream=stream, backward=True)


def _decoded(
    container: InputContainer,
    stream: AudioStream,
    span_s: tuple[Fraction, Fraction],
    sample_rate_hz: int,
) -> Iterator[Samples]:
    """What is heard from a time of the file on; what comes before the sound does is silent."""
    late: int | None = None
    resampler = AudioResampler("fltp", "mono" if stream.channels == 1 else "stereo", sample_rate_hz)
    for frame in _frames_before(container, stream, span_s[1]):
        if late is None:
            begins_s = (frame.pts or 0) * (frame.time_base or Fraction(0))
            late = round((begins_s - span_s[0]) * sample_rate_hz)
            yield from _silence(late)
        frame.pts = None  # gaps in the time stamps must not become gaps in the sound
        for block in _stereo(resampler.resample(frame)):
            early = min(len(block), max(-late, 0))
            late += early
            if early < len(block):
                yield block[early:]
    if late is not None:
        yield from _stereo(resampler.resample(None))


def _silence(length: int) -> Iterator[Samples]:
    while length > 0:
        yield np.zeros((min(length, _BLOCK), 2), np.float32)
        length -= _BLOCK


def _stereo(frames: list[AudioFrame]) -> Iterator[Samples]:
    for frame in frames:
        laid = frame.to_ndarray().T
        yield np.ascontiguousarray(np.broadcast_to(laid, (len(laid), 2)), np.float32)


def _frames_before(
    container: InputContainer, stream: AudioStream, end_s: Fraction
) -> Iterator[AudioFrame]:
    for packet in container.demux(stream):
        try:
            for frame in packet.decode():
                if (
                    frame.pts is not None
                    and frame.time_base
                    and frame.pts * frame.time_base >= end_s
                ):
                    return
                yield frame
        except av.error.InvalidDataError:
            continue


def _at_tempo(blocks: Iterator[Samples], speed: Fraction, sample_rate_hz: int) -> Iterator[Samples]:
    """Faster or slower at the same pitch."""
    graph = Graph()
    source = graph.add_abuffer(
        sample_rate=sample_rate_hz,
        format="fltp",
        layout="stereo",
        time_base=Fraction(1, sample_rate_hz),
    )
    tempos = [graph.add("atempo", f"{float(tempo):.6f}") for tempo in _tempos(speed)]
    # The filters prefer samples side by side; ours lie channel by channel.
    planar, sink = graph.add("aformat", sample_fmts="fltp"), graph.add("abuffersink")
    graph.link_nodes(source, *tempos, planar, sink).configure()
    at = 0
    for samples in blocks:
        frame = AudioFrame.from_ndarray(
            np.ascontiguousarray(samples.T), format="fltp", layout="stereo"
        )
        frame.sample_rate, frame.pts = sample_rate_hz, at
        frame.time_base = Fraction(1, sample_rate_hz)
        graph.push(frame)
        yield from _pulled(graph)
        at += len(samples)
    graph.push(None)
    yield from _pulled(graph)


def _tempos(speed: Fraction) -> Iterator[Fraction]:
    while speed < _MIN_TEMPO:
        yield _MIN_TEMPO
        speed /= _MIN_TEMPO
    yield speed


def _pulled(graph: Graph) -> Iterator[NDArray[np.float32]]:
    while True:
        try:
            frame = graph.pull()
        except (av.error.BlockingIOError, av.error.EOFError):
            return
        yield np.ascontiguousarray(frame.to_ndarray().T, np.float32)


def _as_long_as(blocks: Iterator[Samples], length: int) -> Iterator[Samples]:
    """Just so many samples of what comes, with silence after it if that is less."""
    for block in blocks:
        if length <= 0:
            return
        yield np.nan_to_num(block[:length], nan=0.0, posinf=0.0, neginf=0.0)
        length -= len(block)
    yield from _silence(length)
