"""Wishes of one message that belong together.

``title Hi, at the end, in red`` is one title; ``photo 3 is too dark, lighten it`` is one change;
``vintage, only for the beach photo`` says of which photo only in its second half.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from tiktok_photo_video.planner.grammar.title_looks import merged, with_more
from tiktok_photo_video.planner.photo_wishes import (
    Drop,
    Keep,
    Length,
    PhotoLength,
    Sort,
)
from tiktok_photo_video.planner.pointers import AllBut, Everything, References, Rest, Span
from tiktok_photo_video.planner.text_wishes import Caption, EndCard, Look, NoCaption, Title, When
from tiktok_photo_video.planner.vocabulary import vocabulary
from tiktok_photo_video.planner.wishes import (
    Aim,
    Bars,
    Camera,
    Cannot,
    Cuts,
    Fit,
    Music,
    Spare,
    Tint,
    Unknown,
    Unsaid,
    Wish,
)
from tiktok_photo_video.timeline.model import LookKind, ResizeMode, TransitionType

_MAX_CARD_S = 6.0  # a time right after a card is the card's, unless it is too long for one


@dataclass(frozen=True, slots=True)
class Said:
    """A wish and the words it was read from."""

    wish: Wish
    words: str


def in_series(said: Iterable[Said]) -> tuple[Said, ...]:
    """``spin between 1 and 2, then blur, then spin``: each the cut after the one before."""
    result: list[Said] = []
    last = 0
    for each in said:
        named = _bare_cut(each)
        if last and named is not None:
            last += 1
            result.append(replace(each, wish=Cuts((named,), cuts=(last,))))
            continue
        last = _cut_named(each.wish)
        result.append(each)
    return tuple(result)


def _bare_cut(said: Said) -> TransitionType | None:
    """The transition that is all that was said: its name."""
    if isinstance(said.wish, Cuts) and said.wish != Cuts(said.wish.types):
        return None
    if not isinstance(said.wish, (Cannot, Cuts, Unknown)):
        return None
    words = _LEADING.sub("", said.words.casefold().strip(" .!,。，"))
    senses = vocabulary().senses.get(words, ())
    kinds = [
        s.value for s in senses if s.kind == "transition" and s.value not in ("none", "varied")
    ]
    return TransitionType(kinds[0]) if kinds else None


_LEADING = re.compile(
    r"^(?:(?:and|then|a|an|the|another|finally|again) |再|然后|接着|又|用|来个|一个|是)+"
)


def _cut_named(wish: Wish) -> int:
    """The number of the one cut that is meant, 0 where that cannot be told."""
    if not isinstance(wish, Cuts) or wish.rest or not wish.types or len(wish.types) != 1:
        return 0
    numbers = [p.first for p in wish.between if isinstance(p, Span) and p.first == p.last > 0]
    if len(wish.cuts) == 1 and not numbers:
        return max(wish.cuts[0], 0)
    if len(numbers) != len(wish.between) or not numbers:
        return 0
    if len(numbers) == _TWO:
        return numbers[0] if numbers[1] == numbers[0] + 1 else 0
    return numbers[0] - wish.before if len(numbers) == 1 else 0


_TWO = 2


def gathered(said: Iterable[Said]) -> tuple[Said, ...]:
    """The wishes, where each that only adds to the one before it has become part of it."""
    result: list[Said] = []
    for each in in_series(said):
        whole = _joined(result[-1], each) if result else None
        if whole is None:
            result.append(each)
        else:
            result[-1:] = whole
    return _within_total(_without_spared(result))


_WHOLE = re.compile(r"\b(?:total|altogether|overall|in all|whole)\b|总|共|一共|全长")


def _within_total(said: tuple[Said, ...]) -> tuple[Said, ...]:
    """``15 s in total but 5 for the first``: what has a time of its own is part of the whole."""
    at = next((i for i, s in enumerate(said) if _is_total(s)), None)
    own = [s for s in said[at + 1 :] if _has_own_time(s.wish)] if at is not None else []
    if at is None or not own:
        return said
    kept = tuple(p for s in own for p in getattr(s.wish, "photos", ()))
    total = said[at].wish
    if not isinstance(total, Length):
        return said
    whole = replace(said[at], wish=replace(total, around=kept))
    last = max(said.index(s) for s in own) + 1
    return (*said[:at], *said[at + 1 : last], whole, *said[last:])


def _is_total(said: Said) -> bool:
    wish = said.wish
    fixed = isinstance(wish, Length) and wish.total_s is not None and not wish.bound
    return fixed and _WHOLE.search(said.words.casefold()) is not None


def _has_own_time(wish: Wish) -> bool:
    timed = isinstance(wish, PhotoLength) and wish.photo_s is not None
    return timed and isinstance(wish, PhotoLength) and not _is_loose(wish.photos)


def _without_spared(said: list[Said]) -> tuple[Said, ...]:
    """What is said of all photos, without those that are to stay as they are."""
    result: list[Said] = []
    for each in said:
        if not isinstance(each.wish, Spare):
            result.append(each)
            continue
        spared = each.wish
        narrowed = [replace(s, wish=_narrowed(s.wish, spared)) for s in result]
        if narrowed == result and spared.as_taken:
            narrowed.append(Said(Tint(LookKind.NONE, spared.photos), each.words))
        result = narrowed
    return tuple(result)


def _narrowed(wish: Wish, spared: Spare) -> Wish:
    if isinstance(wish, Sort) and not wish.photos:
        return replace(wish, photos=(AllBut(spared.photos),))
    if not isinstance(wish, (Tint, Camera, Fit, Bars, Aim)) or not _is_loose(wish.photos):
        return wish
    return replace(wish, photos=(AllBut(spared.photos),))


def _joined(before: Said, each: Said) -> tuple[Said, ...] | None:
    for join in _JOINS:
        if (whole := join(before.wish, each.wish)) is not None:
            return tuple(Said(w, before.words if w != each.wish else each.words) for w in whole)
    return None


def _titles(before: Wish, wish: Wish) -> tuple[Wish, ...] | None:
    """``title Hi`` and ``in red``; ``title Hi`` and ``subtitle there``."""
    if not isinstance(before, Title) or not isinstance(wish, Title):
        return None
    if wish.text:
        # "First A, then B": the second does not take the first one's place.
        opens = before.text and before.when.start_s == 0.0 and before.when.duration_s is None
        return (before, replace(wish, added=True)) if opens else None
    about_both = before.text or wish.subtitle is None
    return (with_more(before, wish),) if about_both else None


def _captions(before: Wish, wish: Wish) -> tuple[Wish, ...] | None:
    """``caption photo 2 "us"`` and ``at the top in yellow``."""
    if not isinstance(before, Caption) or not before.texts:
        return None
    if isinstance(wish, Title) and not wish.text and wish.when == When() and wish.subtitle is None:
        return (replace(before, look=merged(before.look, wish.look)),)
    if isinstance(wish, Caption) and not wish.texts and not wish.photos and wish.look != Look():
        return (replace(before, look=merged(before.look, wish.look)),)
    return None


def _cards(before: Wish, wish: Wish) -> tuple[Wish, ...] | None:
    """``end card "Bye"`` and ``white on blue``, ``for two seconds``."""
    if before == Unsaid("card_text"):
        before = EndCard()  # "add an end card" and "say Bye"
    if not isinstance(before, EndCard):
        return None
    if not before.text:
        return (_worded_card(before, wish),) if isinstance(wish, Title) and wish.text else None
    changed = _changed_card(before, wish)
    return None if changed is None else (changed,)


def _changed_card(before: EndCard, wish: Wish) -> EndCard | None:
    if isinstance(wish, Bars) and not wish.photos:
        return replace(before, background=wish.color)
    if isinstance(wish, Fit) and not wish.photos and wish.resize_mode is ResizeMode.CONTAIN:
        return before  # "…, black background" is the card's
    if isinstance(wish, Length) and wish == Length(wish.total_s):
        brief = wish.total_s is not None and wish.total_s <= _MAX_CARD_S
        return replace(before, duration_s=wish.total_s) if brief else None
    if isinstance(wish, EndCard) and not wish.text:
        return replace(
            before,
            duration_s=wish.duration_s or before.duration_s,
            color=wish.color or before.color,
            background=wish.background or before.background,
        )
    colors = isinstance(wish, Title) and Look(color=wish.look.color, ground=wish.look.ground)
    if isinstance(wish, Title) and wish == Title(look=colors or Look()):
        ground = wish.look.ground or before.background
        return replace(before, color=wish.look.color or before.color, background=ground)
    return None


def _worded_card(card: EndCard, said: Title) -> EndCard:
    """``a black end card with yellow text "fin"``."""
    return EndCard(
        said.text,
        said.when.duration_s or card.duration_s,
        said.look.color or card.color,
        said.look.ground or card.background,
    )


def _tints(before: Wish, wish: Wish) -> tuple[Wish, ...] | None:
    """A second change to colours: of the same photos, or the same change once more."""
    if not isinstance(before, Tint) or not isinstance(wish, Tint):
        return None
    if before.without and wish.kind is not None and wish.kind not in before.without:
        # "Not black and white, vintage instead, and only the beach".
        return (wish,) if _is_loose(before.photos) else (before, wish)
    if before.kind is not None and wish == Tint(strength=wish.strength):
        return (replace(before, strength=wish.strength),)
    return _tints_alike(before, wish)


def _tints_alike(before: Tint, wish: Tint) -> tuple[Wish, ...] | None:
    if before.kind is not None and before.kind is wish.kind and wish.photos in ((), before.photos):
        return (replace(wish, photos=before.photos),)  # "too yellow, cool it down"
    photos = before.photos if _is_loose(wish.photos) else wish.photos
    if _is_loose(before.photos) and not wish.photos:
        photos = before.photos
    same = _is_loose(wish.photos) or wish.photos == before.photos
    if same and _way(before) == _way(wish) != (0, 0, 0):
        return (replace(before, photos=photos),)
    if not wish.photos and before.photos and not _is_loose(before.photos):
        return (before, replace(wish, photos=before.photos))
    return None


def _way(tint: Tint) -> tuple[int, int, int]:
    shifts = (tint.brightness, tint.contrast, tint.saturation)
    signs = [(by > 0) - (by < 0) for by in shifts]
    return (signs[0], signs[1], signs[2])


def _is_loose(photos: References) -> bool:
    return not photos or photos == (Everything(),)


def _scopes(before: Wish, wish: Wish) -> tuple[Wish, ...] | None:
    """``vintage`` and ``only for the beach photo``: no other photo is to go."""
    if not isinstance(wish, Keep) or not isinstance(before, (Tint, Camera, Fit, Aim)):
        return None
    return (replace(before, photos=wish.photos),) if not before.photos else None


def _fits(before: Wish, wish: Wish) -> tuple[Wish, ...] | None:
    """``blurred background`` and ``no black bars``: the blur is what stands there instead."""
    if not isinstance(before, Fit) or not isinstance(wish, Fit):
        return None
    blurs = before.resize_mode is ResizeMode.CONTAIN_BLUR
    whole = before.resize_mode is ResizeMode.CONTAIN and not wish.photos
    if whole and wish.resize_mode is ResizeMode.CONTAIN_BLUR:
        return (replace(wish, photos=before.photos),)
    fills = wish.resize_mode is not ResizeMode.CONTAIN_BLUR and not wish.photos
    return (before,) if blurs and fills else None


def _cuts(before: Wish, wish: Wish) -> tuple[Wish, ...] | None:
    """``the first a flash, the rest dissolves``: the rest are those not named before."""
    if not isinstance(before, Cuts) or not isinstance(wish, Cuts) or not wish.rest or wish.cuts:
        return None
    if wish.between:  # "blurs, but not between 2 and 3"
        whole = wish.types is None and not (before.cuts or before.between)
        return (replace(before, between=wish.between, rest=True),) if whole else None
    others = replace(wish, cuts=before.cuts, between=before.between, before=before.before)
    return (before, others) if before.cuts or before.between else None


def _songs(before: Wish, wish: Wish) -> tuple[Wish, ...] | None:
    """``this tune isn't for me`` and ``another one``: music goes only for other music to come."""
    gone = isinstance(before, Music) and not before.on
    return (wish,) if gone and isinstance(wish, Music) and wish.on else None


