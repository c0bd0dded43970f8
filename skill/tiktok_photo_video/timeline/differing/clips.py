"""What changed of single photos: what they show, and how."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator

from tiktok_photo_video.timeline.changes import (
    Both,
    Change,
    ChangeKind,
    Fact,
    numbered,
    photo_name,
)
from tiktok_photo_video.timeline.model import (
    Clip,
    Look,
    LookKind,
    MotionKind,
)
from tiktok_photo_video.timeline.tracks import is_film

_Pair = tuple[Clip, Clip, int]


def changes(both: Both) -> Iterator[Change]:
    """Everything that is told photo by photo."""
    old, new = numbered(both.before), numbered(both.after)
    pairs = [(old[i][1], new[i][1], new[i][0]) for i in new if i in old]
    yield from _replaced(pairs)
    yield from _starts(both, pairs)
    yield from _taken_together(
        ChangeKind.MOTION, [p for p in pairs if p[0].motion != p[1].motion], _motion_term
    )
    yield from _taken_together(
        ChangeKind.FIT,
        [p for p in pairs if p[0].resize_mode != p[1].resize_mode],
        lambda clip: clip.resize_mode.value,
    )
    for kind, fact in _FACTS:
        yield from _grouped(kind, pairs, fact, count=len(new))


def _replaced(pairs: list[_Pair]) -> Iterator[Change]:
    for old, new, number in pairs:
        if old.media != new.media:
            yield Change(
                ChangeKind.PHOTO_REPLACED,
                (f"photo {number}",),
                photo_name(old, number),
                photo_name(new, number),
            )


def _starts(both: Both, pairs: list[_Pair]) -> Iterator[Change]:
    for old, new, number in pairs:
        was, now = both.times(old.source_range.start, new.source_range.start)
        is_other = not both.is_same_time(was, now)
        if is_other and old.media == new.media and is_film(new.media):
            yield Change(ChangeKind.SOURCE_START, (photo_name(new, number),), was, now)


def _taken_together(
    kind: ChangeKind, pairs: list[_Pair], term: Callable[[Clip], str]
) -> Iterator[Change]:
    """One change for all photos: what matters is what there was and is, not where."""
    if pairs:
        yield Change(
            kind,
            tuple(photo_name(new, number) for _, new, number in pairs),
            tuple(term(old) for old, _, _ in pairs),
            tuple(term(new) for _, new, _ in pairs),
        )


def _grouped(
    kind: ChangeKind, pairs: list[_Pair], fact: Callable[[Clip], Fact], *, count: int
) -> Iterator[Change]:
    """One change for all photos that went from one thing to the same other one."""
    groups: defaultdict[tuple[Fact, Fact], list[str]] = defaultdict(list)
    for old, new, number in pairs:
        if fact(old) != fact(new):
            groups[fact(old), fact(new)].append(photo_name(new, number))
    for (was, now), names in groups.items():
        subject = () if len(names) == count > 1 else tuple(names)
        yield Change(kind, subject, was, now)


def _motion_term(clip: Clip) -> str:
    """The move, and how strong it is: ``zoom_in@0.12``."""
    motion = clip.motion
    return (
        motion.kind.value
        if motion.kind is MotionKind.NONE
        else f"{motion.kind.value}@{motion.strength:g}"
    )


def _look_terms(clip: Clip) -> tuple[str, ...]:
    """The treatment and the shifts: ``look_vintage@0.6``, ``brightness@0.2``."""
    look = clip.look
    terms = [_treatment(look)] if look.lut_hash or look.kind is not LookKind.NONE else []
    for name, shift in (
        ("brightness", look.brightness),
        ("contrast", look.contrast),
        ("saturation", look.saturation),
    ):
        terms.extend([f"{name}@{shift!r}"] if shift else [])
    return tuple(terms)


def _treatment(look: Look) -> str:
    name = f"look_lut#{look.lut_hash}" if look.lut_hash else f"look_{look.kind.value}"
    return name if look.strength == 1.0 else f"{name}@{look.strength!r}"


def _focus(clip: Clip) -> tuple[float, ...]:
    return (clip.focus.x, clip.focus.y) if clip.focus else ()


_FACTS: tuple[tuple[ChangeKind, Callable[[Clip], Fact]], ...] = (
    (ChangeKind.SPEED, lambda clip: clip.speed),
    (ChangeKind.CLIP_SOUND, lambda clip: None if clip.is_muted else clip.volume),
    (ChangeKind.FOCUS, _focus),
    (ChangeKind.PAD_COLOR, lambda clip: clip.pad_color),
    (ChangeKind.LOOK, _look_terms),
)
