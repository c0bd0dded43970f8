"""Which photos, and in which order."""

from __future__ import annotations

from tiktok_photo_video.planner.brief import Order
from tiktok_photo_video.planner.clauses import Clause
from tiktok_photo_video.planner.grammar.found import (
    Found,
    all_used,
    bare_photos,
    found,
    negates_verb,
    photos_named,
    photos_of,
    reference_tokens,
    refused,
    tokens_meaning,
)
from tiktok_photo_video.planner.tokens import Token
from tiktok_photo_video.planner.wishes import (
    AddPhotos,
    Count,
    Drop,
    Everything,
    Fine,
    Keep,
    Move,
    Named,
    References,
    Replace,
    Sort,
    Span,
    Swap,
    Unsaid,
)

_OTHER_TOPICS = ("title", "music", "transition", "motion", "volume", "length", "background")


def sorts(clause: Clause) -> Found | None:
    """``reverse the order``, ``by date``, ``打乱顺序``."""
    order = clause.value("sort")
    tokens = tokens_meaning(clause, "sort")
    if order is None:
        asked = clause.means("topic", "order") and clause.acts("set") and not clause.denied
        no_photo = not reference_tokens(clause)
        return all_used(Unsaid("order")) if asked and no_photo else None
    if clause.denied or clause.acts("keep"):
        return found(clause, Fine(), used=tokens)
    return found(clause, Sort(Order(order)), used=tokens)


def swaps(clause: Clause) -> Found | None:
    """``swap photos 2 and 4``, ``第一张和第三张对调``, ``replace photo 2 with sea.jpg``."""
    photos = photos_of(reference_tokens(clause)) or bare_photos(clause)
    if clause.acts("replace"):
        wish = Replace(photos) if len(photos) == 2 else Unsaid("replace")
        return None if _about_others(clause) else all_used(wish)
    if not clause.acts("swap") or _about_others(clause):
        return None
    if _how_many(photos) == 2 and not clause.denied:
        return all_used(Swap(photos))
    also_means_change = clause.means("act", "set")
    return None if also_means_change else all_used(Unsaid("swap"))


def _how_many(photos: References) -> int:
    """How many photos are named, as far as the words alone tell."""
    sizes = (abs(p.last - p.first) + 1 if isinstance(p, Span) else 1 for p in photos)
    return sum(sizes)


def _about_others(clause: Clause) -> bool:
    return clause.means("topic", *_OTHER_TOPICS)


def moves(clause: Clause) -> Found | None:
    """``move photo 3 to the front``, ``sea.jpg first``, ``start with photo 2``."""
    tokens = reference_tokens(clause)
    if not tokens or _about_others(clause) or clause.acts("remove"):
        return None
    if clause.denied:
        return all_used(Fine()) if negates_verb(clause) else None
    subject = photos_of(tokens)
    if clause.acts("start_with"):
        return all_used(Move(subject, position=1))
    if clause.acts("end_with"):
        return all_used(Move(subject, position=-1))
    return _moved_beside(clause, tokens) or _moved_to_place(clause, tokens)


def _moved_beside(clause: Clause, tokens: list[Token]) -> Found | None:
    """Before or after another photo."""
    if clause.means("place", "between") and len(tokens) == 2:
        return all_used(Move(tokens[0].photos, after=tokens[1].photos[:1]))
    marker = clause.first("place", "before", "after")
    if marker is None or len(tokens) < 2:
        return None
    subject, anchor = _subject_and_anchor(clause, tokens, marker)
    if marker.means("place", "before"):
        return all_used(Move(subject.photos, before=anchor.photos))
    return all_used(Move(subject.photos, after=anchor.photos))


def _subject_and_anchor(clause: Clause, tokens: list[Token], marker: Token) -> tuple[Token, Token]:
    """Which of two references moves.

    English puts the anchor after the word ("before photo 1"), Chinese in front of it
    ("第一张前面"). The anchor comes first only when the whole place does: then the verb
    stands between the place and what moves.
    """
    first, second = tokens[0], tokens[1]
    if marker.start < first.start:
        return second, first
    between = [t for t in clause.tokens if marker.start < t.start < second.start]
    anchor_first = marker.start < second.start and any(t.means("act", "move") for t in between)
    return (second, first) if anchor_first else (first, second)


def _moved_to_place(clause: Clause, tokens: list[Token]) -> Found | None:
    subject = tokens[0].photos
    if len(tokens) == 2 and clause.means("act", "move") and _single(tokens[1].photos):
        return all_used(Move(subject, position=_single(tokens[1].photos) or 1))
    position = _place(clause, tokens[0])
    if position is not None:
        return all_used(Move(subject, position=position))
    only_moves = clause.means("act", "move") and not clause.means("act", "set", "make", "add")
    unsaid = only_moves and not _says_more(clause)
    return all_used(Unsaid("move")) if unsaid else None


