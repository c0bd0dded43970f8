"""The sound of a timeline: composed, levelled, encoded once, and kept like a chunk."""

from __future__ import annotations

import hashlib
import json
import math
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tiktok_photo_video.backend.clip_sounds import ClipSound, clip_sounds, ducked, mixed
from tiktok_photo_video.backend.pieces import Piece, pieces
from tiktok_photo_video.errors import RenderError
from tiktok_photo_video.media.decoding import Decoder, DecodesHere
from tiktok_photo_video.music import (
    SAMPLE_RATE_HZ,
    apply_gain,
    fade,
    integrated_lufs,
    limit,
    normalise,
    render,
    true_peak_dbtp,
)
from tiktok_photo_video.render.chunks import ChunkCache, RenderCancelledError, Stop
from tiktok_photo_video.render.encoder import (
    AAC,
    ENCODER_VERSION,
    SoundSettings,
    decode_sound,
    encode_sound,
)
from tiktok_photo_video.render.packets import PacketRun
from tiktok_photo_video.timeline.model import (
    ExternalReference,
    MediaReference,
    MusicReference,
    Timeline,
    s_from_frames,
)

# Raise this whenever the same timeline would sound different than before.
SOUND_VERSION = 3
# What TikTok plays unchanged; the ceiling holds in the file, after what AAC adds to peaks.
TARGET_LUFS, CEILING_DBTP = -14.0, -1.5
# AAC adds up to about 1 dB at 192 kbit/s; each further try takes off what was too much.
_FIRST_MARGIN_DB, _MARGIN_STEP_DB, _MAX_TRIES = 1.0, 0.2, 4
# AAC also drops the highest notes; noise loses more than 1 LU by it.
_TOLERANCE_LU = 0.2
_MOST_UP_DB = 9.0  # of clips that speak without music
_CUT_FADE_S = 0.3
_SONG_FADE_S = 1.5

Samples = NDArray[np.float32]


# Gives the file of a song or clip by its content hash.
SongSource = Callable[[str], Path]


def soundtrack(
    timeline: Timeline,
    cache: ChunkCache,
    songs: SongSource,
    *,
    settings: SoundSettings = AAC,
    cancelled: Stop | None = None,
    decoder: Decoder = DecodesHere(),  # noqa: B008 - it keeps nothing
) -> PacketRun:
    """The whole sound as packets, exactly as long as the picture.

    Music, and over it what the video clips bring along; silence where there is neither.

    Raises:
        MediaError: the user's own song cannot be played.
        RenderCancelledError: ``cancelled`` was set.
    """
    length = round(timeline.duration * SAMPLE_RATE_HZ / timeline.rate)
    part = _part(timeline)
    own = clip_sounds(timeline)
    key = _key(part, own, length, settings)
    found = cache.get(key)
    if found is None:
        stop = cancelled or threading.Event()
        over = _over(own, length, songs, decoder)
        _check(stop)
        bed = _bed(part, length, songs, decoder) if part else None
        found = _encoded(part, bed, over, length, settings=settings, cancelled=stop)
        cache.put(key, found)
    return found


@dataclass(frozen=True, slots=True)
class _Part:
    """What is played, from where on, how loud, and how it comes and goes."""

    media: MediaReference
    start_s: float
    volume: float
    fade_in_s: float
    fade_out_s: float


def _part(timeline: Timeline) -> _Part | None:
    """What is heard of a timeline; ``None`` for silence."""
    clip = timeline.music
    if clip is None or clip.is_muted or clip.volume <= 0.0:
        return None
    return _Part(
        clip.media,
        s_from_frames(clip.source_range.start, timeline.rate),
        clip.volume,
        s_from_frames(clip.fade_in, timeline.rate),
        s_from_frames(clip.fade_out, timeline.rate),
    )


def _key(
    part: _Part | None, own: tuple[ClipSound, ...], length: int, settings: SoundSettings
) -> str:
    facts = {
        "sound": SOUND_VERSION,
        "encoder": ENCODER_VERSION,
        "samples": length,
        "part": asdict(part) if part else None,
        "own": [asdict(sound) for sound in own],
        # The usual one is not told, so that what was kept before there were others is found.
        **({} if settings == AAC else {"settings": asdict(settings)}),
    }
    # Times are fractions, which as texts are exact.
    return hashlib.sha256(json.dumps(facts, sort_keys=True, default=str).encode()).hexdigest()


