"""Unquoted text that a word announces, made into a quote.

``title it Summer in Lisbon and make it yellow``, ``标题改成夏天``, ``captions: A, B``:
where the text begins is told by what announces it, where it ends by what can only be a request
again. Whatever comes after this sees quotes only, so the words of a text mean nothing to it.
"""

from __future__ import annotations

import re

from tiktok_photo_video.planner.normal import Folded
from tiktok_photo_video.planner.text_bounds import (
    has_text,
    is_all_modifiers,
    is_edge,
    is_link,
    is_number_of_photo,
    is_text_noun,
    looks_first,
    names_text,
    opens_text,
)
from tiktok_photo_video.planner.text_ends import text_end
from tiktok_photo_video.planner.text_exchanges import exchanged, quoted_text
from tiktok_photo_video.planner.tokens import Token, Tokens

_ASSIGNING = ("as", "作为", "当作", "当", "做", "设为", "设成", "用作", "作", "as its", "为")
_LOOK_AHEAD = 120  # tokens: no text on a screen is longer, and long messages stay quick
_LOOK_BACK = 12  # tokens: how far before a colon the noun may stand that it belongs to


def with_texts(tokens: Tokens, folded: Folded) -> Tokens:
    """The tokens with every announced text as one quote token; lists of texts as several."""
    tokens = exchanged(tokens, folded)
    result: list[Token] = []
    at = 0
    while at < len(tokens):
        start = _start_after(tokens, at, folded)
        start = _past_described(tokens, start, folded) if start is not None else None
        end = text_end(tokens, start, folded) if start is not None else 0
        if start is None or end <= start:
            result.append(tokens[at])
            at += 1
            continue
        result.extend(tokens[at:start])
        result.extend(_quoted(tokens[start:end], folded, several=_lists(result, tokens, start)))
        at = end
    return _with_named_before(tuple(result), folded)


_DESCRIBED = re.compile(r"(?:中文的?|英文的?|如下|以下|下面这句|这句话?|这几个字|这样的?|新的)$")
_MOST_DESCRIBING = 8  # tokens before the colon


def _past_described(tokens: Tokens, start: int, folded: Folded) -> int:
    """``文字我想用中文的：早上好``: what stands before the colon only describes the text."""
    for at, token in enumerate(tokens[start : start + _MOST_DESCRIBING], start):
        if token.means("comma") or token.means("stop"):
            break
        if token.means("colon") and at + 1 < len(tokens):
            said = folded.text[tokens[start].start : token.start].strip()
            return at + 1 if _DESCRIBED.search(said) else start
    return start


def _quoted(part: Tokens, folded: Folded, *, several: bool) -> list[Token]:
    pieces: list[list[Token]] = [[]]
    for token in part:
        if several and token.means("comma"):
            pieces.append([])
        else:
            pieces[-1].append(token)
    quotes = (quoted_text(piece, folded) for piece in pieces if piece)
    return [quote for quote in quotes if quote.text]


def _lists(before: list[Token], tokens: Tokens, start: int) -> bool:
    """Whether commas part one text from the next: captions for each photo."""
    near = before[-_LOOK_BACK:] + list(tokens[max(start - 3, 0) : start])
    if any(t.means("piece", "card", "subtitle") for t in near):
        return False
    several = any(t.means("each") or t.means("all") for t in near)
    plural = any(t.means("piece", "caption") for t in near) and not any(
        t.means("ref") for t in near
    )
    written = any(is_text_noun(t) or t.means("act", "write") for t in near)
    return (several and written) or (plural and tokens[start - 1].means("colon"))


