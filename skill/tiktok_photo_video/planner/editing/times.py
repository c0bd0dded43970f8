"""Length wishes as edits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from tiktok_photo_video.language import Language
from tiktok_photo_video.planner.editing.locating import DoubtError, is_everything
from tiktok_photo_video.planner.editing.scene import Carried, Scene
from tiktok_photo_video.planner.pacing import (
    available_frames,
    evenly_shared,
    least_frames,
    within_bounds,
)
from tiktok_photo_video.planner.photo_wishes import (
    CutOff,
    Length,
    PhotoLength,
)
from tiktok_photo_video.planner.remarks import note
from tiktok_photo_video.planner.taste import MAX_TOTAL_S, MIN_PHOTO_S, TIKTOK_MIN_TOTAL_S
from tiktok_photo_video.timeline.apply import shared_out
from tiktok_photo_video.timeline.edits import Edit, Remove, SetDuration, SetTotalDuration
from tiktok_photo_video.timeline.model import Clip, ExternalReference, frames_from_s
from tiktok_photo_video.timeline.summary import seconds
from tiktok_photo_video.timeline.tracks import end_card, longest


def length(scene: Scene, wish: Length) -> Carried:
    """Bring the whole to a length."""
    timeline = scene.timeline
    if wish.total_s is not None and wish.total_s > MAX_TOTAL_S and wish.bound != "most":
        raise DoubtError("beyond", **beyond(wish.total_s, scene.language))
    if wish.total_s is not None:
        asked = frames_from_s(min(wish.total_s, MAX_TOTAL_S * 10), timeline.rate)
    else:
        asked = round(timeline.duration * wish.factor) + frames_from_s(wish.more_s, timeline.rate)
    kept = {"most": timeline.duration <= asked, "least": timeline.duration >= asked}
    if wish.around and (edits := _around(scene, wish, asked)):
        return Carried(edits)
    return Carried() if kept.get(wish.bound) else total(scene, asked)


def _around(scene: Scene, wish: Length, asked: int) -> tuple[Edit, ...]:
    """The others share what the photos with a time of their own leave of the whole."""
    kept = set(scene.numbering.located(wish.around))
    clips = [scene.clip(i) for i in scene.ids]
    others = [c for c in clips if c.id not in kept]
    left = asked - sum(c.duration for c in clips if c.id in kept)
    if not others or left < least_frames(len(others), scene.timeline.rate):
        return ()
    shares = shared_out(left, tuple(c.duration for c in others))
    return _set_durations({c.id: share for c, share in zip(others, shares, strict=True)})


def cut_off(scene: Scene, wish: CutOff) -> Carried:
    """End the video there: later photos go, and the one that is seen then ends."""
    rate = scene.timeline.rate
    end = frames_from_s(min(wish.at_s, MAX_TOTAL_S), rate)
    places = {p.clip.id: p.range_in_track for p in scene.placed if p.clip.id in scene.ids}
    gone = tuple(i for i, place in places.items() if place.start >= end)
    if end < least_frames(1, rate) or len(gone) == len(places):
        raise DoubtError("nothing_left", count=scene.numbering.count)
    edits: list[Edit] = [Remove(gone)] if gone else []
    crossing = ((i, p) for i, p in places.items() if p.start < end < p.end_exclusive)
    edits += [SetDuration((i,), max(end - p.start, least_frames(1, rate))) for i, p in crossing]
    return Carried(tuple(edits))


def beyond(asked_s: float, language: Language) -> dict[str, object]:
    """A length that no video can have, and the longest it can."""
    return {"asked": clock(asked_s, language), "most": clock(MAX_TOTAL_S, language)}


def clock(length_s: float, language: Language) -> str:
    """A long time in its largest unit: ``10 hours``, ``10 分钟``."""
    unit_s, names = next((u for u in _UNITS if length_s >= u[0]), _UNITS[-1])
    count = f"{length_s / unit_s:.1f}".removesuffix(".0")
    if language is Language.CHINESE:
        return f"{count} {names[1]}"
    return f"{count} {names[0]}" if count == "1" else f"{count} {names[0]}s"


_UNITS = (
    (3600.0, ("hour", "小时")),
    (60.0, ("minute", "分钟")),
    (1.0, ("second", "秒")),
)


def total(scene: Scene, asked: int) -> Carried:
    """Bring the whole to a number of frames, as near as it can be, saying so where it cannot."""
    wanted = within_bounds(asked, len(scene.timeline.photos), scene.timeline.rate)
    most = _most_in_all(scene)
    given = wanted if most is None else min(wanted, most)
    return Carried((SetTotalDuration(given),), length_notes(scene, asked, given))


def length_notes(scene: Scene, asked: int, given: int) -> tuple[str, ...]:
    """What to say when a length asked for is not the one given, or is not TikTok's."""
    rate, language = scene.timeline.rate, scene.language
    notes: list[str] = []
    if given != asked:
        notes.append(
            note(
                "too_short" if given > asked else "too_long",
                language,
                asked=seconds(max(asked, 0) / rate, language=language),
                given=seconds(given / rate, language=language),
                count=len(scene.timeline.photos),
            )
        )
    if given < frames_from_s(TIKTOK_MIN_TOTAL_S, rate):
        notes.append(note("tiktok_min", language))
    return tuple(notes)


