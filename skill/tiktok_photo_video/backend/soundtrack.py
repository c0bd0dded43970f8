"""The sound of a timeline: composed, levelled, encoded once, and kept like a chunk."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tiktok_photo_video.backend.clip_sounds import ClipSound, clip_sounds, ducked, mixed
from tiktok_photo_video.errors import RenderError
from tiktok_photo_video.media.decoding import Decoder, DecodesHere
from tiktok_photo_video.music import (
    LONGEST_S,
    SAMPLE_RATE_HZ,
    SHORTEST_S,
    Mood,
    apply_gain,
    compose,
    fade,
    limit,
    normalise,
    render,
    true_peak_dbtp,
)
from tiktok_photo_video.render.chunks import ChunkCache, RenderCancelledError
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
SOUND_VERSION = 2
# What TikTok plays unchanged; the ceiling holds in the file, after what AAC adds to peaks.
TARGET_LUFS, CEILING_DBTP = -14.0, -1.5
# AAC adds up to about 1 dB at 192 kbit/s; each further try takes off what was too much.
_FIRST_MARGIN_DB, _MARGIN_STEP_DB, _MAX_TRIES = 1.0, 0.2, 4
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
    cancelled: threading.Event | None = None,
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
        over = mixed(own, length, songs, decoder)
        bed = _bed(part.media, length, songs, decoder) if part else None
        stop = cancelled or threading.Event()
        found = _encoded(part, bed, over, length, settings=settings, cancelled=stop)
        cache.put(key, found)
    return found


@dataclass(frozen=True, slots=True)
class _Part:
    """What is played, how loud, and how it comes and goes."""

    media: MediaReference
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
    over: Samples | None,
    length: int,
    *,
    settings: SoundSettings,
    cancelled: threading.Event,
) -> PacketRun:
    """The sound as packets; limited harder until the decoded peaks are under the ceiling."""
    if part is None and over is None:
        return encode_sound(np.zeros((length, 2), np.float32), settings)
    margin_db = _FIRST_MARGIN_DB
    for _ in range(_MAX_TRIES):
        if cancelled.is_set():
            raise RenderCancelledError
        samples = _together(part, bed, over, ceiling_dbtp=CEILING_DBTP - margin_db)
        run = encode_sound(samples, settings)
        excess_db = true_peak_dbtp(decode_sound(run, settings)) - CEILING_DBTP
        if excess_db <= 0.0:
            break
        margin_db += excess_db + _MARGIN_STEP_DB
    return run


def _together(
    part: _Part | None, bed: Samples | None, over: Samples | None, *, ceiling_dbtp: float
) -> Samples:
    """Music as loud as asked for, and what clips bring along over it."""
    music: Samples | None = None
    if part is not None and bed is not None:
        level = _levelled(bed, part.volume, ceiling_dbtp=ceiling_dbtp)
        # Last: a fade is what the user asked for, and takes no part in how loud the rest is.
        music = fade(level, in_s=part.fade_in_s, out_s=part.fade_out_s)
    if over is None:
        return music if music is not None else np.zeros((0, 2), np.float32)
    both = over if music is None else ducked(music, over) + over
    return limit(both, ceiling_dbtp=ceiling_dbtp)


def _bed(media: MediaReference, length: int, songs: SongSource, decoder: Decoder) -> Samples:
    if isinstance(media, MusicReference):
        return _composed(media, length)
    if isinstance(media, ExternalReference):
        seconds = length / SAMPLE_RATE_HZ
        song = decoder.song(songs(media.content_hash), name=media.name, max_duration_s=seconds)
        return _as_bed(song, length)
    raise RenderError("A title cannot be played as music.", code="unsupported_music")


def _as_bed(song: Samples, length: int) -> Samples:
    """The user's own song from its start, faded out at the end, again if it is too short."""
    times = -(-length // len(song))
    whole = np.tile(song, (times, 1))[:length]
    return fade(whole, in_s=0.0, out_s=min(_SONG_FADE_S, length / SAMPLE_RATE_HZ / 2))


def _levelled(bed: Samples, volume: float, *, ceiling_dbtp: float) -> Samples:
    level = normalise(bed, target_lufs=TARGET_LUFS, ceiling_dbtp=ceiling_dbtp)
    if volume == 1.0:
        return level
    turned = apply_gain(level, gain_db=20.0 * float(np.log10(volume)))
    return limit(turned, ceiling_dbtp=ceiling_dbtp) if volume > 1.0 else turned


def _composed(music: MusicReference, length: int) -> Samples:
    """The bed, exactly ``length`` samples long.

    Longer than one piece can be, further pieces of the same mood follow; shorter than the
    shortest, its beginning is faded out.
    """
    parts: list[Samples] = []
    left = length
    while left > 0:
        size = min(left, int(LONGEST_S * SAMPLE_RATE_HZ))
        if 0 < left - size < SHORTEST_S * SAMPLE_RATE_HZ:
            size = left // 2
        parts.append(_piece(music, size, number=len(parts)))
        left -= size
    return np.concatenate(parts)


def _piece(music: MusicReference, size: int, *, number: int) -> Samples:
    duration_s = size / SAMPLE_RATE_HZ
    score = compose(
        _mood(music.mood), seed=music.seed + number, duration_s=max(duration_s, SHORTEST_S)
    )
    samples = render(score)
    if len(samples) > size:
        return fade(samples[:size], in_s=0.0, out_s=min(_CUT_FADE_S, duration_s / 2))
    return np.pad(samples, ((0, size - len(samples)), (0, 0)))


def _mood(name: str) -> Mood:
    try:
        return Mood(name)
    except ValueError:
        raise RenderError(
            f"There is no music called {name}.",
            code="unknown_mood",
            hint=f"Choose one of: {', '.join(mood.value for mood in Mood)}.",
            facts={"mood": name, "moods": ", ".join(mood.value for mood in Mood)},
        ) from None
