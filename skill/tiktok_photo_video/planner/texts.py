"""Unquoted text that a word announces, made into a quote.

``title it Summer in Lisbon and make it yellow``, ``标题改成夏天放在底部``, ``captions: Rome, Milan``:
where the text begins is told by what announces it, where it ends by what can only be a request
again. Whatever comes after this sees quotes only, so the words of a text mean nothing to it.
"""

from __future__ import annotations

from tiktok_photo_video.planner.normal import Folded
from tiktok_photo_video.planner.text_bounds import (
    has_text,
    is_all_modifiers,
    is_edge,
    is_link,
    is_number_of_photo,
    is_text_noun,
    names_text,
    opens_text,
    text_end,
)
from tiktok_photo_video.planner.tokens import Token, Tokens, sense

_ASSIGNING = ("as", "作为", "当作", "当", "做", "设为", "设成", "用作", "作", "as its", "为")
_LOOK_BACK = 12  # tokens: how far before a colon the noun may stand that it belongs to


def with_texts(tokens: Tokens, folded: Folded) -> Tokens:
    """The tokens with every announced text as one quote token; lists of texts as several."""
    result: list[Token] = []
    at = 0
    while at < len(tokens):
        start = _start_after(tokens, at, folded)
        end = text_end(tokens, start, folded) if start is not None else 0
        if start is None or end <= start:
            result.append(tokens[at])
            at += 1
            continue
        result.extend(tokens[at:start])
        result.extend(_quoted(tokens[start:end], folded, several=_lists(result, tokens, start)))
        at = end
    return _with_named_before(tuple(result), folded)


def _quoted(part: Tokens, folded: Folded, *, several: bool) -> list[Token]:
    pieces: list[list[Token]] = [[]]
    for token in part:
        if several and token.means("comma"):
            pieces.append([])
        else:
            pieces[-1].append(token)
    quotes = (_quote(piece, folded) for piece in pieces if piece)
    return [quote for quote in quotes if quote.text]


def _quote(piece: list[Token], folded: Folded) -> Token:
    start, end = piece[0].start, piece[-1].end
    text = folded.slice(start, end).strip(" \t,，、;；:：-–—")
    return Token(start, end, sense("quote", "bare"), text=text)


def _lists(before: list[Token], tokens: Tokens, start: int) -> bool:
    """Whether commas part one text from the next: captions for each photo."""
    near = before[-_LOOK_BACK:] + list(tokens[max(start - 3, 0) : start])
    if any(t.means("piece", "card", "subtitle") for t in near):
        return False
    several = any(t.means("each") or t.means("all") for t in near)
    plural = any(t.means("piece", "caption") for t in near) and not any(t.means("ref") for t in near)
    written = any(is_text_noun(t) or t.means("act", "write") for t in near)
    return (several and written) or (plural and tokens[start - 1].means("colon"))


def _start_after(tokens: Tokens, at: int, folded: Folded) -> int | None:
    """Where text begins if the token announces it; ``None`` if it does not."""
    token = tokens[at]
    start = None
    if token.means("act", "call") or _writes(tokens, at):
        start = _after_verb(tokens, at + 1)
    elif is_text_noun(token) or token.means("trait", "titled"):
        start = _after_noun(tokens, at, folded)
    elif is_number_of_photo(token) and names_text(tokens[:at]):
        start = _after_link(tokens, at + 1)
    if start is None or not has_text(tokens[start:]):
        return None
    return None if _quote_follows(tokens, start) else start


def _writes(tokens: Tokens, at: int) -> bool:
    token = tokens[at]
    if not token.means("act", "write") or token.means("topic"):
        return False
    # "Display" and "show" announce a text only after a word for one.
    shows = token.means("act", "hold", "add")
    return not shows or bool(at and is_text_noun(tokens[at - 1]))


def _quote_follows(tokens: Tokens, start: int) -> bool:
    """Whether the text is quoted after all, so that nothing unquoted is to be taken."""
    for token in tokens[start : start + _LOOK_BACK]:
        if token.means("quote"):
            return True
        if token.means("stop") or token.means("word") or token.means("comma"):
            return False
    return False


