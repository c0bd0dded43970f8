"""Which photos are seen, how long, and how they give way to each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from tiktok_photo_video.timeline.changes import Both, Change, ChangeKind, numbered, photo_name
from tiktok_photo_video.timeline.model import Timeline, TrackKind, Transition, placed_in


def photos(both: Both) -> Iterator[Change]:
    """Photos that came, went or moved."""
    old, new = numbered(both.before), numbered(both.after)
    added = tuple(photo_name(c, n) for i, (n, c) in new.items() if i not in old)
    removed = tuple(photo_name(c, n) for i, (n, c) in old.items() if i not in new)
    if added:
        yield Change(ChangeKind.PHOTOS_ADDED, added, len(old), len(new))
    if removed:
        yield Change(ChangeKind.PHOTOS_REMOVED, removed, len(old), len(new))
    old_order = [i for i in old if i in new]
    new_order = [i for i in new if i in old]
    if old_order != new_order:
        yield Change(
            ChangeKind.PHOTOS_REORDERED,
            before=tuple(photo_name(old[i][1], old[i][0]) for i in old_order),
            # By the numbers they had: "photo 3, photo 1" says what went where.
            after=tuple(photo_name(old[i][1], old[i][0]) for i in new_order),
        )


def durations(both: Both) -> Iterator[Change]:
    """How long the whole and its photos are."""
    was, now = both.times(both.before.duration, both.after.duration)
    is_as_long = both.is_same_time(was, now)
    if not is_as_long:
        yield Change(ChangeKind.TOTAL_DURATION, before=was, after=now)
    old, new = numbered(both.before), numbered(both.after)
    times = {i: both.times(old[i][1].duration, new[i][1].duration) for i in new if i in old}
    changed = [i for i, (a, b) in times.items() if not both.is_same_time(a, b)]
    # When every photo changed, the total says it; single ones are named.
    if changed and (len(changed) < len(new) or is_as_long):
        for clip_id in changed:
            number, clip = new[clip_id]
            yield Change(ChangeKind.PHOTO_DURATION, (photo_name(clip, number),), *times[clip_id])


def transitions(both: Both) -> Iterator[Change]:
    """What happens at the cuts, and how long it usually takes."""
    old, new = transition_names(both.before), transition_names(both.after)
    if old != new and new and (set(old) != set(new) or len(old) == len(new)):
        yield Change(ChangeKind.TRANSITIONS, before=tuple(old), after=tuple(new))
    elif old == new:
        was, now = _usual_duration(both.before), _usual_duration(both.after)
        if was is not None and now is not None and not both.is_same_time(was, now):
            yield Change(ChangeKind.TRANSITION_DURATION, before=was, after=now)


def single_transitions(both: Both) -> Iterator[Change]:
    """A transition that is longer, or stands elsewhere, though most of them are as they were."""
    if both.before.rate != both.after.rate:
        return
    for was, now in zip(_transitions(both.before), _transitions(both.after), strict=False):
        if was != now and was and now:
            yield Change(
                ChangeKind.TRANSITION_DURATION,
                before=was.duration / both.before.rate,
                after=now.duration / both.after.rate,
            )
            return


def _transitions(timeline: Timeline) -> list[Transition | None]:
    return [p.transition_out for p in placed_in(timeline, TrackKind.VIDEO)]


def _usual_duration(timeline: Timeline) -> Fraction | None:
    """The length that most transitions have, in seconds."""
    lengths = Counter(cut.duration for cut in _transitions(timeline) if cut)
    return lengths.most_common(1)[0][0] / timeline.rate if lengths else None


def transition_names(timeline: Timeline) -> list[str]:
    """The transition at each cut, in order; ``cut`` where there is none."""
    return [cut.transition_type.value if cut else "cut" for cut in _transitions(timeline)[:-1]]
