"""The wishes of a creation request folded into a brief."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from tiktok_photo_video.planner.brief import Brief, Feel, Order, Photo
from tiktok_photo_video.planner.editing.canvas import frame_size, nearest_fps, size_remarks
from tiktok_photo_video.planner.editing.locating import DoubtError, Numbering
from tiktok_photo_video.planner.layout import order_of
from tiktok_photo_video.planner.photo_wishes import (
    AddPhotos,
    Count,
    Drop,
    Keep,
    Length,
    PhotoLength,
    Sort,
)
from tiktok_photo_video.planner.scoping import Said
from tiktok_photo_video.planner.taste import MAX_VOLUME
from tiktok_photo_video.planner.text_wishes import Look, NoTitle, Title, When
from tiktok_photo_video.planner.wishes import (
    Camera,
    Cuts,
    Enquiry,
    Fit,
    Heard,
    Music,
    Mute,
    NewVideo,
    Occasion,
    OnBeat,
    Pace,
    Rate,
    Shape,
    Unsaid,
    Volume,
)
from tiktok_photo_video.timeline.model import MotionKind
from tiktok_photo_video.timeline.tracks import is_film


@dataclass(frozen=True, slots=True)
class Briefed:
    """A brief, the wishes that it has no room for, and remarks as (name, facts)."""

    brief: Brief
    left: tuple[Said, ...] = ()
    remarks: tuple[tuple[str, dict[str, object]], ...] = ()


@dataclass(slots=True)
class _Draft:
    photos: Sequence[Photo]
    brief: Brief = field(default_factory=Brief)
    kept: list[int] = field(default_factory=list)
    left: list[Said] = field(default_factory=list)
    remarks: list[tuple[str, dict[str, object]]] = field(default_factory=list)

    def set(self, **changes: Any) -> bool:
        self.brief = replace(self.brief, **changes)
        return True

    def remark(self, name: str, **facts: object) -> bool:
        self.remarks.append((name, facts))
        return True


def brief_from(said: Iterable[Said], photos: Sequence[Photo], *, seed: int) -> Briefed:
    """Fold wishes into a brief for these pictures.

    A wish that a brief cannot hold (one photo moved, a title in red) is left for the
    editor, which works on the timeline that the brief is laid out to.
    """
    draft = _Draft(photos, kept=list(range(1, len(photos) + 1)))
    for each in said:
        fold = _FOLD.get(type(each.wish))
        if fold is None or not fold(draft, each.wish):
            draft.left.append(each)
    _choose_photos(draft, seed=seed)
    return Briefed(draft.brief, tuple(draft.left), tuple(draft.remarks))


def _choose_photos(draft: _Draft, *, seed: int) -> None:
    if len(draft.kept) == len(draft.photos):
        return
    chosen = [draft.photos[n - 1] for n in draft.kept]
    places = order_of(draft.brief.order, chosen, seed=seed)
    draft.set(only=tuple(draft.kept[i] for i in places), order=Order.GIVEN)


def _length(draft: _Draft, wish: Length) -> bool:
    if wish.total_s is None and wish.factor != 1.0 and not wish.more_s:
        # "15 seconds, fast" of a video that is not there yet speaks of its pace: there is no
        # length yet that could be made shorter.
        feel = Feel.PUNCHY if wish.factor < 1.0 else Feel.CALM
        return draft.set(feel=draft.brief.feel or feel)
    return wish.total_s is not None and not wish.bound and draft.set(total_s=wish.total_s)


def _photo_length(draft: _Draft, wish: PhotoLength) -> bool:
    simple = wish.photo_s is not None and not wish.photos
    return simple and draft.set(per_photo_s=wish.photo_s)


def _cuts(draft: _Draft, wish: Cuts) -> bool:
    if wish.between or wish.without or wish.factor != 1.0:
        return False
    if wish.types is not None:
        draft.set(transitions=wish.types)
    return draft.set(transition_s=wish.transition_s or draft.brief.transition_s)


def _music(draft: _Draft, wish: Music) -> bool:
    if wish.song:
        draft.remark("song", song=wish.song)
    if wish.genre and wish.mood:
        draft.remark("genre", genre=wish.genre, mood=wish.mood)
    # Of two moods the later word wins: "chill, no, upbeat music".
    return draft.set(music=wish.on, mood=wish.mood or draft.brief.mood)


def _volume(draft: _Draft, wish: Volume) -> bool:
    if wish.level is None:
        return False
    return draft.set(volume=min(max(wish.level, 0.0), MAX_VOLUME))


def _title(draft: _Draft, wish: Title) -> bool:
    plain = wish.look == Look() and wish.when == When() and not draft.brief.title
    return bool(wish.text) and plain and draft.set(title=wish.text)


def _unsaid(draft: _Draft, wish: Unsaid) -> bool:
    return draft.remark("no_title_text") if wish.what == "title_text" else True


def _drop(draft: _Draft, wish: Drop) -> bool:
    return _keep_numbers(draft, wish.photos, keep=False)


def _keep(draft: _Draft, wish: Keep) -> bool:
    return _keep_numbers(draft, wish.photos, keep=True)


def _keep_numbers(draft: _Draft, photos: Any, *, keep: bool) -> bool:
    numbering = upload_numbering(draft.photos)
    try:
        named = [int(i) for i in numbering.located(photos)]
    except DoubtError:
        return False
    kept = [n for n in draft.kept if n not in named]
    if keep:  # in the order in which they are named: "photos 5, 3 and 1"
        kept = [n for n in named if n in draft.kept]
    draft.kept = kept or draft.kept
    return bool(kept)


def upload_numbering(photos: Sequence[Photo]) -> Numbering:
    """The numbers of uploads: each is called by its own number."""
    names = {p.media.name.casefold(): str(n) for n, p in reversed(list(enumerate(photos, 1)))}
    return Numbering(tuple(str(n) for n in range(1, len(photos) + 1)), names)


def _camera(draft: _Draft, wish: Camera) -> bool:
    if wish.photos or wish.factor != 1.0:
        return False
    if wish.without and wish.kinds is None:
        return draft.set(motion=(MotionKind.ZOOM_IN, MotionKind.ZOOM_OUT))
    return wish.kinds is None or draft.set(motion=wish.kinds)


def _fit(draft: _Draft, wish: Fit) -> bool:
    return not wish.photos and draft.set(resize_mode=wish.resize_mode)


def _shape(draft: _Draft, wish: Shape) -> bool:
    now = (draft.brief.width_px, draft.brief.height_px)
    width, height = frame_size(wish, now)
    draft.remarks.extend(size_remarks(wish, now))
    return draft.set(width_px=width, height_px=height)


def _rate(draft: _Draft, wish: Rate) -> bool:
    given = nearest_fps(wish.fps)
    if given != wish.fps:
        draft.remark("fps", fps=given)
    return draft.set(fps=given)


def _on_beat(draft: _Draft, wish: OnBeat) -> bool:
    feel = draft.brief.feel or (Feel.PUNCHY if wish.on else None)
    return draft.set(beat_sync=wish.on, feel=feel)


def _mute(draft: _Draft, wish: Mute) -> bool:
    """A silent video is one without music: there is none yet to be heard again later."""
    if wish.what is Heard.CLIPS:
        return False
    has_films = any(is_film(photo.media) for photo in draft.photos)
    return draft.set(music=not wish.on) and not (has_films and wish.what is Heard.ALL)


def _pace(draft: _Draft, wish: Pace) -> bool:
    return draft.set(feel=wish.feel)


def _occasion(draft: _Draft, wish: Occasion) -> bool:
    return draft.set(theme=draft.brief.theme or wish.theme)


def _count(draft: _Draft, wish: Count) -> bool:
    if wish.count != len(draft.photos) and wish.count > 1:
        draft.remark("count", said=wish.count, count=len(draft.photos))
    return True


def _sort(draft: _Draft, wish: Sort) -> bool:
    return draft.set(order=wish.order)


def _nothing(_: _Draft, __: object) -> bool:
    return True


_FOLD: dict[type, Callable[[_Draft, Any], bool]] = {
    Length: _length,
    PhotoLength: _photo_length,
    Cuts: _cuts,
    Music: _music,
    Volume: _volume,
    Title: _title,
    Unsaid: _unsaid,
    Drop: _drop,
    Keep: _keep,
    Camera: _camera,
    Fit: _fit,
    Shape: _shape,
    Rate: _rate,
    Pace: _pace,
    Occasion: _occasion,
    OnBeat: _on_beat,
    Mute: _mute,
    Count: _count,
    Sort: _sort,
    NoTitle: _nothing,
    NewVideo: _nothing,
    AddPhotos: _nothing,
    Enquiry: _nothing,
}
