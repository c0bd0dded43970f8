"""The end card and the logo."""

from __future__ import annotations

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
from tiktok_photo_video.planner.pointers import Named
from tiktok_photo_video.planner.text_wishes import Badge, EndCard, NoBadge, NoEndCard
from tiktok_photo_video.planner.tokens import Token
from tiktok_photo_video.planner.wishes import Fine, Unsaid, Wish
from tiktok_photo_video.timeline.model import Corner


def end_cards(clause: Clause) -> Found | None:
    """``end with a card saying "Bye"``, ``片尾写上“谢谢观看”``, ``no end card``."""
    quotes = [t for t in clause.tokens if t.means("quote") and t.text]
    if not _about_cards(clause, quotes):
        return None
    if len(quotes) > 1 and clause.means("piece", "title", "subtitle"):
        return None  # "title A, end card B" is parted where titles are read
    if hands_off(clause) and not quotes:
        return all_used(Fine())
    undone = clause.means("act", "undo") and not quotes  # what was added is taken away again
    if (undone or refused(clause)) and not _shown(clause, quotes):
        more = clause.means("topic") or len(tokens_meaning(clause, "piece")) > 1
        used = [t for t in clause.tokens if t.means("piece", "card") or t.means("quote")]
        used += [] if more else tokens_meaning(clause, "neg", "act")
        return found(clause, NoEndCard(), used=used)
    return _card(clause, quotes)


def _about_cards(clause: Clause, quotes: list[Token]) -> bool:
    if reference_tokens(clause) and not clause.means("act", "end_with"):
        return False
    named = [t for t in clause.tokens if t.means("piece", "card")]
    certain = [t for t in named if not t.means("place")]
    if certain:
        return True
    titled = clause.means("piece", "title") and not clause.acts("write", "add")
    others = clause.means("topic", "music", "transition", "volume", "video") or titled
    if named and not others:
        removed = refused(clause) and not clause.means("fade")
        return bool(quotes) or removed or _is_asked_for(clause) or _is_timed(clause)
    return bool(quotes) and clause.acts("end_with") and not others and not reference_tokens(clause)


def _is_timed(clause: Clause) -> bool:
    """``片尾停4秒``: how long the card is to stand, and nothing else."""
    kinds = ("duration", "place", "glue", "ask", "stop", "comma", "lead", "to", "amount", "join")
    verbs = ("hold", "set", "add")
    only = all(
        any(t.means(kind) for kind in kinds)
        or t.means("act", *verbs)
        or t.means("topic", "length")
        or t.means("piece", "card")
        for t in clause.tokens
    )
    return only and clause.means("duration") and not clause.denied


def _is_asked_for(clause: Clause) -> bool:
    """``加个片尾``: a card, and nothing else that could stand at the end."""
    kinds = ("act", "piece", "place", "glue", "article", "ask", "stop", "comma", "topic", "count")
    only = all(any(t.means(kind) for kind in kinds) for t in clause.tokens)
    topics = set(clause.values("topic")) <= {"title"}
    return only and topics and clause.means("act", "add", "create") and not clause.denied


def _shown(clause: Clause, quotes: list[Token]) -> bool:
    """``not "Bye" but "See you"`` still shows a card."""
    return bool(quotes) and clause.acts("add", "write", "end_with") and not clause.acts("remove")


def _card(clause: Clause, quotes: list[Token]) -> Found:
    duration = clause.first("duration")
    look = look_of(clause.tokens)
    card = EndCard(
        quotes[-1].text if quotes else "",
        duration.number if duration else None,
        look.color,
        look.ground,
    )
    if card == EndCard():
        return all_used(Unsaid("card_text"))
    return all_used(card)


def logos(clause: Clause) -> Found | None:
    """``put my logo in the corner``, ``logo.png as a watermark``, ``去掉水印``."""
    if not any(t.means("piece", "logo") for t in clause.tokens):
        return None
    if hands_off(clause):
        return all_used(Fine())
    return all_used(_badge(clause))


def _badge(clause: Clause) -> Wish:
    if refused(clause):
        return NoBadge()
    photos = photos_of(reference_tokens(clause))
    name = next((p.name for p in photos if isinstance(p, Named)), "")
    corner = clause.value("corner")
    steps = clause.means("degree", "more") - clause.means("degree", "less")
    return Badge(name, Corner(corner) if corner and corner != "any" else None, steps)
