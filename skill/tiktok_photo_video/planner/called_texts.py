"""Texts on the screen called by what they say: ``那个Hi不要了``, ``把谢谢观看改成再见``.

Only who knows the video can tell that these words are a title, so they are put into words that
stand alone before anything is read: the title, the end card, the caption of the second photo.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tiktok_photo_video.timeline.model import CardReference, Timeline, TitleReference, TrackKind

_FEWEST_CHARS = 2
_NOUNS = (
    "标题",
    "標題",
    "片尾",
    "字幕",
    "文字",
    "题目",
    "題目",
    "改成",
    "写",
    "寫",
    "写着",
    "换成",
)
_TAKEN = (
    r"(?:把|将|將|去掉|删掉|刪掉|删除|刪除|拿掉|换掉|換掉)(?:那个|那個|这个|這個|那行|那句)?[ ]?"
)
_POINTED = r"(?:那个|那個|这个|這個|那行|那句|那几个字|那幾個字)?[ ]?"
_COUNTED = r"(?:这|那|這)?(?:几个字|幾個字|两个字|兩個字|这句|那句|那行字|这行字)?"
_DONE = (
    r"(?:就|都|也|可以|给我|給我)*(?:不要|去掉|删|刪|拿掉|撤|取消|换成|換成|改成|改为|改為|换掉|換掉"
    r"|改一下|放大|放小|大一|小一|移到|挪到|放到|放在)"
)


def with_own_texts(message: str, timeline: Timeline | None) -> str:
    """The message with each text that is on the screen called by its noun."""
    if timeline is None or message.isascii():
        return message
    for text, noun in _shown(timeline):
        message = _called(message, text, noun)
    return message


def _called(message: str, text: str, noun: str) -> str:
    words = rf"(?<![A-Za-z0-9“\"「《]){re.escape(text)}(?![A-Za-z0-9”\"」》])"
    done_to = rf"(?:(?P<lead>{_TAKEN})|(?P<point>{_POINTED})){words}{_COUNTED}(?={_DONE})"
    taken = rf"(?P<lead>{_TAKEN}){words}(?=$|[，,。！!吧啊哈了])"
    found = re.search(done_to, message) or re.search(taken, message)
    if found is None or message[: found.start()].endswith(_NOUNS):
        return message
    lead = found.groupdict().get("lead") or ""
    return f"{message[: found.start()]}{lead}{noun}{message[found.end() :]}"


def _shown(timeline: Timeline) -> Iterator[tuple[str, str]]:
    """The texts that can be told apart, and what each is called."""
    titles = timeline.track(TrackKind.TITLE)
    media = [clip.media for clip in titles.clips] if titles else []
    worded = [m.text for m in media if isinstance(m, TitleReference)]
    if len(worded) == 1:
        yield from _named(worded[0], "标题")
    cards = (c.media.text for c in timeline.pictures if isinstance(c.media, CardReference))
    for text in cards:
        yield from _named(text, "片尾")
    for number, text in _captions(timeline):
        yield from _named(text, f"第{number}张的字幕")


def _captions(timeline: Timeline) -> Iterator[tuple[int, str]]:
    """The captions, each with the number of its photo; those said twice tell nothing apart."""
    track = timeline.track(TrackKind.CAPTION)
    numbers = {clip.id: number for number, clip in enumerate(timeline.photos, 1)}
    clips = track.clips if track else ()
    said = [(c.anchor, c.media.text) for c in clips if isinstance(c.media, TitleReference)]
    texts = [text for _, text in said]
    for anchor, text in said:
        if anchor in numbers and texts.count(text) == 1:
            yield numbers[anchor], text


def _named(text: str, noun: str) -> Iterator[tuple[str, str]]:
    if len(text) >= _FEWEST_CHARS and not text.isdigit():
        yield text, noun
