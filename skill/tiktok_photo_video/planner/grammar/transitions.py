"""What happens between photos."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from tiktok_photo_video.planner.clauses import Clause
from tiktok_photo_video.planner.grammar.cut_places import cut_places, leads_there, paired_numbers
from tiktok_photo_video.planner.grammar.found import (
    Found,
    all_used,
    bare_photos,
    found,
    hands_off,
    reference_tokens,
    refused,
    tokens_meaning,
)
from tiktok_photo_video.planner.grammar.heading import headed, is_headed, tells_way
from tiktok_photo_video.planner.pointers import AllBut, References, Span
from tiktok_photo_video.planner.taste import LONGER, VARIED
from tiktok_photo_video.planner.tokens import Token
from tiktok_photo_video.planner.wishes import Cuts, Fine, Unknown, Unsaid, Wish
from tiktok_photo_video.timeline.model import TransitionType

_MAX_TRANSITION_S = 3.0  # a longer time in the same clause is the video's
_MAX_EACH_S = 1.5  # "crossfades, 3 seconds each" speaks of the photos
_QUICKER, _CALMER = ("faster", "shorter", "less"), ("slower", "longer", "more")
_STEP = LONGER * 1.2  # transitions are short: a change has to be large to be seen
_BLACKENING = ("dip_to_black", "dip_to_white")
_AMBIGUOUS = ("motion", "entrance", "degree", "cannot", "fit", "tint", "style", "blur")
_OWN_WORDS = ("crossfade", "flash", "glitch", "wipe_left")  # no doubt, whatever else they mean


def instead(clause: Clause) -> Found | None:
    """``slide instead of fade``: whatever else the first word may mean."""
    for at, token in enumerate(clause.tokens[1:], start=1):
        after = [t for t in clause.tokens[at + 1 :] if not t.means("glue")]
        words = clause.folded.text[token.start : token.end]
        both = clause.tokens[at - 1].means("transition") and after and after[0].means("transition")
        if token.means("neg") and words in ("instead of", "rather than") and both:
            if clause.means("ref") or clause.means("topic", "title", "music"):
                return None
            wanted = _types(clause, [clause.tokens[at - 1]])
            return all_used(Cuts(wanted)) if wanted else None
    return None


def transitions(clause: Clause) -> Found | None:
    """``with transitions``, ``crossfade and flash``, ``no transitions``, ``转场快一点``."""
    if clause.about == "title" and clause.means("entrance") and not clause.means("topic"):
        return None
    named = _names_cuts(clause)
    kinds = _once(clause, [t for t in clause.tokens if _is_transition(t, named=named)])
    if not named and not kinds:
        return None
    if clause.means("dislike") and kinds and not clause.means("act", "set"):
        return all_used(Cuts(without=_types(clause, kinds)))
    excepts = clause.means("except") or _leaves_out(clause) or clause.means("aside", "except")
    spared = () if clause.means("place", "between") else _cuts_spared(clause)
    if spared or excepts or clause.means("act", "keep_only"):
        types = () if refused(clause) else _types(clause, kinds)
        rest = all_used(Cuts(types, cuts=spared, rest=True))
        return rest if spared else _all_but(clause, kinds)
    if (stays := _others_stay(clause)) or _ends_the_video(clause, kinds):
        return all_used(Fine() if stays else Unsaid("end_fade"))
    length = _transition_length(clause, named=named)
    places = cut_places(clause)
    spent = _spent(clause, kinds, length)
    wish = _cuts(clause, kinds, length, places)
    beside = clause.means("place", "between", "after", "before") and not places
    counted = tokens_meaning(clause, "number", "ordinal") if beside else []
    return found(clause, wish, used=[*spent, *places, *counted])


def _others_stay(clause: Clause) -> bool:
    """``all other transitions stay crossfade``: as they are."""
    others = clause.means("other") or clause.means("rest")
    words = clause.folded.text[clause.tokens[0].start : clause.tokens[-1].end]
    stays = re.search(r"\b(?:stays?|remains?|keep|unchanged|untouched|as (?:is|they are))\b", words)
    return others and clause.means("topic", "transition") and stays is not None


_PHOTO_NOUNS = re.compile(r"[张幅页图照]|photo|pic|image|shot|slide|snap")


def _cuts_spared(clause: Clause) -> tuple[int, ...]:
    """``all transitions flashes except the last one``: a rank, of no photo."""
    token = next((t for t in clause.tokens if t.means("ref") and t.means("but")), None)
    if token is None or not clause.means("topic", "transition"):
        return ()
    inner = [p for photo in token.photos if isinstance(photo, AllBut) for p in photo.photos]
    ranks = tuple(p.first for p in inner if isinstance(p, Span) and p.first == p.last)
    words = clause.folded.text[token.start : token.end]
    return ranks if len(ranks) == len(inner) and not _PHOTO_NOUNS.search(words) else ()


def _spent(clause: Clause, kinds: list[Token], length: Token | None) -> list[Token | None]:
    """The tokens that a wish about transitions uses up, beside the photos it names."""
    used = [*kinds, *(t for t in clause.tokens if t.means("topic", "transition")), length]
    used += [t for t in clause.tokens if t.means("transition") or t.means("gesture")]
    used += [t for t in clause.tokens if t.means("motion") and kinds and tells_way(clause, t)]
    used += tokens_meaning(clause, "degree", "amount", "other", "neg", "stead", "excess")
    if length is not None:
        used += tokens_meaning(clause, "each")
    whole = clause.means("topic", "music", "video") or clause.means("act", "create")
    if not whole:
        used += tokens_meaning(clause, "feel", "aim")  # "smooth dissolves" is no pace
    if _of_cuts(clause) and not whole:
        used += tokens_meaning(clause, "mood", "tune", "all", "each", "ordinal", "rest")
        used += tokens_meaning(clause, "equal", "indefinite", "place")
    if refused(clause) and not clause.means("topic", "music", "title", "motion"):
        used += [t for t in clause.tokens if t.means("act", "remove")]
    return used


def shuffles(clause: Clause) -> Found | None:
    """``mix up the transitions`` leaves the photos where they are."""
    mixed = clause.means("sort", "shuffled") and clause.means("topic", "transition")
    return all_used(Cuts(VARIED)) if mixed and not clause.denied else None


def exchanges(clause: Clause) -> Found | None:
    """``swap the crossfades for wipes``, ``replace all fades with glitches``."""
    kinds = [t for t in clause.tokens if t.means("transition")]
    exchanged = clause.acts("swap", "replace") or _turns_into(clause, kinds)
    if not exchanged or len(kinds) != 2 or reference_tokens(clause):
        return None
    types = _types(clause, kinds)
    if len(types) == 1 and kinds[1].means("transition", "none"):
        return all_used(Cuts(without=types))  # "all crossfades with straight cuts"
    if len(types) != 2:
        return None
    return all_used(Cuts(types[1:], without=types[:1]))


def _turns_into(clause: Clause, kinds: list[Token]) -> bool:
    """``把叠化都换成甩镜头``, ``change the fades to wipes``."""
    verb = clause.first("act", "set")
    if verb is None or len(kinds) != 2:
        return False
    between = kinds[0].end <= verb.start and verb.end <= kinds[1].start
    led = any(
        t.means("to", "to") for t in clause.tokens if kinds[0].end <= t.start < kinds[1].start
    )
    return between or (verb.start < kinds[0].start and led)


def _all_but(clause: Clause, kinds: list[Token]) -> Found:
    """``remove every transition except the first``, ``only keep the last transition``."""
    ordinals = _ordinals(clause)
    between = _photos_beside(clause, cut_places(clause))
    if between and not ordinals:
        plain = bool(kinds) and not _types(clause, kinds)  # "but not between 2 and 3: cut there"
        types = None if not kinds else _types(clause, kinds)
        return all_used(Cuts(types, between=between, rest=not plain, before=leads_there(clause)))
    if not ordinals:
        return all_used(Unknown(clause.words))
    only = clause.means("act", "keep_only")
    if only and kinds and clause.means("act", "set"):
        return all_used(Cuts(_types(clause, kinds), cuts=ordinals))  # "只要最后一个转场用模糊"
    types = () if refused(clause) or only else _types(clause, kinds)
    return all_used(Cuts(types, cuts=ordinals, rest=True))


def _names_cuts(clause: Clause) -> bool:
    if clause.means("topic", "title"):
        return False
    beside = clause.means("place", "between") or clause.about == "transition"
    excepts = _leaves_out(clause) or (clause.means("except") and clause.means("place", "between"))
    repaced = clause.about == "transition" and clause.means("degree")
    repaced = repaced and clause.act in ("", "set", "make")
    repaced = repaced or (clause.about == "transition" and clause.means("duration"))
    beside = beside or _stands_before_place(clause)
    named = beside and clause.means("transition")
    return clause.means("topic", "transition") or named or excepts or repaced


def _stands_before_place(clause: Clause) -> bool:
    """``blur after 3``: what comes right after a photo is a transition."""
    placed = [b for a, b in pairwise(clause.tokens) if a.means("transition")]
    numbered = clause.means("ref") or clause.means("number") or clause.means("ordinal")
    if any(_puts_beside(clause, at) for at in range(len(clause.tokens))):
        return True
    into = any(clause.folded.text[t.start : t.end].endswith("into") for t in placed)
    if into and clause.means("ref") and not clause.means("act", "set", "make", "replace"):
        return True  # "whip pan into the beach picture"
    return numbered and any(t.means("place", "after") for t in placed)


def _puts_beside(clause: Clause, at: int) -> bool:
    """``第二张后面用模糊``: a photo, its side, and what is used there."""
    tokens = [t for t in clause.tokens[at : at + 6] if not t.means("glue") or t.means("ref")]
    if len(tokens) < _SIDE_PARTS or not tokens[0].means("ref"):
        return False
    sided = tokens[1].means("place", "before", "after", "between")
    return sided and tokens[2].means("act", "set", "add") and tokens[3].means("transition")


_SIDE_PARTS = 4


def _is_transition(token: Token, *, named: bool) -> bool:
    """A transition by name. What may also be a camera move needs the noun beside it."""
    value = token.value("transition")
    if value is None:
        return named and token.means("gesture")
    if named or (value in _OWN_WORDS and not token.means("entrance", "pop")):
        return True
    return value != "varied" and not any(token.means(kind) for kind in _AMBIGUOUS)


def _ends_the_video(clause: Clause, kinds: list[Token]) -> bool:
    """``fade to black at the end`` is no change between photos."""
    blackens = any(t.means("transition", *_BLACKENING) for t in kinds)
    closes = clause.means("place", "end", "front") or clause.acts("end_with", "start_with")
    placed = reference_tokens(clause) or _of_cuts(clause)
    return blackens and closes and not placed and not clause.means("place", "between", "after")


def _transition_length(clause: Clause, *, named: bool) -> Token | None:
    token = clause.first("duration")
    longest = _MAX_EACH_S if clause.means("each") else _MAX_TRANSITION_S
    of_photos = clause.means("topic", "photo") and not clause.means("place", "between")
    if token is None or token.number > longest or of_photos:
        return None
    makes = clause.means("topic", "video") or clause.means("act", "create")
    return token if named or not makes else None


def _leaves_out(clause: Clause) -> bool:
    """``all but the one between 3 and 4``, ``除了第三张和第四张之间``."""
    left_out = any(t.means("ref") and t.means("but") for t in clause.tokens)
    return left_out and clause.means("place", "between")


def _of_cuts(clause: Clause) -> bool:
    return clause.means("topic", "transition") or clause.about == "transition"


def _ordinals(clause: Clause) -> tuple[int, ...]:
    """``the first transition``, ``第一个转场``, ``最后一个``: cuts by number."""
    if not _of_cuts(clause):
        return ()
    values = [int(v) for v in clause.values("ordinal")]
    values += [] if values else [1] if clause.means("place", "front") else []
    values += [] if values else [-1] if clause.means("place", "end") else []
    if values or clause.means("duration"):
        return tuple(values)
    return _numbers_of_cuts(clause)


def _numbers_of_cuts(clause: Clause) -> tuple[int, ...]:
    """``transition 2``: the number right after the noun."""
    tokens = clause.tokens
    for at, token in enumerate(tokens[:-1]):
        if token.means("topic", "transition") and tokens[at + 1].means("number"):
            return (int(tokens[at + 1].number),)
    return ()


def _cuts(clause: Clause, kinds: list[Token], length: Token | None, places: list[Token]) -> Wish:
    if hands_off(clause) and not kinds and not _does_without(clause):
        return Fine()
    wanted = [t for t in kinds if not _is_ruled_out(clause, t)]
    between = _photos_beside(clause, places)
    ordinals = _ordinals(clause) if not between else ()
    length_s = length.number if length else None
    felt = clause.means("topic", "transition") and clause.means("feel") and not kinds
    paced = clause.means("degree") or length is not None or felt
    if (refused(clause) and not paced) and (not wanted or _all_refused(clause, kinds, wanted)):
        spared = any(t.means("but") for t in places)
        scope = Cuts(between=between, cuts=ordinals, rest=spared, before=leads_there(clause))
        return _without(clause, kinds, scope)
    chosen = wanted or kinds
    types = _types(clause, chosen)
    factor = _quickness(clause) if length is None else 1.0
    other = not types and not paced and _asks_for_others(clause)
    named = types if chosen else None
    return Cuts(
        types=named,
        transition_s=length_s,
        factor=factor,
        other=other,
        between=between,
        cuts=ordinals,
        rest=clause.means("rest") or any(t.means("but") for t in places),
        before=leads_there(clause),
        each_after=_each_after(clause),
    )


def _each_after(clause: Clause) -> bool:
    """``flash after the first two photos``: after each of them."""
    return clause.means("place", "after") and not clause.means("place", "between", "before")


def _does_without(clause: Clause) -> bool:
    """``don't use transitions``; "don't change" them leaves them alone."""
    verb = clause.first("act", "set")
    word = clause.folded.text[verb.start : verb.end] if verb else ""
    return clause.denied and word in ("use", "using", "apply", "用", "使用", "采用")


