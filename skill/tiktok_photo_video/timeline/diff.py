"""What changed between two timelines, as facts; ``timeline.summary`` puts them in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tiktok_photo_video.timeline.changes import Both, Change, ChangeKind, photo_name
from tiktok_photo_video.timeline.differing import clips, pictures, whole, words
from tiktok_photo_video.timeline.differing.pictures import transition_names
from tiktok_photo_video.timeline.differing.whole import music_name
from tiktok_photo_video.timeline.model import Timeline

__all__ = ["Change", "ChangeKind", "diff", "music_name", "photo_name", "transition_names"]

_Part = Callable[[Both], Iterator[Change]]

_PARTS: tuple[_Part, ...] = (
    pictures.photos,
    pictures.durations,
    pictures.transitions,
    clips.changes,
    words.titles,
    words.captions,
    words.cards,
    whole.music,
    whole.extras,
)
# Beside other changes these would only repeat them; alone they are the change.
_FINER_PARTS: tuple[_Part, ...] = (pictures.single_transitions, whole.other_sound)


def diff(before: Timeline, after: Timeline) -> tuple[Change, ...]:
    """The changes that lead from ``before`` to ``after``; empty when nothing visible changed."""
    both = Both(before, after)
    changes = tuple(change for part in _PARTS for change in part(both))
    return changes or tuple(change for part in _FINER_PARTS for change in part(both))
