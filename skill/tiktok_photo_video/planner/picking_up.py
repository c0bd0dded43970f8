"""Chinese follow-ups about a part of the turn before: put back, kept for some, moved on to others.

``第三张放回来`` after photos were removed, ``只留第一个，其他还原`` after a transition for all,
``前面那个也换`` after one cut, ``它后面那张`` for the neighbour of the photo spoken of.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from tiktok_photo_video.language import Language
from tiktok_photo_video.planner.editing.locating import DoubtError, numbering_in
from tiktok_photo_video.planner.photo_wishes import Drop
from tiktok_photo_video.planner.pointers import AllBut, Everything, Rest
from tiktok_photo_video.planner.recollection import Recalled, is_silent
from tiktok_photo_video.planner.rewording import numbered_words, rewritten
from tiktok_photo_video.planner.spoken import PHOTOS, Part, Spoken, spoken_of
from tiktok_photo_video.planner.tokens import Token
from tiktok_photo_video.planner.turn import Turn, bare_photos, named_now
from tiktok_photo_video.planner.wishes import Cuts, Tint


def picked_up(turn: Turn) -> Recalled | None:
    """What a follow-up about part of the turn before stands for; ``None`` if it is none."""
    if turn.now.language is not Language.CHINESE and turn.before.language is not Language.CHINESE:
        return None
    return next((found for take in _TAKES if (found := take(turn)) is not None), None)


def with_neighbour_named(turn: Turn) -> Turn:
    """The turn with ``它后面那张``, ``再下一张`` called by number."""
    beside = _BESIDE.search(turn.now.text)
    named = named_now(turn) if beside and not _names_photos(turn.now) else ()
    if beside is None or not named or turn.timeline is None:
        return turn
    before = beside["way"][0] in "前上"
    number = min(named) - 1 if before else max(named) + 1
    if not 1 <= number <= len(turn.timeline.photos):
        return turn
    start, end = beside.span()
    text = f"{turn.now.text[:start]}第{number}张{turn.now.text[end:]}"
    return replace(turn, now=spoken_of(text, turn.files))


_BESIDE = re.compile(
    r"(?:(?:它|那张|这张|佢|嗰张|嗰張)(?:的|嘅)?|^\W*(?:那|然后|再|再往|接着|跟住|嗯|还有|還有)*)(?:紧挨着的|紧接着的|旁边)?"
    r"(?P<way>[后後前](?:面|边|邊|头|頭)?|下|上)(?:的|嘅)?(?:那|嗰|一|那一)(?:张|張)(?:照片|相|图|圖)?(?!的?转场|的?轉場|的?过渡)"
)


def _names_photos(now: Spoken) -> bool:
    return any(PHOTOS in part.kinds and not part.is_bare for part in now.parts if part.photos) and (
        not _BESIDE.search(now.text)
    )


def _put_back(turn: Turn) -> Recalled | None:
    """``第三张放回来`` after it was removed: the removal without it."""
    now, before, old = turn.now, turn.before, turn.previous.timeline
    named = now.photo_parts
    back = now.means("restore") or now.means("act", "undo", "keep")
    dropped = [wish for wish in turn.wishes_before if isinstance(wish, Drop)]
    back = back and not now.means("retry", "outright", "slip")
    if not back or len(named) != 1 or not dropped or old is None or turn.timeline is None:
        return None
    here = {clip.id for clip in turn.timeline.photos}
    numbering = numbering_in(old)
    gone = [n for n, clip in enumerate(old.photos, 1) if clip.id not in here]
    try:
        wanted = numbering.located(named[0].photos or bare_photos(now))
    except DoubtError:
        return None
    returned = {n for n in gone if old.photos[n - 1].id in wanted}
    if not returned:
        return None
    left = [n for n in gone if n not in returned]
    target = next(iter(before.photo_parts), None)
    if not left or target is None:
        return Recalled("撤销")
    return Recalled(f"删掉{numbered_words(left, Language.CHINESE)}", rewind=True)


_ONLY = re.compile(
    r"只要|只留|只保留|只用|就留|就要|就用|单留|净系要|净系留|淨係要|淨係留|就好|就行|就够|就得"
)


def _only_some_cuts(turn: Turn) -> Recalled | None:
    """``只留第一个，其他的回到叠化`` after one transition was chosen for all."""
    now, before = turn.now, turn.before
    wishes = turn.wishes_before
    whole = bool(wishes) and all(
        isinstance(w, Cuts) and w.types and not (w.cuts or w.between) for w in wishes
    )
    only = _ONLY.search(now.text) and now.says_only
    kind = next((t for t in before.tokens if t.means("transition")), None)
    which = _which_cut(now)
    if not whole or not only or kind is None or not which:
        return None
    said = before.folded.slice(kind.start, kind.end)
    narrowed = f"{which}转场用{said}"
    others = _for_others(now)
    return Recalled(f"{others}，{narrowed}" if others else narrowed, rewind=True)


_CUT = re.compile(
    r"(?:第[一二两三四五六七八九十\d]+|最[后後尾]一?|头一|頭一|倒数第[一二三四\d])(?:个|個|处|處|次|道)"
)


def _which_cut(now: Spoken) -> str:
    if any(t.photos and not t.means("rest") and not t.means("all") for t in now.tokens):
        return ""
    found = _CUT.search(now.text)
    return found[0] if found else ""


def _for_others(now: Spoken) -> str:
    """What the others become, if it is said: ``其他的回到叠化``, ``其余直接切``."""
    rest = next((t for t in now.tokens if t.means("rest")), None)
    if rest is None:
        return ""
    later = [t for t in now.tokens if t.start > rest.start]
    kind = next((t for t in later if t.means("transition")), None)
    if kind is None:
        return ""
    return f"转场都用{now.folded.slice(kind.start, kind.end)}"


_OTHER_CUT = re.compile(
    r"(?P<way>前|后|後)(?:面|边|邊|头|頭)?(?:的|嘅)?(?:那|嗰|𠮶)?(?:个|個|处|處|道)"
)


def _other_cut(turn: Turn) -> Recalled | None:
    """``前面那个也换`` after the cut behind the beach photo."""
    now, before = turn.now, turn.before
    where = _OTHER_CUT.search(now.text)
    cuts = [w for w in turn.wishes_before if isinstance(w, Cuts)]
    if where is None or len(cuts) != 1 or len(cuts[0].between) != 1 or now.photo_parts:
        return None
    named = next((p for p in before.parts if p.photos == cuts[0].between), None)
    if named is None:
        return None
    way = "前面" if where["way"] == "前" else "后面"
    place = f"{before.slice(named)}{way}的转场"
    kind = next((t for t in now.tokens if t.means("transition")), None)
    if kind is not None:
        return Recalled(f"{place}用{now.folded.slice(kind.start, kind.end)}")
    if now.means("likewise"):
        old = next((t for t in before.tokens if t.means("transition")), None)
        return Recalled(f"{place}用{before.folded.slice(old.start, old.end)}") if old else None
    removed = now.means("neg") or now.means("act", "remove")
    return Recalled(f"去掉{place}") if removed else None


def _also_excepted(turn: Turn) -> Recalled | None:
    """``第五张也变回来`` after "除了第三张，全部冷色": one more that is left out."""
    now, before = turn.now, turn.before
    back = now.means("act", "undo", "keep") or now.means("restore") or now.means("neg")
    photos = now.photo_parts
    target = next((p for p in before.parts if _is_all_but(p)), None)
    if not back or not now.means("likewise") or len(photos) != 1 or target is None:
        return None
    wishes = turn.wishes_before
    if wishes and all(isinstance(w, Tint) for w in wishes):
        return Recalled(f"{now.slice(photos[0])}去掉滤镜")
    old = turn.previous.timeline or turn.timeline
    if old is None:
        return None
    numbering = numbering_in(old)
    try:
        more = numbering.located(photos[0].photos or bare_photos(now))
        kept = [
            i for p in target.photos if isinstance(p, AllBut) for i in numbering.located(p.photos)
        ]
    except DoubtError:
        return None
    numbers = sorted(numbering.ids.index(i) + 1 for i in {*kept, *more})
    words = f"除了{numbered_words(numbers, Language.CHINESE)}以外的所有照片"
    said = rewritten(before, [(target, "")]).strip("，, 都")
    return Recalled(f"{words}{said}", rewind=True)


def _is_all_but(part: Part) -> bool:
    return any(isinstance(photo, AllBut) for photo in part.photos)


def _looks_normal_again(turn: Turn) -> Recalled | None:
    """``第三张太冷了，变回原本的`` after a look for all: that photo without it."""
    now, before = turn.now, turn.before
    wishes = turn.wishes_before
    tints = bool(wishes) and all(isinstance(w, Tint) for w in wishes)
    photos = now.photo_parts
    back = now.means("act", "undo") or now.means("restore")
    if not tints or not back or len(photos) != 1 or now.means("likewise"):
        return None
    others = [t for t in now.tokens if not _goes_back(t)]
    if not all(is_silent(t) or t.photos or _complains(t) for t in others):
        return None
    if any(_is_all_but(p) for p in before.parts):
        return None
    named = now.slice(photos[0])
    if any(PHOTOS in p.kinds and p.photos and not p.is_bare for p in before.parts if _is_some(p)):
        return Recalled(f"{named}去掉滤镜")
    return Recalled(f"除了{named}，{before.text.strip()}", rewind=True)


def _is_some(part: Part) -> bool:
    return bool(part.photos) and not isinstance(part.photos[0], Everything | Rest)


def _goes_back(token: Token) -> bool:
    return token.means("act", "undo") or token.means("restore")


def _complains(token: Token) -> bool:
    kinds = ("excess", "tint", "shift", "degree", "number", "ordinal", "mark", "count", "lens")
    return any(token.means(kind) for kind in kinds)


_TAKES: tuple[Callable[[Turn], Recalled | None], ...] = (
    _put_back,
    _only_some_cuts,
    _other_cut,
    _also_excepted,
    _looks_normal_again,
)
