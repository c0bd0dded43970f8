"""Music wishes as edits."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from tiktok_photo_video.planner.editing.locating import DoubtError
from tiktok_photo_video.planner.editing.scene import Carried, Scene
from tiktok_photo_video.planner.pointers import References
from tiktok_photo_video.planner.remarks import note
from tiktok_photo_video.planner.taste import DEFAULT_MOOD, MAX_VOLUME
from tiktok_photo_video.planner.wishes import (
    ClipVolume,
    Fades,
    Heard,
    Music,
    Mute,
    OnBeat,
    SongStart,
    Volume,
)
from tiktok_photo_video.timeline.edits import (
    Edit,
    SetBeatSync,
    SetClipsMuted,
    SetClipVolume,
    SetFades,
    SetMusic,
    SetMuted,
    SetSong,
    SetVolume,
)
from tiktok_photo_video.timeline.model import (
    Clip,
    ExternalReference,
    MediaKind,
    MusicReference,
    TimeRange,
    frames_from_s,
)
from tiktok_photo_video.timeline.summary import name_of, seconds
from tiktok_photo_video.timeline.tracks import is_film

MAX_FADE_SHARE = Fraction(1, 2)  # of the whole: coming and going never overlap


def music(scene: Scene, wish: Music) -> Carried:
    """Some music, another piece, a mood, the user's own, or none."""
    now = scene.timeline.music
    volume = now.volume if now else 1.0
    if not wish.on:
        return Carried((SetMusic(None),) if now else ())
    if wish.song:
        return Carried(notes=(note("song", scene.language, song=wish.song),))
    if wish.overall and now and not isinstance(now.media, MusicReference):
        return Carried()
    if wish.mood is None and (own := _own_music(scene, wish.file)) is not None:
        return Carried((SetSong(Clip("", own, TimeRange(0, 0), volume=volume)),))
    if wish.own:
        return _already_own(scene)
    reference = _reference(scene, wish)
    edits: tuple[Edit, ...] = (SetMusic(reference, volume),) if reference else ()
    return Carried(edits, genre_notes(scene, wish))


def _already_own(scene: Scene) -> Carried:
    """The user's own song is playing, or none was ever sent."""
    now = scene.timeline.music
    if now is None or isinstance(now.media, MusicReference):
        raise DoubtError("no_song")
    return Carried()


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


def _own_music(scene: Scene, name: str) -> ExternalReference | None:
    """A sound file that was uploaded and is not yet heard: of this name, or the latest one."""
    now = scene.timeline.music.media if scene.timeline.music else None
    sounds = (p.media for p in reversed(scene.photos) if p.media.kind is MediaKind.AUDIO)
    sounds = (s for s in sounds if not name or s.name.casefold() == name.casefold())
    return next((sound for sound in sounds if sound != now), None)


def volume(scene: Scene, wish: Volume) -> Carried:
    """A level, or so much louder or quieter."""
    now = scene.timeline.music
    if now is None:
        if wish.level == 0:
            return Carried()
        raise DoubtError("no_music")
    level = now.volume * wish.factor if wish.level is None else wish.level
    given = round(min(max(level, 0.0), MAX_VOLUME), 2)
    beyond = level > MAX_VOLUME and (wish.level is not None or now.volume >= MAX_VOLUME)
    notes = (note("loudest", scene.language),) if beyond else ()
    return Carried((SetVolume(given),), notes)


def fades(scene: Scene, wish: Fades) -> Carried:
    """How the music comes and goes; at most half of the whole each."""
    if scene.timeline.music is None:
        raise DoubtError("no_music")
    longest = int(scene.timeline.duration * MAX_FADE_SHARE)
    asked = [
        None if s is None else frames_from_s(min(s, 600.0), scene.timeline.rate)
        for s in (wish.in_s, wish.out_s)
    ]
    given = [None if frames is None else min(frames, longest) for frames in asked]
    edit = SetFades(fade_in=given[0], fade_out=given[1])
    return Carried((edit,), _shortened(scene, longest) if given != asked else ())


def _shortened(scene: Scene, longest: int) -> tuple[str, ...]:
    length = seconds(longest / scene.timeline.rate, language=scene.language)
    return (note("fade_long", scene.language, length=length),)


def song_start(scene: Scene, wish: SongStart) -> Carried:
    """From where on the user's own song is heard; a composed piece has only its beginning."""
    now = scene.timeline.music
    if now is None:
        raise DoubtError("no_music")
    if wish.delayed:
        return Carried(notes=(note("music_from_start", scene.language),))
    own = _own_music(scene, "") if wish.own else None
    if isinstance(now.media, MusicReference) and own is None:
        return Carried(notes=(note("composed_start", scene.language),))
    start = frames_from_s(min(wish.at_s, 36000.0), scene.timeline.rate)
    moved = replace(now, media=own or now.media, source_range=TimeRange(start, 0))
    return Carried((SetSong(moved),))


def mute(scene: Scene, wish: Mute) -> Carried:
    """Silence for now, or sound again: of the music, of the clips, or of both."""
    clips = () if wish.what is Heard.MUSIC else _clips_muted(scene, wish)
    if wish.what is Heard.CLIPS:
        return Carried(clips)
    now = scene.timeline.music
    if now is None:
        if wish.on or clips:
            return Carried(clips)
        raise DoubtError("no_music")
    if not wish.on and not now.is_muted and now.volume == 0:
        return Carried((SetVolume(1.0), *clips))
    return Carried((SetMuted(wish.on), *clips))


def _clips_muted(scene: Scene, wish: Mute) -> tuple[Edit, ...]:
    films = _films(scene, wish.photos)
    ids = tuple(clip.id for clip in films if clip.is_muted is not wish.on)
    lost = tuple(clip.id for clip in films if clip.volume == 0 and not wish.on)
    edits: list[Edit] = [SetClipsMuted(ids, wish.on)] if ids else []
    return (*edits, *([SetClipVolume(lost, 1.0)] if lost else ()))


def _films(scene: Scene, photos: References) -> list[Clip]:
    """The video clips that are meant; of photos that are named, one must be a clip."""
    ids = scene.numbering.located(photos) if photos else scene.ids
    films = [clip for clip_id in ids if is_film((clip := scene.clip(clip_id)).media)]
    if photos and not films:
        raise DoubtError("no_clip_sound")
    return films


def clip_volume(scene: Scene, wish: ClipVolume) -> Carried:
    """A level of what clips recorded, or so much louder or quieter; without clips the music's."""
    films = _films(scene, wish.photos)
    if not films:
        return volume(scene, Volume(level=wish.level, factor=wish.factor))
    levels = [clip.volume * wish.factor if wish.level is None else wish.level for clip in films]
    given = [round(min(max(level, 0.0), MAX_VOLUME), 2) for level in levels]
    by_level = {
        level: tuple(c.id for c, g in zip(films, given, strict=True) if g == level)
        for level in dict.fromkeys(given)
    }
    notes = (note("loudest", scene.language),) if max(levels) > MAX_VOLUME else ()
    return Carried(tuple(SetClipVolume(ids, level) for level, ids in by_level.items()), notes)


def on_beat(scene: Scene, wish: OnBeat) -> Carried:
    """Cuts that follow the beat, or not."""
    if wish.on and scene.timeline.music is None:
        raise DoubtError("no_music")
    return Carried((SetBeatSync(wish.on),))