def _after_verb(tokens: Tokens, at: int) -> int | None:
    while at < len(tokens) and (tokens[at].means("colon") or is_text_noun(tokens[at])):
        at += 1
    rest = tokens[at:]
    if not has_text(rest) or rest[0].means("file") or rest[0].means("auto"):
        return None
    if rest[0].means("lead") or rest[0].means("surface") or rest[0].means("ref"):
        return None if is_all_modifiers(_sentence(rest)) or rest[0].means("ref") else at
    return at


def _sentence(tokens: Tokens) -> Tokens:
    end = next((i for i, t in enumerate(tokens) if t.means("stop")), len(tokens))
    return tokens[:end]


def _after_link(tokens: Tokens, at: int) -> int | None:
    return at + 1 if at < len(tokens) and is_link(tokens[at], strict=True) else None


def _after_noun(tokens: Tokens, noun: int, folded: Folded) -> int | None:
    """After ``title``: ``: X``, ``to X``, ``should be X``, ``改成X``, or X itself."""
    at, linked = noun + 1, False
    while at < len(tokens) and (step := _step(tokens[at], linked=linked)):
        linked = linked or step == "link"
        at += 1
    rest = _sentence(tokens[at:])
    if not has_text(rest) or _means_something_else(rest):
        return None
    if not linked:
        direct = at == noun + 1 or tokens[noun].means("piece", "caption")
        return at if direct and opens_text(tokens, noun, at, folded) else None
    return at if _is_worded(tokens, noun, at, folded) else None


def _step(token: Token, *, linked: bool) -> str:
    if is_link(token):
        return "link"
    skips = ("glue", "ref", "each", "all") if not linked else ()
    filler = any(token.means(kind) for kind in skips) and not token.means("lead")
    return "skip" if filler else ""


def _means_something_else(rest: Tokens) -> bool:
    writes = any(t.means("act", "write", "call") for t in rest[:3])
    auto = any(t.means("auto") or t.means("case") for t in rest[:3])
    judged = all(_is_quality(t) for t in rest)
    return writes or auto or judged or is_all_modifiers(rest) or rest[0].means("quote")


def _is_quality(token: Token) -> bool:
    """``the title is too small`` judges it; it does not word it."""
    kinds = ("excess", "degree", "amount", "glue", "vague", "scale", "typo", "neg", "step")
    return any(token.means(kind) for kind in kinds) or is_edge(token)


def _is_worded(tokens: Tokens, noun: int, start: int, folded: Folded) -> bool:
    """Whether what follows ``to`` or ``is`` is text, not what the title is to do or how it is."""
    link, first = tokens[start - 1], tokens[start]
    word = folded.text[link.start : link.end]
    if not word.isascii() or word in (":", "=") or link.means("colon"):
        return not (word in ("是", "为") and folded.slice(first.start, len(folded.text)).endswith("的"))
    capital = folded.slice(first.start, first.end)[:1].isupper()
    if word == "to":
        changes = any(t.means("act", "set", "make") for t in tokens[max(noun - 6, 0) : noun])
        opens = noun == 0 or is_edge(tokens[noun - 1]) or changes
        return opens or capital
    if word in ("is", "as", "into"):
        return capital
    return not first.means("excess")


def _with_named_before(tokens: Tokens, folded: Folded) -> Tokens:
    """``use Golden Days as the title``, ``把夏天设为标题``: the text stands before the noun."""
    for noun, token in enumerate(tokens):
        if not is_text_noun(token):
            continue
        end = noun
        while end > 0 and (tokens[end - 1].means("glue") or tokens[end - 1].means("article")):
            end -= 1
        if end == 0 or not _assigns(tokens[end - 1], folded):
            continue
        start = _start_before(tokens, end - 1)
        if start < end - 1 and not any(t.means("quote") for t in tokens[start : end - 1]):
            quote = _quote(list(tokens[start : end - 1]), folded)
            return (*tokens[:start], quote, *tokens[end - 1 :])
    return tokens


def _assigns(token: Token, folded: Folded) -> bool:
    return folded.text[token.start : token.end] in _ASSIGNING


def _start_before(tokens: Tokens, end: int) -> int:
    """Where the text before a noun begins: after the verb that takes it."""
    start = end
    while start > 0 and not _opens_request(tokens[start - 1]) and not is_edge(tokens[start - 1]):
        start -= 1
    return start if start and _opens_request(tokens[start - 1]) else end


def _opens_request(token: Token) -> bool:
    return token.means("act", "set", "add", "move", "make") or token.means("ask")
