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
_MAX_DIRECT_TOKENS = 14  # a text that no word announces is short


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


_OUTRIGHT = ("color", "position", "style", "entrance", "scale")


def looks_first(rest: Tokens) -> bool:
    """``改成红色，然后…``: how it looks, whatever else is asked for past that."""
    ends = ("comma", "stop")
    end = next((i for i, t in enumerate(rest) if any(t.means(k) for k in ends)), len(rest))
    end = next((i for i in range(end) if rest[i].means("join", "then")), end)
    words = rest[:end]
    han = bool(words) and words[0].end - words[0].start > 1 and end < len(rest)
    looks = any(t.means(kind) for t in words for kind in _OUTRIGHT)
    return han and looks and is_all_modifiers(words)


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
