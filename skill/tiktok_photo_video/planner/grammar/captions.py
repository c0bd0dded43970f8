"""Texts on photos. A text for a photo is a caption; for the video it is a title."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Literal

from tiktok_photo_video.planner.clauses import Clause
from tiktok_photo_video.planner.grammar.found import (
    Found,
    all_used,
    found,
    hands_off,
    photos_of,
    reference_tokens,
    refused,
    tokens_meaning,
)
from tiktok_photo_video.planner.grammar.title_looks import look_of
from tiktok_photo_video.planner.labels import count_of
from tiktok_photo_video.planner.pointers import AllBut, Everything, References, Rest, Span
from tiktok_photo_video.planner.text_wishes import Caption, Look, NoCaption
from tiktok_photo_video.planner.tokens import Token
from tiktok_photo_video.planner.wishes import Fine, Unsaid

Auto = Literal["", "name", "number", "date"]
_AUTOS: dict[str, Auto] = {"name": "name", "number": "number", "date": "date"}


def captions(clause: Clause) -> Found | None:
    """``write "us" on photo 2``, ``captions: A, B``, ``每张配字“…”``, ``no captions``."""
    if clause.means("topic", "music") or _makes_video(clause):
        return None
    quotes = [t for t in clause.tokens if t.means("quote") and t.text]
    if quotes:
        taken_away = refused(clause) and not _writes(clause)
        return None if taken_away else _with_texts(clause, quotes)
    return _without_texts(clause) if _speaks_of_captions(clause) else None


def _without_texts(clause: Clause) -> Found | None:
    if clause.acts("keep_only") and reference_tokens(clause) and clause.means("piece", "caption"):
        return all_used(NoCaption((AllBut(photos_of(reference_tokens(clause))),)))
    if hands_off(clause):
        return all_used(Fine())
    if refused(clause):
        return all_used(Fine()) if _goes_anyway(clause) else _taken_away(clause)
    return _restyled(clause)


def _goes_anyway(clause: Clause) -> bool:
    """``remove photo 2 and its caption``: a photo's words go with it."""
    words = clause.words.casefold().split()
    return clause.inherits and not clause.focus and ("its" in words or "their" in words)


def automatic(clause: Clause) -> Found | None:
    """``number the photos``, ``file names as captions``, ``每张写上日期``."""
    quoted = clause.means("quote") or clause.means("topic", "music")
    auto = "" if quoted or refused(clause) else _auto(clause)
    return _numbered(clause, auto) if auto else None


def _makes_video(clause: Clause) -> bool:
    """``make a video of the first three titled "X"``: the photos are the video's."""
    if clause.means("piece", "caption"):
        return False
    makes = clause.means("topic", "video") or clause.means("act", "create")
    return makes and not clause.means("to", "on")


def _writes(clause: Clause) -> bool:
    return clause.means("act", "write", "add", "call") and not clause.means("act", "remove")


def _with_texts(clause: Clause, quotes: list[Token]) -> Found | None:
    photos = photos_meant(clause)
    listed = len(quotes) > 1 and _speaks_of_captions(clause) and not _rewords(clause, quotes)
    if not photos and not listed:
        return None
    if clause.means("piece", "card") or clause.acts("replace", "rename"):
        return None
    texts = _told_off(quotes, photos)
    if photos and _rewords(clause, quotes):
        texts = texts[-1:]
    look = look_of(tuple(t for t in clause.tokens if not t.means("degree")))
    if not photos and (numbered := _counted_off(texts)):
        return all_used(*(Caption((t,), (Span(n, n),), look) for n, t in numbered))
    return all_used(Caption(texts, photos, look))


_LEADING_NUMBER = re.compile(r"^(\d{1,2})\s*[.:)–-]?\s+(\S.*)$")


def _counted_off(texts: tuple[str, ...]) -> list[tuple[int, str]]:
    """``captions: 1 Monday, 2 Tuesday``: each says itself on which photo it goes."""
    found = [match for text in texts if (match := _LEADING_NUMBER.match(text))]
    numbers = [int(match[1]) for match in found]
    rising = numbers == sorted(set(numbers)) and len(found) == len(texts) > 1
    return [(int(m[1]), m[2]) for m in found] if rising and numbers[0] == 1 else []


_BETWEEN_TEXTS = re.compile(r"\s*[、,，/;；]\s*")


def _told_off(quotes: list[Token], photos: References) -> tuple[str, ...]:
    """The texts; ``给第1到3张配字:A、B、C`` holds as many as there are photos."""
    parts = tuple(p for p in _BETWEEN_TEXTS.split(quotes[0].text) if p)
    bare = len(quotes) == 1 and quotes[0].means("quote", "bare")
    if bare and len(parts) > 1 and len(parts) == count_of(photos):
        return parts
    return tuple(q.text for q in quotes)


def _rewords(clause: Clause, quotes: list[Token]) -> bool:
    """``change "A" to "B"``: the first text is the one there is."""
    if len(quotes) != 2:
        return False
    between = [t for t in clause.tokens if quotes[0].end <= t.start and t.end <= quotes[1].start]
    links = any(t.means("to", "to") or t.means("is") or t.means("act", "set") for t in between)
    return links and not any(t.means("comma") or t.means("ref") for t in between)


