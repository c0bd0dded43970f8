"""Music, and what belongs to the video as a whole."""

from __future__ import annotations

from collections.abc import Iterator

from tiktok_photo_video.timeline.changes import Both, Change, ChangeKind
from tiktok_photo_video.timeline.model import (
    Clip,
    ExternalReference,
    Logo,
    MusicReference,
    Timeline,
    TrackKind,
)


def music(both: Both) -> Iterator[Change]:
    """Which music plays, and how."""
    old, new = both.before.music, both.after.music
    if music_name(old) != music_name(new) or (old and new and old.media != new.media):
        yield Change(ChangeKind.MUSIC, before=music_name(old), after=music_name(new))
    if old and new:
        yield from _playing(both, old, new)


def _playing(both: Both, old: Clip, new: Clip) -> Iterator[Change]:
    if old.volume != new.volume:
        yield Change(ChangeKind.VOLUME, before=old.volume, after=new.volume)
    if old.is_muted != new.is_muted:
        yield Change(ChangeKind.MUTED, before=old.is_muted, after=new.is_muted)
    last = _last(both.before) or old, _last(both.after) or new
    for kind, was, now in (
        (ChangeKind.MUSIC_START, old.source_range.start, new.source_range.start),
        (ChangeKind.FADE_IN, old.fade_in, new.fade_in),
        (ChangeKind.FADE_OUT, last[0].fade_out, last[1].fade_out),
    ):
        times = both.times(was, now)
        if not both.is_same_time(*times):
            yield Change(kind, (), *times)


def _last(timeline: Timeline) -> Clip | None:
    track = timeline.track(TrackKind.AUDIO)
    return track.clips[-1] if track and track.clips else None


def other_sound(both: Both) -> Iterator[Change]:
    """Sound that differs beyond the first piece of music."""
    tracks = both.before.track(TrackKind.AUDIO), both.after.track(TrackKind.AUDIO)
    if tracks[0] != tracks[1]:
        yield Change(
            ChangeKind.MUSIC,
            before=music_name(both.before.music),
            after=music_name(both.after.music),
        )


def music_name(clip: Clip | None) -> str | None:
    """The mood of a composed bed, or the name of a sound file."""
    if clip is None:
        return None
    if isinstance(clip.media, MusicReference):
        return clip.media.mood
    return clip.media.name if isinstance(clip.media, ExternalReference) else None


def extras(both: Both) -> Iterator[Change]:
    """Beat, logo, size, rate, cover and name."""
    before, after = both.before, both.after
    if before.has_beat_sync != after.has_beat_sync:
        yield Change(ChangeKind.BEAT_SYNC, before=before.has_beat_sync, after=after.has_beat_sync)
    yield from _logo(before.logo, after.logo)
    old, new = (before.width_px, before.height_px), (after.width_px, after.height_px)
    if old != new:
        yield Change(ChangeKind.CANVAS, before=old, after=new)
    if before.rate != after.rate:
        yield Change(ChangeKind.RATE, before=before.rate, after=after.rate)
    yield from _cover(both)
    if before.name != after.name:
        yield Change(ChangeKind.NAME, before=before.name, after=after.name)


def _logo(was: Logo | None, now: Logo | None) -> Iterator[Change]:
    if was == now:
        return
    old, new = _logo_terms(was), _logo_terms(now)
    subject = (now.media.name,) if was and now and was.media != now.media else ()
    if was and now:
        kept = [i for i, term in enumerate(new) if term != old[i]]
        old, new = tuple(old[i] for i in kept), tuple(new[i] for i in kept)
    yield Change(ChangeKind.LOGO, subject, old, new)


def _logo_terms(logo: Logo | None) -> tuple[str, ...]:
    if logo is None:
        return ()
    return (
        f"corner_{logo.corner.value}",
        f"logo_width@{logo.width_share!r}",
        f"logo_opacity@{logo.opacity!r}",
    )


def _cover(both: Both) -> Iterator[Change]:
    was, now = both.before.cover, both.after.cover
    old = None if was is None else was / both.before.rate
    new = None if now is None else now / both.after.rate
    if old is not None and new is not None and both.is_same_time(old, new):
        return
    if old != new:
        yield Change(ChangeKind.COVER, before=old, after=new)
