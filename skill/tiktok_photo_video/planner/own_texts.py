"""Texts of the video called by their own words: ``the Hi can go``, ``change Us two to Us``.

What such words stand for only the video knows; before the message is read they become the
noun the grammar knows: "the title", "the caption of photo 2", "the end card".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tiktok_photo_video.planner.shown_texts import caption_texts, card_texts, only_title
from tiktok_photo_video.timeline.model import Timeline

_FEWEST_CHARS = 2
_QUOTES = "\"'“”‘’"
_GOES = (
    r"(?:can|should|has to|have to|must|needs to|could|may) (?:go|be (?:removed|deleted|gone))"
    r"|isn't needed|is not needed"
)
_REMOVES = (
    r"remove|delete|take (?:out|off|away)|drop|lose|get rid of|kill|erase|ditch|scrap|hide|cut"
    r"|i don'?t want|no more"
)
_CHANGES = r"change|replace|swap|rename|update|switch|turn|exchange|edit"
_NOUN = r"(?:word|words|text|title|caption|headline|end card|card)"
_THERE = r"(?: (?:there|anymore|thing|at the (?:start|beginning|top|end)))*"
_POLITE = "please|pls|thanks|thx|ok|okay"
_TAIL = rf"(?=\W*(?:$|[.;!?,]|\b(?:{_POLITE}|if|when|because|since|and|then|for)\b))"


@dataclass(frozen=True, slots=True)
class _Shown:
    """A text on the screen: what it is called, and how another one is asked for."""

    text: str
    noun: str
    becomes: str


def by_their_nouns(message: str, timeline: Timeline | None) -> str:
    """The message with each text of the video that is called by its words called by its noun."""
    if timeline is None or not message.isprintable() or not re.search("[A-Za-z]", message):
        return message
    for shown in _shown(timeline):
        if shown.text.casefold() in message.casefold():
            message = _renamed(message, shown)
    return message


def _shown(timeline: Timeline) -> Iterator[_Shown]:
    for number, text in caption_texts(timeline):
        if _is_word(text):
            yield _Shown(text, f"the caption of photo {number}", f"caption photo {number}: ")
    for text in filter(_is_word, card_texts(timeline)):
        yield _Shown(text, "the end card", "make the end card say ")
    for text in filter(_is_word, only_title(timeline)):
        yield _Shown(text, "the title", "change the title to ")


def _is_word(text: str) -> bool:
    return len(text) >= _FEWEST_CHARS and text.isascii() and text.isprintable()


def _renamed(message: str, shown: _Shown) -> str:
    called = rf"(?:(?:the |my )?(?:{_NOUN} )?[{_QUOTES}]?{re.escape(shown.text)}(?!\w)[{_QUOTES}]?)"
    alone = rf"(?<![\w{_QUOTES}]){called}(?: {_NOUN})?"
    instead = r"(?:please )?(?:write|put|use|say|show|i want)"
    plainly: tuple[tuple[str, str], ...] = (
        (rf"\b(?:{_CHANGES}) {alone} (?:to|with|by|into|for) (?:say )?(?=\S)", shown.becomes),
        (rf"\binstead of {alone},? {instead} (?=\S)", shown.becomes),
        (rf"\b(?:{_REMOVES}) {alone}{_THERE}{_TAIL}", f"remove {shown.noun}"),
        (rf"{alone} (?:{_GOES}){_TAIL}", f"remove {shown.noun}"),
    )
    for pattern, plain in plainly:
        found = re.search(pattern, message, flags=re.IGNORECASE)
        if found is not None:
            return message[: found.start()] + plain + message[found.end() :]
    return message
