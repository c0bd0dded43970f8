"""Words on the screen that are to give way to others: ``typo: Lisbn -> Lisbon``."""

from __future__ import annotations

from tiktok_photo_video.planner.normal import Folded
from tiktok_photo_video.planner.text_bounds import is_text_noun, text_end
from tiktok_photo_video.planner.tokens import Token, Tokens, sense


def exchanged(tokens: Tokens, folded: Folded) -> Tokens:
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
    """A stretch of words as one quote."""
    start, end = piece[0].start, piece[-1].end
    text = folded.slice(start, end).strip(" \t,，、;；:：-–—")
    return Token(start, end, sense("quote", "bare"), text=text)
