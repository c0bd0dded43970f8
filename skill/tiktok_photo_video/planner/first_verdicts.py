"""What ends at a comma before any other rule is asked: what is taken back, what was meant once."""

from __future__ import annotations

from collections.abc import Callable

from tiktok_photo_video.planner.gaps import Gap
from tiktok_photo_video.planner.parts import is_edge, only_names


def _tells_why(gap: Gap) -> bool | None:
    """``crank the colours on 5, they're so pale``, ``because it's dark, brighten it``."""
    after = bool(gap.left) and gap.left[0].means("why")
    before = bool(gap.right) and gap.right[0].means("why")
    return True if before or (after and gap.joint.means("comma")) else None


_AROUND = ("glue", "comma", "stop", "sigh", "join", "neg", "repair", "social", "pronoun")


def _takes_back(gap: Gap) -> bool | None:
    """``本来想删第三张，想想还是留着吧``: nothing but what takes back what came before it."""
    kinds = ("retract", "cancel", *_AROUND)
    retracts = any(t.means("retract") or t.means("cancel") for t in gap.right)
    plain = all(any(t.means(kind) for kind in kinds) for t in gap.right)
    return True if retracts and plain and gap.joint.means("comma") else None


def _once_meant(gap: Gap) -> bool | None:
    """``本来想用史诗音乐，换成轻松的吧``: what was meant once ends at the comma."""
    once = any(t.means("once") or t.means("undecided") for t in gap.left)
    return True if once and gap.joint.means("comma") else None


def _enters_title(gap: Gap) -> bool | None:
    """``make the title yellow + pop animation``: how the text comes in, not the camera."""
    titled = any(t.means("topic", "title") for t in gap.left)
    enters = any(t.means("entrance") for t in gap.right)
    kinds = ("entrance", "glue", "article", "comma", "stop", "with", "determiner", "join")
    only = all(t.means("topic", "motion") or any(t.means(k) for k in kinds) for t in gap.right)
    return False if titled and enters and only else None


def _copy_beside_it(gap: Gap) -> bool | None:
    """``把第一张复制一份，紧跟在它后面``: where the copy goes."""
    copies = any(t.means("repeat") for t in gap.left) and any(t.means("ref") for t in gap.left)
    kinds = ("glue", "lead", "to", "pronoun", "place", "act")
    where = all(any(t.means(kind) for kind in kinds) for t in gap.right)
    placed = any(t.means("place", "before", "after", "front", "end") for t in gap.right)
    verbs = (t for t in gap.right if t.means("act"))
    return (
        False
        if copies and where and placed and all(t.means("act", "move") for t in verbs)
        else None
    )


def _places_cut(gap: Gap) -> bool | None:
    """``one dip to white, right before the last photo``: where it goes."""
    left = [t for t in gap.left if not is_edge(t)]
    right = [t for t in gap.right if not is_edge(t)]
    changes = bool(left) and left[-1].means("transition") and gap.joint.means("comma")
    placed = bool(right) and right[0].means("place", "before", "after", "between")
    kinds = ("place", "ref", "number", "ordinal", "join", "glue", "determiner", "stop", "mark")
    only = all(any(t.means(kind) for kind in kinds) for t in right)
    return False if changes and placed and only else None


def _photo_refused(gap: Gap) -> bool | None:
    """``海边那张放第二个，b.jpg不要了``: after a verb another photo, which is to go."""
    right = [t for t in gap.right if not is_edge(t)]
    if len(right) < 2 or not right[0].means("ref") or not any(t.means("neg") for t in right):
        return None
    kinds = ("neg", "cancel", "glue", "all", "pronoun")
    only = all(any(t.means(kind) for kind in kinds) for t in right[1:])
    return True if only and any(t.means("act") for t in gap.left) else None


_HINDERING = ("unseen", "covers", "clash")
_STATING = (*_HINDERING, *_AROUND, "word", "amount", "excess", "all", "sign", "is", "shift")


_NAMING = ("place", "ordinal", "number", "mark", "glue", "except", "ref", "pronoun")


def _excepts_rank(gap: Gap) -> bool | None:
    """``除了最后一个，转场全改成闪白``; ``转场全改成闪白，最后一个除外``."""
    if not gap.joint.means("comma"):
        return None
    for side, kind in ((gap.left, "except"), (gap.right, "aside")):
        excepts = any(t.means(kind, *(("except",) if kind == "aside" else ())) for t in side)
        kinds = (*_NAMING, "aside")
        named = any(t.means("place") or t.means("ordinal") for t in side)
        if excepts and named and all(any(t.means(k) for k in kinds) for t in side):
            return False
    return None


def _states_reason(gap: Gap) -> bool | None:
    """``…，手机内存不够了``, ``…，根本看不清``: past the comma, nothing but why."""
    hinders = any(t.means(kind) for t in gap.right for kind in _HINDERING)
    denied = any(t.means("neg") for t in gap.right)
    words = sum(1 for t in gap.right if t.means("word"))
    plain = all(any(t.means(kind) for kind in _STATING) for t in gap.right)
    shifts = any(t.means("shift") and not t.means("unseen") for t in gap.right)
    stated = plain and not shifts and (hinders or (denied and words >= _FEWEST_WORDS))
    return True if stated and gap.joint.means("comma") else None


_FEWEST_WORDS = 2


# Asked before those of ``gaps``, in this order.
def _refused_verb(gap: Gap) -> bool | None:
    """``不用加音乐``: behind a refusal the word is a verb, not "and"."""
    refused = bool(gap.left) and gap.left[-1].means("neg") and gap.left[-1].end == gap.joint.start
    return False if refused and gap.joint.means("act") else None


def _named_with(gap: Gap) -> bool | None:
    """``photo 3 with less contrast``: nothing was asked yet, so "with" begins nothing new."""
    named = gap.joint.means("with") and only_names(gap.left)
    return False if named and any(t.means("ref") for t in gap.left) else None


FIRST_VERDICTS: tuple[Callable[[Gap], bool | None], ...] = (
    _takes_back,
    _tells_why,
    _refused_verb,
    _named_with,
    _once_meant,
    _enters_title,
    _copy_beside_it,
    _places_cut,
    _photo_refused,
    _excepts_rank,
    _states_reason,
)
