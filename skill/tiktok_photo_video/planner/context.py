"""A message as read, what it is said about, and what is made of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from tiktok_photo_video.language import Language
from tiktok_photo_video.planner.answers import COURTESIES, Facts, answer, decline
from tiktok_photo_video.planner.brief import Photo
from tiktok_photo_video.planner.grammar.rules import Reading
from tiktok_photo_video.planner.photo_wishes import Length
from tiktok_photo_video.planner.remarks import note
from tiktok_photo_video.planner.scoping import Said
from tiktok_photo_video.planner.suggesting import nearest, next_steps
from tiktok_photo_video.planner.wishes import (
    Cannot,
    Enquiry,
    Music,
    Rate,
    Shape,
    Volume,
    Wish,
)
from tiktok_photo_video.timeline.edits import Edit
from tiktok_photo_video.timeline.model import Timeline

MAX_SUGGESTIONS = 3
MAX_QUOTED_CHARS = 60  # more of the user's own words than this tells them nothing


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a message means.

    Attributes:
        edits: to be applied in order; they fit the timeline that was given.
        unclear: pieces of the message that were not understood, as the user wrote them.
        question: one thing to ask back; then there are no edits.
        notes: short honest remarks to show beside the result.
        suggestions: what the user could say next.
        history: go back or forward in what was done, ``steps`` times.
        steps: how many times.
        rewind: the edits are for the timeline before the turn before: they replace that turn.
        heard: what to remember as this turn's message, where the words alone say too little.
        doubtful: pieces that were understood, but could mean several things or nothing here;
            only the user can tell.
    """

    edits: tuple[Edit, ...] = ()
    unclear: tuple[str, ...] = ()
    question: str | None = None
    notes: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    history: Literal["undo", "redo"] | None = None
    steps: int = 1
    rewind: bool = False
    heard: str = ""
    doubtful: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """A message as read, with everything that it may be about.

    ``notes`` are remarks on the message itself; ``before`` is the video before the last turn.
    """

    reading: Reading
    timeline: Timeline | None
    photos: tuple[Photo, ...]
    language: Language
    seed: int
    notes: tuple[str, ...]
    before: Timeline | None = None

    @property
    def said(self) -> tuple[Said, ...]:
        """The wishes of the message, in its order."""
        return self.reading.said

    def asks_for(self, *kinds: type) -> bool:
        """Whether any wish is of one of these kinds."""
        return any(isinstance(each.wish, kinds) for each in self.said)


def told(wish: Wish, context: Context) -> str:
    """The answer to a question, or why a wish cannot be had here."""
    facts = Facts(context.timeline, context.photos, context.language, context.before)
    if isinstance(wish, Cannot):
        return decline(wish, facts)
    return answer(wish, facts) if isinstance(wish, Enquiry) else ""


def is_courtesy(wish: Wish) -> bool:
    """Whether nothing but thanks, praise or a greeting was said."""
    return isinstance(wish, Enquiry) and wish.about in COURTESIES


def told_beside(context: Context, timeline: Timeline) -> tuple[str, ...]:
    """Answers to what was asked besides a change, from the video as it is now."""
    now = replace(context, timeline=timeline)
    asked = (s.wish for s in context.said if isinstance(s.wish, Enquiry))
    return tuple(told(wish, now) for wish in asked if not is_courtesy(wish))


# Wishes of which a video can have one at a time, by what of them settles it.
_ONE_AT_A_TIME: dict[type, str] = {
    Length: "total_s",
    Music: "mood",
    Rate: "fps",
    Shape: "ratio",
    Volume: "level",
}


def later_wins(context: Context) -> tuple[str, ...]:
    """That of two wishes that cannot both be had the later one was taken; told once."""
    for kind, name in _ONE_AT_A_TIME.items():
        said = [s for s in context.said if isinstance(s.wish, kind)]
        values = {getattr(s.wish, name) for s in said} - {None}
        if len(values) > 1:
            return (_taken_last(said, context.language),)
    return ()


def _taken_last(said: Sequence[Said], language: Language) -> str:
    if said[0].words == said[-1].words:
        return note("later_one", language)
    return note("later", language, words=shortened(said[-1].words))


def shortened(text: str) -> str:
    """The user's words as they are quoted back: on one line, not too many."""
    line = " ".join(text.split())
    return line if len(line) <= MAX_QUOTED_CHARS else f"{line[: MAX_QUOTED_CHARS - 1].rstrip()}…"


def ideas_for(unclear: Sequence[str], timeline: Timeline, language: Language) -> tuple[str, ...]:
    """What could be said instead of what was not understood, the nearest for each."""
    near = (nearest(text, timeline, language) for text in unclear)
    return tuple(dict.fromkeys(near))[:MAX_SUGGESTIONS]


def suggestions_for(timeline: Timeline | None, language: Language) -> tuple[str, ...]:
    """Things to say next that would change something."""
    return next_steps(timeline, language, count=MAX_SUGGESTIONS)
