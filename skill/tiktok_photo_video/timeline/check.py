"""What a sound timeline looks like: ``check`` lists each broken invariant."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from tiktok_photo_video.timeline.model import (
    Clip,
    ExternalReference,
    Gap,
    MusicReference,
    PlacedClip,
    Timeline,
    TitleReference,
    Track,
    TrackKind,
    Transition,
    placed_clips,
)

MIN_RATE, MAX_RATE = 1, 120
MAX_VOLUME = 2.0
MAX_MOTION_STRENGTH = 1.0  # twice as close: beyond that a photo is only pixels
_COLOR = re.compile("#[0-9a-fA-F]{6}")
MIN_SIDE_PX, MAX_SIDE_PX = 16, 4096  # 4096: TikTok's own upper limit for a side

_MEDIA_OF_TRACK: dict[TrackKind, tuple[type, ...]] = {
    TrackKind.VIDEO: (ExternalReference,),
    TrackKind.AUDIO: (MusicReference, ExternalReference),
    TrackKind.TITLE: (TitleReference,),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """A broken invariant: a stable code, and a sentence for people."""

    code: str
    sentence: str


def check(timeline: Timeline) -> tuple[Problem, ...]:
    """All broken invariants of a timeline; empty when it can be rendered as it stands."""
    return tuple(problem for rule in _RULES for problem in rule(timeline))


def _canvas(timeline: Timeline) -> Iterator[Problem]:
    for side in (timeline.width_px, timeline.height_px):
        if side % 2 or not MIN_SIDE_PX <= side <= MAX_SIDE_PX:
            yield Problem(
                "canvas",
                f"A side of {side} px cannot be encoded: it must be even and "
                f"between {MIN_SIDE_PX} and {MAX_SIDE_PX}.",
            )
    if not MIN_RATE <= timeline.rate <= MAX_RATE:
        yield Problem("rate", f"A rate of {timeline.rate} frames a second is out of range.")


def _tracks(timeline: Timeline) -> Iterator[Problem]:
    for kind, count in Counter(track.kind for track in timeline.tracks).items():
        if count > 1:
            yield Problem("tracks", f"There are {count} {kind.value} tracks instead of one.")
    for track in timeline.tracks:
        if not track.clips:
            yield Problem("empty_track", f"The {track.kind.value} track has no clip.")
        if track.kind is TrackKind.VIDEO and any(isinstance(c, Gap) for c in track.children):
            yield Problem("gap", "The picture track has a gap.")


def _clips(timeline: Timeline) -> Iterator[Problem]:
    for track in timeline.tracks:
        for clip in track.clips:
            if not isinstance(clip.media, _MEDIA_OF_TRACK[track.kind]):
                yield Problem("media", f"Clip {clip.id} does not belong in {track.kind.value}.")
            if clip.duration < 1 or clip.source_range.start < 0:
                yield Problem("range", f"Clip {clip.id} has no frames to show.")
            yield from _values(clip)
        if any(isinstance(c, Gap) and c.duration < 1 for c in track.children):
            yield Problem("range", f"The {track.kind.value} track has an empty gap.")


def _values(clip: Clip) -> Iterator[Problem]:
    if isinstance(clip.media, TitleReference):
        if not clip.media.text.strip():
            yield Problem("empty_title", f"Title {clip.id} has no text.")
        if not _COLOR.fullmatch(clip.media.color):
            yield Problem("color", f"{clip.media.color!r} is not a colour such as #ffcc00.")
    if not 0.0 <= clip.volume <= MAX_VOLUME:
        yield Problem("volume", f"Clip {clip.id} has a volume of {clip.volume}.")
    if not 0.0 <= clip.motion.strength <= MAX_MOTION_STRENGTH:
        yield Problem("motion", f"Clip {clip.id} moves by {clip.motion.strength}.")


def _ids(timeline: Timeline) -> Iterator[Problem]:
    counts = Counter(clip.id for track in timeline.tracks for clip in track.clips)
    for clip_id, count in counts.items():
        if count > 1:
            yield Problem("ids", f"{count} clips are called {clip_id}.")


def _transitions(timeline: Timeline) -> Iterator[Problem]:
    for track in timeline.tracks:
        yield from _misplaced_transitions(track)
        for placed in placed_clips(track):
            yield from _crowded(placed)


def _misplaced_transitions(track: Track) -> Iterator[Problem]:
    edges = (None, *track.children, None)
    for before, child, after in zip(edges, edges[1:], edges[2:], strict=False):
        if not isinstance(child, Transition):
            continue
        if not (isinstance(before, Clip) and isinstance(after, Clip)):
            yield Problem("transition", "A transition does not stand between two clips.")
        if child.in_offset < 0 or child.out_offset < 0 or child.duration < 1:
            yield Problem("transition", "A transition has no length.")


def _crowded(placed: PlacedClip) -> Iterator[Problem]:
    taken = (placed.transition_in.out_offset if placed.transition_in else 0) + (
        placed.transition_out.in_offset if placed.transition_out else 0
    )
    if taken > placed.clip.duration:
        yield Problem("crowded", f"The transitions of clip {placed.clip.id} overlap.")


def _lengths(timeline: Timeline) -> Iterator[Problem]:
    picture = timeline.track(TrackKind.VIDEO)
    length = picture.duration if picture else 0
    for track in timeline.tracks:
        if track.duration > length:
            yield Problem("length", f"The {track.kind.value} track is longer than the picture.")


def _order(timeline: Timeline) -> Iterator[Problem]:
    kinds = [list(TrackKind).index(track.kind) for track in timeline.tracks]
    if any(a > b for a, b in pairwise(kinds)):
        yield Problem("order", "Tracks must stand in the order picture, music, titles.")


_RULES: tuple[Callable[[Timeline], Iterator[Problem]], ...] = (
    _canvas,
    _tracks,
    _clips,
    _ids,
    _transitions,
    _lengths,
    _order,
)
