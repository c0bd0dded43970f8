"""Titles: their text, how they look, when they are seen.

The text is what stands in quotes. Without quotes it is what follows a word that announces
it ("titled …", "saying …", "title: …", "标题写…"), up to words that only say how or when.
"""

from __future__ import annotations

from dataclasses import replace

from tiktok_photo_video.planner.clauses import Clause
from tiktok_photo_video.planner.grammar.found import (
    Found,
    all_used,
    found,
    hands_off,
    photos_of,
    refused,
)
from tiktok_photo_video.planner.tokens import Token, Tokens
from tiktok_photo_video.planner.wishes import Look, Name, NoTitle, Title, Unknown, Unsaid, When
from tiktok_photo_video.timeline.model import TitleAnimation, TitlePosition, TitleStyle

_LOOKS = ("position", "color", "style", "entrance")
_MODIFIERS = (*_LOOKS, "duration", "place", "ref", "all", "surface")
_FILLERS = ("glue", "article", "to", "lead", "topic", "comma", "join", "mark", "ordinal", "plain")
_LEADERS = ("lead", "comma", "join")
_FEATURES = ("mood", "genre", "transition", "motion", "fit", "shape", "sort", "feel", "percent")


def titles(clause: Clause) -> Found | None:
    """``title "X"``, ``titled X``, ``make the title red``, ``no title``, ``标题写X``."""
    quotes = [t for t in clause.tokens if t.means("quote") and t.text]
    if not _about_titles(clause, quotes):
        return None
    if clause.means("act", "rename") and not clause.means("topic", "title"):
        return _renamed(clause, quotes)
    if hands_off(clause) and not quotes and not _announced(clause):
        return _left_alone(clause)
    if refused(clause) and (not _announced(clause) or quotes):
        return _taken_away(clause, quotes)
    if quotes:
        return _quoted(clause, quotes)
    return _unquoted(clause) or _without_text(clause)


def _about_titles(clause: Clause, quotes: list[Token]) -> bool:
    if clause.means("topic", "title") or clause.means("act", "call", "rename"):
        return not (clause.means("topic", "music") and quotes)
    if quotes:
        return not clause.means("topic", "music")
    return clause.act == "write" and _announced(clause) is not None


def _renamed(clause: Clause, quotes: list[Token]) -> Found:
    at = next(i for i, t in enumerate(clause.tokens) if t.means("act", "rename"))
    rest = [t for t in clause.tokens[at + 1 :] if not _is_filler(t)]
    text = quotes[0].text if quotes else _words(clause, tuple(rest))
    return all_used(Name(text) if text else Unsaid("name"))


def _left_alone(clause: Clause) -> Found:
    return found(clause, used=[t for t in clause.tokens if t.means("topic", "title")])


def _taken_away(clause: Clause, quotes: list[Token]) -> Found:
    kinds = ("neg", "quote")
    used = [
        t
        for t in clause.tokens
        if t.means("topic", "title") or t.means("act", "remove") or any(map(t.means, kinds))
    ]
    return found(clause, NoTitle(quotes[0].text if quotes else ""), used=used)


def _quoted(clause: Clause, quotes: list[Token]) -> Found:
    """The last quote is the text: in ``change "A" to "B"`` the first names what is there."""
    quote = quotes[-1]
    at = next(i for i, t in enumerate(clause.tokens) if t is quote)
    before, after = clause.tokens[:at], clause.tokens[at + 1 :]
    named_at = _named_at(before)
    own = (*before[named_at:], *after)
    return _with_text(clause, quote.text, own, (*before[:named_at], *_features(after)))


def _named_at(before: Tokens) -> int:
    """Where the part about the title begins: its noun, or the verb that announces it."""
    for at, token in enumerate(before):
        if token.means("topic", "title") or token.means("act", "call", "write"):
            return at
    makes = any(t.means("act", "create") or t.means("topic", "video") for t in before)
    return len(before) if makes else 0


def _features(tokens: Tokens) -> Tokens:
    """Tokens that ask for something besides the title."""
    return tuple(t for t in tokens if any(t.means(kind) for kind in _FEATURES))


def _with_text(clause: Clause, text: str, own: Tokens, rest: Tokens) -> Found:
    nearby = (*(t for t in rest if any(t.means(kind) for kind in _LOOKS)), *own)
    title = Title(text, look=_look(nearby), when=_when(own), added=_is_another(clause))
    left = tuple(t for t in rest if not any(t.means(kind) for kind in ("position", "color")))
    return Found((title,), left)


def _is_another(clause: Clause) -> bool:
    return clause.means("other", "another") and clause.acts("add")


