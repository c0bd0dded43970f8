"""What could be said instead of words that were not understood: the nearest that works."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz import fuzz

from tiktok_photo_video.language import Language
from tiktok_photo_video.timeline.model import MusicReference, Timeline, TrackKind

_EN, _ZH = Language.ENGLISH, Language.CHINESE
_LIKE = 72.0  # per cent alike: one slip in four letters
_MIN_LETTERS = 3
_WORDS = re.compile(r"[a-z]+")
_HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class _Example:
    """A request that works, and the words that it is near to (Chinese: the characters)."""

    topic: str
    words: str
    characters: str
    said: dict[Language, str]


_EXAMPLES: tuple[_Example, ...] = (
    _Example(
        "length",
        "length second seconds minute short shorter long longer time duration trim",
        "秒长短时钟久",
        {_EN: "make it 15 seconds", _ZH: "改成15秒"},
    ),
    _Example(
        "remove",
        "remove delete drop cut out erase without photo picture image",
        "删去掉除",
        {_EN: "remove photo 2", _ZH: "删掉第二张"},
    ),
    _Example(
        "move",
        "move order front first last end swap place sort behind before after rotate",
        "序前后移放调换排",
        {_EN: "move photo 3 to the front", _ZH: "把第三张放最前面"},
    ),
    _Example(
        "title",
        "title text words write letter font caption subtitle heading name say",
        "标题字写幕文",
        {_EN: "title 'Summer' at the bottom", _ZH: "标题写夏天，放下面"},
    ),
    _Example(
        "volume",
        "volume loud quiet louder quieter sound mute hear noise",
        "声音量吵响轻",
        {_EN: "music at 30%", _ZH: "音乐30%"},
    ),
    _Example(
        "music",
        "music song tune track melody mood vibe beat rhythm genre",
        "乐歌曲调听",
        {_EN: "calmer music", _ZH: "换舒缓的音乐"},
    ),
    _Example(
        "transitions",
        "transition fade cut wipe slide between change effect blend swipe",
        "转场渡切换效",
        {_EN: "crossfades everywhere", _ZH: "转场全部用叠化"},
    ),
    _Example(
        "look",
        "color colour filter look bright dark warm tone light contrast vintage grade",
        "色滤镜亮暗暖冷调",
        {_EN: "vintage look on all photos", _ZH: "全部加复古滤镜"},
    ),
    _Example(
        "motion",
        "zoom pan move camera still motion animate shake",
        "镜动推拉缩",
        {_EN: "zoom in on every photo", _ZH: "每张照片慢慢放大"},
    ),
    _Example(
        "shape",
        "shape size square portrait landscape vertical horizontal format ratio frame crop wide",
        "横竖屏方画幅裁",
        {_EN: "make it square", _ZH: "改成方形"},
    ),
)
_USUAL = ("title", "music", "length", "transitions", "move")


def nearest(text: str, timeline: Timeline | None, language: Language) -> str:
    """The one request nearest to some words; without any likeness, one that would change things."""
    scored = [(_likeness(text, each), each) for each in _EXAMPLES]
    best = max(scored, key=lambda pair: pair[0])
    if best[0] > 0:
        return best[1].said[language]
    return _useful(timeline)[0].said[language]


def next_steps(timeline: Timeline | None, language: Language, *, count: int) -> tuple[str, ...]:
    """Things to say next that would change something."""
    return tuple(each.said[language] for each in _useful(timeline)[:count])


def _likeness(text: str, example: _Example) -> float:
    """How near a text comes to an example: words alike, or characters shared."""
    known = example.words.split()
    words = [w for w in _WORDS.findall(text.casefold()) if len(w) >= _MIN_LETTERS]
    alike = (max(fuzz.ratio(word, each) for each in known) for word in words)
    shared = sum(letter in example.characters for letter in _HAN.findall(text))
    return sum(score for score in alike if score >= _LIKE) + 100.0 * shared


def _useful(timeline: Timeline | None) -> list[_Example]:
    """The usual examples, without those that would change nothing here."""
    idle: set[str] = set()
    if timeline is not None:
        media = timeline.music.media if timeline.music else None
        idle |= {"title"} if timeline.track(TrackKind.TITLE) else set()
        idle |= {"music"} if isinstance(media, MusicReference) and media.mood == "chill" else set()
        idle |= {"length"} if timeline.duration == 15 * timeline.rate else set()
    by_topic = {each.topic: each for each in _EXAMPLES}
    return [by_topic[topic] for topic in _USUAL if topic not in idle]