def _start_after(tokens: Tokens, at: int, folded: Folded) -> int | None:
    """Where text begins if the token announces it; ``None`` if it does not."""
    token = tokens[at]
    start = None
    if token.means("act", "call") or _writes(tokens, at, folded):
        start = _after_verb(tokens, at + 1)
        rest = _sentence(tokens[start:]) if start is not None else ()
        first = rest[: next((i for i, t in enumerate(rest) if t.means("comma")), len(rest))]
        judged = bool(first) and all(_is_quality(t) for t in first)
        if start is not None and _shows(token) and (is_all_modifiers(rest) or judged):
            start = None  # "标题显示前两秒", "标题显示太久"
    elif is_text_noun(token) or token.means("trait", "titled"):
        start = _after_noun(tokens, at, folded)
    elif is_number_of_photo(token) and names_text(tokens[max(at - _LOOK_AHEAD, 0) : at]):
        start = _after_link(tokens, at + 1) or _after_another(tokens, at)
    elif token.means("colon") and _of_noun_before(tokens, at):
        start = at + 1
    elif _sets_the_title(tokens, at, folded):
        start = at + 2
    if start is None or not has_text(tokens[start:]) or _likens(tokens[start:], folded):
        return None
    if _POLITE.fullmatch(folded.text, tokens[start].start):
        return None
    return None if _quote_follows(tokens, start) else start


_POLITE = re.compile(r"(?:please|pls|plz|thanks|thx|thank you|for me|now|too)\W*")
_LIKENING = ("像", "跟", "好像", "似", "那种", "如同", "好似")


def _likens(rest: Tokens, folded: Folded) -> bool:
    """``改成手写体 像我妈写信那样``: a value, and past a blank what it is like."""
    for at, token in enumerate(rest[:_MOST_DESCRIBING]):
        if at and folded.text[token.start - 1].isspace():
            likens = folded.text.startswith(_LIKENING, token.start)
            return likens and is_all_modifiers(rest[:at])
        if any(token.means(kind) for kind in ("comma", "stop", "quote")):
            return False
    return False


def _sets_the_title(tokens: Tokens, at: int, folded: Folded) -> bool:
    """``title at the bottom, and change it to Open House``: what "it" is to read."""
    around = [folded.text[t.start : t.end] for t in tokens[max(at - 1, 0) : at + 2]]
    sets = len(around) == 3 and around[0] in _CHANGING and around[1:] == ["it", "to"]
    if not sets or at + 2 >= len(tokens) or not _is_capital(tokens[at + 2], folded):
        return False
    named = next(
        (t for t in reversed(tokens[: at - 1]) if t.means("topic") or t.means("ref")), None
    )
    rest = _sentence(tokens[at + 2 :])
    return named is not None and is_text_noun(named) and not is_all_modifiers(rest)


_CHANGING = ("change", "set", "switch", "update", "edit", "turn")


def _of_noun_before(tokens: Tokens, at: int) -> bool:
    """``text at the top: our family``: a colon further on than right after its noun."""
    start = at
    first = max(at - _LOOK_BACK, 0)
    while start > first and not any(tokens[start - 1].means(k) for k in ("stop", "comma", "quote")):
        start -= 1
    rest = _sentence(tokens[at + 1 :])
    named = any(is_text_noun(t) for t in tokens[start:at])
    return named and has_text(rest) and not _means_something_else(rest, judges=False)


def _after_another(tokens: Tokens, at: int) -> int | None:
    """``the first photo says hello and the last one goodbye``: a text without its verb."""
    before, rest = tokens[max(at - 2, 0) : at], tokens[at + 1 :]
    joined = any(t.means("join", "and") or t.means("comma") for t in before)
    worded = rest and any(rest[0].means(k) for k in ("word", "social", "occasion", "subject"))
    worded = worded and not rest[0].means("social", "complaint")  # "前两张不好看，删了"
    earlier = tokens[: at - 1]
    worded = worded and any(t.means("ref") for t in earlier)
    return at + 1 if joined and worded else None


