"""What is heard of the video clips themselves, and how music makes room for it."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tiktok_photo_video.errors import MediaError
from tiktok_photo_video.media.decoding import Decoder, Stretch
from tiktok_photo_video.music import (
    SAMPLE_RATE_HZ,
    Samples,
    Sound,
    Tape,
    Treated,
    apply_gain,
    blocks,
    centred,
    fade,
    integrated_lufs,
)
from tiktok_photo_video.timeline.model import (
    ExternalReference,
    PlacedClip,
    Timeline,
    TrackKind,
    placed_in,
)
from tiktok_photo_video.timeline.tracks import is_film

# Clips are brought near the loudness of music, but whispers are not blown up into noise.
_TARGET_LUFS, _MOST_UP_DB, _MOST_DOWN_DB = -14.0, 9.0, -12.0
_DUCKED_DB = -12.0
# Above this (mean over a hop, of full scale) something is to be heard in a clip.
_HEARD = 10.0 ** (-45.0 / 20.0)
_HOP = SAMPLE_RATE_HZ // 20
_HELD_HOPS = 10  # music does not come back between two words
_SMOOTH_HOPS = 6
_CUT_FADE_S = Fraction(1, 50)  # a cut in the middle of a wave would click

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ClipSound:
    """A stretch of a clip's sound and its place in the video; times in seconds."""

    content_hash: str
    at_s: Fraction
    duration_s: Fraction
    start_s: Fraction
    speed: Fraction
    volume: float
    fade_in_s: Fraction
    fade_out_s: Fraction


def clip_sounds(timeline: Timeline) -> tuple[ClipSound, ...]:
    """The clips of a timeline that are to be heard, in their order."""
    return tuple(
        _sound_of(placed, media, timeline.rate)
        for placed in placed_in(timeline, TrackKind.VIDEO)
        if isinstance(media := placed.clip.media, ExternalReference)
        and is_film(media)
        and not placed.clip.is_muted
        and placed.clip.volume > 0.0
    )


def _sound_of(placed: PlacedClip, media: ExternalReference, rate: Fraction) -> ClipSound:
    """A transition's borrowed frames are heard too, while the sounds fade into each other."""
    clip, into, out_of = placed.clip, placed.transition_in, placed.transition_out
    # No more can be borrowed from before the clip than there is.
    early = min(into.in_offset if into else 0, int(clip.source_range.start / clip.speed))
    late = out_of.out_offset if out_of else 0
    fades = (
        max(clip.fade_in, into.duration if into else 0),
        max(clip.fade_out, out_of.duration if out_of else 0),
    )
    return ClipSound(
        media.content_hash,
        at_s=(placed.range_in_track.start - early) / rate,
        duration_s=(clip.duration + early + late) / rate,
        start_s=(clip.source_range.start - early * clip.speed) / rate,
        speed=clip.speed,
        volume=clip.volume,
        fade_in_s=max(fades[0] / rate, _CUT_FADE_S),
        fade_out_s=max(fades[1] / rate, _CUT_FADE_S),
    )


def mixed(
    sounds: Sequence[ClipSound],
    tape: Tape,
    originals: Callable[[str], Path],
    decoder: Decoder,
) -> bool:
    """Record all of them in their places over silence; gives whether any is heard."""
    is_heard = False
    for sound, samples in _loaded(sounds, originals, decoder):
        is_heard, at = True, round(sound.at_s * SAMPLE_RATE_HZ)
        for block in blocks(samples):
            before = tape[at : at + len(block)]
            tape[at : at + len(before)] = before + block[: len(before)]
            at += len(block)
    return is_heard


def _loaded(
    sounds: Sequence[ClipSound], originals: Callable[[str], Path], decoder: Decoder
) -> Iterator[tuple[ClipSound, Sound]]:
    for sound in sounds:
        try:
            samples = decoder.clip_sound(
                originals(sound.content_hash),
                name="video clip",
                stretch=Stretch(sound.start_s, sound.duration_s, sound.speed),
            )
        except MediaError as error:
            # A video without one clip's sound is better than none.
            _LOG.warning("clip %s is not heard (%s)", sound.content_hash[:12], error.code)
            continue
        if samples is not None and (gain_db := _gain_db(samples)) is not None:
            level = apply_gain(centred(samples), gain_db=gain_db + 20.0 * math.log10(sound.volume))
            faded = fade(level, in_s=float(sound.fade_in_s), out_s=float(sound.fade_out_s))
            yield sound, faded


def _gain_db(sound: Sound) -> float | None:
    loudness = integrated_lufs(sound)
    if not math.isfinite(loudness):
        return None
    return min(max(_TARGET_LUFS - loudness, _MOST_DOWN_DB), _MOST_UP_DB)


def ducked_under(music: Sound, over: Sound) -> Sound:
    """Both together; music is turned down while something is heard over it."""
    down_db = _DUCKED_DB * _presence(over)

    def mixed_at(samples: Samples, at: int) -> Samples:
        middles = (np.arange(len(down_db)) + 0.5) * _HOP
        course = np.interp(np.arange(at, at + len(samples)), middles, down_db)
        gain = (10.0 ** (course / 20.0)).astype(np.float32)
        return samples * gain[:, None] + over[at : at + len(samples)]

    return Treated(music, mixed_at)


def _presence(sound: Sound) -> NDArray[np.float64]:
    """How much is to be heard in each hop, 0 to 1, coming and going smoothly."""
    powers = [_powers(block) for block in blocks(sound, _HOP * 50)]
    is_heard = np.sqrt(np.concatenate([np.zeros(0), *powers])) > _HEARD
    reach = np.ones(2 * _HELD_HOPS + 1)
    held = np.minimum(np.convolve(is_heard, reach, mode="full")[_HELD_HOPS:-_HELD_HOPS], 1.0)
    edges = np.pad(held, _SMOOTH_HOPS, mode="edge")
    window = np.ones(2 * _SMOOTH_HOPS + 1) / (2 * _SMOOTH_HOPS + 1)
    return np.convolve(edges, window, mode="valid")


def _powers(samples: Samples) -> NDArray[np.float64]:
    hops = -(-len(samples) // _HOP)
    padded = np.pad(samples, ((0, hops * _HOP - len(samples)), (0, 0)))
    return np.asarray(np.square(padded).reshape(hops, -1).mean(axis=1), np.float64)
