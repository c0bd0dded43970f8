"""Texts on the screen called by what they say: ``那个Hi不要了``, ``把谢谢观看改成再见``.

Only who knows the video can tell that these words are a title, so they are put into words that
stand alone before anything is read: the title, the end card, the caption of the second photo.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tiktok_photo_video.planner.shown_texts import caption_texts, card_texts, only_title
from tiktok_photo_video.timeline.model import Timeline

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
    for text in only_title(timeline):
        yield from _named(text, "标题")
    for text in card_texts(timeline):
        yield from _named(text, "片尾")
    captions = list(caption_texts(timeline))
    texts = [text for _, text in captions]
    for number, text in captions:
        if texts.count(text) == 1:
            yield from _named(text, f"第{number}张的字幕")


def _named(text: str, noun: str) -> Iterator[tuple[str, str]]:
    if len(text) >= _FEWEST_CHARS and not text.isdigit():
        yield text, noun