def photos_meant(clause: Clause) -> References:
    """The photos a text is for; empty when it is for the video."""
    tokens = reference_tokens(clause)
    if tokens:
        return photos_of(tokens)
    goes_on = clause.means("pronoun") or clause.follows
    if clause.means("piece", "caption") and goes_on and clause.focus:
        return _among(photos_of(clause.focus), clause.value("ordinal"))
    if rest := photos_of(t for t in clause.tokens if t.means("rest")):
        return rest
    if clause.means("rest"):
        return (Rest(),)
    whole = clause.means("topic", "video")
    return (Everything(),) if _every_photo(clause) and not whole else ()


def _among(photos: References, ordinal: str | None) -> References:
    """``the first of them``: one of a run of photos, or all that were spoken of."""
    span = photos[0] if len(photos) == 1 else None
    if ordinal is None or not isinstance(span, Span):
        return photos
    rank = int(ordinal)
    number = span.first + rank - 1 if rank > 0 else span.last + rank + 1
    return (Span(number, number),)


def _every_photo(clause: Clause) -> bool:
    every = clause.means("each") or (clause.means("all") and clause.means("topic", "photo"))
    return every or (clause.means("all") and clause.means("piece", "caption"))


def _auto(clause: Clause) -> Auto:
    token = clause.first("auto")
    if token is None or clause.means("sort") or clause.denied:
        return ""
    outright = token.means("act", "add") or clause.words.casefold().startswith(_LABELLING)
    shown = clause.means("act", "write", "add", "set", "move", "make") or _speaks_of_texts(clause)
    return _AUTOS[token.value("auto") or ""] if outright or shown else ""


_LABELLING = ("label ", "tag ", "mark ", "stamp ", "annotate ", "number ")


def _numbered(clause: Clause, auto: Auto) -> Found:
    photos = photos_of(reference_tokens(clause))
    look = look_of(tuple(t for t in clause.tokens if not t.means("degree")))
    return all_used(Caption((), photos, look, auto))


def _speaks_of_texts(clause: Clause) -> bool:
    return clause.means("piece", "caption", "title") or clause.means("topic", "title")


def _speaks_of_captions(clause: Clause) -> bool:
    """A word for a caption, or one for any text together with photos."""
    if clause.means("piece", "caption"):
        return True
    on_photos = bool(reference_tokens(clause)) or clause.means("each")
    general = any(_is_general(t) for t in clause.tokens)
    return general and on_photos and not clause.means("topic", "video")


def _is_general(token: Token) -> bool:
    return token.means("piece", "title")


def _taken_away(clause: Clause) -> Found:
    kinds = ("piece", "neg", "ref", "all", "each")
    used = [*tokens_meaning(clause, *kinds), *_text_tokens(clause)]
    used += [t for t in clause.tokens if t.means("act", "remove")]
    photos = photos_of(reference_tokens(clause))
    several = clause.means("all") or clause.means("sweep")
    if not photos and several and not clause.means("piece", "title"):
        photos = (Everything(),)  # "字幕全删了": several, so not the title
    ranks = () if photos or clause.means("duration") else _ranks(clause)
    used += tokens_meaning(clause, "ordinal") if ranks else []
    if _IF_ANY.search(clause.folded.text) and not photos:
        photos = (Everything(),)  # no more than captions are meant
    return found(clause, NoCaption(photos, ranks), used=used)


_IF_ANY = re.compile(
    r"\bif (?:there (?:are|is|were)|there's|i have|we have|it has)? ?any\b|如果有|要是有"
)


def _ranks(clause: Clause) -> tuple[int, ...]:
    """``the first caption``, ``the last two captions``."""
    ranks: list[int] = []
    for token, following in pairwise(clause.tokens):
        rank = int(token.value("ordinal") or 0)
        count = int(following.number) if following.means("number") else 1
        ranks += [rank + (turn if rank > 0 else -turn) for turn in range(count)] if rank else []
    return tuple(ranks)


def _text_tokens(clause: Clause) -> list[Token]:
    return [t for t in clause.tokens if t.means("topic", "title")]


_ANY_WORDS = (
    "words",
    "text",
    "some text",
    "some words",
    "文字",
    "字",
    "一行字",
    "几个字",
    "一句话",
)


def _wants_words(clause: Clause) -> bool:
    """``there should be words on the third photo``: which, nobody said."""
    said = {clause.folded.text[t.start : t.end] for t in clause.tokens}
    asks = clause.acts("add", "write") or clause.means("act", "set")
    return bool(said & set(_ANY_WORDS)) and asks and look_of(clause.tokens) == Look()


def _restyled(clause: Clause) -> Found | None:
    """Another look for captions; without a look only "caption" itself asks for a text."""
    if not clause.means("piece", "caption"):
        # "The title on photo 2" moves the title.
        return all_used(Unsaid("caption_text")) if _wants_words(clause) else None
    look = look_of(clause.tokens, denied=clause.denied)
    if look != Look():
        return all_used(Caption(look=look, photos=photos_of(reference_tokens(clause))))
    asks = clause.acts("add", "create", "write") or photos_meant(clause)
    return all_used(Unsaid("caption_text")) if asks else None
