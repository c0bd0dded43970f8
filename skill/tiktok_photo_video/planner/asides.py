"""What only the whole message tells of a word: ``out`` as a verb, and who ``the rest`` are."""

from __future__ import annotations

from dataclasses import replace

from tiktok_photo_video.planner.pointers import AllBut, Everything, Rest, Span
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


def with_later_ones(tokens: Tokens, text: str) -> Tokens:
    """``前三张写“旅行”，后面的写“回家”``: those behind, or before, the photos named last."""
    resolved: list[Token] = []
    at = 0
    while at < len(tokens):
        found = _later_ones(resolved, tokens[at:], text)
        if found is None:
            resolved.append(tokens[at])
            at += 1
            continue
        token, taken, begins = found
        while (
            begins and resolved and (resolved[-1].means("comma") or resolved[-1].means("starting"))
        ):
            resolved.pop()
        resolved.append(token)
        at += taken
    return tuple(resolved)


def _later_ones(before: list[Token], ahead: Tokens, text: str) -> tuple[Token, int, bool] | None:
    first = ahead[0]
    later = first.means("mark", "tail") and first.means("place", "after")
    sooner = first.means("mark", "head") and first.means("place", "before")
    parted = bool(before) and any(
        before[-1].means(k) for k in ("comma", "stop", "join", "starting")
    )
    if not parted or not (later or sooner) or len(ahead) < _TWO:
        return None
    led = text[ahead[1].start : ahead[1].end] == "的"
    if not led and not ahead[1].means("each") and not ahead[1].means("quantity"):
        return None
    past = ahead[_TWO] if led and len(ahead) > _TWO else None
    if past is not None and any(past.means(k) for k in ("topic", "mark", "ref", "count", "number")):
        return None
    named = _last_named(before)
    if named is None:
        return None
    starts = before[-1].means("starting") or (len(before) > 1 and before[-2].means("starting"))
    photos = _beyond(named, later=later, inclusive=starts)
    end = ahead[1].end if led else first.end
    token = Token(first.start, end, sense("ref"), photos=(photos,)) if photos else None
    return (token, _TWO if led else 1, starts) if token else None


def _last_named(before: list[Token]) -> Span | None:
    token = next((t for t in reversed(before) if t.means("ref") or t.means("starting")), None)
    last = token.photos[-1] if token is not None and token.photos else None
    return last if isinstance(last, Span) else None


def _beyond(named: Span, *, later: bool, inclusive: bool) -> Span | None:
    if named.first < 0 or named.last < 0:
        return None if later else Span(1, min(named.first, named.last) - 1)
    if later:
        return Span(named.last + (0 if inclusive else 1), -1)
    return Span(1, named.first - 1) if named.first > 1 else None


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