def _photos_beside(clause: Clause, places: list[Token]) -> References:
    numbered = len([t for t in places if t.means("number")]) > 1
    named = () if numbered else _flat(tuple(p for t in places for p in t.photos))
    beside = clause.means("place", "between", "after", "before") or bool(paired_numbers(clause))
    bare = beside and not named and (numbered or not clause.means("duration"))
    return bare_photos(clause) if bare else named


def _flat(photos: References) -> References:
    """``除了第二张和第三张之间``: the cut between them, whatever else is left out."""
    inner = (p.photos if isinstance(p, AllBut) else (p,) for p in photos)
    return tuple(photo for each in inner for photo in each)


def _all_refused(clause: Clause, kinds: list[Token], wanted: list[Token]) -> bool:
    return len(wanted) == len(kinds) or clause.acts("remove")


def _is_ruled_out(clause: Clause, token: Token) -> bool:
    """``no flash``, ``instead of the fades``: refused right before its name."""
    at = next(i for i, t in enumerate(clause.tokens) if t is token)
    for before in reversed(clause.tokens[max(at - 4, 0) : at]):
        if before.means("neg") or before.means("stead"):
            return True
        if before.means("act") or before.means("transition") or before.means("comma"):
            return False
    return False


def _without(clause: Clause, kinds: list[Token], scope: Cuts) -> Wish:
    types = _types(clause, kinds)
    any_kind = not types or any(t.means("transition", "varied") for t in kinds)
    if any_kind:
        return replace(scope, types=())
    return replace(scope, without=types)


