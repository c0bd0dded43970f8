"""Photos shown again, cut in two, or made equally long; video clips cropped."""

from __future__ import annotations

import re

from tiktok_photo_video.planner.clauses import Clause
from tiktok_photo_video.planner.grammar.found import (
    Found,
    all_used,
    bare_photos,
    found,
    photos_of,
    reference_tokens,
    tokens_meaning,
)
from tiktok_photo_video.planner.photo_wishes import (
    Crop,
    Divide,
    Even,
    PhotoLength,
    Repeat,
)
from tiktok_photo_video.planner.pointers import Everything, References, Span
from tiktok_photo_video.planner.tokens import Token
from tiktok_photo_video.planner.wishes import (
    Fine,
    Unsaid,
)

_OTHER_TOPICS = ("title", "music", "transition", "motion", "volume", "length", "background")


def _about_others(clause: Clause) -> bool:
    return clause.means("topic", *_OTHER_TOPICS) or clause.means("quote")


def repeats(clause: Clause) -> Found | None:
    """``repeat photo 2``, ``show the first one again at the end``, ``结尾再放一遍第一张``."""
    if _about_others(clause):
        return None
    if clause.denied:
        again = clause.means("repeat", "again") or clause.means("repeat", "repeat")
        return all_used(Fine()) if again and _REFUSALS.match(_folded(clause)) else None
    tokens = reference_tokens(clause)
    placed = clause.means("place")
    asked = clause.means("repeat", "repeat") or (clause.means("repeat", "again") and placed)
    asked = asked or (bool(tokens) and _ONCE_MORE.search(_folded(clause)) is not None)
    shown_twice = clause.first("times", "2", "3") if clause.acts("add", "hold") else None
    if shown_twice is not None and (clause.means("degree") or not tokens):
        shown_twice = None
    if not asked and shown_twice is None:
        return None
    photos = photos_of(tokens[:1]) or bare_photos(clause)
    if not photos:
        return all_used(Unsaid("which"))
    times = int(float(shown_twice.value("times") or 2)) - 1 if shown_twice else 1
    return all_used(_placed(clause, tokens, photos, times))


# "别把第二张再放一遍", "不要复制第三张"
_REFUSALS = re.compile(r"(?:先|千万|请)?(?:别|不要|不用|唔好)(?:再)?(?:把|复制|重复|再放|多放)")
_ONCE_MORE = re.compile(r"[再多]来一[遍次张回]")


def _folded(clause: Clause) -> str:
    return clause.folded.text[clause.tokens[0].start : clause.tokens[-1].end]


def _placed(clause: Clause, tokens: list[Token], photos: References, times: int) -> Repeat:
    anchor = photos_of(tokens[1:2])
    if anchor and clause.means("place", "before"):
        return Repeat(photos, times, before=anchor)
    if anchor and clause.means("place", "after"):
        return Repeat(photos, times, after=anchor)
    if clause.means("place", "front"):
        return Repeat(photos, times, position=1)
    return Repeat(photos, times, position=-1 if clause.means("place", "end") else 0)


def divisions(clause: Clause) -> Found | None:
    """``split the third picture in two``, ``把第二张从中间切成两段``, ``split photo 2 at 1 s``."""
    if not clause.means("divide") or clause.denied or _about_others(clause):
        return None
    photos = photos_of(reference_tokens(clause))
    if not photos:
        return None
    at = clause.first("duration")
    return all_used(Divide(photos, at.number if at else None))


def crops(clause: Clause) -> Found | None:
    """``use seconds 2 to 5 of clip 1``, ``trim the video clip from 1s to 4s``."""
    photos = photos_of(reference_tokens(clause))
    if not photos or clause.denied or _about_others(clause):
        return None
    start, end = _range_s(clause)
    if end is None or end <= start:
        return None
    return all_used(Crop(photos, start, end))


def _range_s(clause: Clause) -> tuple[float, float | None]:
    """``from 2 s to 5 s`` and ``from 2 to 5 seconds``; nothing else is a range."""
    tokens = clause.tokens
    for at in range(len(tokens) - 3):
        opening, first, join, last = tokens[at : at + 4]
        counted = first.means("duration") or first.means("number")
        joins = join.means("to", "to") or join.means("dash")
        if opening.means("to", "from") and counted and joins and last.means("duration"):
            return first.number, last.number
    return 0.0, None


