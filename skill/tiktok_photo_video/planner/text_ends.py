"""Where an unquoted text ends: at what can only be a request again, or where it goes."""

from __future__ import annotations

import re

from tiktok_photo_video.planner.normal import Folded
from tiktok_photo_video.planner.text_bounds import (
    is_all_modifiers,
    is_edge,
    is_modifier,
    is_text_noun,
)
from tiktok_photo_video.planner.tokens import Token, Tokens

_LEADERS = ("lead", "comma", "join", "with", "to", "piece", "dash")
_SUBJECTS = (
    "transition",
    "tune",
    "genre",
    "mood",
    "motion",
    "fit",
    "shape",
    "pixels",
    "lines",
    "fps",
    "sort",
    "duration",
    "percent",
    "feel",
    "tint",
    "shift",
    "lever",
    "lens",
    "new",
)
_MAX_TOKENS = 120  # of a text; what is longer is no title
_POLITE = (
    "please",
    "pls",
    "plz",
    "thanks",
    "thank you",
    "thx",
    "谢谢",
    "吧",
    "哈",
    "呀",
    "嘛",
    "哦",
)
_ASKING = ("吗", "么")
_OF_CARD = re.compile(r"的(?:卡片|片尾卡|页面|黑屏|黑底)$")  # "加一张写着再见的卡片"
_TRAILING = (
    "字样",
    "的字样",
    "几个字",
    "这几个字",
    "就行",
    "就好",
    "即可",
    "instead",
    "on it",
    "on them",
)


def text_end(tokens: Tokens, start: int, folded: Folded) -> int:
    """The first place after the text that begins at ``start``."""
    tokens = tokens[: start + _MAX_TOKENS]
    end = start
    while end < len(tokens) and not _ends_at(tokens, start, end, folded):
        end += 1
    if end < len(tokens) and _belongs(tokens, start, end, folded):
        end += 1
    end = _without_modifiers(tokens, start, end)
    return _without_courtesies(tokens, start, end, folded)


def _belongs(tokens: Tokens, start: int, end: int, folded: Folded) -> bool:
    """``Best day ever!``: the sign is part of what is to be read; a request's is not."""
    if tokens[end].means("stop", "!"):
        return end > start
    asks = any(t.means("ask") for t in tokens[max(start - 20, 0) : start])
    return tokens[end].means("stop", "?") and not asks and folded.text[tokens[end].start] == "?"


def _ends_at(tokens: Tokens, start: int, at: int, folded: Folded) -> bool:
    token = tokens[at]
    if token.means("stop") or at == start:
        return token.means("stop") and _is_end_of_sentence(tokens, start, at, folded)
    if token.means("quote") or (token.means("dash") and _spaced(folded, token)):
        return _is_request(_segment(tokens, at + 1), firm=False)
    if token.means("comma"):
        return _ends_after_comma(_segment(tokens, at + 1))
    if token.means("why") or _leads_to_photo(tokens, at, folded):
        return True
    if any(token.means(kind) for kind in ("join", "with")):
        firm = not token.means("join", "then")
        return _is_request(_segment(tokens, at + (not token.means("with"))), firm=firm)
    # "Hello instead of Hi": what follows is what it says now.
    word = folded.text[token.start : token.end]
    named = any(t.means("act", "call", "create") for t in tokens[max(start - 20, 0) : start])
    return token.means("neg") and word in ("instead of", "rather than") and not named


_ONTO = (
    "on",
    "under",
    "onto",
    "below",
    "beneath",
    "underneath",
    "over",
    "across",
    "for",
    "in",
    "at the bottom of",
)


def _leads_to_photo(tokens: Tokens, at: int, folded: Folded) -> bool:
    """``write Mr and Mrs under the last pic``: where the text goes."""
    if folded.text[tokens[at].start : tokens[at].end] not in _ONTO:
        return False
    named = at + 1
    while named < len(tokens) and (
        tokens[named].means("determiner") or tokens[named].means("article")
    ):
        named += 1
    after = tokens[named + 1] if named + 1 < len(tokens) else None
    ends = after is None or any(after.means(k) for k in ("stop", "comma", "join", "glue"))
    return named < len(tokens) and tokens[named].means("ref") and ends


