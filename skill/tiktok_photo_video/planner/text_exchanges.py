"""Texts that stand in the place of others, or on something: ``Lisbn -> Lisbon``.

``replace the word Hi with Hey``, ``where it says Hi it should say Hey``, ``a closing card with
Book now on it``.
"""

from __future__ import annotations

import re

from tiktok_photo_video.planner.normal import Folded
from tiktok_photo_video.planner.text_bounds import is_all_modifiers, is_text_noun
from tiktok_photo_video.planner.text_ends import text_end
from tiktok_photo_video.planner.tokens import Token, Tokens, sense
from tiktok_photo_video.planner.vocabulary import Sense

_LOOK_AHEAD = 120  # tokens: how far before the words for it a card may be named


def exchanged(tokens: Tokens, folded: Folded) -> Tokens:
    """The tokens with such texts as quotes."""
    return _worn(_told_where(_linked(tokens, folded), folded), folded)


def _linked(tokens: Tokens, folded: Folded) -> Tokens:
    """``typo: Lisbn -> Lisbon``, ``replace the word Hi with Hey``: two quotes and a link."""
    for at, token in enumerate(tokens):
        if not _links_words(tokens, at, folded):
            continue
        start, end = _left_of(tokens, at, folded), text_end(tokens, at + 1, folded)
        old, new = list(tokens[start : _unsigned(tokens, at)]), list(tokens[at + 1 : end])
        if old and new and not any(t.means("quote") for t in (*old, *new)):
            link = Token(token.start, token.end, sense("to", "to"))
            quotes = (quoted_text(old, folded), link, quoted_text(new, folded))
            return (*tokens[:start], *quotes, *tokens[end:])
    return tokens


_WHERE_IT_SAYS = re.compile(
    r"\bwhere it (?:now |currently )?(?:says|reads) (?P<old>[^,.;]+?),? (?:it |that "
    r"|i want it to |make it |i'd like it to )"
    r"?(?:needs? to |should |must |has to |ought to |is supposed to )?(?:now |rather "
    r"|instead )?(?:say|read|be) "
)


def _told_where(tokens: Tokens, folded: Folded) -> Tokens:
    """``where it says Hi it should say Hey``: the old words, and the new."""
    found = _WHERE_IT_SAYS.search(folded.text)
    if found is None or any(t.means("quote") for t in tokens):
        return tokens
    old = [t for t in tokens if found.start("old") <= t.start < found.end("old")]
    start = next((i for i, t in enumerate(tokens) if t.start >= found.end()), len(tokens))
    end = text_end(tokens, start, folded) if start < len(tokens) else start
    if not old or end <= start:
        return tokens
    before = [t for t in tokens if t.start < found.start()]
    noun = Token(found.start(), found.start("old") - 1, _TITLE)
    link = Token(found.end("old"), found.end() - 1, sense("to", "to"))
    quotes = (quoted_text(old, folded), link, quoted_text(list(tokens[start:end]), folded))
    return (*before, noun, *quotes, *tokens[end:])


_TITLE = (Sense("topic", "title"), Sense("piece", "title"))
_WORN = re.compile(
    r"\bwith (?P<text>[^,.;?!]+?) (?:written |printed |shown )?on (?:it|there|that one"
    r"|top of it)(?=[?.!,;]|$)"
)


def _worn(tokens: Tokens, folded: Folded) -> Tokens:
    """``a closing card with Book now on it``: what stands on it."""
    found = _WORN.search(folded.text)
    before = [t for t in tokens if t.end <= found.start()] if found else []
    inside = [t for t in tokens if found and found.start("text") <= t.start < found.end("text")]
    named = any(t.means("piece") for t in before[-_LOOK_AHEAD:])
    if found is None or not named or not inside or any(t.means("quote") for t in inside):
        return tokens
    if any(is_text_noun(t) for t in inside) or is_all_modifiers(tuple(inside)):
        return tokens
    joined = [t for t in before if not (t is before[-1] and t.means("comma"))]
    lead = [t for t in tokens if found.start() <= t.start < found.start("text")]
    after = [t for t in tokens if t.start >= found.end()]
    return (*joined, *lead, quoted_text(inside, folded), *after)


def _links_words(tokens: Tokens, at: int, folded: Folded) -> bool:
    word = folded.text[tokens[at].start : tokens[at].end]
    before = tokens[:at]
    if at + 1 >= len(tokens) or not before:
        return False
    if word in ("改成", "换成", "改为"):
        return any(t.means("typo") for t in before) or _within_text(before, folded)
    if word in (">", "→", "⇒"):
        return any(t.means("typo") or is_text_noun(t) for t in before)
    named = any(folded.text[t.start : t.end] in ("word", "words", "typo") for t in before)
    exchanges = any(t.means("act", "replace", "set", "swap") or t.means("typo") for t in before)
    return word in ("with", "to", "by") and named and exchanges


def _within_text(before: Tokens, folded: Folded) -> bool:
    """``标题里的…``: some words of a text."""
    return any(is_text_noun(t) and folded.text[t.end : t.end + 1] in ("里", "中") for t in before)


def _left_of(tokens: Tokens, at: int, folded: Folded) -> int:
    start = at
    kinds = ("colon", "stop", "comma", "act", "typo")
    while start and not any(tokens[start - 1].means(kind) for kind in kinds):
        if is_text_noun(tokens[start - 1]):
            break
        start -= 1
    # Chinese particles lead to the old words; "my" may be one of them.
    while start < at and folded.text[tokens[start].start : tokens[start].end] in (
        "里",
        "中",
        "的",
        "把",
        "了",
    ):
        start += 1
    return start


def _unsigned(tokens: Tokens, at: int) -> int:
    """The end of the old words, without the dashes of an arrow."""
    while at and (tokens[at - 1].means("dash") or tokens[at - 1].means("sign", "=")):
        at -= 1
    return at


def quoted_text(piece: list[Token], folded: Folded) -> Token:
    """Tokens as one quote of their words."""
    start, end = piece[0].start, piece[-1].end
    text = folded.slice(start, end).strip(" \t,，、;；:：-–—")
    return Token(start, end, sense("quote", "bare"), text=text)