def _says_more(clause: Clause) -> bool:
    kinds = ("duration", "degree", "motion", "transition", "fit", "quote", "times")
    return any(clause.means(kind) for kind in kinds)


def _single(photos: References) -> int | None:
    first = photos[0] if len(photos) == 1 else None
    return first.first if isinstance(first, Span) and first.first == first.last else None


def _place(clause: Clause, subject: Token) -> int | None:
    """A rank or a place named after the photo, or before it where the verb follows."""
    outside = [t for t in clause.tokens if t is not subject]
    for at, token in enumerate(outside):
        # "last 5 seconds" is a verb.
        timed = any(t.means("duration") for t in outside[at + 1 : at + 3])
        if (value := token.value("ordinal")) and not timed:
            return int(value)
    if clause.means("place", "position"):
        number = next((t for t in outside if t.means("number")), None)
        if number is not None and number.number >= 1:
            return int(number.number)
    if any(t.means("place", "front") for t in outside):
        return 1
    return -1 if any(t.means("place", "end") for t in outside) else None


def removals(clause: Clause) -> Found | None:
    """``remove the third photo``, ``delete 2 and 4``, ``keep only the first three``."""
    if clause.means("except"):
        return _excepted(clause)
    if clause.means("act", "keep_only"):
        return _kept(clause)
    if _about_others(clause) or clause.means("quote") or clause.means("new"):
        return None
    if negates_verb(clause):
        only_refusal = not clause.means("act", "remove")
        return all_used(Fine()) if reference_tokens(clause) and not only_refusal else None
    if not refused(clause) or _only_features(clause):
        return None
    return _dropped(clause)


def _excepted(clause: Clause) -> Found | None:
    """``remove everything except the first``, ``keep all but the last``."""
    photos = photos_of(reference_tokens(clause)) or bare_photos(clause)
    if not photos or _about_others(clause):
        return None
    return all_used(Keep(photos) if refused(clause) else Drop(photos))


def _only_features(clause: Clause) -> bool:
    kinds = ("transition", "motion", "fit", "mood", "genre", "duration", "cannot", "occasion")
    named = any(clause.means(kind) for kind in kinds)
    return named and not reference_tokens(clause)


def _kept(clause: Clause) -> Found | None:
    photos = photos_of(reference_tokens(clause)) or bare_photos(clause)
    if photos and not _about_others(clause):
        return all_used(Keep(photos))
    return all_used(Unsaid("which")) if clause.means("count") else None


def _dropped(clause: Clause) -> Found | None:
    removes = clause.acts("remove")
    photos = photos_named(clause) if removes else photos_of(reference_tokens(clause))
    photos = photos or (bare_photos(clause) if removes else ())
    speaks_of_photos = clause.means("topic", "photo") or clause.means("count")
    if photos == (Everything(),) and not (speaks_of_photos or _bare(clause)):
        return None
    if photos:
        return all_used(Drop(photos))
    which = removes and (speaks_of_photos or _bare(clause))
    return all_used(Unsaid("which")) if which else None


def _bare(clause: Clause) -> bool:
    """Whether the clause says nothing besides its verb."""
    if not clause.means("act", "remove"):
        return False
    silent = ("act", "glue", "all", "each", "stop", "comma", "join", "article", "surface", "topic")
    return all(any(t.means(kind) for kind in silent) for t in clause.tokens)


def additions(clause: Clause) -> Found | None:
    """``add the new photos``, ``put the new ones at the start``, ``add sea.jpg``."""
    if clause.denied or _about_others(clause) or _says_more(clause):
        return None
    tokens = reference_tokens(clause)
    names = tuple(p.name for p in photos_of(tokens) if isinstance(p, Named))
    fresh = clause.means("new")
    adds = clause.acts("add") and (clause.means("topic", "photo") or clause.means("count"))
    if not fresh and not adds and not (names and clause.acts("add")):
        return None
    return all_used(_added(clause, names))


def _added(clause: Clause, names: tuple[str, ...]) -> AddPhotos:
    anchor = tuple(p for p in photos_of(reference_tokens(clause)) if not isinstance(p, Named))
    if anchor and clause.means("place", "before"):
        return AddPhotos(names, before=anchor)
    if anchor and clause.means("place", "between"):
        return AddPhotos(names, after=anchor[:1])
    if anchor and clause.means("place", "after"):
        return AddPhotos(names, after=anchor)
    return AddPhotos(names, position=1 if clause.means("place", "front") else -1)


def counts(clause: Clause) -> Found | None:
    """``five portrait photos``: how many the user believes there are."""
    token = clause.first("count")
    return found(clause, Count(int(token.number)), used=[token]) if token else None
