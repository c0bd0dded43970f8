"""A timeline in plain English or Chinese, one line a track."""

from __future__ import annotations

from fractions import Fraction
from pathlib import PurePath

from tiktok_photo_video.language import Language
from tiktok_photo_video.timeline.describing import describe, describe_all
from tiktok_photo_video.timeline.diff import music_name
from tiktok_photo_video.timeline.model import (
    UNNAMED,
    CardReference,
    Clip,
    ExternalReference,
    MediaKind,
    PlacedClip,
    Timeline,
    TitleReference,
    Track,
    TrackKind,
    placed_clips,
)
from tiktok_photo_video.timeline.names import MAX_NAMES, name_of, quoted, seconds, span

__all__ = [
    "MAX_NAMES",
    "describe",
    "describe_all",
    "heading",
    "name_of",
    "seconds",
    "summary",
]

_EN, _ZH = Language.ENGLISH, Language.CHINESE


def summary(timeline: Timeline, *, language: Language = _EN) -> str:
    """One line a track, as in ``Timeline (2 tracks): 1. Video: 5 photos (0-10s) 2. BGM: …``."""
    if not timeline.tracks:
        return {_EN: "Timeline: empty", _ZH: "时间线：空"}[language]
    count = len(timeline.tracks)
    head = {
        _EN: f"Timeline ({count} {'track' if count == 1 else 'tracks'}):",
        _ZH: f"时间线（{count} 条轨道）：",
    }[language]
    lines = [
        f"{number}. {_track_line(track, timeline.rate, language)}"
        for number, track in enumerate(timeline.tracks, 1)
    ]
    return " ".join([head, *lines])


def heading(timeline: Timeline) -> str:
    """What a video may be called in a list: its name, its first title, or what it shows."""
    if timeline.name != UNNAMED:
        return timeline.name
    titles = (clip.media for clip in _clips(timeline, TrackKind.TITLE))
    texts = (" ".join(m.text.split()) for m in titles if isinstance(m, TitleReference))
    return next(filter(None, texts), "") or _shown(timeline)


def _shown(timeline: Timeline) -> str:
    media = (clip.media for clip in timeline.photos)
    names = list(dict.fromkeys(m.name for m in media if isinstance(m, ExternalReference)))
    if not names or not names[0]:
        return UNNAMED
    return f"{names[0]} +{len(names) - 1}" if names[1:] else names[0]


def _clips(timeline: Timeline, kind: TrackKind) -> tuple[Clip, ...]:
    track = timeline.track(kind)
    return track.clips if track else ()


def _track_line(track: Track, rate: Fraction, language: Language) -> str:
    label = {
        TrackKind.VIDEO: {_EN: "Video", _ZH: "画面"},
        TrackKind.AUDIO: {_EN: "BGM", _ZH: "配乐"},
        TrackKind.TITLE: {_EN: "Title", _ZH: "标题"},
        TrackKind.CAPTION: {_EN: "Captions", _ZH: "字幕"},
    }[track.kind][language]
    parts = {
        TrackKind.VIDEO: _video_part,
        TrackKind.AUDIO: _audio_part,
        TrackKind.TITLE: _title_part,
        TrackKind.CAPTION: _caption_part,
    }[track.kind](track, rate, language)
    return f"{label}: {parts}" if language is _EN else f"{label}：{parts}"


def _video_part(track: Track, rate: Fraction, language: Language) -> str:
    whole = span(Fraction(0), track.duration / rate, language)
    return f"{_pictures(track.clips, language)} ({whole})"


def _pictures(clips: tuple[Clip, ...], language: Language) -> str:
    files = [c.media for c in clips if isinstance(c.media, ExternalReference)]
    cards = sum(isinstance(c.media, CardReference) for c in clips)
    parts = _counted_files(files, language)
    parts.extend([{_EN: "an end card", _ZH: "片尾卡"}[language]] if cards else [])
    return {_EN: " and ", _ZH: "和"}[language].join(parts)


def _counted_files(files: list[ExternalReference], language: Language) -> list[str]:
    if len(files) == 1 and (name := PurePath(files[0].name).stem):
        return [name]
    stills = sum(media.kind is MediaKind.IMAGE for media in files)
    words = {_EN: ("photo", "clip"), _ZH: (" 张照片", " 段视频")}[language]
    parts = []
    for count, word in ((stills, words[0]), (len(files) - stills, words[1])):
        plural = "s" if language is _EN and count != 1 else ""
        space = " " if language is _EN else ""
        parts.extend([f"{count}{space}{word}{plural}"] if count else [])
    return parts


def _audio_part(track: Track, rate: Fraction, language: Language) -> str:
    return ", ".join(_piece(p, rate, language) for p in placed_clips(track))


def _piece(placed: PlacedClip, rate: Fraction, language: Language) -> str:
    clip = placed.clip
    muted = {_EN: "muted", _ZH: "静音"}[language]
    facts = [_range_of(placed, rate, language), muted if clip.is_muted else f"{clip.volume:.0%}"]
    for frames, words in (
        (clip.fade_in, {_EN: "fades in over", _ZH: "淡入"}),
        (clip.fade_out, {_EN: "fades out over", _ZH: "淡出"}),
    ):
        if frames:
            facts.append(f"{words[language]} {seconds(frames / rate, language=language)}")
    return f"{name_of(music_name(clip) or '', language)} ({', '.join(facts)})"


def _title_part(track: Track, rate: Fraction, language: Language) -> str:
    return ", ".join(
        f"{quoted(p.clip.media.text, language)} ({_range_of(p, rate, language)})"
        for p in placed_clips(track)
        if isinstance(p.clip.media, TitleReference)
    )


def _caption_part(track: Track, _rate: Fraction, language: Language) -> str:
    texts = [
        quoted(clip.media.text, language)
        for clip in track.clips
        if isinstance(clip.media, TitleReference)
    ]
    shown = [*texts[:MAX_NAMES], *(["…"] if len(texts) > MAX_NAMES else [])]
    return f"{len(texts)} ({', '.join(shown)})"


def _range_of(placed: PlacedClip, rate: Fraction, language: Language) -> str:
    place = placed.range_in_track
    return span(place.start / rate, place.end_exclusive / rate, language)
