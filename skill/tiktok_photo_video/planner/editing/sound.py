"""Music wishes as edits."""

from __future__ import annotations

from dataclasses import replace

from tiktok_photo_video.planner.editing.locating import DoubtError
from tiktok_photo_video.planner.editing.scene import Carried, Scene
from tiktok_photo_video.planner.remarks import note
from tiktok_photo_video.planner.taste import DEFAULT_MOOD, MAX_VOLUME
from tiktok_photo_video.planner.wishes import Music, Volume
from tiktok_photo_video.timeline.edits import Create, Edit, SetMusic, SetVolume
from tiktok_photo_video.timeline.model import (
    Clip,
    ExternalReference,
    MediaKind,
    MusicReference,
    Timeline,
    TimeRange,
    Track,
    TrackKind,
)
from tiktok_photo_video.timeline.summary import name_of


def music(scene: Scene, wish: Music) -> Carried:
    """Some music, another piece, a mood, or none."""
    now = scene.timeline.music
    volume = now.volume if now else 1.0
    if not wish.on:
        return Carried((SetMusic(None),) if now else ())
    if wish.song:
        return Carried(notes=(note("song", scene.language, song=wish.song),))
    if wish.mood is None and (own := _own_music(scene)) is not None:
        return Carried((_with_own(scene.timeline, own, volume),))
    reference = _reference(scene, wish)
    edits: tuple[Edit, ...] = (SetMusic(reference, volume),) if reference else ()
    return Carried(edits, genre_notes(scene, wish))


def genre_notes(scene: Scene, wish: Music) -> tuple[str, ...]:
    """That a genre asked for is not one of the moods, and what stands in for it."""
    if not wish.genre or wish.mood is None:
        return ()
    mood = name_of(wish.mood.value, scene.language)
    return (note("genre", scene.language, genre=wish.genre, mood=mood),)


def _reference(scene: Scene, wish: Music) -> MusicReference | None:
    """The piece to play; ``None`` when what is there already serves."""
    now = scene.timeline.music.media if scene.timeline.music else None
    composed = now if isinstance(now, MusicReference) else None
    if wish.mood is not None and (composed is None or composed.mood != wish.mood.value):
        return MusicReference(wish.mood.value, scene.seed)
    if composed is not None:
        return replace(composed, seed=composed.seed + 1) if wish.other else None
    serves = now is not None and not wish.other
    return None if serves else MusicReference(DEFAULT_MOOD.value, scene.seed)


def _own_music(scene: Scene) -> ExternalReference | None:
    """A sound file that was uploaded and is not yet heard."""
    now = scene.timeline.music.media if scene.timeline.music else None
    sounds = (p.media for p in scene.photos if p.media.kind is MediaKind.AUDIO)
    return next((sound for sound in sounds if sound != now), None)


def _with_own(timeline: Timeline, media: ExternalReference, volume: float) -> Create:
    length = TimeRange(0, timeline.duration)
    track = Track(TrackKind.AUDIO, (Clip("m1", media, length, volume=volume),))
    others = [t for t in timeline.tracks if t.kind is not TrackKind.AUDIO]
    kinds = list(TrackKind)
    tracks = tuple(sorted([*others, track], key=lambda t: kinds.index(t.kind)))
    return Create(replace(timeline, tracks=tracks))


def volume(scene: Scene, wish: Volume) -> Carried:
    """A level, or so much louder or quieter."""
    now = scene.timeline.music
    if now is None:
        if wish.level == 0:
            return Carried()
        raise DoubtError("no_music")
    level = now.volume * wish.factor if wish.level is None else wish.level
    return Carried((SetVolume(round(min(max(level, 0.0), MAX_VOLUME), 2)),))
