"""What a message asks of the photos: which, in which order, how often and how long."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tiktok_photo_video.planner.brief import Order
from tiktok_photo_video.planner.pointers import References


@dataclass(frozen=True, slots=True)
class Length:
    """How long the whole is to be: seconds, or a factor, or so many seconds more or less.

    With a ``bound`` the seconds are the most or the least that it may take; the photos
    ``around`` which it is brought to that length keep theirs.
    """

    total_s: float | None = None
    factor: float = 1.0
    more_s: float = 0.0
    bound: Literal["", "most", "least"] = ""
    around: References = ()


@dataclass(frozen=True, slots=True)
class CutOff:
    """Let the video end at so many seconds: what comes later goes."""

    at_s: float


@dataclass(frozen=True, slots=True)
class PhotoLength:
    """How long photos are to be shown; no references means each of them.

    ``like`` is the photo whose time, or ``factor`` times that, the others are to have; with
    ``summed`` the times of several together.
    """

    photo_s: float | None = None
    factor: float = 1.0
    more_s: float = 0.0
    photos: References = ()
    like: References = ()
    summed: bool = False


@dataclass(frozen=True, slots=True)
class Drop:
    """Take photos out."""

    photos: References


@dataclass(frozen=True, slots=True)
class Keep:
    """Take all other photos out."""

    photos: References


@dataclass(frozen=True, slots=True)
class Move:
    """Put photos elsewhere: to place ``position`` (from 1, -1 is the end) or beside another.

    With ``by`` they go so many places towards the end (negative: the front) instead.
    """

    photos: References
    position: int = 1
    before: References = ()
    after: References = ()
    by: int = 0


@dataclass(frozen=True, slots=True)
class Swap:
    """Let two photos change places."""

    photos: References


@dataclass(frozen=True, slots=True)
class Replace:
    """Put the last photo named in the place of the first."""

    photos: References


@dataclass(frozen=True, slots=True)
class Sort:
    """Put all photos into this order, or only some, which then share the places they had."""

    order: Order
    photos: References = ()


@dataclass(frozen=True, slots=True)
class Arrange:
    """Put the photos into the order in which they are named; others follow as they were."""

    photos: References


@dataclass(frozen=True, slots=True)
class Repeat:
    """Show photos another ``times`` times: each after itself, or all at one place."""

    photos: References
    times: int = 1
    position: int = 0
    before: References = ()
    after: References = ()


@dataclass(frozen=True, slots=True)
class Divide:
    """Cut photos in two, ``at_s`` seconds from their start; without it in the middle."""

    photos: References
    at_s: float | None = None


@dataclass(frozen=True, slots=True)
class Crop:
    """Show a video clip only from ``from_s`` to ``to_s`` of what was filmed."""

    photos: References
    from_s: float = 0.0
    to_s: float | None = None


@dataclass(frozen=True, slots=True)
class Speed:
    """Run video clips so many times as fast as now, or as filmed where ``filmed``."""

    factor: float
    photos: References = ()
    filmed: bool = False


@dataclass(frozen=True, slots=True)
class Even:
    """Show photos equally long, all together as long as now."""

    photos: References = ()


@dataclass(frozen=True, slots=True)
class AddPhotos:
    """Put photos that are uploaded but not yet used into the video."""

    names: tuple[str, ...] = ()
    position: int = -1
    before: References = ()
    after: References = ()
    photos: References = ()


@dataclass(frozen=True, slots=True)
class Count:
    """How many photos the message speaks of."""

    count: int
