"""Changes in plain English or Chinese: what it was, and what it is now."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

from tiktok_photo_video.language import Language
from tiktok_photo_video.timeline.changes import Change, ChangeKind
from tiktok_photo_video.timeline.names import (
    MAX_NAMES,
    arrow,
    name_of,
    one_line,
    place,
    quoted,
    seconds,
    span,
)

_EN, _ZH = Language.ENGLISH, Language.CHINESE
_Both = dict[Language, str]
_NUMBERED = re.compile("photo ([0-9]+)")


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
    return (text if _begins_with_name(changes[0]) else text[0].upper() + text[1:]) + "."


def _begins_with_name(change: Change) -> bool:
    """A file's name begins as its owner wrote it."""
    if change.kind not in _NAME_FIRST or not change.subject:
        return False
    return len(change.subject) <= MAX_NAMES and not _NUMBERED.fullmatch(change.subject[0])


def _called(name: object, language: Language) -> str:
    """A file's own name; a photo without one by its number, in the language."""
    found = _NUMBERED.fullmatch(str(name))
    return f"照片 {found[1]}" if found and language is _ZH else str(name)


def _listed(names: object, language: Language) -> str:
    given = names if isinstance(names, tuple) else (names,)
    words = [_called(name, language) for name in given]
    if len(words) > MAX_NAMES:
        return {_EN: f"{len(words)} photos", _ZH: f"{len(words)} 张照片"}[language]
    return {_EN: ", ", _ZH: "、"}[language].join(words)


def _who(change: Change, language: Language) -> str:
    everyone = {_EN: "all photos", _ZH: "所有照片"}[language]
    return _listed(change.subject, language) if change.subject else everyone


def _terms(values: object, language: Language) -> str:
    """Distinct terms of a list, in order of first use."""
    given = values if isinstance(values, tuple) else (values,)
    distinct = list(dict.fromkeys(str(v) for v in given))
    return {_EN: ", ", _ZH: "、"}[language].join(name_of(v, language) for v in distinct)


def _time(fact: object, language: Language) -> str:
    return seconds(fact, language=language) if isinstance(fact, Fraction) else ""


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
    order = {_EN: ", ", _ZH: "、"}[language].join(_called(n, language) for n in after)
    return {_EN: f"new order: {order}", _ZH: f"新的顺序：{order}"}[language]


def _replaced(change: Change, language: Language) -> str:
    if change.before == change.after:
        return arrow(_who(change, language), "", _ANOTHER[language], language)
    names = _called(change.before, language), _called(change.after, language)
    return arrow(_who(change, language), *names, language)


_ANOTHER = {_EN: "another picture", _ZH: "换了一张"}


def _timed(label: _Both) -> Callable[[Change, Language], str]:
    """A length or moment of the whole."""
    return lambda change, language: arrow(
        label[language], _time(change.before, language), _time(change.after, language), language
    )


def _photo_timed(template: _Both) -> Callable[[Change, Language], str]:
    """A length or moment of single photos."""
    return lambda change, language: arrow(
        template[language].format(_who(change, language)),
        _time(change.before, language),
        _time(change.after, language),
        language,
    )


def _terms_changed(label: _Both) -> Callable[[Change, Language], str]:
    def words(change: Change, language: Language) -> str:
        before = _terms(change.before, language) if change.before else ""
        nothing = {_EN: "none", _ZH: "无"}[language]
        after = _terms(change.after, language) if change.after else nothing
        return arrow(label[language], before, after, language)

    return words


def _speed(change: Change, language: Language) -> str:
    who, before = _clips(change, language), change.before
    label = {_EN: f"speed of {who}", _ZH: f"{who}的速度"}[language]
    was = "" if before == 1 else _times(before, language)
    return arrow(label, was, _times(change.after, language), language)


def _clips(change: Change, language: Language) -> str:
    everyone = {_EN: "all clips", _ZH: "所有视频"}[language]
    return _listed(change.subject, language) if change.subject else everyone


def _clip_sound(change: Change, language: Language) -> str:
    who = _clips(change, language)
    return _levels({_EN: f"sound of {who}", _ZH: f"{who}的原声"}[language], change, language)


def _levels(label: str, change: Change, language: Language) -> str:
    muted = {_EN: "muted", _ZH: "静音"}[language]
    facts = (change.before, change.after)
    before, after = (muted if fact is None else f"{float(str(fact)):.0%}" for fact in facts)
    return arrow(label, before, after, language)


def _times(fact: object, language: Language) -> str:
    text = f"{float(fact):.3g}" if isinstance(fact, Fraction) else ""
    return text + {_EN: "x", _ZH: " 倍"}[language]


def _focus(change: Change, language: Language) -> str:
    before = place(change.before, language) if change.before else ""
    return arrow(_who(change, language), before, place(change.after, language), language)


def _pad_color(change: Change, language: Language) -> str:
    who = _who(change, language)
    label = {_EN: f"{who}: bars", _ZH: f"{who}的边框"}[language]
    before, after = (name_of(str(c), language) for c in (change.before, change.after))
    return f"{label} {before} → {after}"


