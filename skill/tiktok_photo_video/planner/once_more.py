"""The step of the turn before, once more: ``a bit more``, ``还是太暗``."""

from __future__ import annotations

from tiktok_photo_video.planner.recollection import Recalled, is_silent
from tiktok_photo_video.planner.turn import Turn

_STEPS = ("longer", "shorter", "faster", "slower", "louder", "quieter", "more", "less")


def once_more(turn: Turn) -> Recalled | None:
    """``a bit more`` after "faster": the same step once more."""
    now, before = turn.now, turn.before
    steps = any(t.means("degree", *_STEPS) or t.means("shift") for t in before.tokens)
    only_more = all(
        t.means("degree", "more") or t.means("amount") or is_silent(t) for t in now.tokens
    )
    if _says_it_still_is(turn):
        return Recalled(turn.previous.message)
    if not now.means("degree", "more") or not only_more or not steps or before.means("act", "undo"):
        return None
    return Recalled(turn.previous.message)


def _says_it_still_is(turn: Turn) -> bool:
    """``还是太暗`` after "第二张太暗": the same complaint, so the same step once more."""
    kinds = ("degree", "shift", "excess", "social", "amount")
    steps = {s for t in turn.now.tokens for s in t.senses if s.kind in ("degree", "shift")}
    known = {s for t in turn.before.tokens for s in t.senses}
    plain = all(is_silent(t) or any(t.means(k) for k in kinds) for t in turn.now.tokens)
    still = turn.now.text.lstrip().lower().startswith(("还", "仍", "still", "it's still"))
    return still and plain and bool(steps) and steps <= known
