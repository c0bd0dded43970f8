"""Texts told off to photos one after the other, made into quotes beside their photos.

``label the first photo Mum, the second Dad and the third Me``, ``caption photos 1 to 3 as A,
B and C``: read as a whole, because each name alone could be anything.
"""

from __future__ import annotations

from dataclasses import replace

from tiktok_photo_video.planner.normal import Folded
from tiktok_photo_video.planner.pointers import References, Span
from tiktok_photo_video.planner.tokens import Token, Tokens, sense
from tiktok_photo_video.planner.vocabulary import Sense

_VERBS = ("label", "labels", "tag", "name", "mark", "caption")
_ONLY_LABELS = ("label", "labels")
_NOUN = (Sense("topic", "title"), Sense("piece", "caption"))
_MAX_TOKENS = 80  # of a list of names; what is longer is none
_MAX_TEXT_TOKENS = 8


def with_labels(tokens: Tokens, folded: Folded) -> Tokens:
    """The tokens with texts that follow "label" and photos as quotes."""
    at = next((i for i in range(len(tokens)) if _labels(tokens, i, folded)), None)
    if at is None:
        return tokens
    end = _end(tokens, at)
    noun = replace(tokens[at], senses=_NOUN)
    head, rest = tokens[:at], tokens[end:]
    listed = _in_turn(tokens[at + 1 : end], folded) or _in_row(tokens[at + 1 : end], folded)
    if listed:
        return (*head, noun, *listed, *rest)
    # "Mark photo 3 as cover" and "name it" mean other things without a list of texts.
    word = folded.text[tokens[at].start : tokens[at].end]
    if word in _ONLY_LABELS and _only_numbers(tokens[at + 1 : end]):
        numbering = (Sense("auto", "number"), Sense("act", "add"))
        return (*head, replace(tokens[at], senses=numbering), *tokens[at + 1 :])
    return (*head, noun, *tokens[at + 1 :]) if word in _ONLY_LABELS else tokens


def _only_numbers(after: Tokens) -> bool:
    """``label the photos 1 to 5``: the numbers are what is to be read."""
    named = [t for t in after if not t.means("determiner")]
    return len(named) == 1 and named[0].means("ref") and count_of(named[0].photos) > 1


def _labels(tokens: Tokens, at: int, folded: Folded) -> bool:
    """Whether a verb stands here and then the photos to be labelled."""
    word = folded.text[tokens[at].start : tokens[at].end]
    captions = tokens[at].means("piece", "caption") and not tokens[at].means("lead")
    if word not in _VERBS and not captions:
        return False
    following = _without_glue(tokens[at + 1 : at + 4])
    listed = len(following) > 1 and following[0].means("topic", "photo")
    return bool(following) and (
        following[0].means("ref") or (listed and following[1].means("colon"))
    )


def _without_glue(tokens: Tokens) -> Tokens:
    return tuple(t for t in tokens if t.means("ref") or not _is_glue(t))


def _is_glue(token: Token) -> bool:
    return token.means("determiner") or token.means("lead") or token.means("to", "on")


def _end(tokens: Tokens, at: int) -> int:
    last = min(len(tokens), at + _MAX_TOKENS)
    return next((i for i in range(at, last) if tokens[i].means("stop")), last)


def _in_turn(tokens: Tokens, folded: Folded) -> Tokens:
    """``the first photo Mum, the second Dad``: each text behind its photo."""
    listed: list[Token] = []
    for part in _parts(tokens):
        inner = _without_determiner(part)
        photos = _photo(inner[0]) if inner else ()
        text = _past_link(inner[1:])
        if not photos or not _is_text(text):
            return ()
        named = Token(inner[0].start, inner[0].end, sense("ref"), photos=photos)
        listed += [named, _quote(text, folded)]
    return tuple(listed) if len(listed) > 2 else ()


def _in_row(tokens: Tokens, folded: Folded) -> Tokens:
    """``photos 1 to 3 as A, B and C``: as many texts as photos."""
    at = next((i for i, t in enumerate(tokens) if t.means("ref")), None)
    if at is None:
        return ()
    texts = [_past_link(part) for part in _parts(tokens[at + 1 :])]
    count = count_of(tokens[at].photos)
    if count < 2 or len(texts) != count or not all(_is_text(text) for text in texts):
        return ()
    return (tokens[at], *(_quote(text, folded) for text in texts))


def count_of(photos: References) -> int:
    """How many photos are named; 0 where that cannot be told from the words."""
    spans = [p for p in photos if isinstance(p, Span) and p.first * p.last > 0]
    return sum(p.last - p.first + 1 for p in spans) if len(spans) == len(photos) else 0


def _parts(tokens: Tokens) -> list[Tokens]:
    """The stretches between commas and "and"."""
    parts: list[list[Token]] = [[]]
    for token in tokens:
        if token.means("comma") or token.means("join"):
            parts.append([])
        else:
            parts[-1].append(token)
    return [tuple(part) for part in parts if part]


def _without_determiner(part: Tokens) -> Tokens:
    at = 0
    while at < len(part) and _is_glue(part[at]):
        at += 1
    return part[at:]


def _photo(token: Token) -> References:
    """The photo that a reference, a rank or a bare number names."""
    if token.means("ref"):
        return token.photos
    if rank := token.value("ordinal"):
        return (Span(int(rank), int(rank)),)
    whole = token.means("number") and token.number >= 1 and token.number == int(token.number)
    return (Span(int(token.number), int(token.number)),) if whole else ()


def _past_link(part: Tokens) -> Tokens:
    """A text without the word that leads to it: ``as``, ``with``, a colon."""
    if part and (part[0].means("is") or part[0].means("with") or part[0].means("colon")):
        return part[1:]
    return part


def _is_text(part: Tokens) -> bool:
    """Whether a stretch can be a label: short, and no request of its own."""
    asks = any(t.means("act") or t.means("ref") or t.means("duration") for t in part)
    return 0 < len(part) <= _MAX_TEXT_TOKENS and (not asks or part[0].means("quote"))


def _quote(part: Tokens, folded: Folded) -> Token:
    if part[0].means("quote"):
        return part[0]
    start, end = part[0].start, part[-1].end
    return Token(start, end, sense("quote", "bare"), text=folded.slice(start, end).strip())