def _look(change: Change, language: Language) -> str:
    before = _terms(change.before, language) if change.before else ""
    after = _terms(change.after or "look_none", language)
    return arrow(_who(change, language), before, after, language)


def _title(template: _Both) -> Callable[[Change, Language], str]:
    def words(change: Change, language: Language) -> str:
        return template[language].format(
            before=one_line(str(change.before)), after=one_line(str(change.after))
        )

    return words


def _title_label(change: Change, language: Language) -> str:
    text = quoted(change.subject[0], language)
    return {_EN: f"title {text}", _ZH: f"标题{text}"}[language]


def _title_look(change: Change, language: Language) -> str:
    return arrow(
        _title_label(change, language),
        _terms(change.before, language),
        _terms(change.after, language),
        language,
    )


def _title_time(change: Change, language: Language) -> str:
    before, after = (
        span(Fraction(fact[0]), Fraction(fact[1]), language) if isinstance(fact, tuple) else ""
        for fact in (change.before, change.after)
    )
    return arrow(_title_label(change, language), before, after, language)


def _subtitle(change: Change, language: Language) -> str:
    label = {_EN: "{}, line below", _ZH: "{}的副标题"}[language]
    nothing = {_EN: "none", _ZH: "无"}[language]
    before, after = (
        quoted(str(fact), language) if fact else "" for fact in (change.before, change.after)
    )
    return arrow(label.format(_title_label(change, language)), before, after or nothing, language)


def _caption_label(change: Change, language: Language) -> str:
    who = _who(change, language)
    return {_EN: f"{who} caption", _ZH: f"{who}的字幕"}[language]


def _caption(change: Change, language: Language) -> str:
    label = _caption_label(change, language)
    if change.after is None:
        return {_EN: f"{label} removed", _ZH: f"{label}已去掉"}[language]
    before = quoted(str(change.before), language) if change.before else ""
    return arrow(label, before, quoted(str(change.after), language), language)


def _caption_look(change: Change, language: Language) -> str:
    before, after = _terms(change.before, language), _terms(change.after, language)
    return arrow(_caption_label(change, language), before, after, language)


def _card_added(change: Change, language: Language) -> str:
    text, length = quoted(change.subject[0], language), _time(change.after, language)
    return {_EN: f"end card {text} ({length})", _ZH: f"加上片尾卡{text}（{length}）"}[language]


def _card_look(change: Change, language: Language) -> str:
    before, after = (
        {_EN: "{} on {}", _ZH: "{}字、{}底"}[language].format(
            *(name_of(str(color), language) for color in fact)
        )
        for fact in (change.before, change.after)
        if isinstance(fact, tuple)
    )
    return arrow({_EN: "end card", _ZH: "片尾卡"}[language], before, after, language)


def _music(change: Change, language: Language) -> str:
    if change.before and change.before == change.after:
        mood = name_of(str(change.after), language)
        return {_EN: f"music: another {mood} piece", _ZH: f"音乐：换了一首 {mood}"}[language]
    return _terms_changed({_EN: "music", _ZH: "音乐"})(change, language)


def _volume(change: Change, language: Language) -> str:
    return _levels({_EN: "music volume", _ZH: "音乐音量"}[language], change, language)


def _switched(on: _Both, off: _Both) -> Callable[[Change, Language], str]:
    return lambda change, language: (on if change.after else off)[language]


def _faded(over: _Both, none: _Both) -> Callable[[Change, Language], str]:
    def words(change: Change, language: Language) -> str:
        length = _time(change.after, language)
        return over[language].format(length) if change.after else none[language]

    return words


def _logo(change: Change, language: Language) -> str:
    if not change.after and not change.subject:
        return {_EN: "logo removed", _ZH: "去掉标志"}[language]
    if not change.before and not change.subject:
        corner = name_of(str(change.after[0] if isinstance(change.after, tuple) else ""), language)
        return {_EN: f"logo in the {corner}", _ZH: f"{corner}加上标志"}[language]
    label = {_EN: "logo", _ZH: "标志"}[language]
    other = {_EN: "another picture", _ZH: "换了一张图"}[language] if change.subject else ""
    before, after = _terms(change.before, language), _terms(change.after, language)
    return arrow(label, "" if other else before, ", ".join(filter(None, (other, after))), language)


def _canvas(change: Change, language: Language) -> str:
    before, after = (
        "x".join(str(side) for side in fact) if isinstance(fact, tuple) else ""
        for fact in (change.before, change.after)
    )
    return arrow({_EN: "frame size", _ZH: "画面尺寸"}[language], before, after, language)


def _rate(change: Change, language: Language) -> str:
    before, after = (
        f"{float(fact):.2f}".rstrip("0").rstrip(".") if isinstance(fact, Fraction) else ""
        for fact in (change.before, change.after)
    )
    return {_EN: f"{before} → {after} frames a second", _ZH: f"帧率：{before} → {after}"}[language]


