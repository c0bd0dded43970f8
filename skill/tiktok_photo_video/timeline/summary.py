"""A timeline, and what changed in it, in plain English or Chinese."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import PurePath

from tiktok_photo_video.language import Language
from tiktok_photo_video.timeline.diff import Change, ChangeKind, music_name
from tiktok_photo_video.timeline.model import (
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

_EN, _ZH = Language.ENGLISH, Language.CHINESE

MAX_NAMES = 4  # more than this and a list is counted instead of read

_NAMES: dict[str, dict[Language, str]] = {
    "cut": {_EN: "straight cut", _ZH: "直接切换"},
    "crossfade": {_EN: "crossfade", _ZH: "叠化"},
    "dip_to_black": {_EN: "dip to black", _ZH: "黑场过渡"},
    "dip_to_white": {_EN: "dip to white", _ZH: "白场过渡"},
    "flash": {_EN: "white flash", _ZH: "闪白"},
    "slide_left": {_EN: "slide left", _ZH: "左滑入"},
    "slide_right": {_EN: "slide right", _ZH: "右滑入"},
    "slide_up": {_EN: "slide up", _ZH: "上滑入"},
    "slide_down": {_EN: "slide down", _ZH: "下滑入"},
    "push_left": {_EN: "push left", _ZH: "左推"},
    "push_right": {_EN: "push right", _ZH: "右推"},
    "push_up": {_EN: "push up", _ZH: "上推"},
    "push_down": {_EN: "push down", _ZH: "下推"},
    "wipe_left": {_EN: "wipe left", _ZH: "左擦除"},
    "wipe_right": {_EN: "wipe right", _ZH: "右擦除"},
    "zoom_in": {_EN: "zoom in", _ZH: "推近"},
    "zoom_out": {_EN: "zoom out", _ZH: "拉远"},
    "none": {_EN: "still", _ZH: "静止"},
    "pan_left": {_EN: "pan left", _ZH: "左移"},
    "pan_right": {_EN: "pan right", _ZH: "右移"},
    "pan_up": {_EN: "pan up", _ZH: "上移"},
    "pan_down": {_EN: "pan down", _ZH: "下移"},
    "auto": {_EN: "automatic fit", _ZH: "自动适配"},
    "cover": {_EN: "fill the frame", _ZH: "铺满画面"},
    "contain": {_EN: "whole photo with bars", _ZH: "完整显示加黑边"},
    "contain_blur": {_EN: "whole photo on a blurred background", _ZH: "完整显示加模糊背景"},
    "position_top": {_EN: "top", _ZH: "顶部"},
    "position_center": {_EN: "centre", _ZH: "居中"},
    "position_bottom": {_EN: "bottom", _ZH: "底部"},
    "style_plain": {_EN: "plain", _ZH: "无描边"},
    "style_outline": {_EN: "outlined", _ZH: "描边"},
    "style_plate": {_EN: "on a plate", _ZH: "底板"},
    "animation_none": {_EN: "no animation", _ZH: "无动画"},
    "animation_fade": {_EN: "fading", _ZH: "淡入"},
    "animation_rise": {_EN: "rising", _ZH: "上浮"},
    "lofi": {_EN: "Lo-fi", _ZH: "Lo-fi"},
    "upbeat": {_EN: "Upbeat", _ZH: "欢快"},
    "cinematic": {_EN: "Cinematic", _ZH: "电影感"},
    "romantic": {_EN: "Romantic", _ZH: "浪漫"},
    "chill": {_EN: "Chill", _ZH: "轻松"},
}


def name_of(term: str, language: Language) -> str:
    """What a transition, motion, fit or mood is called in a language."""
    term, _, strength = term.partition("@")
    known = _NAMES.get(term)
    name = known[language] if known else term
    return f"{name} {float(strength):.0%}" if strength else name


def seconds(duration_s: Fraction, *, language: Language | None = None) -> str:
    """A time with at most one decimal: ``10``, ``2.5``; with a unit if a language is given."""
    text = f"{float(duration_s):.1f}".removesuffix(".0")
    return text + {None: "", _EN: "s", _ZH: "秒"}[language]


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


def _track_line(track: Track, rate: Fraction, language: Language) -> str:
    label = {
        TrackKind.VIDEO: {_EN: "Video", _ZH: "画面"},
        TrackKind.AUDIO: {_EN: "BGM", _ZH: "配乐"},
        TrackKind.TITLE: {_EN: "Title", _ZH: "标题"},
    }[track.kind][language]
    parts = {
        TrackKind.VIDEO: _video_part,
        TrackKind.AUDIO: _audio_part,
        TrackKind.TITLE: _title_part,
    }[track.kind](track, rate, language)
    return f"{label}: {parts}" if language is _EN else f"{label}：{parts}"


def _span(start_s: Fraction, end_s: Fraction, language: Language) -> str:
    return f"{seconds(start_s)}-{seconds(end_s, language=language)}"


def _video_part(track: Track, rate: Fraction, language: Language) -> str:
    span = _span(Fraction(0), track.duration / rate, language)
    return f"{_pictures(track.clips, language)} ({span})"


def _pictures(clips: tuple[Clip, ...], language: Language) -> str:
    names = [PurePath(c.media.name).stem for c in clips if isinstance(c.media, ExternalReference)]
    if len(clips) == 1 and names and names[0]:
        return names[0]
    stills = sum(
        isinstance(c.media, ExternalReference) and c.media.kind is MediaKind.IMAGE for c in clips
    )
    words = {_EN: ("photo", "clip"), _ZH: (" 张照片", " 段视频")}[language]
    parts = []
    for count, word in ((stills, words[0]), (len(clips) - stills, words[1])):
        plural = "s" if language is _EN and count != 1 else ""
        space = " " if language is _EN else ""
        parts.extend([f"{count}{space}{word}{plural}"] if count else [])
    return {_EN: " and ", _ZH: "和"}[language].join(parts)


def _audio_part(track: Track, rate: Fraction, language: Language) -> str:
    return ", ".join(
        f"{name_of(music_name(p.clip) or '', language)} "
        f"({_range_of(p, rate, language)}, {p.clip.volume:.0%})"
        for p in placed_clips(track)
    )


def _title_part(track: Track, rate: Fraction, language: Language) -> str:
    quote = {_EN: '"{}"', _ZH: "“{}”"}[language]
    return ", ".join(
        f"{quote.format(_one_line(p.clip.media.text))} ({_range_of(p, rate, language)})"
        for p in placed_clips(track)
        if isinstance(p.clip.media, TitleReference)
    )


def _range_of(placed: PlacedClip, rate: Fraction, language: Language) -> str:
    place = placed.range_in_track
    return _span(place.start / rate, place.end_exclusive / rate, language)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def describe(change: Change, *, language: Language = _EN) -> str:
    """One change as a short phrase, before → after, without a full stop."""
    return _DESCRIBE[change.kind](change, language)


def describe_all(changes: tuple[Change, ...], *, language: Language = _EN) -> str:
    """All changes as one sentence; empty when there are none."""
    phrases = [describe(change, language=language) for change in changes]
    if not phrases:
        return ""
    if language is _ZH:
        return "；".join(phrases) + "。"
    text = "; ".join(phrases)
    # A file's name begins as its owner wrote it.
    begins_with_name = changes[0].kind is ChangeKind.PHOTO_DURATION
    return (text if begins_with_name else text[0].upper() + text[1:]) + "."


def _listed(names: object, language: Language) -> str:
    given = names if isinstance(names, tuple) else (names,)
    words = [str(n) for n in given]
    if len(words) > MAX_NAMES:
        return {_EN: f"{len(words)} photos", _ZH: f"{len(words)} 张照片"}[language]
    return {_EN: ", ", _ZH: "、"}[language].join(words)


def _terms(values: object, language: Language) -> str:
    """Distinct terms of a list, in order of first use."""
    given = values if isinstance(values, tuple) else (values,)
    distinct = list(dict.fromkeys(str(v) for v in given))
    return {_EN: ", ", _ZH: "、"}[language].join(name_of(v, language) for v in distinct)


def _arrow(label: dict[Language, str], before: str, after: str, language: Language) -> str:
    colon = {_EN: ": ", _ZH: "："}[language]
    return (
        f"{label[language]}{colon}{before} → {after}"
        if before
        else f"{label[language]}{colon}{after}"
    )


def _photos_added(change: Change, language: Language) -> str:
    names = _listed(change.subject, language)
    return {
        _EN: f"added {names} ({change.after} in all)",
        _ZH: f"加入 {names}（共 {change.after} 张）",
    }[language]


def _photos_removed(change: Change, language: Language) -> str:
    names = _listed(change.subject, language)
    return {
        _EN: f"removed {names} ({change.after} left)",
        _ZH: f"删除 {names}（剩 {change.after} 张）",
    }[language]


def _reordered(change: Change, language: Language) -> str:
    after = change.after if isinstance(change.after, tuple) else ()
    order = {_EN: ", ", _ZH: "、"}[language].join(str(n) for n in after)
    return {_EN: f"new order: {order}", _ZH: f"新的顺序：{order}"}[language]


def _seconds(fact: object, language: Language) -> str:
    return seconds(fact, language=language) if isinstance(fact, Fraction) else ""


def _total_duration(change: Change, language: Language) -> str:
    before = _seconds(change.before, language) if change.before else ""
    return _arrow({_EN: "length", _ZH: "时长"}, before, _seconds(change.after, language), language)


def _photo_duration(change: Change, language: Language) -> str:
    label = _listed(change.subject, language)
    return _arrow(
        {_EN: label, _ZH: label},
        _seconds(change.before, language),
        _seconds(change.after, language),
        language,
    )


def _terms_changed(label: dict[Language, str]) -> Callable[[Change, Language], str]:
    def words(change: Change, language: Language) -> str:
        before = _terms(change.before, language) if change.before else ""
        if change.before and before == _terms(change.after, language):
            before = ""  # told apart by something that has no words: say only what it is now
        nothing = {_EN: "none", _ZH: "无"}[language]
        after = _terms(change.after, language) if change.after else nothing
        return _arrow(label, before, after, language)

    return words


def _title(template: dict[Language, str]) -> Callable[[Change, Language], str]:
    def words(change: Change, language: Language) -> str:
        return template[language].format(
            before=_one_line(str(change.before)), after=_one_line(str(change.after))
        )

    return words


def _transition_duration(change: Change, language: Language) -> str:
    return _arrow(
        {_EN: "transition length", _ZH: "转场时长"},
        _seconds(change.before, language),
        _seconds(change.after, language),
        language,
    )


def _quoted(change: Change) -> dict[Language, str]:
    text = _one_line(change.subject[0])
    return {_EN: f'title "{text}"', _ZH: f"标题“{text}”"}


def _title_look(change: Change, language: Language) -> str:
    return _arrow(
        _quoted(change),
        _terms(change.before, language),
        _terms(change.after, language),
        language,
    )


def _title_time(change: Change, language: Language) -> str:
    before, after = (
        _span(Fraction(fact[0]), Fraction(fact[1]), language) if isinstance(fact, tuple) else ""
        for fact in (change.before, change.after)
    )
    return _arrow(_quoted(change), before, after, language)


def _music(change: Change, language: Language) -> str:
    if change.before and change.before == change.after:
        mood = name_of(str(change.after), language)
        return {_EN: f"music: another {mood} piece", _ZH: f"音乐：换了一首 {mood}"}[language]
    return _terms_changed({_EN: "music", _ZH: "音乐"})(change, language)


def _volume(change: Change, language: Language) -> str:
    return _arrow(
        {_EN: "music volume", _ZH: "音乐音量"},
        f"{float(str(change.before)):.0%}",
        f"{float(str(change.after)):.0%}",
        language,
    )


def _canvas(change: Change, language: Language) -> str:
    before, after = (
        "x".join(str(side) for side in fact) if isinstance(fact, tuple) else ""
        for fact in (change.before, change.after)
    )
    return _arrow({_EN: "frame size", _ZH: "画面尺寸"}, before, after, language)


def _plain(label: dict[Language, str]) -> Callable[[Change, Language], str]:
    return lambda change, language: _arrow(label, str(change.before), str(change.after), language)


_DESCRIBE: dict[ChangeKind, Callable[[Change, Language], str]] = {
    ChangeKind.PHOTOS_ADDED: _photos_added,
    ChangeKind.PHOTOS_REMOVED: _photos_removed,
    ChangeKind.PHOTOS_REORDERED: _reordered,
    ChangeKind.TOTAL_DURATION: _total_duration,
    ChangeKind.PHOTO_DURATION: _photo_duration,
    ChangeKind.TRANSITIONS: _terms_changed({_EN: "transitions", _ZH: "转场"}),
    ChangeKind.TRANSITION_DURATION: _transition_duration,
    ChangeKind.MOTION: _terms_changed({_EN: "camera motion", _ZH: "镜头运动"}),
    ChangeKind.FIT: _terms_changed({_EN: "fit", _ZH: "适配方式"}),
    ChangeKind.TITLE_ADDED: _title({_EN: 'title "{after}" added', _ZH: "加上标题“{after}”"}),
    ChangeKind.TITLE_REMOVED: _title({_EN: 'title "{before}" removed', _ZH: "去掉标题“{before}”"}),
    ChangeKind.TITLE_CHANGED: _title(
        {_EN: 'title: "{before}" → "{after}"', _ZH: "标题：“{before}” → “{after}”"}
    ),
    ChangeKind.TITLE_LOOK: _title_look,
    ChangeKind.TITLE_TIME: _title_time,
    ChangeKind.MUSIC: _music,
    ChangeKind.VOLUME: _volume,
    ChangeKind.CANVAS: _canvas,
    ChangeKind.RATE: _plain({_EN: "frames a second", _ZH: "帧率"}),
    ChangeKind.NAME: _plain({_EN: "project name", _ZH: "项目名"}),
}
