"""One wish that two clauses say: a complaint and its cure, a wish and how much of it."""

from __future__ import annotations

from tiktok_photo_video.planner.clauses import Clause
from tiktok_photo_video.planner.photo_wishes import Length, PhotoLength
from tiktok_photo_video.planner.scoping import Said


def how_long_exactly(
    clause: Clause, now: tuple[Said, ...], before: tuple[Said, ...]
) -> Said | None:
    """``hold the third longer, about 3 seconds``: so long, and not the whole."""
    if len(now) != 1 or len(before) != 1 or clause.means("topic") or clause.means("all"):
        return None
    length, longer = now[0].wish, before[0].wish
    if isinstance(length, PhotoLength) and length == PhotoLength(length.photo_s):
        length = Length(length.photo_s)  # "first and last longer, six seconds each"
    if not (isinstance(length, Length) and isinstance(longer, PhotoLength) and longer.photos):
        return None
    is_bare = length.total_s is not None and not length.bound and not clause.act
    is_relative = longer.photo_s is None and longer.factor != 1.0
    exact = Said(PhotoLength(length.total_s, photos=longer.photos), now[0].words)
    return exact if is_bare and is_relative else None


def says_so_again(clause: Clause, now: tuple[Said, ...], before: tuple[Said, ...]) -> bool:
    """``photo 1 drags. way too long.``: the same complaint, in other words, or its cure."""
    if len(now) != 1 or len(before) != 1:
        return False
    length, of_photo = now[0].wish, before[0].wish
    if length == of_photo:
        return not clause.means("repeat")
    if not (isinstance(length, Length) and isinstance(of_photo, PhotoLength) and of_photo.photos):
        return False
    alike = length == Length(factor=length.factor) and (length.factor < 1) == (of_photo.factor < 1)
    return alike and of_photo.factor != 1.0 and clause.means("excess") and not clause.act
