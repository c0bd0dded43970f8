"""Photos pointed out the Chinese way, by words behind a number or a photo.

``第三张以外的``, ``第四张以后的``, ``9秒到12秒那张``, ``第三个亮一点``, ``二跟三都不要了``.
"""

from __future__ import annotations

from tiktok_photo_video.planner.amounts import Reading
from tiktok_photo_video.planner.marks import (
    is_noun,
    is_noun_or_one,
    is_one,
    is_range_join,
    numbers,
    past,
    past_glue,
    rank,
    reference,
    span,
    whole,
)
from tiktok_photo_video.planner.neighbours import one_counted, single
from tiktok_photo_video.planner.normal import Folded
from tiktok_photo_video.planner.pointers import AllBut, Middle, Reference, ShownAt
from tiktok_photo_video.planner.tokens import Token, Tokens, sense
from tiktok_photo_video.planner.vocabulary import Sense


def all_outside(tokens: Tokens) -> Reading:
    """``第三张以外的照片``: all but that one."""
    named = tokens[0].means("ref") and not tokens[0].means("but")
    if not named or len(tokens) < _WITH_WORD or not tokens[1].means("outer"):
        return None
    end = past(tokens, 2, lambda t: t.means("glue") or t.means("rest") or is_noun(t))
    senses = (Sense("ref", ""), Sense("but", ""))
    photos = (AllBut(tokens[0].photos),)
    return Token(tokens[0].start, tokens[end - 1].end, senses, photos=photos), end


_WITH_WORD = 2  # a photo, and the word behind it


def all_later(tokens: Tokens) -> Reading:
    """``第三张以后的``, ``第三张后面的都``: all that follow; ``第三张后面的转场`` is a cut."""
    number = single(tokens, 0) if tokens[0].means("ref") else None
    if number is None or number < 1 or len(tokens) < _WITH_WORD + 1:
        return None
    onward, after = tokens[1].value("onward"), tokens[1].means("place", "after")
    before = tokens[1].means("place", "before") and not after
    if onward is None and not after and not before:
        return None
    of = past_glue(tokens, 2)
    end = past(tokens, of, is_noun)
    led = onward is not None or of > _WITH_WORD
    ends = led and (end >= len(tokens) or tokens[end].means("stop"))
    if not led or not (ends or _is_done_to_all(tokens, of, end)):
        return None
    if before:
        return reference(tokens, end, (span(1, number - 1),)) if number > 1 else None
    first = number if onward == "from" else number + 1
    return reference(tokens, end, (span(first, -1),))


_DONE_WITH_TOPIC = ("length", "motion", "photo")


def _is_done_to_all(tokens: Tokens, of: int, end: int) -> bool:
    """Whether something is done to what is named so; one counted photo is a neighbour."""
    following = tokens[end]
    if is_noun_or_one(following) or one_counted(following) or one_counted(tokens[of]):
        return False
    if following.means("piece", "caption"):
        return True
    topics = following.means("topic") and not following.means("topic", *_DONE_WITH_TOPIC)
    others = ("place", "position", "ref", "stop", "comma", "piece", "to", "join")
    return not topics and not _is_cut(following) and not any(following.means(k) for k in others)


def seen_between(tokens: Tokens) -> Reading:
    """``9秒到12秒那张``, ``7秒那张``: the one that is seen then."""
    at = 1 if tokens[0].means("mark", "nth") else 0
    if at >= len(tokens):
        return None
    first, ranged = tokens[at], at + 2 < len(tokens) and is_range_join(tokens[at + 1])
    last = tokens[at + 2] if ranged else first
    end = at + 3 if ranged else at + 1
    timed = last.means("duration") and (first.means("duration") or (ranged and whole(first)))
    if not timed or end >= len(tokens) or not is_one(tokens[end]):
        return None
    middle_s = (first.number + last.number) / 2
    return reference(tokens, past(tokens, end, is_noun_or_one), (ShownAt(middle_s),))


