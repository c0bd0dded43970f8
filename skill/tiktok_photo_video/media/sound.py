"""Decodes the sound of a file to stereo floats, block by block."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.container import InputContainer
from numpy.typing import NDArray

from tiktok_photo_video.media import refusals
from tiktok_photo_video.media.containers import open_container, sound_stream
from tiktok_photo_video.media.intake import MediaFile, open_media
from tiktok_photo_video.media.limits import MAX_SOUND_DURATION_S
from tiktok_photo_video.media.reels import Reel
from tiktok_photo_video.timeline.model import MediaKind

# Outside of what any recorder writes, and a way to blow up a small file without end.
_SAMPLE_RATES_HZ = range(4_000, 768_001)
# -80 dB of full scale: below the noise of any recording, so nothing but digital silence.
_SILENCE_PEAK = 1e-4
_BLOCK = 1 << 17


def load_sound(
    path: Path,
    *,
    name: str,
    sample_rate_hz: int = 48_000,
    max_duration_s: float = MAX_SOUND_DURATION_S,
    into: Path | None = None,
) -> Reel:
    """Decode the first audio stream of a sound file or clip.

    Mono is put on both sides at full level; more than two channels are mixed down to stereo.
    What is louder than full scale after mixing is turned down as a whole, never clipped.

    Args:
        path: where it is; its format is judged by content.
        name: what the user calls it, for errors.
        sample_rate_hz: of the result.
        max_duration_s: what comes after this is not decoded.
        into: the file that is to hold the samples and to stay; a passing one if not given.

    Returns:
        Stereo float32 within -1..1.

    Raises:
        MediaError: ``media_no_sound`` (no audio stream, or zero length), ``media_silent`` (all of
            it), ``media_wrong_kind`` (a photo), ``media_damaged`` or another code of this room.
        OSError: the disk refused.

    """
    reel = Reel.blank() if into is None else Reel(into.open("wb+"))
    with open_media(path, name=name) as media:
        if media.format.kind is MediaKind.IMAGE:
            raise refusals.wrong_kind(name, MediaKind.IMAGE, wanted=MediaKind.AUDIO)
        with open_container(media) as container:
            limit = max(1, round(max_duration_s * sample_rate_hz))
            found = _resampled(_frames(container, media), sample_rate_hz)
            reel.extend(_finite(_up_to(found, limit)))
    if len(reel) == 0:
        raise refusals.no_sound(name)
    peak = _turned_down(reel)
    # A song may begin with as much silence as is asked for here, and be heard after it.
    if peak < _SILENCE_PEAK and len(reel) < limit:
        raise refusals.silent(name)
    return reel


def _up_to(blocks: Iterator[NDArray[np.float32]], limit: int) -> Iterator[NDArray[np.float32]]:
    left = limit
    for block in blocks:
        yield block[:left]
        left -= len(block)
        if left <= 0:
            return


def _finite(blocks: Iterator[NDArray[np.float32]]) -> Iterator[NDArray[np.float32]]:
    """Float WAVs can hold anything."""
    for block in blocks:
        is_sound = np.isfinite(block).all()
        yield block if is_sound else np.nan_to_num(block, nan=0.0, posinf=0.0, neginf=0.0)


def _turned_down(reel: Reel) -> float:
    """Turn what is over full scale down as a whole; gives how high it was."""
    spans = [slice(start, start + _BLOCK) for start in range(0, len(reel), _BLOCK)]
    peak = max(float(np.abs(reel[span]).max()) for span in spans)
    for span in spans if peak > 1.0 else ():
        reel[span] = reel[span] / np.float32(peak)
    return peak


def _frames(container: InputContainer, media: MediaFile) -> Iterator[AudioFrame]:
    """Audio frames in order. One bad packet is a click; mostly bad packets are a damaged file."""
    stream = sound_stream(container)
    if stream is None:
        raise refusals.no_sound(media.name)
    if stream.rate not in _SAMPLE_RATES_HZ:
        raise refusals.damaged(media.name, media.format.name)
    good = bad = 0
    for packet in container.demux(stream):
        try:
            yield from packet.decode()
            good += packet.size > 0
        except av.error.InvalidDataError:
            bad += 1
    if bad > good:
        raise refusals.damaged(media.name, media.format.name)


def _resampled(frames: Iterator[AudioFrame], sample_rate_hz: int) -> Iterator[NDArray[np.float32]]:
    """Stereo blocks; streams that change their form on the way get a new resampler each time."""
    resampler, form = None, None
    for frame in frames:
        if resampler is None or form != _form(frame):
            yield from _blocks(resampler, None)
            form = _form(frame)
            resampler = _resampler(frame, sample_rate_hz)
        frame.pts = None  # gaps in the time stamps must not become gaps in the music
        yield from _blocks(resampler, frame)
    yield from _blocks(resampler, None)


def _form(frame: AudioFrame) -> tuple[str, str, int]:
    return frame.format.name, frame.layout.name, frame.sample_rate


def _resampler(frame: AudioFrame, sample_rate_hz: int) -> AudioResampler:
    # swresample would turn mono down by 3 dB on its way to stereo; see _blocks.
    layout = "mono" if frame.layout.nb_channels == 1 else "stereo"
    return AudioResampler(format="fltp", layout=layout, rate=sample_rate_hz)


def _blocks(
    resampler: AudioResampler | None, frame: AudioFrame | None
) -> Iterator[NDArray[np.float32]]:
    """Push one frame (None: the end) through; ``(samples, 2)`` blocks come out."""
    for out in resampler.resample(frame) if resampler else ():
        channels = out.to_ndarray().astype(np.float32, copy=False)
        yield np.ascontiguousarray(np.broadcast_to(channels.T, (channels.shape[1], 2)))
