"""How long the whole and its photos are to be."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Literal

from tiktok_photo_video.planner.clauses import Clause
from tiktok_photo_video.planner.grammar.found import (
    Found,
    found,
    photos_named,
    photos_of,
    tokens_meaning,
)
from tiktok_photo_video.planner.grammar.stretching import (
    LENGTHENING,
    SHORTENING,
    complains,
    relative,
    runs_at,
    stretched,
)
from tiktok_photo_video.planner.photo_wishes import (
    Length,
    PhotoLength,
)
from tiktok_photo_video.planner.pointers import Everything, Reference, References, Span
from tiktok_photo_video.planner.tokens import Token
from tiktok_photo_video.planner.wishes import (
    Unsaid,
    Wish,
)


def lengths(clause: Clause) -> Found | None:
    """``make it 15 seconds``, ``3 seconds each``, ``photo 2 longer``, ``慢一点``."""
    degree = next((t for t in clause.tokens if t.means("degree", *LENGTHENING, *SHORTENING)), None)
    durations = [t for t in tokens_meaning(clause, "duration") if _is_wanted(clause, t, degree)]
    if durations:
        return _ranged(clause, durations) or _with_durations(clause, durations)
    bare = None if degree is None or clause.means("duration") else _bare_seconds(clause)
    if bare is not None:
        return found(clause, Length(bare.number), used=(bare, degree))
    times = clause.first("times")
    if degree is None and not (times and _of_time(clause)):
        return None
    return relative(clause, degree, times)


def _of_time(clause: Clause) -> bool:
    return (
        clause.means("topic", "length", "pace")
        or (clause.means("topic", "video") and clause.means("part"))
        or runs_at(clause)
        or _SO_MANY_TIMES.search(_folded_words(clause)) is not None
    )


_SO_MANY_TIMES = re.compile(r"延长|拉长|加长|缩短|减短|倍(?:那么|这么)?(?:长|久)|倍的?时[长间]")


def _folded_words(clause: Clause) -> str:
    return clause.folded.text[clause.tokens[0].start : clause.tokens[-1].end]


def _is_wanted(clause: Clause, token: Token, degree: Token | None) -> bool:
    """Not the amount that is denied, or that is complained about: "15 s is too long, 10"."""
    if _ruled_out(clause, token) or _is_of_event(clause, token) or _stresses(clause, token):
        return False
    return degree is None or not complains(clause, degree) or token.start > degree.start


_STRESSES = re.compile(r"(?:多|少|超|超出|差)(?:过|出)?$")
_NOT_EVEN = re.compile(r"^(?:.{0,6})(?:都|也)(?:.{0,2})(?:不|别|没|勿)")


def _stresses(clause: Clause, token: Token) -> bool:
    """``十二秒，多一秒都不行``, ``一秒都不能多``: how strictly an amount is meant."""
    text = clause.folded.text
    led = _STRESSES.search(text[clause.tokens[0].start : token.start])
    after = text[token.end : clause.tokens[-1].end]
    more = re.match(r"(?:都|也)(?:不|别)(?:能|要|可以|许|准)?(?:多|少|超|差)", after)
    return bool(more) or bool(led and _NOT_EVEN.match(after))


_HOUR_S = 3600.0


def _is_of_event(clause: Clause, token: Token) -> bool:
    """``a video of our 5 hour hike``: how long that took."""
    after = [t for t in clause.tokens if t.start >= token.end][:1]
    named = any(after[0].means(kind) for kind in ("word", "occasion")) if after else False
    return token.number >= _HOUR_S and named


def _ranged(clause: Clause, durations: list[Token]) -> Found | None:
    """``between 10 and 15 seconds``, ``10-15 seconds``: anything in between will do."""
    last = durations[-1]
    at = next(i for i, t in enumerate(clause.tokens) if t is last)
    if at < 2 or not _joins_range(clause, clause.tokens[at - 1]):
        return None
    low = clause.tokens[at - 2]
    low_s = low.number if low.means("number") or low.means("duration") else 0.0
    if not 0 < low_s < last.number or len(durations) > 2:
        return None
    used = tokens_meaning(clause, "duration", "number", "place", "dash", "total", "each", "ref")
    photos = _photos_for(clause, last)
    if photos is not None:
        return found(clause, PhotoLength((low_s + last.number) / 2, photos=photos), used=used)
    return found(clause, Length(low_s, bound="least"), Length(last.number, bound="most"), used=used)


def _joins_range(clause: Clause, token: Token) -> bool:
    between = token.means("join", "and") and clause.means("place", "between")
    return between or token.means("dash") or token.means("to", "to")


def _bare_seconds(clause: Clause) -> Token | None:
    """``shorter, 15``: a number beside a change of length can only be the length."""
    numbers = tokens_meaning(clause, "number")
    others = ("ref", "times", "percent", "topic", "act", "place", "amount")
    if len(numbers) != 1 or any(clause.means(kind) for kind in others):
        return None
    return numbers[0] if numbers[0].number >= _FEWEST_SECONDS else None


def shares(clause: Clause) -> Found | None:
    """``30% faster``, ``photo 2 50% longer``, ``cut the length to 80 %``, ``缩短三分之一``."""
    percent = clause.first("percent") or clause.first("fraction")
    degree = next((t for t in clause.tokens if t.means("degree", *LENGTHENING, *SHORTENING)), None)
    timed = degree is not None or clause.means("topic", "length", "pace")
    others = ("music", "title", "volume", "transition", "motion", "size", "background")
    if percent is None or not timed or clause.means("topic", *others) or clause.denied:
        return None
    share = percent.number or float(percent.value("fraction") or 0)
    factor = _shared_factor(clause, percent, degree, share)
    if not 0 < factor <= _MOST_FACTOR:
        return None
    used = [percent, degree, *tokens_meaning(clause, "ref", "each", "total", "topic", "times")]
    return found(clause, stretched(clause, factor), used=used)


_MOST_FACTOR = 10.0


def _shared_factor(clause: Clause, percent: Token, degree: Token | None, share: float) -> float:
    """What a share of the length comes to: ``to 80 %`` and ``80 % of`` are it, else a change."""
    at = next(i for i, t in enumerate(clause.tokens) if t is percent)
    before = clause.tokens[max(at - 2, 0) : at]
    absolute = any(t.means("to", "to") or t.means("is") for t in before if not t.means("to", "by"))
    if (
        degree is None
        and not absolute
        and (grown := _GROWN.search(_folded_words(clause))) is not None
    ):
        return 1 + share if grown["more"] else 1 - share  # "时长加20%"
    if absolute or degree is None or (degree.means("plain") and "as" in _words(clause)):
        return share
    if degree.means("degree", "faster"):
        return 1 / (1 + share)
    if degree.means("degree", "slower"):
        return 1 / (1 - share) if share < 1 else 1 + share
    return 1 + share if degree.means("degree", "longer") else 1 - share


_GROWN = re.compile(
    r"(?P<more>增加|加长|延长|拉长|多加|再加|加|增|多)(?:了|上)?\s*(?=\d|百分之|[一二三四]成)"
    r"|(?:减少|缩短|减短|减掉|去掉|砍掉|缩|减|砍|少)(?:了|去)?\s*(?=\d|百分之|[一二三四]成)"
)


def _words(clause: Clause) -> list[str]:
    return clause.words.casefold().split()


def carried_lengths(clause: Clause) -> Found | None:
    """``…, the rest 2``: once seconds were given, a number beside photos is seconds too."""
    numbers = tokens_meaning(clause, "number")
    relative = clause.means("ask", "wh") or clause.means("act", "hold")
    photos = photos_named(clause) or (photos_of(clause.focus) if relative else ())
    if not clause.timed or len(numbers) != 1 or not photos or clause.denied:
        return None
    around = (
        *_AROUND,
        "ask",
        "ref",
        "rest",
        "all",
        "each",
        "number",
        "except",
        "hold",
        "mark",
        "dash",
    )
    silent = all(any(t.means(kind) for kind in around) for t in clause.tokens)
    moves_on = clause.means("act", "move") and not clause.means("act", "make", "hold", "show")
    if not silent or (moves_on and clause.means("place")):
        return None
    return found(clause, PhotoLength(numbers[0].number, photos=photos), used=clause.tokens)


_FEWEST_SECONDS = 3  # below that a bare number is rather a photo's


def bare_lengths(clause: Clause) -> Found | None:
    """``make it 20``: of a video that can only be its length."""
    token = clause.first("number")
    asks = clause.means("act", "make", "set", "create") and not clause.denied
    if token is None or token.number < _FEWEST_SECONDS or not asks:
        return None
    alone = all(t is token or any(t.means(kind) for kind in _AROUND) for t in clause.tokens)
    return found(clause, Length(token.number), used=clause.tokens) if alone else None


_AROUND = ("act", "glue", "pronoun", "to", "lead", "stop", "comma", "join", "ask")


def _ruled_out(clause: Clause, token: Token) -> bool:
    """``not 15 but 20 seconds``: the amount right after a negation is the one not wanted."""
    at = next(i for i, t in enumerate(clause.tokens) if t is token)
    return at > 0 and clause.tokens[at - 1].means("neg")


def _with_durations(clause: Clause, durations: list[Token]) -> Found:
    wishes = [_absolute_or_more(clause, token) for token in durations]
    used = tokens_meaning(clause, "duration", "degree", "each", "total", "ref", "amount", "plain")
    return found(clause, *wishes, used=used)


def _absolute_or_more(clause: Clause, token: Token) -> Wish:
    photos = _photos_for(clause, token)
    spared = _SPARED.search(clause.words) is not None  # "省出来的三秒给最后一张"
    change = token.number if spared else _change_s(clause, token)
    if photos is None and not change and _points_at_photo(clause):
        return Unsaid("which")
    if photos is None:
        return Length(more_s=change) if change else Length(token.number, bound=_bound(clause))
    if change:
        return PhotoLength(more_s=change, photos=photos)
    return PhotoLength(photo_s=token.number, photos=photos)


def _points_at_photo(clause: Clause) -> bool:
    """Whether a photo is meant that nobody can find: its seconds are not the whole's."""
    if clause.means("act", "create") or clause.means("total") or clause.means("topic", "video"):
        return False
    said = {clause.folded.text[t.start : t.end] for t in clause.tokens}
    marked = any(t.means("mark", "one", "counter", "nth", "tail") for t in clause.tokens)
    return marked or bool(said & {"that one", "this one"})