def _unquoted(clause: Clause) -> Found | None:
    start = _announced(clause)
    if start is None:
        return _as_title(clause)
    text, modifiers = _split_text(clause.tokens[start:])
    words = _words(clause, text)
    if not words:
        return None
    named_at = _named_at(clause.tokens[:start])
    own = (*clause.tokens[named_at:start], *modifiers)
    return _with_text(clause, words, own, clause.tokens[:named_at])


def _announced(clause: Clause) -> int | None:
    """Where unquoted text begins, if a word announces it and something follows."""
    tokens = clause.tokens
    named = clause.means("topic", "title")
    for at, token in enumerate(tokens):
        if token.means("act", "call") or (token.means("act", "write") and not token.means("topic")):
            return _after_sign(tokens, at + 1)
        if token.means("topic", "title") and (start := _after_noun(tokens, at + 1)) is not None:
            return start
        if named and token.means("colon"):
            return at + 1
    return None


def _after_sign(tokens: Tokens, at: int) -> int | None:
    while at < len(tokens) and (tokens[at].means("colon") or tokens[at].means("topic", "title")):
        at += 1
    return at if _has_text(tokens[at:]) else None


def _after_noun(tokens: Tokens, at: int) -> int | None:
    """After ``title``: ``: X``, ``to X``, ``should be X``, ``改成X``, or X itself."""
    start = at
    while start < len(tokens) and _links(tokens[start], announced=_any_announces(tokens[at:start])):
        start += 1
    if any(t.means("act", "write", "call") for t in tokens[start : start + 3]):
        return None
    linked = _any_announces(tokens[at:start])
    rest = tokens[start:]
    if not _has_text(rest) or _is_all_modifiers(rest) or all(_is_quality(t) for t in rest):
        return None
    return start if linked or _opens_text(rest[0]) else None


def _links(token: Token, *, announced: bool) -> bool:
    """Words between the noun and its text; once announced, a filler word is text itself."""
    filler = token.means("glue") and not token.means("lead")
    return _announces(token) or (filler and not announced)


def _any_announces(tokens: Tokens) -> bool:
    return any(_announces(t) for t in tokens)


def _announces(token: Token) -> bool:
    return token.means("colon") or token.means("is") or token.means("act", "set")


def _is_quality(token: Token) -> bool:
    """``the title is too small`` judges it; it does not word it."""
    kinds = ("excess", "degree", "amount", "glue", "vague")
    return any(token.means(kind) for kind in kinds) or _is_edge(token)


def _opens_text(token: Token) -> bool:
    kinds = ("word", "occasion", "number", "mood", "topic", "genre", "cannot", "fraction", "sort")
    return any(token.means(kind) for kind in kinds) and not token.means("topic", "title")


def _has_text(tokens: Tokens) -> bool:
    return any(not _is_edge(t) for t in tokens)


def _is_edge(token: Token) -> bool:
    return token.means("stop") or token.means("comma") or token.means("colon")


def _split_text(tokens: Tokens) -> tuple[Tokens, Tokens]:
    """The text, and the words after it that say how and when it is shown."""
    for at in range(1, len(tokens)):
        leads = any(tokens[at].means(kind) for kind in _LEADERS)
        if leads and _is_all_modifiers(tokens[at:]):
            return tokens[:at], tokens[at:]
    return tokens, ()


def _is_all_modifiers(tokens: Tokens) -> bool:
    return any(_is_modifier(t) for t in tokens) and all(
        _is_modifier(t) or _is_filler(t) or t.means("act", "move", "set", "hold") for t in tokens
    )


def _is_modifier(token: Token) -> bool:
    return any(token.means(kind) for kind in _MODIFIERS) or token.means("topic", "video", "photo")


def _is_filler(token: Token) -> bool:
    return any(token.means(kind) for kind in _FILLERS) or _is_edge(token)


def _words(clause: Clause, tokens: Tokens) -> str:
    """The original words of a stretch, without the signs around it."""
    inner = list(tokens)
    while inner and (_is_edge(inner[-1]) or inner[-1].means("join")):
        if inner[-1].means("stop", "!", "?"):  # part of what is to be read
            break
        inner.pop()
    while inner and (_is_edge(inner[0]) or inner[0].means("dash")):
        inner.pop(0)
    return clause.folded.slice(inner[0].start, inner[-1].end) if inner else ""


