"""``apply(timeline, edit) -> Timeline``: what each edit does, purely.

Every edit leaves a timeline that ``check`` finds nothing in. What follows from an edit
(music as long as the picture, titles inside it, transitions that fit their clips) is done
in one place, ``_refit``, so that no edit can forget it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any

from tiktok_photo_video.errors import EditError
from tiktok_photo_video.timeline.edits import (
    Create,
    Edit,
    Insert,
    Remove,
    RemoveTitles,
    Rename,
    Reorder,
    SetDuration,
    SetMotion,
    SetMusic,
    SetResizeMode,
    SetTitle,
    SetTotalDuration,
    SetTransition,
    SetVolume,
)
from tiktok_photo_video.timeline.model import (
    Clip,
    Motion,
    PlacedClip,
    Timeline,
    TimeRange,
    Track,
    TrackChild,
    TrackKind,
    Transition,
    placed_clips,
)
from tiktok_photo_video.timeline.tracks import (
    clips_and_cuts,
    picture_duration,
    placed_children,
    placed_titles,
    resized,
    with_pictures,
    with_titles,
    with_track,
)

MIN_CLIP_FRAMES = 2


def apply(timeline: Timeline, edit: Edit) -> Timeline:
    """The timeline after an edit; the one given stays as it is.

    Raises:
        EditError: the edit names a clip that is not there, or would leave nothing to show.

    """
    return _refit(_APPLY[type(edit)](timeline, edit))


def new_clip_id(timeline: Timeline, *, prefix: str, taken: int = 0) -> str:
    """An id that no clip of the timeline has, ``taken`` further on than the next free one."""
    numbers = [
        int(clip.id.removeprefix(prefix))
        for track in timeline.tracks
        for clip in track.clips
        if clip.id.startswith(prefix) and re.fullmatch("[0-9]+", clip.id.removeprefix(prefix))
    ]
    return f"{prefix}{max(numbers, default=0) + 1 + taken}"


def _create(_: Timeline, edit: Create) -> Timeline:
    return edit.timeline


def _insert(timeline: Timeline, edit: Insert) -> Timeline:
    clips, cuts = clips_and_cuts(timeline)
    _require_new(timeline, edit.clips)
    index = min(max(edit.index, 0), len(clips))
    usual = next((cut for cut in cuts if cut), None)
    new_cuts = [usual] * (len(edit.clips) if clips else len(edit.clips) - 1)
    return with_pictures(
        timeline,
        [*clips[:index], *edit.clips, *clips[index:]],
        [*cuts[:index], *new_cuts, *cuts[index:]],
    )


def _remove(timeline: Timeline, edit: Remove) -> Timeline:
    clips, cuts = clips_and_cuts(timeline)
    _require(clips, edit.clip_ids)
    kept = [i for i, clip in enumerate(clips) if clip.id not in edit.clip_ids]
    if not kept:
        raise EditError(
            "Removing every photo would leave nothing to show.",
            code="nothing_left",
            hint="Keep at least one photo, or add others first.",
        )
    # The cut into a kept clip stays; the first one left has none before it.
    new_cuts = [cuts[i - 1] for i in kept[1:]]
    return with_pictures(timeline, [clips[i] for i in kept], new_cuts)


def _reorder(timeline: Timeline, edit: Reorder) -> Timeline:
    clips, cuts = clips_and_cuts(timeline)
    by_id = {clip.id: clip for clip in clips}
    if sorted(edit.clip_ids) != sorted(by_id):
        raise EditError(
            "The new order must name every photo once.",
            code="bad_order",
            hint=f"There are {len(clips)} photos.",
        )
    return with_pictures(timeline, [by_id[i] for i in edit.clip_ids], cuts)


def _set_duration(timeline: Timeline, edit: SetDuration) -> Timeline:
    if edit.duration < MIN_CLIP_FRAMES:
        raise EditError(
            f"A photo cannot be shown for {edit.duration} frames.",
            code="too_short",
            hint="Give it at least a tenth of a second.",
        )
    return _map_pictures(timeline, edit.clip_ids, lambda clip, _: resized(clip, edit.duration))


def _set_total_duration(timeline: Timeline, edit: SetTotalDuration) -> Timeline:
    clips, cuts = clips_and_cuts(timeline)
    if edit.duration < MIN_CLIP_FRAMES * max(len(clips), 1):
        raise EditError(
            f"{len(clips)} photos cannot be shown in {edit.duration} frames.",
            code="too_short",
            hint="Ask for a longer video or fewer photos.",
        )
    shares = shared_out(edit.duration, tuple(clip.duration for clip in clips))
    return with_pictures(
        timeline, [resized(c, d) for c, d in zip(clips, shares, strict=True)], cuts
    )


def _set_transition(timeline: Timeline, edit: SetTransition) -> Timeline:
    clips, cuts = clips_and_cuts(timeline)
    chosen = range(len(cuts)) if edit.cuts is None else edit.cuts
    new_cuts = list(cuts)
    for turn, cut in enumerate(chosen):
        if not 0 <= cut < len(cuts):
            raise EditError(
                f"There is no cut number {cut + 1}.",
                code="no_such_cut",
                hint=f"{len(clips)} photos have {len(cuts)} cuts between them.",
            )
        new_cuts[cut] = _transition(edit, turn)
    return with_pictures(timeline, clips, new_cuts)


def _transition(edit: SetTransition, turn: int) -> Transition | None:
    if not edit.transition_types or edit.duration < 1:
        return None
    kind = edit.transition_types[turn % len(edit.transition_types)]
    return Transition(kind, edit.duration // 2, edit.duration - edit.duration // 2)


def _set_motion(timeline: Timeline, edit: SetMotion) -> Timeline:
    motions = edit.motions or (Motion(),)
    return _map_pictures(
        timeline,
        edit.clip_ids,
        lambda clip, turn: replace(clip, motion=motions[turn % len(motions)]),
    )


def _set_resize_mode(timeline: Timeline, edit: SetResizeMode) -> Timeline:
    return _map_pictures(
        timeline, edit.clip_ids, lambda clip, _: replace(clip, resize_mode=edit.resize_mode)
    )


def _set_title(timeline: Timeline, edit: SetTitle) -> Timeline:
    if not edit.title.text.strip():
        raise EditError("A title needs some text.", code="empty_title", hint="Say what it reads.")
    if edit.duration < 1 or edit.start < 0 or edit.start >= max(timeline.duration, 1):
        raise EditError(
            "The title would not be seen: its time lies outside the video.",
            code="title_outside",
            hint="Give it a time within the video.",
        )
    new = TimeRange(edit.start, edit.duration)
    kept = [
        (placed.range_in_track.start, placed.clip)
        for placed in placed_titles(timeline)
        if placed.range_in_track.end_exclusive <= new.start
        or placed.range_in_track.start >= new.end_exclusive
    ]
    clip = Clip(new_clip_id(timeline, prefix="t"), edit.title, TimeRange(0, edit.duration))
    return with_titles(timeline, sorted([*kept, (edit.start, clip)], key=lambda it: it[0]))


def _remove_titles(timeline: Timeline, edit: RemoveTitles) -> Timeline:
    placed = placed_titles(timeline)
    _require([p.clip for p in placed], edit.clip_ids)
    kept = [p for p in placed if edit.clip_ids and p.clip.id not in edit.clip_ids]
    return with_titles(timeline, [(p.range_in_track.start, p.clip) for p in kept])


def _set_music(timeline: Timeline, edit: SetMusic) -> Timeline:
    if edit.music is None:
        return with_track(timeline, TrackKind.AUDIO, ())
    length = TimeRange(0, max(picture_duration(timeline), 1))
    silent = with_track(timeline, TrackKind.AUDIO, ())
    clip = Clip(
        new_clip_id(silent, prefix="m"), edit.music, length, volume=_checked_volume(edit.volume)
    )
    return with_track(timeline, TrackKind.AUDIO, (clip,))


def _set_volume(timeline: Timeline, edit: SetVolume) -> Timeline:
    audio = timeline.track(TrackKind.AUDIO)
    if audio is None:
        raise EditError(
            "There is no music to turn up or down.", code="no_music", hint="Ask for music first."
        )
    volume = _checked_volume(edit.volume)
    return with_track(
        timeline,
        TrackKind.AUDIO,
        tuple(replace(c, volume=volume) if isinstance(c, Clip) else c for c in audio.children),
    )


def _rename(timeline: Timeline, edit: Rename) -> Timeline:
    name = " ".join(edit.name.split())
    if not name:
        raise EditError("A project needs a name.", code="empty_name", hint="Say what to call it.")
    return replace(timeline, name=name)


_APPLY: dict[type, Callable[[Timeline, Any], Timeline]] = {
    Create: _create,
    Insert: _insert,
    Remove: _remove,
    Reorder: _reorder,
    SetDuration: _set_duration,
    SetTotalDuration: _set_total_duration,
    SetTransition: _set_transition,
    SetMotion: _set_motion,
    SetResizeMode: _set_resize_mode,
    SetTitle: _set_title,
    RemoveTitles: _remove_titles,
    SetMusic: _set_music,
    SetVolume: _set_volume,
    Rename: _rename,
}


def shared_out(total: int, weights: tuple[int, ...]) -> tuple[int, ...]:
    """``total`` split in proportion to ``weights``: whole parts, each at least the minimum.

    The parts add up exactly: the cumulative sum is rounded, so no error piles up.
    """
    if not weights:
        return ()
    spare = total - MIN_CLIP_FRAMES * len(weights)
    whole = sum(weights)
    edges = [0]
    for index in range(len(weights)):
        edges.append(round(spare * sum(weights[: index + 1]) / whole))
    return tuple(b - a + MIN_CLIP_FRAMES for a, b in pairwise(edges))


def _refit(timeline: Timeline) -> Timeline:
    """Bring transitions, music and titles back into step with the picture track."""
    clips, cuts = clips_and_cuts(timeline)
    timeline = with_pictures(timeline, clips, cuts)
    length = picture_duration(timeline)
    if audio := timeline.track(TrackKind.AUDIO):
        timeline = with_track(timeline, TrackKind.AUDIO, _sound_within(audio, length))
    return with_titles(timeline, _titles_within(placed_titles(timeline), length))


def _sound_within(audio: Track, length: int) -> tuple[TrackChild, ...]:
    """One piece of music is as long as the picture; several keep their times inside it."""
    if len(audio.children) == 1 and audio.clips and length:
        return (resized(audio.clips[0], length),)
    return placed_children(_titles_within(placed_clips(audio), length))


def _titles_within(placed: tuple[PlacedClip, ...], length: int) -> list[tuple[int, Clip]]:
    return [
        (
            p.range_in_track.start,
            resized(p.clip, min(p.clip.duration, length - p.range_in_track.start)),
        )
        for p in placed
        if p.range_in_track.start < length
    ]


def _require_new(timeline: Timeline, clips: tuple[Clip, ...]) -> None:
    """Clips that come in have ids of their own, and something to show."""
    taken = [clip.id for track in timeline.tracks for clip in track.clips]
    ids = taken + [clip.id for clip in clips]
    if len(ids) != len(set(ids)):
        raise EditError("Two clips would have one id.", code="id_taken", hint="Use new ids.")
    if any(clip.duration < 1 for clip in clips):
        raise EditError(
            "A photo without a duration cannot be shown.",
            code="too_short",
            hint="Give it at least a tenth of a second.",
        )


def _require(clips: list[Clip], clip_ids: tuple[str, ...]) -> None:
    known = {clip.id for clip in clips}
    if missing := [i for i in clip_ids if i not in known]:
        raise EditError(
            f"There is no clip {', '.join(missing)} here.",
            code="no_such_clip",
            hint=f"There are {len(clips)}.",
        )


def _checked_volume(volume: float) -> float:
    if not 0.0 <= volume <= 2.0:  # 200 % is where the mixer's limiter begins to be heard
        raise EditError(
            f"The volume cannot be {volume:.0%}.", code="bad_volume", hint="Use 0 to 200 %."
        )
    return volume


def _map_pictures(
    timeline: Timeline, clip_ids: tuple[str, ...], change: Callable[[Clip, int], Clip]
) -> Timeline:
    clips, cuts = clips_and_cuts(timeline)
    _require(clips, clip_ids)
    turns = {clip_id: turn for turn, clip_id in enumerate(clip_ids)}
    changed = [change(c, turns[c.id]) if c.id in turns else c for c in clips]
    return with_pictures(timeline, changed, cuts)
