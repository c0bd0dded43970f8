"""Music composed on the spot: royalty-free beds, made for a video's exact length.

``compose`` plans a piece (cheap; its beats are exact), ``beat_plan`` says where it can be cut,
``render`` plays it, ``normalise`` brings any sound to a platform's loudness, ``track_beats``
hears the beats of a song from elsewhere. Nothing here reads a file, a clock or the network,
and the same arguments always give the same music.
"""

from __future__ import annotations

from tiktok_photo_video.music.beats import BeatPlan, beat_plan
from tiktok_photo_video.music.compose import LONGEST_S, SHORTEST_S, compose
from tiktok_photo_video.music.desk import record, render
from tiktok_photo_video.music.loudness import LoudnessMeter, integrated_lufs, true_peak_dbtp
from tiktok_photo_video.music.mastering import normalise
from tiktok_photo_video.music.mix import apply_gain, centred, fade, limit
from tiktok_photo_video.music.oversampling import PeakMeter
from tiktok_photo_video.music.score import Beat, Mood, Score, Section, SectionName
from tiktok_photo_video.music.sound import (
    SAMPLE_RATE_HZ,
    Excerpt,
    Samples,
    Sound,
    Spliced,
    Tape,
    Treated,
    blocks,
)
from tiktok_photo_video.music.tracking import Beatless, NoBeat, track_beats

__all__ = [
    "LONGEST_S",
    "SAMPLE_RATE_HZ",
    "SHORTEST_S",
    "Beat",
    "BeatPlan",
    "Beatless",
    "Excerpt",
    "LoudnessMeter",
    "Mood",
    "NoBeat",
    "PeakMeter",
    "Samples",
    "Score",
    "Section",
    "SectionName",
    "Sound",
    "Spliced",
    "Tape",
    "Treated",
    "apply_gain",
    "beat_plan",
    "blocks",
    "centred",
    "compose",
    "fade",
    "integrated_lufs",
    "limit",
    "normalise",
    "record",
    "render",
    "track_beats",
    "true_peak_dbtp",
]
