"""Phrases that point at photos, made into one token each.

``photo 3``, ``photos 2, 4 and 6``, ``the first three photos``, ``the last one``, ``2nd to
last picture``, ``beach.jpg``, ``第二张``, ``第2到第4张``, ``前三张``, ``倒数第二张``, ``照片3``.
A number before the noun is a count ("five photos"), one after it is a name ("photo 5").
"""

from __future__ import annotations

from dataclasses import replace

from tiktok_photo_video.planner.amounts import Reading, composed, is_number
from tiktok_photo_video.planner.asides import (
    with_asides,
    with_between,
    with_later_ones,
    with_pushed_photos,
    with_rest_resolved,
)
from tiktok_photo_video.planner.described import with_described
from tiktok_photo_video.planner.groups import (
    but_some,
    from_there_on,
    group,
    joined,
    listing,
    middle,
    new_ones,
    one_of_some,
    set_apart,
    some_of_them,
    starting_from,
    stride,
)
from tiktok_photo_video.planner.marks import (
    is_counter,
    is_list_join,
    is_noun,
    is_noun_or_one,
    is_one,
    numbers,
    past,
    past_glue,
    rank,
    reference,
    span,
    whole,
)
from tiktok_photo_video.planner.neighbours import (
    all_beyond,
    and_beside_it,
    counted_out,
    ends_counted_out,
    lying_between,
    neighbour,
    neighbour_counted,
    with_its_neighbours,
    with_old_ones,
)
from tiktok_photo_video.planner.normal import Folded
from tiktok_photo_video.planner.numerals import chinese_number
from tiktok_photo_video.planner.pointed_out import (
    all_later,
    all_outside,
    listed_all,
    seen_between,
    with_counted_ranks,
    with_done_parted,
)
from tiktok_photo_video.planner.pointers import Named, Reference, Span
from tiktok_photo_video.planner.ranks import with_bare_ranks, with_numbered
from tiktok_photo_video.planner.series import (
    end_photos,
    inner_ones,
    one_that_ranks,
    placed_on,
    shown_numbers,
    stride_from,
    with_strides_begun,
)
from tiktok_photo_video.planner.tokens import Token, Tokens, sense
from tiktok_photo_video.planner.traits import half, same_kind, seen_at, with_shapes_of_photos
from tiktok_photo_video.planner.vocabulary import Sense

_DESCRIPTION_WORDS = 2  # "five lovely portrait photos": words between a count and its noun


def with_references(tokens: Tokens, folded: Folded) -> Tokens:
    """The tokens with references to photos, and counts of photos, composed."""
    tokens = with_shapes_of_photos(with_done_parted(tokens))
    tokens = with_bare_ranks(with_numbered(composed(tokens, _SINGLE), folded), folded)
    tokens = with_described(with_counted_ranks(tokens, folded), folded)
    tokens = composed(
        tokens,
        (
            all_later,
            neighbour,
            neighbour_counted,
            all_beyond,
            _neighbour_by_name,
            _place_said_twice,
        ),
    )
    tokens = composed(tokens, (and_beside_it, joined, group))
    tokens = composed(
        tokens,
        (
            all_outside,
            lying_between,
            from_there_on,
            starting_from,
            but_some,
            set_apart,
            stride_from,
        ),
    )
    tokens = with_strides_begun(composed(tokens, (one_of_some,)))
    tokens = with_later_ones(tokens, folded.text)
    tokens = with_old_ones(with_its_neighbours(tokens))
    return with_between(with_asides(with_pushed_photos(with_rest_resolved(tokens))))


_SOUND_SUFFIXES = (".mp3", ".wav", ".m4a", ".aac", ".flac", ".ogg", ".opus", ".wma", ".aiff")


def _files(tokens: Tokens) -> Reading:
    if tokens[0].means("file") and tokens[0].text.casefold().endswith(_SOUND_SUFFIXES):
        senses = (Sense("own", "song"), Sense("topic", "music"))
        return replace(tokens[0], senses=senses), 1
    if not tokens[0].means("file"):
        return None
    # "the beach one", "beach.jpg photo", "海边的那张": the noun belongs to the name.
    of = past_glue(tokens, 1)
    end = past(tokens, of, is_noun_or_one)
    end = end if end > of else 1
    return reference(tokens, end, (Named(tokens[0].text),))


