"""What there is to choose from, in words: the answers to ``what transitions can I use?``."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tiktok_photo_video.language import Language
from tiktok_photo_video.planner.brief import Mood
from tiktok_photo_video.timeline.kinds import (
    LookKind,
    MotionKind,
    TitleAnimation,
    TitleStyle,
    TransitionType,
)
from tiktok_photo_video.timeline.names import name_of

_SIDES = ("left", "right", "up", "down")


def choices_of(what: str, language: Language) -> str:
    """The names of all that can be chosen of a kind, as a list in a sentence.

    Raises:
        KeyError: there is no such kind.
    """
    names = _CHOICES[what](language)
    return ("、" if language is Language.CHINESE else ", ").join(dict.fromkeys(names))


def is_choice(what: str) -> bool:
    """Whether a question asks what there is of a kind."""
    return what in _CHOICES


def _transitions(language: Language) -> Iterable[str]:
    yield name_of("cut", language)
    for kind in TransitionType:
        yield _sided(kind.value, language)


def _motions(language: Language) -> Iterable[str]:
    return (_sided(kind.value, language) for kind in MotionKind if kind is not MotionKind.NONE)


def _sided(term: str, language: Language) -> str:
    """``slide left/right/up/down`` is one choice in four directions."""
    stem, _, side = term.rpartition("_")
    if side not in _SIDES or language is Language.CHINESE:
        return name_of(term, language)
    return f"{stem} {'/'.join(_SIDES)}"


def _named(prefix: str, terms: Iterable[str]) -> Callable[[Language], Iterable[str]]:
    known = tuple(f"{prefix}{term}" for term in terms)
    return lambda language: (name_of(term, language) for term in known)


_CHOICES: dict[str, Callable[[Language], Iterable[str]]] = {
    "transition": _transitions,
    "motion": _motions,
    "look": _named("look_", (k.value for k in LookKind if k is not LookKind.NONE)),
    "title_style": _named("style_", (k.value for k in TitleStyle)),
    "title_animation": _named(
        "animation_", (k.value for k in TitleAnimation if k is not TitleAnimation.NONE)
    ),
    "music": _named("", (mood.value for mood in Mood)),
    "shape": lambda _: ("9:16", "4:5", "1:1", "16:9", "1080p", "720p"),
    "anything": lambda _: (),
}
