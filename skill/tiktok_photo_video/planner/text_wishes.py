"""Wishes about what is written on the screen: titles, captions, the end card, the logo."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tiktok_photo_video.planner.pointers import References
from tiktok_photo_video.timeline.model import (
    Corner,
    TitleAnimation,
    TitlePosition,
    TitleSize,
    TitleStyle,
)


@dataclass(frozen=True, slots=True)
class When:
    """When a title is seen: from, for and to which second, at the end, all along, on photos.

    ``later_s`` and ``ends_later_s`` move its start and its end from where they are now.
    """

    start_s: float | None = None
    duration_s: float | None = None
    end_s: float | None = None
    at_end: bool = False
    throughout: bool = False
    factor: float = 1.0
    photos: References = ()
    later_s: float = 0.0
    ends_later_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Look:
    """How a text looks, as far as the message says so.

    ``steps`` are sizes larger or smaller; ``ground`` is the colour it stands on (a card's).
    """

    position: TitlePosition | None = None
    style: TitleStyle | None = None
    color: str | None = None
    animation: TitleAnimation | None = None
    size: TitleSize | None = None
    steps: int = 0
    ground: str | None = None


@dataclass(frozen=True, slots=True)
class Title:
    """A title to be shown, or (without text) a change to how the present ones look.

    ``subtitle`` is the smaller line below: ``None`` leaves it alone, empty takes it away.
    Of several titles the ``rank``-th is meant, where one is given.
    """

    text: str = ""
    look: Look = Look()
    when: When = When()
    added: bool = False
    subtitle: str | None = None
    rank: int = 0


@dataclass(frozen=True, slots=True)
class NoTitle:
    """Take titles away: the one that reads ``text``, the ``rank``-th (from 1), or all."""

    text: str = ""
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Recase:
    """Write the texts on screen in other letters."""

    case: Literal["upper", "lower", "title"]
    captions: bool = False


@dataclass(frozen=True, slots=True)
class Reword:
    """Put other words in the place of some that are on the screen."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Caption:
    """Texts on photos: given in order, or made of what is known of each (``auto``).

    One text stands on all the photos named; without photos they go to the photos in turn.
    Without texts the captions that are there change their look.
    """

    texts: tuple[str, ...] = ()
    photos: References = ()
    look: Look = Look()
    auto: Literal["", "name", "number", "date"] = ""


@dataclass(frozen=True, slots=True)
class NoCaption:
    """Take captions away: those on some photos, or by ``ranks`` among the captions there are."""

    photos: References = ()
    ranks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class EndCard:
    """End with a card; what is ``None`` or empty stays as it is on the card there."""

    text: str = ""
    duration_s: float | None = None
    color: str | None = None
    background: str | None = None


@dataclass(frozen=True, slots=True)
class NoEndCard:
    """Take the end card away."""


@dataclass(frozen=True, slots=True)
class Badge:
    """Stand a logo in a corner: the uploaded picture ``name``, or the one that is there."""

    name: str = ""
    corner: Corner | None = None
    steps: int = 0


@dataclass(frozen=True, slots=True)
class NoBadge:
    """Take the logo away."""
