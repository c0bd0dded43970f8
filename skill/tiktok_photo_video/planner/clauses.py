"""A message split into clauses: one thing asked for, each.

A full stop or "then" always splits. A comma, "and" or "with" splits only where something
new begins, so that "photos 2, 3 and 5" and "crossfade and flash" stay whole.
"""

from __future__ import annotations

from dataclasses import replace

from tiktok_photo_video.planner.antecedents import cut_named, takes_cut, takes_photos, with_photos
from tiktok_photo_video.planner.clause import Clause, own_act, own_denial
from tiktok_photo_video.planner.normal import Folded
from tiktok_photo_video.planner.parts import SUBJECTS
from tiktok_photo_video.planner.splitting import parts_of
from tiktok_photo_video.planner.tokens import Tokens

__all__ = ["Clause", "clauses_of", "opens_with_repair"]


def clauses_of(tokens: Tokens, folded: Folded) -> tuple[Clause, ...]:
    """The clauses of a message, in order, each knowing what it inherits."""
    clauses: list[Clause] = []
    for part, continues in parts_of(tokens):
        before = clauses[-1] if clauses else None
        retries = before is not None and opens_with_repair(part)
        own = _repaired(part) if retries else part
        clause = _clause(own, folded, before if continues or retries else None)
        if before and takes_cut(clause, before):
            clauses.pop()
            clause = replace(clause, tokens=(*cut_named(before), *clause.tokens))
        elif before and takes_photos(clause, before):
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
    clause = with_photos(_with_topic(clause, before), before)
    return replace(clause, timed=before.timed or before.means("duration"))


def _with_topic(clause: Clause, before: Clause) -> Clause:
    """The clause with the topic that its "it" (in Chinese its bare verb) takes up."""
    goes_on = clause.means("pronoun") or clause.means("act", "hold", "move")
    goes_on = goes_on or clause.means("other")  # "I do not like this song, give me another"
    goes_on = goes_on or clause.means("exit") or _names_next_cut(clause)
    goes_on = goes_on or _shows_title_later(clause, before)
    goes_on = goes_on or _speaks_on_of_cuts(clause, before) or _times_cuts(clause, before)
    goes_on = goes_on or _goes_on_styling(clause, before)
    if _turns_to_the_whole(clause, before):
        return clause
    if _pans_on(clause, before):
        return replace(clause, about="motion")
    if not goes_on or clause.means("topic") or clause.means("ref"):
        return clause
    topic = next((v for v in before.values("topic") if v not in ("photo", "video")), "")
    return replace(clause, about=topic or before.about or _shown_by(before, clause))


_STYLES = ("degree", "style", "color", "position", "entrance", "scale", "size")

_BESIDE_STYLES = ("glue", "comma", "join", "amount", "article", "stop", "lead", "to", "determiner")


def _goes_on_styling(clause: Clause, before: Clause) -> bool:
    """``make the title blue and bigger, handwritten style``: all of it is the title's."""
    named = before.means("topic", "title") or before.about == "title"
    styles = [t for t in clause.tokens if any(t.means(kind) for kind in _STYLES)]
    sized = all(t.means("degree", "more", "less") for t in styles if t.means("degree"))
    beside = (t for t in clause.tokens if t not in styles)
    only = all(any(t.means(kind) for kind in _BESIDE_STYLES) for t in beside)
    return named and bool(styles) and sized and only and not clause.means("place")


_SHOWN = ("出现", "显示", "露出", "冒出来", "出来", "呈现")

_WHEN_SHOWN = ("duration", "glue", "to", "lead", "mark", "place", "ordinal", "comma", "exit")


def _shows_title_later(clause: Clause, before: Clause) -> bool:
    """``标题换成“你好”，在最后三秒出现``: when the title is seen."""
    titled = before.about == "title" or (
        before.means("topic", "title") and not before.means("piece", "caption", "card")
    )
    words = {clause.folded.text[t.start : t.end] for t in clause.tokens}
    timed = clause.means("duration") and bool(words & set(_SHOWN))
    kinds = (*_WHEN_SHOWN, "join", "stop", "act")
    return titled and timed and all(any(t.means(k) for k in kinds) for t in clause.tokens)


def _turns_to_the_whole(clause: Clause, before: Clause) -> bool:
    """``Title "Hi". Make it 10 seconds``: past a full stop "it" is the video."""
    ended = bool(before.tokens) and before.tokens[-1].means("stop")
    sets = clause.means("act", "make") and clause.means("duration") and not clause.means("degree")
    return ended and sets and before.means("quote") and not before.means("duration")


def _pans_on(clause: Clause, before: Clause) -> bool:
    """``pan down photo 1 and up photo 2``."""
    pans = before.means("motion", "pan_left", "pan_right", "pan_up", "pan_down", "pan")
    led = bool(clause.tokens) and any(t.means("step") for t in clause.tokens[:2])
    return pans and led and not clause.means("act") and clause.means("ref")


def _shown_by(before: Clause, clause: Clause) -> str:
    """What a clause without a noun was about: ``saying Ciao`` a title, ``use wipes`` cuts."""
    if before.means("quote") and before.acts("write", "call") and not before.means("ref"):
        return "title"
    on = _speaks_on_of_cuts(clause, before) or _times_cuts(clause, before)
    return "transition" if on else ""


_LONGEST_CUT_S = 2.0


def _times_cuts(clause: Clause, before: Clause) -> bool:
    """``the crossfades drag, make them 0.3 s``."""
    cuts = before.means("topic", "transition") or before.about == "transition"
    cuts = cuts or (before.means("transition") and not before.means("motion"))
    time = clause.first("duration")
    brief = time is not None and time.number <= _LONGEST_CUT_S
    words = clause.folded.text[clause.tokens[0].start : clause.tokens[-1].end] if brief else ""
    return cuts and " them " in f" {words} "


def _speaks_on_of_cuts(clause: Clause, before: Clause) -> bool:
    """``I hate crossfades, use blur ones, slower``."""
    cuts = before.means("topic", "transition") or before.about == "transition"
    cuts = cuts or (before.means("transition") and not before.means("motion"))
    degrees = clause.means("degree") and not clause.act and not clause.means("ref")
    timed = clause.means("pronoun") and clause.means("duration") and not clause.means("ref")
    ones = clause.means("transition") and clause.means("mark", "one")
    return cuts and (ones or degrees or (timed and _says_them(clause)))


def _says_them(clause: Clause) -> bool:
    """``make them a second``: several, so not the video."""
    words = (clause.folded.text[t.start : t.end] for t in clause.tokens if t.means("pronoun"))
    return any(word.split()[-1] in ("them", "these", "those", "它们", "'em") for word in words)


def _names_next_cut(clause: Clause) -> bool:
    """``the first transition a flash, the last one a blur``, ``前面的用闪白，后面的用模糊``."""
    places = ("front", "end", "before", "after")
    ranked = clause.means("ordinal") or clause.means("place", *places) or clause.means("rest")
    return clause.means("transition") and ranked


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
