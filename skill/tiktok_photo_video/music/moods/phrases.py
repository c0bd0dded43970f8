"""Rhythms for melodies, two bars each, in the notation of ``style``."""

from __future__ import annotations

SWAYING = (
    "----x==x==x=====----o=x=x=======",
    "x==x==x=--------x==x==o=x=======",
    "--x=x=x==x======--x=x=o=========",
    "X=====x=x===----x===o=x=--------",
)

DRIVING = (
    "x=x=--x=x=--x===x=x=--x=x===----",
    "X==x==x=--x=x===X==x==x=x=======",
    "--x=x=x=X=====x=--x=x=x=x=======",
    "X===x=x==x==x===x===x=o=x=======",
)

SINGING = (
    "X=======x===x===X===========----",
    "X===========x===x=======x=======",
    "X=====x=x===x===x=======o===x===",
    "x===x===X=======x===x===x=======",
)
