"""Photos that are named by where they stand to those of the turn before: ``the next one``.

``same for the next one``, ``now delete the one before that``, ``下一张也一样``: the message is
written anew with the number of the photo that is meant.
"""

from __future__ import annotations

import re

from tiktok_photo_video.language import Language
from tiktok_photo_video.planner.editing.locating import DoubtError, numbering_in
from tiktok_photo_video.planner.pointers import Everything, References, Rest
from tiktok_photo_video.planner.rewording import numbered_words
from tiktok_photo_video.planner.turn import Turn, bare_photos, named_now

_NOUN = r"(?:one|photo|pic|picture|image|shot|slide|frame|photograph|snap)"
_IT = r"(?:it|that|this|that one|this one|that photo|this photo|that picture|this picture)"
_ENDS = r"(?=\W*$|\W+(?:too|also|as well|again|please|pls|though|instead|likewise|then)\b|[,.;!])"
_NEARLY = r"(?:right |just |directly |immediately |straight )?"
_OTHERS = r"(?! (?:transition|cut|song|track|step|change|title|caption|version|tune))"
_NEXT = re.compile(
    rf"\b(?:the )?(?:next|following|subsequent) {_NOUN}\b"
    rf"|\bthe (?:next|following)\b(?={_ENDS}){_OTHERS}"
    rf"|\b(?:the )?{_NOUN} (?:that comes |that follows |coming )?{_NEARLY}"
    rf"(?:after|behind|following)(?: {_IT}\b|{_ENDS})"
)
_PREVIOUS = re.compile(
    rf"\b(?:the )?(?:previous|preceding|prior) {_NOUN}\b"
    rf"|\b(?:the )?{_NOUN} (?:that comes |coming )?{_NEARLY}"
    rf"(?:before|preceding|ahead of|in front of)(?: {_IT}\b|{_ENDS})"
)
_HAN_NOUN = r"(?:那|的|这)?一?(?:张|個|个|幅)(?:照片|图片|图)?"
_HAN_NEXT = re.compile(
    rf"(?:它|这张|那张)?的?(?:紧接着的?|紧跟着的?|下面|后面|後面|接下来|之后|之後){_HAN_NOUN}"
    r"|(?:它|这张|那张)?的?(?:下|后|後)一[张張](?:照片|图)?"
)
_HAN_PREVIOUS = re.compile(
    rf"(?:它|这张|那张)?的?(?:前面|上面|之前){_HAN_NOUN}"
    r"|(?:它|这张|那张)?的?(?:上|前)一[张張](?:照片|图)?"
)
_WAYS = {
    Language.ENGLISH: ((_NEXT, 1), (_PREVIOUS, -1)),
    Language.CHINESE: ((_HAN_NEXT, 1), (_HAN_PREVIOUS, -1)),
}


def pointed(turn: Turn) -> str | None:
    """The message with the photo beside that of the turn before named; ``None`` if it names none.

    Args:
        turn: the message and the one before it.

    """
    if turn.timeline is None or turn.before.means("topic", "music", "transition"):
        return None
    text = turn.now.text
    for pattern, by in _WAYS[turn.now.language]:
        where = pattern.search(text.casefold())
        if where is None or _is_of_named(turn, where.start()):
            continue
        if (number := _beside(turn, by)) is not None:
            said = numbered_words((number,), turn.now.language)
            return f"{text[: where.start()]}{said}{text[where.end() :]}"
    return None


def _is_of_named(turn: Turn, start: int) -> bool:
    """``海滩后面那张``, ``第一张留着，删它后面那张``: it says by itself beside which."""
    origins = turn.now.folded.origins
    before = [t for t in turn.now.tokens if origins[t.end] <= start]
    following = [t for t in turn.now.tokens if origins[t.start] < start < origins[t.end]]
    return bool(following) or any(t.means("ref") for t in before)


def _beside(turn: Turn, by: int) -> int | None:
    """The present number of the photo next to what the turn before was about."""
    if turn.timeline is None:
        return None
    ids = [clip.id for clip in turn.timeline.photos]
    if numbers := named_now(turn):
        beside = (max(numbers) if by > 0 else min(numbers)) + by
        return beside if 1 <= beside <= len(ids) else None
    return _beside_gone(turn, ids, by)


def _beside_gone(turn: Turn, ids: list[str], by: int) -> int | None:
    """The neighbour of what the turn before took out."""
    old = turn.previous.timeline
    photos: References = next((p.photos for p in turn.before.parts if p.photos), ())
    photos = photos or bare_photos(turn.before)
    if old is None or any(isinstance(p, Everything | Rest) for p in photos):
        return None
    try:
        gone = numbering_in(old).located(photos)
    except DoubtError:
        return None
    earlier = [clip.id for clip in old.photos]
    places = [earlier.index(i) for i in gone if i in earlier]
    if not places:
        return None
    beside = (max(places) if by > 0 else min(places)) + by
    inside = 0 <= beside < len(earlier) and earlier[beside] in ids
    return ids.index(earlier[beside]) + 1 if inside else None
