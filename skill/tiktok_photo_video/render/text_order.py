"""Which texts are seen together, and which of them gives way to which. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tiktok_photo_video.render.geometry import Rect
from tiktok_photo_video.timeline.model import TimeRange, TitlePosition, TitleReference

# Texts up to here keep to their half of the picture.
_SHORT_LETTERS = 60
_FAR_APART = {TitlePosition.TOP, TitlePosition.BOTTOM}


@dataclass(frozen=True, slots=True)
class Text:
    """A text, the heads seen while it is shown, and the texts that have their place before it.

    ``avoid`` is in fractions of the canvas.
    """

    title: TitleReference
    avoid: tuple[Rect, ...] = ()
    beside: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class TimedText:
    """A text and when it is seen."""

    text: Text
    when: TimeRange


def giving_way(texts: Sequence[TimedText]) -> tuple[TimedText, ...]:
    """The texts, each with those before it in this order that it may meet."""
    placed: list[TimedText] = []
    for each in texts:
        beside = dict.fromkeys(
            other.text
            for other in placed
            if _is_seen_with(each, other) and _may_meet(each.text, other.text)
        )
        text = Text(each.text.title, each.text.avoid, tuple(beside))
        placed.append(TimedText(text, each.when))
    return tuple(placed)


def _is_seen_with(one: TimedText, other: TimedText) -> bool:
    return one.when.start < other.when.end_exclusive and other.when.start < one.when.end_exclusive


def _may_meet(one: Text, other: Text) -> bool:
    """Short texts at the top and at the bottom, without heads that send them away, never do.

    To leave those out keeps a new caption from re-rendering the title at the other end.
    """
    is_calm = all(_letters(text) <= _SHORT_LETTERS and not text.avoid for text in (one, other))
    return not is_calm or {one.title.position, other.title.position} != _FAR_APART


def _letters(text: Text) -> int:
    return len(text.title.text) + len(text.title.subtitle)