def _writes(tokens: Tokens, at: int, folded: Folded) -> bool:
    token = tokens[at]
    if not token.means("act", "write") or token.means("topic"):
        return False
    word = folded.text[token.start : token.end]
    # "My nan says the music should be …"; "write me a poem".
    told = at and tokens[at - 1].means("word") and word in ("says", "said", "say")
    if told or any(t.means("outside") for t in tokens[at + 1 : at + 5]):
        return False
    # "So tiny, I can't read it"; "type the title out letter by letter"; "标题写什么？".
    cannot = any(folded.text[t.start : t.end] in _CANNOT for t in tokens[:at][-3:])
    on_text = word in ("type", "write") and _names_the_text(tokens, at)
    if (word == "read" and cannot) or on_text or _asks_what(tokens, at):
        return False
    # "Display" and "show" announce a text only after a word for one.
    return not _shows(token) or bool(at and is_text_noun(tokens[at - 1]))


_CANNOT = (
    "cant",
    "can't",
    "cannot",
    "can not",
    "couldn't",
    "barely",
    "hardly",
    "not",
    "to",
    "hard",
    "can",
    "could",
)


def _names_the_text(tokens: Tokens, at: int) -> bool:
    """Whether the word for a text is what the verb acts on: no text begins there."""
    after = [t for t in tokens[at + 1 : at + 3] if not t.means("article")]
    led = bool(after) and after[0].means("determiner")
    colon = any(t.means("colon") or t.means("quote") for t in tokens[at + 1 : at + 5])
    return led and len(after) > 1 and is_text_noun(after[1]) and not colon


def _asks_what(tokens: Tokens, at: int) -> bool:
    """``标题现在写什么？``: a question, not a text."""
    after = [t for t in tokens[at + 1 :] if not t.means("stop") and not t.means("glue")]
    asks = any(t.means("stop", "?") for t in tokens[at + 1 :])
    return asks and bool(after) and all(t.means("ask", "wh") for t in after)


def _shows(token: Token) -> bool:
    return token.means("act", "hold") or (token.means("act", "add") and not token.means("piece"))


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
    tokens = tokens[:_LOOK_AHEAD]
    end = next((i for i, t in enumerate(tokens) if t.means("stop")), len(tokens))
    return tokens[:end]


def _after_link(tokens: Tokens, at: int) -> int | None:
    return at + 1 if at < len(tokens) and is_link(tokens[at], strict=True) else None


def _after_noun(tokens: Tokens, noun: int, folded: Folded) -> int | None:
    """After ``title``: ``: X``, ``to X``, ``should be X``, ``改成X``, or X itself."""
    at, linked = _past_link(tokens, noun, folded)
    if _is_of_its_look(tokens[noun + 1 : at], folded):
        return None  # "change the font colour to …"
    rest = _sentence(tokens[at:])
    if not has_text(rest) or _means_something_else(rest, judges=not _of_photo(tokens, noun, at)):
        return None
    if _leads_with_look(rest, folded):
        return None
    if not linked:
        if any(t.means("ref") for t in tokens[noun + 1 : at]):
            return at if tokens[noun].means("piece", "caption") else None
        direct = at == noun + 1 or _is_capital(rest[0], folded)
        return at if direct and opens_text(tokens, noun, at, folded) else None
    return at if _is_worded(tokens, noun, at, folded) else None


def _is_of_its_look(between: Tokens, folded: Folded) -> bool:
    words = {folded.text[t.start : t.end] for t in between}
    return bool(words & {"color", "colour", "colors", "colours", "style", "font", "size"})


def _leads_with_look(rest: Tokens, folded: Folded) -> bool:
    """``标题用红色，放底部``: how it looks, and after a comma more; "Red, White" is a text."""
    end = next((i for i, t in enumerate(rest) if t.means("comma")), 0)
    kinds = ("color", "position", "style", "entrance", "scale", "glue")
    looks = all(any(t.means(kind) for kind in kinds) for t in rest[:end])
    more = is_all_modifiers(rest[end + 1 : end + 2]) or (
        end + 1 < len(rest) and rest[end + 1].means("act")
    )
    return end > 0 and looks and more and not _is_capital(rest[0], folded)


