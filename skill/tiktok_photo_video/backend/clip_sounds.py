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
from tiktok_photo_video.music import SAMPLE_RATE_HZ, apply_gain, fade, integrated_lufs
from tiktok_photo_video.timeline.model import (
    ExternalReference,
    PlacedClip,
    Timeline,
    TrackKind,
    placed_in,
)
from tiktok_photo_video.timeline.tracks import is_film

Samples = NDArray[np.float32]

# Clips are brought near the loudness of music, but whispers are not blown up into noise.
_TARGET_LUFS, _MOST_UP_DB, _MOST_DOWN_DB = -14.0, 9.0, -12.0
_DUCKED_DB = -12.0
# Above this (mean over a hop, of full scale) something is to be heard in a clip.
_HEARD = 10.0 ** (-45.0 / 20.0)
_HOP_S = 0.05
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
    sounds: Sequence[ClipSound], length: int, originals: Callable[[str], Path], decoder: Decoder
) -> Samples | None:
    """All of them in their places, ``length`` samples in all; ``None`` when none is heard."""
    whole: Samples | None = None
    for sound, samples in _loaded(sounds, originals, decoder):
        if whole is None:
            whole = np.zeros((length, 2), np.float32)
        at = round(sound.at_s * SAMPLE_RATE_HZ)
        whole[at : at + len(samples)] += samples[: max(length - at, 0)]
    return whole


def _loaded(
    sounds: Sequence[ClipSound], originals: Callable[[str], Path], decoder: Decoder
) -> Iterator[tuple[ClipSound, Samples]]:
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
            level = apply_gain(samples, gain_db=gain_db + 20.0 * math.log10(sound.volume))
            faded = fade(level, in_s=float(sound.fade_in_s), out_s=float(sound.fade_out_s))
            yield sound, faded


def _gain_db(samples: Samples) -> float | None:
    loudness = integrated_lufs(samples)
    if not math.isfinite(loudness):
        return None
    return min(max(_TARGET_LUFS - loudness, _MOST_DOWN_DB), _MOST_UP_DB)


def ducked(music: Samples, over: Samples) -> Samples:
    """Music, turned down while something is heard over it; both of shape (n, 2)."""
    gain = 10.0 ** (_DUCKED_DB / 20.0 * _presence(over))
    return np.asarray(music * gain[:, None], np.float32)


def _presence(samples: Samples) -> NDArray[np.float64]:
    """How much is to be heard at each sample, 0 to 1, coming and going smoothly."""
    hop = round(_HOP_S * SAMPLE_RATE_HZ)
    count = -(-len(samples) // hop)
    padded = np.pad(samples, ((0, count * hop - len(samples)), (0, 0)))
    power = np.square(padded).reshape(count, -1).mean(axis=1)
    is_heard = np.sqrt(power) > _HEARD
    reach = np.ones(2 * _HELD_HOPS + 1)
    held = np.minimum(np.convolve(is_heard, reach, mode="full")[_HELD_HOPS:-_HELD_HOPS], 1.0)
    edges = np.pad(held, _SMOOTH_HOPS, mode="edge")
    window = np.ones(2 * _SMOOTH_HOPS + 1) / (2 * _SMOOTH_HOPS + 1)
    smooth = np.convolve(edges, window, mode="valid")
    middles = (np.arange(count) + 0.5) * hop
    return np.interp(np.arange(len(samples)), middles, smooth)
