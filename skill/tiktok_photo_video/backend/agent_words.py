"""What the local agent says about its work, in both languages."""

from __future__ import annotations

from tiktok_photo_video.language import Language
from tiktok_photo_video.planner import Understanding
from tiktok_photo_video.timeline.diff import diff, music_name, transition_names
from tiktok_photo_video.timeline.model import Timeline, TitleReference, TrackKind
from tiktok_photo_video.timeline.summary import describe_all, name_of, seconds

_EN, _ZH = Language.ENGLISH, Language.CHINESE
_MAX_TERMS = 3
_USUAL_SIZE = (1080, 1920)


def welcome_sentence(language: Language) -> str:
    """What to say when there is nothing to work on yet."""
    return {
        _EN: "Send me some photos first, then say what kind of video you want.",
        _ZH: "先发几张照片给我，再告诉我想要什么样的视频。",
    }[language]


def creation_sentence(timeline: Timeline, before: Timeline | None, language: Language) -> str:
    """What was made, in one or two sentences; its shape where that is not the usual one."""
    count = len(timeline.photos)
    length = seconds(timeline.duration / timeline.rate)
    parts = _ingredients(timeline, language)
    if language is _ZH:
        made = f"已用 {count} 张照片做好一个 {length} 秒的{_shape(timeline, before)}视频"
        return f"{made}：{'，'.join(parts)}。" if parts else f"{made}。"
    photos = "1 photo" if count == 1 else f"{count} photos"
    made = f"Made a {length}-second {_shape(timeline, before)}video from {photos}"
    return f"{made}: {', '.join(parts)}." if parts else f"{made}."


def _shape(timeline: Timeline, before: Timeline | None) -> str:
    size = (timeline.width_px, timeline.height_px)
    earlier = (before.width_px, before.height_px) if before and before.tracks else _USUAL_SIZE
    return "" if size == earlier == _USUAL_SIZE else f"{size[0]}x{size[1]} "


def _ingredients(timeline: Timeline, language: Language) -> list[str]:
    parts = []
    if kinds := [k for k in dict.fromkeys(transition_names(timeline)) if k != "cut"]:
        names = _listed([name_of(kind, language) for kind in kinds], language)
        parts.append({_EN: f"{names} transitions", _ZH: f"{names}转场"}[language])
    if any(clip.motion.kind.value != "none" for clip in timeline.photos):
        parts.append({_EN: "gentle camera moves", _ZH: "缓慢的镜头运动"}[language])
    if mood := music_name(timeline.music):
        bed = name_of(mood, language)
        parts.append({_EN: f"{bed} music", _ZH: f"{bed}音乐"}[language])
    for text in _titles(timeline):
        parts.append({_EN: f'the title "{text}"', _ZH: f"标题“{text}”"}[language])
    return parts


def _titles(timeline: Timeline) -> list[str]:
    track = timeline.track(TrackKind.TITLE)
    return [
        " ".join(clip.media.text.split())
        for clip in (track.clips if track else ())
        if isinstance(clip.media, TitleReference)
    ]


def _listed(names: list[str], language: Language) -> str:
    shown = names[:_MAX_TERMS]
    if language is _ZH:
        return "、".join(shown) + ("等" if len(names) > len(shown) else "")
    if len(names) > len(shown):
        return ", ".join(shown) + " and other"
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def history_sentence(
    kind: str,
    taken: int,
    *,
    before: Timeline | None,
    after: Timeline | None,
    language: Language,
) -> str:
    """What going back or forward did."""
    if not taken:
        return {
            "undo": {_EN: "There is nothing to undo.", _ZH: "没有可以撤销的操作。"},
            "redo": {_EN: "There is nothing to redo.", _ZH: "没有可以恢复的操作。"},
        }[kind][language]
    head = {
        "undo": {_EN: "Undone", _ZH: "已撤销"},
        "redo": {_EN: "Redone", _ZH: "已恢复"},
    }[kind][language]
    if taken > 1:
        head += {_EN: f" {taken} steps", _ZH: f" {taken} 步"}[language]
    empty = Timeline()
    said = describe_all(diff(before or empty, after or empty), language=language)
    return f"{head}{'：' if language is _ZH else ': '}{said}" if said else f"{head}。"


def left_out_sentence(characters: str, language: Language) -> str:
    """What of a title cannot be drawn."""
    return {
        _EN: f"I have no letters for {characters}, so the title is shown without.",
        _ZH: f"没有“{characters}”的字形，标题里没有显示。",
    }[language]


def unclear_sentence(understood: Understanding, language: Language, *, nothing_done: bool) -> str:
    """What was not understood, quoted, and what can be asked instead."""
    quoted = "、".join(f"“{t}”" for t in understood.unclear)
    if language is _EN:
        quoted = ", ".join(f'"{t}"' for t in understood.unclear)
    if understood.unclear:
        text = {
            _EN: f"I did not understand {quoted}.",
            _ZH: f"我没有看懂{quoted}。",
        }[language]
    else:
        text = {_EN: "I changed nothing.", _ZH: "我没有改动任何内容。"}[language]
    if not nothing_done and not understood.suggestions:
        return text
    ideas = understood.suggestions or _IDEAS[language]
    hint = {_EN: f"You can say: {'; '.join(ideas)}.", _ZH: f"可以这样说：{'；'.join(ideas)}。"}
    return f"{text} {hint[language]}" if language is _EN else text + hint[language]


_IDEAS = {
    _EN: ('"make it 15 seconds"', '"add the title Summer"', '"calmer music"'),
    _ZH: ("“改成15秒”", "“标题写夏天”", "“换轻松的音乐”"),
}
