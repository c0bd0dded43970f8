"""The photos that a clause takes up from the one before: by "it", by a verb alone, by a side."""

from __future__ import annotations

from dataclasses import replace

from tiktok_photo_video.planner.clause import Clause
from tiktok_photo_video.planner.parts import BOTH
from tiktok_photo_video.planner.pointers import AllBut, Span
from tiktok_photo_video.planner.tokens import Token, Tokens, sense

# What only a whole video has: "put photo 3 first and make it square" squares the video.
_OF_THE_VIDEO = ("shape", "mood", "genre", "feel", "fps", "lines", "pixels", "occasion", "sort")

_OF_TITLES = ("color", "position", "style", "entrance")


def with_photos(clause: Clause, before: Clause) -> Clause:
    """The clause with the photos that its "it" stands for: "move 5 up, then hold it for 4 s"."""
    spoken_of = _photos_in(clause)[:1]
    captions = clause.means("piece", "caption") and clause.means("pronoun")
    if not spoken_of and _captions_what_was_put(clause, before):
        return replace(clause, focus=_photos_in(before)[:1], follows=True)
    if (compared := _beside_those_before(clause, before, spoken_of)) is not None:
        return compared
    if spoken_of or (clause.means("topic") and not captions):
        return replace(clause, focus=spoken_of)
    focus = () if before.acts("remove") or before.means("aside") else before.focus
    focus = focus or (() if before.acts("remove") else _photos_in(before)[:1])
    clause = replace(clause, focus=focus)
    if not focus:
        return clause
    speaks = _speaks_of_photo(clause) or _goes_on_changing(clause, before)
    speaks = speaks or _shares_among(clause, before, focus)
    speaks = speaks or _times_what_was_put(clause, before)
    return replace(clause, tokens=_with_focus(clause, focus, leading=speaks))


def _with_focus(clause: Clause, focus: Tokens, *, leading: bool) -> Tokens:
    """The tokens with the photos in the place of the word for them, or before all."""
    if (both := _between_both(clause)) is not None:
        return tuple(focus[0] if t is both else t for t in clause.tokens)
    if is_relative(clause):
        return (*focus, *clause.tokens[1:])
    return (*focus, *clause.tokens) if leading else clause.tokens


def _beside_those_before(clause: Clause, before: Clause, spoken_of: Tokens) -> Clause | None:
    """A clause about the other side of the same photo, or measuring it by another one."""
    named = _photos_in(before)[:1]
    if not spoken_of and _cuts_on_other_side(clause, before):
        return replace(clause, tokens=(*named, *clause.tokens), focus=named, about="transition")
    if spoken_of and named and _is_measured_by(clause) and not before.acts("remove"):
        measured = (*named, *clause.tokens)
        return replace(clause, tokens=measured, focus=spoken_of, denied=False, inherits=False)
    return None


_MEASURING = ("有", "跟", "和", "像", "按", "照", "按照", "用", "等于", "只要")


def _is_measured_by(clause: Clause) -> bool:
    """``…，有第一张一半的时间就够了``: another photo, by which the one before is measured."""
    at = next((i for i, t in enumerate(clause.tokens) if t.means("ref")), 0)
    led = at and clause.tokens[at - 1]
    words = clause.folded.text[led.start : led.end] if led else ""
    after = clause.tokens[at + 1 : at + 4]
    measured = any(t.means(kind) for t in after for kind in ("times", "fraction", "equal"))
    return words in _MEASURING and measured and sum(t.means("ref") for t in clause.tokens) == 1


def _between_both(clause: Clause) -> Token | None:
    """``swap 1 and 2 and put a wipe between them``: the two that were just named."""
    if not clause.means("place", "between") or clause.means("number"):
        return None
    text = clause.folded.text
    return next((t for t in clause.tokens if text[t.start : t.end] in BOTH), None)


def is_relative(clause: Clause) -> bool:
    """``…, except the first, which should stay still``: no question, but what is wanted of it."""
    words = [clause.folded.text[t.start : t.end] for t in clause.tokens[:2]]
    asks = clause.asks or len(clause.tokens) < 2 or clause.tokens[1].means("mark")
    names = asks or clause.tokens[1].means("topic") or clause.tokens[1].means("ref")
    gives = (clause.means("number") and not clause.act) or words[-1] in _GIVES
    return not names and (words[0] == "which" or (words[0] in _RELATIVE and gives))


