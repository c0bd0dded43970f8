"""Wishes about which photos, and in which order, as edits."""

from __future__ import annotations

from collections.abc import Sequence

from tiktok_photo_video.planner.brief import Photo
from tiktok_photo_video.planner.choreography import motion, varied_moves
from tiktok_photo_video.planner.editing.locating import DoubtError
from tiktok_photo_video.planner.editing.scene import Carried, Scene
from tiktok_photo_video.planner.layout import order_of
from tiktok_photo_video.planner.pacing import available_frames, least_frames
from tiktok_photo_video.planner.wishes import (
    AddPhotos,
    Drop,
    Keep,
    Move,
    Named,
    References,
    Replace,
    Sort,
    Swap,
)
from tiktok_photo_video.timeline.apply import new_clip_id
from tiktok_photo_video.timeline.edits import Edit, Insert, Remove, Reorder
from tiktok_photo_video.timeline.model import (
    Clip,
    ExternalReference,
    MediaKind,
    Motion,
    ResizeMode,
    Timeline,
    TimeRange,
)


def drop(scene: Scene, wish: Drop) -> Carried:
    """Take photos out."""
    return Carried((Remove(_present(scene, scene.numbering.located(wish.photos))),))


def keep(scene: Scene, wish: Keep) -> Carried:
    """Take all other photos out."""
    kept = scene.numbering.located(wish.photos)
    gone = tuple(i for i in scene.ids if i not in kept)
    return Carried((Remove(gone),) if gone else ())


def _present(scene: Scene, ids: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(i for i in ids if i in scene.ids)


def move(scene: Scene, wish: Move) -> Carried:
    """Put photos at a place, or beside another one."""
    moved = scene.numbering.located(wish.photos)
    others = [i for i in scene.ids if i not in moved]
    place = _place(scene, wish, others)
    order = (*others[:place], *moved, *others[place:])
    return Carried((Reorder(order),) if order != scene.ids else ())


def _place(scene: Scene, wish: Move, others: Sequence[str]) -> int:
    """The place among the photos that stay where they are."""
    if anchors := wish.before or wish.after:
        return _beside(scene, anchors, others, after=bool(wish.after))
    if wish.position < 0:
        return max(len(others) + 1 + wish.position, 0)
    if wish.position > len(scene.ids):
        raise DoubtError("no_such_photo", what=str(wish.position), count=len(scene.ids))
    return min(wish.position - 1, len(others))


def _beside(scene: Scene, anchors: References, others: Sequence[str], *, after: bool) -> int:
    places = [others.index(i) for i in scene.numbering.located(anchors) if i in others]
    if not places:
        raise DoubtError("move")
    return max(places) + 1 if after else min(places)


def swap(scene: Scene, wish: Swap) -> Carried:
    """Let two photos change places."""
    ids = scene.numbering.located(wish.photos)
    if len(ids) != 2:
        raise DoubtError("swap")
    partner = {ids[0]: ids[1], ids[1]: ids[0]}
    return Carried((Reorder(tuple(partner.get(i, i) for i in scene.ids)),))


def sort(scene: Scene, wish: Sort) -> Carried:
    """Put all photos into an order; from here on numbers mean the new places."""
    order = order_of(wish.order, _photos_as_placed(scene), seed=scene.seed)
    ids = tuple(scene.ids[i] for i in order)
    edits: tuple[Edit, ...] = (Reorder(ids),) if ids != scene.ids else ()
    return Carried(edits, counted_anew=True)


def _photos_as_placed(scene: Scene) -> list[Photo]:
    """The uploads behind the clips, for their dates."""
    known = {(p.media.content_hash, p.media.name): p for p in reversed(scene.photos)}
    found: list[Photo] = []
    for clip in scene.timeline.photos:
        media = clip.media
        external = media if isinstance(media, ExternalReference) else ExternalReference("", "")
        found.append(known.get((external.content_hash, external.name), Photo(external)))
    return found


def unused_photos(timeline: Timeline, photos: Sequence[Photo]) -> tuple[Photo, ...]:
    """Uploaded pictures that the video does not show, in upload order."""
    shown = {
        clip.media.content_hash
        for clip in timeline.photos
        if isinstance(clip.media, ExternalReference)
    }
    pictures = (p for p in photos if p.media.kind is not MediaKind.AUDIO)
    return tuple(p for p in pictures if p.media.content_hash not in shown)


def add(scene: Scene, wish: AddPhotos) -> Carried:
    """Put new photos into the video: those named, or all that are not yet in it."""
    new = unused_photos(scene.timeline, scene.photos)
    if wish.names:
        wanted = {name.casefold() for name in wish.names}
        new = tuple(p for p in new if p.media.name.casefold() in wanted)
    if not new:
        raise DoubtError("no_new")
    return Carried((Insert(_index(scene, wish), _clips(scene, new)),), counted_anew=True)


def _index(scene: Scene, wish: AddPhotos) -> int:
    if anchors := wish.before or wish.after:
        return _beside(scene, anchors, scene.ids, after=bool(wish.after))
    return 0 if wish.position > 0 else len(scene.ids)


def _clips(scene: Scene, photos: Sequence[Photo]) -> tuple[Clip, ...]:
    """New photos as clips that fit in with the ones there: as long, as still or as lively."""
    timeline = scene.timeline
    canvas = timeline.width_px / timeline.height_px
    moves = varied_moves([p.media for p in photos], canvas, seed=scene.seed)
    usual = _usual_frames(scene)
    mode = timeline.photos[0].resize_mode if timeline.photos else ResizeMode.AUTO
    still = bool(timeline.photos) and all(c.motion == Motion() for c in timeline.photos)
    clips: list[Clip] = []
    for taken, (photo, kind) in enumerate(zip(photos, moves, strict=True)):
        stays = still or photo.media.kind is MediaKind.VIDEO
        camera = Motion() if stays else motion(kind, scene.feel)
        cap = available_frames(photo.media, timeline.rate)
        length = TimeRange(0, usual if cap is None else min(usual, cap))
        clip_id = new_clip_id(timeline, prefix="p", taken=taken)
        clips.append(Clip(clip_id, photo.media, length, mode, camera))
    return tuple(clips)


def _usual_frames(scene: Scene) -> int:
    """What a photo of this video usually gets: the median."""
    lengths = sorted(clip.duration for clip in scene.timeline.photos)
    least = least_frames(1, scene.timeline.rate)
    return max(lengths[len(lengths) // 2], least) if lengths else least


def replace_photo(scene: Scene, wish: Replace) -> Carried:
    """Put the second photo named where the first one is, and take the first one out."""
    old = scene.numbering.located(wish.photos[:1])
    new = wish.photos[1]
    fresh = [
        p
        for p in unused_photos(scene.timeline, scene.photos)
        if isinstance(new, Named) and _is_called(p, new.name)
    ]
    if fresh:
        clips = _clips(scene, fresh[:1])
        return Carried((Insert(scene.ids.index(old[0]), clips), Remove(old)))
    moved = scene.numbering.located((new,))
    others = [i for i in scene.ids if i not in moved]
    if not moved or old == moved:
        raise DoubtError("replace")
    place = others.index(old[0])
    order = (*others[:place], *moved, *others[place:])
    return Carried((Reorder(order), Remove(old)))


def _is_called(photo: Photo, name: str) -> bool:
    return photo.media.name.casefold() == name.casefold()