def listed_all(tokens: Tokens) -> Reading:
    """``二跟三都不要了``, ``1和4删了``: several numbers, and what is done to all of them."""
    photos, end = numbers(tokens, 0)
    if len(photos) < _FEWEST or end >= len(tokens):
        return None
    if whole(tokens[end]) == len(photos) and any(is_noun(t) for t in tokens[end + 1 : end + 2]):
        return reference(tokens, past(tokens, end + 1, is_noun), tuple(photos))  # "1、4两张"
    shared = tokens[end].means("quantity") and not tokens[end].means("total")
    refused = tokens[end].means("neg") and tokens[end].means("cancel")
    counted = end + 1 < len(tokens) and any(tokens[end + 1].means(k) for k in ("unit", "topic"))
    named = ((shared or refused) and not counted) or _looks_somehow(tokens, past_glue(tokens, end))
    return reference(tokens, end, tuple(photos)) if named else None


_LOOKS = ("tint", "motion", "fit", "blur", "duration")


def _looks_somehow(tokens: Tokens, at: int) -> bool:
    """``1和5来个怀旧滤镜``, ``三跟五饱和度低一点``, ``一跟二的运镜``."""
    if at >= len(tokens):
        return False
    first = tokens[at]
    if any(first.means(kind) for kind in ("excess", "outer", "lever", "fit")):
        return True
    given = first.means("act", "add", "create", "set", "remove", "hold") and any(
        t.means(kind) for t in tokens[at + 1 : at + 4] for kind in _LOOKS
    )
    timed = any(t.means("duration") for t in tokens[at + 1 : at + 2])
    changed = first.means("degree") or (first.means("word") and timed)  # "多两秒"
    return given or changed or first.means("lens") or first.means("topic", "motion", "length")


_FEWEST = 2
_ELSEWHERE = ("title", "music", "transition", "cover", "volume", "project")
_SAID_OF_PHOTOS = (
    "repeat",
    "blur",
    "act",
    "degree",
    "tint",
    "shift",
    "duration",
    "motion",
    "fit",
    "neg",
    "lever",
)
_BEFORE = ("repair", "stop", "comma", "join", "ask", "neg", "glue", "sigh", "social", "likewise")
_LEADING = ("把", "让", "给", "将", "叫")
_COUNTED = {"第一个": 1, "头一个": 1, "首个": 1, "最后一个": -1, "末一个": -1}


_OF_THE_NEXT = (
    *("shift", "tint", "degree", "duration", "motion", "fit", "excess", "flaw", "lens"),
    *("times", "lever"),
)


def with_done_parted(tokens: Tokens) -> Tokens:
    """``删掉第一张，第二张亮一点``, ``封面用第一张，第四张停2秒``: the next begins anew."""
    parted = list(tokens)
    start = 0
    for at, token in enumerate(tokens):
        if token.means("stop"):
            start = at + 1
        if not token.means("comma"):
            continue
        if _begins_anew(tokens[start:at], _up_to_edge(tokens, at + 1)):
            parted[at] = Token(token.start, token.end, sense("stop"))
        start = at + 1
    return tuple(parted)


def _up_to_edge(tokens: Tokens, at: int) -> Tokens:
    return tokens[at : past(tokens, at, lambda t: not (t.means("stop") or t.means("comma")))]


def _begins_anew(left: Tokens, right: Tokens) -> bool:
    done = any(t.means("act", "remove") or t.means("topic", "cover") for t in left[:-1])
    named = bool(left) and (is_noun_or_one(left[-1]) or is_noun(left[-1]))
    opens = bool(right) and any(right[0].means("mark", m) for m in ("nth", "tail", "head"))
    others = any(t.means(kind) for t in right for kind in _OF_THE_NEXT)
    shared = any(t.means("quantity") for t in right)
    return done and named and opens and others and not shared


def with_counted_ranks(tokens: Tokens, folded: Folded) -> Tokens:
    """``第三个亮一点``: what is counted so is a photo where nothing else is spoken of."""
    result: list[Token] = []
    at = 0
    while at < len(tokens):
        photo, end = _counted_rank(tokens, at, folded)
        begins = photo is not None and _begins(tokens, at, folded)
        if photo is None or not begins or not _is_of_photos(tokens, at, end):
            result.append(tokens[at])
            at += 1
            continue
        result.append(Token(tokens[at].start, tokens[end - 1].end, sense("ref"), photos=(photo,)))
        at = end
    return tuple(result)