_RELATIVE = ("that", "that one", "this one", "it", "this")
_GIVES = ("gets", "get", "has", "can", "should", "may", "needs", "stays", "must", "could")


def _captions_what_was_put(clause: Clause, before: Clause) -> bool:
    """``新传的放第一张，配字“开场”``: the words go on the photo that was put there."""
    puts = before.acts("move", "add", "start_with", "end_with") and not before.means("topic")
    return puts and clause.means("piece", "caption") and clause.means("quote")


def _photos_in(clause: Clause) -> Tokens:
    """The photos a clause speaks of, what is new first: that is what something is done with."""
    fresh = (t for t in clause.tokens if t.means("new") and t.photos)
    new = tuple(replace(t, senses=sense("ref")) for t in fresh)
    if not new and not clause.means("ref") and (bare := _bare_subject(clause)):
        return bare
    others = [t for t in clause.tokens if t.means("rest") and t.photos]
    if not new and not clause.means("ref") and others:
        return (replace(others[0], senses=sense("ref")),)
    named = [t for t in clause.tokens if t.means("ref")]
    done = _asks_something(clause) or bool(clause.act)
    return (*new, *(_excepted(t) if done else t for t in named))


_LONGEST_OF_ONE_S = 6.0


def _times_what_was_put(clause: Clause, before: Clause) -> bool:
    """``put photo 4 second and make it 5 seconds``: a time for one, within a sentence."""
    time = clause.first("duration")
    brief = time is not None and time.number <= _LONGEST_OF_ONE_S
    puts = before.means("act", "move", "start_with", "end_with", "add") and (
        before.means("ref") or before.means("new")
    )
    ended = bool(before.tokens) and before.tokens[-1].means("stop")
    held = clause.means("act", "hold", "move") and not clause.folded.text.isascii()
    it = clause.means("pronoun") or held
    it = it and not clause.means("total") and not clause.means("topic")
    return brief and puts and it and not ended and not clause.about


def _bare_subject(clause: Clause) -> Tokens:
    """``put 3 first``: the number is a photo."""
    moved = clause.acts("move", "start_with", "end_with") and not clause.means("topic")
    numbers = [t for t in clause.tokens if t.means("number") and not t.means("mark")]
    placed = clause.means("place") or clause.means("ordinal")
    if not moved or not placed or len(numbers) != 1 or numbers[0].number != int(numbers[0].number):
        return ()
    number = int(numbers[0].number)
    return (replace(numbers[0], senses=sense("ref"), photos=(Span(number, number),)),)


def _excepted(token: Token) -> Token:
    """``all but the first, which …``: what is said next is said of the first."""
    all_but = token.photos[0] if token.means("but") else None
    return replace(token, photos=all_but.photos) if isinstance(all_but, AllBut) else token


def _speaks_of_photo(clause: Clause) -> bool:
    """Whether "it" (or nothing, after "hold") is a photo rather than the video or a title."""
    if any(clause.means(kind) for kind in _OF_THE_VIDEO) or clause.about:
        return False
    held = clause.means("act", "hold") and clause.means("duration")
    if held and not clause.means("act", "make", "set"):
        return True
    if _stays_longer(clause):
        return True
    titled = any(
        t.means(kind) and not t.means("motion") for t in clause.tokens for kind in _OF_TITLES
    )
    if not clause.means("pronoun") or titled:
        return False
    if clause.means("duration") or clause.means("degree", "faster", "slower"):
        # "Make it 15 seconds" is the video's length.
        return clause.means("degree", "longer", "shorter") or clause.means("give")
    return True


_STAYING = set("停留放看待摆晾露呆闪晃")


def _stays_longer(clause: Clause) -> bool:
    """``给多停一会儿``, ``一闪就过去了``: so Chinese speaks of one photo, not of the video."""
    said = [
        clause.folded.text[t.start : t.end] for t in clause.tokens if t.means("degree", "longer")
    ]
    video = clause.means("topic") or clause.means("all") or clause.means("total")
    return bool(said) and not video and bool(set("".join(said)) & _STAYING)


_CHANGES = ("degree", "shift", "amount", "join", "glue", "comma", "stop", "article", "excess")