def _neighbour_by_name(tokens: Tokens) -> Reading:
    """``下一张 beach.jpg``: its name says it all."""
    if not tokens[0].means("beside") or len(tokens) < 2 or not tokens[1].means("ref"):
        return None
    named = all(isinstance(p, Named) for p in tokens[1].photos)
    return reference(tokens, 2, tokens[1].photos) if named else None


def _numbers_counted(tokens: Tokens) -> Reading:
    """``1、2、3张``, ``4和5张``: a list of numbers, and what they are numbers of."""
    photos, end = numbers(tokens, 0)
    ranged = any(isinstance(p, Span) and p.first != p.last for p in photos)  # "1~4张"
    if (
        (len(photos) < _FEWEST_LISTED and not ranged)
        or end >= len(tokens)
        or not is_counter(tokens[end])
    ):
        return None
    return reference(tokens, _past_noun(tokens, end), tuple(photos))


_FEWEST_LISTED = 2


def _by_number_sign(tokens: Tokens) -> Reading:
    """``1号和3号``: photos called by their numbers."""
    photos: list[Reference] = []
    at = end = 0
    while (number := whole(tokens[at]) if at + 1 < len(tokens) else None) is not None:
        if not tokens[at + 1].means("mark", "numbered"):
            break
        photos.append(span(number))
        end = _past_noun(tokens, at + 2)
        at = end + 1 if end < len(tokens) and is_list_join(tokens[end]) else end
        if at == end or at >= len(tokens):
            break
    return reference(tokens, end, tuple(photos)) if photos else None


def _digit_run(tokens: Tokens) -> Reading:
    """``一三五张``: digits in a row before a counter are a list."""
    at = 1 if tokens[0].means("mark", "nth") else 0
    if at + 1 >= len(tokens) or not tokens[at].text or not is_counter(tokens[at + 1]):
        return None
    digits = [chinese_number(digit) for digit in _uncounted(tokens[at].text)]
    photos = tuple(span(int(n)) for n in digits if n)
    return reference(tokens, _past_noun(tokens, at + 1), photos) if photos else None


_PLACES = {"front": (Span(1, 1),), "end": (Span(-1, -1),)}


def _place_said_twice(tokens: Tokens) -> Reading:
    """``开头第一张``: where it stands, said twice."""
    place = _PLACES.get(tokens[0].value("place") or "")
    if place is None or len(tokens) < 2 or tokens[0].means("act"):
        return None
    same = tokens[1].means("ref") and tokens[1].photos == place
    return reference(tokens, 2, place) if same else None


def _uncounted(digits: str) -> str:
    """``一三两张``: the last digit only counts those before it."""
    counts = len(digits) > 1 and chinese_number(digits[-1]) == len(digits) - 1
    return digits[:-1] if counts and (digits[-1] == "两" or digits[-1] in digits[:-1]) else digits


def _chinese_ordinals(tokens: Tokens) -> Reading:
    """``第二张``, ``第2、3、5张照片``, ``第一张和第三张``, ``倒数第二张``."""
    if tokens[0].means("mark", "reverse"):
        return _from_the_end(tokens)
    if not tokens[0].means("mark", "nth"):
        return None
    photos, end = numbers(tokens, 0, marked=True)
    if not photos or not any(is_noun(t) for t in (*tokens[1:end], *tokens[end : end + 1])):
        return _bare_nth(tokens)
    return reference(tokens, _past_noun(tokens, end), tuple(photos))


def _bare_nth(tokens: Tokens) -> Reading:
    """``第一`` without a noun: a rank, whose meaning the sentence decides."""
    number = whole(tokens[1]) if len(tokens) > 1 else None
    if number is None:
        return None
    one = past(tokens, 2, lambda t: t.means("step", "place") or (t.means("glue") and not is_one(t)))
    if one < len(tokens) and is_one(tokens[one]) and one - 2 <= _DESCRIPTION_WORDS:
        return reference(tokens, one + 1, (span(number),))  # "排第一的那张"
    return Token(tokens[0].start, tokens[1].end, sense("ordinal", str(number))), 2


