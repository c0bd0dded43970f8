"""What stretches of a message are about."""

from __future__ import annotations

from tiktok_photo_video.planner.tokens import Token, Tokens

# Kinds that can carry a request of their own, with the name under which two of them count
# as a list of the same thing.
SUBJECTS = {
    "transition": "transition",
    "mood": "mood",
    "song_counter": "music",
    "genre": "mood",
    "motion": "motion",
    "fit": "fit",
    "shape": "shape",
    "pixels": "shape",
    "lines": "shape",
    "fps": "fps",
    "sort": "sort",
    "duration": "duration",
    "percent": "percent",
    "feel": "feel",
    "degree": "degree",
    "quote": "quote",
    "cannot": "cannot",
    "place": "place",
    "new": "new",
    "call": "act",
    "repeat": "repeat",
    "divide": "divide",
    "equal": "equal",
    "listing": "listing",
    "rest": "rest",
    "tint": "tint",
    "shift": "shift",
    "lever": "lever",
    "beat": "beat",
}

# The two that were just named: "swap 1 and 2 and put a wipe between them".
BOTH = frozenset(
    ("those two", "these two", "the two", "them", "both", "both of them", "the two of them")
) | {"它们", "这两张", "那两张"}


def is_name(token: Token) -> bool:
    """Whether a token may name a photo."""
    return any(token.means(kind) for kind in ("ref", "number", "ordinal"))


def only_names(part: Tokens) -> bool:
    """Whether a part names photos and does nothing with them."""
    kinds = ("ref", "number", "ordinal", "join", "glue", "mark", "comma", "determiner")
    names = all(any(t.means(kind) for kind in kinds) and not t.means("act") for t in part)
    return names and any(is_name(t) for t in part)


def puts_somewhere(part: Tokens) -> bool:
    """Whether a photo is named and then a place for it."""
    named = next((t for t in part if t.means("ref") or t.means("number")), None)
    return named is not None and any(
        (t.means("place", "front", "end", "before", "after") or t.means("ordinal", "1", "-1"))
        and t.start > named.start
        for t in part
    )


def governs_with(token: Token) -> bool:
    """Whether a verb takes "with" and what follows it."""
    return token.means("act", "start_with", "end_with", "swap")


def subjects_of(part: Tokens) -> set[str]:
    """What a part asks something of."""
    found: set[str] = set()
    for token in part:
        if token.means("ref"):
            found.add("ref")
        topic = token.value("topic")
        if topic and topic not in ("photo", "video"):
            found.add(topic)
        found |= {SUBJECTS[s.kind] for s in token.senses if s.kind in SUBJECTS}
    # "slide transition" is one subject, whichever else its words might mean.
    if "transition" in found:
        found -= {"motion"}
    return found - ({"music"} if "mood" in found else set())


def is_edge(token: Token) -> bool:
    """Whether a token only separates."""
    return token.means("stop") or token.means("comma") or token.means("join")