def _asks_for_others(clause: Clause) -> bool:
    return clause.means("other") or clause.acts("set") or clause.means("vague")


def _turned(clause: Clause, kind: Token) -> str | None:
    """A kind with the way that is named beside it: ``slides to the right``."""
    value = kind.value("transition") or kind.value("gesture")
    return headed(clause, kind, value) if value and is_headed(value) else value


def _once(clause: Clause, kinds: list[Token]) -> list[Token]:
    """Without what is named again in brackets or right beside it: ``穿越放大(zoom through)``."""
    text, kept = clause.folded.text, kinds[:1]
    for before, token in pairwise(kinds):
        between = text[before.end : token.start]
        again = "(" in between or not between.strip()
        if again and token.means("transition", "zoom_in", "blur", "varied"):
            continue  # the plainer word of the two
        if again:
            kept.pop()
        kept.append(token)
    return kept


def _types(clause: Clause, kinds: Iterable[Token]) -> tuple[TransitionType, ...]:
    types: list[TransitionType] = []
    for token in kinds:
        value = _turned(clause, token)
        if value == "varied":
            types.extend(VARIED)
        elif value and value != "none":
            types.append(TransitionType(value))
    return tuple(dict.fromkeys(types))


def _quickness(clause: Clause) -> float:
    if clause.means("degree", *_QUICKER) or clause.means("feel", "punchy"):
        return 1 / _STEP
    calmer = clause.means("degree", *_CALMER) or clause.means("feel", "calm")
    return _STEP if calmer else 1.0