def _from_the_end(tokens: Tokens) -> Reading:
    at = 2 if len(tokens) > 1 and tokens[1].means("mark", "nth") else 1
    number = whole(tokens[at]) if at < len(tokens) else None
    if number is None:
        return None
    end = _past_noun(tokens, at + 1)
    photos = (span(-number),) if at == 2 else (span(-number, -1),)
    return reference(tokens, end, photos)


def _past_noun(tokens: Tokens, at: int) -> int:
    """Where a reference ends once its nouns (``张``, ``的``, ``照片``) are swallowed."""
    end = at
    while end < len(tokens) and is_noun(tokens[end]):
        end += 1
    return end


def _chinese_ends(tokens: Tokens) -> Reading:
    """``前三张``, ``后两张``, ``最后一张``."""
    first = tokens[0]
    at_head, at_tail = first.means("mark", "head"), first.means("mark", "tail")
    if not (at_head or at_tail) or len(tokens) < 2:
        return None
    if several := tokens[1].value("several"):  # "后俩"
        photos = span(1, int(several)) if at_head else span(-int(several), -1)
        return reference(tokens, _past_noun(tokens, 2), (photos,))
    at = 2 if tokens[1].means("glue") else 1
    if at >= len(tokens):
        return None
    number = whole(tokens[at])
    if number is None or at + 1 >= len(tokens) or not is_noun(tokens[at + 1]):
        return None
    photos = span(1, number) if at_head else span(-number, -1)
    return reference(tokens, _past_noun(tokens, at + 1), (photos,))


def _ordinals_with_noun(tokens: Tokens) -> Reading:
    """``third photo``, ``first and last pictures``, ``last two photos``, ``second one``."""
    photos: list[Reference] = []
    at = 0
    while at < len(tokens) and (place := rank(tokens[at])) is not None:
        count = whole(tokens[at + 1]) if at + 1 < len(tokens) else None
        several = count is not None and place in (1, -1) and not is_one(tokens[at + 1])
        photos.append(_several(place, count) if several and count else span(place))
        at += 2 if several else 1
        if at < len(tokens) and is_noun_or_one(tokens[at]):
            return reference(tokens, at + 1, tuple(photos))
        if several and len(photos) == 1:
            return reference(tokens, at, tuple(photos))
        at += _join_before_rank(tokens, at)
    return None


def _several(place: int, count: int) -> Span:
    return span(1, count) if place == 1 else span(-count, -1)


def _join_before_rank(tokens: Tokens, at: int) -> int:
    """How many joining words (``and``, ``, the``) stand before a next rank."""
    joins = 0
    while at + joins < len(tokens) and (
        is_list_join(tokens[at + joins]) or (joins and tokens[at + joins].means("determiner"))
    ):
        joins += 1
    return joins


def _noun_with_numbers(tokens: Tokens) -> Reading:
    """``photo 3``, ``photos 2-4``, ``照片3``, ``picture number 2``."""
    if not is_noun(tokens[0]) or len(tokens) < 2:
        return None
    photos, end = numbers(tokens, 1)
    if not photos or (end < len(tokens) and is_counter(tokens[end])):
        return None
    return reference(tokens, end, tuple(photos))


def _count(tokens: Tokens) -> Reading:
    """``five portrait photos``, ``这5张照片``: a count, which swallows what describes them."""
    number = whole(tokens[0])
    if number is None:
        return None
    at = 1
    while at < min(len(tokens), 1 + _DESCRIPTION_WORDS) and _describes(tokens[at]):
        at += 1
    if at >= len(tokens) or not is_noun(tokens[at]) or is_number(tokens, at + 1):
        return None
    end = _past_noun(tokens, at)
    return Token(tokens[0].start, tokens[end - 1].end, sense("count"), number=number), end


def _describes(token: Token) -> bool:
    return not is_noun(token) and any(
        token.means(kind) for kind in ("shape", "glue", "word", "occasion", "color", "mood")
    )


_SINGLE = (
    _files,
    half,
    seen_at,
    seen_between,
    listed_all,
    shown_numbers,
    _numbers_counted,
    _by_number_sign,
    listing,
    counted_out,
    ends_counted_out,
    placed_on,
    end_photos,
    inner_ones,
    one_that_ranks,
    _digit_run,
    _chinese_ordinals,
    _chinese_ends,
    _ordinals_with_noun,
    _noun_with_numbers,
    some_of_them,
    new_ones,
    stride,
    middle,
    same_kind,
    _count,
)