def _as_title(clause: Clause) -> Found | None:
    """``use Summer Days as the title``, ``把夏天设为标题``: the text stands before the noun."""
    tokens = clause.tokens
    noun = next((i for i, t in enumerate(tokens) if t.means("topic", "title")), None)
    if noun is None or not _is_all_fillers(tokens[noun + 1 :]):
        return None
    end = noun
    while end > 0 and (tokens[end - 1].means("glue") or tokens[end - 1].means("article")):
        end -= 1
    linked = end > 0 and (tokens[end - 1].means("to", "to") or _assigns(tokens[end - 1]))
    start = 0
    while start < end and _opens_request(tokens[start]):
        start += 1
    words = _words(clause, tokens[start : end - 1]) if linked else ""
    return _with_text(clause, words, tokens[noun:], ()) if words else None


def _is_all_fillers(tokens: Tokens) -> bool:
    return all(_is_filler(t) or _is_modifier(t) for t in tokens)


def _assigns(token: Token) -> bool:
    return token.means("act", "set", "move")


def _opens_request(token: Token) -> bool:
    return token.means("act") or token.means("glue") or token.means("ask")


def _without_text(clause: Clause) -> Found | None:
    if not clause.means("topic", "title"):
        return None
    look, when = _look(clause.tokens), _when(clause.tokens)
    if (look != Look() or when != When()) and not clause.means("act", "create"):
        return all_used(Title(look=look, when=when))
    if clause.means("topic", "size") or clause.means("degree", "more", "less"):
        return all_used(Unknown(clause.words))
    used = [t for t in clause.tokens if t.means("topic", "title")]
    return found(clause, Unsaid("title_text"), used=used)


def with_more(title: Title, more: Title) -> Title:
    """A title with the look and time that more words about it name."""
    look = Look(
        more.look.position or title.look.position,
        more.look.style or title.look.style,
        more.look.color or title.look.color,
        more.look.animation or title.look.animation,
    )
    return replace(title, look=look, when=more.when if more.when != When() else title.when)


def title_pronouns(clause: Clause) -> Found | None:
    """A clause whose "it" is the title of the clause before."""
    return title_looks(clause) if clause.about == "title" else None


def title_looks(clause: Clause) -> Found | None:
    """``put it at the bottom``, ``red``: only titles have a place and a colour to change.

    After a clause about a title, "show it for 4 seconds" is about the title too.
    """
    if clause.denied or not all(_is_about_looks(t) for t in clause.tokens):
        return None
    look = _look(clause.tokens)
    when = _when(clause.tokens) if clause.about == "title" else When()
    if Look(look.position, look.style, look.color) == Look() and when == When():
        return None
    return all_used(Title(look=look, when=when))


def _is_about_looks(token: Token) -> bool:
    kinds = ("pronoun", "act", "stop", "ask")
    return _is_modifier(token) or _is_filler(token) or any(token.means(kind) for kind in kinds)


def _look(tokens: Tokens) -> Look:
    def value(kind: str) -> str | None:
        return next((v for t in tokens if (v := t.value(kind)) is not None), None)

    position, style, entrance = value("position"), value("style"), value("entrance")
    return Look(
        TitlePosition(position) if position else None,
        TitleStyle(style) if style else None,
        value("color"),
        TitleAnimation(entrance) if entrance else None,
    )


def _when(tokens: Tokens) -> When:
    times = [(i, t) for i, t in enumerate(tokens) if t.means("duration")]
    photos = photos_of(t for t in tokens if t.means("ref"))
    if len(times) > 1 or (times and _range_start(tokens, times[0][0]) is not None):
        return _ranged(tokens, times)
    at_end = any(t.means("place", "end") for t in tokens)
    throughout = not photos and any(t.means("all") for t in tokens)
    if not times:
        start = 0.0 if any(t.means("place", "front") for t in tokens) else None
        return When(start, at_end=at_end, throughout=throughout, photos=photos)
    at, token = times[0]
    before = tokens[at - 1] if at else None
    if before is not None and (before.means("to", "from") or before.means("mark", "nth")):
        return When(start_s=token.number)
    last = before is not None and before.means("ordinal", "-1")
    return When(None, token.number, at_end=at_end or last, photos=photos)


def _range_start(tokens: Tokens, at: int) -> float | None:
    """The 2 of ``2 to 5 seconds``."""
    if at < 2 or not (tokens[at - 1].means("to", "to") or tokens[at - 1].means("dash")):
        return None
    return tokens[at - 2].number if tokens[at - 2].means("number") else None


def _ranged(tokens: Tokens, times: list[tuple[int, Token]]) -> When:
    at, token = times[0]
    start = _range_start(tokens, at)
    first, last = (start, token.number) if start is not None else (token.number, times[1][1].number)
    return When(min(first, last), abs(last - first) or None)
