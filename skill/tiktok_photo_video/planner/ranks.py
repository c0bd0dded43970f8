"""Ranks without a noun that can only be photos: ``a cool filter on the third``.

"First" alone may be a place ("put 3 first"), "second" a time, "last" a verb. After a word such
as "on" or "from", with nothing behind it that could be its noun, a rank is a photo.
"""

from __future__ import annotations

from dataclasses import replace

from tiktok_photo_video.planner.marks import numbers, past, rank, span, whole
from tiktok_photo_video.planner.normal import Folded
from tiktok_photo_video.planner.pointers import References, Span
from tiktok_photo_video.planner.tokens import Token, Tokens, sense

_LEADS = (
    "on",
    "for",
    "of",
    "after",
    "before",
    "between",
    "into",
    "from",
    "behind",
    "only",
    "onto",
    "following",
)
_LEADING_PHRASES = ("right before", "right after", "just for", "only for", "only on", "just on")
_ENDS = (
    "stop",
    "comma",
    "join",
    "to",
    "act",
    "is",
    "sign",
    "degree",
    "neg",
    "shift",
    "amount",
    "aside",
    "tint",
    "motion",
    "with",
)
_NOUN_LIKE = ("topic", "piece", "transition", "unit", "number", "word", "fraction", "frame_noun")


def with_bare_ranks(tokens: Tokens, folded: Folded) -> Tokens:
    """The tokens with each bare rank that can only be a photo made a reference."""
    changed = list(_with_two_between(tokens, folded))
    for at, token in enumerate(tokens):
        if changed[at] is not token:
            continue
        number = rank(token) if token.means("ordinal") else whole(token)
        if number is None or not _is_bare(tokens, at, folded):
            continue
        led = _is_led(changed, at, folded) if token.means("ordinal") else _is_shifted(changed, at)
        if led:
            changed[at] = Token(token.start, token.end, sense("ref"), photos=(span(number),))
    return tuple(changed)


def _with_two_between(tokens: Tokens, folded: Folded) -> Tokens:
    """``between one and two``, ``between the first and the second``: both are photos."""
    changed = list(tokens)
    for at, token in enumerate(tokens):
        if not token.means("place", "between") or not _is_latin(token, folded):
            continue
        first = _past_articles(tokens, at + 1)
        joint = first + 1
        second = _past_articles(tokens, joint + 1)
        after = tokens[second + 1] if second + 1 < len(tokens) else None
        joins = joint < len(tokens) and tokens[joint].means("join", "and")
        counts = after is not None and any(after.means(kind) for kind in _COUNTS_AFTER)
        names = second < len(tokens) and _as_photo(tokens[second]).means("ref")
        counts = counts and not tokens[second].means("ordinal")
        if not names or not joins or counts:
            continue
        for place in (first, second):
            changed[place] = _as_photo(tokens[place])
    return tuple(changed)


_COUNTS_AFTER = ("unit", "duration", "percent", "percent_sign", "number")


def _past_articles(tokens: Tokens, at: int) -> int:
    return past(tokens, at, lambda t: t.means("determiner") or t.means("article"))


def _as_photo(token: Token) -> Token:
    number = rank(token) if token.means("ordinal") else whole(token)
    if number is None or token.means("ref"):
        return token
    return Token(token.start, token.end, sense("ref"), photos=(span(number),))


def _is_bare(tokens: Tokens, at: int, folded: Folded) -> bool:
    """Whether nothing follows a rank that it could belong to."""
    token = tokens[at]
    if token.means("ref") or token.means("mark") or not _is_latin(token, folded):
        return False
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if following is None:
        return True
    if following.means("duration"):
        return _lists_times(tokens, at)
    if any(following.means(kind) for kind in _NOUN_LIKE):
        return False
    return any(following.means(kind) for kind in _ENDS) or following.means("glue")


def _lists_times(tokens: Tokens, at: int) -> bool:
    """``1st pic 4 s, 2nd 2 s``: a time right before, and a photo before that."""
    earlier = [t for t in tokens[max(at - 4, 0) : at] if not t.means("determiner")]
    timed = [t for t in earlier if t.means("duration")]
    parted = bool(earlier) and (earlier[-1].means("comma") or earlier[-1].means("join"))
    return parted and bool(timed) and any(t.means("ref") or t.means("ordinal") for t in earlier)


def _is_latin(token: Token, folded: Folded) -> bool:
    return folded.text[token.start : token.end].isascii()


def _is_led(tokens: list[Token], at: int, folded: Folded) -> bool:
    """``on the third``, ``from the first to the second``, ``photo 2 and the fifth``."""
    start = at - 1
    article = start >= 0 and tokens[start].means("determiner", "the")
    start -= 1 if article else 0
    if at + 1 < len(tokens) and tokens[at + 1].means("duration"):
        return True
    if start < 0 or _parts(tokens[start]):
        return (article and _begins_saying(tokens, at, folded)) or _goes_on_alike(tokens, at)
    lead = tokens[start]
    word = folded.text[lead.start : lead.end]
    if word == "to":
        return _leads_from(tokens[:start], folded)
    if lead.means("join", "and") and start:
        return tokens[start - 1].means("ref") and not tokens[start - 1].means("new")
    worked_on = article and (lead.means("shift") or lead.means("act", "hold"))
    worked_on = worked_on or (article and _is_made(tokens, at, lead))
    worked_on = worked_on or lead.means("sign", "(")
    return worked_on or word in _LEADS or word in _LEADING_PHRASES


