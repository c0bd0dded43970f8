"""Drafts in words, whoever made them. Nothing here raises on a foreign draft."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from tiktok_photo_video.errors import ProtocolError
from tiktok_photo_video.language import Language
from tiktok_photo_video.timeline.summary import heading, seconds, summary
from tiktok_photo_video.wire import draft_keys as key
from tiktok_photo_video.wire.draft_read import is_ours, timeline_from_draft
from tiktok_photo_video.wire.fields import MAX_INTEGER
from tiktok_photo_video.wire.strangers import shown

_EN, _ZH = Language.ENGLISH, Language.CHINESE
_MS = Fraction(1000)

_MAX_NAME_CHARS = 60

# No public source names these keys. A text under one of them is shown as a name; anything else
# there is passed over, so a wrong guess costs a name and nothing more.
_NAME_KEYS = (key.LABEL, "name", "title", "text", "content", "filename")
_START_KEYS = (key.START, "start", "st")
_VOLUME_KEYS = (key.VOLUME, "vol", "volume")

_LABELS = {
    int(key.DraftTrack.VIDEO): {_EN: "Video", _ZH: "画面"},
    int(key.DraftTrack.AUDIO): {_EN: "BGM", _ZH: "配乐"},
    int(key.DraftTrack.TEXT): {_EN: "Title", _ZH: "标题"},
}


def has_content(draft: object) -> bool:
    """Whether there is anything to export: a track with at least one segment."""
    return any(_segments(track) for track in _tracks(draft))


def summarise(draft: object, language: Language = _EN) -> str:
    """Any draft in the one-line form, ours in full and a foreign one as far as it is known."""
    if is_ours(draft):
        try:
            return summary(timeline_from_draft(draft), language=language)
        except ProtocolError:
            # Ours, but damaged or newer: what can be read of it is still worth saying.
            return summarise_foreign(draft, language)
    return summarise_foreign(draft, language)


def heading_of(draft: object) -> str:
    """What the video of a draft may be called; empty where the draft does not say."""
    if not is_ours(draft):
        return ""
    try:
        return heading(timeline_from_draft(draft))
    except ProtocolError:
        return ""


def summarise_foreign(draft: object, language: Language = _EN) -> str:
    """A foreign draft as ``Timeline (2 tracks): 1. Video: city (0-10s) 2. BGM: Lo-fi (…)``."""
    tracks = list(_tracks(draft))
    if not tracks:
        return {_EN: "Timeline: empty", _ZH: "时间线：空"}[language]
    count = len(tracks)
    head = {
        _EN: f"Timeline ({count} {'track' if count == 1 else 'tracks'}):",
        _ZH: f"时间线（{count} 条轨道）：",
    }[language]
    lines = [f"{n}. {_track_line(track, language)}" for n, track in enumerate(tracks, 1)]
    return " ".join([head, *lines])


def _track_line(track: Mapping[str, object], language: Language) -> str:
    kind = _number(track.get(key.TRACK_TYPE))
    label = _LABELS.get(int(kind)) if kind is not None else None
    if track.get(key.CAPTIONS) is True:
        label = {_EN: "Captions", _ZH: "字幕"}
    head = label[language] if label else {_EN: "Other track", _ZH: "其他轨道"}[language]
    segments = _segments(track)
    parts = (
        _each_segment(segments, kind, language)
        if kind in (key.DraftTrack.AUDIO, key.DraftTrack.TEXT)
        else _all_segments(segments, language)
    )
    return f"{head}{': ' if language is _EN else '：'}{parts}"


def _all_segments(segments: list[Mapping[str, object]], language: Language) -> str:
    name = _name(segments[0]) if len(segments) == 1 else ""
    plural = "" if len(segments) == 1 else "s"
    counted = {_EN: f"{len(segments)} segment{plural}", _ZH: f"{len(segments)} 个片段"}[language]
    places = list(_places(segments))
    end = max((end for _, end in places), default=0)
    start = min((start for start, _ in places), default=0)
    return f"{name or counted} ({_span(start, end, language)})"


def _each_segment(
    segments: list[Mapping[str, object]], kind: float | None, language: Language
) -> str:
    words = []
    for segment, (start, end) in zip(segments, _places(segments), strict=True):
        name = _name(segment) or {_EN: "untitled", _ZH: "未命名"}[language]
        if kind == key.DraftTrack.TEXT:
            name = {_EN: f'"{name}"', _ZH: f"“{name}”"}[language]
        volume = _volume(segment) if kind == key.DraftTrack.AUDIO else ""
        words.append(f"{name} ({_span(start, end, language)}{volume})")
    return ", ".join(words) or {_EN: "empty", _ZH: "空"}[language]


def _places(segments: list[Mapping[str, object]]) -> Iterator[tuple[int, int]]:
    """Start and end of each segment in ms; without a start key they are taken to butt."""
    at = 0
    for segment in segments:
        start = _first_number(segment, _START_KEYS)
        begin = at if start is None else round(start)
        at = begin + round(_number(segment.get(key.DURATION)) or 0)
        yield begin, at


def _span(start_ms: int, end_ms: int, language: Language) -> str:
    return f"{seconds(start_ms / _MS)}-{seconds(end_ms / _MS, language=language)}"


def _volume(segment: Mapping[str, object]) -> str:
    value = _first_number(segment, _VOLUME_KEYS)
    if value is None:
        return ""
    return f", {value if value > 2 else value * 100:.0f}%"


def _name(segment: Mapping[str, object]) -> str:
    names = (segment.get(name) for name in _NAME_KEYS)
    found = next((n for n in names if isinstance(n, str) and n.strip()), "")
    line = shown(found)
    return line if len(line) <= _MAX_NAME_CHARS else line[: _MAX_NAME_CHARS - 1] + "…"


def _tracks(draft: object) -> Iterator[Mapping[str, object]]:
    found = draft.get(key.TRACKS) if isinstance(draft, Mapping) else None
    for track in found if isinstance(found, list | tuple) else ():
        if isinstance(track, Mapping):
            yield track


def _segments(track: Mapping[str, object]) -> list[Mapping[str, object]]:
    found = track.get(key.SEGMENTS)
    given = found if isinstance(found, list | tuple) else ()
    return [segment for segment in given if isinstance(segment, Mapping)]


def _first_number(segment: Mapping[str, object], names: tuple[str, ...]) -> float | None:
    return next((n for name in names if (n := _number(segment.get(name))) is not None), None)


def _number(value: object) -> float | None:
    """A number of a size that a timeline can have; ``True`` and infinity are none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return value if 0 <= value <= MAX_INTEGER else None