def _cover(change: Change, language: Language) -> str:
    first = {_EN: "first frame", _ZH: "第一帧"}[language]
    label = {_EN: "cover", _ZH: "封面"}[language]
    before = _time(change.before, language)
    after = first if change.after is None else _time(change.after, language)
    return arrow(label, before, after, language)


def _plain(label: _Both) -> Callable[[Change, Language], str]:
    return lambda change, language: arrow(
        label[language], str(change.before), str(change.after), language
    )


# Kinds whose phrase begins with what a photo is called.
_NAME_FIRST = {
    ChangeKind.PHOTO_DURATION,
    ChangeKind.PHOTO_REPLACED,
    ChangeKind.SOURCE_START,
    ChangeKind.FOCUS,
    ChangeKind.PAD_COLOR,
    ChangeKind.LOOK,
    ChangeKind.CAPTION,
    ChangeKind.CAPTION_LOOK,
}

_DESCRIBE: dict[ChangeKind, Callable[[Change, Language], str]] = {
    ChangeKind.PHOTOS_ADDED: _photos_added,
    ChangeKind.PHOTOS_REMOVED: _photos_removed,
    ChangeKind.PHOTOS_REORDERED: _reordered,
    ChangeKind.PHOTO_REPLACED: _replaced,
    ChangeKind.TOTAL_DURATION: _timed({_EN: "length", _ZH: "时长"}),
    ChangeKind.PHOTO_DURATION: _photo_timed({_EN: "{}", _ZH: "{}"}),
    ChangeKind.SOURCE_START: _photo_timed({_EN: "{} starts at", _ZH: "{}的起点"}),
    ChangeKind.SPEED: _speed,
    ChangeKind.CLIP_SOUND: _clip_sound,
    ChangeKind.TRANSITIONS: _terms_changed({_EN: "transitions", _ZH: "转场"}),
    ChangeKind.TRANSITION_DURATION: _timed({_EN: "transition length", _ZH: "转场时长"}),
    ChangeKind.MOTION: _terms_changed({_EN: "camera motion", _ZH: "镜头运动"}),
    ChangeKind.FIT: _terms_changed({_EN: "fit", _ZH: "适配方式"}),
    ChangeKind.FOCUS: _focus,
    ChangeKind.PAD_COLOR: _pad_color,
    ChangeKind.LOOK: _look,
    ChangeKind.TITLE_ADDED: _title({_EN: 'title "{after}" added', _ZH: "加上标题“{after}”"}),
    ChangeKind.TITLE_REMOVED: _title({_EN: 'title "{before}" removed', _ZH: "去掉标题“{before}”"}),
    ChangeKind.TITLE_CHANGED: _title(
        {_EN: 'title: "{before}" → "{after}"', _ZH: "标题：“{before}” → “{after}”"}
    ),
    ChangeKind.SUBTITLE: _subtitle,
    ChangeKind.TITLE_LOOK: _title_look,
    ChangeKind.TITLE_TIME: _title_time,
    ChangeKind.CAPTION: _caption,
    ChangeKind.CAPTION_LOOK: _caption_look,
    ChangeKind.END_CARD_ADDED: _card_added,
    ChangeKind.END_CARD_REMOVED: _title(
        {_EN: 'end card "{before}" removed', _ZH: "去掉片尾卡“{before}”"}
    ),
    ChangeKind.END_CARD_CHANGED: _title(
        {_EN: 'end card: "{before}" → "{after}"', _ZH: "片尾卡：“{before}” → “{after}”"}
    ),
    ChangeKind.END_CARD_LOOK: _card_look,
    ChangeKind.END_CARD_DURATION: _timed({_EN: "end card length", _ZH: "片尾卡时长"}),
    ChangeKind.MUSIC: _music,
    ChangeKind.MUSIC_START: _timed({_EN: "start within the song", _ZH: "歌曲起点"}),
    ChangeKind.VOLUME: _volume,
    ChangeKind.MUTED: _switched(
        {_EN: "music muted", _ZH: "音乐静音"}, {_EN: "music heard again", _ZH: "恢复音乐"}
    ),
    ChangeKind.FADE_IN: _faded(
        {_EN: "music fades in over {}", _ZH: "音乐淡入 {}"},
        {_EN: "music no longer fades in", _ZH: "取消音乐淡入"},
    ),
    ChangeKind.FADE_OUT: _faded(
        {_EN: "music fades out over {}", _ZH: "音乐淡出 {}"},
        {_EN: "music no longer fades out", _ZH: "取消音乐淡出"},
    ),
    ChangeKind.BEAT_SYNC: _switched(
        {_EN: "cuts follow the beat", _ZH: "画面卡点"},
        {_EN: "cuts no longer follow the beat", _ZH: "取消卡点"},
    ),
    ChangeKind.LOGO: _logo,
    ChangeKind.CANVAS: _canvas,
    ChangeKind.RATE: _rate,
    ChangeKind.COVER: _cover,
    ChangeKind.NAME: _plain({_EN: "project name", _ZH: "项目名"}),
}