def _goes_on_changing(clause: Clause, before: Clause) -> bool:
    """``the second photo a bit brighter and a bit longer``: both are said of it."""
    more = clause.means("degree", "longer", "shorter", "slower", "faster")
    bare = all(any(t.means(kind) for kind in _CHANGES) for t in clause.tokens)
    looks = before.means("shift") or before.means("tint") or before.means("degree", "longer")
    looks = looks or before.means("social", "complaint")  # "第三张不够，再短点"
    joined = not (before.tokens and before.tokens[-1].means("stop"))
    return more and bare and looks and joined and not before.means("place")


def _shares_among(clause: Clause, before: Clause, focus: Tokens) -> bool:
    """``前三张快一点，每张一秒``: each of those just spoken of."""
    each = clause.first("each") or clause.first("count")
    if (
        each is None
        or (each.means("count") and each.number != 1)
        or not clause.means("duration")
        or clause.about
    ):
        return False
    words = clause.folded.text[each.start : each.end]
    several = any(not isinstance(p, Span) or p.first != p.last for t in focus for p in t.photos)
    paced = before.means("degree", "longer", "shorter", "slower", "faster")
    joined = not (before.tokens and before.tokens[-1].means("stop"))
    return several and joined and (paced or words in ("各", "各自"))


def takes_photos(clause: Clause, before: Clause) -> bool:
    """Whether "it" or "them" stands for photos that the clause before only names."""
    bare = clause.means("act") and not clause.means("ref") and not clause.means("topic")
    names_only = before.means("ref") and not before.act and not before.means("topic")
    names_only = names_only and not _asks_something(before)
    return bare and names_only and (clause.means("pronoun") or _judges(before, clause))


_BETWEEN_NAMES = ("ref", "number", "join", "place", "ordinal")

_SIDES = ("before", "after")


def takes_cut(clause: Clause, before: Clause) -> bool:
    """``第四张跟第五张中间太软了，来个硬切``: the first part only says which cut."""
    sided = before.means("place", "between", *_SIDES) and not before.act
    names = before.means("ref") or sum(t.means("number") for t in before.tokens) > 1
    plain = not before.means("transition") and not before.means("duration")
    own = clause.means("transition") and not clause.means("ref") and not clause.means("place")
    return sided and names and plain and own


def cut_named(before: Clause) -> Tokens:
    """The tokens that say which cut a clause spoke of."""
    kinds = _BETWEEN_NAMES
    topic = [t for t in before.tokens if t.means("topic", "transition")]
    return tuple(t for t in before.tokens if t in topic or any(t.means(k) for k in kinds))


# What a clause without a verb may ask for: "zoom in on photo 3 and make it black and white".
_ASKED = ("motion", "tint", "transition", "duration", "quote", "shift", "lever", "percent", "aside")


def _asks_something(clause: Clause) -> bool:
    telling = [t for t in clause.tokens if not t.means("blur")]  # "photo 2 is blurry"
    return any(t.means(kind) for t in telling for kind in _ASKED)


def _judges(before: Clause, clause: Clause) -> bool:
    """``倒数第二张有点丑，拿掉吧``: Chinese needs no pronoun after a verdict."""
    kinds = ("ref", "excess", "social", "vague", "blur", "glue", "comma", "is", "amount", "flaw")
    verdict = before.means("social", "complaint") or before.means("blur") or before.means("flaw")
    only = all(any(t.means(kind) for kind in kinds) for t in before.tokens)
    idle = ("glue", "sigh", "comma", "join", "social")
    first = next((t for t in before.tokens if not any(t.means(k) for k in idle)), None)
    told = first is not None and first.means("ref") and _states_what(before)
    return ((only and verdict) or told) and clause.means("act", "remove", "move")


_STATED = (
    "ref",
    "sigh",
    "social",
    "word",
    "is",
    "glue",
    "comma",
    "neg",
    "subject",
    "occasion",
    "amount",
    "excess",
)


def _states_what(before: Clause) -> bool:
    """``第一张是旧货，拿掉``: what it is, in words of no meaning here."""
    plain = all(any(t.means(kind) for kind in _STATED) for t in before.tokens)
    joined = not before.tokens[-1].means("stop")
    return plain and joined and before.means("word")


def _cuts_on_other_side(clause: Clause, before: Clause) -> bool:
    """``海边那张前面用左推，后面用右推``: both are cuts beside the same photo."""
    sided = clause.means("place", *_SIDES) and before.means("place", *_SIDES)
    cuts = clause.means("transition") and before.means("transition")
    return sided and cuts and not clause.means("ref") and len(_photos_in(before)) == 1
