"""A message split into clauses: one thing asked for, each.

A full stop or "then" always splits. A comma, "and" or "with" splits only where something
new begins, so that "photos 2, 3 and 5" and "crossfade and flash" stay whole.
"""

from __future__ import annotations

from dataclasses import replace

from tiktok_photo_video.planner.clause import Clause, own_act, own_denial
from tiktok_photo_video.planner.going_on import with_topic
from tiktok_photo_video.planner.normal import Folded
from tiktok_photo_video.planner.parts import SUBJECTS
from tiktok_photo_video.planner.pointers import AllBut, Span
from tiktok_photo_video.planner.splitting import parts_of
from tiktok_photo_video.planner.tokens import Token, Tokens, sense

__all__ = ["Clause", "clauses_of", "is_relative", "opens_with_repair"]


def clauses_of(tokens: Tokens, folded: Folded) -> tuple[Clause, ...]:
    """The clauses of a message, in order, each knowing what it inherits."""
    clauses: list[Clause] = []
    for part, continues in parts_of(tokens):
        before = clauses[-1] if clauses else None
        retries = before is not None and opens_with_repair(part)
        own = _repaired(part) if retries else part
        clause = _clause(own, folded, before if continues or retries else None)
        if before and _takes_photos(clause, before):
            # "Photo 2 is blurry, remove it": the first part only says which.
            clauses.pop()
            named = tuple(t for t in before.tokens if t.means("ref"))
            clause = replace(clause, tokens=(*named, *clause.tokens))
        clauses.append(_linked(clause, before) if before else clause)
    return tuple(clauses)


def opens_with_repair(part: Tokens) -> bool:
    """``no sorry, the third``, ``不对，第三张``: a second try; a mere "no" may be a refusal."""
    repairs = part[0].means("repair")
    return repairs and (not part[0].means("neg") or (len(part) > 1 and part[1].means("repair")))


def _repaired(part: Tokens) -> Tokens:
    """The tokens where the words that take something back refuse nothing."""
    return tuple(t.without("neg") if t.means("repair") else t for t in part)


def _linked(clause: Clause, before: Clause) -> Clause:
    """The clause with what it takes up from the one before it."""
    clause = _with_photos(with_topic(clause, before), before)
    return replace(clause, timed=before.timed or before.means("duration"))


# What only a whole video has: "put photo 3 first and make it square" squares the video.
_OF_THE_VIDEO = ("shape", "mood", "genre", "feel", "fps", "lines", "pixels", "occasion", "sort")
_OF_TITLES = ("color", "position", "style", "entrance")


def _with_photos(clause: Clause, before: Clause) -> Clause:
    """The clause with the photos that its "it" stands for: "move 5 up, then hold it for 4 s"."""
    spoken_of = _photos_in(clause)[:1]
    captions = clause.means("piece", "caption") and clause.means("pronoun")
    if not spoken_of and _captions_what_was_put(clause, before):
        return replace(clause, focus=_photos_in(before)[:1], follows=True)
    if spoken_of or (clause.means("topic") and not captions):
        return replace(clause, focus=spoken_of)
    focus = () if before.acts("remove") or before.means("aside") else before.focus
    focus = focus or (() if before.acts("remove") else _photos_in(before)[:1])
    clause = replace(clause, focus=focus)
    if focus and is_relative(clause):
        return replace(clause, tokens=(*focus, *clause.tokens[1:]))
    speaks = _speaks_of_photo(clause) or _goes_on_changing(clause, before)
    if not focus or not (speaks or _times_what_was_put(clause, before)):
        return clause
    return replace(clause, tokens=(*focus, *clause.tokens))


def is_relative(clause: Clause) -> bool:
    """``…, except the first, which should stay still``: no question, but what is wanted of it."""
    words = [clause.folded.text[t.start : t.end] for t in clause.tokens[:2]]
    asks = clause.asks or len(clause.tokens) < 2 or clause.tokens[1].means("mark")
    names = asks or clause.tokens[1].means("topic") or clause.tokens[1].means("ref")
    gives = len(words) > 1 and words[1] in _GIVES
    return not names and (words[0] == "which" or (words[0] in ("that", "it", "this") and gives))


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


def _takes_photos(clause: Clause, before: Clause) -> bool:
    """Whether "it" or "them" stands for photos that the clause before only names."""
    bare = clause.means("act") and not clause.means("ref") and not clause.means("topic")
    names_only = before.means("ref") and not before.act and not before.means("topic")
    names_only = names_only and not _asks_something(before)
    return bare and names_only and (clause.means("pronoun") or _judges(before, clause))


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
    return only and verdict and clause.means("act", "remove", "move")


def _clause(tokens: Tokens, folded: Folded, before: Clause | None) -> Clause:
    act, denied = own_act(tokens), own_denial(tokens)
    asks = any(t.means("stop", "?") for t in tokens)
    if before and not act and not denied and _is_bare(tokens):
        return Clause(tokens, folded, before.act, before.denied, asks, inherits=True)
    return Clause(tokens, folded, act, denied, asks)


def _is_bare(tokens: Tokens) -> bool:
    """Whether a part only names a thing, so that the verb before it holds for it too."""
    own = {SUBJECTS[s.kind] for t in tokens for s in t.senses if s.kind in SUBJECTS}
    moved = any(t.means("ref") for t in tokens) and own <= {"place"}
    return (not own or moved) and not any(t.means("with") for t in tokens)
