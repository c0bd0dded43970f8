"""A message split into clauses: one thing asked for, each.

A full stop or "then" always splits. A comma, "and" or "with" splits only where something
new begins, so that "photos 2, 3 and 5" and "crossfade and flash" stay whole.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from tiktok_photo_video.planner.normal import Folded
from tiktok_photo_video.planner.parts import SUBJECTS, is_edge
from tiktok_photo_video.planner.pointers import AllBut, Span
from tiktok_photo_video.planner.splitting import parts_of
from tiktok_photo_video.planner.tokens import Token, Tokens, sense


@dataclass(frozen=True, slots=True)
class Clause:
    """The tokens of one request, and what it takes over from the one before it.

    ``act`` and ``denied`` are its own, or for a bare continuation ("no music or *titles*")
    those of the clause before. ``about`` is the topic that its "it" or "them" takes up,
    ``focus`` the photos that the clause before spoke of, ``timed`` whether it gave seconds, and
    ``follows`` whether it goes on from one about photos alone.
    """

    tokens: Tokens
    folded: Folded
    act: str = ""
    denied: bool = False
    asks: bool = False
    inherits: bool = False
    about: str = ""
    focus: Tokens = ()
    timed: bool = False
    follows: bool = False

    def means(self, kind: str, *values: str) -> bool:
        """Whether any token has a sense of this kind (and one of these values)."""
        for token in self.tokens:
            for each in token.senses:
                if each.kind == kind and (not values or each.value in values):
                    return True
        return False

    def value(self, kind: str) -> str | None:
        """The first value under a kind."""
        return next((v for t in self.tokens if (v := t.value(kind)) is not None), None)

    def values(self, kind: str) -> list[str]:
        """All values under a kind, in order."""
        return [v for t in self.tokens if (v := t.value(kind)) is not None]

    def first(self, kind: str, *values: str) -> Token | None:
        """The first token with this sense."""
        return next((t for t in self.tokens if t.means(kind, *values)), None)

    def acts(self, *acts: str) -> bool:
        """Whether one of these acts is asked for, here or by inheritance."""
        return self.act in acts or self.means("act", *acts)

    @property
    def words(self) -> str:
        """The clause as the user wrote it."""
        inner = _trimmed(self.tokens)
        return self.folded.slice(inner[0].start, inner[-1].end) if inner else ""

    def but(self, tokens: Tokens) -> Clause:
        """The same clause with fewer tokens: a verb or a refusal that was used up is gone."""
        act = self.act if self.inherits else _own_act(tokens)
        denied = self.denied if self.inherits else _own_denial(tokens)
        return replace(self, tokens=tokens, act=act, denied=denied)


def _trimmed(tokens: Tokens) -> Tokens:
    inner = list(tokens)
    while inner and is_edge(inner[-1]):
        inner.pop()
    while inner and is_edge(inner[0]):
        inner.pop(0)
    return tuple(inner)


def clauses_of(tokens: Tokens, folded: Folded) -> tuple[Clause, ...]:
    """The clauses of a message, in order, each knowing what it inherits."""
    clauses: list[Clause] = []
    for part, continues in parts_of(tokens):
        before = clauses[-1] if clauses else None
        retries = before is not None and opens_with_repair(part)
        own = _repaired(part) if retries else part
        clause = _clause(own, folded, before if continues or retries else None)
        if before and _takes_cut(clause, before):
            clauses.pop()
            clause = replace(clause, tokens=(*_cut_named(before), *clause.tokens))
        elif before and _takes_photos(clause, before):
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
    clause = _with_photos(_with_topic(clause, before), before)
    return replace(clause, timed=before.timed or before.means("duration"))


# What only a whole video has: "put photo 3 first and make it square" squares the video.
_OF_THE_VIDEO = ("shape", "mood", "genre", "feel", "fps", "lines", "pixels", "occasion", "sort")
_OF_TITLES = ("color", "position", "style", "entrance")


def _with_photos(clause: Clause, before: Clause) -> Clause:
    """The clause with the photos that its "it" stands for: "move 5 up, then hold it for 4 s"."""
    spoken_of = _photos_in(clause)[:1]
    captions = clause.means("piece", "caption") and clause.means("pronoun")
    captions = captions or _words_for_photo(clause, before)
    if not spoken_of and _captions_what_was_put(clause, before):
        return replace(clause, focus=_photos_in(before)[:1], follows=True)
    if not spoken_of and _cuts_on_other_side(clause, before):
        side = (*_photos_in(before)[:1], *clause.tokens)
        return replace(clause, tokens=side, focus=_photos_in(before)[:1], about="transition")
    if spoken_of and _is_measured_by(clause) and _photos_in(before) and not before.acts("remove"):
        measured = (*_photos_in(before)[:1], *clause.tokens)
        return replace(clause, tokens=measured, focus=spoken_of, denied=False, inherits=False)
    if spoken_of or (clause.means("topic") and not captions):
        return replace(clause, focus=spoken_of)
    focus = () if before.acts("remove") or before.means("aside") else before.focus
    focus = focus or (() if before.acts("remove") else _photos_in(before)[:1])
    clause = replace(clause, focus=focus)
    if focus and is_relative(clause):
        return replace(clause, tokens=(*focus, *clause.tokens[1:]))
    speaks = _speaks_of_photo(clause) or _goes_on_changing(clause, before)
    speaks = speaks or _shares_among(clause, before, focus)
    if not focus or not (speaks or _times_what_was_put(clause, before)):
        return clause
    return replace(clause, tokens=(*focus, *clause.tokens))


def _words_for_photo(clause: Clause, before: Clause) -> bool:
    """``第二张调亮，再给它写上“光”``: words given to "it" go on the photo."""
    gives = clause.means("give") and clause.means("quote") and clause.means("act", "add", "write")
    return gives and not before.means("topic") and len(_photos_in(before)) == 1


_MEASURING = ("有", "跟", "和", "像", "按", "照", "按照", "用", "等于", "只要")


def _is_measured_by(clause: Clause) -> bool:
    """``…，有第一张一半的时间就够了``: another photo, by which the one before is measured."""
    at = next((i for i, t in enumerate(clause.tokens) if t.means("ref")), 0)
    led = at and clause.tokens[at - 1]
    words = clause.folded.text[led.start : led.end] if led else ""
    after = clause.tokens[at + 1 : at + 4]
    measured = any(t.means(kind) for t in after for kind in ("times", "fraction", "equal"))
    return words in _MEASURING and measured and sum(t.means("ref") for t in clause.tokens) == 1


def is_relative(clause: Clause) -> bool:
    """``…, except the first, which should stay still``: no question, but what is wanted of it."""
    words = [clause.folded.text[t.start : t.end] for t in clause.tokens[:2]]
    asks = clause.asks or len(clause.tokens) < 2 or clause.tokens[1].means("mark")
    names = asks or clause.tokens[1].means("topic") or clause.tokens[1].means("ref")
    return not names and words[0] == "which"


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
    return (*new, *(_excepted(t) for t in clause.tokens if t.means("ref")))


_LONGEST_OF_ONE_S = 6.0


def _times_what_was_put(clause: Clause, before: Clause) -> bool:
    """``put photo 4 second and make it 5 seconds``: a time for one, within a sentence."""
    time = clause.first("duration")
    brief = time is not None and time.number <= _LONGEST_OF_ONE_S
    puts = before.means("act", "move", "start_with", "end_with") and before.means("ref")
    ended = bool(before.tokens) and before.tokens[-1].means("stop")
    it = clause.means("pronoun") and not clause.means("total") and not clause.means("topic")
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
    titled = any(
        t.means(kind) and not t.means("motion") for t in clause.tokens for kind in _OF_TITLES
    )
    if not clause.means("pronoun") or titled:
        return False
    if clause.means("duration") or clause.means("degree", "faster", "slower"):
        # "Make it 15 seconds" is the video's length.
        return clause.means("degree", "longer", "shorter") or clause.means("give")
    return True


_CHANGES = ("degree", "shift", "amount", "join", "glue", "comma", "stop", "article", "excess")


def _goes_on_changing(clause: Clause, before: Clause) -> bool:
    """``the second photo a bit brighter and a bit longer``: both are said of it."""
    more = clause.means("degree", "longer", "shorter", "slower", "faster")
    bare = all(any(t.means(kind) for kind in _CHANGES) for t in clause.tokens)
    looks = before.means("shift") or before.means("tint") or before.means("degree", "longer")
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


def _takes_photos(clause: Clause, before: Clause) -> bool:
    """Whether "it" or "them" stands for photos that the clause before only names."""
    bare = clause.means("act") and not clause.means("ref") and not clause.means("topic")
    names_only = before.means("ref") and not before.act and not before.means("topic")
    names_only = names_only and not _asks_something(before)
    return bare and names_only and (clause.means("pronoun") or _judges(before, clause))


_BETWEEN_NAMES = ("ref", "number", "join", "place", "ordinal")


def _takes_cut(clause: Clause, before: Clause) -> bool:
    """``第四张跟第五张中间太软了，来个硬切``: the first part only says which cut."""
    sided = before.means("place", "between", *_SIDES) and not before.act
    names = before.means("ref") or sum(t.means("number") for t in before.tokens) > 1
    plain = not before.means("transition") and not before.means("duration")
    own = clause.means("transition") and not clause.means("ref") and not clause.means("place")
    return sided and names and plain and own


def _cut_named(before: Clause) -> Tokens:
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
    return only and verdict and clause.means("act", "remove", "move")


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


_SIDES = ("before", "after")


def _cuts_on_other_side(clause: Clause, before: Clause) -> bool:
    """``海边那张前面用左推，后面用右推``: both are cuts beside the same photo."""
    sided = clause.means("place", *_SIDES) and before.means("place", *_SIDES)
    cuts = clause.means("transition") and before.means("transition")
    return sided and cuts and not clause.means("ref") and len(_photos_in(before)) == 1


def _clause(tokens: Tokens, folded: Folded, before: Clause | None) -> Clause:
    act, denied = _own_act(tokens), _own_denial(tokens)
    asks = any(t.means("stop", "?") for t in tokens)
    if before and not act and not denied and _is_bare(tokens):
        return Clause(tokens, folded, before.act, before.denied, asks, inherits=True)
    return Clause(tokens, folded, act, denied, asks)


def _own_act(tokens: Tokens) -> str:
    return next((v for t in tokens if (v := t.value("act")) is not None), "")


def _own_denial(tokens: Tokens) -> bool:
    return any(t.means("neg") for t in tokens)


def _is_bare(tokens: Tokens) -> bool:
    """Whether a part only names a thing, so that the verb before it holds for it too."""
    own = {SUBJECTS[s.kind] for t in tokens for s in t.senses if s.kind in SUBJECTS}
    moved = any(t.means("ref") for t in tokens) and own <= {"place"}
    return (not own or moved) and not any(t.means("with") for t in tokens)
