"""What the local agent says about its work, in both languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from tiktok_photo_video.errors import EditError
from tiktok_photo_video.language import Counted, Language, counted
from tiktok_photo_video.music import NoBeat
from tiktok_photo_video.planner import Understanding
from tiktok_photo_video.timeline.diff import diff, music_name, transition_names
from tiktok_photo_video.timeline.model import (
    CardReference,
    LookKind,
    MusicReference,
    Timeline,
    TitleReference,
    TrackKind,
)
from tiktok_photo_video.timeline.summary import describe_all, name_of, seconds

_EN, _ZH = Language.ENGLISH, Language.CHINESE
_MAX_TERMS = 3
_MAX_QUOTED_CHARS = 60  # more of the user's own words than this tells them nothing
_USUAL_SIZE = (1080, 1920)


def welcome_sentence(language: Language) -> str:
    """What to say when there is nothing to work on yet."""
    return {
        _EN: "Send me some photos first, then say what kind of video you want.",
        _ZH: "先发几张照片给我，再告诉我想要什么样的视频。",
    }[language]


def creation_sentence(
    timeline: Timeline, before: Timeline | None, language: Language, *, is_on_beat: bool
) -> str:
    """What was made, in one or two sentences; its shape where that is not the usual one."""
    count = len(timeline.photos)
    length = seconds(timeline.duration / timeline.rate)
    parts = _ingredients(timeline, language, is_on_beat=is_on_beat)
    if language is _ZH:
        made = f"已用 {count} 张照片做好一个 {length} 秒的{_shape(timeline, before)}视频"
        return f"{made}：{'，'.join(parts)}。" if parts else f"{made}。"
    made = f"Made a {length}-second {_shape(timeline, before)}video from {Counted(count):photo}"
    return f"{made}: {', '.join(parts)}." if parts else f"{made}."


def _shape(timeline: Timeline, before: Timeline | None) -> str:
    size = (timeline.width_px, timeline.height_px)
    earlier = (before.width_px, before.height_px) if before and before.tracks else _USUAL_SIZE
    return "" if size == earlier == _USUAL_SIZE else f"{size[0]}x{size[1]} "


def _ingredients(timeline: Timeline, language: Language, *, is_on_beat: bool) -> list[str]:
    parts = []
    if kinds := [k for k in dict.fromkeys(transition_names(timeline)) if k != "cut"]:
        names = _listed([name_of(kind, language) for kind in kinds], language)
        parts.append({_EN: f"{names} transitions", _ZH: f"{names}转场"}[language])
    if any(clip.motion.kind.value != "none" for clip in timeline.photos):
        parts.append({_EN: "gentle camera moves", _ZH: "缓慢的镜头运动"}[language])
    if looks := _looks(timeline, language):
        parts.append(looks)
    parts.extend(_sound(timeline, language, is_on_beat=is_on_beat))
    for text in _titles(timeline):
        parts.append({_EN: f'the title "{text}"', _ZH: f"标题“{text}”"}[language])
    if captions := timeline.track(TrackKind.CAPTION):
        count = len(captions.clips)
        words = "1 caption" if count == 1 else f"{count} captions"
        parts.append({_EN: words, _ZH: f"{count} 条字幕"}[language])
    if any(isinstance(clip.media, CardReference) for clip in timeline.pictures):
        parts.append({_EN: "an end card", _ZH: "片尾卡"}[language])
    return parts


def _looks(timeline: Timeline, language: Language) -> str:
    """The colours, where all photos have the same that is not their own."""
    kinds = {clip.look.kind for clip in timeline.photos}
    if len(kinds) != 1 or kinds == {LookKind.NONE}:
        return ""
    name = name_of(f"look_{kinds.pop().value}", language)
    return {_EN: f"all in {name}" if name == "black and white" else name, _ZH: f"{name}调色"}[
        language
    ]


def _sound(timeline: Timeline, language: Language, *, is_on_beat: bool) -> list[str]:
    """The music by its mood or as the user's own, and whether cuts follow it."""
    clip = timeline.music
    name = music_name(clip)
    if clip is None or not name:
        return []
    if isinstance(clip.media, MusicReference):
        bed = name_of(name, language)
        parts = [{_EN: f"{bed[0].lower()}{bed[1:]} music", _ZH: f"{bed}音乐"}[language]]
    else:
        parts = [{_EN: f'your song "{name}"', _ZH: f"你的歌“{name}”"}[language]]
    on_beat = {_EN: "cuts on the beat", _ZH: "画面卡点"}[language]
    return [*parts, *([on_beat] if is_on_beat and len(timeline.pictures) > 1 else [])]


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


