"""Music: which, how loud, from and to what moment; and how loud the clips themselves are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tiktok_photo_video.errors import EditError
from tiktok_photo_video.timeline.applying.guards import (
    checked_volume,
    map_pictures,
    media_is,
    require,
    require_films,
    require_music,
)
from tiktok_photo_video.timeline.edits import (
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
    Timeline,
    TimeRange,
    TrackKind,
    frames_from_ms,
    s_from_frames,
)
from tiktok_photo_video.timeline.tracks import (
    clips_and_cuts,
    new_clip_id,
    picture_duration,
    resized,
    with_music_changed,
    with_pictures,
    with_track,
)


def set_music(timeline: Timeline, edit: SetMusic) -> Timeline:
    """Play a composed bed, coming and going as the music before did."""
    silent = with_track(timeline, TrackKind.AUDIO, ())
    if edit.music is None:
        return silent
    clip = Clip(
        new_clip_id(silent, prefix="m"),
        edit.music,
        TimeRange(0, 0),
        volume=checked_volume(edit.volume),
    )
    return _playing(timeline, clip)


def set_song(timeline: Timeline, edit: SetSong) -> Timeline:
    """Play the user's own sound, as loud as the music before."""
    _require_song(timeline, edit.clip)
    before = timeline.music
    silent = with_track(timeline, TrackKind.AUDIO, ())
    taken = {clip.id for track in silent.tracks for clip in track.clips}
    is_free = bool(edit.clip.id) and edit.clip.id not in taken
    song = Clip(
        edit.clip.id if is_free else new_clip_id(silent, prefix="m"),
        edit.clip.media,
        TimeRange(edit.clip.source_range.start, 0),
        volume=before.volume if before else checked_volume(edit.clip.volume),
        fade_in=max(edit.clip.fade_in, 0),
        fade_out=max(edit.clip.fade_out, 0),
    )
    return _playing(timeline, song)


def _playing(timeline: Timeline, clip: Clip) -> Timeline:
    """One piece under the whole video, with the fades of the music before if there was any."""
    if before := timeline.music:
        last = _last_piece(timeline)
        clip = replace(clip, fade_in=before.fade_in, fade_out=last.fade_out)
    whole = resized(clip, max(picture_duration(timeline), 1))
    return with_track(timeline, TrackKind.AUDIO, (whole,))


def _require_song(timeline: Timeline, clip: Clip) -> None:
    if not media_is(clip.media, (MediaKind.AUDIO, MediaKind.VIDEO)):
        raise EditError(
            "Only a sound file can be played.", code="not_a_sound", hint="Send a song first."
        )
    media = clip.media
    whole_ms = media.available_duration_ms if isinstance(media, ExternalReference) else None
    start = clip.source_range.start
    if start < 0 or (whole_ms and start >= frames_from_ms(whole_ms, timeline.rate)):
        length = f"{(whole_ms or 0) / 1000:.1f} s long" if whole_ms else "played from its start on"
        raise EditError(
            f"The song is {length}: it cannot start at "
            f"{s_from_frames(start, timeline.rate):.1f} s.",
            code="past_the_end",
            hint="Start earlier.",
        )


def set_volume(timeline: Timeline, edit: SetVolume) -> Timeline:
    """Set how loud the music is; it is heard then."""
    require_music(timeline, "to turn up or down")
    volume = checked_volume(edit.volume)
    return with_music_changed(timeline, lambda c: replace(c, volume=volume, is_muted=False))


def set_fades(timeline: Timeline, edit: SetFades) -> Timeline:
    """Set how the music comes and goes."""
    first = require_music(timeline, "to fade")
    if min(edit.fade_in or 0, edit.fade_out or 0) < 0:
        raise EditError(
            "A fade cannot be shorter than nothing.", code="bad_fade", hint="Use 0 for none."
        )
    last = _last_piece(timeline)
    if edit.fade_in is not None:
        first = replace(first, fade_in=edit.fade_in)
        last = replace(last, fade_in=edit.fade_in) if last.id == first.id else last
    if edit.fade_out is not None:
        last = replace(last, fade_out=edit.fade_out)
    return with_music_changed(
        timeline, lambda c: last if c.id == last.id else first if c.id == first.id else c
    )


def _last_piece(timeline: Timeline) -> Clip:
    """The piece of music that plays last."""
    track = timeline.track(TrackKind.AUDIO)
    return track.clips[-1] if track else require_music(timeline, "to end")


def set_muted(timeline: Timeline, edit: SetMuted) -> Timeline:
    """Silence the music, or let it be heard again."""
    require_music(timeline, "to silence" if edit.is_muted else "to hear")
    return with_music_changed(timeline, lambda c: replace(c, is_muted=edit.is_muted))


def set_clip_volume(timeline: Timeline, edit: SetClipVolume) -> Timeline:
    """Set how loud clips themselves are; they are heard then."""
    volume = checked_volume(edit.volume)
    return _clips_changed(
        timeline, edit.clip_ids, lambda clip: replace(clip, volume=volume, is_muted=False)
    )


def set_clips_muted(timeline: Timeline, edit: SetClipsMuted) -> Timeline:
    """Silence clips themselves, or let them be heard again."""
    return _clips_changed(
        timeline, edit.clip_ids, lambda clip: replace(clip, is_muted=edit.is_muted)
    )


def _clips_changed(
    timeline: Timeline, clip_ids: tuple[str, ...], change: Callable[[Clip], Clip]
) -> Timeline:
    require(timeline.photos, clip_ids)
    chosen = [clip for clip in timeline.photos if clip.id in clip_ids]
    require_films(chosen, lacks="sound of its own", hint="Change the volume of the music instead.")
    return map_pictures(timeline, clip_ids, lambda clip, _: change(clip))


def set_beat_sync(timeline: Timeline, edit: SetBeatSync) -> Timeline:
    """Let the cuts follow the beats, or not.

    Where every length was asked for, none would be left to follow: they become a pace.
    """
    if edit.is_on:
        require_music(timeline, "whose beat the cuts could follow")
        clips, cuts = clips_and_cuts(timeline)
        if all(clip.is_pinned for clip in clips):
            free = [replace(clip, is_pinned=False) for clip in clips]
            timeline = with_pictures(timeline, free, cuts)
    return replace(timeline, has_beat_sync=edit.is_on)
