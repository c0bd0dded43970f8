"""Which photos a message means, before anyone looks at the timeline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias


@dataclass(frozen=True, slots=True)
class Span:
    """Photos ``first`` to ``last``, counted from 1; negative numbers count from the end."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Named:
    """The photo whose file has this name."""

    name: str


@dataclass(frozen=True, slots=True)
class Everything:
    """All photos."""


@dataclass(frozen=True, slots=True)
class Rest:
    """The photos not named elsewhere in the message."""


@dataclass(frozen=True, slots=True)
class Stride:
    """Every ``step``-th photo from ``first`` on: every other one, the odd ones."""

    first: int
    step: int


@dataclass(frozen=True, slots=True)
class Middle:
    """The photo in the middle; of an even number, the two; or ``count`` of them."""

    count: int = 0


Trait: TypeAlias = Literal[
    "landscape",
    "portrait",
    "square",
    "longest",
    "shortest",
    "oldest",
    "newest",
    "titled",
    "film",
    "still",
    "doubled",
]


@dataclass(frozen=True, slots=True)
class Having:
    """The photos of a shape or kind, the longest or shortest one, those under the title.

    ``doubled`` are those that show what another one showed before.
    """

    trait: Trait


@dataclass(frozen=True, slots=True)
class Fresh:
    """The photos that are uploaded and not yet in the video, or came in with this message."""


@dataclass(frozen=True, slots=True)
class Beside:
    """The photo ``by`` places after another (negative: before it)."""

    anchor: Reference
    by: int


@dataclass(frozen=True, slots=True)
class Beyond:
    """All photos after another, or (``later`` is false) all before it."""

    anchor: Reference
    later: bool


@dataclass(frozen=True, slots=True)
class Half:
    """The photos of the first or the second half; one in the middle is in neither."""

    second: bool


@dataclass(frozen=True, slots=True)
class ShownAt:
    """The photo that is seen at a moment, in seconds from the start."""

    at_s: float


@dataclass(frozen=True, slots=True)
class AllBut:
    """All photos except some."""

    photos: tuple[Reference, ...]


Reference: TypeAlias = (
    Span
    | Named
    | Everything
    | Rest
    | Stride
    | Middle
    | Having
    | Fresh
    | Beside
    | Beyond
    | Half
    | ShownAt
    | AllBut
)
References: TypeAlias = tuple[Reference, ...]