def recut_sentence(language: Language) -> str:
    """That the cuts went with the music."""
    return {
        _EN: "The cuts moved to the beats of the music.",
        _ZH: "切换点已重新卡到节拍上。",
    }[language]


def beatless_sentence(reason: NoBeat, language: Language) -> str:
    """Why cuts follow no beat, and what they do instead."""
    why = _BEATLESS[reason][language]
    return {
        _EN: f"{why}, so the photos are paced evenly instead of cut to the beat.",
        _ZH: f"{why}，所以照片按均匀的节奏切换，没有卡点。",
    }[language]


_BEATLESS: Mapping[NoBeat, Mapping[Language, str]] = MappingProxyType(
    {
        NoBeat.TOO_SHORT: {_EN: "Your sound is too short to have a beat", _ZH: "这段声音太短"},
        NoBeat.STILL: {_EN: "I hear no beat in your sound", _ZH: "这段声音里听不到节拍"},
        NoBeat.UNEVEN: {
            _EN: "I hear no steady beat in your sound",
            _ZH: "这段声音里听不到稳定的节拍",
        },
        NoBeat.TOO_FEW: {_EN: "Your sound has too few beats", _ZH: "这段声音里的节拍太少"},
    }
)
"""What a sound is said to be in which no beat was found."""


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


def refused_edit_sentence(error: EditError, timeline: Timeline, language: Language) -> str:
    """Why a video cannot take an edit, and what to ask instead."""
    words = REFUSED_EDITS.get(error.code)
    count = len(timeline.photos)
    if words is None:
        return error.sentence() if language is _EN else "这个改动做不了。"
    return words[language].format(**counted({"count": count, "cuts": max(count - 1, 0)}))


