"""Photos named by where they stand, in words that mean other things by themselves.

``the one in the middle``, ``the photo at the end``, ``the next to last``, ``all five``, ``the
photos before the beach one``: each becomes one token before "middle" is taken for a place of the
title, "end" for a place to go to, or "five" for seconds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tiktok_photo_video.planner.normal import Folded
from tiktok_photo_video.planner.pointers import Middle, References, Span
from tiktok_photo_video.planner.vocabulary import Sense

_NOUN = r"(?:one|photo|pic|picture|image|shot|slide|snap|photograph)"
_NOUNS = r"(?:ones|photos|pics|pictures|images|shots|slides|snaps|photographs)"
_THE = r"\b(?:the|my|our|that|this) "
_STANDS = r"(?:(?:that's|that is|which is|thats|right|directly|exactly|all the way) )*"
_COUNT = r"(?:two|three|four|five|six|seven|eight|nine|ten|twelve|[2-9]|[1-9]\d)"
_WHERE: dict[str, References] = {
    "middle": (Middle(),),
    "center": (Middle(),),
    "centre": (Middle(),),
}
_FIRST, _LAST, _BUT_ONE = (Span(1, 1),), (Span(-1, -1),), (Span(-2, -2),)
_WHERE |= dict.fromkeys(("last", "end", "back"), _LAST)
_WHERE |= dict.fromkeys(("first", "start", "beginning", "front"), _FIRST)


@dataclass(frozen=True, slots=True)
class Placed:
    """A stretch of the folded text, what it becomes, and the photos it names."""

    start: int
    end: int
    senses: tuple[Sense, ...]
    photos: References = ()


_REF = (Sense("ref", ""),)
_ALL = (Sense("all", "all"),)
_EACH = (Sense("each", "each"), Sense("all", "all"))
_ALL_BUT = (Sense("all", "all"), Sense("except", "except"))

_ENDS_UP = re.compile(
    r"(?:whichever|whatever|the (?:one|photo|pic|picture)(?: that| which)?)(?: (?:one|photo|pic"
    r"|picture))?"
    r" (?:ends up|lands|winds up|comes out|will (?:be"
    r"|end up))(?: being)? (?P<where>in the middle|in the center|last|first"
    r"|at the (?:very )?(?:end|start|front|beginning))"
)
_STANDING = re.compile(
    rf"{_THE}{_NOUN} {_STANDS}(?P<where>in the (?:very |dead )?(?:middle|center|centre)"
    r"|at the (?:very )?(?:end|back|start|beginning|front))(?: of (?:the|my) video)?\b"
)
_CENTER = re.compile(rf"{_THE}(?:very )?(?P<where>center|centre) {_NOUN}\b")
_FROM_END = re.compile(
    r"\b(?:the |my )?(?:(?:2nd|second)[ -](?:to|from|before)(?: the|[ -])?[ -]?(?:last|end|final)"
    rf"|(?:2nd|second)[ -]last|(?:{_NOUN} )?next[ -]to[ -](?:the )?last|last but one)"
    rf"(?: {_NOUN})?\b"
)
_THIRD_FROM_END = re.compile(
    r"\b(?:the |my )?(?:3rd|third)[ -](?:to|from)(?: the|[ -])?[ -]?(?:last|end)"
    rf"(?: {_NOUN})?\b"
)
_ALL_COUNTED = re.compile(
    rf"\ball (?:of )?(?:(?:the|my|these|those) )?{_COUNT}(?: of them| of the {_NOUNS}| {_NOUNS})?"
    r"(?=$|[.,;:!?)]| (?!(?:a |an |another |more )?(?:secs?|seconds?|s|minutes?|min|half|and"
    r"|percent|times|captions?|titles?|texts?|transitions?|cuts?|songs?|words?)\b|[%&\d]))"
)
_EVERY_BUT = re.compile(
    rf"\b(?:all|every|each)(?: of)?(?: the| my| our| these)? (?:{_NOUNS}|{_NOUN}) "
    r"(?:but|besides|apart from|minus)"
    r"(?= (?:the|my|photo|pic|picture|image|number|slide|no|for)\b| #)"
)
_MANY_BEYOND = re.compile(
    rf"\b(?:all |all of )?(?:the|my) {_NOUNS}(?: (?:that|which) (?:come|are))?"
    r"(?= (?:right )?(?:before|after|behind)\b)"
)
_MOVED = re.compile(
    r"\b(?:put|move|place|bring|want|have|show|stick|shift|use|set|get|need|like)(?: to)? $"
)
_NOTHING_MORE = re.compile(r"\W*(?:please|pls|thanks|thx|instead|too|now|then|\W)*$|\s*[,.;!?]")


def placed_in(folded: Folded) -> Iterator[Placed]:
    """All such stretches of a message."""
    text = folded.text
    for found in _ENDS_UP.finditer(text):
        yield _standing(found)
    for found in _STANDING.finditer(text):
        if not _is_destination(text, found):
            yield _standing(found)
    for pattern, placed in _PLAIN:
        for found in pattern.finditer(text):
            yield placed(found)


def _standing(found: re.Match[str]) -> Placed:
    where = found["where"].removesuffix(" of the video").split()[-1]
    return Placed(*found.span(), _REF, _WHERE[where])


def _is_destination(text: str, found: re.Match[str]) -> bool:
    """``put the photo at the end``: where it goes, not which it is."""
    moved = _MOVED.search(text[: found.start()]) is not None
    return moved and _NOTHING_MORE.match(text, found.end()) is not None


def _as(senses: tuple[Sense, ...], photos: References = ()) -> Callable[[re.Match[str]], Placed]:
    return lambda found: Placed(*found.span(), senses, photos)


_PLAIN: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Placed]], ...] = (
    (_CENTER, _standing),
    (_FROM_END, _as(_REF, _BUT_ONE)),
    (_THIRD_FROM_END, _as(_REF, (Span(-3, -3),))),
    (_ALL_COUNTED, _as(_EACH)),
    (_EVERY_BUT, _as(_ALL_BUT)),
    (_MANY_BEYOND, _as(_ALL)),
)