def _bound(clause: Clause) -> Literal["", "most", "least"]:
    """``at most 20 seconds`` leaves a video of 15 alone."""
    if clause.means("floor"):
        return "least"
    return "most" if _is_limited(clause) else ""


def _is_limited(clause: Clause) -> bool:
    """``under 20 s``; not "3 seconds shorter than now", where no time follows."""
    limit = clause.first("limit")
    time = next((t for t in reversed(clause.tokens) if t.means("duration")), None)
    if limit is None or time is None:
        return limit is not None
    than = clause.folded.text[limit.start : limit.end] == "than"
    return not than or limit.start < time.start


def _photos_for(clause: Clause, token: Token) -> References | None:
    """The photos a duration is for; empty for each of them, ``None`` for the whole."""
    photos = photos_named(clause)
    photos = _ranked(clause) if photos in ((), (Everything(),)) else photos
    if photos:
        return photos
    if _is_of_new_video(clause, token):
        return None
    each = clause.means("each") or _one_each(clause, token) or _is_of_each(clause, token)
    return () if each else None


def _is_of_new_video(clause: Clause, token: Token) -> bool:
    """``create a 30-second video from all of the photos``: of the video that comes right after."""
    words = clause.folded.text[token.start : token.end]
    led = any(
        before.means("to", "from") and each.means("each")
        for before, each in pairwise(clause.tokens)
    )
    return led and token.number > _LONGEST_OF_EACH_S and words.endswith(("second", "minute", "sec"))