def _most_in_all(scene: Scene) -> int | None:
    """How many frames there are to see, the end card's too; ``None`` where a photo stands still."""
    caps = [longest(clip, scene.timeline.rate) for clip in scene.timeline.photos]
    card = end_card(scene.timeline)
    limited = [cap for cap in caps if cap is not None]
    return sum(limited) + (card.duration if card else 0) if len(limited) == len(caps) else None


def _cap(scene: Scene, clip: Clip) -> int | None:
    media = clip.media
    rate = scene.timeline.rate
    return available_frames(media, rate) if isinstance(media, ExternalReference) else None


def _set_durations(frames: dict[str, int]) -> tuple[Edit, ...]:
    alike: defaultdict[int, list[str]] = defaultdict(list)
    for clip_id, duration in frames.items():
        alike[duration].append(clip_id)
    return tuple(SetDuration(tuple(ids), duration) for duration, ids in alike.items())


def shared_evenly(scene: Scene, ids: Sequence[str]) -> tuple[Edit, ...]:
    """Edits that give these photos even parts of what they take now, as far as each lasts."""
    clips = [scene.clip(clip_id) for clip_id in ids]
    parts = evenly_shared(sum(c.duration for c in clips), [_cap(scene, clip) for clip in clips])
    return _set_durations(dict(zip(ids, parts, strict=True)))


def photo_length(scene: Scene, wish: PhotoLength) -> Carried:
    """Show some or all photos for so long each."""
    ids = scene.ids if is_everything(wish.photos) else scene.numbering.located(wish.photos)
    rate = scene.timeline.rate
    if wish.photo_s is not None and wish.photo_s > MAX_TOTAL_S:
        raise DoubtError("beyond", **beyond(wish.photo_s, scene.language))
    least = least_frames(1, rate)
    most = max(frames_from_s(MAX_TOTAL_S, rate) // max(len(scene.ids), 1), least)
    asked = {clip_id: _asked_frames(scene, scene.clip(clip_id), wish) for clip_id in ids}
    given = {i: min(max(frames, least), _most(scene, i, most)) for i, frames in asked.items()}
    raised = any(given[i] > asked[i] for i in ids) and (wish.photo_s or 1.0) < MIN_PHOTO_S
    notes = (note("photo_min", scene.language),) if raised else ()
    if _is_pace(scene, wish):
        return Carried((SetTotalDuration(_in_all(scene, given)),), notes)
    return Carried(_set_durations(given), notes)


def _is_pace(scene: Scene, wish: PhotoLength) -> bool:
    """Whether all are to come faster or slower on a beat: no length of any one was asked for."""
    is_stretched = wish.photo_s is None and not wish.more_s
    return scene.timeline.has_beat_sync and is_everything(wish.photos) and is_stretched


def _in_all(scene: Scene, given: Mapping[str, int]) -> int:
    card = end_card(scene.timeline)
    return sum(given.values()) + (card.duration if card else 0)


def _most(scene: Scene, clip_id: str, most: int) -> int:
    cap = _cap(scene, scene.clip(clip_id))
    return most if cap is None else min(cap, most)


def _asked_frames(scene: Scene, clip: Clip, wish: PhotoLength) -> int:
    rate = scene.timeline.rate
    if wish.like:
        models = [scene.clip(i).duration for i in scene.numbering.located(wish.like)]
        return round((sum(models) if wish.summed else models[0]) * wish.factor)
    if wish.photo_s is not None:
        return frames_from_s(min(wish.photo_s, MAX_TOTAL_S), rate)
    return round(clip.duration * wish.factor) + frames_from_s(wish.more_s, rate)
