"""What only the whole message tells of a word: ``out`` as a verb, and who ``the rest`` are."""

from __future__ import annotations

from dataclasses import replace

from tiktok_photo_video.planner.pointers import AllBut, Everything, Rest
from tiktok_photo_video.planner.tokens import Token, Tokens, sense

_ENDS_ASIDE = ("stop", "comma", "join", "place", "stead")


def with_asides(tokens: Tokens) -> Tokens:
    """``photo 2 out, 6 in``: such a word is a verb only right after a photo."""
    return tuple(
        token if not token.means("aside") or _is_aside(tokens, at) else _plain(token)
        for at, token in enumerate(tokens)
    )


def with_pushed_photos(tokens: Tokens) -> Tokens:
    """``slide photo 5 in between 1 and 2``: where a photo follows, it is a verb."""
    return tuple(
        replace(token, senses=sense("act", "move")) if _pushes(tokens, at) else token
        for at, token in enumerate(tokens)
    )


_PUSHED = ("slide_left", "push_left")


def _pushes(tokens: Tokens, at: int) -> bool:
    if not tokens[at].means("transition", *_PUSHED) or (at and not _opens(tokens[at - 1])):
        return False
    after = next((t for t in tokens[at + 1 :] if not t.means("glue")), None)
    return after is not None and any(after.means(k) for k in ("ref", "all", "pronoun"))


def _opens(before: Token) -> bool:
    return any(before.means(kind) for kind in ("stop", "comma", "join", "ask", "glue"))


def _plain(token: Token) -> Token:
    rest = token.without("aside")
    return rest if rest.senses else replace(rest, senses=sense("word"))


def _is_aside(tokens: Tokens, at: int) -> bool:
    before = tokens[at - 1] if at else None
    if before is None:
        return False
    if before.means("sign", ")") and at > 1:
        before = tokens[at - 2]  # "grandpa's one (the 4th) can go"
    of_photo = any(before.means(kind) for kind in ("ref", "number", "ordinal", "new"))
    if tokens[at].means("aside", "except") and before.means("place", "front", "end"):
        return True  # "转场全改成闪白，最后一个除外"
    if tokens[at].means("aside", "in", "leave"):
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        ends = following is None or any(following.means(k) for k in _ENDS_ASIDE)
        return of_photo and ends and not _has_verb(tokens[:at])
    return of_photo or (before.means("glue") and at > 1 and tokens[at - 2].means("ref"))


def _has_verb(before: Tokens) -> bool:
    """Whether a verb stands in the same clause: "put the last two in front"."""
    for token in reversed(before):
        if token.means("stop") or token.means("comma") or token.means("join"):
            return False
        if token.means("act", "move", "add", "set", "remove"):
            return True
    return False


def with_between(tokens: Tokens) -> Tokens:
    """``2和3中间``: after two photos the middle is what lies between them."""
    return tuple(
        replace(token, senses=sense("place", "between")) if _lies_between(tokens, at) else token
        for at, token in enumerate(tokens)
    )


_TWO = 2
_TWO_NUMBERS = 3  # tokens: the numbers and what joins them


def _lies_between(tokens: Tokens, at: int) -> bool:
    if not tokens[at].means("position", "center") or not at:
        return False
    before = tokens[at - 1]
    if before.means("ref"):
        return len(before.photos) == _TWO
    if not before.means("number") or at < _TWO_NUMBERS:
        return False
    joint, first = tokens[at - 2], tokens[at - _TWO_NUMBERS]
    return first.means("number") and (joint.means("join", "and") or joint.means("comma"))


def with_rest_resolved(tokens: Tokens) -> Tokens:
    """``photo 2 three seconds, the rest two``: the rest are all but those named elsewhere."""
    named = tuple(
        photo
        for token in tokens
        if token.means("ref") or (token.means("new") and token.photos)
        for photo in token.photos
        if not isinstance(photo, Everything | Rest | AllBut)
    )
    if not named:
        return tokens
    rest = (AllBut(tuple(dict.fromkeys(named))),)
    return tuple(replace(t, photos=rest) if t.photos == (Rest(),) else t for t in tokens)
