"""How a text gets its look, its letters and its words; what titles and captions share."""

from __future__ import annotations

from dataclasses import replace

from tiktok_photo_video.planner.text_wishes import Look, Recase
from tiktok_photo_video.timeline.model import TitleReference, TitleSize

_SIZES = tuple(TitleSize)


def styled(reference: TitleReference, look: Look) -> TitleReference:
    """A text with those parts of its look changed that were named."""
    return replace(
        reference,
        position=look.position or reference.position,
        style=look.style or reference.style,
        color=look.color or reference.color,
        animation=look.animation or reference.animation,
        size=look.size or resized(reference.size, look.steps),
    )


def resized(size: TitleSize, steps: int) -> TitleSize:
    """The size so many steps larger (negative: smaller), as far as there are any."""
    at = min(max(_SIZES.index(size) + steps, 0), len(_SIZES) - 1)
    return _SIZES[at]


def recased(text: str, case: str) -> str:
    """A text in other letters."""
    cases = {"upper": text.upper, "lower": text.lower, "title": text.title}
    return cases[case]()


def in_other_letters(reference: TitleReference, wish: Recase) -> TitleReference:
    """A title or caption, its line below included, in other letters."""
    return replace(
        reference,
        text=recased(reference.text, wish.case),
        subtitle=recased(reference.subtitle, wish.case),
    )
