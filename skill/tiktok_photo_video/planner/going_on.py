"""What a clause goes on about: the title, the cuts, the song that the one before it named."""

from __future__ import annotations

from dataclasses import replace

from tiktok_photo_video.planner.clause import Clause
from tiktok_photo_video.planner.tokens import sense

_NO_SUBJECT = ("photo", "video", "size")  # "black letters" are the title's


def with_topic(clause: Clause, before: Clause) -> Clause:
    """The clause with the topic that its "it" (in Chinese its bare verb) takes up."""
    goes_on = clause.means("pronoun") or clause.means("act", "hold", "move")
    goes_on = goes_on or clause.means("other")  # "I do not like this song, give me another"
    goes_on = goes_on or clause.means("exit") or _names_next_cut(clause)
    goes_on = goes_on or _shows_title_later(clause, before)
    goes_on = goes_on or _speaks_on_of_cuts(clause, before) or _times_cuts(clause, before)
    goes_on = goes_on or _goes_on_styling(clause, before) or _comes_in(clause, before)
    if _turns_to_the_whole(clause, before):
        return clause
    if _pans_on(clause, before):
        return replace(clause, about="motion")
    named = _sizes_title(clause, before) or _times_what_was_named(clause, before)
    if named is not None:
        return named
    if not goes_on or clause.means("topic") or clause.means("ref"):
        return clause
    topic = next((v for v in before.values("topic") if v not in _NO_SUBJECT), "")
    topic = topic or ("title" if before.means("topic", "title") else "")
    return replace(clause, about=topic or before.about or _shown_by(before, clause))


_STYLES = ("degree", "style", "color", "position", "entrance", "scale", "size")
_BESIDE_STYLES = ("glue", "comma", "join", "amount", "article", "stop", "lead", "to", "determiner")


def _goes_on_styling(clause: Clause, before: Clause) -> bool:
    """``make the title blue and bigger, handwritten style``: all of it is the title's."""
    named = before.means("topic", "title") or before.about == "title"
    styles = [t for t in clause.tokens if any(t.means(kind) for kind in _STYLES)]
    sized = all(t.means("degree", "more", "less") for t in styles if t.means("degree"))
    beside = [t for t in clause.tokens if t not in styles]
    if not clause.folded.text.isascii():  # "color走#ffff00" goes on too
        beside = [t for t in beside if not t.means("act", "set", "make", "move", "add")]
    only = all(any(t.means(kind) for kind in _BESIDE_STYLES) for t in beside)
    return named and bool(styles) and sized and only and not clause.means("place")


_SIZED = {"zoom_in": sense("degree", "more"), "zoom_out": sense("degree", "less")}


def _sizes_title(clause: Clause, before: Clause) -> Clause | None:
    """``字太小了，放大点``: after letters of the wrong size no camera moves."""
    titled = before.about == "title" or before.means("topic", "title")
    if not titled or not before.means("degree") or clause.means("topic") or clause.means("ref"):
        return None
    sized = [t for t in clause.tokens if t.value("motion") in _SIZED]
    beside = (t for t in clause.tokens if t not in sized)
    if not sized or not all(any(t.means(k) for k in _BESIDE_SIZES) for t in beside):
        return None
    tokens = tuple(
        replace(t, senses=_SIZED[t.value("motion") or ""]) if t in sized else t
        for t in clause.tokens
    )
    return replace(clause, tokens=tokens, about="title")


_BESIDE_SIZES = (*_BESIDE_STYLES, "pronoun", "repeat")


def _comes_in(clause: Clause, before: Clause) -> bool:
    """``标题移到中间，开头淡入进来``: how the title comes in."""
    titled = before.about == "title" or before.means("topic", "title")
    return titled and clause.means("entrance") and not clause.folded.text.isascii()


_LONGEST_TITLE_S = 8.0


def _times_title(clause: Clause, before: Clause) -> bool:
    """``标题放底部，时长5秒``: in a row of what is said of the title its time is meant."""
    titled = before.about == "title" or (
        before.means("topic", "title") and not before.means("quote")
    )
    time = clause.first("duration")
    brief = time is not None and time.number <= _LONGEST_TITLE_S
    whole = clause.means("total") or clause.means("topic", "video", "music") or clause.means("each")
    ended = bool(before.tokens) and before.tokens[-1].means("stop")
    timed = clause.means("topic", "length") and not clause.means("ref")
    return titled and brief and timed and not whole and not ended


def _times_what_was_named(clause: Clause, before: Clause) -> Clause | None:
    """A clause about the length of the title or the cuts that were just spoken of."""
    timed = tuple(t for t in clause.tokens if not t.means("topic", "length"))
    if _times_title(clause, before):
        return replace(clause, tokens=timed, about="title")
    if _shortens_cuts(clause, before):
        return replace(clause, tokens=timed, about="transition")
    return None


def _shortens_cuts(clause: Clause, before: Clause) -> bool:
    """``转场统一换成叠化，时间短一点``: the time of what was just spoken of."""
    cuts = before.means("topic", "transition") and not before.means("degree")
    timed = clause.means("topic", "length") and clause.means("degree") and not clause.means("ref")
    whole = clause.means("total") or clause.means("topic", "video", "music", "photo")
    return cuts and timed and not whole and not before.tokens[-1].means("stop")


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
    alone = all(t.means("duration") or t.means("stop") for t in clause.tokens)
    bare = brief and alone and before.means("topic", "transition")
    if bare and cuts and before.means("degree") and not before.means("duration"):
        return True  # "the transitions shorter, 0.2 s"
    words = clause.folded.text[clause.tokens[0].start : clause.tokens[-1].end] if brief else ""
    return cuts and " them " in f" {words} "


def _speaks_on_of_cuts(clause: Clause, before: Clause) -> bool:
    """``I hate crossfades, use blur ones, slower``."""
    cuts = before.means("topic", "transition") or before.about == "transition"
    cuts = cuts or (before.means("transition") and not before.means("motion"))
    degrees = clause.means("degree") and not clause.act and not clause.means("ref")
    timed = clause.means("pronoun") and clause.means("duration") and not clause.means("ref")
    ones = clause.means("transition") and clause.means("mark", "one")
    timed = timed or (clause.means("degree") and not clause.means("topic"))
    return cuts and (ones or degrees or (timed and _says_them(clause)))


def _says_them(clause: Clause) -> bool:
    """``make them a second``: several, so not the video."""
    words = (clause.folded.text[t.start : t.end] for t in clause.tokens if t.means("pronoun"))
    return any(word.split()[-1] in ("them", "these", "those", "它们", "'em") for word in words)


def _names_next_cut(clause: Clause) -> bool:
    """``the first transition a flash, the last one a blur``."""
    places = ("front", "end", "before", "after")
    ranked = clause.means("ordinal") or clause.means("place", *places) or clause.means("rest")
    return clause.means("transition") and ranked