def _encoded(
    part: _Part | None,
    bed: Samples | None,
    over: _Over | None,
    length: int,
    *,
    settings: SoundSettings,
    cancelled: Stop,
) -> PacketRun:
    """The sound as packets: tried again until what is decoded is under the ceiling and as loud."""
    if part is None and over is None:
        return encode_sound(np.zeros((length, 2), np.float32), settings)
    margin_db, lost_lu = _FIRST_MARGIN_DB, 0.0
    for _ in range(_MAX_TRIES):
        _check(cancelled)
        aim = _Aim(TARGET_LUFS + lost_lu, CEILING_DBTP - margin_db)
        whole = _together(part, bed, over, aim)
        sent_lufs = integrated_lufs(whole)
        _check(cancelled)
        run = encode_sound(whole, settings)
        del whole  # of six minutes 138 MB; what is decoded is as much again
        _check(cancelled)
        decoded = decode_sound(run, settings)
        excess_db = true_peak_dbtp(decoded) - CEILING_DBTP
        missing_lu = sent_lufs - lost_lu - integrated_lufs(decoded)
        if excess_db <= 0.0 and not abs(missing_lu) > _TOLERANCE_LU:
            break
        margin_db += excess_db + _MARGIN_STEP_DB if excess_db > 0.0 else 0.0
        lost_lu += missing_lu if math.isfinite(missing_lu) else 0.0
    return run


def _check(cancelled: Stop) -> None:
    if cancelled.is_set():
        raise RenderCancelledError


@dataclass(frozen=True, slots=True)
class _Aim:
    """What the sound is to measure before it is encoded."""

    lufs: float
    ceiling_dbtp: float


@dataclass(frozen=True, slots=True)
class _Over:
    """What clips bring along, and the loudest that any of them was asked to be."""

    samples: Samples
    volume: float


def _over(
    own: tuple[ClipSound, ...], length: int, songs: SongSource, decoder: Decoder
) -> _Over | None:
    samples = mixed(own, length, songs, decoder)
    return None if samples is None else _Over(samples, max(sound.volume for sound in own))


def _together(part: _Part | None, bed: Samples | None, over: _Over | None, aim: _Aim) -> Samples:
    """Music as loud as asked for, and what clips bring along over it."""
    music: Samples | None = None
    if part is not None and bed is not None:
        level = _levelled(bed, part.volume, aim)
        # Last: a fade is what the user asked for, and takes no part in how loud the rest is.
        music = fade(level, in_s=part.fade_in_s, out_s=part.fade_out_s)
    if over is None:
        return music if music is not None else np.zeros((0, 2), np.float32)
    both = over.samples if music is None else ducked(music, over.samples) + over.samples
    loudest = min(max(over.volume, part.volume if part else 0.0), 1.0)
    return _as_a_whole(both, replace(aim, lufs=aim.lufs + 20.0 * math.log10(loudest)))


def _as_a_whole(both: Samples, aim: _Aim) -> Samples:
    """Music that makes room is softer: the mix is levelled, too, but whispers stay whispers."""
    most_lufs = integrated_lufs(both) + _MOST_UP_DB
    return normalise(both, target_lufs=min(aim.lufs, most_lufs), ceiling_dbtp=aim.ceiling_dbtp)


def _bed(part: _Part, length: int, songs: SongSource, decoder: Decoder) -> Samples:
    media = part.media
    if isinstance(media, MusicReference):
        return _composed(media, length)
    if isinstance(media, ExternalReference):
        start = round(part.start_s * SAMPLE_RATE_HZ)
        most_s = (start + length) / SAMPLE_RATE_HZ
        path = songs(media.content_hash)
        song = decoder.song(path, name=media.name, max_duration_s=most_s)
        return _as_bed(song, start, length)
    raise RenderError("A title cannot be played as music.", code="unsupported_music")


def _as_bed(song: Samples, start: int, length: int) -> Samples:
    """The user's own song from a sample on, all of it again if that is too short."""
    first = song[start:] if start < len(song) else song
    times = -(-max(length - len(first), 0) // len(song))
    whole = np.concatenate([first, *([song] * times)])[:length]
    return fade(whole, in_s=0.0, out_s=min(_SONG_FADE_S, length / SAMPLE_RATE_HZ / 2))


def _levelled(bed: Samples, volume: float, aim: _Aim) -> Samples:
    level = normalise(bed, target_lufs=aim.lufs, ceiling_dbtp=aim.ceiling_dbtp)
    if volume == 1.0:
        return level
    turned = apply_gain(level, gain_db=20.0 * math.log10(volume))
    return limit(turned, ceiling_dbtp=aim.ceiling_dbtp) if volume > 1.0 else turned


def _composed(music: MusicReference, length: int) -> Samples:
    """The bed, exactly ``length`` samples long.

    Longer than one piece can be, further pieces of the same mood follow; shorter than the
    shortest, its beginning is faded out.
    """
    return np.concatenate([_piece(piece) for piece in pieces(music, length)])


def _piece(piece: Piece) -> Samples:
    samples, size = render(piece.score), piece.size
    if len(samples) > size:
        fade_s = min(_CUT_FADE_S, size / SAMPLE_RATE_HZ / 2)
        return fade(samples[:size], in_s=0.0, out_s=fade_s)
    return np.pad(samples, ((0, size - len(samples)), (0, 0)))
