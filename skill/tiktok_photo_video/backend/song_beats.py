"""The beats of the user's own songs: heard once, and kept beside the media by content hash."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tiktok_photo_video.backend.media_store import MediaStore
from tiktok_photo_video.errors import MediaError
from tiktok_photo_video.music import (
    Beatless,
    BeatPlan,
    NoBeat,
    Section,
    SectionName,
    track_beats,
)
from tiktok_photo_video.whole_files import write_whole

# Raise this whenever the same song would be heard differently than before.
FORMAT_VERSION = 4
# All that a beat is heard by lies under half of this; a higher rate only takes longer.
_RATE_HZ = 24_000

_LOG = logging.getLogger(__name__)


class SongBeats:
    """Where songs can be cut; what was heard once is not listened to again."""

    def __init__(self, media: MediaStore) -> None:
        self._media = media

    def plan(self, content_hash: str, name: str) -> BeatPlan | Beatless:
        """The beats of a song or of a clip's sound, in its own time, or why there are none."""
        path = self._media.beside(content_hash, "beats.json")
        kept = _read(path)
        if kept is None:
            kept = self._heard(content_hash, name)
            try:
                write_whole(path, json.dumps(_drawn(kept)).encode())
            except OSError as error:
                # It is heard again next time: slower, but no reason to fail.
                _LOG.warning("beats of %s are not kept (%s)", content_hash[:12], error)
        return kept

    def _heard(self, content_hash: str, name: str) -> BeatPlan | Beatless:
        try:
            path = self._media.original(content_hash)
            sound = self._media.decoder.song(path, name=name, sample_rate_hz=_RATE_HZ)
        except MediaError:
            # That it cannot be played is told when the video is made.
            return Beatless(NoBeat.STILL)
        return track_beats(sound, _RATE_HZ)


def _drawn(heard: BeatPlan | Beatless) -> dict[str, object]:
    if isinstance(heard, Beatless):
        return {"format": FORMAT_VERSION, "beatless": heard.reason.value}
    return {
        "format": FORMAT_VERSION,
        "beats_s": heard.beats_s,
        "downbeats_s": heard.downbeats_s,
        "sections": [[s.start_s, s.end_s, s.kind.value, s.energy] for s in heard.sections],
        "lift_s": heard.lift_s,
    }


def _read(path: Path) -> BeatPlan | Beatless | None:
    """What is kept; ``None`` when there is nothing, or nothing that this version wrote."""
    try:
        return _parsed(json.loads(path.read_bytes()))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _parsed(kept: Mapping[str, Any]) -> BeatPlan | Beatless | None:
    if kept["format"] != FORMAT_VERSION:
        return None
    if "beatless" in kept:
        return Beatless(NoBeat(kept["beatless"]))
    return BeatPlan(
        beats_s=tuple(map(float, kept["beats_s"])),
        downbeats_s=tuple(map(float, kept["downbeats_s"])),
        sections=tuple(
            Section(float(start), float(end), SectionName(kind), float(energy))
            for start, end, kind, energy in kept["sections"]
        ),
        lift_s=float(kept["lift_s"]),
    )
