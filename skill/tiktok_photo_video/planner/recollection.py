"""What a message takes up from the turn before it, and the words that say nothing themselves."""

from __future__ import annotations

from dataclasses import dataclass

from tiktok_photo_video.planner.spoken import Spoken
from tiktok_photo_video.planner.tokens import Token


@dataclass(frozen=True, slots=True)
class Recalled:
    """A message with what it takes up from the one before.

    Attributes:
        message: what to read in its place; empty when nothing is to be done at all.
        rewind: it replaces what the turn before did.

    """

    message: str
    rewind: bool = False


SILENT = frozenset(
    {
        "glue",
        "article",
        "determiner",
        "join",
        "stop",
        "comma",
        "mark",
        "to",
        "is",
        "lead",
        "ask",
        "surface",
        "repair",
        "likewise",
        "cancel",
        "sign",
        "dash",
        "colon",
        "neg",
        "pronoun",
        "plain",
        "with",
        "vague",
        "indefinite",
        "social",
        "asks",
        "retract",
        "retry",
        "sigh",
        "typo",
    }
)


_LIGHT_ACTS = ("set", "make", "move", "hold", "add", "keep", "replace", "swap")


def own_acts(now: Spoken) -> bool:
    """Whether a message has a verb that is business of its own."""
    return any(
        t.means("act") and not t.means("act", *_LIGHT_ACTS) and not is_silent(t) for t in now.tokens
    )


def is_silent(token: Token) -> bool:
    """Whether a token asks for nothing by itself."""
    return any(token.means(kind) for kind in SILENT)
