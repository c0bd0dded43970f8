"""What ends at a comma before any other rule is asked: what is taken back, what was meant once."""

from __future__ import annotations

from collections.abc import Callable

from tiktok_photo_video.planner.gaps import Gap

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


# Asked before those of ``gaps``, in this order.
FIRST_VERDICTS: tuple[Callable[[Gap], bool | None], ...] = (
    _takes_back,
    _once_meant,
    _enters_title,
)