def _past_link(tokens: Tokens, noun: int, folded: Folded) -> tuple[int, bool]:
    """Where the words after a noun that lead to its text end, and whether one announces it."""
    at, linked = noun + 1, False
    while at < len(tokens) and (step := _step(tokens[at], linked=linked)):
        named = any(t.means("ref") for t in tokens[noun + 1 : at])
        if step == "skip" and (named or _is_capital(tokens[at], folded)):
            break  # "Our Trip"; "caption photo 2 us"
        linked = linked or step == "link"
        at += 1
    return at, linked


def _is_capital(token: Token, folded: Folded) -> bool:
    original = folded.slice(token.start, token.end)
    return original[:1].isupper() and original.isascii() and not folded.original.isupper()


def _step(token: Token, *, linked: bool) -> str:
    if is_link(token):
        return "link"
    skips = ("glue", "ref", "each", "all") if not linked else ()
    filler = any(token.means(kind) for kind in skips) and not token.means("lead")
    return "skip" if filler else ""


def _of_photo(tokens: Tokens, noun: int, at: int) -> bool:
    """``caption photo 2 …``: nothing but a text can follow."""
    caption = tokens[noun].means("piece", "caption")
    return caption and any(t.means("ref") for t in tokens[noun + 1 : at])


def _means_something_else(rest: Tokens, *, judges: bool) -> bool:
    while len(rest) > 1 and rest[-1].means("ask"):
        rest = rest[:-1]  # "字体换成霓虹的好不好"
    writes = any(t.means("act", "write", "call") for t in rest[:3])
    auto = any(t.means("auto") or t.means("case") for t in rest[:3])
    judged = judges and all(_is_quality(t) for t in rest)
    judged = judged or looks_first(rest)
    return writes or auto or judged or is_all_modifiers(rest) or rest[0].means("quote")


def _is_quality(token: Token) -> bool:
    """``the title is too small`` judges it; it does not word it."""
    kinds = ("excess", "degree", "amount", "glue", "vague", "scale", "typo", "neg", "step")
    if token.means("social", "greeting"):
        return False  # "add a title Hello"
    return any(token.means(kind) for kind in kinds) or is_edge(token)


def _is_worded(tokens: Tokens, noun: int, start: int, folded: Folded) -> bool:
    """Whether what follows ``to`` or ``is`` is text, not what the title is to do or how it is."""
    link, first = tokens[start - 1], tokens[start]
    word = folded.text[link.start : link.end]
    if not word.isascii() or word in (":", "=") or link.means("colon"):
        return not (
            word in ("是", "为") and folded.slice(first.start, len(folded.text)).endswith("的")
        )
    capital = _is_capital(first, folded)
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
        start = _start_before(tokens, end - 1, folded)
        inner = tokens[start : end - 1]
        kinds = ("quote", "auto", "file", "ref", "pronoun")
        if inner and not any(t.means(kind) for t in inner for kind in kinds):
            quote = quoted_text(list(tokens[start : end - 1]), folded)
            return (*tokens[:start], quote, *tokens[end - 1 :])
    return tokens


def _assigns(token: Token, folded: Folded) -> bool:
    return folded.text[token.start : token.end] in _ASSIGNING


def _start_before(tokens: Tokens, end: int, folded: Folded) -> int:
    """Where the text before a noun begins: after the word that takes it."""
    start = end
    while start and not _takes(tokens[start - 1], folded) and not is_edge(tokens[start - 1]):
        start -= 1
    return start if start and _takes(tokens[start - 1], folded) else end


def _takes(token: Token, folded: Folded) -> bool:
    """``use …``, ``put …``, ``把…``, ``could you …``."""
    takes = token.means("act", "set", "add", "move", "make") or token.means("ask")
    return takes or folded.text[token.start : token.end] in ("把", "将")
