"""Where unquoted text ends, and what can be told about it from its words alone."""

from __future__ import annotations

from tiktok_photo_video.planner.normal import Folded
from tiktok_photo_video.planner.tokens import Token, Tokens

_LOOKS = ("position", "color", "style", "entrance", "scale")
_MODIFIERS = (
    *_LOOKS,
    "duration",
    "place",
    "ref",
    "all",
    "each",
    "surface",
    "size",
    "corner",
    "ground",
)
_FILLERS = (
    "glue",
    "article",
    "to",
    "lead",
    "topic",
    "comma",
    "join",
    "mark",
    "ordinal",
    "plain",
    "degree",
    "amount",
    "piece",
    "is",
    "with",
    "sign",
    "indefinite",
    "rest",
)
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
_MAX_DIRECT_TOKENS = 14  # a text that no word announces is short
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


GONE = ("off", "out", "away", "gone")


def is_text_noun(token: Token) -> bool:
    """A word for a text on the screen: title, caption, subtitle, end card."""
    return token.means("topic", "title") or token.means("piece", *_TEXT_PIECES)


_TEXT_PIECES = ("title", "subtitle", "caption", "card")


def names_text(tokens: Tokens) -> bool:
    """Whether texts were spoken of in a stretch."""
    return any(is_text_noun(t) or t.means("quote") or t.means("act", "write") for t in tokens)


def is_number_of_photo(token: Token) -> bool:
    """Whether a token points at photos."""
    return token.means("ref")


def is_edge(token: Token) -> bool:
    """A sign between sentences or their parts."""
    return token.means("stop") or token.means("comma") or token.means("colon")


def has_text(tokens: Tokens) -> bool:
    """Whether there is more than signs."""
    return any(not is_edge(t) and not t.means("dash") for t in tokens)


def is_link(token: Token, *, strict: bool = False) -> bool:
    """A word or sign between a noun and its text: ``:``, ``=``, ``to``, ``is``, ``改成``."""
    sign = token.means("colon") or token.means("sign", "=")
    if strict:
        return sign
    return sign or token.means("is") or _sets(token)


def _sets(token: Token) -> bool:
    return token.means("act", "set") and not token.means("act", "swap")


def is_modifier(token: Token) -> bool:
    """A word that says how, where or when a text is shown."""
    return any(token.means(kind) for kind in _MODIFIERS) or token.means("topic", "video", "photo")


def is_filler(token: Token) -> bool:
    """A word that says nothing by itself."""
    return any(token.means(kind) for kind in _FILLERS) or is_edge(token)


def is_all_modifiers(tokens: Tokens) -> bool:
    """Whether a stretch only says how and when."""
    return any(is_modifier(t) for t in tokens) and all(
        is_modifier(t)
        or is_filler(t)
        or t.means("act", "move", "set", "hold", "add", "keep")
        or t.means("neg")
        for t in tokens
    )


def opens_text(tokens: Tokens, noun: int, at: int, folded: Folded) -> bool:
    """Whether text may follow its noun directly: ``title Road Trip``, ``标题夏天``."""
    rest = tokens[at:]
    first = rest[0]
    original = folded.slice(first.start, first.end)
    if original[:1].isupper() and original.isascii() and not _is_shouted(folded):
        return True
    starts = (
        "word",
        "occasion",
        "number",
        "tune",
        "genre",
        "cannot",
        "subject",
        "topic",
        "sort",
        "social",
    )
    if not any(first.means(kind) for kind in starts) or is_text_noun(first):
        return False
    if any(folded.text[t.start : t.end] in _NO_OBJECTION for t in rest[:3]):
        return False
    if original.casefold() in GONE or first.means("social", "complaint"):
        return False  # "标题唔好咁样"
    if original.isascii() and original[:1].isalpha():
        return _names_without_article(tokens, noun, folded)
    bad = ("excess", "neg", "ask", "act", "degree", "typo")
    sentence = rest[: next((i for i, t in enumerate(rest) if is_edge(t)), len(rest))]
    plain = not any(t.means(kind) for t in sentence for kind in bad)
    return plain and len(sentence) <= _MAX_DIRECT_TOKENS


# Said of a title that may stay as it is: "标题老板没意见".
_NO_OBJECTION = frozenset(
    ["没问题", "没意见", "没毛病", "没异议", "没有问题", "没有意见", "没啥问题"]
)


def _is_shouted(folded: Folded) -> bool:
    return folded.original.isupper()


def _names_without_article(tokens: Tokens, noun: int, folded: Folded) -> bool:
    """``title summer vibes``; of ``the title`` something is said ("the title flickers")."""
    before = tokens[noun - 1] if noun else None
    verb = folded.text[tokens[noun + 1].start : tokens[noun + 1].end] in _SAID_OF_TITLES
    if before is None or is_edge(before):
        plural = folded.text[tokens[noun + 1].start : tokens[noun + 1].end].endswith("s")
        return not verb and (not plural or len(tokens) - noun > 3)
    word = folded.text[before.start : before.end]
    announced = word in ("the", "this") and noun > 1 and tokens[noun - 2].means("with")
    takes = word in ("a", "with", "add", "an", "use", "style") or before.means("act", "add")
    return (takes or announced) and not verb


# What is said of a title: no text begins with these.
_SAID_OF_TITLES = frozenset(
    [
        "covers",
        "hides",
        "blocks",
        "overlaps",
        "obscures",
        "sits",
        "looks",
        "needs",
        "gets",
        "stays",
        "goes",
        "comes",
        "appears",
        "disappears",
        "flickers",
        "clashes",
        "touches",
        "cuts",
        "runs",
        "overflows",
        "bothers",
        "distracts",
        "has",
        "is",
        "isn't",
        "doesn't",
        "keeps",
        "takes",
        "feels",
        "seems",
        "hits",
        "falls",
        "shows",
        "ends",
        "starts",
        "lasts",
        "vanishes",
        "moves",
        "gone",
        "covering",
        "hiding",
        "blocking",
        "overlapping",
        "sitting",
        "looking",
        "missing",
    ]
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
    if token.means("stop"):
        return _is_end_of_sentence(tokens, start, at, folded)
    if at == start:
        return False
    if token.means("quote") or (token.means("dash") and _spaced(folded, token)):
        return _is_request(_segment(tokens, at + 1), firm=False)
    if token.means("comma"):
        return _is_request(_segment(tokens, at + 1), firm=False)
    if any(token.means(kind) for kind in ("join", "with")):
        firm = not token.means("join", "then")
        return _is_request(_segment(tokens, at + (not token.means("with"))), firm=firm)
    # "Hello instead of Hi": what follows is what it says now.
    word = folded.text[token.start : token.end]
    named = any(t.means("act", "call", "create") for t in tokens[max(start - 20, 0) : start])
    return token.means("neg") and word in ("instead of", "rather than") and not named


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
        if word not in _POLITE and word not in _TRAILING and not tokens[end - 1].means("comma"):
            break
        end -= 1
    return end
