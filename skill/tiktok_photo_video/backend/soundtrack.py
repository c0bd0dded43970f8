"""The sound of a timeline: composed, levelled, encoded once, and kept like a chunk."""

from __future__ import annotations

import hashlib
import json
import math
import threading
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from tiktok_photo_video.backend.clip_sounds import ClipSound, clip_sounds, ducked_under, mixed
from tiktok_photo_video.backend.pieces import Piece, pieces
from tiktok_photo_video.errors import RenderError
from tiktok_photo_video.media.decoding import Decoder, DecodesHere
from tiktok_photo_video.media.reels import Reel
from tiktok_photo_video.music import (
    SAMPLE_RATE_HZ,
    Excerpt,
    LoudnessMeter,
    PeakMeter,
    Samples,
    Sound,
    Spliced,
    apply_gain,
    centred,
    fade,
    integrated_lufs,
    limit,
    normalise,
    record,
)
from tiktok_photo_video.render.chunk_cache import ChunkCache, storage_error
from tiktok_photo_video.render.chunks import RenderCancelledError, Stop
from tiktok_photo_video.render.encoder import (
    AAC,
    ENCODER_VERSION,
    FINEST_AAC,
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
SOUND_VERSION = 6
# What TikTok plays unchanged; the ceiling holds in the file, after what AAC adds to peaks.
TARGET_LUFS, CEILING_DBTP = -14.0, -1.5
# AAC adds up to about 1 dB at 192 kbit/s; each further try takes off what was too much, or half
# of what was not needed.
_FIRST_MARGIN_DB, _MARGIN_STEP_DB, _LEAST_MARGIN_DB, _MAX_TRIES = 1.0, 0.2, 0.2, 6
# AAC also drops the highest notes: noise loses more than 1 LU by it, less at a higher bit rate.
_TOLERANCE_LU = 0.2
_MOST_UP_DB = 9.0  # of clips that speak without music
_CUT_FADE_S = 0.3
_SONG_FADE_S = 1.5

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
        try:
            with ExitStack() as held:
                sources = _Sources(cache, songs, decoder, held)
                over = _over(own, length, sources) if own else None
                _check(stop)
                bed = _bed(part, length, sources) if part else None
                found = _encoded(part, bed, over, length, settings=settings, cancelled=stop)
        except OSError as error:
            raise storage_error(error) from error
        cache.put(key, found)
    return found


@dataclass(frozen=True, slots=True)
class _Sources:
    """Where samples lie and come from; what is ``held`` takes room on the disk until the end."""

    cache: ChunkCache
    songs: SongSource
    decoder: Decoder
    held: ExitStack

    def blank(self, length: int) -> Reel:
        """Silence to record over."""
        return self._kept(Reel.blank(self.cache.scratch(), length=length))

    def song(self, media: ExternalReference, *, most_s: float) -> Reel:
        """The user's own song, as much of it as may be heard."""
        path = self.songs(media.content_hash)
        return self._kept(self.decoder.song(path, name=media.name, max_duration_s=most_s))

    def _kept(self, reel: Reel) -> Reel:
        # A failure's traceback may keep the reel alive for as long as its job waits for room.
        self.held.callback(reel.discard)
        return reel


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
    bed: Sound | None,
    over: _Over | None,
    length: int,
    *,
    settings: SoundSettings,
    cancelled: Stop,
) -> PacketRun:
    """The sound as packets: tried again until what is decoded is under the ceiling and as loud."""
    if part is None and over is None:
        return encode_sound(_silence(length), settings)
    aim, wanted_lufs, tries = _Aim(), math.nan, list[_Try]()
    for number in range(_MAX_TRIES):
        _check(cancelled)
        sent = _Heard(_together(part, bed, over, aim))
        _check(cancelled)
        run = encode_sound(sent, settings)
        _check(cancelled)
        wanted_lufs = wanted_lufs if number else sent.meter.integrated_lufs()
        lufs, dbtp = _measured(decode_sound(run, settings))
        tried = _Try(run, missing_lu=wanted_lufs - lufs, excess_db=dbtp - CEILING_DBTP)
        tries.append(tried)
        if tried.is_good:
            break
        if settings == AAC and tried.missing_lu > _TOLERANCE_LU:
            settings = FINEST_AAC
        else:
            aim = aim.after(tried)
    return min(tries, key=lambda tried: tried.badness).run


def _check(cancelled: Stop) -> None:
    if cancelled.is_set():
        raise RenderCancelledError


@dataclass(frozen=True, slots=True)
class _Try:
    """What came of encoding a sound: how much too soft a player hears it, and how much too high."""

    run: PacketRun
    missing_lu: float
    excess_db: float

    @property
    def is_good(self) -> bool:
        """Under the ceiling, and as loud as it was meant; silence is."""
        return self.excess_db <= 0.0 and not abs(self.missing_lu) > _TOLERANCE_LU

    @property
    def badness(self) -> tuple[float, float]:
        """Whether and how far it is over the ceiling; of those under it, how far off it is."""
        return max(self.excess_db, 0.0), abs(self.missing_lu)


