"""What is said once more, rightly: ``no, I said delete the third``, ``I meant only the second``.

Unlike a bare "the third" it is whole by itself; it stands in the place of the turn before.
"""

from __future__ import annotations

from tiktok_photo_video.planner.recollection import Recalled
from tiktok_photo_video.planner.rewording import photo_words, rewritten
from tiktok_photo_video.planner.spoken import Spoken
from tiktok_photo_video.planner.turn import Turn
from tiktok_photo_video.planner.wishes import Enquiry, Unknown, Unsaid


def said_again(turn: Turn) -> Recalled | None:
    """The message by itself, in the place of the one before; ``None`` if it adds to that."""
    now = turn.now
    if turn.previous.asked or turn.previous.timeline == turn.timeline:
        return None
    if not (_means_otherwise(now) or _denies(now) or _only_after_all(now)) or _adds(now):
        return None
    if (only := _only_that_photo(turn)) is not None:
        return only
    wishes, earlier = turn.wishes_in(now.text), turn.wishes_before
    if any(isinstance(wish, Unknown | Unsaid | Enquiry) for wish in wishes):
        return None
    of_a_kind = {type(wish) for wish in wishes} & {type(wish) for wish in earlier}
    return Recalled(now.text, rewind=True) if of_a_kind else None


def _means_otherwise(now: Spoken) -> bool:
    """``I meant``, ``我说的是``."""
    return now.means("retry", "slip")


def _denies(now: Spoken) -> bool:
    """``no, ...``, ``不对，...``; "actually" and "wait" may go on to something else."""
    words = now.text.lstrip().casefold()
    return now.means("repair") and words.startswith(_DENIALS)


def _only_after_all(now: Spoken) -> bool:
    """``wait, only the first one``."""
    only = now.says_only
    return now.means("repair") and only and now.text.lstrip().casefold().startswith(_PAUSES)


_PAUSES = (
    "wait",
    "oops",
    "hmm",
    "actually",
    "whoops",
    "oh",
    "sorry",
    "等等",
    "等下",
    "哦",
    "等一下",
)
_DENIALS = ("no,", "no ", "nope", "不对", "不是", "错了", "不對", "錯了", "搞错", "弄错")


def _adds(now: Spoken) -> bool:
    more = now.text.casefold()
    return now.means("join") or now.means("repeat") or any(word in more for word in _MORE)


_MORE = (" too", " also", "as well", "也", "再", "还要", "還要")


def _only_that_photo(turn: Turn) -> Recalled | None:
    """``I meant only the second one`` after "delete every second photo"."""
    now, before = turn.now, turn.before
    only = now.says_only
    named = now.photo_parts
    target = next(iter(before.photo_parts), None)
    if not only or target is None or len(now.parts) != 1 or len(named) != 1:
        return None
    acts = {t.value("act") for t in now.tokens if t.means("act")} - {"keep_only", "keep"}
    if acts - {t.value("act") for t in before.tokens}:
        return None
    return Recalled(rewritten(before, [(target, photo_words(named[0], now))]), rewind=True)