def _ranked(clause: Clause) -> References:
    """``show the first for half a second``; "the first 3 seconds" are no photo."""
    if not clause.means("act", "hold", "show", "set", "make", "add", "move"):
        return ()
    photos: list[Reference] = []
    for at, token in enumerate(clause.tokens):
        following = clause.tokens[at + 1] if at + 1 < len(clause.tokens) else None
        timed = following is not None and following.means("duration")
        if (value := token.value("ordinal")) and not timed and not token.means("place"):
            photos.append(Span(int(value), int(value)))
    return tuple(photos)


_LONGEST_OF_EACH_S = 5.0  # "everything 2 seconds" is no whole video


def _is_of_each(clause: Clause, token: Token) -> bool:
    topics = clause.values("topic")
    every = clause.means("all") and not clause.means("total") and set(topics) <= {"photo"}
    return every and token.number <= _LONGEST_OF_EACH_S


def _one_each(clause: Clause, token: Token) -> bool:
    """``3秒一张``, ``一张3秒``: one photo so long."""
    at = next(i for i, t in enumerate(clause.tokens) if t is token)
    beside = clause.tokens[max(at - 1, 0) : at + 2]
    return any(t.means("count") and t.number == 1 for t in beside)


_SPARED = re.compile(
    r"(?:省|多|腾|騰|空|匀|剩|挤|擠|慳)(?:出|下|落)?(?:来|來|嚟)?(?:的|嘅).{0,4}秒.*(?:给|給|加|畀|俾|分)"
)
_FURTHER = {"extra", "additional", "further", "more", "another"}