@dataclass(frozen=True, slots=True)
class _Aim:
    """What the sound is to measure before it is encoded: as loud as AAC will make it softer."""

    lost_lu: float = 0.0
    margin_db: float = _FIRST_MARGIN_DB

    @property
    def lufs(self) -> float:
        """The integrated loudness to reach."""
        return TARGET_LUFS + self.lost_lu

    @property
    def ceiling_dbtp(self) -> float:
        """The highest true peak allowed."""
        return CEILING_DBTP - self.margin_db

    def after(self, tried: _Try) -> _Aim:
        """The aim that makes good what was wrong: too high peaks first, then the loudness."""
        excess_db, missing_lu = tried.excess_db, tried.missing_lu
        step_db = excess_db + _MARGIN_STEP_DB if excess_db > 0.0 else excess_db / 2
        return _Aim(
            self.lost_lu + (missing_lu if math.isfinite(missing_lu) else 0.0),
            max(self.margin_db + step_db, _LEAST_MARGIN_DB),
        )


def _measured(blocks: Iterable[Samples]) -> tuple[float, float]:
    """The loudness and the true peak of a sound that comes bit by bit."""
    loudness, peak = LoudnessMeter(), PeakMeter()
    for samples in blocks:
        loudness.hear(samples)
        peak.hear(samples)
    return loudness.integrated_lufs(), peak.true_peak_dbtp()


class _Heard:
    """A sound that is read once, from its beginning to its end, and measured on the way."""

    def __init__(self, sound: Sound) -> None:
        self._sound = sound
        self.meter = LoudnessMeter()

    def __len__(self) -> int:
        return len(self._sound)

    def __getitem__(self, stretch: slice, /) -> Samples:
        samples = self._sound[stretch]
        self.meter.hear(samples)
        return samples


@dataclass(frozen=True, slots=True)
class _Over:
    """What clips bring along, and the loudest that any of them was asked to be."""

    sound: Sound
    volume: float


def _over(own: tuple[ClipSound, ...], length: int, sources: _Sources) -> _Over | None:
    reel = sources.blank(length)
    is_heard = mixed(own, reel, sources.songs, sources.decoder)
    return _Over(reel, max(sound.volume for sound in own)) if is_heard else None


def _together(part: _Part | None, bed: Sound | None, over: _Over | None, aim: _Aim) -> Sound:
    """Music as loud as asked for, and what clips bring along over it."""
    music: Sound | None = None
    if part is not None and bed is not None:
        level = _levelled(bed, part.volume, aim)
        # Last: a fade is what the user asked for, and takes no part in how loud the rest is.
        music = fade(level, in_s=part.fade_in_s, out_s=part.fade_out_s)
    if over is None:
        return music if music is not None else _silence(0)
    both = over.sound if music is None else ducked_under(music, over.sound)
    loudest = min(max(over.volume, part.volume if part else 0.0), 1.0)
    return _as_a_whole(both, aim, under_db=-20.0 * math.log10(loudest))


def _as_a_whole(both: Sound, aim: _Aim, *, under_db: float) -> Sound:
    """Music that makes room is softer: the mix is levelled, too, but whispers stay whispers."""
    most_lufs = integrated_lufs(both) + _MOST_UP_DB + aim.lost_lu
    target_lufs = min(aim.lufs - under_db, most_lufs)
    return normalise(both, target_lufs=target_lufs, ceiling_dbtp=aim.ceiling_dbtp)


def _bed(part: _Part, length: int, sources: _Sources) -> Sound:
    media = part.media
    if isinstance(media, MusicReference):
        return _composed(media, length, sources)
    if isinstance(media, ExternalReference):
        start = round(part.start_s * SAMPLE_RATE_HZ)
        most_s = (start + length) / SAMPLE_RATE_HZ
        return centred(_as_bed(sources.song(media, most_s=most_s), start, length))
    raise RenderError("A title cannot be played as music.", code="unsupported_music")


def _as_bed(song: Sound, start: int, length: int) -> Sound:
    """The user's own song from a sample on, all of it again if that is too short."""
    first = Excerpt(song, start if start < len(song) else 0, len(song))
    times = -(-max(length - len(first), 0) // len(song))
    whole = Excerpt(Spliced([first, *([song] * times)]), 0, length)
    return fade(whole, in_s=0.0, out_s=min(_SONG_FADE_S, length / SAMPLE_RATE_HZ / 2))


def _levelled(bed: Sound, volume: float, aim: _Aim) -> Sound:
    level = normalise(bed, target_lufs=aim.lufs, ceiling_dbtp=aim.ceiling_dbtp)
    if volume == 1.0:
        return level
    turned = apply_gain(level, gain_db=20.0 * math.log10(volume))
    return limit(turned, ceiling_dbtp=aim.ceiling_dbtp) if volume > 1.0 else turned


def _composed(music: MusicReference, length: int, sources: _Sources) -> Sound:
    """The bed, exactly ``length`` samples long.

    Longer than one piece can be, further pieces of the same mood follow; shorter than the
    shortest, its beginning is faded out.
    """
    return Spliced([_piece(piece, sources) for piece in pieces(music, length)])


def _piece(piece: Piece, sources: _Sources) -> Sound:
    reel, size = sources.blank(round(piece.score.duration_s * SAMPLE_RATE_HZ)), piece.size
    record(piece.score, reel)
    if len(reel) > size:
        fade_s = min(_CUT_FADE_S, size / SAMPLE_RATE_HZ / 2)
        return fade(Excerpt(reel, 0, size), in_s=0.0, out_s=fade_s)
    return reel if len(reel) == size else Spliced([reel, _silence(size - len(reel))])


def _silence(length: int) -> Sound:
    """So many samples in which nothing is heard, and which take no memory."""
    silent: Samples = np.broadcast_to(np.float32(0.0), (length, 2))
    return silent