REFUSED_EDITS: Mapping[str, Mapping[Language, str]] = MappingProxyType(
    {
        "nothing_left": {
            _EN: "That would leave nothing to show; keep at least one photo, or add others first.",
            _ZH: "这样就没有照片可以显示了；请至少留一张，或者先加别的照片。",
        },
        "bad_order": {
            _EN: "The new order must name each of the {count} photos once.",
            _ZH: "新的顺序要把 {count} 张照片各说一次。",
        },
        "too_short": {
            _EN: "The {count} photos cannot be shown that briefly; "
            "ask for a longer video or fewer photos.",
            _ZH: "{count} 张照片放不进这么短的时间；可以把视频加长，或者少用几张照片。",
        },
        "no_such_cut": {
            _EN: "There is no such transition; {count:photo} take {cuts:transition}.",
            _ZH: "没有这个转场；{count} 张照片之间有 {cuts} 个转场。",
        },
        "empty_title": {
            _EN: "A title needs some text; say what it reads.",
            _ZH: "标题要有文字；请告诉我写什么。",
        },
        "title_outside": {
            _EN: "The title would not be seen; give it a time within the video.",
            _ZH: "这样看不到标题；请把时间放在视频之内。",
        },
        "no_music": {
            _EN: "There is no music to turn up or down; ask for music first.",
            _ZH: "现在没有配乐可以调；请先加配乐。",
        },
        "empty_name": {
            _EN: "A project needs a name; say what to call it.",
            _ZH: "项目要有名字；请告诉我叫什么。",
        },
        "no_such_clip": {
            _EN: "There is no such photo; there are {count}.",
            _ZH: "没有这张照片；一共有 {count} 张。",
        },
        "bad_volume": {
            _EN: "The volume cannot be that; use 0 to 200 %.",
            _ZH: "音量不能这样调；请用 0 到 200%。",
        },
        "bad_fade": {
            _EN: "The music cannot fade for less than no time; use 0 for no fade.",
            _ZH: "淡入淡出的时间不能小于零；不需要的话用 0。",
        },
        "bad_color": {
            _EN: "That is no colour I know; write it as #ffcc00.",
            _ZH: "没有这个颜色；请写成 #ffcc00 这样。",
        },
        "bad_canvas": {
            _EN: "The picture cannot have that size; use even numbers of pixels.",
            _ZH: "画面不能用这个尺寸；请用偶数像素。",
        },
        "bad_split": {
            _EN: "The photo or clip is too short to be cut in two there.",
            _ZH: "太短了，不能在那里切成两段。",
        },
        "past_the_end": {
            _EN: "The clip or song is not that long; ask for less, or start earlier.",
            _ZH: "片段或歌曲没有那么长；请缩短一些，或者早一点开始。",
        },
        "cover_outside": {
            _EN: "The video is over before that moment; choose an earlier one for the cover.",
            _ZH: "视频在那一刻之前就结束了；请为封面选早一点的时刻。",
        },
        "empty_card": {
            _EN: "A card needs some text; say what it reads.",
            _ZH: "字卡要有文字；请告诉我写什么。",
        },
        "empty_timeline": {
            _EN: "There is no video to change yet; send some photos first.",
            _ZH: "还没有可以修改的视频；先发几张照片给我吧。",
        },
        "not_a_picture": {
            _EN: "That is neither a photo nor a clip.",
            _ZH: "那不是照片，也不是视频片段。",
        },
        "not_a_video": {
            _EN: "That is a photo; only clips have a speed, a sound and a length of their own.",
            _ZH: "那是照片；只有视频片段才有自己的速度、声音和长度。",
        },
        "not_a_sound": {
            _EN: "Only a song can be played as music; send one first.",
            _ZH: "只有歌曲能当配乐；请先发一首给我。",
        },
    }
)
"""What the timeline's refusals are called in a conversation, by their codes."""


def unclear_sentence(understood: Understanding, language: Language, *, nothing_done: bool) -> str:
    """What was not understood, quoted, and the one nearest thing that can be asked instead."""
    idea = next(iter(understood.suggestions), _IDEAS[language])
    if understood.unclear:
        quoted = quoted_pieces(understood.unclear, language)
        return {
            _EN: f'I did not understand {quoted}; "{idea}" would work, for example.',
            _ZH: f"没看懂{quoted}，可以换成比如“{idea}”这样的说法。",
        }[language]
    if not nothing_done:
        return ""
    return {
        _EN: f'I changed nothing. You can say, for example, "{idea}".',
        _ZH: f"没有改动。可以说，比如“{idea}”。",
    }[language]


def quoted_pieces(pieces: Sequence[str], language: Language) -> str:
    """The user's words as they are quoted back, not too many of them."""
    joint = {_EN: ", ", _ZH: "、"}[language]
    return joint.join(_quoted(text, language) for text in pieces[:_MAX_TERMS])


def _quoted(text: str, language: Language) -> str:
    line = " ".join(text.split())
    short = line if len(line) <= _MAX_QUOTED_CHARS else f"{line[: _MAX_QUOTED_CHARS - 1].rstrip()}…"
    return {_EN: f'"{short}"', _ZH: f"“{short}”"}[language]


_IDEAS = {_EN: "make it 15 seconds", _ZH: "改成15秒"}