def _moves(before: Wish, wish: Wish) -> tuple[Wish, ...] | None:
    """``zoom in, no pans``; ``no zooming, just pans``: what is wanted says it all."""
    if not isinstance(before, Camera) or not isinstance(wish, Camera):
        return None
    if before.kinds and wish.without and not set(before.kinds) & set(wish.without):
        return (before,) if wish.photos in ((), before.photos) else None
    if before.without and wish.kinds and before.photos in ((), wish.photos):
        return (wish,)
    if before.without and wish.kinds is not None and not wish.photos:
        return (replace(wish, photos=before.photos),)  # "第三张不要放大，静止就行"
    return None


def _times(before: Wish, wish: Wish) -> tuple[Wish, ...] | None:
    """``photo 2 is a bit quick, two seconds more``: the first half only gives the reason."""
    if isinstance(before, PhotoLength) and before == PhotoLength(
        factor=before.factor, photos=before.photos
    ):
        if isinstance(wish, PhotoLength) and wish.photos == before.photos:
            return (wish,)
        told = isinstance(wish, Length) and wish == Length(more_s=wish.more_s) and wish.more_s
        if told and isinstance(wish, Length):
            return (PhotoLength(more_s=wish.more_s, photos=before.photos),)
    whole = isinstance(before, Length) and before == Length(factor=before.factor)
    amount = isinstance(wish, Length) and wish.factor == 1.0 and not wish.bound
    return (wish,) if whole and amount else None