def _is_of_photos(tokens: Tokens, at: int, end: int) -> bool:
    """Whether in this part of the sentence something is done to a photo."""
    start = next((i + 1 for i in range(at - 1, -1, -1) if _parts(tokens[i])), 0)
    stop = next((i for i in range(end, len(tokens)) if _parts(tokens[i])), len(tokens))
    around = (*tokens[start:at], *tokens[end:stop])
    captioned = end < stop and tokens[end - 1].end < tokens[end].end and _owns_caption(tokens, end)
    if captioned:
        return True
    spoken_of = any(t.means("topic", *_ELSEWHERE) or _is_cut(t) for t in around)
    written = any(t.means("piece") or t.means("quote") for t in around)
    written = written and not _is_written_on(tokens[:stop], end)
    spoken_of = spoken_of and not _is_written_on(tokens[:stop], end)
    taken = start < at and any(tokens[at - 1].means(kind, *values) for kind, values in _TAKING)
    done = taken or _something_done(tokens[:stop], end)
    return not spoken_of and not written and done


def _is_written_on(tokens: Tokens, end: int) -> bool:
    """``第三个加文字…``, ``第一个下面写…``."""
    at = past(tokens, end, lambda t: t.means("position") or t.means("to", "on") or t.means("place"))
    if at >= len(tokens):
        return False
    captions = tokens[at].means("piece", "caption") and any(t.means("quote") for t in tokens)
    writes = tokens[at].means("act", "write", "add")
    later = tokens[at + 1 : at + 3]
    named = tokens[at].means("piece", "caption") or any(t.means("piece", "caption") for t in later)
    return captions or (writes and (named or at > end))


def _is_cut(token: Token) -> bool:
    return token.means("transition") and not token.means("motion")


def _owns_caption(tokens: Tokens, end: int) -> bool:
    """``第一个的字幕``."""
    at = past_glue(tokens, end)
    return at > end and at < len(tokens) and tokens[at].means("piece", "caption", "title")


def _parts(token: Token) -> bool:
    return token.means("stop") or token.means("comma") or token.means("join", "then")


def _counted_rank(tokens: Tokens, at: int, folded: Folded) -> tuple[Reference | None, int]:
    token = tokens[at]
    word = folded.text[token.start : token.end]
    if word in _COUNTED:
        return span(_COUNTED[word]), at + 1
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    after = folded.text[following.start : following.end] if following is not None else ""
    if word in _MIDDLEMOST and after == "的":
        return Middle(), at + 2
    number = rank(token) if word.startswith("第") and after == "个" else None
    return (span(number) if number is not None else None), at + 2


_MIDDLEMOST = ("最中间", "正中间", "最中央", "正中")


_TAKING = (("act", ("remove", "keep_only", "swap", "start_with", "end_with")), ("repeat", ()))


def _begins(tokens: Tokens, at: int, folded: Folded) -> bool:
    """Whether it opens what is said; ``放到第三个`` is a place."""
    before = tokens[at - 1] if at else None
    if before is None or folded.text[before.start : before.end] in _LEADING:
        return True
    if folded.text[: before.end].endswith("就是"):
        return True
    if before.means("to") or before.means("lead"):
        return False
    acted = any(before.means(kind, *values) for kind, values in _TAKING)
    acted = acted and not before.means("act", "move")
    return acted or (any(before.means(k) for k in _BEFORE) and not before.means("act"))


def _something_done(tokens: Tokens, end: int) -> bool:
    at = past_glue(tokens, end)
    if at >= len(tokens):
        return False
    following = tokens[at]
    named = following.means("topic") and not following.means("topic", *_DONE_WITH_TOPIC)
    if following.means("topic", *_DONE_WITH_TOPIC):
        return True
    if following.means("word") and any(t.means("duration") for t in tokens[at + 1 : at + 2]):
        return True  # "第二个多两秒"
    if following.means("join", "and"):
        return any(t.means("ref") for t in tokens[at + 1 : at + 2])  # "最中间的跟第五张对换"
    return not named and any(
        following.means(kind) for kind in (*_SAID_OF_PHOTOS, "quantity", "excess", "flaw", "other")
    )
