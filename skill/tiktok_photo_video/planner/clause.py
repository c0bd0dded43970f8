"""One clause of a message: what it says, and what it takes over from the one before it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tiktok_photo_video.planner.normal import Folded
from tiktok_photo_video.planner.parts import is_edge
from tiktok_photo_video.planner.tokens import Token, Tokens


@dataclass(frozen=True, slots=True)
class Clause:
    """The tokens of one request, and what it takes over from the one before it.

    ``act`` and ``denied`` are its own, or for a bare continuation ("no music or *titles*")
    those of the clause before. ``about`` is the topic that its "it" or "them" takes up,
    ``focus`` the photos that the clause before spoke of, ``timed`` whether it gave seconds, and
    ``follows`` whether it goes on from one about photos alone.
    """

    tokens: Tokens
    folded: Folded
    act: str = ""
    denied: bool = False
    asks: bool = False
    inherits: bool = False
    about: str = ""
    focus: Tokens = ()
    timed: bool = False
    follows: bool = False

    def means(self, kind: str, *values: str) -> bool:
        """Whether any token has a sense of this kind (and one of these values)."""
        for token in self.tokens:
            for each in token.senses:
                if each.kind == kind and (not values or each.value in values):
                    return True
        return False

    def value(self, kind: str) -> str | None:
        """The first value under a kind."""
        return next((v for t in self.tokens if (v := t.value(kind)) is not None), None)

    def values(self, kind: str) -> list[str]:
        """All values under a kind, in order."""
        return [v for t in self.tokens if (v := t.value(kind)) is not None]

    def first(self, kind: str, *values: str) -> Token | None:
        """The first token with this sense."""
        return next((t for t in self.tokens if t.means(kind, *values)), None)

    def acts(self, *acts: str) -> bool:
        """Whether one of these acts is asked for, here or by inheritance."""
        return self.act in acts or self.means("act", *acts)

    @property
    def words(self) -> str:
        """The clause as the user wrote it."""
        inner = _trimmed(self.tokens)
        return self.folded.slice(inner[0].start, inner[-1].end) if inner else ""

    def but(self, tokens: Tokens) -> Clause:
        """The same clause with fewer tokens: a verb or a refusal that was used up is gone."""
        act = self.act if self.inherits else own_act(tokens)
        denied = self.denied if self.inherits else own_denial(tokens)
        return replace(self, tokens=tokens, act=act, denied=denied)


def _trimmed(tokens: Tokens) -> Tokens:
    inner = list(tokens)
    while inner and is_edge(inner[-1]):
        inner.pop()
    while inner and is_edge(inner[0]):
        inner.pop(0)
    return tuple(inner)


def own_act(tokens: Tokens) -> str:
    """The first verb among some tokens."""
    return next((v for t in tokens if (v := t.value("act")) is not None), "")


def own_denial(tokens: Tokens) -> bool:
    """Whether some tokens refuse anything."""
    if any(t.means("neg") for t in tokens):
        return True
    # "I hate the zooms" refuses them.
    seen = any(
        t.means("motion") or t.means("transition") or t.means("topic", "motion") for t in tokens
    )
    acts = any(t.means("act") for t in tokens)
    return seen and not acts and any(t.means("dislike") for t in tokens)