def equal_lengths(clause: Clause) -> Found | None:
    """``make them all equally long``, ``每张一样长``, ``even out the first three``."""
    if not clause.means("equal") or clause.denied or _about_equal_others(clause):
        return None
    if clause.means("duration"):
        return None  # "3 seconds each, all equal" says more than that
    used = tokens_meaning(clause, "equal", "degree", "topic", "each", "all", "act", "ref", "plain")
    return found(clause, Even(photos_of(reference_tokens(clause))), used=used)


_AS_LONG = re.compile(
    r"\b(?:same (?:length|time|duration|amount of time)|equally long|match the length of"
    r"|(?:just )?as (?:long|short) as|(?:length|time|duration|seconds) of)\b"
    r"(?! (?:possible|it|you|we|the (?:music|song)))"
)


_TOGETHER = re.compile(r"\b(?:together|combined|added up|summed(?: up)?|in total|both)\b")


def as_long_as(clause: Clause) -> Found | None:
    """``make 3 the same length as 1``, ``photo 2 as long as the last one``."""
    text = clause.folded.text
    start = clause.tokens[0].start
    if (compared := _compared(clause)) is not None:
        return compared
    said = _AS_LONG.search(text[start : clause.tokens[-1].end])
    if said is None or clause.denied or _about_equal_others(clause):
        return None
    after = [t for t in clause.tokens if t.start >= start + said.end() - 1]
    before = [t for t in clause.tokens if t.end <= start + said.start() + 1]
    models = _photos_in(after)
    changed = _photos_in(before)
    summed = _TOGETHER.search(text, start + said.end() - 1, clause.tokens[-1].end) is not None
    if not models or (len(models) > 1 and not summed) or not changed or changed == models:
        return None
    length = PhotoLength(photos=changed, like=models, factor=_share(clause), summed=summed)
    return all_used(length)


_LINK_ZH = re.compile(
    r"^(?:的?(?:时间|时长|停留时间|长度)?)(?:要|也|就|都|只)*"
    r"(?:是|跟|和|与|同|像|按|照|按照|等于|有|只有|只要|用|比照|参照|为|改成|设成|设为|调成|改为)+$"
)
_LENGTH_ZH = re.compile(r"长|久|时间|时长|秒数")


def _compared(clause: Clause) -> Found | None:
    """``第二张是第一张的两倍长``, ``第三张跟第一张一样长``, ``第二张有第一张一半的时间就够了``."""
    text = clause.folded.text
    named = reference_tokens(clause)
    measured = clause.means("times") or clause.means("fraction") or clause.means("equal")
    measured = measured or clause.means("likewise")
    if not 1 <= len(named) <= _TWO or not measured or _about_equal_others(clause):
        return None
    after = text[named[0].end : clause.tokens[-1].end]
    if not _LENGTH_ZH.search(after) or "都" in after:
        return None
    alike = clause.means("equal") or clause.means("likewise")
    pair = _changed_and_model(named, text, alike=alike)
    if pair is None:
        return None
    changed, model = pair
    return all_used(PhotoLength(photos=changed, like=model, factor=_share(clause)))


def _changed_and_model(
    named: list[Token], text: str, *, alike: bool
) -> tuple[References, References] | None:
    """The photos that change and the one they are measured by, joined by a word for it."""
    if len(named) == _TWO:
        linked = _LINK_ZH.match(
            text[named[0].end : named[1].start].rsplit(",", maxsplit=1)[-1].strip()
        )
        return (named[0].photos, named[1].photos) if linked else None
    joined = re.search(r"(?:跟|和|与|同)(?=[^跟和与同]+$)", text[named[0].start : named[0].end])
    if not alike:
        return None  # "第三张和第四张时间减半": both are halved
    both = named[0].photos
    return (both[:1], both[1:]) if joined and len(both) == _TWO else None


_TWO = 2


def _share(clause: Clause) -> float:
    """How many times as long as the model: ``half as long as photo 1``."""
    value = clause.value("times") or clause.value("fraction")
    return min(max(float(value), 0.1), 10.0) if value else 1.0


def _photos_in(tokens: list[Token]) -> References:
    """The photos that some tokens name, be it by bare numbers or as all the others."""
    named = photos_of(t for t in tokens if t.means("ref") or t.means("rest"))
    if named:
        return named
    everything = any(t.means("all") or t.means("each") for t in tokens)
    numbers = (int(t.number) for t in tokens if t.means("number") and not t.means("mark"))
    return (Everything(),) if everything else tuple(Span(n, n) for n in numbers if n)


def _about_equal_others(clause: Clause) -> bool:
    others = ("title", "music", "transition", "motion", "volume", "background", "size")
    return clause.means("topic", *others) or clause.means("quote")