def _captions_kept(before: Wish, wish: Wish) -> tuple[Wish, ...] | None:
    """``remove all captions but keep the first``."""
    if not isinstance(before, NoCaption) or not _is_loose(before.photos):
        return None
    return (NoCaption((AllBut(wish.photos),)),) if isinstance(wish, Keep) else None


def _left_alone(before: Wish, wish: Wish) -> tuple[Wish, ...] | None:
    """``其他不动`` after another wish: the others stay as they are, not still."""
    if isinstance(before, Sort) and not before.photos and isinstance(wish, Camera):
        # "打乱顺序，第一张别动": not still, but where it is.
        stays = wish.kinds == () and not _is_loose(wish.photos)
        return (replace(before, photos=(AllBut(wish.photos),)),) if stays else None
    rest = isinstance(wish, Camera) and wish.kinds == () and _are_others(wish.photos)
    return (before,) if rest and not isinstance(before, Camera) else None


def _kept(before: Wish, wish: Wish) -> tuple[Wish, ...] | None:
    """``保留前两张，剩下的都不要``: the same, said twice."""
    rest = isinstance(wish, Drop) and _are_others(wish.photos)
    # "第一张黑白，剩下的不要": the look is what the others are not to have.
    narrow = isinstance(before, (Tint, Camera, Fit, Aim, Bars, Caption)) and bool(before.photos)
    return (before,) if rest and (narrow or isinstance(before, Keep)) else None


def _are_others(photos: References) -> bool:
    return len(photos) == 1 and isinstance(photos[0], Rest | AllBut)


_JOINS: tuple[Callable[[Wish, Wish], tuple[Wish, ...] | None], ...] = (
    _titles,
    _captions,
    _cards,
    _tints,
    _scopes,
    _fits,
    _cuts,
    _songs,
    _moves,
    _times,
    _captions_kept,
    _left_alone,
    _kept,
)