def _leaves_rest(segment: Tokens) -> bool:
    """``…, everything about how it looks can stay``: no text goes on like that."""
    whole = bool(segment) and (segment[0].means("all") or segment[0].means("rest"))
    return whole and any(t.means("act", "keep", "hold") for t in segment[1:])


def _ends_after_comma(segment: Tokens) -> bool:
    tells = bool(segment) and segment[0].means("why")
    return tells or _is_request(segment, firm=False) or _leaves_rest(segment)


def _spaced(folded: Folded, token: Token) -> bool:
    after = folded.text[token.end : token.end + 1]
    return after.isspace()


def _is_end_of_sentence(tokens: Tokens, start: int, at: int, folded: Folded) -> bool:
    token = tokens[at]
    sign = folded.text[token.start]
    after = folded.text[token.end : token.end + 1]
    if sign in "\n;。" or at + 1 >= len(tokens):
        return True
    if sign == "." and not after.isspace():
        return False
    if sign == "." and token.start - tokens[start].start <= 4:
        return False  # "Mt. Fuji", "St. Ives"
    return at > start


def _segment(tokens: Tokens, at: int) -> Tokens:
    end = at
    while end < len(tokens) and not (
        end > at
        and (is_edge(tokens[end]) or tokens[end].means("join"))
        and not tokens[end].means("colon")
    ):
        end += 1
    return tokens[at:end]


def _is_request(segment: Tokens, *, firm: bool) -> bool:
    """Whether a stretch asks for something again.

    ``firm``: after "and" more is needed than a word that might be one, or "fun and games"
    would be cut.
    """
    content = [t for t in segment if not _is_silent(t)]
    if not content:
        return False
    first = content[0]
    subjects = any(any(t.means(kind) for kind in _SUBJECTS) for t in content)
    topics = any(t.means("topic") or t.means("piece") or t.means("ref") for t in segment)
    if first.means("act") and not first.means("word"):
        others = any(is_modifier(t) or t.means("pronoun") or t.means("glue") for t in segment[1:])
        return subjects or topics or others or first.means("act", "undo", "mute")
    if first.means("neg"):
        return topics or subjects
    unknown = any(t.means("word") for t in content)
    said_how = is_all_modifiers(segment) and not _is_bare_place(segment)
    named = topics and (first.means("ref") or not unknown)
    texts = any(is_text_noun(t) for t in content[:2])
    return said_how or named or texts or (not firm and subjects and not unknown)


def _is_bare_place(segment: Tokens) -> bool:
    """``the end`` and ``the beginning`` are texts as often as places."""
    return all(t.means("place") or t.means("glue") for t in segment)


def _is_silent(token: Token) -> bool:
    kinds = ("glue", "article", "join", "comma", "ask", "sign", "to", "is")
    return any(token.means(kind) for kind in kinds) and not token.means("act")


def _without_modifiers(tokens: Tokens, start: int, end: int) -> int:
    """The end without the words that say how, where and when the text is shown."""
    for at in range(start + 1, end):
        leads = any(tokens[at].means(kind) for kind in _LEADERS)
        placed = tokens[at].means("position") or tokens[at].means("place")
        leads = leads or (placed and _is_phrase(tokens[at]))
        timed = tokens[at].means("duration") and tokens[at].end - tokens[at].start > 1
        if (leads or timed) and is_all_modifiers(tokens[at:end]):
            return at
    return end


def _is_phrase(token: Token) -> bool:
    """``at the bottom`` rather than ``bottom``."""
    return token.end - token.start > 7


def _without_courtesies(tokens: Tokens, start: int, end: int, folded: Folded) -> int:
    while end - 1 > start:
        word = folded.text[tokens[end - 1].start : tokens[end - 1].end]
        asked = word in _ASKING and any(t.means("ask", "could") for t in tokens[:start])
        dropped = asked or word in _POLITE or word in _TRAILING or _OF_CARD.match(word)
        if not dropped and not tokens[end - 1].means("comma"):
            break
        end -= 1
    return end