def _goes_on_alike(tokens: list[Token], at: int) -> bool:
    """``second photo vintage, third sepia``: after a photo and its look, another and its own."""
    parted = bool(at) and tokens[at - 1].means("comma")
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    kinds = ("tint", "shift", "motion")
    alike = [k for k in kinds if following is not None and following.means(k)]
    earlier = [t for t in tokens[:at] if t.means("ref") or any(t.means(k) for k in alike)]
    return parted and bool(alike) and any(t.means("ref") for t in earlier) and len(earlier) > 1


_MADE = ("tint", "shift", "degree", "motion")


def _is_made(tokens: list[Token], at: int, lead: Token) -> bool:
    """``make the third black and white``, ``leave the last in colour``."""
    following = [t for t in tokens[at + 1 : at + 4] if not (t.means("glue") or t.means("amount"))]
    made = bool(following) and any(following[0].means(kind) for kind in _MADE)
    return made and lead.means("act", "make", "keep", "set", "hold")


_PLACING = ("to", "at", "as", "in", "into", "position", "spot", "place", "slot")
_OF_OTHERS = ("topic", "transition", "piece", "sign")
_NOUNS = (" photo", " picture", " pic", " image", " shot", " slide")
_NUMBER_WORDS = ("number", "numbers", "no.", "nr", "nr.", "num", "nos", "nos.", "nbr")


def with_numbered(tokens: Tokens, folded: Folded) -> Tokens:
    """``number 3``, ``numbers 2 and 5`` as the photos they are, where they are no place."""
    found: list[Token] = []
    at = 0
    while at < len(tokens):
        photos, end = _numbered(tokens, at, folded)
        if photos:
            last, noun = tokens[end - 1], found and found[-1].means("topic", "photo")
            first = found.pop() if noun else tokens[at]
            found.append(Token(first.start, last.end, sense("ref"), photos=photos))
        else:
            spot = sense("place", "position")
            found.append(replace(tokens[at], senses=spot) if end == at else tokens[at])
        at = max(end, at + 1)
    return tuple(found)


def _numbered(tokens: Tokens, at: int, folded: Folded) -> tuple[References, int]:
    """The photos and where they end; where it is a place to go to, none and ``at`` itself."""
    word = folded.text[tokens[at].start : tokens[at].end]
    called = tokens[at].means("auto", "number") and word.endswith(" number")
    called = called or (tokens[at].means("pronoun") and word.endswith(_NOUNS))
    if not called and not (word in _NUMBER_WORDS and tokens[at].means("mark", "number")):
        return (), at + 1
    before = [t for t in tokens[:at] if not t.means("determiner") and not t.means("article")][-1:]
    lead = folded.text[before[0].start : before[0].end] if before else ""
    placed = lead in _PLACING and any(t.means("act", "move", "add") for t in tokens[:at])
    others = any(t.means(kind) for t in before for kind in _OF_OTHERS)
    photo = any(t.means("topic", "photo") for t in before)
    if placed:
        return (), at
    photos, end = numbers(tokens, at + 1)
    if any(p.first != p.last for p in photos if isinstance(p, Span)) and _goes_to(tokens, at):
        number = whole(tokens[at + 1])
        photos, end = [span(number)] if number else [], at + 2
    counted = end < len(tokens) and (tokens[end].means("unit") or tokens[end].means("topic"))
    if (others and not photo) or counted or not photos:
        return (), at + 1
    return tuple(photos), end


def _goes_to(tokens: Tokens, at: int) -> bool:
    """``move number 2 to number 4``: no range."""
    return any(t.means("act", "move", "add", "swap", "replace", "set") for t in tokens[:at])


def _parts(token: Token) -> bool:
    return any(token.means(kind) for kind in ("stop", "comma", "colon"))


def _begins_saying(tokens: list[Token], at: int, folded: Folded) -> bool:
    """``the second for 4 seconds``: something is said of it, where only photos were spoken of."""
    if any(t.means("topic") and not t.means("topic", "photo", "video") for t in tokens[:at]):
        return False
    following = tokens[at + 1 : at + 2]
    said = ("is", "shift", "degree", "comma", "join", "to", "act", "aside")
    return any(
        any(t.means(kind) for kind in said) or folded.text[t.start : t.end] in _AUXILIARIES
        for t in following
    )


_AUXILIARIES = ("should", "could", "can", "may", "might", "would", "gets", "has", "looks")


def _is_shifted(tokens: list[Token], at: int) -> bool:
    """``darken 5``, ``brighten 2 and 4``: what is made brighter is a photo."""
    before = tokens[at - 1] if at else None
    if before is None:
        return False
    if before.means("join", "and") and at > 1:
        return tokens[at - 2].means("ref") and at > _JOINED and tokens[at - 3].means("shift")
    return before.means("shift")


_JOINED = 2  # tokens before a second number: what is done, a number, "and"


def _leads_from(before: list[Token], folded: Folded) -> bool:
    """``from the third to the fourth``: both are photos."""
    near = before[-4:]
    words = [folded.text[t.start : t.end] for t in near]
    return "from" in words and bool(near) and near[-1].means("ref")