def _change_s(clause: Clause, token: Token) -> float:
    """Seconds more or less that a duration stands for; 0 when it is the length itself."""
    at = next(i for i, t in enumerate(clause.tokens) if t is token)
    bounded = _is_limited(clause) or clause.means("floor")
    extra = set(clause.folded.text[token.start : token.end].split()) & _FURTHER
    if bounded or extra or _is_goal(clause, at):
        return token.number if extra and not bounded else 0.0  # "an extra second"
    if clause.means("act", "remove") and _only_of_length(clause):
        return -token.number
    beside = clause.tokens[at - 1] if at else None
    further = clause.tokens[at - 2] if at > 1 and beside and _only_gives(beside) else None
    more = _counted_more(clause, further or beside)
    if more or (_adds(clause) and _only_of_length(clause) and _adds_time(clause, beside)):
        return (more or 1) * token.number
    degree = next((t for t in clause.tokens if t.means("degree") and not t.means("plain")), None)
    if degree is None or degree.means("total") or complains(clause, degree):
        return 0.0
    if degree.means("degree", "longer", "more", "slower"):
        return token.number
    return -token.number if degree.means("degree", "shorter", "less", "faster") else 0.0


def _only_gives(token: Token) -> bool:
    """``多给两秒``, ``多停一秒``: the word between the sign of a change and its amount."""
    return token.means("glue") or token.means("act", "hold", "add", "move")


def _counted_more(clause: Clause, beside: Token | None) -> int:
    """``第三张少一秒``, ``多两秒``: the sign of a change."""
    words = clause.folded.text[beside.start : beside.end] if beside else ""
    return {"多": 1, "少": -1}.get(words, 0)


def _adds_time(clause: Clause, beside: Token | None) -> bool:
    """``add half a second to every photo``; not "add photos, 3 seconds each"."""
    return not clause.means("each") or (beside is not None and beside.means("act", "add"))


def _is_goal(clause: Clause, at: int) -> bool:
    """``to 20 seconds``, ``for 3``, ``at exactly 12.5s``: how long it is to be."""
    before = [t for t in clause.tokens[max(at - 2, 0) : at] if not _is_adverb(t)][-1:]
    near = any(
        t.means("to", "to", "for") or t.means("to", "from") or t.means("colon") for t in before
    )
    return near and not (before[0].means("to", "from") and clause.means("act", "remove"))


def _is_adverb(token: Token) -> bool:
    return token.means("glue") and not token.means("to") and not token.means("pronoun")


def _adds(clause: Clause) -> bool:
    """Whether time is added; "show it 3 seconds" only says how long."""
    verb = clause.first("act", "add")
    if verb is None:
        return clause.inherits and clause.act == "add"
    wants = clause.folded.text[verb.start : verb.end] in ("need", "needs", "需要")
    return not wants and not verb.means("act", "hold", "move", "set", "make")


def _only_of_length(clause: Clause) -> bool:
    """``add 5 seconds to the total length``; not "add a 3 second title"."""
    return set(clause.values("topic")) <= {"length", "video", "photo"}
